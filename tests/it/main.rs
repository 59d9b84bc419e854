//! The integration tests: one binary, so that the crate is linked once for all of them.
//!
//! `cargo test --test it app::` runs one module. `NEWSPRINT_REGENERATE=1 cargo test --test it` rewrites the expected files
//! (golden pages, screens, gaps and the tables in `docs/`); read the difference before you commit it. Inputs on which a
//! property once failed are in `tests/proptest-regressions`, and are tried first.

mod app;
mod cells;
mod cleaning;
mod cli;
mod config;
mod docs;
#[path = "../laws/formats.rs"]
mod format_laws;
mod harness;
#[path = "../laws/inputs.rs"]
mod input_laws;
mod inputs;
#[path = "../laws/mod.rs"]
#[allow(dead_code)] // The fuzz target uses the same module.
mod laws;
mod layers;
mod library;
mod marks;
#[cfg(unix)]
mod pty;
mod ui;
