//! Who a text was taken over from: an agency in the dateline, a credit line, an agency for an author.

use super::byline::Credit;
use super::frame::{Frame, Near, Place};
use super::people::{House, house};
use super::publisher::Value;
use super::token::tokens;
use super::words::Words;

/// What credit lines and datelines say.
#[derive(Debug, Default)]
pub(super) struct Sources {
    /// Who the text was taken from, the surest first.
    pub(super) via: Vec<Value>,
    /// The outlet that a credit names beside agencies: `Source: Harbour Radio and agencies`.
    pub(super) outlet: Option<Value>,
    /// The credit lines.
    pub(super) lines: Vec<usize>,
}

/// The sources of a page.
pub(super) fn find(frame: &Frame<'_>, credits: &[Credit<'_>]) -> Sources {
    let mut sources = Sources::default();
    for credit in credits {
        for house in &credit.named.houses {
            let (name, agency) = described(house);
            if agency {
                let introduced = credit.named.persons.is_empty();
                sources.add(
                    name,
                    Some(credit.at),
                    "author-is-agency",
                    if introduced { 0.8 } else { 0.7 },
                );
            }
        }
    }
    for near in &frame.near {
        credit_line(frame, near, &mut sources);
    }
    dateline(frame, &mut sources);
    signature(frame, &mut sources);
    sources.via.sort_by(|a, b| b.confidence.total_cmp(&a.confidence));
    sources
}

impl Sources {
    fn add(&mut self, name: String, at: Option<usize>, rule: &'static str, confidence: f32) {
        self.via.push(Value {
            name,
            at,
            rule,
            confidence,
        });
    }
}

fn described(house: &House) -> (String, bool) {
    match house {
        House::Known(outlet) => (outlet.name.clone(), outlet.agency),
        House::Agencies => ("agencies".to_owned(), true),
    }
}

/// `SOURCE:HarbourRadio and agencies`, `Credit: Lenne Post`, `Quelle: dpa`, `Via X`.
fn credit_line<'a>(frame: &Frame<'a>, near: &Near<'a>, sources: &mut Sources) {
    let words = Words::get();
    let here = matches!(
        near.place,
        Place::Head(1..=8) | Place::Lead(1..=5) | Place::Tail(1..=12) | Place::Opening | Place::Inside(0..=1)
    );
    let short = near.text.split_whitespace().count() <= 9 && near.text.len() <= 100;
    if !here || !short || (near.class.is_body() && near.text.len() > 60) {
        return;
    }
    let text = near.text.trim_start_matches(|c: char| !c.is_alphanumeric());
    let Some(rest) = words.after_credit(text).or_else(|| below_label(frame, near)) else {
        return;
    };
    let mut houses = Vec::new();
    for part in rest
        .split(['/', '&', ',', '+', '、', '|', ';'])
        .flat_map(|part| part.split(" and "))
    {
        let part = part.trim_matches(|c: char| !c.is_alphanumeric());
        let spaced = spaced(part);
        if let Some(house) = house(part, frame.knowledge, words).or_else(|| {
            frame.knowledge.named(&spaced).map(|outlet| {
                House::Known(super::profile::Outlet {
                    name: outlet.written_as(part),
                    ..outlet.clone()
                })
            })
        }) {
            houses.push(described(&house));
        }
    }
    let at = Some(near.at);
    let from_agency = houses.iter().any(|(_, agency)| *agency);
    for (name, agency) in &houses {
        if *agency || !from_agency {
            sources.add(name.clone(), at, "credit-line", 0.75);
        } else {
            sources.outlet = Some(Value {
                name: name.clone(),
                at,
                rule: "credit-line",
                confidence: 0.8,
            });
        }
    }
    if !houses.is_empty() {
        sources.lines.push(near.at);
        return;
    }
    // A credit may name somebody unknown, where the line holds nothing else and has a capital.
    let is_name = rest.split_whitespace().count() <= 4
        && rest.chars().next().is_some_and(char::is_uppercase)
        && !rest.contains(['.', '?', '!']);
    if is_name && matches!(near.place, Place::Tail(1..=4)) && text.contains(':') && !near.class.is_body() {
        sources.add(rest.to_owned(), at, "credit-line", 0.5);
        sources.lines.push(near.at);
    }
}

/// The line itself, where the one above is a lone `Source:`.
fn below_label<'a>(frame: &Frame<'a>, near: &Near<'a>) -> Option<&'a str> {
    let above = frame.text(near.at.checked_sub(1)?);
    let is_label = above.len() <= 30
        && above.ends_with([':', '：'])
        && Words::get().after_credit(above).is_some_and(str::is_empty);
    is_label.then(|| near.text.trim_matches(|c: char| !c.is_alphanumeric()))
}

/// Glued words with blanks between: `HarbourRadio` is `Harbour Radio`.
fn spaced(text: &str) -> String {
    tokens(text)
        .map(|token| token.text(text))
        .collect::<Vec<_>>()
        .join(" ")
}

/// An agency that opens the text: `PORT (AP) —`, `PORT, 3 May /TASS/.`, `【5月3日 AFP】`, `Port (dpa) -`.
fn dateline(frame: &Frame<'_>, sources: &mut Sources) {
    for at in frame.body.0..=(frame.body.0 + 1).min(frame.body.1) {
        let text = frame.text(at);
        let end = text.char_indices().nth(100).map_or(text.len(), |(at, _)| at);
        let head = &text[..end];
        let found = frame.mentions(at, head).into_iter().find(|mention| {
            let before = head[..mention.range.start].trim_end();
            let behind = head[mention.range.end..].trim_start();
            let bracketed = (before.ends_with(['(', '（']) && behind.starts_with([')', '）', '-', '–', '/']))
                || (before.ends_with('/') && (behind.starts_with('/') || behind.starts_with(')')))
                || (before.ends_with('/') && behind.starts_with(['-', '–', '—']))
                || (behind.starts_with('】') && before.contains('【'))
                || (before.ends_with(['[', '=']) && behind.starts_with([']', '=']))
                || (before.ends_with('/') && before.contains('(') && behind.starts_with([',', '-', ')']));
            let dashed = before.len() < 40
                && behind.starts_with(['–', '—'])
                && !before.is_empty()
                && before.ends_with([',', '.', '-', '–', '—', '|']);
            mention.outlet.agency && before.chars().count() < 60 && (bracketed || dashed)
        });
        if let Some(mention) = found {
            sources.add(
                mention.outlet.written_as(&head[mention.range.clone()]),
                Some(at),
                "dateline",
                0.8,
            );
            return;
        }
    }
}

/// An agency that closes the text: `… the port said. (AFP)`, `/dpa`, `- Reuters`.
fn signature(frame: &Frame<'_>, sources: &mut Sources) {
    let text = frame.text(frame.body.1);
    let start = text.char_indices().rev().nth(40).map_or(0, |(at, _)| at);
    let tail = &text[start..];
    let last = frame.mentions(frame.body.1, tail).into_iter().next_back();
    let Some(mention) = last.filter(|mention| mention.outlet.agency) else {
        return;
    };
    let before = tail[..mention.range.start].trim_end();
    let behind = tail[mention.range.end..].trim();
    let closed = (before.ends_with(['(', '（', '[']) && matches!(behind, ")" | "）" | "]" | ")." | "/dpa)"))
        || (behind.is_empty() && before.ends_with(['/', '—', '–', '-', '|']))
        || (behind == "/" && before.ends_with('/'))
        || (behind.is_empty() && before.ends_with("(c)"));
    if closed {
        sources.add(mention.outlet.name.clone(), Some(frame.body.1), "signature", 0.7);
    }
}
