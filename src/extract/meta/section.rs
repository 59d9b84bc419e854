//! The section of an article: a label above the headline or next to its date. Not its tags.

use crate::article::line::LineClass;
use crate::article::reason::Reason;
use crate::extract::meta::byline_lexicon::BylineLexicon;
use crate::extract::meta::context::{LinePosition, NearbyLine, PageContext};
use crate::extract::meta::outlet_votes::NamedValue;
use crate::extract::meta::people::parties_in;
use crate::text::hash::WordSet;
use std::sync::OnceLock;

/// The confidence in each kind of label.
mod confidence {
    /// A known section glued to the author's name.
    pub(crate) const GLUED: f32 = 0.7;
    /// A known section on the line of the date.
    pub(crate) const WITH_DATE: f32 = 0.7;
    /// A known section above the headline.
    pub(crate) const ABOVE_HEADLINE: f32 = 0.75;
    /// Other words on the first line of the page, right above the headline.
    pub(crate) const UNKNOWN_ABOVE_HEADLINE: f32 = 0.5;
}

/// The section in a label. `glued` is the text before an author's name without a blank, with its line.
pub(crate) fn find(
    context: &PageContext<'_>,
    date: Option<usize>,
    glued: Option<(&str, usize)>,
) -> Option<NamedValue> {
    if let Some((name, at)) = glued.filter(|(name, _)| is_section(name)) {
        return Some(made(name, at, "glued-to-author", confidence::GLUED));
    }
    let dated = date.and_then(|at| context.nearby_at(at));
    let with_date =
        dated.and_then(|near| Some((near.facts.rest().iter().find(|piece| is_section(piece))?, near.at)));
    if let Some((piece, at)) = with_date {
        return Some(made(piece, at, "beside-date", confidence::WITH_DATE));
    }
    let above = context
        .nearby
        .iter()
        .rev()
        .filter(|near| matches!(near.position, LinePosition::Above(1..=3)));
    for near in above {
        if let Some(name) = label(near).filter(|name| is_section(name)) {
            return Some(made(
                name,
                near.at,
                "label-above-headline",
                confidence::ABOVE_HEADLINE,
            ));
        }
    }
    first_line(context)
}

fn made(name: &str, at: usize, rule: &'static str, confidence: f32) -> NamedValue {
    NamedValue {
        name: name.to_owned(),
        at: Some(at),
        rule,
        confidence,
    }
}

/// The first line of the page, right above the headline: it is a label too, whatever its words.
fn first_line(context: &PageContext<'_>) -> Option<NamedValue> {
    let first = context
        .nearby
        .iter()
        .find(|near| near.at == 0 && near.position == LinePosition::Above(1))?;
    let name = label(first)?;
    let plain = name.split_whitespace().count() <= 5 && name.starts_with(char::is_uppercase);
    let mut words = name.split_whitespace();
    let chrome = words.any(|word| BylineLexicon::get().is_role(word));
    let site = chrome || context.outlets.named(name).is_some();
    let control = matches!(
        first.reason,
        Some(Reason::Share | Reason::Account | Reason::Search | Reason::Advertisement | Reason::Follow)
    );
    let is_label = plain
        && !site
        && !control
        && first.class == LineClass::Chrome
        && parties_in(name, context.outlets, false).is_none();
    let value = || {
        made(
            name,
            0,
            "label-above-headline",
            confidence::UNKNOWN_ABOVE_HEADLINE,
        )
    };
    is_label.then(value)
}

/// The text of a label without bullets: the last step of a path. `None` for a sentence.
fn label<'a>(near: &NearbyLine<'a>) -> Option<&'a str> {
    let text = near.text.trim_start_matches(|c: char| !c.is_alphanumeric());
    let last = text.rsplit(['>', '»', '›', '/']).next()?.trim();
    let short = last.chars().count() <= 40 && last.split_whitespace().count() <= 5;
    let plain = !last.ends_with(['.', '!', '?', ':', '…']) && !last.chars().any(char::is_numeric);
    (short && plain && near.facts.dates.is_empty() && !near.class.is_body()).then_some(last)
}

/// Returns whether a text is the name of a section, in one of many languages.
pub(crate) fn is_section(text: &str) -> bool {
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
