//! The marks that an article can have, and what queries and lists ask about them. Not the marks of a session: see `session`.

/// A mark that an article can have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Mark {
    /// The article was read.
    Read,
    /// The article is starred.
    Star,
}

impl Mark {
    /// Every mark.
    pub const ALL: [Self; 2] = [Self::Read, Self::Star];
}

/// What queries and lists ask about marks, by the ids of the entries.
pub trait MarksView: Sync {
    /// Returns whether the article has the mark.
    fn has(&self, mark: Mark, id: u32) -> bool;

    /// Returns whether the article has a note.
    fn is_noted(&self, _id: u32) -> bool {
        false
    }

    /// Returns whether the article was imported since the last session.
    fn is_new(&self, _id: u32) -> bool {
        false
    }

    /// Returns whether the article has the tag, given in its folded form.
    fn has_tag(&self, _id: u32, _folded_tag: &str) -> bool {
        false
    }
}
