//! The metadata of an article, and the evidence for each value. An unknown value is `None`, never a guess.

use crate::article::date::{Date, Moment, Time, Zone};
use serde::{Deserialize, Serialize};

/// What the page states about the article.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Metadata {
    /// The headline; `None` if the page has none.
    pub title: Option<String>,
    /// The standfirst.
    pub subtitle: Option<String>,
    /// The authors: the names, joined by `", "`, of the people in [`Metadata::authors`] whose role is not to assist.
    pub byline: Option<String>,
    /// Everybody the byline names, with their roles.
    pub authors: Vec<Author>,
    /// The day of publication.
    pub date: Option<Date>,
    /// The time of publication, in the page's own zone.
    pub time: Option<Time>,
    /// The offset of the page's times from UTC, if the page states it.
    pub zone: Option<Zone>,
    /// The last change, if the page distinguishes it from publication.
    pub updated: Option<Moment>,
    /// The publisher of the page.
    pub outlet: Option<String>,
    /// The source of the text: an agency or another outlet, never the outlet itself.
    pub via: Option<String>,
    /// The section of the outlet.
    pub section: Option<String>,
    /// The language, as an ISO 639-1 code.
    pub language: Option<String>,
    /// The evidence for the values above, one entry for each known field.
    pub evidence: Vec<Evidence>,
}

impl Metadata {
    /// The evidence for a field.
    pub fn evidence_of(&self, field: Field) -> Option<&Evidence> {
        self.evidence.iter().find(|evidence| evidence.field == field)
    }

    /// The title for display, without the marks that separate it from its neighbours on the page.
    pub fn headline(&self) -> Option<&str> {
        self.title.as_deref().map(without_separators)
    }
}

/// Removes the bullet, the bar or colon after a kicker that is on a line of its own, and the bar before the name of the
/// site.
fn without_separators(line: &str) -> &str {
    const BULLETS: [char; 6] = ['•', '*', '▪', '◦', '●', '·'];
    const SEPARATORS: [char; 7] = ['|', ':', '»', '›', '-', '–', '—'];
    // A minus before a number and a quotation mark directly precede the text; a separator does not.
    let parted = |text: &str| text.starts_with(char::is_whitespace) || text.starts_with(SEPARATORS);
    let mut rest = line.trim();
    while let Some(after) = rest
        .strip_prefix(BULLETS)
        .or_else(|| rest.strip_prefix(SEPARATORS).filter(|&after| parted(after)))
    {
        rest = after.trim_start();
    }
    while let Some(before) = rest.strip_suffix(['|', '•', '·']) {
        rest = before.trim_end();
    }
    if rest.is_empty() { line } else { rest }
}

/// A person whom a byline names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Author {
    /// The name as the page writes it.
    pub name: String,
    /// The person's office in the page's words (`harbour correspondent`), or one of `reporting`, `editing`,
    /// `translation`, `photographs`, `illustration` if a word of any language names the task.
    pub role: Option<String>,
}

/// A field of [`Metadata`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)]
pub enum Field {
    Title,
    Subtitle,
    Byline,
    Authors,
    Date,
    Time,
    Zone,
    Updated,
    Outlet,
    Via,
    Section,
    Language,
}

impl Field {
    /// The name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Subtitle => "subtitle",
            Self::Byline => "byline",
            Self::Authors => "authors",
            Self::Date => "date",
            Self::Time => "time",
            Self::Zone => "zone",
            Self::Updated => "updated",
            Self::Outlet => "outlet",
            Self::Via => "via",
            Self::Section => "section",
            Self::Language => "language",
        }
    }
}

/// The evidence for a value.
#[derive(Debug, Clone, PartialEq)]
pub struct Evidence {
    /// The field.
    pub field: Field,
    /// 1-based number of the source line that gave the value, if one line did.
    pub line: Option<u32>,
    /// The rule that found the value: a few words joined by hyphens.
    pub rule: &'static str,
    /// The confidence, 0 to 1.
    pub confidence: f32,
}

impl Evidence {
    /// The rule of a value that the source states in a field of its own: of a record, or in the head of a page.
    pub const FIELD: &'static str = "field";
}

/// Something the user should know about how a text was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Warning {
    /// The page holds no article.
    NoArticle,
    /// The text was not UTF-8, and its encoding was guessed.
    EncodingGuessed,
    /// Some bytes were not valid and were replaced.
    BytesReplaced,
    /// Control characters, escape sequences or direction overrides were removed.
    ControlsRemoved,
    /// The record has a headline or an address, but no text.
    NoText,
    /// The record ends early, or a part of it was left out because of a limit.
    Truncated,
}

impl Warning {
    /// The code in JSON.
    pub fn code(self) -> &'static str {
        match self {
            Self::NoArticle => "no-article",
            Self::EncodingGuessed => "encoding-guessed",
            Self::BytesReplaced => "bytes-replaced",
            Self::ControlsRemoved => "controls-removed",
            Self::NoText => "no-text",
            Self::Truncated => "truncated",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn separators_around_a_headline_are_not_shown() {
        for line in [
            "• A pier",
            "| A pier",
            ": A pier",
            "* A pier |",
            " – A pier",
            "· A pier ·",
            "|- A pier",
        ] {
            assert_eq!(without_separators(line), "A pier", "{line:?}");
        }
        for line in [
            "-5 °C at noon",
            "A pier – at last",
            "«A pier»",
            "»A pier«",
            "|",
            "Rain: a diary",
            "",
        ] {
            assert_eq!(without_separators(line), line);
        }
    }
}
