//! From files to entries: walking folders, reading files, cleaning them on several threads.

pub(crate) mod format;
pub(crate) mod pipeline;
pub(crate) mod read;
pub(crate) mod walk;
