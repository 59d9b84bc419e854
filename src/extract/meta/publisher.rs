//! Who published the page: votes of copyright lines, calls to readers, addresses, the page's own name of itself.
//! Not who the text was taken from: see [`super::source`].

use super::Knowledge;
use super::byline::Credit;
use super::facts::trimmed;
use super::frame::{Frame, Place};
use super::knowledge::has_name_key;
use super::notice::{holder, is_bio, is_call, is_name, last_words, may_name_holder, reserves};
use super::people::{House, named};
use super::profile::Outlet;
use super::words::Words;
use crate::article::LineClass;
use crate::extract::site_consensus;
use crate::text::fold::{key, letters};

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
const LINES: usize = 600;
/// The longest line that is asked, in bytes.
const MAX_BYTES: usize = 1200;
/// Lines at the top and at the bottom where a page names itself.
const EDGE: usize = 12;

impl Ballot {
    fn vote(&mut self, name: String, at: Option<usize>, rule: &'static str, confidence: f32) {
        self.add(Value {
            name,
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
    /// outlet make it unknown. Where no vote is strong, a name that stands alone wins if no other outlet is named.
    pub(super) fn winner(&self, knowledge: &Knowledge) -> Option<Value> {
        let same = |a: &str, b: &str| same_house(knowledge, a, b);
        let mut totals: Vec<Value> = Vec::new();
        for vote in &self.votes {
            match totals.iter_mut().find(|total| same(&total.name, &vote.name)) {
                None => totals.push(vote.clone()),
                Some(total) => {
                    let stronger = vote.confidence > total.confidence;
                    let (strong, weak) = if stronger {
                        (vote, &*total)
                    } else {
                        (&*total, vote)
                    };
                    let sum = strong.confidence + weak.confidence * 0.25;
                    let confidence = sum.min(strong.confidence.max(0.97));
                    *total = Value {
                        confidence,
                        ..strong.clone()
                    };
                }
            }
        }
        totals.sort_by(|a, b| b.confidence.total_cmp(&a.confidence));
        let best = totals.first()?;
        let rival = totals.get(1).map_or(0.0, |second| second.confidence);
        let clear = best.confidence - rival > 0.04 || best.confidence > 0.95;
        if best.confidence >= ENOUGH {
            return clear.then(|| best.clone());
        }
        let sole = rival < 0.2 && best.rule == "stands-alone" && best.confidence >= 0.3;
        sole.then(|| Value {
            confidence: ENOUGH,
            ..best.clone()
        })
    }
}

/// Whether two names mean the same outlet.
pub(super) fn same_house(knowledge: &Knowledge, a: &str, b: &str) -> bool {
    let name = |name: &str| knowledge.named(name).map(|outlet| outlet.name.clone());
    letters(a) == letters(b) || name(a).is_some_and(|known| name(b) == Some(known))
}

/// Collects the votes of a page.
pub(super) fn votes(frame: &Frame<'_>, credits: &[Credit<'_>]) -> Ballot {
    let mut ballot = Ballot::default();
    let count = frame.article.lines.len();
    for (at, line) in frame.article.lines.iter().enumerate() {
        let text = frame.article.text_of(line);
        let is_edge = at < LINES / 2 || at + LINES / 2 > count;
        let silent = line.class.is_body() || line.class == LineClass::Title;
        if !silent && is_edge && text.len() <= MAX_BYTES {
            by_line(frame, at, text, line.class, &mut ballot);
        }
    }
    for credit in credits {
        for house in &credit.named.houses {
            let House::Known(outlet) = house else { continue };
            if !outlet.agency {
                let alone = credit.named.persons.is_empty() && credit.named.houses.len() == 1;
                let weight = if outlet.word && !alone { 0.45 } else { 0.6 };
                ballot.vote(outlet.name.clone(), Some(credit.at), "beside-author", weight);
            }
        }
    }
    by_dateline(frame, &mut ballot);
    ballot
}

/// The outlet that pages with the same template name.
pub(super) fn by_siblings(frame: &Frame<'_>) -> Option<Value> {
    let (name, at) = site_consensus::outlet(frame.article, frame.siblings?)?;
    Some(Value {
        name: name.to_owned(),
        at: Some(at),
        rule: "sibling-pages",
        confidence: 0.6,
    })
}

/// The lead byte of some letter in each of the words that only agencies say of themselves.
const CYRILLIC: u8 = 0xD0;

/// A folder's name of fewer letters may mean anything.
const FOLDER_LETTERS: usize = 6;

/// What the path of the file says, where the page says nothing: a folder or file named like a site, or a folder named like
/// an outlet.
pub(super) fn by_path(path: Option<&str>, knowledge: &Knowledge) -> Option<Value> {
    let mut parts = path?.split(['/', '\\']).rev().take(4);
    let file = parts.next().unwrap_or_default();
    let bare = [".txt", ".html", ".htm", ".json", ".md"]
        .iter()
        .find_map(|ending| file.strip_suffix(ending));
    let of_host = |name: &str| name.contains('.').then(|| knowledge.of_host(name)).flatten();
    let of_folder = |name: &str| {
        let is_plain = |outlet: &&Outlet| !outlet.word && !outlet.agency;
        let named = || knowledge.named(name).filter(is_plain);
        of_host(name).or_else(|| named().filter(|_| letters(name).chars().count() >= FOLDER_LETTERS))
    };
    let outlet = of_host(bare.unwrap_or(file)).or_else(|| parts.find_map(of_folder))?;
    Some(Value {
        name: outlet.name.clone(),
        at: None,
        rule: "path",
        confidence: 0.3,
    })
}

fn by_line(frame: &Frame<'_>, at: usize, text: &str, class: LineClass, ballot: &mut Ballot) {
    let knowledge = frame.knowledge;
    if let Some(outlet) = knowledge.signed(text) {
        ballot.vote(outlet.name.clone(), Some(at), "profile", 0.95);
    }
    if let Some(suffix) = title_suffix(frame, text) {
        match knowledge.named(suffix) {
            Some(outlet) => ballot.vote(outlet.written_as(suffix), Some(at), "behind-title", 0.92),
            None if is_name(suffix) => ballot.vote(suffix.to_owned(), Some(at), "behind-title", 0.6),
            None => {}
        }
        return;
    }
    let mentions = frame.mentions(at, text);
    // Where no outlet is known by name, only a holder of rights can be.
    let may_reserve = !mentions.is_empty() || may_name_holder(text);
    let rights = may_reserve && Words::get().has_rights(text) && !says_via(frame, at, text);
    // A sign of copyright alone is what pictures have too.
    let reserves = rights && reserves(text);
    for mention in &mentions {
        let outlet = mention.outlet;
        let (before, behind) = (&text[..mention.range.start], &text[mention.range.end..]);
        let name = outlet.written_as(&text[mention.range.clone()]);
        let (rule, weight) = if class == LineClass::Caption {
            let below =
                rights && matches!(frame.place(at), Place::Tail(1..=4)) && before.chars().count() <= 16;
            (
                "rights",
                if (reserves || below) && !outlet.agency {
                    0.6
                } else {
                    0.0
                },
            )
        } else if rights && outlet.agency {
            let own = reserves && before.len() < 40;
            ("rights", if own { 0.75 } else { 0.0 })
        } else if rights {
            ("rights", 0.9)
        } else if is_call(before, behind) {
            ("call-to-readers", if outlet.word { 0.6 } else { 0.85 })
        } else if !outlet.word
            && !outlet.agency
            && is_bio(before)
            && matches!(frame.place(at), Place::Tail(1..=15))
        {
            ("author-note", 0.55)
        } else if is_bare(before) && is_bare(behind) {
            ("stands-alone", alone_weight(frame, at, outlet))
        } else {
            let plain = !outlet.agency && !outlet.word && text.split_whitespace().count() <= 6;
            (
                "named",
                if plain && !matches!(frame.place(at), Place::Inside(_)) {
                    0.14
                } else {
                    0.0
                },
            )
        };
        if weight > 0.0 {
            ballot.vote(name, Some(at), rule, weight);
        }
    }
    if class == LineClass::Caption {
        return;
    }
    if rights && mentions.is_empty() {
        by_holder(frame, at, text, ballot);
    }
    by_hosts(knowledge, at, text, ballot);
}

/// The holder of a copyright notice who is not known as an outlet; surer where the page names itself so elsewhere.
fn by_holder(frame: &Frame<'_>, at: usize, text: &str, ballot: &mut Ballot) {
    let Some(holder) = holder(text) else { return };
    let words = Words::get();
    let own = letters(holder);
    let again = frame.article.lines.iter().take(LINES).any(|line| {
        let other = frame.article.text_of(line);
        other.len().abs_diff(holder.len()) <= 8 && has_name_key(other, &own) && !words.has_rights(other)
    });
    let dated = text.chars().filter(char::is_ascii_digit).count() >= 4;
    let stated = dated || reserves(text);
    let weight = match (again, stated) {
        (true, true) => 0.85,
        (false, true) => 0.6,
        (true, false) if text.starts_with(['©', 'C', 'c']) => 0.5,
        _ => return,
    };
    let person =
        named(holder, frame.knowledge, false).is_some_and(|named| named.known && !named.persons.is_empty());
    if person {
        return;
    }
    ballot.vote(holder.to_owned(), Some(at), "rights", weight);
}

/// Whether the line, or one of the two above, says that the text comes from elsewhere.
fn says_via(frame: &Frame<'_>, at: usize, text: &str) -> bool {
    let is_via = |text: &str| {
        text.len() < 80
            && text
                .get(..4)
                .is_some_and(|head| head.eq_ignore_ascii_case("via "))
    };
    let above = (1..=2)
        .filter_map(|up| at.checked_sub(up))
        .any(|at| is_via(frame.text(at)));
    above || is_via(text)
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
        _ if outlet.word => 0.05,
        Place::Head(1..=4) | Place::Above(1..=2) | Place::Tail(1..=3) => 0.5,
        _ if edge => 0.52,
        // In a list below the text stand sister papers; above it, rather the page's own name.
        Place::Above(_) => 0.36,
        _ => 0.15,
    }
}

/// Whether a text beside a name says nothing: bullets, numbers, marks.
fn is_bare(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    letters == 0 && text.chars().count() <= 6
}

/// Sites and mail addresses of known outlets.
fn by_hosts(knowledge: &Knowledge, at: usize, text: &str, ballot: &mut Ballot) {
    let bytes = text.as_bytes();
    // A full stop that ends a word is none of an address.
    let is_inside = |at: usize| bytes.get(at + 1).is_some_and(|next| !next.is_ascii_whitespace());
    if !memchr::memchr_iter(b'.', bytes).any(is_inside) {
        return;
    }
    for word in text.split(|c: char| {
        c.is_whitespace() || matches!(c, '/' | ',' | ';' | '(' | ')' | '<' | '>' | '"' | ':' | '?')
    }) {
        if !word.contains('.') {
            continue;
        }
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
            let (rule, weight) = if mail {
                ("mail-address", 0.75)
            } else {
                ("site-address", 0.55)
            };
            ballot.vote(outlet.name.clone(), Some(at), rule, weight);
        }
    }
}

/// An outlet that opens the text as agencies do: `Harbour.Net - A storm …`, `PORT (Harbour News / Agency - 3 May)`.
fn by_dateline(frame: &Frame<'_>, ballot: &mut Ballot) {
    let words = Words::get();
    let text = frame.text(frame.body.0);
    let head_end = text.char_indices().nth(110).map_or(text.len(), |(at, _)| at);
    let head = &text[..head_end];
    for mention in frame.mentions(frame.body.0, head) {
        let behind = head[mention.range.end..].trim_start();
        let opens =
            mention.range.start == 0 && behind.starts_with(['-', '–', '—', ':']) && !mention.outlet.word;
        let before = head[..mention.range.start].trim_end();
        let bracket = before.ends_with('(')
            && (behind.starts_with('/') || behind.starts_with(')'))
            && before.len() < 50;
        if !mention.outlet.agency && (opens || bracket) {
            ballot.vote(
                mention.outlet.written_as(&head[mention.range.clone()]),
                Some(frame.body.0),
                "dateline",
                0.7,
            );
        }
    }
    // `reports the correspondent of X`: agencies write so of themselves.
    let first = frame.body.0..=(frame.body.0 + 2).min(frame.body.1);
    for at in first {
        let text = frame.text(at);
        if memchr::memchr(CYRILLIC, text.as_bytes()).is_none() {
            continue;
        }
        for mention in frame.mentions(at, text) {
            let before = key(last_words(&text[..mention.range.start], 3));
            let own = words
                .calls
                .iter()
                .any(|(head, _)| head.contains("корреспондент") && before.ends_with(head.as_str()));
            if own {
                ballot.vote(
                    mention.outlet.written_as(&text[mention.range.clone()]),
                    Some(at),
                    "own-correspondent",
                    0.65,
                );
            }
        }
    }
}
