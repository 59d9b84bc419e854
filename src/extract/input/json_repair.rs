//! Repairs JSON as programs write it wrongly: control characters inside strings, surrogates without their other half, numbers
//! that are none, commas at the end of lists.

use serde_json::Value;

/// Parses a text as JSON, repaired if it has to be.
///
/// # Errors
///
/// The error of the text as it is, if it cannot be repaired.
pub(crate) fn parse(text: &str) -> Result<Value, serde_json::Error> {
    serde_json::from_str(text).or_else(|error| {
        let repaired = repaired(text);
        repaired
            .and_then(|text| serde_json::from_str(&text).ok())
            .ok_or(error)
    })
}

/// The text as JSON; `None` if nothing had to be repaired.
pub(crate) fn repaired(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len() + 16);
    let mut is_string = false;
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let mut taken = c.len_utf8();
        match c {
            '"' => {
                is_string = !is_string;
                out.push(c);
            }
            '\\' if is_string => taken = escape(rest, &mut out),
            c if is_string && c.is_control() => out.push(' '),
            ',' if !is_string && ends_list(&rest[1..]) => {}
            c if !is_string && (c.is_alphabetic() || c == '-') => taken = word(rest, &mut out),
            _ => out.push(c),
        }
        rest = &rest[taken..];
    }
    (out != text).then_some(out)
}

/// Copies the escape at the start of a text; half a pair of surrogates becomes the replacement character. Returns its length.
fn escape(text: &str, out: &mut String) -> usize {
    let unit = |text: &str| {
        let digits = text.strip_prefix("\\u")?.get(..4)?;
        u16::from_str_radix(digits, 16).ok()
    };
    match unit(text) {
        Some(0xD800..=0xDBFF) => {
            if let Some(0xDC00..=0xDFFF) = text.get(6..).and_then(unit) {
                copy(text, 12, out)
            } else {
                out.push('\u{fffd}');
                6
            }
        }
        Some(0xDC00..=0xDFFF) => {
            out.push('\u{fffd}');
            6
        }
        Some(_) => copy(text, 6, out),
        None => {
            if let Some('"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't') = text.chars().nth(1) {
                copy(text, 2, out)
            } else {
                // A backslash that escapes nothing is one.
                out.push_str("\\\\");
                1
            }
        }
    }
}

fn copy(text: &str, length: usize, out: &mut String) -> usize {
    out.push_str(&text[..length]);
    length
}

/// Copies the word at the start of a text; `NaN`, `Infinity`, `undefined`, `None` become `null`. Returns its length.
fn word(text: &str, out: &mut String) -> usize {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '-' | '+' | '.' | '_');
    let end = text.find(|c| !is_part(c)).unwrap_or(text.len());
    out.push_str(match &text[..end] {
        "NaN" | "-NaN" | "nan" | "Infinity" | "-Infinity" | "undefined" | "None" => "null",
        "True" => "true",
        "False" => "false",
        word => word,
    });
    end
}

fn ends_list(rest: &str) -> bool {
    rest.trim_start().starts_with([']', '}'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_programs_write_wrongly_is_repaired() {
        for (text, expected) in [
            (r#"{"a":NaN,"b":-Infinity}"#, r#"{"a":null,"b":null}"#),
            (r#"["\ud83d x","\ude00"]"#, "[\"\u{fffd} x\",\"\u{fffd}\"]"),
            ("[\"a\nb\"]", "[\"a b\"]"),
            (r"[1,2,]", "[1,2]"),
            (r#"["c:\dir"]"#, r#"["c:\\dir"]"#),
        ] {
            assert_eq!(repaired(text).as_deref(), Some(expected));
        }
        assert_eq!(repaired(r#"["\ud83d\ude00 NaN, \"]", -1.5e3, true]"#), None);
    }
}
