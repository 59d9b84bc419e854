//! Digits in text.

/// Returns whether a text contains an ASCII digit. It reads the whole text, because that compiles to vector
/// instructions.
pub fn has_digit(text: &str) -> bool {
    text.bytes()
        .fold(false, |found, byte| found | byte.is_ascii_digit())
}
