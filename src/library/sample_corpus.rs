//! The sample corpus, which is part of the program: pages of invented outlets, for the first start and for trying
//! things out. Only the pages: they are read and cleaned like the pages of any folder.

use crate::library::load::pipeline::source::LoadSource;
use std::borrow::Cow;
use std::path::PathBuf;

/// The names and bytes of the pages in `seeds/`, sorted; written by the build script.
const PAGES: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/seeds.rs"));

/// The profiles of the invented outlets, which are added to the known outlets when the sample corpus is read.
pub const BUILTIN_PROFILES: &str = include_str!("../../seeds/outlets.toml");

/// The keyword sets of the sample corpus in the format of `keywords.toml`, for users who have none of their own.
pub const BUILTIN_KEYWORDS: &str = include_str!("../../seeds/keywords.toml");

/// The folder in the names of the pages, so that they do not look like files of the user.
const FOLDER: &str = "built-in";

/// Returns the pages of the sample corpus.
pub fn builtin_corpus() -> Vec<LoadSource> {
    let source = |(name, bytes): &(&str, &'static [u8])| LoadSource::Memory {
        name: PathBuf::from(FOLDER).join(name),
        bytes: Cow::Borrowed(*bytes),
    };
    PAGES.iter().map(source).collect()
}
