//! What an import did, in words. Not the import: see `importer`.

use super::ImportSummary;
use std::fmt;

impl ImportSummary {
    /// Whether anything is other than it was.
    pub fn has_news(&self) -> bool {
        [self.new, self.changed, self.moved, self.copied, self.gone]
            .iter()
            .any(|count| *count > 0)
    }
}

/// In one line: only what happened is told.
impl fmt::Display for ImportSummary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let counts = [
            (self.new, "new"),
            (self.changed, "changed"),
            (self.moved, "moved"),
            (self.copied, "found in another place too"),
            (self.gone, "gone"),
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
            write!(f, "stopped: {counts}; import again to go on")
        } else {
            f.write_str(&counts)
        }
    }
}
