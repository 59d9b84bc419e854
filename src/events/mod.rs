//! Compares articles: which of them report the same event, what they share word for word, who said what, what was
//! counted, and which of their passages correspond.
//!
//! Everything here is computed from articles alone: it knows no files, threads, clock or library. [`telling`] is the
//! form in which an article enters.

pub mod compare;
pub mod figures;
pub mod grouping;
pub mod marks;
pub mod names;
pub mod overview;
pub mod quotes;
pub mod reuse;
pub mod sentences;
pub mod speech;
pub mod telling;
pub mod words;

pub use telling::{Paragraph, Telling};
