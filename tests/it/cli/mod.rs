//! The built program without a terminal: what a command prints, where, and its exit code.

mod extract;
mod profile;
mod usage;

use crate::harness::page_text::harbour;

/// The page that most commands are given.
fn page() -> String {
    harbour("Harbour reopens after the storm", 3, "storm")
}
