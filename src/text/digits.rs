//! Digits in text, and numbers as text.

/// Returns whether a text contains an ASCII digit. It reads the whole text, because that compiles to vector
/// instructions.
pub fn has_digit(text: &str) -> bool {
    text.bytes()
        .fold(false, |found, byte| found | byte.is_ascii_digit())
}

/// Returns a number with commas between thousands.
pub fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::grouped;

    #[test]
    fn thousands_are_set_apart() {
        assert_eq!(grouped(5), "5");
        assert_eq!(grouped(1204), "1,204");
        assert_eq!(grouped(1_000_000), "1,000,000");
    }
}
