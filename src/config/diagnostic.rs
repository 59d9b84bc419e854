//! What is wrong with a configuration text, where, and what to write instead. Never a reason to stop: whoever reads
//! the text goes on with the default for that one place.

use std::fmt;
use std::ops::Range;

/// Something wrong in a configuration text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The line, from 1; 0 where no line of the text is to blame.
    pub line: usize,
    /// The character in the line, from 1; 0 as above.
    pub column: usize,
    /// What is wrong.
    pub message: String,
    /// What to do about it; empty where the message says it all.
    pub advice: String,
}

impl Diagnostic {
    /// A complaint about the bytes `span` of `text`.
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

/// The candidate that is spelt most like `wrong`, if one is near enough to be meant.
///
/// Nearness is the Damerau–Levenshtein distance relative to the longer of both; half of the letters must agree.
pub fn nearest<'a>(wrong: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wrong = wrong.to_lowercase().replace('_', "-");
    candidates
        .into_iter()
        .map(|candidate| {
            let folded = candidate.to_lowercase();
            let starts = wrong.len() >= 3 && folded.starts_with(&wrong);
            let alike = strsim::normalized_damerau_levenshtein(&wrong, &folded);
            (if starts { alike.max(0.6) } else { alike }, candidate)
        })
        .filter(|(alike, _)| *alike >= 0.5)
        .max_by(|(one, _), (other, _)| one.total_cmp(other))
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_lines_and_characters() {
        let text = "a = 1\nö = x\n";
        let complaint = Diagnostic::at(text, &(11..12), "wrong", "do right");
        assert_eq!(complaint.to_string(), "line 2, column 5: wrong; do right");
        assert_eq!(Diagnostic::at(text, &(99..100), "wrong", "").line, 3);
    }

    #[test]
    fn the_nearest_name_is_offered_only_when_near() {
        let names = ["move-down", "move-up", "quit"];
        assert_eq!(nearest("mvoe-down", names), Some("move-down"));
        assert_eq!(nearest("Move_Up", names), Some("move-up"));
        assert_eq!(nearest("banana", names), None);
    }
}
