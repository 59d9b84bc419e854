//! The table of formats, and how the format of a file is recognised: by its bytes, with its extension as a hint. Not how a
//! format is read: see the file of each.

use crate::extract::input::decoder::{Format, Head, Origin, Reading, Sink};
use crate::extract::input::{feed, html, packed, table, text};
use std::ops::ControlFlow;

/// All formats. The first one that recognises the beginning of a file is its format, so a special form comes before the
/// general one: a press database's HTML before pages, and text last.
pub static FORMATS: &[&Format] = &[
    &packed::GZIP,
    &packed::ZSTD,
    &packed::ZIP,
    &packed::TAR,
    &feed::FORMAT,
    &html::FORMAT,
    &text::FORMAT,
];

/// Returns the format of a file that begins like this; `None` if nothing can be read from it.
pub fn sniff(head: &Head<'_>) -> Option<&'static Format> {
    FORMATS.iter().copied().find(|format| (format.sniff)(head))
}

/// Returns the format with this name.
pub fn named(name: &str) -> Option<&'static Format> {
    FORMATS.iter().copied().find(|format| format.name == name)
}
