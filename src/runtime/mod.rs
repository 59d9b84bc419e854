//! The edge: terminal, event loop, workers, files, clipboard. Decides nothing.

mod configuration;

pub use configuration::{Configuration, ConfigurationError, settings_file};
