//! The user's marks: read, starred, tags, notes, reading places. [`edit`] and [`session`] define them and their changes
//! without any file; [`store`] is the marks file. Not undo: the caller keeps the transactions, and each can be reversed.

pub(crate) mod edit;
pub(crate) mod error;
pub(crate) mod event_correction;
pub(crate) mod file;
#[cfg(test)]
mod file_tests;
pub(crate) mod identity;
pub(crate) mod load_marks;
pub(crate) mod mark;
pub(crate) mod places;
pub(crate) mod request;
pub(crate) mod session;
pub(crate) mod store;
pub(crate) mod tags;
#[cfg(test)]
mod tests;
pub(crate) mod transfer;
pub(crate) mod write;
