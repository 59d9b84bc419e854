//! The names of what is drawn, so that a theme can say how. Which style a role has is a theme's affair.

macro_rules! roles {
    ($($variant:ident = $name:literal: $help:literal,)+) => {
        /// Something that is drawn in a style of its own.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Role { $(#[doc = $help] $variant,)+ }

        impl Role {
            /// Every role; `Role::ALL[role as usize] == role`.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// The name that stands in a theme.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }

            /// What it is.
            pub fn help(self) -> &'static str {
                match self { $(Self::$variant => $help,)+ }
            }
        }
    };
}

roles! {
    Text = "text": "text, and the background of everything",
    Dim = "dim": "what matters less",
    Title = "title": "the headline",
    StandInTitle = "stand-in-title": "the first sentence in place of a headline",
    Subtitle = "subtitle": "the standfirst",
    Meta = "meta": "outlet, date and byline under the headline",
    Note = "note": "the person's own note under the headline",
    Caption = "caption": "a picture's description",
    Heading = "heading": "a heading within the text",
    Quote = "quote": "a quotation set apart",
    Bullet = "bullet": "the bullet or number of a list item",
    Removed = "removed": "a removed line in the source view",
    Reason = "reason": "why a line was removed",
    Inserted = "inserted": "words that came with a change of the article",
    Deleted = "deleted": "words that went with a change of the article",
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
    Count = "count": "how many",
    Header = "header": "the top line",
    Filter = "filter": "the filter in the top line",
    Status = "status": "the bottom line",
    Message = "message": "a message",
    Warning = "warning": "a warning",
    Error = "error": "an error",
    Hint = "hint": "a hint, what can follow pending keys",
    HintKey = "hint-key": "a key in a hint",
    Prompt = "prompt": "a text field",
    PromptLabel = "prompt-label": "what stands before a text field",
    PromptError = "prompt-error": "what is wrong with the text",
    FindHit = "find-hit": "a hit of the search",
    CurrentHit = "current-hit": "the hit that was gone to",
    Scrollbar = "scrollbar": "the scroll bar",
    ScrollbarThumb = "scrollbar-thumb": "the part of the scroll bar that is seen",
    ScrollbarMark = "scrollbar-mark": "a hit's mark on the scroll bar",
    Overlay = "overlay": "text and background of an overlay",
    OverlayBorder = "overlay-border": "the border of an overlay",
    OverlayTitle = "overlay-title": "the title of an overlay",
    ListMatch = "list-match": "letters of a list that match what was typed",
    Progress = "progress": "the progress of loading",
    Histogram = "histogram": "a bar of the histogram",
    HistogramSelected = "histogram-selected": "a bar of the days that are chosen",
}

impl Role {
    /// The role of that name, if there is one.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|role| role.name() == name)
    }
}

/// One of the eight colours that a keyword set can have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[allow(missing_docs)]
pub enum KeywordColor {
    #[default]
    Yellow,
    Cyan,
    Pink,
    Green,
    Orange,
    Violet,
    Red,
    Blue,
}

impl KeywordColor {
    /// Every colour, in the order in which new sets take them: neighbours are easy to tell apart.
    pub const ALL: &[Self] = &[
        Self::Yellow,
        Self::Cyan,
        Self::Pink,
        Self::Green,
        Self::Orange,
        Self::Violet,
        Self::Red,
        Self::Blue,
    ];

    /// The name that stands in themes and in `keywords.toml`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Yellow => "yellow",
            Self::Cyan => "cyan",
            Self::Pink => "pink",
            Self::Green => "green",
            Self::Orange => "orange",
            Self::Violet => "violet",
            Self::Red => "red",
            Self::Blue => "blue",
        }
    }

    /// The colour of that name, if there is one.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|color| color.name() == name)
    }

    /// The colour after this one, the first after the last.
    #[must_use]
    pub fn next(self) -> Self {
        let at = Self::ALL
            .iter()
            .position(|color| *color == self)
            .map_or(0, |at| at + 1);
        Self::ALL.get(at).copied().unwrap_or_default()
    }
}
