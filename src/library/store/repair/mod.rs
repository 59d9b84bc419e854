//! Checks a library, and rebuilds one that is damaged. Nothing here trusts a file: panics of the index engine are errors,
//! and each article is compared with its hashes in the catalogue.

pub(crate) mod check;
pub(crate) mod index_articles;
pub(crate) mod rebuild;
pub(crate) mod salvage;
pub(crate) mod verify;
