//! Finds, reads and stores articles, answers queries and stores marks. Not how any of it is shown.
//!
//! [`load_with`] turns files into articles as a stream. An [`Importer`] adds them to a [`Store`], on disk or in memory;
//! a [`Snapshot`] of it answers queries, in a [`SortOrder`] and with [`Facets`]. [`Marks`] are
//! what the user did with them.

pub(crate) mod corpus;
pub(crate) mod entry;
#[cfg(test)]
mod fixtures;
pub(crate) mod identity;
pub(crate) mod load;
pub(crate) mod marks;
#[cfg(test)]
mod naive;
pub(crate) mod problem;
pub(crate) mod query;
pub(crate) mod revision;
pub(crate) mod sample_corpus;
pub(crate) mod store;

pub use corpus::{ListRequest, ListResult, OutletCount, SavedQuery, Scope, Stored};
pub use entry::Entry;
pub use identity::{ArticleFingerprint, Content, ContentHash, Origin};
pub use load::format::InputFormat;
pub use load::pipeline::source::{LoadEvent, LoadOptions, LoadSource, Progress, Summary, load_with};
pub use load::read::{DEFAULT_SIZE_LIMIT, read};
pub use load::walk::{FoundFile, PROFILES_FILE, SkippedFiles, Walk, WalkItem, profile_files};
pub use marks::edit::{MarkChange, MarkEdit, MarkRequest, MarkTransaction};
pub use marks::error::MarksError;
pub use marks::load_marks::{LoadedMarks, StoredMarks};
pub use marks::places::ReadingPlace;
pub use marks::session::Marks;
pub use marks::store::{LastView, MARKS_FILE, MarksStore};
pub use marks::tags::{Tag, TagChange, read_tags, tag_at};
pub use marks::transfer::{TransferError, TransferSummary};
pub use marks::write::EditedEntries;
pub use marks::{Mark, MarksView};
pub use problem::{Problem, ProblemKind, shown_path};
pub use query::Query;
pub use query::complete::{Completion, KnownValues, complete};
pub use query::edit::{outlets_in, with_dates, with_field, with_outlets};
pub use query::facets::{DayGroup, Facets, NamedCount};
pub use query::field::{Hint, QueryError, QueryField};
pub use query::sort::SortOrder;
pub use revision::{Change, ChangeRun, Revision, word_changes};
pub use sample_corpus::{BUILTIN_KEYWORDS, BUILTIN_PROFILES, builtin_corpus};
pub use store::Store;
pub use store::catalogue::rows::ArticleRow;
pub use store::error::StoreError;
pub use store::import::importer::{ImportEvent, ImportSummary, Importer};
pub use store::import::maintenance::{CheckReport, RebuildReport};
pub use store::search::collect::SearchResult;
pub use store::search::marked::LibraryMarksError;
pub use store::search::snapshot::{FileCounts, Snapshot};
