//! Numbers written in digits: how separators group them.

/// The value of a number in digits with separators; `None` if the separators make no number (`1.2.3`).
///
/// With `comma_groups`, a comma separates groups of three digits and a full stop the decimals; otherwise the reverse. A
/// separator that cannot group separates decimals.
pub fn value(text: &str, comma_groups: bool) -> Option<f64> {
    let (group, decimal) = if comma_groups { (',', '.') } else { ('.', ',') };
    let digits: String = text
        .chars()
        .filter(|c| !matches!(c, '\u{a0}' | '\u{202f}' | '\'' | ' '))
        .collect();
    let (whole, fraction) = match digits.rsplit_once(decimal) {
        Some((whole, fraction)) if !fraction.contains(group) => (whole.to_owned(), Some(fraction.to_owned())),
        Some(_) => return None,
        None => (digits, None),
    };
    let mut parts = whole.split(group);
    let first = parts.next().unwrap_or_default();
    let groups: Vec<&str> = parts.collect();
    let is_grouped = groups.iter().all(|group| group.len() == 3) && (groups.is_empty() || first.len() <= 3);
    let plain = if is_grouped && !whole.contains(decimal) {
        format!("{first}{}", groups.concat())
    } else if groups.len() == 1 && fraction.is_none() {
        // `3,5` where a comma should group.
        return format!("{first}.{}", groups[0]).parse().ok();
    } else {
        return None;
    };
    match fraction {
        Some(fraction) if !fraction.is_empty() => format!("{plain}.{fraction}").parse().ok(),
        _ => plain.parse().ok(),
    }
}

/// A number as the output shows it: without decimals if it is whole.
pub fn shown(value: f64) -> String {
    let rounded = (value * 1e6).round() / 1e6;
    format!("{rounded}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn separators_group_or_begin_decimals() {
        for (text, comma_groups, expected) in [
            ("1,250", true, Some(1250.0)),
            ("1.250", false, Some(1250.0)),
            ("3.5", true, Some(3.5)),
            ("3,5", false, Some(3.5)),
            ("3,5", true, Some(3.5)),
            ("1,250,000.75", true, Some(1_250_000.75)),
            ("12 500", false, Some(12_500.0)),
            ("1.2.3", true, None),
        ] {
            assert_eq!(value(text, comma_groups), expected, "{text}");
        }
        assert_eq!(shown(24.0), "24");
        assert_eq!(shown(3.5), "3.5");
    }
}
