//! From files to articles: walking folders, reading files, cleaning them on several threads.

pub(crate) mod container;
pub(crate) mod event;
pub(crate) mod listed;
pub(crate) mod newsboat;
pub(crate) mod options;
pub(crate) mod pipeline;
pub(crate) mod read;
pub(crate) mod walk;
