//! Effects: requests to the runtime, the only way in which the app reaches the outside world.

use crate::app::events::event_edit::EventEdit;
use crate::app::jobs::job::Request;
use crate::article::document::Document;
use crate::config::editable_settings::SettingChange;
use crate::config::profile::RuleChange;
use crate::library::entry::Entry;
use crate::library::marks::edit::MarkChange;
use crate::library::marks::store::LastView;
use crate::library::store::corpus::Corpus;
use std::path::PathBuf;
use std::sync::Arc;

/// Something to do outside the app. The runtime runs it and answers with the [`Event`](crate::app::event::Event) that
/// is named here, if any.
#[derive(Debug)]
pub enum Effect {
    /// Open the library, bring it up to date and watch its folders
    /// ([`Event::Library`](crate::app::event::Event::Library)).
    OpenLibrary {
        /// The number of the run; answers of earlier runs are dropped.
        run: u64,
    },
    /// Read all of the library, or only the folders that were given at the start.
    Widen(bool),
    /// Clean articles of the library again with the rules as they are now.
    Reclean(RecleanTarget),
    /// Write corrections of events and group their articles again ([`Event::Library`](crate::app::event::Event::Library)).
    CorrectEvents {
        /// The corrections.
        edit: EventEdit,
        /// The library that the ids belong to.
        corpus: Arc<Corpus>,
    },
    /// Compute something on a worker ([`Event::Answered`](crate::app::event::Event::Answered)).
    Work(Request),
    /// Put text on the clipboard.
    Copy(String),
    /// Write a file ([`Event::Saved`](crate::app::event::Event::Saved)).
    Save {
        /// The path as typed; a leading `~/` is the home folder.
        path: PathBuf,
        /// What to write.
        text: String,
    },
    /// Write the keyword sets ([`Event::KeywordsWritten`](crate::app::event::Event::KeywordsWritten)).
    WriteKeywords(String),
    /// Change a rule in the user's profile ([`Event::Corrected`](crate::app::event::Event::Corrected)).
    Correct(RuleChange),
    /// Write marks, all of them or none ([`Event::Marked`](crate::app::event::Event::Marked)).
    Mark {
        /// The changes.
        changes: Vec<MarkChange>,
        /// The library that the ids belong to.
        corpus: Arc<Corpus>,
    },
    /// Look up where reading stopped in these articles ([`Event::PlacesFound`](crate::app::event::Event::PlacesFound)).
    FindPlaces(Vec<Arc<Entry>>),
    /// Save where reading stopped. This may be delayed by a second.
    SavePlace {
        /// The article.
        entry: Arc<Entry>,
        /// The document that is shown.
        document: Arc<Document>,
        /// The offset at the top of its window.
        offset: usize,
    },
    /// Save the filter, the outlet and the order. This may be delayed by a second.
    SaveView(LastView),
    /// Change the theme ([`Event::ThemeSet`](crate::app::event::Event::ThemeSet)).
    SetTheme(String),
    /// Change the configuration file ([`Event::SettingsChanged`](crate::app::event::Event::SettingsChanged)).
    ChangeSettings(SettingChange),
    /// Edit a text in the editor on the terminal ([`Event::TextEdited`](crate::app::event::Event::TextEdited)).
    EditText(String),
    /// Pipe text to a shell command on the terminal ([`Event::Piped`](crate::app::event::Event::Piped)).
    Pipe {
        /// The command line, for the shell.
        command: String,
        /// Its standard input.
        text: String,
        /// The file of the text, which `{path}` in the command stands for.
        path: Option<PathBuf>,
    },
    /// Open a file in the editor on the terminal ([`Event::Edited`](crate::app::event::Event::Edited)).
    Edit {
        /// The file.
        path: PathBuf,
        /// 1-based line to open it at.
        line: u32,
    },
    /// Stop the program until the shell continues it ([`Event::Resumed`](crate::app::event::Event::Resumed)).
    Suspend,
    /// Redraw the whole screen.
    Redraw,
    /// Turn mouse reports on or off.
    SetMouse(bool),
    /// Restore the terminal and exit.
    Quit,
}

/// Corpus articles to clean again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RecleanTarget {
    /// The articles of an outlet.
    Outlet(String),
    /// One article.
    Article(u32),
}
