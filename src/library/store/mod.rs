//! The library on disk: all imported articles, and the search over their text.
//!
//! A library is a folder with a catalogue (`SQLite`: files, rows of lists, counts), an index (`tantivy`: words, and the
//! articles themselves) and a lock file. [`handle`] opens it, a snapshot in [`search`] answers queries, and one importer at
//! a time writes: see [`import`]. [`repair`] checks and rebuilds. Article ids never change. `docs/library.md` describes the files and their repair.

pub(crate) mod catalogue;
pub(crate) mod corpus;
pub(crate) mod handle;
pub(crate) mod import;
pub(crate) mod index;
pub(crate) mod repair;
pub(crate) mod search;
pub(crate) mod swap;
pub(crate) mod temporary;
