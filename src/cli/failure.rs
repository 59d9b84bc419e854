//! The error that ends a command. `main` turns it into a message and an exit code.

use crate::runtime::configuration::ConfigurationError;
use std::io;

/// An error that ends a run early.
#[derive(Debug)]
pub enum Failure {
    /// The arguments or the configuration cannot be used. The text explains why and what to do.
    Usage(String),
    /// Something that the run depends on failed. The text explains what to do.
    Failed(String),
    /// Standard output cannot be written.
    Output(io::Error),
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

impl From<ConfigurationError> for Failure {
    fn from(error: ConfigurationError) -> Self {
        Self::Usage(error.to_string())
    }
}
