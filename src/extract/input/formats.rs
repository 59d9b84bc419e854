//! The table of formats, and how the format of a file is recognised: by its bytes, with its extension as a hint. Not how a
//! format is read: see the file of each.

use crate::extract::input::decoder::{Format, Head};
#[cfg(feature = "parquet")]
use crate::extract::input::parquet_table;
use crate::extract::input::{feed, html, json, mail, moving_in, packed, press, table, text, web_archive};

/// All formats. The first one that recognises the beginning of a file is its format, so a special form comes before the
/// general one: a press database's HTML before pages, and text last.
pub static FORMATS: &[&Format] = &[
    &press::DOCX,
    &moving_in::omnivore::FORMAT,
    &packed::GZIP,
    &packed::ZSTD,
    &packed::ZIP,
    &packed::TAR,
    &web_archive::warc::FORMAT,
    &web_archive::arc::FORMAT,
    &mail::mbox::FORMAT,
    &mail::mhtml::FORMAT,
    &mail::message::FORMAT,
    &moving_in::subscriptions::OPML,
    &moving_in::subscriptions::URLS,
    &moving_in::bookmarks::FORMAT,
    &moving_in::newsboat::FORMAT,
    &press::RTF,
    &press::PRESS_HTML,
    &press::PRESS_TEXT,
    #[cfg(feature = "parquet")]
    &parquet_table::FORMAT,
    &feed::json_feed::FORMAT,
    &json::lines::FORMAT,
    &json::document::FORMAT,
    &feed::FORMAT,
    &html::FORMAT,
    &table::FORMAT,
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

/// Returns whether some format has files with this extension, in lower case and without the dot.
pub fn is_ending(ending: &str) -> bool {
    FORMATS.iter().any(|format| format.endings.contains(&ending))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_endings_are_those_of_one_format() {
        for (at, format) in FORMATS.iter().enumerate() {
            let others = || FORMATS[..at].iter();
            assert!(others().all(|other| other.name != format.name), "{}", format.name);
            assert!(
                format
                    .endings
                    .iter()
                    .all(|ending| ending.to_lowercase() == *ending)
            );
        }
    }

    #[test]
    fn bytes_decide_and_the_ending_is_a_hint() {
        let format =
            |bytes: &[u8], ending: &str| sniff(&Head::new(bytes, true, ending)).map(|format| format.name);
        assert_eq!(format(b"\x1f\x8b\x08\0", "txt"), Some("gzip"));
        assert_eq!(format(b"<!doctype html><p>Text", "txt"), Some("html"));
        assert_eq!(format(b"The ferry stops.", "txt"), Some("text"));
        assert_eq!(format(b"let ferry = 1;", "rs"), None);
    }
}
