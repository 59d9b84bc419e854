//! Turns bytes and hints into articles. It cannot fail, and it knows no files, threads or clock.
//!
//! [`pipeline`] is the path of a page, one step a function; it is the place to start reading.

mod author_note;
mod caption_credit;
mod captions;
mod cleaned;
pub mod columns;
mod corrections;
mod decode;
pub mod detections;
pub mod features;
pub mod forest;
pub mod function_words;
pub mod headline;
mod headline_copies;
mod hints;
mod index_page;
mod join;
mod label;
pub mod lexicon;
pub mod measure;
pub mod meta;
pub mod model;
pub mod page;
mod page_facts;
mod part_starts;
mod parts;
pub mod phrases;
mod pipeline;
mod reasons;
mod recurring;
mod refine;
pub mod rules;
pub mod run;
pub mod scan;
mod select;
mod siblings;
mod site_consensus;
mod source_lines;
pub mod suggest;
mod title;
mod topic;
mod work;

pub use hints::Hints;
pub use meta::{Knowledge, Outlet, Profile, ProfileError};
pub use pipeline::{extract, extract_again, extract_with};
pub use recurring::{Proposal, Recurring};
pub use siblings::{Shared, Siblings, Sketch};
