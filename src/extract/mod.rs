//! Turns bytes and hints into articles. It cannot fail, and it knows no files, threads or clock.
//!
//! [`pipeline`](pipeline) is the path of a page, one step a function; it is the place to start reading.

pub mod body;
#[cfg(test)]
mod cases;
pub mod corpus;
pub mod corrections;
pub mod dates;
pub(crate) mod detections;
pub mod input;
pub mod lines;
pub(crate) mod meta;
pub mod outlets;
pub(crate) mod pipeline;
pub mod training;
#[cfg(feature = "training")]
pub use corpus::hints::Hints;
pub use corpus::template::{CorpusTemplate, PageSketch, Shared};
pub use corrections::recurring::{Proposal, Recurring};
pub use outlets::directory::OutletDirectory;
pub use outlets::profile::{Outlet, Profile, ProfileError};
pub use pipeline::{extract, extract_again};
