//! Marks as they are kept on a disk, by programs that are killed, by several at once, and through the command line.

#[path = "../harness/mod.rs"]
mod harness;

mod command;
#[cfg(unix)]
mod kill;
mod library;
mod migration;
