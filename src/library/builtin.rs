//! The sample corpus that the program carries with it: pages of invented outlets, for the first run and for trying
//! things out. Pages only; they are read and cleaned as those of any folder.

use super::Source;
use std::borrow::Cow;
use std::path::PathBuf;

/// Names and bytes of the pages of `seeds/`, sorted; made when the program is built.
const PAGES: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/seeds.rs"));

/// The profiles of its invented outlets, to be added to what is known of outlets when it is read.
pub const BUILTIN_PROFILES: &str = include_str!("../../seeds/outlets.toml");

/// Its keyword sets, in the form of a `keywords.toml`, for readers who have none of their own.
pub const BUILTIN_KEYWORDS: &str = include_str!("../../seeds/keywords.toml");

/// What stands before the names of the pages, so that nobody takes them for files of theirs.
const FOLDER: &str = "built-in";

/// The pages of the built-in corpus.
pub fn builtin_corpus() -> Vec<Source> {
    let source = |(name, bytes): &(&str, &'static [u8])| Source::Memory {
        name: PathBuf::from(FOLDER).join(name),
        bytes: Cow::Borrowed(*bytes),
    };
    PAGES.iter().map(source).collect()
}
