//! The words and numbers of a paragraph, as figures are read from them.

/// A word or a number.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Token<'a> {
    pub(crate) text: &'a str,
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// Whether only blanks precede it.
    pub(crate) follows: bool,
    /// Whether a hyphen precedes it directly.
    pub(crate) hyphened: bool,
}

/// The code of a currency by its sign.
pub(crate) fn currency(sign: char) -> Option<&'static str> {
    Some(match sign {
        '$' => "USD",
        '€' => "EUR",
        '£' => "GBP",
        '¥' => "JPY",
        '₽' => "RUB",
        '₴' => "UAH",
        '₹' => "INR",
        '₫' => "VND",
        '₩' => "KRW",
        _ => return None,
    })
}

/// A number of at most two digits, also with an ordinal ending.
pub(crate) fn small(text: &str) -> Option<u8> {
    let digits = text.trim_end_matches(['.', ',']);
    let digits = ["st", "nd", "rd", "th", "º"]
        .iter()
        .find_map(|ending| digits.strip_suffix(ending))
        .unwrap_or(digits);
    (digits.len() <= 2).then(|| digits.parse().ok()).flatten()
}

/// A year of news, in four digits.
pub(crate) fn year(text: &str) -> Option<i16> {
    let digits = text.trim_end_matches(['.', ',']);
    let is_year = digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_digit());
    digits
        .parse()
        .ok()
        .filter(|year| is_year && (1900..2100).contains(year))
}

/// The words and numbers of a paragraph. A number keeps its separators.
pub(crate) fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut found: Vec<Token<'_>> = Vec::new();
    let mut at = 0;
    while let Some(from) = text[at..].find(char::is_alphanumeric) {
        let start = at + from;
        let rest = &text[start..];
        let is_number = rest.starts_with(|c: char| c.is_ascii_digit());
        let within =
            |c: char| c.is_alphanumeric() || matches!(c, '\'' | '’') || is_number && matches!(c, '.' | ',');
        let length = rest.find(|c: char| !within(c)).unwrap_or(rest.len());
        let end = start + rest[..length].trim_end_matches(['.', ',', '\'', '’']).len();
        let gap = &text[at..start];
        found.push(Token {
            text: &text[start..end],
            start,
            end,
            follows: !gap.is_empty() && gap.chars().all(|c| c.is_whitespace() || currency(c).is_some()),
            hyphened: matches!(gap, "-" | "\u{2010}" | "\u{2011}") && !found.is_empty(),
        });
        at = end;
    }
    found
}
