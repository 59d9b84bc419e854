//! Notices of an outlet about itself, word by word: whose rights are reserved, and calls to its readers.

use super::facts::trimmed;
use super::words::Words;
use crate::text::fold::key;

/// Whether a notice of rights says more than a picture's does: a year, or that the rights are reserved.
pub(super) fn reserves(text: &str) -> bool {
    let years = text.as_bytes().windows(4).any(|digits| {
        digits.iter().all(u8::is_ascii_digit) && (digits.starts_with(b"20") || digits.starts_with(b"19"))
    });
    years || Words::get().reserves_rights(text)
}

/// Whether the words around a name make one of the calls by which outlets speak to their readers.
pub(super) fn is_call(before: &str, behind: &str) -> bool {
    let before_key = key(last_words(before, 8));
    let behind_key = key(first_words(behind, 6));
    let opens_line = before_key.split(' ').nth(6).is_none();
    let calls = Words::get().calls.iter();
    let mut possible = calls.filter(|(head, _)| !head.is_empty() || opens_line);
    possible.any(|(head, tail)| {
        let starts = head.is_empty() || (before_key.ends_with(head.as_str()) && word_ends(&before_key, head));
        // A call with nothing behind the name must begin the line and end it soon.
        let ends = || {
            if tail.is_empty() {
                before_key == *head && behind_key.len() <= 24
            } else {
                behind_key.starts_with(tail.as_str())
            }
        };
        starts && ends()
    })
}

/// Whether the words before a name say that an author works there.
pub(super) fn is_bio(before: &str) -> bool {
    let before = key(last_words(before, 6));
    Words::get()
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
pub(super) fn last_words(text: &str, count: usize) -> &str {
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

/// Whether [`holder`] may find one: cheap, to be asked first.
pub(super) fn may_name_holder(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_mark = |at: usize| {
        let mark: &[u8] = match bytes[at] {
            b'(' => b"(c)",
            b'y' | b'Y' => b"yright",
            _ => return bytes[at..].starts_with("©".as_bytes()),
        };
        let written = bytes.get(at..at + mark.len());
        written.is_some_and(|written| written.eq_ignore_ascii_case(mark))
    };
    let mut signs = memchr::memchr2_iter(b'(', "©".as_bytes()[0], bytes);
    signs.any(is_mark) || memchr::memchr2_iter(b'y', b'Y', bytes).any(is_mark)
}

/// The holder of a copyright notice that names nobody known: `© 2019-2024 Quay Courier Ltd. All rights reserved`.
pub(super) fn holder(text: &str) -> Option<&str> {
    let lower = text.to_lowercase();
    if lower.len() != text.len() {
        return None;
    }
    let marks = ["©", "copyright", "(c)"];
    let start = marks
        .iter()
        .filter_map(|mark| lower.rfind(mark).map(|at| at + mark.len()))
        .max()?;
    let rest = text
        .get(start..)?
        .trim_start_matches(|c: char| !c.is_alphabetic());
    let rest = rest.strip_prefix("by ").unwrap_or(rest);
    let stops = [
        ". ",
        "\u{3000}",
        "。",
        "，",
        " |",
        " -",
        " –",
        ", all",
        " all rights",
        " all right",
        " alle ",
        " tous ",
        " todos ",
        " tutti ",
        "(",
        " ©",
        " inc",
        ", inc",
        ", llc",
        " llc",
        " ltd",
        ", ltd",
        " gmbh",
        " s.a",
        " 20",
        " 19",
        ",",
    ];
    let lower = rest.to_lowercase();
    let end = stops
        .iter()
        .filter_map(|stop| lower.find(stop))
        .min()
        .unwrap_or(rest.len());
    let name = trimmed(rest.get(..end)?).trim_end_matches('.');
    let words = Words::get();
    let mut name = name;
    while let Some((head, last)) = name.rsplit_once(' ') {
        if !words.firm.contains(last) || head.split_whitespace().count() < 2 {
            break;
        }
        name = head;
    }
    is_name(name).then_some(name)
}

/// Whether a text can be the name of an outlet: a few words that begin with capitals, or a site's address.
pub(super) fn is_name(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let lone_common = [
        "all",
        "the",
        "copyright",
        "rights",
        "news",
        "home",
        "privacy",
        "terms",
        "website",
        "company",
    ];
    let common = words.len() == 1 && lone_common.contains(&text.to_lowercase().as_str());
    let capital = |word: &&&str| word.starts_with(|c: char| !c.is_lowercase());
    let host = words.len() == 1 && text.contains('.') && text.is_ascii();
    (1..=5).contains(&words.len())
        && text.chars().count() >= 2
        && text.chars().count() <= 40
        && !common
        && text.chars().any(char::is_alphabetic)
        && !text.contains(['?', '!', '“', '"', ':'])
        && (host || words.iter().filter(capital).count() * 2 > words.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holders_of_rights() {
        for (text, expected) in [
            (
                "© 2019-2024 Quay Courier Ltd. All rights reserved.",
                Some("Quay Courier"),
            ),
            ("Copyright © 2024 The Lenne Gazette", Some("The Lenne Gazette")),
            (
                "©2023 Harbour Media Network, LLC. All rights reserved. Terms",
                Some("Harbour Media"),
            ),
            ("Copyright 2024, lenne-post.example", Some("lenne-post.example")),
            ("版权所有 © 泽尔姆日报　未经授权不得转载", Some("泽尔姆日报")),
            ("© all rights reserved", None),
        ] {
            assert_eq!(holder(text), expected, "{text}");
        }
    }

    #[test]
    fn calls_to_readers() {
        for (before, behind) in [
            ("Follow ", " on Telegram"),
            ("Join the ", " community on Patreon"),
            ("CLICK HERE TO GET THE ", " APP"),
            ("Why you can trust ", ""),
            ("", " uygulamasını indirin"),
            ("Vídeos de '", "'"),
        ] {
            assert!(is_call(before, behind), "{before}…{behind}");
        }
        for (before, behind) in [("The mayor told ", " on Monday"), ("", " reported"), ("", "")] {
            assert!(!is_call(before, behind), "{before}…{behind}");
        }
    }
}
