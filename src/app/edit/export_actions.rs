//! Taking text away: to the clipboard, into a file, into a command, into the editor.

use crate::app::App;
use crate::app::effect::Effect;
use crate::app::input::prompt::PromptKind;
use crate::app::panes::pane_layout::Pane;
use crate::app::panes::status::Level;
use crate::app::reader::pane::OpenArticle;
use crate::config::action::Action;
use crate::config::choices::SaveFormat;
use crate::export::{json, markdown, text};
use crate::library::entry::Entry;
use crate::text::safe;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// So many bytes make 100,000 in base64, the longest sequence that terminals of the hterm kind take.
const CLIPBOARD_SURE: usize = 74_994;

/// What is longer holds up a slow connection, and terminals throw it away unread.
const CLIPBOARD_LIMIT: usize = 1_000_000;

/// What is done with the whole text of an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum TextAction {
    Copy,
    /// Into a file of this name.
    Save(String),
    /// Into this command.
    Pipe(String),
}

impl App {
    pub(crate) fn act_on_taking(&mut self, action: Action) {
        if action == Action::CopyText
            && let Some(text) = self.selected_text()
        {
            if let Some(open) = self.reader.open_mut() {
                open.selection = None;
            }
            return self.copy(&text, "the selection");
        }
        let Some(path) = self.chosen_path() else {
            return self.status.say(Level::Info, "there is no article to take");
        };
        match action {
            Action::CopyText => self.take(TextAction::Copy),
            Action::CopyPath => self.copy(&path.to_string_lossy(), "the path"),
            Action::Save => self.ask_where_to_save(&path),
            Action::Pipe => {
                let command = self.settings.commands.pipe.clone().unwrap_or_default();
                self.open_prompt(PromptKind::Pipe, &command);
            }
            Action::OpenInEditor => self.edit(path),
            _ => {}
        }
    }

    /// The article that is open while it is read, else none: then the one under the cursor is meant.
    fn read_entry(&self) -> Option<&Arc<Entry>> {
        let open = self.reader.open().filter(|_| self.panes.focus == Pane::Reader);
        open.map(|open| &open.entry)
    }

    fn chosen_path(&self) -> Option<PathBuf> {
        match self.read_entry() {
            Some(entry) => Some(entry.path.to_path_buf()),
            None => self.view.row(self.articles.cursor).map(|row| row.path.clone()),
        }
    }

    /// Takes the text of the chosen article. One of a library may have to be read first.
    fn take(&mut self, taking: TextAction) {
        let chosen = self.view.listed_entry(self.articles.cursor);
        match self.read_entry().or(chosen).cloned() {
            Some(entry) => self.take_from(&entry, taking),
            None => self.fetch_to_take(taking),
        }
    }

    pub(crate) fn take_from(&mut self, entry: &Entry, taking: TextAction) {
        let text = || text::text(&entry.article, false);
        match taking {
            TextAction::Copy => self.copy(&text(), "the article"),
            TextAction::Save(name) => self.save(entry, &name),
            TextAction::Pipe(command) => self.ask(Effect::Pipe {
                command,
                text: text(),
            }),
        }
    }

    fn copy(&mut self, text: &str, what: &str) {
        // A path may hold what no terminal should be given, in an OSC sequence either.
        let text = safe::harmless(text).into_owned();
        let size = text.len();
        if size > CLIPBOARD_LIMIT {
            let size = size / 1_000_000;
            let said =
                format!("{what} ({size} MB) is too long for a terminal's clipboard; e saves it, | pipes it");
            return self.status.say(Level::Warning, said);
        }
        if size > CLIPBOARD_SURE {
            let size = size / 1000;
            let said =
                format!("copied {what} ({size} kB); some terminals take no more than 74 kB: e saves it");
            self.status.say(Level::Warning, said);
        } else {
            let size = text.chars().count();
            self.status
                .say(Level::Info, format!("copied {what} ({size} characters)"));
        }
        self.ask(Effect::Copy(text));
    }

    fn ask_where_to_save(&mut self, path: &Path) {
        let ending = match self.settings.save.format {
            SaveFormat::Text => "txt",
            SaveFormat::Markdown => "md",
            SaveFormat::Json => "json",
        };
        let stem = path
            .file_stem()
            .map_or_else(|| "article".into(), |stem| stem.to_string_lossy());
        let folder = self
            .settings
            .save
            .folder
            .clone()
            .map(|folder| format!("{}/", folder.trim_end_matches('/')));
        let name = format!("{}{stem}.clean.{ending}", folder.unwrap_or_default());
        self.open_prompt(PromptKind::Save, &safe::harmless_line(&name));
    }

    /// Saves the chosen article; the ending of the name says in which form.
    pub(crate) fn save_as(&mut self, name: &str) {
        self.take(TextAction::Save(name.to_owned()));
    }

    fn save(&mut self, entry: &Entry, name: &str) {
        let path = PathBuf::from(name);
        let text = match path.extension().and_then(|ending| ending.to_str()) {
            Some("json") => format!("{}\n", json::json(&entry.article, &entry.path.to_string_lossy())),
            Some("md" | "markdown") => markdown::markdown(&entry.article, false),
            _ => text::text(&entry.article, false),
        };
        self.ask(Effect::Save { path, text });
    }

    /// Gives the selection, or the chosen article, to a command.
    pub(crate) fn pipe_to(&mut self, command: &str) {
        let command = command.to_owned();
        match self.selected_text() {
            Some(text) => self.ask(Effect::Pipe { command, text }),
            None => self.take(TextAction::Pipe(command)),
        }
    }

    fn edit(&mut self, path: PathBuf) {
        if self.session.is_built_in {
            let text = "the sample corpus has no files to edit; e saves this article to one";
            return self.status.say(Level::Info, text);
        }
        let line = self
            .reader
            .open()
            .filter(|open| *open.entry.path == *path)
            .map_or(1, OpenArticle::line);
        self.ask(Effect::Edit { path, line });
    }
}
