//! Where a day with its month and year is in a short text: enough to tell the line of a day from a headline. What the day is
//! is read later, with the dates of all other records: see `extract::dates`.

use serde::Deserialize;
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::LazyLock;

/// The longest line that is a day, with weekday, time and edition.
const LINE_MAX: usize = 80;
/// What may be before the day on such a line, and before and after it together, in bytes.
const BEFORE_MAX: usize = 12;
const BESIDE_MAX: usize = 48;
/// How many words the month and the day may be away from the year.
const REACH: usize = 3;

/// The names of a language.
#[derive(Deserialize)]
struct Names {
    months: Vec<Vec<String>>,
    #[serde(default)]
    days: Vec<Vec<String>>,
}

/// The names of months and of weekdays in all languages, in lower case.
static NAMES: LazyLock<(HashSet<String>, HashSet<String>)> = LazyLock::new(|| {
    let names: HashMap<String, Names> =
        toml::from_str(include_str!("../../../../assets/dates/names.toml")).unwrap_or_default();
    let mut all = (HashSet::new(), HashSet::new());
    for names in names.into_values() {
        all.0
            .extend(names.months.into_iter().flatten().map(|name| name.to_lowercase()));
        all.1
            .extend(names.days.into_iter().flatten().map(|name| name.to_lowercase()));
    }
    all
});

/// Returns whether a line is a day, perhaps with its weekday, time and edition.
pub(super) fn is_line(line: &str) -> bool {
    let line = line.trim();
    line.len() <= LINE_MAX
        && find(line).is_some_and(|day| day.start <= BEFORE_MAX && line.len() - day.len() <= BESIDE_MAX)
}

/// Finds the first day in a text: a year with a month and a number close by, or three numbers with marks between them. A
/// weekday before it belongs to it.
pub(super) fn find(text: &str) -> Option<Range<usize>> {
    let words = words(text);
    let found = (0..words.len())
        .find_map(|at| in_numbers(text, &words, at).or_else(|| in_words(text, &words, at)))?;
    let before = words.iter().rev().find(|word| word.end <= found.start);
    let weekday = before.filter(|word| NAMES.1.contains(&text[word.start..word.end].to_lowercase()));
    Some(weekday.map_or(found.start, |word| word.start)..found.end)
}

/// The words and numbers of a text.
fn words(text: &str) -> Vec<Range<usize>> {
    let mut words: Vec<Range<usize>> = Vec::new();
    for (at, c) in text.char_indices() {
        if !c.is_alphanumeric() {
            continue;
        }
        let end = at + c.len_utf8();
        match words.last_mut() {
            Some(word) if word.end == at => word.end = end,
            _ => words.push(at..end),
        }
    }
    words
}

fn number(word: &str) -> Option<u32> {
    let digits = word.find(|c: char| !c.is_ascii_digit()).unwrap_or(word.len());
    // `2nd`, `1er`
    let is_short = word.len() - digits <= 2;
    word[..digits].parse().ok().filter(|_| is_short)
}

fn is_year(word: &str) -> bool {
    word.len() == 4 && number(word).is_some_and(|year| (1700..=2100).contains(&year))
}

fn is_day(word: &str) -> bool {
    number(word).is_some_and(|day| (1..=31).contains(&day))
}

/// A day like `2024-05-02`, `2.5.2024` or `2024年5月2日` that begins with this word.
fn in_numbers(text: &str, words: &[Range<usize>], at: usize) -> Option<Range<usize>> {
    let one = words.get(at)?;
    let written = &text[one.clone()];
    if ["年", "月", "日"].iter().all(|sign| written.contains(sign)) {
        return Some(one.clone());
    }
    let [one, two, three] = words.get(at..at + 3)? else {
        return None;
    };
    let gap = |from: &Range<usize>, to: &Range<usize>| text[from.end..to.start].trim().to_owned();
    let mark = gap(one, two);
    let is_parted = matches!(mark.as_str(), "-" | "/" | "." | "–") && gap(two, three) == mark;
    let (first, last) = (&text[one.clone()], &text[three.clone()]);
    let is_date = is_year(first) && is_day(last) || is_day(first) && is_year(last);
    (is_parted && is_day(&text[two.clone()]) && is_date).then_some(one.start..three.end)
}

/// A day like `May 2, 2024` or `2 de mayo de 2024` whose month is this word.
fn in_words(text: &str, words: &[Range<usize>], at: usize) -> Option<Range<usize>> {
    let month = &words[at];
    let name = text[month.clone()].to_lowercase();
    let is_korean = name.ends_with('월');
    if !is_korean && !NAMES.0.contains(&name) {
        return None;
    }
    let near = words.get(at.saturating_sub(REACH)..(at + REACH + 1).min(words.len()))?;
    let korean = |word: &str, sign: char| {
        is_korean && word.ends_with(sign) && number(word.trim_end_matches(sign)).is_some()
    };
    let find = |is: &dyn Fn(&str) -> bool| near.iter().find(|word| is(&text[(*word).clone()]));
    let year = find(&|word| is_year(word) || korean(word, '년'))?;
    let day = find(&|word| is_day(word) || korean(word, '일'))?;
    let start = month.start.min(year.start).min(day.start);
    Some(start..month.end.max(year.end).max(day.end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_found_in_many_forms() {
        for day in [
            "May 2, 2024",
            "2 May 2024",
            "2. Mai 2024",
            "2 de mayo de 2024",
            "jeudi 2 mai 2024",
            "2024-05-02",
            "02/05/2024",
            "2.5.2024",
            "2024年5月2日",
            "2024년 5월 2일",
            "2 мая 2024",
            "1er mai 2024",
        ] {
            let text = format!("Sport, {day}, p. 16");
            let found = find(&text).map(|range| text[range].to_owned());
            assert_eq!(found.as_deref(), Some(day));
            assert!(is_line(day), "{day}");
            assert!(is_line(&format!("{day} Thursday 10:30 AM GMT")), "{day}");
        }
    }

    #[test]
    fn headlines_with_years_are_no_days() {
        for line in [
            "Zelm plant 10 Brücken bis 2030",
            "May 2024",
            "Sie sollen in 2000 um 4,5 Prozent klettern",
            "World Cup 2026: 48 teams",
            "2024",
            "The quay of Zelm was opened again by the minister on May 2, 2024, three days after the storm",
            "",
        ] {
            assert!(!is_line(line), "{line}");
        }
    }
}
