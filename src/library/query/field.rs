//! The fields of the query language: their names and what they mean. Not how they are tested: see `term`.

use std::ops::Range;

/// A field that a query can name.
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
}

const TABLE: &[(QueryField, &str, &str)] = &[
    (
        QueryField::Outlet,
        "outlet",
        "who published it; `none` where unknown",
    ),
    (QueryField::Via, "via", "agency or outlet it was taken over from"),
    (QueryField::Lang, "lang", "language, as a two-letter code"),
    (QueryField::Section, "section", "section of the outlet"),
    (QueryField::Title, "title", "words of the title"),
    (QueryField::Byline, "byline", "who wrote it"),
    (QueryField::Tag, "tag", "your own tag"),
    (QueryField::Is, "is", "unread, read, starred, noted"),
    (
        QueryField::Date,
        "date",
        "day, month, year or range; `none` where unknown",
    ),
    (QueryField::Since, "since", "from this day on"),
    (QueryField::Until, "until", "up to and with this day"),
    (QueryField::Path, "path", "folder or file"),
];

impl QueryField {
    /// Every field, as help shows them.
    pub fn all() -> impl Iterator<Item = Self> {
        TABLE.iter().map(|(field, _, _)| *field)
    }

    /// The name, without the colon.
    pub fn name(self) -> &'static str {
        self.row().1
    }

    /// What it finds, in a few words.
    pub fn help(self) -> &'static str {
        self.row().2
    }

    /// The field of that name, in capitals too.
    pub fn from_name(name: &str) -> Option<Self> {
        let row = TABLE
            .iter()
            .find(|(_, known, _)| known.eq_ignore_ascii_case(name));
        row.map(|(field, _, _)| *field)
    }

    /// The field whose name is most like this one, if any is.
    pub(super) fn nearest(name: &str) -> Option<Self> {
        let name = name.to_ascii_lowercase();
        let likeness = |field: &Self| strsim::jaro_winkler(field.name(), &name);
        Self::all()
            .max_by(|a, b| likeness(a).total_cmp(&likeness(b)))
            .filter(|field| likeness(field) > 0.75)
    }

    /// Whether `none` as a value finds what is unknown.
    pub(super) fn knows_none(self) -> bool {
        matches!(
            self,
            Self::Outlet | Self::Via | Self::Section | Self::Byline | Self::Lang | Self::Date
        )
    }

    /// Whether its values are days.
    pub(super) fn is_period(self) -> bool {
        matches!(self, Self::Date | Self::Since | Self::Until)
    }

    fn row(self) -> &'static (QueryField, &'static str, &'static str) {
        // Every field has a row; the test below holds the table to it.
        TABLE
            .iter()
            .find(|(field, _, _)| *field == self)
            .unwrap_or(&TABLE[0])
    }
}

/// A state that `is:` asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::library) enum State {
    Unread,
    Read,
    Starred,
    Noted,
}

impl State {
    pub(super) const ALL: [(Self, &'static str); 4] = [
        (Self::Unread, "unread"),
        (Self::Read, "read"),
        (Self::Starred, "starred"),
        (Self::Noted, "noted"),
    ];

    pub(super) fn from_name(name: &str) -> Option<Self> {
        let row = Self::ALL
            .into_iter()
            .find(|(_, known)| known.eq_ignore_ascii_case(name));
        row.map(|(state, _)| state)
    }
}

/// A mistake in a query, with its place.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct QueryError {
    /// What is wrong and what would be right.
    pub message: String,
    /// Where, in bytes of the query's text.
    pub range: Range<usize>,
}

/// Something to know about a query that is no mistake.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hint {
    /// What to know.
    pub message: String,
    /// Where, in bytes of the query's text.
    pub range: Range<usize>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_go_both_ways() {
        for field in QueryField::all() {
            assert_eq!(QueryField::from_name(&field.name().to_uppercase()), Some(field));
        }
        assert_eq!(QueryField::all().count(), 12);
        assert_eq!(QueryField::nearest("outlets"), Some(QueryField::Outlet));
        assert_eq!(QueryField::nearest("xyz"), None);
    }
}
