//! Turns bytes and hints into articles. It cannot fail, and it knows no files, threads or clock.
//!
//! [`pipeline`] is the path of a page, one step a function; it is the place to start reading.

mod author_note;
mod caption_credit;
mod captions;
mod cleaned;
mod columns;
mod corrections;
mod decode;
mod detections;
mod features;
mod forest;
mod function_words;
mod headline;
mod headline_copies;
mod hints;
mod index_page;
mod join;
mod label;
mod lexicon;
mod measure;
mod meta;
mod model;
mod page;
mod page_facts;
mod part_starts;
mod parts;
mod phrases;
mod pipeline;
mod reasons;
mod recurring;
mod refine;
pub mod rules;
mod run;
mod scan;
mod select;
mod siblings;
mod site_consensus;
mod source_lines;
pub mod suggest;
mod title;
mod topic;
#[cfg(feature = "training")]
pub mod training;
mod work;

pub use hints::Hints;
pub use meta::{Knowledge, Outlet, Profile, ProfileError};
pub use pipeline::{extract, extract_again};
pub use recurring::{Proposal, Recurring};
pub use siblings::{Shared, Siblings, Sketch};
