//! Writes any value as JSON on one line in which nothing can act on a terminal: control characters and all others that a
//! page's text is cleaned of are written as `\u001b`. So the value is exact, and the line is harmless. Not which values:
//! see `json`, and the commands that write rows and marks.

use crate::text::safe::is_hidden;
use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::{CompactFormatter, Formatter};
use std::io;

/// Writes a value as JSON, without a line feed at its end.
pub fn write_json(to: &mut impl io::Write, value: &impl Serialize) -> io::Result<()> {
    let mut serializer = Serializer::with_formatter(to, EscapingFormatter(CompactFormatter));
    value.serialize(&mut serializer).map_err(io::Error::from)
}

/// Returns a value as JSON; empty if it has a map whose keys are not texts.
pub fn json_text(value: &impl Serialize) -> String {
    let mut bytes = Vec::new();
    // Writing to memory cannot fail, and a serialiser of JSON writes UTF-8.
    match write_json(&mut bytes, value) {
        Ok(()) => String::from_utf8(bytes).unwrap_or_default(),
        Err(_) => String::new(),
    }
}

/// Escapes more characters than JSON requires.
struct EscapingFormatter(CompactFormatter);

impl Formatter for EscapingFormatter {
    fn write_string_fragment<W: io::Write + ?Sized>(&mut self, to: &mut W, fragment: &str) -> io::Result<()> {
        let mut written = 0;
        if !fragment.is_ascii() || fragment.contains('\u{7f}') {
            for (at, c) in fragment.char_indices().filter(|(_, c)| is_escaped(*c)) {
                to.write_all(&fragment.as_bytes()[written..at])?;
                for unit in c.encode_utf16(&mut [0; 2]) {
                    write!(to, "\\u{unit:04x}")?;
                }
                written = at + c.len_utf8();
            }
        }
        to.write_all(&fragment.as_bytes()[written..])
    }
}

fn is_escaped(c: char) -> bool {
    is_hidden(c) || matches!(c, '\u{2028}' | '\u{2029}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::safe::harmless;
    use proptest::prelude::*;

    #[test]
    fn controls_are_escaped_and_the_rest_is_as_in_plain_json() {
        let text = "a\u{1b}[31m\u{7f}\u{9b}1m\u{202e}\u{2028}\u{feff}\u{e0041}\u{10ffff}\\\"\n\té日";
        assert_eq!(
            json_text(&text),
            r#""a\u001b[31m\u007f\u009b1m\u202e\u2028\ufeff\udb40\udc41\udbff\udfff\\\"\n\té日""#
        );
        let plain = serde_json::json!({"title": "Ferry \"stops\"", "lines": [1, null, 0.9]});
        assert_eq!(json_text(&plain), plain.to_string());
    }

    proptest! {
        #[test]
        fn any_text_is_read_back_exactly_from_a_line_without_controls(text in "(?s).{0,60}") {
            let line = json_text(&text);
            prop_assert_eq!(serde_json::from_str::<String>(&line).unwrap(), text);
            prop_assert!(!line.chars().any(is_escaped), "{line}");
            prop_assert!(!line.chars().any(char::is_control));
            // What stays next to its neighbours (joiners, variation selectors) is made harmless at the output.
            prop_assert!(!harmless(&line).chars().any(is_escaped));
        }
    }
}
