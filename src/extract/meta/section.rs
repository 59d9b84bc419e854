//! The section that an article stands in: a label above the headline, or beside its date. Not tags.

use super::frame::{Frame, Near, Place};
use super::publisher::Value;
use crate::article::{LineClass, Reason};
use crate::text::hash::WordSet;
use std::sync::OnceLock;

/// The section, where a label names it. `glued` is what stood before an author's name without a blank, with its line.
pub(super) fn find(frame: &Frame<'_>, date: Option<usize>, glued: Option<(&str, usize)>) -> Option<Value> {
    let made = |name: &str, at: usize, rule: &'static str, confidence: f32| {
        Some(Value {
            name: name.to_owned(),
            at: Some(at),
            rule,
            confidence,
        })
    };
    if let Some((name, at)) = glued.filter(|(name, _)| is_section(name)) {
        return made(name, at, "glued-to-author", 0.7);
    }
    let dated = date.and_then(|at| frame.near_at(at));
    let beside =
        dated.and_then(|near| Some((near.facts.rest().iter().find(|piece| is_section(piece))?, near.at)));
    if let Some((piece, at)) = beside {
        return made(piece, at, "beside-date", 0.7);
    }
    let above = frame
        .near
        .iter()
        .rev()
        .filter(|near| matches!(near.place, Place::Above(1..=3)));
    for near in above {
        if let Some(name) = label(near).filter(|name| is_section(name)) {
            return made(name, near.at, "label-above-headline", 0.75);
        }
    }
    // The page's first line right above the headline is a label too, whatever its word.
    let first = frame
        .near
        .iter()
        .find(|near| near.at == 0 && near.place == Place::Above(1))?;
    let name = label(first)?;
    let plain = name.split_whitespace().count() <= 5 && name.starts_with(char::is_uppercase);
    let furniture = name
        .split_whitespace()
        .any(|word| super::words::Words::get().is_role(word));
    let site = furniture || frame.knowledge.named(name).is_some();
    let control = matches!(
        first.reason,
        Some(Reason::Share | Reason::Account | Reason::Search | Reason::Advertisement | Reason::Follow)
    );
    if plain
        && !site
        && !control
        && first.class == LineClass::Chrome
        && super::people::named(name, frame.knowledge, false).is_none()
    {
        return made(name, 0, "label-above-headline", 0.5);
    }
    None
}

/// The text of a label: the last step of a path, without bullets; none for a sentence.
fn label<'a>(near: &Near<'a>) -> Option<&'a str> {
    let text = near.text.trim_start_matches(|c: char| !c.is_alphanumeric());
    let last = text.rsplit(['>', '»', '›', '/']).next()?.trim();
    let short = last.chars().count() <= 40 && last.split_whitespace().count() <= 5;
    let plain = !last.ends_with(['.', '!', '?', ':', '…']) && !last.chars().any(char::is_numeric);
    (short && plain && near.facts.stamps.is_empty() && !near.class.is_body()).then_some(last)
}

fn is_section(text: &str) -> bool {
    static KNOWN: OnceLock<WordSet> = OnceLock::new();
    let known = KNOWN.get_or_init(|| {
        let lines = include_str!("../../../assets/outlets/sections.txt").lines();
        lines
            .filter(|line| !line.starts_with('#'))
            .flat_map(|line| line.split(','))
            .collect()
    });
    known.contains(text)
}

#[cfg(test)]
mod tests {
    use super::is_section;

    #[test]
    fn sections_in_many_languages() {
        assert!(
            ["World", "WIRTSCHAFT", "Économie", "Суспільство", "体育", "اقتصاد"]
                .iter()
                .all(|name| is_section(name))
        );
        assert!(!is_section("Share"));
    }
}
