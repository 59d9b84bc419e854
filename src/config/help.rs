//! The rows of the help: actions that belong together share a row, every other action has its own. Not the keys, which
//! are in `keymap`.

use crate::config::action::Action;
use crate::config::action::Action as A;
use crate::config::action::Group;
use crate::config::keymap::{Keymap, context_of};

/// The actions that share a row, in the order of their keys, and what they do.
const JOINED: &[(&[Action], &str)] = &[
    (&[A::MoveDown, A::MoveUp], "move down, up"),
    (&[A::MoveTop, A::MoveBottom], "go to the top, the bottom"),
    (&[A::HalfPageDown, A::HalfPageUp], "half a page down, up"),
    (&[A::PageDown, A::PageUp], "a page down, up"),
    (&[A::GoIn, A::GoOut], "go in, go one pane left"),
    (&[A::NextPane, A::PreviousPane], "next, previous pane"),
    (&[A::NextOutlet, A::PreviousOutlet], "next, previous outlet"),
    (&[A::NextArticle, A::PreviousArticle], "next, previous article"),
    (&[A::NextDay, A::PreviousDay], "next, previous day or removed run"),
    (
        &[A::NextUnread, A::PreviousUnread],
        "next, previous unread article",
    ),
    (&[A::JumpBack, A::JumpForward], "back, forward"),
    (&[A::NextHit, A::PreviousHit], "next, previous hit"),
    (&[A::Select, A::SelectRows], "select text; rows or paragraphs"),
    (
        &[A::NextHitAcross, A::PreviousHitAcross],
        "the same, across articles",
    ),
    (
        &[A::NextArticleWithHit, A::PreviousArticleWithHit],
        "next, previous article with a hit",
    ),
    (&[A::FilterBar, A::ClearFilter], "filter, clear the filter"),
    (&[A::Narrower, A::Wider], "narrower, wider"),
    (&[A::EditNote, A::EditNoteInEditor], "note, note in the editor"),
    (&[A::Undo, A::Redo], "undo, redo"),
    (&[A::CorrectBody, A::CorrectBodyEverywhere], "body; on all pages"),
    (
        &[A::CorrectChrome, A::CorrectChromeEverywhere],
        "chrome; on all pages",
    ),
    (
        &[A::CorrectTitle, A::CorrectTitleEverywhere],
        "title; on all pages",
    ),
    (
        &[A::CorrectStandfirst, A::CorrectStandfirstEverywhere],
        "standfirst; on all pages",
    ),
    (
        &[A::CorrectHeading, A::CorrectHeadingEverywhere],
        "heading; on all pages",
    ),
    (&[A::CorrectDate, A::CorrectDateEverywhere], "date; on all pages"),
    (
        &[A::CorrectByline, A::CorrectBylineEverywhere],
        "byline; on all pages",
    ),
    (
        &[A::CorrectCaption, A::CorrectCaptionEverywhere],
        "caption; on all pages",
    ),
    (
        &[A::CopyText, A::CopyQuotation, A::CopyPath],
        "copy text, with source, the path",
    ),
    (&[A::SelectLeft, A::SelectRight], "select to the left, right"),
    (&[A::SelectDown, A::SelectUp], "select one row down, up"),
    (
        &[A::SelectNextWord, A::SelectPreviousWord],
        "to the next, previous word",
    ),
    (
        &[A::SelectNextSentence, A::SelectPreviousSentence],
        "to the next, previous sentence",
    ),
    (
        &[A::SelectNextParagraph, A::SelectPreviousParagraph],
        "to the next, previous paragraph",
    ),
    (
        &[A::SelectLineStart, A::SelectLineEnd],
        "to the start, end of the row",
    ),
    (
        &[A::PromptComplete, A::PromptCompletePrevious],
        "complete; previous suggestion",
    ),
    (
        &[A::PromptBackspace, A::PromptDelete],
        "delete before, at the cursor",
    ),
    (&[A::PromptLeft, A::PromptRight], "move left, right"),
    (&[A::PromptHome, A::PromptEnd], "move to the start, the end"),
    (
        &[A::PromptWordLeft, A::PromptWordRight],
        "move one word left, right",
    ),
    (
        &[A::PromptHistoryPrevious, A::PromptHistoryNext],
        "previous, next input",
    ),
];

/// What the keys apply to, which decides the order of the help.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Situation {
    /// A list has the focus.
    List,
    /// An article is read.
    Reading,
    /// The source view is shown.
    Source,
    /// Text is selected.
    Selecting,
}

impl Situation {
    /// Returns the name in the title of the help.
    pub fn name(self) -> &'static str {
        match self {
            Self::List => "in a list",
            Self::Reading => "while reading",
            Self::Source => "in the source view",
            Self::Selecting => "while selecting",
        }
    }

    /// Returns the groups that are shown first.
    fn first(self) -> &'static [Group] {
        match self {
            Self::List => &[],
            Self::Reading => &[
                Group::Move,
                Group::Outlets,
                Group::Find,
                Group::View,
                Group::Marks,
                Group::Export,
            ],
            Self::Source => &[Group::Correct, Group::Move, Group::View],
            Self::Selecting => &[Group::Select],
        }
    }
}

/// A row of the help.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HelpRow {
    /// Its group.
    pub group: Group,
    /// The keys, as the configuration writes them.
    pub keys: String,
    /// What they do.
    pub text: &'static str,
    /// The names of the actions, for searching.
    pub names: String,
}

/// Returns every action with its keys, those that apply to the situation first. Actions without keys have a row too.
pub fn rows(keymap: &Keymap, situation: Situation) -> Vec<HelpRow> {
    let mut groups: Vec<Group> = situation.first().to_vec();
    groups.extend(
        Group::ALL
            .iter()
            .filter(|group| !situation.first().contains(group)),
    );
    let of_group = |group: Group| {
        let actions = Action::ALL.iter().filter(move |action| action.group() == group);
        actions.filter_map(move |action| row(keymap, *action))
    };
    groups.into_iter().flat_map(of_group).collect()
}

/// Returns the row that begins with an action; `None` if another row includes it.
fn row(keymap: &Keymap, action: Action) -> Option<HelpRow> {
    let joined = JOINED.iter().find(|(actions, _)| actions.contains(&action));
    let single = [action];
    let (actions, text) = match joined {
        Some((actions, _)) if actions.first() != Some(&action) => return None,
        Some((actions, text)) => (*actions, *text),
        None => (&single[..], action.help()),
    };
    let context = context_of(action.group());
    let keys = if joined.is_some() {
        let keys = actions
            .iter()
            .filter_map(|action| keymap.key_of(context, *action));
        keys.collect::<Vec<_>>()
    } else {
        keymap.keys_of(context, action)
    };
    Some(HelpRow {
        group: action.group(),
        keys: keys.join(" "),
        text,
        names: actions
            .iter()
            .map(|action| action.name())
            .collect::<Vec<_>>()
            .join(" "),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::bindings::Preset;

    #[test]
    fn every_action_is_in_one_row() {
        for situation in [
            Situation::List,
            Situation::Reading,
            Situation::Source,
            Situation::Selecting,
        ] {
            let rows = rows(&Preset::Vim.keymap(), situation);
            for action in Action::ALL {
                let with = rows
                    .iter()
                    .filter(|row| row.names.split(' ').any(|name| name == action.name()));
                assert_eq!(with.count(), 1, "{action}");
            }
        }
    }

    #[test]
    fn what_applies_now_is_first() {
        let first = |situation| rows(&Preset::Vim.keymap(), situation)[0].clone();
        assert_eq!(first(Situation::Source).group, Group::Correct);
        let row = first(Situation::Reading);
        assert_eq!((row.keys.as_str(), row.text), ("j k", "move down, up"));
    }
}
