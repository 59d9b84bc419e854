//! Finds, reads and stores articles, answers queries and stores marks. Not how any of it is shown.
//!
//! [`load_with`] turns files into articles as a stream. An [`Importer`] adds them to a [`Store`], on disk or in memory; a
//! [`Snapshot`] of it answers queries, in a [`SortOrder`] and with [`Facets`]. [`Marks`] are the user's own work.

pub(crate) mod checkup;
pub(crate) mod concordance;
pub(crate) mod entry;
pub(crate) mod error;
pub(crate) mod events;
pub(crate) mod identity;
pub(crate) mod load;
pub(crate) mod marks;
pub(crate) mod private;
pub(crate) mod problem;
pub(crate) mod query;
pub(crate) mod revision;
pub(crate) mod sample_corpus;
pub(crate) mod store;
#[cfg(test)]
mod tests;

pub use checkup::{CheckFinding, CheckReason, Checkup, OutletFindings};
pub use concordance::{ContextLine, ContextOrder, ContextRow, context_lines};
pub use entry::Entry;
pub use error::StoreError;

pub use events::event_index::{CopyOf, EventIndex};
pub use identity::{ArticleFingerprint, Content, ContentHash, Origin};
pub use load::event::{LoadEvent, LoadSummary, Progress};
pub use load::options::{LoadOptions, LoadSource, builtin_corpus};
pub use load::pipeline::run::load_with;
pub use load::read::{DEFAULT_SIZE_LIMIT, read};
pub use load::walk::{FoundFile, PROFILES_FILE, SkippedFiles, Walk, WalkItem, profile_files};
pub use marks::edit::{MarkChange, MarkEdit, MarkTransaction};
pub use marks::error::MarksError;
pub use marks::event_correction::EventCorrection;
pub use marks::load_marks::{LoadedMarks, StoredMarks};
pub use marks::mark::{Mark, MarksView};
pub use marks::places::ReadingPlace;
pub use marks::request::MarkRequest;
pub use marks::session::Marks;
pub use marks::store::{LastView, MARKS_FILE, MarksStore};
pub use marks::tags::{Tag, TagChange, read_tags, tag_at};
pub use marks::transfer::{TransferError, TransferSummary};
pub use private::{create_private_folder, narrow_once};
pub use problem::{Problem, ProblemKind, shown_path};
pub use query::complete::{Completion, KnownValues, complete};
pub use query::edit::{outlets_in, with_dates, with_field, with_outlets};
pub use query::facets::{DayGroup, Facets, NamedCount, OutletCount};
pub use query::field::{Hint, QueryError, QueryField};
pub use query::parsed::Query;
pub use query::scope::{ListRequest, SavedQuery, Scope};
pub use query::sort::SortOrder;
pub use revision::{Change, ChangeRun, Revision, word_changes};
pub use sample_corpus::{BUILTIN_KEYWORDS, BUILTIN_PROFILES};
pub use store::catalogue::rows::ArticleRow;
pub use store::catalogue::waiting::WaitingCounts;
pub use store::corpus::Corpus;
pub use store::handle::Store;
pub use store::import::grouping::GroupingProgress;
pub use store::import::importer::{ImportEvent, ImportSummary, Importer};
pub use store::repair::check::CheckReport;
pub use store::repair::rebuild::RebuildReport;
pub use store::search::collect::SearchResult;
pub use store::search::event_details::{
    ComparedArticles, EventDetails, EventListing, EventSummary, ListedEvent, NeighbourEvent,
};
pub use store::search::listing::ListResult;
pub use store::search::marked::LibraryMarksError;
pub use store::search::snapshot::{FileCounts, Snapshot};
