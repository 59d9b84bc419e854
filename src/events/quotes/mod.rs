//! Who says what: passages in quotation marks and after dashes, with their speakers.

pub mod cue;
pub mod find;
mod resolve;

pub use find::{Quote, QuoteKind, quotes};
