//! The actions: one table, from which the help, the palette, `docs/keys.md` and the checks of the keymap are made.
//! Which keys run an action: see `keymap`. What it does: see `app`.

use crate::extract::outlets::rules::RuleClass;
use std::fmt;

macro_rules! actions {
    ($($group:ident = $title:literal: $about:literal { $($variant:ident = $name:literal: $help:literal,)+ })+) => {
        /// A section of the help.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Group { $(#[doc = $about] $group,)+ }

        impl Group {
            /// All groups, in the order of the help.
            pub const ALL: &[Self] = &[$(Self::$group),+];

            /// Returns the heading in the help.
            pub fn title(self) -> &'static str {
                match self { $(Self::$group => $title,)+ }
            }
        }

        /// An action of the user. The variants are documented by their [`help`](Self::help).
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Action {
            $($(#[doc = $help] $variant,)+)+
        }

        impl Action {
            /// All actions, in the order of the help.
            pub const ALL: &[Self] = &[$($(Self::$variant),+),+];

            /// Returns the name in the configuration and the palette.
            pub fn name(self) -> &'static str {
                match self { $($(Self::$variant => $name,)+)+ }
            }

            /// Returns a description that fits 41 cells.
            pub fn help(self) -> &'static str {
                match self { $($(Self::$variant => $help,)+)+ }
            }

            /// Returns its section of the help.
            pub fn group(self) -> Group {
                match self { $($(Self::$variant => Group::$group,)+)+ }
            }
        }
    };
}

actions! {
    Move = "Move": "Moving within the focused list or text." {
        MoveDown = "move-down": "move one row down",
        MoveUp = "move-up": "move one row up",
        MoveTop = "move-top": "go to the top",
        MoveBottom = "move-bottom": "go to the bottom",
        HalfPageDown = "half-page-down": "move half a page down",
        HalfPageUp = "half-page-up": "move half a page up",
        PageDown = "page-down": "move a page down",
        PageUp = "page-up": "move a page up",
        ReadOn = "read-on": "page down, then to the next article",
    }
    Panes = "Panes": "Moving between panes." {
        GoIn = "go-in": "go one pane right, or open",
        GoOut = "go-out": "go one pane left",
        Escape = "escape": "close overlay, selection, search or pane",
        Back = "back": "close an overlay or pane, or quit",
        NextPane = "next-pane": "go to the next pane",
        PreviousPane = "previous-pane": "go to the previous pane",
    }
    Outlets = "Outlets & articles": "Going to other outlets, articles and days from any pane." {
        NextOutlet = "next-outlet": "go to the next outlet",
        PreviousOutlet = "previous-outlet": "go to the previous outlet",
        AllOutlets = "all-outlets": "show all outlets",
        NextArticle = "next-article": "go to the next article",
        PreviousArticle = "previous-article": "go to the previous article",
        NextDay = "next-day": "go to the next day in the list",
        PreviousDay = "previous-day": "go to the previous day in the list",
        NextUnread = "next-unread": "go to the next unread article",
        PreviousUnread = "previous-unread": "go to the previous unread article",
        JumpBack = "jump-back": "go back to before the last jump",
        JumpForward = "jump-forward": "go forward again",
    }
    Find = "Find & highlight": "Finding, highlighting and stepping through hits." {
        Find = "find": "find in the focused pane",
        NextHit = "next-hit": "go to the next hit",
        PreviousHit = "previous-hit": "go to the previous hit",
        NextHitAcross = "next-hit-across": "next hit, also in later articles",
        PreviousHitAcross = "previous-hit-across": "previous hit, also in earlier articles",
        NextArticleWithHit = "next-article-with-hit": "go to the next article with a hit",
        PreviousArticleWithHit = "previous-article-with-hit": "go to the previous article with a hit",
        KeywordInContext = "keyword-in-context": "show every hit in its context",
        Select = "select": "start or end selecting text",
        SelectRows = "select-rows": "select rows, in an article paragraphs",
        Highlight = "highlight": "highlight selection, hit or new word",
        KeywordSets = "keyword-sets": "manage the keyword sets",
    }
    Filter = "Filter": "Choosing which articles are listed." {
        FilterBar = "filter-bar": "filter while you type",
        ClearFilter = "clear-filter": "clear the filter",
        OutletPicker = "outlet-picker": "choose outlets",
        DatePicker = "date-picker": "choose days",
        SaveView = "save-view": "save the filter as a view",
    }
    View = "View": "Changing how articles are shown." {
        SourceView = "source-view": "show or hide removed lines with reasons",
        RemovedByReason = "removed-by-reason": "sum up removed lines by reason",
        ShowChanges = "show-changes": "show the changes of the article",
        Zen = "zen": "show only the text, or all panes",
        Narrower = "narrower": "make the list or column narrower",
        Wider = "wider": "make the list or column wider",
        Sort = "sort": "change the order of the articles",
    }
    Events = "Events": "Events: one occurrence, as several outlets told it." {
        EventList = "event-list": "list by events",
        EventPage = "event-page": "show the event of the article",
        NextTelling = "next-telling": "go to the next telling of the event",
        PreviousTelling = "previous-telling": "go to the previous telling of the event",
        MostNewTelling = "most-new-telling": "go to the telling with most that is new",
        Compare = "compare": "compare with another telling",
        DimKnown = "dim-known": "dim or hide what other tellings have",
        CorrectEvent = "correct-event": "split, merge or part events",
    }
    Marks = "Marks": "The user's marks." {
        ToggleRead = "toggle-read": "mark as read or unread",
        ToggleStar = "toggle-star": "add or remove the star",
        MarkAllRead = "mark-all-read": "mark all listed articles as read",
        EditTags = "edit-tags": "add or remove tags",
        EditNote = "edit-note": "edit the note of the article",
        EditNoteInEditor = "edit-note-in-editor": "edit the note in the editor",
        Undo = "undo": "undo the last mark or correction",
        Redo = "redo": "redo the last undone change",
    }
    Correct = "Correct a line (x)": "Correcting the class of a line in the source view." {
        CorrectBody = "correct-body": "this line is body",
        CorrectChrome = "correct-chrome": "this line is chrome",
        CorrectTitle = "correct-title": "this line is the title",
        CorrectStandfirst = "correct-standfirst": "this line is the standfirst",
        CorrectHeading = "correct-heading": "this line is a heading",
        CorrectDate = "correct-date": "this line is the date",
        CorrectByline = "correct-byline": "this line is the byline",
        CorrectCaption = "correct-caption": "this line is a caption",
        CorrectBodyEverywhere = "correct-body-everywhere": "body on all pages of this outlet",
        CorrectChromeEverywhere = "correct-chrome-everywhere": "chrome on all pages of this outlet",
        CorrectTitleEverywhere = "correct-title-everywhere": "title on all pages of this outlet",
        CorrectStandfirstEverywhere = "correct-standfirst-everywhere": "standfirst on all pages of this outlet",
        CorrectHeadingEverywhere = "correct-heading-everywhere": "heading on all pages of this outlet",
        CorrectDateEverywhere = "correct-date-everywhere": "date on all pages of this outlet",
        CorrectBylineEverywhere = "correct-byline-everywhere": "byline on all pages of this outlet",
        CorrectCaptionEverywhere = "correct-caption-everywhere": "caption on all pages of this outlet",
    }
    Export = "Copy, save, pipe": "Copying, saving and piping." {
        CopyText = "copy-text": "copy the selection or the article",
        CopyQuotation = "copy-quotation": "copy the selection with its source",
        CopyPath = "copy-path": "copy the path of the file",
        Save = "save": "save the article to a file",
        OpenInEditor = "open-in-editor": "open the source in the editor",
        Pipe = "pipe": "pipe the article to a command",
    }
    Program = "Program": "The program itself." {
        Palette = "palette": "find and run any action by name",
        Help = "help": "show the keys",
        Problems = "problems": "show problems and messages",
        Reload = "reload": "read the files again",
        ToggleMouse = "toggle-mouse": "turn the mouse on or off",
        Redraw = "redraw": "redraw the screen",
        Suspend = "suspend": "suspend to the shell",
        Quit = "quit": "quit at once",
    }
    Select = "Select": "Moving the end of a selection." {
        SelectLeft = "select-left": "select to the left",
        SelectDown = "select-down": "select one row down",
        SelectUp = "select-up": "select one row up",
        SelectRight = "select-right": "select to the right",
        SelectNextWord = "select-next-word": "select to the next word",
        SelectPreviousWord = "select-previous-word": "select to the previous word",
        SelectWordEnd = "select-word-end": "select to the end of the word",
        SelectNextSentence = "select-next-sentence": "select to the next sentence",
        SelectPreviousSentence = "select-previous-sentence": "select to the previous sentence",
        SelectNextParagraph = "select-next-paragraph": "select to the next paragraph",
        SelectPreviousParagraph = "select-previous-paragraph": "select to the previous paragraph",
        SelectOtherEnd = "select-other-end": "move the other end of the selection",
        SelectLineStart = "select-line-start": "select to the start of the row",
        SelectLineEnd = "select-line-end": "select to the end of the row",
    }
    Lists = "Lists": "Changing the rows of an overlay." {
        ToggleItem = "toggle-item": "turn the row on or off",
        AddItem = "add-item": "add a row",
        EditItem = "edit-item": "edit the row",
        RemoveItem = "remove-item": "remove the row",
        RecolorItem = "recolor-item": "change the colour of the row",
    }
    TextFields = "Text fields": "Editing a line of text." {
        PromptAccept = "prompt-accept": "accept",
        PromptCancel = "prompt-cancel": "cancel",
        PromptComplete = "prompt-complete": "complete, or show the next suggestion",
        PromptCompletePrevious = "prompt-complete-previous": "show the previous suggestion",
        PromptClear = "prompt-clear": "clear the text",
        PromptDeleteWord = "prompt-delete-word": "delete the word before the cursor",
        PromptBackspace = "prompt-backspace": "delete the letter before the cursor",
        PromptDelete = "prompt-delete": "delete the letter at the cursor",
        PromptLeft = "prompt-left": "move left",
        PromptRight = "prompt-right": "move right",
        PromptHome = "prompt-home": "move to the start",
        PromptEnd = "prompt-end": "move to the end",
        PromptWordLeft = "prompt-word-left": "move one word left",
        PromptWordRight = "prompt-word-right": "move one word right",
        PromptHistoryPrevious = "prompt-history-previous": "recall the previous input",
        PromptHistoryNext = "prompt-history-next": "recall the next input",
    }
}

impl Action {
    /// Returns the class that a correction gives a line, and whether on all pages of the outlet.
    pub fn correction(self) -> Option<(RuleClass, bool)> {
        let class = self.name().strip_prefix("correct-")?;
        let of_page = class.strip_suffix("-everywhere");
        Some((RuleClass::from_name(of_page.unwrap_or(class))?, of_page.is_some()))
    }

    /// Returns the action with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|action| action.name() == name)
    }

    /// Returns whether the palette lists it. Actions for selections, text fields and the rows of overlays are not
    /// listed.
    pub fn in_palette(self) -> bool {
        !matches!(self.group(), Group::Select | Group::Lists | Group::TextFields)
            && !matches!(self, Self::Palette | Self::Escape)
    }
}

impl fmt::Display for Action {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_the_variants_in_kebab_case_and_help_fits() {
        for &action in Action::ALL {
            let mut kebab = String::new();
            for letter in format!("{action:?}").chars() {
                if letter.is_uppercase() && !kebab.is_empty() {
                    kebab.push('-');
                }
                kebab.extend(letter.to_lowercase());
            }
            assert_eq!(action.name(), kebab);
            assert!(action.help().len() <= 41, "{action}: {}", action.help().len());
            assert_eq!(Action::from_name(action.name()), Some(action));
            assert_eq!(action.correction().is_some(), action.group() == Group::Correct);
        }
    }

    #[test]
    fn actions_are_in_the_order_of_their_groups() {
        let groups: Vec<Group> = Action::ALL.iter().map(|action| action.group()).collect();
        assert!(groups.is_sorted());
        assert!(Group::ALL.iter().all(|group| groups.contains(group)));
    }
}
