//! The roles of what is drawn. A theme gives each role a style.

use crate::config::choices::choices;

macro_rules! roles {
    ($($variant:ident = $name:literal: $help:literal,)+) => {
        /// Something that has a style of its own.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Role { $(#[doc = $help] $variant,)+ }

        impl Role {
            /// All roles; `Role::ALL[role as usize] == role`.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// Returns the name in a theme.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }

            /// Returns the description.
            pub fn help(self) -> &'static str {
                match self { $(Self::$variant => $help,)+ }
            }
        }
    };
}

roles! {
    Text = "text": "text, and the background of everything",
    Faint = "faint": "what was read, days, counts, metadata, what keys do",
    Line = "line": "rules and separators",
    Accent = "accent": "focus, unread, progress",
    Key = "key": "a key in a hint",
    Filter = "filter": "the filter and what it found, stars, notes",
    Outlet = "outlet": "the name of an outlet",
    Alarm = "alarm": "an error",
    Title = "title": "the headline, and text that is typed",
    Subtitle = "subtitle": "the standfirst",
    Caption = "caption": "the caption of a picture",
    Heading = "heading": "a heading within the text",
    Quote = "quote": "a quotation set apart",
    Removed = "removed": "a removed line in the source view",
    Reason = "reason": "why a line was removed",
    Inserted = "inserted": "words that a change of the article added",
    Deleted = "deleted": "words that a change of the article removed",
    Bar = "bar": "the header, the hint row and text fields",
    Selected = "selected": "the row under the cursor of the focused pane",
    SelectedUnfocused = "selected-unfocused": "the row under the cursor of another pane",
    Selection = "selection": "selected text",
    ListMatch = "list-match": "a word of the filter that was found",
    FindHit = "find-hit": "a hit of the find",
    CurrentHit = "current-hit": "the current hit, over its other style",
    Thumb = "scrollbar-thumb": "the visible part on the scroll bar",
    Overlay = "overlay": "text and background of an overlay",
    Beneath = "beneath": "the screen beneath an overlay",
}

/// The roles of earlier versions, and those that replace them. In a theme they are reported and have no effect.
pub(crate) const RETIRED: &[(&str, &str)] = &[
    ("dim", "faint"),
    ("stand-in-title", "faint"),
    ("meta", "faint"),
    ("note", "filter"),
    ("bullet", "faint"),
    ("border", "line"),
    ("border-focused", "line"),
    ("pane-title", "faint"),
    ("pane-title-focused", "accent"),
    ("cursor", "selected"),
    ("unread", "text"),
    ("read", "faint"),
    ("starred", "filter"),
    ("day-header", "text"),
    ("count", "faint"),
    ("header", "bar"),
    ("status", "bar"),
    ("message", "text"),
    ("warning", "text"),
    ("error", "alarm"),
    ("hint", "faint"),
    ("hint-key", "key"),
    ("prompt", "title"),
    ("prompt-label", "key"),
    ("prompt-error", "alarm"),
    ("scrollbar", "scrollbar-thumb"),
    ("scrollbar-mark", "filter"),
    ("overlay-border", "overlay"),
    ("overlay-title", "title"),
    ("progress", "accent"),
    ("histogram", "scrollbar-thumb"),
    ("histogram-selected", "accent"),
];

impl Role {
    /// Returns the role with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|role| role.name() == name)
    }
}

choices! {
    /// A colour of a keyword set, in the order in which new sets use them; neighbours are easy to distinguish.
    KeywordColor {
        /// The colour of the first set.
        #[default] Yellow = "yellow",
        /// The colour of the second set.
        Cyan = "cyan",
        /// The colour of the third set.
        Pink = "pink",
        /// The colour of the fourth set.
        Green = "green",
        /// The colour of the fifth set.
        Orange = "orange",
        /// The colour of the sixth set.
        Violet = "violet",
        /// The colour of the seventh set.
        Red = "red",
        /// The colour of the eighth set.
        Blue = "blue",
    }
}

impl KeywordColor {
    /// Returns all colours.
    pub fn all() -> impl Iterator<Item = Self> + Clone {
        Self::NAMED.iter().map(|(_, color)| *color)
    }

    /// Returns the next colour; the first one follows the last.
    #[must_use]
    pub fn next(self) -> Self {
        Self::all()
            .cycle()
            .skip_while(|color| *color != self)
            .nth(1)
            .unwrap_or_default()
    }
}
