//! Exporting text: to the clipboard, to a file, to a command, to the editor.

use crate::app::App;
use crate::app::effect::Effect;
use crate::app::input::prompt::PromptKind;
use crate::app::panes::pane_layout::Pane;
use crate::app::panes::status::Level;
use crate::app::reader::pane::OpenArticle;
use crate::config::action::Action;
use crate::config::choices::SaveFormat;
use crate::export::escaped::json_text;
use crate::export::{json, markdown, text};
use crate::library::entry::Entry;
use crate::text::safe;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The number of bytes that make 100,000 in base64, the longest sequence that hterm and similar terminals accept.
const CLIPBOARD_SURE: usize = 74_994;

/// Longer texts block a slow connection, and terminals discard them unread.
const CLIPBOARD_LIMIT: usize = 1_000_000;

/// An action on the whole text of an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum TextAction {
    Copy,
    /// Into a file of this name.
    Save(String),
    /// Into this command.
    Pipe(String),
}

impl App {
    pub(crate) fn act_on_export(&mut self, action: Action) {
        if action == Action::CopyText
            && let Some(text) = self.selected_text()
        {
            if let Some(open) = self.reader.open_mut() {
                open.selection = None;
            }
            return self.copy(&text, "selection");
        }
        let Some(path) = self.chosen_path() else {
            return self.status.inform("No article to copy or save");
        };
        match action {
            Action::CopyText => self.run_text_action(TextAction::Copy),
            Action::CopyPath => self.copy_paths(&path),
            Action::Save => self.prompt_for_path(&path),
            Action::Pipe => {
                let command = self.settings.commands.pipe.clone().unwrap_or_default();
                self.open_prompt(PromptKind::Pipe, &command);
            }
            Action::OpenInEditor => self.edit(path),
            _ => {}
        }
    }

    /// Copies the paths of the selected rows, or this one.
    fn copy_paths(&mut self, path: &Path) {
        let Some(rows) = self.selected_rows() else {
            return self.copy(&path.to_string_lossy(), "path");
        };
        let rows = rows.filter_map(|place| self.listing.row(place));
        let paths: Vec<String> = rows.map(|row| row.path.to_string_lossy().into_owned()).collect();
        self.end_row_selection();
        self.copy(&paths.join("\n"), "paths");
    }

    /// Returns the open article if the article pane has the focus; otherwise actions apply to the one under the cursor.
    fn read_entry(&self) -> Option<&Arc<Entry>> {
        let open = self.reader.open().filter(|_| self.panes.focus == Pane::Reader);
        open.map(|open| &open.entry)
    }

    fn chosen_path(&self) -> Option<PathBuf> {
        match self.read_entry() {
            Some(entry) => Some(entry.path.to_path_buf()),
            None => self.listing.row(self.articles.cursor).map(|row| row.path.clone()),
        }
    }

    /// Runs an action on the text of the selected article, which may have to be read from the library first.
    fn run_text_action(&mut self, text_action: TextAction) {
        if let Some(ids) = self.selected_ids() {
            self.end_row_selection();
            return self.fetch_for_action(ids, text_action);
        }
        let chosen = self.listing.listed_entry(self.articles.cursor);
        match self.read_entry().or(chosen).cloned() {
            Some(entry) => self.apply_text_action(&[entry], text_action),
            None => self.fetch_for_action(self.chosen_id().into_iter().collect(), text_action),
        }
    }

    pub(crate) fn apply_text_action(&mut self, entries: &[Arc<Entry>], text_action: TextAction) {
        let text = || joined(entries, "\n\n", |entry| text::text(&entry.article, false));
        let what = if entries.len() == 1 { "article" } else { "articles" };
        match text_action {
            TextAction::Copy => self.copy(&text(), what),
            TextAction::Save(name) => self.save(entries, &name),
            TextAction::Pipe(command) => self.emit(Effect::Pipe {
                command,
                text: text(),
            }),
        }
    }

    fn copy(&mut self, text: &str, what: &str) {
        // A path may contain control characters, which must not reach the terminal, not even inside an OSC sequence.
        let text = safe::harmless(text).into_owned();
        let size = text.len();
        if size > CLIPBOARD_LIMIT {
            let size = size / 1_000_000;
            let text = format!(
                "The {what} ({size} MB) is too long for a terminal's clipboard; e saves it, | pipes it"
            );
            return self.status.report(Level::Warning, text);
        }
        if size > CLIPBOARD_SURE {
            let size = size / 1000;
            let message =
                format!("Copied the {what} ({size} kB); some terminals accept at most 74 kB; e saves it");
            self.status.report(Level::Warning, message);
        } else {
            let size = text.chars().count();
            self.status
                .inform(format!("Copied the {what} ({size} characters)"));
        }
        self.emit(Effect::Copy(text));
    }

    fn prompt_for_path(&mut self, path: &Path) {
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

    /// Saves the selected article; the extension of the name sets the format.
    pub(crate) fn save_as(&mut self, name: &str) {
        self.run_text_action(TextAction::Save(name.to_owned()));
    }

    fn save(&mut self, entries: &[Arc<Entry>], name: &str) {
        let path = PathBuf::from(name);
        let line =
            |entry: &Entry| json_text(&json::json(&entry.article, &entry.path.to_string_lossy())) + "\n";
        let text = match path.extension().and_then(|ending| ending.to_str()) {
            Some("json" | "jsonl") => joined(entries, "", line),
            Some("md" | "markdown") => joined(entries, "\n---\n\n", |entry| {
                markdown::markdown(&entry.article, false)
            }),
            _ => joined(entries, "\n\n", |entry| text::text(&entry.article, false)),
        };
        self.emit(Effect::Save { path, text });
    }

    /// Pipes the selection, or the selected article, to a command.
    pub(crate) fn pipe_to(&mut self, command: &str) {
        let command = command.to_owned();
        match self.selected_text() {
            Some(text) => self.emit(Effect::Pipe { command, text }),
            None => self.run_text_action(TextAction::Pipe(command)),
        }
    }

    fn edit(&mut self, path: PathBuf) {
        if self.session.is_built_in {
            let text = "The sample corpus has no files to edit; e saves this article to a file";
            return self.status.inform(text);
        }
        let line = self
            .reader
            .open()
            .filter(|open| *open.entry.path == *path)
            .map_or(1, OpenArticle::line);
        self.emit(Effect::Edit { path, line });
    }
}

/// Returns the texts of articles, with this between them.
fn joined(entries: &[Arc<Entry>], between: &str, text: impl Fn(&Entry) -> String) -> String {
    let texts: Vec<String> = entries.iter().map(|entry| text(entry)).collect();
    texts.join(between)
}
