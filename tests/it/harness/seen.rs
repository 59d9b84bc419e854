//! What tests check of a reader: what is listed, open, reported and marked.

use super::AppDriver;
use newsprint::app::{OpenArticle, Pane, Scope};
use newsprint::article::LineClass;
use newsprint::library::Entry;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

impl AppDriver {
    pub fn focus(&self) -> Pane {
        self.app.panes.focus
    }

    /// The titles that are listed, in order.
    pub fn titles(&self) -> Vec<String> {
        let Some(corpus) = self.app.listing.corpus() else {
            return Vec::new();
        };
        let rows = corpus.rows(self.app.listing.listed()).expect("a library");
        rows.into_iter().map(|row| row.title).collect()
    }

    /// All articles that are read.
    pub fn entries(&self) -> Vec<Arc<Entry>> {
        let Some(corpus) = self.app.listing.corpus() else {
            return Vec::new();
        };
        let ids: Vec<u32> = (0..corpus.snapshot().id_bound()).collect();
        corpus.entries(&ids, &AtomicBool::new(false)).collect()
    }

    /// The class of the line with this text in the article of this title.
    pub fn class_in(&self, title: &str, text: &str) -> LineClass {
        let entries = self.entries();
        let entry = entries
            .iter()
            .find(|entry| entry.article.source.contains(title))
            .expect("an article");
        let line = entry
            .article
            .lines
            .iter()
            .find(|line| entry.article.text_of(line) == text);
        line.expect("a line of that text").class
    }

    /// The title under the cursor of the list.
    pub fn chosen(&self) -> String {
        self.app
            .listing
            .row(self.app.articles.cursor)
            .map_or_else(String::new, |row| row.title.clone())
    }

    /// The title of the open article.
    pub fn open(&self) -> String {
        self.app
            .reader
            .open()
            .map_or_else(String::new, |open| open.entry.display_title().0)
    }

    /// The message in the bottom line.
    pub fn message(&self) -> &str {
        self.app
            .status
            .current
            .as_ref()
            .map_or("", |message| &message.text)
    }

    /// The number of the current hit and the number of hits, as the title of the focused pane has it.
    pub fn counter(&self) -> String {
        let counter = match self.focus() {
            Pane::Reader => self.app.hit_counter(),
            list => self.app.row_counter(list),
        };
        counter.map_or_else(String::new, |(at, of)| format!("{at}/{of}"))
    }

    /// The outlet that is listed.
    pub fn outlet(&self) -> String {
        match self.app.listing.scope() {
            Scope::All => "all".to_owned(),
            Scope::Outlet(name) => name.to_string(),
            Scope::Unknown => "unknown".to_owned(),
            Scope::Saved(saved) => saved.name.clone(),
        }
    }

    /// The text in the open prompt.
    pub fn typed(&self) -> &str {
        self.app
            .input
            .prompt
            .as_ref()
            .map_or("", |prompt| prompt.field.text())
    }

    /// The text that is selected.
    pub fn selected(&self) -> Option<String> {
        let open = self.app.reader.open()?;
        let selection = open.selection.as_ref()?;
        Some(selection.text(&open.document.text).to_owned())
    }

    /// The text of the hit that was jumped to.
    pub fn hit(&self) -> Option<String> {
        let open = self.app.reader.open()?;
        let hit = open.current_hit.as_ref()?;
        open.document.text.get(hit.range.clone()).map(str::to_owned)
    }

    /// Where the hit that was jumped to begins.
    pub fn hit_at(&self) -> Option<usize> {
        Some(self.app.reader.open()?.current_hit.as_ref()?.range.start)
    }

    /// The offset at the top of the article's window.
    pub fn top(&self) -> usize {
        self.app.reader.open().map_or(0, OpenArticle::top)
    }

    /// The text in the article's window.
    pub fn window(&self) -> &str {
        self.app
            .reader
            .open()
            .and_then(|open| open.document.text.get(open.window()))
            .unwrap_or_default()
    }

    /// Whether the article of this title is marked as read.
    pub fn is_read(&self, title: &str) -> bool {
        self.app.marks.is_read(self.id(title))
    }

    /// Whether the article of this title is starred.
    pub fn is_starred(&self, title: &str) -> bool {
        self.app.marks.is_starred(self.id(title))
    }

    /// The id of the article of this title.
    pub fn id(&self, title: &str) -> u32 {
        let entries = self.entries();
        let entry = entries.iter().find(|entry| entry.display_title().0 == title);
        entry.expect("an article of that title").id
    }
}
