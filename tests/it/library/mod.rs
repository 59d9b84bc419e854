//! The library on a disk: loading pages, importing them, and what happens as files change.

mod commands;
mod importer;
mod loading;
