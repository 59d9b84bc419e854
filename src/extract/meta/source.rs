//! Where a text was taken from: an agency in the dateline, a credit line, an agency as the author.

use crate::extract::dates::token::tokens;
use crate::extract::meta::byline::AuthorCredit;
use crate::extract::meta::byline_lexicon::BylineLexicon;
use crate::extract::meta::context::{LinePosition, NearbyLine, PageContext};
use crate::extract::meta::outlet_votes::NamedValue;
use crate::extract::meta::people::{Organisation, organisation};

/// The name of unnamed agencies in the metadata.
const AGENCIES: &str = "agencies";

/// The confidence in each kind of evidence.
mod confidence {
    /// An agency is named as the author, without and with a person.
    pub(crate) const AGENCY_AS_AUTHOR: f32 = 0.8;
    pub(crate) const AGENCY_WITH_AUTHOR: f32 = 0.7;
    /// A credit line names an agency, an outlet next to agencies, an unknown source.
    pub(crate) const CREDIT: f32 = 0.75;
    pub(crate) const OUTLET_IN_CREDIT: f32 = 0.8;
    pub(crate) const UNKNOWN_IN_CREDIT: f32 = 0.5;
    /// An agency begins or ends the text.
    pub(crate) const DATELINE: f32 = 0.8;
    pub(crate) const SIGNATURE: f32 = 0.7;
}

/// The sources in credit lines and datelines.
#[derive(Debug, Default)]
pub(crate) struct Sources {
    /// The sources of the text, the surest first.
    pub(crate) via: Vec<NamedValue>,
    /// The outlet that a credit names next to agencies: `Source: Harbour Radio and agencies`.
    pub(crate) outlet: Option<NamedValue>,
    /// The credit lines.
    pub(crate) lines: Vec<usize>,
}

/// The sources of a page.
pub(crate) fn find(context: &PageContext<'_>, credits: &[AuthorCredit<'_>]) -> Sources {
    let mut sources = Sources::default();
    for credit in credits {
        for organisation in &credit.named.organisations {
            let (name, agency) = described(organisation);
            if agency {
                let introduced = credit.named.persons.is_empty();
                sources.add(
                    name,
                    Some(credit.at),
                    "author-is-agency",
                    if introduced {
                        confidence::AGENCY_AS_AUTHOR
                    } else {
                        confidence::AGENCY_WITH_AUTHOR
                    },
                );
            }
        }
    }
    for near in &context.nearby {
        credit_line(context, near, &mut sources);
    }
    dateline(context, &mut sources);
    signature(context, &mut sources);
    sources.via.sort_by(|a, b| b.confidence.total_cmp(&a.confidence));
    sources
}

impl Sources {
    fn add(&mut self, name: String, at: Option<usize>, rule: &'static str, confidence: f32) {
        self.via.push(NamedValue {
            name,
            at,
            rule,
            confidence,
        });
    }
}

fn described(organisation: &Organisation) -> (String, bool) {
    match organisation {
        Organisation::Known(outlet) => (outlet.name.clone(), outlet.agency),
        Organisation::Agencies => (AGENCIES.to_owned(), true),
    }
}

/// `SOURCE:HarbourRadio and agencies`, `Credit: Lenne Post`, `Quelle: dpa`, `Via X`.
fn credit_line<'a>(context: &PageContext<'a>, near: &NearbyLine<'a>, sources: &mut Sources) {
    let lexicon = BylineLexicon::get();
    let here = matches!(
        near.position,
        LinePosition::Head(1..=8)
            | LinePosition::Lead(1..=5)
            | LinePosition::Tail(1..=12)
            | LinePosition::Opening
            | LinePosition::Inside(0..=1)
    );
    let short = near.text.split_whitespace().count() <= 9 && near.text.len() <= 100;
    if !here || !short || (near.class.is_body() && near.text.len() > 60) {
        return;
    }
    let text = near.text.trim_start_matches(|c: char| !c.is_alphanumeric());
    let Some(rest) = lexicon.after_credit(text).or_else(|| below_label(context, near)) else {
        return;
    };
    let parts = rest
        .split(['/', '&', ',', '+', '、', '|', ';'])
        .flat_map(|part| part.split(lexicon.notices.credit_and.as_str()));
    let organisations: Vec<(String, bool)> = parts
        .filter_map(|part| organisation_in(part, context))
        .map(|organisation| described(&organisation))
        .collect();
    let at = Some(near.at);
    let from_agency = organisations.iter().any(|(_, agency)| *agency);
    for (name, agency) in &organisations {
        if *agency || !from_agency {
            sources.add(name.clone(), at, "credit-line", confidence::CREDIT);
        } else {
            sources.outlet = Some(NamedValue {
                name: name.clone(),
                at,
                rule: "credit-line",
                confidence: confidence::OUTLET_IN_CREDIT,
            });
        }
    }
    if !organisations.is_empty() {
        sources.lines.push(near.at);
        return;
    }
    // A credit may name an unknown source, if the line has nothing else and begins with a capital.
    let is_name = rest.split_whitespace().count() <= 4
        && rest.chars().next().is_some_and(char::is_uppercase)
        && !rest.contains(['.', '?', '!']);
    if is_name
        && matches!(near.position, LinePosition::Tail(1..=4))
        && text.contains(':')
        && !near.class.is_body()
    {
        sources.add(rest.to_owned(), at, "credit-line", confidence::UNKNOWN_IN_CREDIT);
        sources.lines.push(near.at);
    }
}

/// The organisation that a part of a credit is, also if its words are glued together.
fn organisation_in(part: &str, context: &PageContext<'_>) -> Option<Organisation> {
    let part = part.trim_matches(|c: char| !c.is_alphanumeric());
    organisation(part, context.outlets, BylineLexicon::get()).or_else(|| {
        let outlet = context.outlets.named(&spaced(part))?;
        Some(Organisation::Known(outlet.in_script_of(part)))
    })
}

/// The line itself, if the line above is only `Source:`.
fn below_label<'a>(context: &PageContext<'a>, near: &NearbyLine<'a>) -> Option<&'a str> {
    let above = context.text(near.at.checked_sub(1)?);
    let is_label = above.len() <= 30
        && above.ends_with([':', '：'])
        && BylineLexicon::get()
            .after_credit(above)
            .is_some_and(str::is_empty);
    is_label.then(|| near.text.trim_matches(|c: char| !c.is_alphanumeric()))
}

/// The text with blanks between glued words: `HarbourRadio` becomes `Harbour Radio`.
fn spaced(text: &str) -> String {
    tokens(text)
        .map(|token| token.text(text))
        .collect::<Vec<_>>()
        .join(" ")
}

/// An agency at the beginning of the text: `PORT (AP) —`, `PORT, 3 May /TASS/.`, `【5月3日 AFP】`, `Port (dpa) -`.
fn dateline(context: &PageContext<'_>, sources: &mut Sources) {
    for at in context.body.0..=(context.body.0 + 1).min(context.body.1) {
        let text = context.text(at);
        let end = text.char_indices().nth(100).map_or(text.len(), |(at, _)| at);
        let head = &text[..end];
        let found = context.mentions(at, head).into_iter().find(|mention| {
            let before = head[..mention.range.start].trim_end();
            let after = head[mention.range.end..].trim_start();
            let bracketed = (before.ends_with(['(', '（']) && after.starts_with([')', '）', '-', '–', '/']))
                || (before.ends_with('/') && (after.starts_with('/') || after.starts_with(')')))
                || (before.ends_with('/') && after.starts_with(['-', '–', '—']))
                || (after.starts_with('】') && before.contains('【'))
                || (before.ends_with(['[', '=']) && after.starts_with([']', '=']))
                || (before.ends_with('/') && before.contains('(') && after.starts_with([',', '-', ')']));
            let dashed = before.len() < 40
                && after.starts_with(['–', '—'])
                && !before.is_empty()
                && before.ends_with([',', '.', '-', '–', '—', '|']);
            mention.outlet.agency && before.chars().count() < 60 && (bracketed || dashed)
        });
        if let Some(mention) = found {
            sources.add(
                mention.outlet.written_as(&head[mention.range.clone()]),
                Some(at),
                "dateline",
                confidence::DATELINE,
            );
            return;
        }
    }
}

/// An agency at the end of the text: `… the port said. (AFP)`, `/dpa`, `- Reuters`.
fn signature(context: &PageContext<'_>, sources: &mut Sources) {
    let text = context.text(context.body.1);
    let start = text.char_indices().rev().nth(40).map_or(0, |(at, _)| at);
    let tail = &text[start..];
    let last = context.mentions(context.body.1, tail).into_iter().next_back();
    let Some(mention) = last.filter(|mention| mention.outlet.agency) else {
        return;
    };
    let before = tail[..mention.range.start].trim_end();
    let after = tail[mention.range.end..].trim();
    let words = &BylineLexicon::get().notices;
    let closed = (before.ends_with(['(', '（', '[']) && words.signature_ends.iter().any(|end| end == after))
        || (after.is_empty() && before.ends_with(['/', '—', '–', '-', '|']))
        || (after == "/" && before.ends_with('/'))
        || (after.is_empty() && before.ends_with(&words.signature_sign));
    if closed {
        sources.add(
            mention.outlet.name.clone(),
            Some(context.body.1),
            "signature",
            confidence::SIGNATURE,
        );
    }
}
