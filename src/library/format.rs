//! Which files hold articles and in which format: the one place that decides it. Not how a format is read: see `extract`.

use std::path::Path;

/// A kind of file that articles are read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// One page as plain text.
    Text,
}

/// The endings that are looked for in folders, lower case and without the dot.
const ENDINGS: &[(&str, Format)] = &[("txt", Format::Text)];

impl Format {
    /// The format of a file met in a folder; `None` for files that are left out.
    pub fn of_listed(path: &Path) -> Option<Self> {
        let ending = ending_of(path);
        ENDINGS
            .iter()
            .find(|(known, _)| *known == ending)
            .map(|(_, format)| *format)
    }

    /// The format of a file that a person named: whoever names a file wants it read, whatever its ending.
    pub fn of_named(path: &Path) -> Self {
        Self::of_listed(path).unwrap_or(Self::Text)
    }
}

/// The ending of a file name, lower case and without the dot; empty where it has none.
pub fn ending_of(path: &Path) -> String {
    path.extension()
        .map_or_else(String::new, |ending| ending.to_string_lossy().to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_named_file_is_read_whatever_its_ending() {
        assert_eq!(Format::of_listed(Path::new("a/B.TXT")), Some(Format::Text));
        assert_eq!(Format::of_listed(Path::new("a/b.jpg")), None);
        assert_eq!(Format::of_listed(Path::new("a/b")), None);
        assert_eq!(Format::of_named(Path::new("a/b.jpg")), Format::Text);
    }
}
