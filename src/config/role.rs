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
    Dim = "dim": "less important text",
    Title = "title": "the headline",
    StandInTitle = "stand-in-title": "the first sentence in place of a headline",
    Subtitle = "subtitle": "the standfirst",
    Meta = "meta": "outlet, date and byline under the headline",
    Note = "note": "the user's note under the headline",
    Caption = "caption": "the caption of a picture",
    Heading = "heading": "a heading within the text",
    Quote = "quote": "a quotation set apart",
    Bullet = "bullet": "the bullet or number of a list item",
    Removed = "removed": "a removed line in the source view",
    Reason = "reason": "why a line was removed",
    Inserted = "inserted": "words that a change of the article added",
    Deleted = "deleted": "words that a change of the article removed",
    Border = "border": "the line between panes",
    BorderFocused = "border-focused": "the line of the pane in focus",
    PaneTitle = "pane-title": "the title of a pane",
    PaneTitleFocused = "pane-title-focused": "the title of the pane in focus",
    Selected = "selected": "the selected row of the pane in focus",
    SelectedUnfocused = "selected-unfocused": "the selected row of another pane",
    Cursor = "cursor": "the line cursor and the cursor of a text field",
    Selection = "selection": "selected text",
    Unread = "unread": "an unread article in the list",
    Read = "read": "a read article in the list",
    Starred = "starred": "the star",
    DayHeader = "day-header": "a day in the list",
    Outlet = "outlet": "an outlet's name in the list of articles",
    Count = "count": "a number of articles",
    Header = "header": "the top line",
    Filter = "filter": "the filter in the top line",
    Status = "status": "the bottom line",
    Message = "message": "a message",
    Warning = "warning": "a warning",
    Error = "error": "an error",
    Hint = "hint": "a hint, such as the keys that can follow",
    HintKey = "hint-key": "a key in a hint",
    Prompt = "prompt": "a text field",
    PromptLabel = "prompt-label": "the label of a text field",
    PromptError = "prompt-error": "the error in a text field",
    FindHit = "find-hit": "a hit of the search",
    CurrentHit = "current-hit": "the current hit",
    Scrollbar = "scrollbar": "the scroll bar",
    ScrollbarThumb = "scrollbar-thumb": "the visible part on the scroll bar",
    ScrollbarMark = "scrollbar-mark": "a hit on the scroll bar",
    Overlay = "overlay": "text and background of an overlay",
    OverlayBorder = "overlay-border": "the border of an overlay",
    OverlayTitle = "overlay-title": "the title of an overlay",
    ListMatch = "list-match": "letters of a list that match the typed text",
    Progress = "progress": "the progress of loading",
    Histogram = "histogram": "a bar of the histogram",
    HistogramSelected = "histogram-selected": "a bar of the selected days",
}

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
