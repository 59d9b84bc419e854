//! Annotations: the tags, the note and the event of an article, which are shown after its metadata and below it. Not how they
//! are stored.

use crate::app::reader::meta_line::{SEPARATOR, meta_line};
use crate::article::document::Document;
use crate::library::entry::Entry;
use crate::library::marks::session::Marks;
use crate::library::marks::tags::Tag;
use std::sync::Arc;

/// The tags, the note and the event of an article.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Annotations {
    tags: Vec<Tag>,
    note: Option<Arc<str>>,
    /// The line of its event, once it is known.
    event: Option<String>,
}

impl Annotations {
    /// Returns the tags and the note of this article.
    pub fn of(marks: &Marks, id: u32) -> Self {
        Self {
            tags: marks.tags(id).to_vec(),
            note: marks.note(id).cloned(),
            event: None,
        }
    }

    /// Adds the line of the article's event.
    #[must_use]
    pub fn with_event(self, event: Option<String>) -> Self {
        Self { event, ..self }
    }

    /// Returns the article as it is displayed.
    pub(crate) fn document(&self, entry: &Entry) -> Document {
        let mut meta = meta_line(entry);
        if !self.tags.is_empty() {
            let tags: Vec<String> = self.tags.iter().map(|tag| format!("#{}", tag.name())).collect();
            meta.push_str(SEPARATOR);
            meta.push_str(&tags.join(" "));
        }
        let note = self.note.as_deref().unwrap_or_default();
        Document::noted(
            &entry.article,
            &meta,
            self.event.as_deref().unwrap_or_default(),
            note,
        )
    }
}
