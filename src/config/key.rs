//! A key, as written in a configuration and compared by the keymap. `runtime` converts events of the terminal to it.
//!
//! The notation is vim's without the brackets: `j`, `G`, `C-d` (control), `A-x` (alt), `S-Tab` (shift), `space`,
//! `Enter`, `PgDn`, `F1`. Sequences are written together (`gg`) or with spaces (`C-x g`).

use crate::config::diagnostic;
use std::fmt;
use std::str::FromStr;

/// The symbol of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum KeyCode {
    /// A printable character, with shift applied (`G`, not shift and `g`).
    Char(char),
    Enter,
    Esc,
    Tab,
    Backspace,
    Delete,
    Insert,
    Left,
    Right,
    Up,
    Down,
    Home,
    End,
    PageUp,
    PageDown,
    /// A function key, 1 to 24.
    F(u8),
}

/// A key with its modifiers. Keys that a terminal cannot distinguish are equal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    code: KeyCode,
    ctrl: bool,
    alt: bool,
    shift: bool,
}

impl Key {
    /// Creates a key in canonical form: a printable key has no shift, because its character includes it; control
    /// ignores case; and control with `i`, `m` or `[` is `Tab`, `Enter` or `Esc`, which terminals send for it.
    pub fn new(code: KeyCode, ctrl: bool, alt: bool, shift: bool) -> Self {
        let mut key = Self {
            code,
            ctrl,
            alt,
            shift,
        };
        if let KeyCode::Char(character) = code {
            key.shift = false;
            let raised = if shift && !ctrl {
                single_uppercase(character)
            } else {
                character
            };
            key.code = KeyCode::Char(raised);
            let plain = match (character, ctrl) {
                ('\t', _) | ('i' | 'I', true) => Some(KeyCode::Tab),
                ('\r' | '\n', _) | ('m' | 'M', true) => Some(KeyCode::Enter),
                ('\u{1b}', _) | ('[', true) => Some(KeyCode::Esc),
                ('\u{7f}' | '\u{8}', _) => Some(KeyCode::Backspace),
                (letter, true) => {
                    key.code = KeyCode::Char(letter.to_ascii_lowercase());
                    None
                }
                _ => None,
            };
            if let Some(plain) = plain {
                key.code = plain;
                key.ctrl = false;
            }
        }
        key
    }

    /// Creates a printable key without modifiers.
    pub fn char(character: char) -> Self {
        Self::new(KeyCode::Char(character), false, false, false)
    }

    /// Creates a key without modifiers.
    pub fn plain(code: KeyCode) -> Self {
        Self::new(code, false, false, false)
    }

    /// Returns the symbol of the key.
    pub fn code(self) -> KeyCode {
        self.code
    }

    /// Returns whether control is held.
    pub fn ctrl(self) -> bool {
        self.ctrl
    }

    /// Returns whether alt is held.
    pub fn alt(self) -> bool {
        self.alt
    }

    /// Returns whether shift is held; never for printable keys.
    pub fn shift(self) -> bool {
        self.shift
    }

    /// Returns the character that the key adds to a text field.
    pub fn text(self) -> Option<char> {
        match self.code {
            KeyCode::Char(character) if !self.ctrl && !self.alt && !character.is_control() => Some(character),
            _ => None,
        }
    }

    /// Returns the digit, if the key is one.
    pub fn digit(self) -> Option<u32> {
        self.text().and_then(|character| character.to_digit(10))
    }

    /// Parses a key sequence: `gg`, `C-x g`, `PgDn`.
    pub fn parse_sequence(text: &str) -> Result<Vec<Self>, KeyError> {
        let mut keys = Vec::new();
        for word in text.split_whitespace() {
            if let Ok(key) = word.parse::<Self>() {
                keys.push(key);
                continue;
            }
            // A few plain characters are a sequence; more are probably a misspelt name.
            if word.chars().count() > MAX_RUN || looks_modified(word) {
                return Err(KeyError::Unknown(word.to_owned()));
            }
            keys.extend(word.chars().map(Self::char));
        }
        if keys.is_empty() {
            Err(KeyError::Empty)
        } else {
            Ok(keys)
        }
    }

    /// Writes a key sequence in the form that [`parse_sequence`](Self::parse_sequence) reads.
    pub fn print_sequence(keys: &[Self]) -> String {
        let words: Vec<String> = keys.iter().map(ToString::to_string).collect();
        let joined = words.concat();
        let runs = keys
            .iter()
            .all(|key| key.text().is_some_and(|character| character != ' '));
        if runs && Self::parse_sequence(&joined).is_ok_and(|read| read == keys) {
            joined
        } else {
            words.join(" ")
        }
    }
}

const MAX_RUN: usize = 3;

/// The names of keys that are not printable. If a key has several, the first one is written.
const NAMES: &[(&str, KeyCode)] = &[
    ("space", KeyCode::Char(' ')),
    ("Enter", KeyCode::Enter),
    ("Esc", KeyCode::Esc),
    ("Tab", KeyCode::Tab),
    ("Backspace", KeyCode::Backspace),
    ("Delete", KeyCode::Delete),
    ("Insert", KeyCode::Insert),
    ("Left", KeyCode::Left),
    ("Right", KeyCode::Right),
    ("Up", KeyCode::Up),
    ("Down", KeyCode::Down),
    ("Home", KeyCode::Home),
    ("End", KeyCode::End),
    ("PgUp", KeyCode::PageUp),
    ("PgDn", KeyCode::PageDown),
    ("Return", KeyCode::Enter),
    ("CR", KeyCode::Enter),
    ("Escape", KeyCode::Esc),
    ("BS", KeyCode::Backspace),
    ("Del", KeyCode::Delete),
    ("Ins", KeyCode::Insert),
    ("PageUp", KeyCode::PageUp),
    ("PageDown", KeyCode::PageDown),
];

/// An error in the notation of a key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// The text is empty.
    #[error("no key is given")]
    Empty,
    /// The text is neither a character nor a name, with or without modifiers.
    #[error("unknown key `{0}`")]
    Unknown(String),
}

impl KeyError {
    /// Returns the remedy.
    pub fn advice(&self) -> String {
        let word = match self {
            Self::Unknown(word) => word.as_str(),
            Self::Empty => "",
        };
        let (modifiers, name) = word
            .rfind(['-', '+'])
            .map_or(("", word), |at| word.split_at(at + 1));
        let names = NAMES.iter().map(|(name, _)| *name);
        match diagnostic::nearest(name, names) {
            Some(near) if modifiers.is_empty() || looks_modified(word) => {
                format!("did you mean `{modifiers}{near}`?")
            }
            _ => "write `x`, `C-x` (control), `A-x` (alt), `S-Tab` (shift), or a name such as `space` or `PgDn`".to_owned(),
        }
    }
}

impl FromStr for Key {
    type Err = KeyError;

    /// Parses one key, also in the brackets of vim (`<C-d>`).
    fn from_str(text: &str) -> Result<Self, KeyError> {
        let unknown = || KeyError::Unknown(text.to_owned());
        let inner = text.strip_prefix('<').and_then(|rest| rest.strip_suffix('>'));
        let mut rest = inner.filter(|inner| !inner.is_empty()).unwrap_or(text);
        let (mut ctrl, mut alt, mut shift) = (false, false, false);
        while looks_modified(rest) {
            match rest.as_bytes().first() {
                Some(b'C' | b'c') => ctrl = true,
                Some(b'A' | b'a' | b'M' | b'm') => alt = true,
                Some(b'S' | b's') => shift = true,
                _ => return Err(unknown()),
            }
            rest = rest.get(2..).unwrap_or_default();
        }
        let mut characters = rest.chars();
        let code = match (characters.next(), characters.next()) {
            (None, _) => {
                return Err(if text.is_empty() {
                    KeyError::Empty
                } else {
                    unknown()
                });
            }
            (Some(character), None) => KeyCode::Char(character),
            _ => named(rest).ok_or_else(unknown)?,
        };
        Ok(Self::new(code, ctrl, alt, shift))
    }
}

impl fmt::Display for Key {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (held, name) in [(self.ctrl, "C-"), (self.alt, "A-"), (self.shift, "S-")] {
            if held {
                formatter.write_str(name)?;
            }
        }
        match self.code {
            KeyCode::F(number) => write!(formatter, "F{number}"),
            code => match (NAMES.iter().find(|(_, named)| *named == code), code) {
                (Some((name, _)), _) => formatter.write_str(name),
                (None, KeyCode::Char(character)) => write!(formatter, "{character}"),
                (None, other) => write!(formatter, "{other:?}"),
            },
        }
    }
}

/// Returns whether the text is an ASCII letter and a hyphen, followed by more.
fn looks_modified(text: &str) -> bool {
    matches!(text.as_bytes(), [letter, b'-', _, ..] if letter.is_ascii_alphabetic())
}

fn named(name: &str) -> Option<KeyCode> {
    let function = name
        .strip_prefix(['F', 'f'])
        .and_then(|number| number.parse::<u8>().ok());
    if let Some(number) = function.filter(|number| (1..=24).contains(number)) {
        return Some(KeyCode::F(number));
    }
    NAMES
        .iter()
        .find(|(known, _)| known.eq_ignore_ascii_case(name))
        .map(|(_, code)| *code)
}

/// Returns the upper case of a letter if that is one letter, otherwise the letter.
fn single_uppercase(character: char) -> char {
    let mut upper = character.to_uppercase();
    match (upper.next(), upper.next()) {
        (Some(letter), None) => letter,
        _ => character,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_printed_as_they_are_read() {
        for text in [
            "j",
            "G",
            "C-d",
            "A-x",
            "S-Tab",
            "space",
            "PgDn",
            "Enter",
            "Esc",
            "F1",
            "F24",
            "C-space",
            "A-Backspace",
            "C-A-x",
            "-",
            "C--",
            "<",
            ">",
            "ß",
            "é",
            "|",
            "S-Left",
        ] {
            assert_eq!(text.parse::<Key>().unwrap().to_string(), text);
        }
        for (text, canonical) in [
            ("<C-D>", "C-d"),
            ("C-i", "Tab"),
            ("C-m", "Enter"),
            ("C-[", "Esc"),
            ("S-j", "J"),
            ("M-f", "A-f"),
            ("PAGEDOWN", "PgDn"),
            (" ", "space"),
        ] {
            assert_eq!(text.parse::<Key>().unwrap().to_string(), canonical);
        }
    }

    #[test]
    fn sequences_are_read_and_printed() {
        for (text, count, printed) in [
            ("gg", 2, "gg"),
            ("g g", 2, "gg"),
            ("C-x C-s", 2, "C-x C-s"),
            ("g space", 2, "g space"),
            ("u p", 2, "u p"),
            ("up", 1, "Up"),
            (";", 1, ";"),
        ] {
            let keys = Key::parse_sequence(text).unwrap();
            assert_eq!(
                (keys.len(), Key::print_sequence(&keys).as_str()),
                (count, printed)
            );
        }
    }

    #[test]
    fn errors_explain_what_to_write() {
        for (text, message, advice) in [
            ("Entre", "unknown key `Entre`", "did you mean `Enter`?"),
            ("S-Tba", "unknown key `S-Tba`", "did you mean `S-Tab`?"),
            (
                "X-a",
                "unknown key `X-a`",
                "write `x`, `C-x` (control), `A-x` (alt), `S-Tab` (shift), or a name such as `space` or `PgDn`",
            ),
            (
                "Ctrl-a",
                "unknown key `Ctrl-a`",
                "write `x`, `C-x` (control), `A-x` (alt), `S-Tab` (shift), or a name such as `space` or `PgDn`",
            ),
            (
                "",
                "no key is given",
                "write `x`, `C-x` (control), `A-x` (alt), `S-Tab` (shift), or a name such as `space` or `PgDn`",
            ),
        ] {
            let error = Key::parse_sequence(text).unwrap_err();
            assert_eq!(
                (error.to_string().as_str(), error.advice().as_str()),
                (message, advice)
            );
        }
    }

    #[test]
    fn modifiers_are_made_canonical() {
        let key = Key::new(KeyCode::Char('j'), false, false, true);
        assert_eq!(key, Key::char('J'));
        assert_eq!(Key::char('x').text(), Some('x'));
        assert_eq!("C-x".parse::<Key>().unwrap().text(), None);
        assert_eq!(Key::char('7').digit(), Some(7));
    }
}
