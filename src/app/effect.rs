//! What the app wants done outside: the only way it reaches the world.

use crate::app::jobs::job::Request;
use crate::app::jobs::library_events::CleanStored;
use crate::article::document::Document;
use crate::config::profile::RuleChange;
use crate::library::entry::Entry;
use crate::library::marks::edit::MarkChange;
use crate::library::marks::store::LastView;
use crate::library::store::corpus::Corpus;
use std::path::PathBuf;
use std::sync::Arc;

/// Something to be done outside of the app. The runtime does it and answers with an [`Event`](crate::app::event::Event) where one
/// is named.
#[derive(Debug)]
pub enum Effect {
    /// Open the library, bring it up to date and watch its folders ([`Event::Library`](crate::app::event::Event::Library)).
    OpenLibrary {
        /// Number of the run; answers of earlier runs are late.
        run: u64,
    },
    /// Read all of the library, or again only what was asked for at the start.
    Widen(bool),
    /// Clean articles of the library again with the rules as they are now.
    CleanStored(CleanStored),
    /// Compute something on a worker ([`Event::Answered`](crate::app::event::Event::Answered)).
    Work(Request),
    /// Put text on the clipboard.
    Copy(String),
    /// Write a file whole ([`Event::Saved`](crate::app::event::Event::Saved)).
    Save {
        /// Where to, as typed; a leading `~/` is the home folder.
        path: PathBuf,
        /// What to write.
        text: String,
    },
    /// Write the keyword sets ([`Event::KeywordsWritten`](crate::app::event::Event::KeywordsWritten)).
    WriteKeywords(String),
    /// Change a rule in the person's own profile ([`Event::Corrected`](crate::app::event::Event::Corrected)).
    Correct(RuleChange),
    /// Keep marks, all of them or none ([`Event::Marked`](crate::app::event::Event::Marked)).
    Mark {
        /// What is done to which articles.
        strokes: Vec<MarkChange>,
        /// What the ids are of.
        corpus: Arc<Corpus>,
    },
    /// Look up where reading stopped in these articles ([`Event::PlacesFound`](crate::app::event::Event::PlacesFound)).
    FindPlaces(Vec<Arc<Entry>>),
    /// Keep where reading stopped. It may take a second.
    KeepPlace {
        /// The article.
        entry: Arc<Entry>,
        /// The article as it is read.
        document: Arc<Document>,
        /// The offset at the top of its window.
        offset: usize,
    },
    /// Keep how the corpus is looked at. It may take a second.
    KeepView(LastView),
    /// Let the person edit a text in the editor on the terminal ([`Event::TextEdited`](crate::app::event::Event::TextEdited)).
    EditText(String),
    /// Give text to a shell command on the terminal ([`Event::Piped`](crate::app::event::Event::Piped)).
    Pipe {
        /// The command line, for the shell.
        command: String,
        /// Its standard input.
        text: String,
    },
    /// Open a file in the editor on the terminal ([`Event::Edited`](crate::app::event::Event::Edited)).
    Edit {
        /// The file.
        path: PathBuf,
        /// 1-based line to open it at.
        line: u32,
    },
    /// Stop the program until the shell lets it go on ([`Event::Resumed`](crate::app::event::Event::Resumed)).
    Suspend,
    /// Draw the whole screen anew.
    Redraw,
    /// Take or leave the mouse.
    SetMouse(bool),
    /// Give the terminal back and end.
    Quit,
}
