//! WACZ: a ZIP archive with web archives, their indexes and a list of pages. It is read as a ZIP archive; this file says
//! which of its entries are.

/// The entry that makes a ZIP archive a WACZ.
pub const MANIFEST: &str = "datapackage.json";

/// Returns whether an entry of a WACZ is read. The list of pages repeats what the web archives have, and the indexes say
/// where it is.
pub fn wanted(entry: &str) -> bool {
    let entry = entry.to_ascii_lowercase();
    let is_archive = entry.starts_with("archive/") || entry.contains("/archive/");
    let endings = [".warc", ".warc.gz", ".warc.zst", ".arc", ".arc.gz"];
    is_archive && endings.iter().any(|ending| entry.ends_with(ending))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_web_archives_are_read() {
        assert!(wanted("archive/data.warc.gz"));
        assert!(wanted("archive/rec-1.WARC"));
        assert!(!wanted("pages/pages.jsonl"));
        assert!(!wanted("indexes/index.cdx.gz"));
        assert!(!wanted("datapackage.json"));
    }
}
