//! Draws the outlet list and the article list.

pub(crate) mod articles;
pub(crate) mod sources;
