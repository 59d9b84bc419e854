//! Who published the page: votes of copyright lines, calls to readers, addresses, the page's own name of itself.
//! Not who the text was taken from: see [`super::source`].

use super::Knowledge;
use super::byline::Credit;
use super::calendar::key;
use super::facts::trimmed;
use super::frame::{Frame, Place};
use super::knowledge::{Outlet, name_key};
use super::people::House;
use super::words::Words;
use crate::article::LineClass;

/// A named value and what it rests on.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Value {
    pub(super) name: String,
    pub(super) at: Option<usize>,
    pub(super) rule: &'static str,
    pub(super) confidence: f32,
}

/// The votes for outlets.
#[derive(Default)]
pub(super) struct Ballot {
    votes: Vec<Value>,
}

/// Below this no outlet is named.
const ENOUGH: f32 = 0.5;
/// How many lines of a page are asked.
const LINES: usize = 1500;
/// The longest line that is asked, in bytes.
const MAX_BYTES: usize = 500;
/// Lines at the top and at the bottom where a page names itself.
const EDGE: usize = 12;

impl Ballot {
    fn vote(&mut self, name: &str, at: Option<usize>, rule: &'static str, confidence: f32) {
        self.add(Value {
            name: name.to_owned(),
            at,
            rule,
            confidence,
        });
    }

    /// Adds a vote.
    pub(super) fn add(&mut self, vote: Value) {
        self.votes.push(vote);
    }

    /// The outlet with the strongest vote; further votes for it add a little, equally strong ones for another
    /// outlet make it unknown.
    pub(super) fn winner(&self) -> Option<Value> {
        let mut totals: Vec<Value> = Vec::new();
        for vote in &self.votes {
            match totals
                .iter_mut()
                .find(|total| name_key(&total.name) == name_key(&vote.name))
            {
                None => totals.push(vote.clone()),
                Some(total) => {
                    let (strong, weak) = if vote.confidence > total.confidence {
                        (vote, &*total)
                    } else {
                        (&*total, vote)
                    };
                    let sum = strong.confidence + weak.confidence * 0.25;
                    *total = Value {
                        confidence: sum.min(strong.confidence.max(0.97)),
                        ..strong.clone()
                    };
                }
            }
        }
        totals.sort_by(|a, b| b.confidence.total_cmp(&a.confidence));
        let best = totals.first()?;
        let rival = totals.get(1).map_or(0.0, |second| second.confidence);
        let clear = best.confidence - rival > 0.04 || best.confidence > 0.95;
        (best.confidence >= ENOUGH && clear).then(|| best.clone())
    }
}

/// Collects the votes of a page.
pub(super) fn votes(frame: &Frame<'_>, credits: &[Credit<'_>]) -> Ballot {
    let mut ballot = Ballot::default();
    let count = frame.article.lines.len();
    for (at, line) in frame.article.lines.iter().enumerate() {
        let text = frame.article.text_of(line);
        let is_edge = at < LINES / 2 || at + LINES / 2 > count;
        if line.class.is_body()
            || matches!(line.class, LineClass::Caption | LineClass::Title)
            || !is_edge
            || text.len() > MAX_BYTES
        {
            continue;
        }
        by_line(frame, at, text, &mut ballot);
    }
    for credit in credits {
        for house in &credit.named.houses {
            let House::Known(outlet) = house else { continue };
            if !outlet.agency {
                ballot.vote(
                    &outlet.name,
                    Some(credit.at),
                    "beside-author",
                    if outlet.word { 0.45 } else { 0.6 },
                );
            }
        }
    }
    by_dateline(frame, &mut ballot);
    ballot
}

/// What the path of the file says, where the page says nothing: a folder or file named like a site.
pub(super) fn by_path(path: Option<&str>, knowledge: &Knowledge) -> Option<Value> {
    let parts = path?.split(['/', '\\']).rev().take(4);
    let outlet = parts.filter(|part| part.contains('.')).find_map(|part| {
        let bare = [".txt", ".html", ".htm", ".json", ".md"]
            .iter()
            .find_map(|ending| part.strip_suffix(ending));
        knowledge.of_host(bare.unwrap_or(part))
    })?;
    Some(Value {
        name: outlet.name.clone(),
        at: None,
        rule: "path",
        confidence: 0.3,
    })
}

fn by_line(frame: &Frame<'_>, at: usize, text: &str, ballot: &mut Ballot) {
    let knowledge = frame.knowledge;
    if let Some(outlet) = knowledge.signed(text).or_else(|| {
        knowledge
            .own_chrome(text)
            .and_then(|own| knowledge.named(own.outlet))
    }) {
        ballot.vote(&outlet.name, Some(at), "profile", 0.95);
    }
    if let Some(suffix) = title_suffix(frame, text) {
        match knowledge.named(suffix) {
            Some(outlet) => ballot.vote(&outlet.name, Some(at), "behind-title", 0.92),
            None if is_name(suffix) => ballot.vote(suffix, Some(at), "behind-title", 0.6),
            None => {}
        }
        return;
    }
    let mentions = knowledge.mentions(text);
    let rights = has_rights(text);
    let is_via = key(&text.chars().take(12).collect::<String>()).starts_with("via ") || after_via(frame, at);
    for mention in &mentions {
        let outlet = mention.outlet;
        let (before, behind) = (&text[..mention.range.start], &text[mention.range.end..]);
        if rights && !is_via {
            let weight = if outlet.agency { 0.75 } else { 0.9 };
            ballot.vote(&outlet.name, Some(at), "rights", weight);
        } else if is_call(before, behind) {
            let weight = if outlet.word { 0.6 } else { 0.85 };
            ballot.vote(&outlet.name, Some(at), "call-to-readers", weight);
        } else if is_bare(before) && is_bare(behind) {
            ballot.vote(
                &outlet.name,
                Some(at),
                "stands-alone",
                alone_weight(frame, at, outlet),
            );
        } else if !outlet.agency
            && !outlet.word
            && text.split_whitespace().count() <= 6
            && !matches!(frame.place(at), Place::Inside(_))
        {
            ballot.vote(&outlet.name, Some(at), "named", 0.14);
        }
    }
    if rights && !is_via && mentions.is_empty() {
        by_holder(frame, at, text, ballot);
    }
    by_hosts(knowledge, at, text, ballot);
}

/// The holder of a copyright notice who is not known as an outlet; surer where the page names itself so elsewhere.
fn by_holder(frame: &Frame<'_>, at: usize, text: &str, ballot: &mut Ballot) {
    let Some(holder) = holder(text) else { return };
    let own = name_key(holder);
    let again = frame.article.lines.iter().take(LINES).any(|line| {
        let other = frame.article.text_of(line);
        other.len() < 60 && name_key(other) == own
    });
    let dated = text.chars().filter(char::is_ascii_digit).count() >= 4;
    let stated = dated || text.len() > holder.len() + 14;
    let weight = match (again, stated) {
        (true, _) => 0.85,
        (false, true) => 0.6,
        (false, false) => 0.3,
    };
    let name = frame
        .knowledge
        .named(holder)
        .map_or(holder, |outlet| &outlet.name);
    ballot.vote(name, Some(at), "rights", weight);
}

/// Whether the line above says that the text comes from elsewhere.
fn after_via(frame: &Frame<'_>, at: usize) -> bool {
    let above = (1..=2)
        .filter_map(|up| at.checked_sub(up))
        .map(|at| frame.text(at));
    above.into_iter().any(|text| {
        text.len() < 60
            && text
                .get(..4)
                .is_some_and(|head| head.eq_ignore_ascii_case("via "))
    })
}

/// What stands behind a copy of the headline: `Headline - Outlet`.
fn title_suffix<'a>(frame: &Frame<'_>, text: &'a str) -> Option<&'a str> {
    let title = frame.article.meta.title.as_deref()?;
    let rest = text.strip_prefix(title)?.trim_start();
    let marked = rest.starts_with(['-', '|', '–', '—', '·', '»', ':', '_']);
    // `Headline - Section - Outlet`: the outlet comes last.
    let last = rest.rsplit(['|', '–', '—', '»', '_']).next()?;
    let last = last.rsplit(" - ").next()?;
    let suffix = trimmed(last);
    (marked && !suffix.is_empty()).then_some(suffix)
}

fn alone_weight(frame: &Frame<'_>, at: usize, outlet: &Outlet) -> f32 {
    let count = frame.article.lines.len();
    let edge = at < EDGE || at + EDGE >= count;
    match frame.place(at) {
        _ if outlet.agency => 0.1,
        Place::Head(1..=4) | Place::Above(1..=2) | Place::Tail(1..=3) if !outlet.word => 0.5,
        _ if edge => {
            if outlet.word {
                0.25
            } else {
                0.52
            }
        }
        _ => {
            if outlet.word {
                0.1
            } else {
                0.3
            }
        }
    }
}

/// Whether a text beside a name says nothing: bullets, numbers, marks.
fn is_bare(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    letters == 0 && text.chars().count() <= 6
}

fn has_rights(text: &str) -> bool {
    let lower = text.to_lowercase();
    Words::get()
        .rights
        .iter()
        .any(|phrase| lower.contains(phrase.as_str()))
}

/// Whether the words around a name make one of the calls by which outlets speak to their readers.
fn is_call(before: &str, behind: &str) -> bool {
    let before_key = key(last_words(before, 8));
    let behind_key = key(first_words(behind, 6));
    Words::get().calls.iter().any(|(head, tail)| {
        let starts = head.is_empty() || (before_key.ends_with(head.as_str()) && word_ends(&before_key, head));
        // A call with nothing behind the name must begin the line and end it soon.
        let ends = if tail.is_empty() {
            before_key == *head && behind_key.len() <= 24
        } else {
            behind_key.starts_with(tail.as_str())
        };
        let line_start = !head.is_empty() || before_key.split(' ').count() <= 3;
        starts && ends && line_start
    })
}

fn word_ends(text: &str, tail: &str) -> bool {
    let start = text.len() - tail.len();
    text[..start]
        .chars()
        .next_back()
        .is_none_or(|c| !c.is_alphanumeric())
        || !tail.is_ascii()
}

fn last_words(text: &str, count: usize) -> &str {
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

/// The holder of a copyright notice that names nobody known: `© 2019-2024 Quay Courier Ltd. All rights reserved`.
fn holder(text: &str) -> Option<&str> {
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
        if !words.firm.contains(&key(last)) || head.split_whitespace().count() < 2 {
            break;
        }
        name = head;
    }
    is_name(name).then_some(name)
}

/// Whether a text can be the name of an outlet: a few words that begin with capitals, or a site's address.
fn is_name(text: &str) -> bool {
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

/// Sites and mail addresses of known outlets.
fn by_hosts(knowledge: &Knowledge, at: usize, text: &str, ballot: &mut Ballot) {
    if !text.contains('.') {
        return;
    }
    for word in text.split(|c: char| {
        c.is_whitespace() || matches!(c, '/' | ',' | ';' | '(' | ')' | '<' | '>' | '"' | ':' | '?')
    }) {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        let mail = word.contains('@');
        let host = word.rsplit('@').next().unwrap_or(word);
        if !host.contains('.') || host.len() > 60 || !host.is_ascii() {
            continue;
        }
        let Some(outlet) = knowledge.of_host(host) else {
            continue;
        };
        if !outlet.agency || mail {
            ballot.vote(
                &outlet.name,
                Some(at),
                if mail { "mail-address" } else { "site-address" },
                if mail { 0.75 } else { 0.55 },
            );
        }
    }
}

/// An outlet that opens the text as agencies do: `Harbour.Net - A storm …`, `PORT (Harbour News / Agency - 3 May)`.
fn by_dateline(frame: &Frame<'_>, ballot: &mut Ballot) {
    let words = Words::get();
    let text = frame.text(frame.body.0);
    let head_end = text.char_indices().nth(110).map_or(text.len(), |(at, _)| at);
    let head = &text[..head_end];
    for mention in frame.knowledge.mentions(head) {
        let behind = head[mention.range.end..].trim_start();
        let opens =
            mention.range.start == 0 && behind.starts_with(['-', '–', '—', ':']) && !mention.outlet.word;
        let before = head[..mention.range.start].trim_end();
        let bracket = before.ends_with('(')
            && (behind.starts_with('/') || behind.starts_with(')'))
            && before.len() < 50;
        if !mention.outlet.agency && (opens || bracket) {
            ballot.vote(&mention.outlet.name, Some(frame.body.0), "dateline", 0.7);
        }
    }
    // `reports the correspondent of X`: agencies write so of themselves.
    let first = frame.body.0..=(frame.body.0 + 2).min(frame.body.1);
    for at in first {
        let text = frame.text(at);
        for mention in frame.knowledge.mentions(text) {
            let before = key(last_words(&text[..mention.range.start], 3));
            let own = words
                .calls
                .iter()
                .any(|(head, _)| head.contains("корреспондент") && before.ends_with(head.as_str()));
            if own {
                ballot.vote(&mention.outlet.name, Some(at), "own-correspondent", 0.65);
            }
        }
    }
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
