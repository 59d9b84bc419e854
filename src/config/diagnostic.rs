//! Mistakes in a configuration text, with their position and the remedy. A mistake never stops the program; the default
//! is used instead.

use std::fmt;
use std::ops::Range;

/// A mistake in a configuration text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The line, from 1; 0 if the mistake has no position.
    pub line: usize,
    /// The character in the line, from 1; 0 if the mistake has no position.
    pub column: usize,
    /// The mistake.
    pub message: String,
    /// The remedy; can be empty.
    pub advice: String,
}

impl Diagnostic {
    /// Creates a diagnostic for the bytes `span` of `text`.
    pub fn at(
        text: &str,
        span: &Range<usize>,
        message: impl Into<String>,
        advice: impl Into<String>,
    ) -> Self {
        let before = text.get(..span.start).unwrap_or(text);
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        Self {
            line: before.matches('\n').count() + 1,
            column: before[line_start..].chars().count() + 1,
            message: message.into(),
            advice: advice.into(),
        }
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.line > 0 {
            write!(formatter, "line {}, column {}: ", self.line, self.column)?;
        }
        formatter.write_str(&self.message)?;
        if !self.advice.is_empty() {
            write!(formatter, "; {}", self.advice)?;
        }
        Ok(())
    }
}

/// Returns the candidate that is most similar to `wrong`, if any is similar enough.
///
/// The similarity is 1 minus the Damerau–Levenshtein distance relative to the longer name; it must be at least a half.
pub fn nearest<'a>(wrong: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wrong = wrong.to_lowercase().replace('_', "-");
    candidates
        .into_iter()
        .map(|candidate| {
            let folded = candidate.to_lowercase();
            let starts = wrong.len() >= 3 && folded.starts_with(&wrong);
            let similarity = strsim::normalized_damerau_levenshtein(&wrong, &folded);
            (if starts { similarity.max(0.6) } else { similarity }, candidate)
        })
        .filter(|(similarity, _)| *similarity >= 0.5)
        .max_by(|(one, _), (other, _)| one.total_cmp(other))
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_are_lines_and_characters() {
        let text = "a = 1\nö = x\n";
        let diagnostic = Diagnostic::at(text, &(11..12), "wrong", "do right");
        assert_eq!(diagnostic.to_string(), "line 2, column 5: wrong; do right");
        assert_eq!(Diagnostic::at(text, &(99..100), "wrong", "").line, 3);
    }

    #[test]
    fn only_a_similar_name_is_suggested() {
        let names = ["move-down", "move-up", "quit"];
        assert_eq!(nearest("mvoe-down", names), Some("move-down"));
        assert_eq!(nearest("Move_Up", names), Some("move-up"));
        assert_eq!(nearest("banana", names), None);
    }
}
