//! Exporting text: to the clipboard, to a file, to a command, to the editor.

use crate::app::App;
use crate::app::effect::Effect;
use crate::app::input::prompt::PromptKind;
use crate::app::panes::pane_layout::Pane;
use crate::app::panes::status::Level;
use crate::app::reader::pane::OpenArticle;
use crate::article::date::Date;
use crate::config::action::Action;
use crate::config::choices::SaveFormat;
use crate::export::escaped::json_text;
use crate::export::{json, markdown, text};
use crate::library::entry::Entry;
use crate::text::safe;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use unicode_segmentation::UnicodeSegmentation;

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
        if action == Action::CopyQuotation {
            return self.copy_quotation();
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

    /// Copies the selection, or the sentence of the current hit, with outlet, day, title and path.
    fn copy_quotation(&mut self) {
        let open = self.reader.open().filter(|_| self.panes.focus == Pane::Reader);
        let quoted = self.selected_text().or_else(|| open.and_then(sentence_of_hit));
        let (Some(open), Some(quoted)) = (open, quoted) else {
            let key = self.key_of(Action::Select);
            let text = format!("Nothing to quote: select text with {key}, or go to a hit");
            return self.status.inform(text);
        };
        let meta = &open.entry.article.meta;
        let source = [
            Some(meta.outlet.clone().unwrap_or_else(|| "unknown outlet".to_owned())),
            meta.date.map(Date::in_words),
            meta.headline().map(|title| format!("“{title}”")),
            Some(open.entry.path.to_string_lossy().into_owned()),
        ];
        let source: Vec<String> = source.into_iter().flatten().collect();
        let text = format!("“{}”\n— {}", quoted.trim(), source.join(", "));
        if let Some(open) = self.reader.open_mut() {
            open.selection = None;
        }
        self.copy(&text, "quotation");
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
                path: entries.first().map(|entry| entry.path.to_path_buf()),
            }),
        }
    }

    pub(crate) fn copy(&mut self, text: &str, what: &str) {
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
            Some(text) => {
                let path = self.chosen_path();
                self.emit(Effect::Pipe { command, text, path });
            }
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

/// Returns the sentence with the current hit.
fn sentence_of_hit(open: &OpenArticle) -> Option<String> {
    let hit = open.current_hit.as_ref()?.range.start;
    let block = open.document.blocks.get(open.document.block_at(hit))?;
    let text = open.document.text.get(block.range.clone())?;
    let within = hit - block.range.start;
    let sentences = text.split_sentence_bound_indices();
    let sentence = sentences.take_while(|(at, _)| *at <= within).last()?;
    Some(sentence.1.trim().to_owned())
}

/// Returns the texts of articles, with this between them.
fn joined(entries: &[Arc<Entry>], between: &str, text: impl Fn(&Entry) -> String) -> String {
    let texts: Vec<String> = entries.iter().map(|entry| text(entry)).collect();
    texts.join(between)
}
