//! One line of a source text and what it is. Not how that is decided: see `extract`.

use crate::article::markup::Markup;
use crate::article::reason::Reason;
use serde::{Deserialize, Serialize};

/// What a line of source text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LineClass {
    /// The headline; at most one line of an article.
    Title,
    /// The standfirst or deck under the headline.
    Subtitle,
    /// Who wrote it (often with the date on the same line).
    Byline,
    /// When it was published.
    DateLine,
    /// The section label.
    Section,
    /// A picture's description or credit.
    Caption,
    /// A heading within the body.
    Heading,
    /// A paragraph of the body.
    Paragraph,
    /// A list item of the body.
    ListItem,
    /// A quotation set apart from the body.
    Quote,
    /// A line that names the outlet or the agency (`SOURCE:…`, `Credit: …`).
    Credit,
    /// Text of the page, not of the article; [`Line::reason`] is why.
    #[default]
    Chrome,
}

impl LineClass {
    /// The name in data and tables, in kebab case.
    pub fn name(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Subtitle => "subtitle",
            Self::Byline => "byline",
            Self::DateLine => "date-line",
            Self::Section => "section",
            Self::Caption => "caption",
            Self::Heading => "heading",
            Self::Paragraph => "paragraph",
            Self::ListItem => "list-item",
            Self::Quote => "quote",
            Self::Credit => "credit",
            Self::Chrome => "chrome",
        }
    }

    /// The name on the screen, which is the word for corrections if there is one.
    pub fn label(self) -> &'static str {
        match self {
            Self::Subtitle => "standfirst",
            Self::DateLine => "date",
            Self::Paragraph => "body",
            Self::ListItem => "list item",
            class => class.name(),
        }
    }

    /// Returns whether lines of this class are part of the body.
    pub fn is_body(self) -> bool {
        matches!(
            self,
            Self::Heading | Self::Paragraph | Self::ListItem | Self::Quote
        )
    }

    /// Returns whether lines of this class gave metadata: byline, date, section or credit.
    pub fn is_meta(self) -> bool {
        matches!(self, Self::Byline | Self::DateLine | Self::Section | Self::Credit)
    }
}

/// The metadata that a line gave; a set, since one line often gives several.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Fields(u8);

impl Fields {
    /// No metadata.
    pub const NONE: Self = Self(0);
    /// The byline.
    pub const BYLINE: Self = Self(1);
    /// The date or time.
    pub const DATE: Self = Self(2);
    /// The section.
    pub const SECTION: Self = Self(4);
    /// The outlet or agency.
    pub const CREDIT: Self = Self(8);

    /// The union of both sets.
    #[must_use]
    pub fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Returns whether every field of `other` is in this set.
    pub fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// The fields by name, in a fixed order.
    pub fn names(self) -> Vec<&'static str> {
        let all = [
            (Self::BYLINE, "byline"),
            (Self::DATE, "date"),
            (Self::SECTION, "section"),
            (Self::CREDIT, "credit"),
        ];
        all.into_iter()
            .filter(|(field, _)| self.has(*field))
            .map(|(_, name)| name)
            .collect()
    }
}

/// One line of a source text that is not blank. Its text is `source[start..end]`, trimmed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Line {
    /// 1-based number of the line in its file, counting blank lines.
    pub number: u32,
    /// Byte offset of the trimmed text in [`Article::source`](crate::article::Article::source).
    pub start: u32,
    /// Byte offset of the end of the trimmed text.
    pub end: u32,
    /// What the line is.
    pub class: LineClass,
    /// Why it is chrome; set exactly if the class is [`LineClass::Chrome`].
    pub reason: Option<Reason>,
    /// The metadata that it gave.
    pub fields: Fields,
    /// Whether it continues the paragraph of the previous line of its kind.
    pub continues: bool,
    /// The confidence in the class, 0 to 99; [`Line::CORRECTED`] if a profile sets it.
    pub confidence: u8,
    /// What the markup of the page says of the line.
    pub markup: Markup,
}

impl Line {
    /// The confidence of a class that comes from a profile of the user or of an outlet.
    pub const CORRECTED: u8 = 100;

    /// Returns whether the class comes from a profile.
    pub fn is_corrected(&self) -> bool {
        self.confidence == Self::CORRECTED
    }
}
