//! Imports: what changed on disk, cleaning, writing, and maintenance.

pub(crate) mod changed_files;
pub(crate) mod grouping;
pub(crate) mod importer;
pub(crate) mod maintenance;
pub(crate) mod partial_file;
pub(crate) mod pending_article;
pub(crate) mod reclean;
pub(crate) mod second_reading;
pub(crate) mod shared_template;
pub(crate) mod summary;
pub(crate) mod undo_log;
pub(crate) mod write_article;
pub(crate) mod write_page;
pub(crate) mod writer;
