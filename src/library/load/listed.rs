//! Which files of a folder are opened: all but those whose names say that they hold something else. Whether an opened file holds
//! articles is decided by its bytes: see `extract::input::formats`.

use crate::extract::input::formats::is_ending;
use std::collections::HashSet;
use std::path::Path;
use std::sync::LazyLock;

/// Returns whether a file in a folder may hold articles: its extension is that of a format, or of nothing known.
pub(crate) fn may_hold_articles(path: &Path) -> bool {
    let ending = ending_of(path);
    is_ending(&ending) || !OTHER_ENDINGS.contains(ending.as_str())
}

/// Returns whether a file has the extension of a format, so that the user expects it to be read.
pub(crate) fn has_known_ending(path: &Path) -> bool {
    is_ending(&ending_of(path))
}

/// Returns the extension of a file name in lower case, without the dot; empty if it has none.
pub fn ending_of(path: &Path) -> String {
    path.extension()
        .map_or_else(String::new, |ending| ending.to_string_lossy().to_lowercase())
}

/// Extensions of files without articles: opening each picture of a mirrored site would take as long as reading its pages.
static OTHER_ENDINGS: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    let list = include_str!("../../../assets/input/other_endings.txt");
    let lines = list.lines().filter(|line| !line.starts_with('#'));
    lines.flat_map(str::split_whitespace).collect()
});

/// Returns whether a folder holds the pictures and scripts of a page that was saved next to it: browsers name it like the page,
/// with a word in their language after it (`page_files`, `page-Dateien`).
pub(crate) fn belongs_to_page(folder: &Path) -> bool {
    let Some(name) = folder.file_name().and_then(|name| name.to_str()) else {
        return false;
    };
    let Some(at) = name.rfind(['_', '-', '.']).filter(|at| *at > 0) else {
        return false;
    };
    let stem = &name[..at];
    let is_page = |ending: &&str| folder.with_file_name(format!("{stem}.{ending}")).is_file();
    ["html", "htm", "xhtml"].iter().any(is_page)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_pictures_and_code_are_not_opened() {
        for (path, expected) in [
            ("a/B.TXT", true),
            ("a/b.html", true),
            ("a/b.gz", true),
            ("a/b", true),
            ("a/1714989600.M5P7.host:2,S", true),
            ("a/b.jpg", false),
            ("a/b.css", false),
            ("a/b.md", false),
        ] {
            assert_eq!(may_hold_articles(Path::new(path)), expected, "{path}");
        }
    }

    #[test]
    fn the_folder_of_a_saved_page_belongs_to_it() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("Ferry stops.html"), "<p>").unwrap();
        for (name, expected) in [
            ("Ferry stops_files", true),
            ("Ferry stops-Dateien", true),
            ("more_files", false),
        ] {
            assert_eq!(belongs_to_page(&folder.path().join(name)), expected, "{name}");
        }
    }
}
