//! What is known about an article as a whole, and what each value rests on. Unknown is `None`, never a guess.

use super::{Date, Moment, Time, Zone};
use serde::{Deserialize, Serialize};

/// What the page says about the article.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Metadata {
    /// The headline; `None` where the page has none.
    pub title: Option<String>,
    /// The standfirst.
    pub subtitle: Option<String>,
    /// Who wrote it: names joined by `", "`, those of [`Metadata::authors`] whose role is not to help others.
    pub byline: Option<String>,
    /// Everybody whom the byline names, with what they did.
    pub authors: Vec<Author>,
    /// The day of publication.
    pub date: Option<Date>,
    /// The time of publication, as the page gives it (its own zone).
    pub time: Option<Time>,
    /// How far the page's times are from UTC, where it says so.
    pub zone: Option<Zone>,
    /// The last change, where the page tells it apart from publication.
    pub updated: Option<Moment>,
    /// Who published the page.
    pub outlet: Option<String>,
    /// Who the text was taken over from: an agency or another outlet; never the outlet itself.
    pub via: Option<String>,
    /// The section of the outlet that it stands in.
    pub section: Option<String>,
    /// The language, as an ISO 639-1 code.
    pub language: Option<String>,
    /// What the values above rest on, one entry a known field.
    pub evidence: Vec<Evidence>,
}

impl Metadata {
    /// What the value of a field rests on.
    pub fn evidence_of(&self, field: Field) -> Option<&Evidence> {
        self.evidence.iter().find(|evidence| evidence.field == field)
    }

    /// The title as it is shown: without what parts it from its neighbours on the page, which belongs to its line alone.
    pub fn headline(&self) -> Option<&str> {
        self.title.as_deref().map(without_separators)
    }
}

/// A line without its bullet, the bar or colon behind a kicker that stands on a line of its own, the bar before the name of
/// the site.
fn without_separators(line: &str) -> &str {
    const BULLETS: [char; 6] = ['•', '*', '▪', '◦', '●', '·'];
    const SEPARATORS: [char; 7] = ['|', ':', '»', '›', '-', '–', '—'];
    // A minus before a number and a mark of quotation stand close to what follows.
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
    /// What the person is or did: an office in the page's words (`harbour correspondent`), or one of `reporting`,
    /// `editing`, `translation`, `photographs`, `illustration`, where a word of any language says so.
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
    /// The name that stands in JSON.
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

/// What a value rests on.
#[derive(Debug, Clone, PartialEq)]
pub struct Evidence {
    /// Whose value.
    pub field: Field,
    /// 1-based number of the source line that gave it, where one line did.
    pub line: Option<u32>,
    /// The rule that found it, in a few words joined by hyphens.
    pub rule: &'static str,
    /// How sure it is, 0 to 1.
    pub confidence: f32,
}

/// What the reader should know about the way a text was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Warning {
    /// The page holds no article.
    NoArticle,
    /// The text was not UTF-8; its encoding was detected.
    EncodingGuessed,
    /// Some bytes stood for no character and were replaced.
    BytesReplaced,
    /// Control characters, escape sequences or direction overrides were removed.
    ControlsRemoved,
}

impl Warning {
    /// The code that stands in JSON.
    pub fn code(self) -> &'static str {
        match self {
            Self::NoArticle => "no-article",
            Self::EncodingGuessed => "encoding-guessed",
            Self::BytesReplaced => "bytes-replaced",
            Self::ControlsRemoved => "controls-removed",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_parts_a_headline_from_its_neighbours_is_not_shown() {
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
