//! Which files contain articles, and in which format; the only place that decides this. Not how a format is read: see
//! `extract`.

use std::path::Path;

/// A kind of file that articles are read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum InputFormat {
    /// One page as plain text.
    Text,
    /// JSON Lines: one article a line, as an object with the fields of a record.
    JsonLines,
}

/// The extensions of the files that are read from folders, in lower case and without the dot.
const ENDINGS: &[(&str, InputFormat)] = &[("txt", InputFormat::Text)];

impl InputFormat {
    /// Returns the format of a file in a folder; `None` for a file that is skipped.
    pub fn of_listed(path: &Path) -> Option<Self> {
        let ending = ending_of(path);
        ENDINGS
            .iter()
            .find(|(known, _)| *known == ending)
            .map(|(_, format)| *format)
    }

    /// Returns the format of a file that the user named. Such a file is read regardless of its extension.
    pub fn of_named(path: &Path) -> Self {
        match ending_of(path).as_str() {
            "jsonl" | "ndjson" => Self::JsonLines,
            _ => Self::of_listed(path).unwrap_or(Self::Text),
        }
    }
}

/// Returns the extension of a file name in lower case, without the dot; empty if it has none.
pub fn ending_of(path: &Path) -> String {
    path.extension()
        .map_or_else(String::new, |ending| ending.to_string_lossy().to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_named_file_is_read_whatever_its_extension() {
        assert_eq!(
            InputFormat::of_listed(Path::new("a/B.TXT")),
            Some(InputFormat::Text)
        );
        assert_eq!(InputFormat::of_listed(Path::new("a/b.jpg")), None);
        assert_eq!(InputFormat::of_listed(Path::new("a/b")), None);
        assert_eq!(InputFormat::of_named(Path::new("a/b.jpg")), InputFormat::Text);
    }

    #[test]
    fn json_lines_are_read_only_if_they_are_named() {
        let path = Path::new("a/news.JSONL");
        assert_eq!(InputFormat::of_listed(path), None);
        assert_eq!(InputFormat::of_named(path), InputFormat::JsonLines);
    }
}
