//! The lines of a page that may be, or begin with, the name of its outlet. What else names it is read in
//! [`outlet_candidates`](crate::extract::meta::outlet_candidates).

use crate::article::line::LineClass;
use crate::article::reason::Reason;
use crate::extract::meta::context::PageContext;
use crate::extract::meta::legal_notice::is_name;
use crate::extract::meta::line_facts::trimmed;
use crate::extract::meta::outlet_signs::{OutletCandidates, Sign, name_key};
use crate::extract::outlets::gazetteer;
use std::collections::BTreeMap;

/// The number of lines that are read, half of them at each end of the page.
const LINES: usize = 600;
/// The longest line that is read, in bytes, and the longest line that is only a name.
const LONGEST: usize = 600;
pub(crate) const LONGEST_NAME: usize = 48;
/// The longest line at the top that may be a name in lower case, in bytes.
const SHORT_NAME: usize = 24;
/// The most words of a line whose beginning may be a name, the most words of such a name, and its fewest letters.
const BEGUN_WORDS: usize = 8;
const BEGINNING_WORDS: usize = 3;
const BEGINNING_LETTERS: usize = 4;
/// The fewest lines that begin with such a name, and what is often.
const FEW: usize = 3;
const MANY: usize = 6;
/// The lines at the top that may be the name of the page, at the top and at the bottom where it is likely.
pub(crate) const FIRST: usize = 3;
pub(crate) const TOP: usize = 12;
pub(crate) const BOTTOM: usize = 15;

/// A line outside the text, without bullets.
pub(crate) struct PageLine<'a> {
    pub(crate) at: usize,
    pub(crate) text: &'a str,
    pub(crate) class: LineClass,
    pub(crate) reason: Option<Reason>,
}

/// The lines outside the text that are read.
pub(crate) fn lines_of<'a>(context: &PageContext<'a>) -> Vec<PageLine<'a>> {
    let count = context.article.lines.len();
    let lines = context.article.lines.iter().enumerate();
    let wanted = lines.filter(|(at, line)| {
        let is_near = *at < LINES / 2 || at + LINES / 2 > count;
        is_near && !line.class.is_body() && (line.end - line.start) as usize <= LONGEST
    });
    let read = wanted.map(|(at, line)| PageLine {
        at,
        text: once(bare(context.article.text_of(line))),
        class: line.class,
        reason: line.reason,
    });
    read.collect()
}

/// A line without the bullets before it.
fn bare(text: &str) -> &str {
    text.trim_start_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '©' | '(' | '¿'))
}

/// One half of a text that is the same words twice: the name of a site next to its logo.
fn once(text: &str) -> &str {
    let halves = text.get(..text.len() / 2).zip(text.get(text.len().div_ceil(2)..));
    match halves {
        Some((first, second)) if first.len() > 2 && first.trim() == second.trim() => first.trim(),
        _ => text,
    }
}

/// Returns whether a line may be the name of an outlet and nothing else.
pub(crate) fn is_possible(text: &str) -> bool {
    text.len() <= LONGEST_NAME
        && is_name(text)
        && !text.ends_with(['.', ',', '…', '»', '>'])
        && text.chars().filter(char::is_ascii_digit).count() * 3 <= text.chars().count()
}

/// Lines at the top and at the bottom of a page with this number of lines that may be its name; at the top also in lower case.
pub(crate) fn by_edges(lines: &[PageLine<'_>], count: usize, candidates: &mut OutletCandidates<'_>) {
    for line in lines
        .iter()
        .filter(|line| line.at < TOP || line.at + BOTTOM >= count)
    {
        let is_short = || {
            line.text.len() <= SHORT_NAME
                && line.text.split_whitespace().count() <= 3
                && line.text.contains(char::is_alphabetic)
        };
        if is_possible(line.text) || line.at < TOP && is_short() {
            candidates.entry(line.text, Some(line.at), "stands-alone");
        }
    }
}

/// Lines that are repeated or that the gazetteer has, wherever they are: a page repeats its name more than anything else.
pub(crate) fn by_repetition(lines: &[PageLine<'_>], candidates: &mut OutletCandidates<'_>) {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let possible: Vec<(&PageLine<'_>, String)> = lines
        .iter()
        .filter(|line| line.class != LineClass::Caption && is_possible(line.text))
        .map(|line| (line, name_key(line.text)))
        .collect();
    for (line, key) in possible {
        let count = counts.entry(key).or_default();
        *count += 1;
        if *count == 2 || *count == 1 && gazetteer::has(line.text) {
            candidates.entry(line.text, Some(line.at), "stands-alone");
        }
    }
}

/// Names that begin several short lines: `Lenne Post`, in `Lenne Post Shop` and `Lenne Post Archive`.
pub(crate) fn by_beginnings(lines: &[PageLine<'_>], candidates: &mut OutletCandidates<'_>) {
    let mut begun: BTreeMap<String, (usize, &str, usize)> = BTreeMap::new();
    for line in lines.iter().filter(|line| line.text.len() <= LONGEST_NAME * 2) {
        let words: Vec<&str> = line.text.split_whitespace().collect();
        if !(2..=BEGUN_WORDS).contains(&words.len()) {
            continue;
        }
        let is_capital = |word: &&&str| word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
        let most = words
            .iter()
            .take(BEGINNING_WORDS)
            .take_while(is_capital)
            .count()
            .min(words.len() - 1);
        for last in words.iter().take(most) {
            let end = last.as_ptr() as usize - line.text.as_ptr() as usize + last.len();
            let name = trimmed(&line.text[..end]);
            let entry = begun.entry(name_key(name)).or_insert((0, name, line.at));
            entry.0 += 1;
        }
    }
    let is_part = |key: &str, count: usize| {
        let longer = begun
            .range(key.to_owned()..)
            .skip(1)
            .take_while(|(other, _)| other.starts_with(key));
        longer.into_iter().any(|(_, (other, ..))| other * 5 >= count * 4)
    };
    for (key, (count, name, at)) in &begun {
        let is_long = key.chars().count() >= BEGINNING_LETTERS;
        if *count < FEW || !is_long || !is_name(name) || is_part(key, *count) {
            continue;
        }
        if let Some(candidate) = candidates.entry(name, Some(*at), "begins-lines") {
            candidate.set(Sign::Begins);
            if *count >= MANY {
                candidate.set(Sign::BeginsOften);
            }
        }
    }
}
