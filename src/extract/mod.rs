//! Turns bytes and hints into articles. It cannot fail, and it knows no files, threads or clock.
//!
//! [`pipeline`] is the path of a page, one function for each step; start reading there.

pub mod body;
#[cfg(test)]
mod cases;
pub mod corpus;
pub mod corrections;
pub mod dates;
pub(crate) mod detections;
pub mod input;
pub(crate) mod kind;
pub mod lines;
pub(crate) mod meta;
pub mod outlets;
pub(crate) mod pipeline;
pub(crate) mod records;
#[cfg(feature = "training")]
pub mod training;

pub use corpus::hints::Hints;
pub use corpus::template::{CorpusTemplate, LineCounts, PageSketch};
pub use corrections::recurring::{Proposal, Recurring};
pub use input::record::{Content, Record};
pub use kind::recognise::kind;
pub use outlets::directory::OutletDirectory;
pub use outlets::profile::{Outlet, Profile, ProfileError};
pub use pipeline::{extract, extract_again, extract_record};
