//! The text form of an import's result. The import: see `importer`.

use crate::library::store::import::importer::ImportSummary;
use std::fmt;

impl ImportSummary {
    /// Returns whether the library has changed.
    pub fn has_news(&self) -> bool {
        [
            self.new,
            self.changed,
            self.moved,
            self.copied,
            self.gone,
            self.resumed,
        ]
        .iter()
        .any(|count| *count > 0)
    }
}

/// One line that names only what happened.
impl fmt::Display for ImportSummary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let counts = [
            (self.new, "new"),
            (self.changed, "changed"),
            (self.moved, "moved"),
            (self.copied, "also found elsewhere"),
            (self.gone, "gone"),
            (self.resumed, "completed from an earlier import"),
            (self.unchanged, "unchanged"),
        ];
        let counts = counts.into_iter().filter(|(count, _)| *count > 0);
        let counts: Vec<String> = counts.map(|(count, what)| format!("{count} {what}")).collect();
        let counts = if counts.is_empty() {
            "nothing to import".to_owned()
        } else {
            counts.join(", ")
        };
        if self.stopped {
            write!(f, "stopped: {counts}; import again to continue")
        } else {
            f.write_str(&counts)
        }
    }
}
