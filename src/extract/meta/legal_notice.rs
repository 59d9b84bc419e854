//! Notices of an outlet about itself: whose rights are reserved, and calls to its readers. Which outlet the page is
//! of is decided in [`publisher`](crate::extract::meta::publisher).

use crate::extract::meta::byline_lexicon::BylineLexicon;
use crate::extract::meta::line_facts::trimmed;
use crate::text::fold::key;

/// Returns whether a notice of rights is more than the notice of a picture: it has a year or reserves rights.
pub(crate) fn reserves(text: &str) -> bool {
    let years = text.as_bytes().windows(4).any(|digits| {
        digits.iter().all(u8::is_ascii_digit) && (digits.starts_with(b"20") || digits.starts_with(b"19"))
    });
    years || BylineLexicon::get().reserves_rights(text)
}

/// Returns whether the words around a name are one of the calls of outlets to their readers.
pub(crate) fn is_call(before: &str, after: &str) -> bool {
    let before_key = key(last_words(before, 8));
    let after_key = key(first_words(after, 6));
    let opens_line = before_key.split(' ').nth(6).is_none();
    let calls = BylineLexicon::get().calls.iter();
    let mut possible = calls.filter(|(head, _)| !head.is_empty() || opens_line);
    possible.any(|(head, tail)| {
        let starts = head.is_empty() || (before_key.ends_with(head.as_str()) && word_ends(&before_key, head));
        // A call without words after the name must begin the line and end it soon.
        let ends = || {
            if tail.is_empty() {
                before_key == *head && after_key.len() <= 24
            } else {
                after_key.starts_with(tail.as_str())
            }
        };
        starts && ends()
    })
}

/// Returns whether the words before a name show that an author works there.
pub(crate) fn is_bio(before: &str) -> bool {
    let before = key(last_words(before, 6));
    BylineLexicon::get()
        .bios
        .iter()
        .any(|phrase| before.ends_with(phrase.as_str()) && word_ends(&before, phrase))
}

fn word_ends(text: &str, tail: &str) -> bool {
    let start = text.len() - tail.len();
    text[..start]
        .chars()
        .next_back()
        .is_none_or(|c| !c.is_alphanumeric())
        || !tail.is_ascii()
}

/// The last words of a text.
pub(crate) fn last_words(text: &str, count: usize) -> &str {
    let start = text
        .rmatch_indices(char::is_whitespace)
        .nth(count)
        .map_or(0, |(at, _)| at);
    &text[start..]
}

fn first_words(text: &str, count: usize) -> &str {
    let end = text
        .match_indices(char::is_whitespace)
        .nth(count)
        .map_or(text.len(), |(at, _)| at);
    &text[..end]
}

/// The holder in a notice of rights without a known outlet: `© 2019-2024 Quay Courier Ltd. All rights reserved`.
pub(crate) fn holder(text: &str) -> Option<&str> {
    holder_of(text).map(|(name, _)| name)
}

/// The holder like [`holder`], and whether parts of a firm's name were after it.
pub(crate) fn holder_of(text: &str) -> Option<(&str, bool)> {
    let lower = text.to_lowercase();
    if lower.len() != text.len() {
        return None;
    }
    let lexicon = BylineLexicon::get();
    let words = &lexicon.notices;
    let marks = words.holder_marks.iter();
    let start = marks
        .filter_map(|mark| lower.rfind(mark.as_str()).map(|at| at + mark.len()))
        .max()?;
    let rest = text
        .get(start..)?
        .trim_start_matches(|c: char| !c.is_alphabetic());
    let rest = rest.strip_prefix(words.holder_by.as_str()).unwrap_or(rest);
    let lower = rest.to_lowercase();
    let ends = words.holder_ends.iter();
    let end = ends
        .filter_map(|end| lower.find(end.as_str()))
        .min()
        .unwrap_or(rest.len());
    let name = trimmed(rest.get(..end)?).trim_end_matches('.');
    let mut name = name;
    while let Some((head, last)) = name.rsplit_once(' ') {
        if !lexicon.firm.contains(last) || head.split_whitespace().count() < 2 {
            break;
        }
        name = head;
    }
    is_name(name).then(|| {
        (
            name,
            name.len() < trimmed(rest).len() && holds_firm(rest, lexicon),
        )
    })
}

/// Returns whether a text has a part of a firm's name.
fn holds_firm(text: &str, lexicon: &BylineLexicon) -> bool {
    let mut words = text.split(|c: char| c.is_whitespace() || c == ',');
    words.any(|word| lexicon.firm.contains(word.trim_end_matches('.')))
}

/// Returns whether a line begins with a mark of rights, or like one.
pub(crate) fn opens_with_mark(text: &str) -> bool {
    text.starts_with(['©', 'C', 'c'])
}

/// Returns whether a text can be the name of an outlet: a few capitalized words, or the address of a site.
pub(crate) fn is_name(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let common = &BylineLexicon::get().notices.common;
    let is_common = words.len() == 1 && common.contains(&text.to_lowercase());
    let capital = |word: &&&str| word.starts_with(|c: char| !c.is_lowercase());
    let host = words.len() == 1 && text.contains('.') && text.is_ascii();
    (1..=5).contains(&words.len())
        && text.chars().count() >= 2
        && text.chars().count() <= 40
        && !is_common
        && text.chars().any(char::is_alphabetic)
        && !text.contains(['?', '!', '“', '"', ':'])
        && (host || words.iter().filter(capital).count() * 2 > words.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::cases::cases;

    mod holders {
        use super::*;

        fn check(text: &str, expected: Option<&str>) {
            assert_eq!(holder(text), expected, "{text}");
        }

        cases! { check:
            years_and_firm: "© 2019-2024 Quay Courier Ltd. All rights reserved.", Some("Quay Courier");
            article_stays: "Copyright © 2024 The Lenne Gazette", Some("The Lenne Gazette");
            words_of_a_firm: "©2023 Harbour Media Network, LLC. All rights reserved. Terms", Some("Harbour Media");
            site: "Copyright 2024, lenne-post.example", Some("lenne-post.example");
            chinese: "版权所有 © 泽尔姆日报　未经授权不得转载", Some("泽尔姆日报");
            nobody: "© all rights reserved", None;
        }
    }

    mod calls {
        use super::*;

        fn check(before: &str, after: &str, expected: bool) {
            assert_eq!(is_call(before, after), expected, "{before}…{after}");
        }

        cases! { check:
            follow: "Follow ", " on Telegram", true;
            join: "Join the ", " community on Patreon", true;
            capitals: "CLICK HERE TO GET THE ", " APP", true;
            nothing_after_the_name: "Why you can trust ", "", true;
            nothing_before_the_name: "", " uygulamasını indirin", true;
            quotation_marks: "Vídeos de '", "'", true;
            sentence: "The mayor told ", " on Monday", false;
            verb_after_the_name: "", " reported", false;
            name_only: "", "", false;
        }
    }
}
