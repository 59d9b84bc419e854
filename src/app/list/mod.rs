//! The article list and the outlet list: what is listed, in which order, and where the cursor is.

pub(crate) mod articles;
pub(crate) mod cursor;
pub(crate) mod filter;
pub(crate) mod jumps;
pub(crate) mod listing;
pub(crate) mod moving;
pub(crate) mod row_selection;
pub(crate) mod snippet;
pub(crate) mod sources;
pub(crate) mod views;
