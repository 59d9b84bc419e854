//! A change of the marks of many articles at once, before they are known. Not how it is written: see
//! [`marks`](crate::app::edit::marks).

use crate::library::marks::mark::Mark;
use crate::library::marks::request::MarkRequest;
use crate::library::marks::tags::{Tag, TagChange};

/// A change of the articles that a query finds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BulkEdit {
    /// They are marked as read.
    Read,
    /// They are starred.
    Star,
    /// They get this tag.
    Tag(Tag),
}

impl BulkEdit {
    /// Returns the request for these articles.
    pub(crate) fn request(&self, ids: Vec<u32>) -> MarkRequest {
        match self {
            Self::Read => MarkRequest::Set(Mark::Read, ids),
            Self::Star => MarkRequest::Set(Mark::Star, ids),
            Self::Tag(tag) => {
                let tag = tag.clone();
                MarkRequest::Tags(vec![TagChange { tag, on: true }], ids)
            }
        }
    }

    /// Returns the verb of the question.
    pub(crate) fn verb(&self) -> &'static str {
        match self {
            Self::Read => "Mark",
            Self::Star => "Star",
            Self::Tag(_) => "Tag",
        }
    }

    /// Returns the end of the question.
    pub(crate) fn result(&self) -> String {
        match self {
            Self::Read => " as read".to_owned(),
            Self::Star => String::new(),
            Self::Tag(tag) => format!(" with {}", tag.name()),
        }
    }
}
