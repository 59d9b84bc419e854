//! Finds, reads and keeps articles, answers queries, holds marks, counts and orders. Knows no terminal.
//!
//! A load ([`load`], [`Loading`]) gives [`Entry`] after [`Entry`] with ids from 0 on, so that a plain list of them is
//! a snapshot in which an id is an index. [`Query`] picks ids, [`sorted`] orders them, [`Facets`]
//! count them, [`Marks`] say what the reader did with them.

mod builtin;
mod corpus;
mod entry;
mod files;
mod format;
mod gate;
mod identity;
mod loader;
mod marks;
mod problem;
mod query;
mod read;
mod revision;
#[cfg(test)]
mod sample;
mod sequence;
mod shelf;
mod store;
mod worker;

pub use builtin::{BUILTIN_KEYWORDS, BUILTIN_PROFILES, builtin_corpus};
pub use corpus::{Corpus, Listing, OutletCount, SavedQuery, Scope, Stored, Wanted};
pub use entry::Entry;
pub use files::{FoundFile, LeftOut, Met, PROFILES_FILE, Walk, profile_files};
pub use format::Format;
pub use identity::{Content, ContentHash, Origin, Shape};
pub use loader::{LoadEvent, LoadOptions, Loading, Progress, Source, Summary, load, load_with};
pub use marks::{
    Deed, DoneTo, Imported, Kept, LastView, MARKS_FILE, Mark, Marks, MarksError, MarksStore, MarksView,
    ReadingPlace, Recalled, Step, Stroke, Tag, TagChange, TransferError, Wish, read_tags, tag_at,
};
pub use problem::{Problem, ProblemKind, shown_path};
pub use query::{
    Completion, Hint, KnownValues, Query, QueryError, QueryField, SortOrder, complete, outlets_in,
    with_dates, with_field, with_outlets,
};
pub use read::{DEFAULT_SIZE_LIMIT, read};
pub use revision::{Change, Revision, Run, word_changes};
pub use shelf::{Counted, DayGroup, Facets, days, ranked, sorted};
pub use store::{
    Checked, FileCounts, Found, ImportEvent, ImportSummary, Importer, LibraryMarksError, Rebuilt, Row,
    Snapshot, Store, StoreError,
};
