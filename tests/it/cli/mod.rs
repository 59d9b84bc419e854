//! The built program without a terminal: what a command prints, where, and how it ends.

mod commands;
mod profile;
