//! The fields of the query language with their names and descriptions. How values are tested: see `term`.

use std::ops::Range;

/// A field of the query language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum QueryField {
    Outlet,
    Via,
    Lang,
    Section,
    Title,
    Byline,
    Tag,
    Is,
    Date,
    Since,
    Until,
    Path,
    Event,
    Story,
    Tellings,
}

const TABLE: &[(QueryField, &str, &str)] = &[
    (QueryField::Outlet, "outlet", "publisher; `none` if unknown"),
    (
        QueryField::Via,
        "via",
        "agency or outlet that the text was taken from",
    ),
    (QueryField::Lang, "lang", "language, as a two-letter code"),
    (QueryField::Section, "section", "section of the outlet"),
    (QueryField::Title, "title", "words of the title"),
    (QueryField::Byline, "byline", "author"),
    (QueryField::Tag, "tag", "your own tag"),
    (
        QueryField::Is,
        "is",
        "unread, read, starred, noted, new, copy, first",
    ),
    (
        QueryField::Date,
        "date",
        "day, month, year, range or `newest`; `none` if unknown",
    ),
    (QueryField::Since, "since", "on or after this day"),
    (QueryField::Until, "until", "on or before this day"),
    (QueryField::Path, "path", "folder or file"),
    (QueryField::Event, "event", "number of an event"),
    (QueryField::Story, "story", "number of a story"),
    (
        QueryField::Tellings,
        "tellings",
        "articles of its event, as in `>2`",
    ),
];

impl QueryField {
    /// Returns every field, in the order of the help.
    pub fn all() -> impl Iterator<Item = Self> {
        TABLE.iter().map(|(field, _, _)| *field)
    }

    /// Returns the name, without the colon.
    pub fn name(self) -> &'static str {
        self.row().1
    }

    /// Returns a short description.
    pub fn help(self) -> &'static str {
        self.row().2
    }

    /// Returns the field with this name. Case is ignored.
    pub fn from_name(name: &str) -> Option<Self> {
        let row = TABLE
            .iter()
            .find(|(_, known, _)| known.eq_ignore_ascii_case(name));
        row.map(|(field, _, _)| *field)
    }

    /// Returns the field with the most similar name, if any is similar.
    pub(crate) fn nearest(name: &str) -> Option<Self> {
        let name = name.to_ascii_lowercase();
        let likeness = |field: &Self| strsim::jaro_winkler(field.name(), &name);
        Self::all()
            .max_by(|a, b| likeness(a).total_cmp(&likeness(b)))
            .filter(|field| likeness(field) > 0.75)
    }

    /// Returns whether the value `none` matches an unknown value.
    pub(crate) fn knows_none(self) -> bool {
        matches!(
            self,
            Self::Outlet | Self::Via | Self::Section | Self::Byline | Self::Lang | Self::Date
        )
    }

    /// Returns whether a value may be one of several, which commas separate.
    pub(crate) fn takes_several(self) -> bool {
        matches!(
            self,
            Self::Outlet | Self::Via | Self::Section | Self::Byline | Self::Lang | Self::Tag
        )
    }

    /// Returns whether the values are days.
    pub(crate) fn is_period(self) -> bool {
        matches!(self, Self::Date | Self::Since | Self::Until)
    }

    fn row(self) -> &'static (QueryField, &'static str, &'static str) {
        // Every field has a row; a test checks this.
        TABLE
            .iter()
            .find(|(field, _, _)| *field == self)
            .unwrap_or(&TABLE[0])
    }
}

/// A value of `is:`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ReadState {
    Unread,
    Read,
    Starred,
    Noted,
    /// Imported since the last session.
    New,
    /// Its own text is mostly in another article of its event.
    Copy,
    /// It is known to be the first that told its event.
    First,
}

impl ReadState {
    pub(crate) const ALL: [(Self, &'static str); 7] = [
        (Self::Unread, "unread"),
        (Self::Read, "read"),
        (Self::Starred, "starred"),
        (Self::Noted, "noted"),
        (Self::New, "new"),
        (Self::Copy, "copy"),
        (Self::First, "first"),
    ];

    /// Returns all names, for a message.
    pub(crate) fn names() -> String {
        let names = Self::ALL.map(|(_, name)| name);
        let (last, others) = names.split_last().unwrap_or((&"", &[]));
        format!("{} or {last}", others.join(", "))
    }

    pub(crate) fn from_name(name: &str) -> Option<Self> {
        let row = Self::ALL
            .into_iter()
            .find(|(_, known)| known.eq_ignore_ascii_case(name));
        row.map(|(state, _)| state)
    }
}

/// An error in a query, with its position.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct QueryError {
    /// The error, and what to write instead.
    pub message: String,
    /// The bytes of the query's text.
    pub range: Range<usize>,
}

/// A hint about a query that is not an error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hint {
    /// The text of the hint.
    pub message: String,
    /// The bytes of the query's text.
    pub range: Range<usize>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_identify_fields() {
        for field in QueryField::all() {
            assert_eq!(QueryField::from_name(&field.name().to_uppercase()), Some(field));
        }
        assert_eq!(QueryField::all().count(), 15);
        assert_eq!(QueryField::nearest("outlets"), Some(QueryField::Outlet));
        assert_eq!(QueryField::nearest("xyz"), None);
    }
}
