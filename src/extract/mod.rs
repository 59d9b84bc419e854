//! Bytes and hints to articles. Cannot fail; knows no files, threads or clock.

pub mod meta;

pub use meta::{Knowledge, KnowledgeError};

/// What is known about a text apart from its bytes.
#[derive(Debug, Clone, Copy)]
pub struct Hints<'a> {
    /// Where the text comes from, as the person named it; weak evidence of the outlet.
    pub path: Option<&'a str>,
    /// What is known of outlets.
    pub knowledge: &'a Knowledge,
}
