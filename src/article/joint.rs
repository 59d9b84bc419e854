//! How the lines of one paragraph are put together again. Not which lines are one paragraph: see `extract::input::join`.

use std::borrow::Cow;

/// The lines of a paragraph as one text. Between two lines is a blank, but none after a word that is broken by a hyphen,
/// and none after an initial that is set apart from its word.
pub fn join_lines<'a>(mut lines: impl Iterator<Item = &'a str>) -> Cow<'a, str> {
    let mut last = lines.next().unwrap_or_default();
    let mut text = Cow::Borrowed(last);
    for (before, line) in (1..).zip(lines) {
        let text = text.to_mut();
        if !continues_word(last, line, before == 1) {
            text.push(' ');
        }
        text.push_str(line);
        last = line;
    }
    text
}

/// Returns whether a line continues the last word of the line before it. Only the second line of a paragraph can continue
/// an initial.
pub fn continues_word(before: &str, line: &str, is_second: bool) -> bool {
    let mut end = before.chars().rev();
    let first = line.chars().next().unwrap_or(' ');
    match (end.next(), end.next()) {
        (Some('-' | '\u{2010}'), Some(letter)) => letter.is_alphabetic() && first.is_lowercase(),
        (Some(initial), None) => is_second && is_initial_of(initial, line),
        _ => false,
    }
}

/// Returns whether a capital letter by itself is the first letter of the line after it. If the letter can be a word, only
/// a line that begins in capitals or with a single letter shows it.
fn is_initial_of(initial: char, line: &str) -> bool {
    /// Letters that are a word of some language.
    const WORDS: &str = "AEIOUYÀÁÈÉÍÓÚÖÅАВЕИІЙКОСУЯЄΗΟ";
    let mut letters = line.chars();
    let (first, second) = (letters.next().unwrap_or(' '), letters.next().unwrap_or(' '));
    let is_shouted = first.is_uppercase() && second.is_uppercase();
    let is_rest = first.is_lowercase() && (!WORDS.contains(initial) || !second.is_alphabetic());
    initial.is_uppercase() && (is_shouted || is_rest)
}

#[cfg(test)]
mod tests {
    use super::join_lines;

    fn joined(lines: &[&str]) -> String {
        join_lines(lines.iter().copied()).into_owned()
    }

    #[test]
    fn a_word_broken_by_a_hyphen_is_joined_without_a_blank() {
        assert_eq!(joined(&["The har-", "bour is shut."]), "The har-bour is shut.");
        assert_eq!(
            joined(&["The mayor -", "nobody else - came."]),
            "The mayor - nobody else - came."
        );
        assert_eq!(joined(&["The post-", "War years"]), "The post- War years");
    }

    #[test]
    fn an_initial_is_joined_with_the_rest_of_its_word() {
        assert_eq!(joined(&["T", "he ferry left."]), "The ferry left.");
        assert_eq!(joined(&["I", "LKA FENN", "came home."]), "ILKA FENN came home.");
        assert_eq!(joined(&["A", "t dawn it rained."]), "At dawn it rained.");
        assert_eq!(joined(&["A", "ferry left."]), "A ferry left.");
        assert_eq!(joined(&["Group", "B", "won."]), "Group B won.");
    }
}
