//! The tags and the note of an article as its head shows them: tags after the metadata, the note below. Not how they
//! are stored.

use crate::app::reader::meta_line::meta_line;
use crate::article::document::Document;
use crate::library::entry::Entry;
use crate::library::marks::session::Marks;
use crate::library::marks::tags::Tag;
use std::sync::Arc;

/// The tags and the note of an article.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Annotations {
    tags: Vec<Tag>,
    note: Option<Arc<str>>,
}

impl Annotations {
    /// Returns the tags and the note of this article.
    pub fn of(marks: &Marks, id: u32) -> Self {
        Self {
            tags: marks.tags(id).to_vec(),
            note: marks.note(id).cloned(),
        }
    }

    /// Returns the article as it is displayed.
    pub(crate) fn document(&self, entry: &Entry) -> Document {
        let mut meta = meta_line(entry);
        for (at, tag) in self.tags.iter().enumerate() {
            meta.push_str(if at == 0 { " · #" } else { " #" });
            meta.push_str(tag.name());
        }
        let note = self.note.as_deref().unwrap_or_default();
        Document::noted(&entry.article, &meta, note)
    }
}
