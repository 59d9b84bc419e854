//! The catalogue, an `SQLite` database: files, articles, outlets, rows of lists.

pub(crate) mod locations;
pub(crate) mod names;
pub(crate) mod paths;
pub(crate) mod rows;
pub(crate) mod tables;
pub(crate) mod waiting;
