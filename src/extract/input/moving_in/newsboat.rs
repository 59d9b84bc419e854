//! The database of newsboat (`cache.db`). This file recognises it; it is read by `library::load`, which has `SQLite`.

use crate::extract::input::decoder::{Format, Head, Reading};

/// The database of newsboat.
pub static FORMAT: Format = Format {
    name: "newsboat",
    label: "database of newsboat (cache.db)",
    endings: &[],
    sniff,
    reading: Reading::Database,
};

fn sniff(head: &Head<'_>) -> bool {
    let has = |name: &[u8]| memchr::memmem::find(head.bytes, name).is_some();
    head.bytes.starts_with(b"SQLite format 3\0") && has(b"rss_item") && has(b"rss_feed")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_databases_are_not_read() {
        let is = |bytes: &[u8]| sniff(&Head::new(bytes, true, "db"));
        assert!(is(
            b"SQLite format 3\0 CREATE TABLE rss_feed CREATE TABLE rss_item"
        ));
        assert!(!is(b"SQLite format 3\0 CREATE TABLE contacts"));
        assert!(!is(b"rss_feed rss_item"));
    }
}
