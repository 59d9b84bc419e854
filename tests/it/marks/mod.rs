//! Marks as they are kept on a disk, by programs that are killed, by several at once, and through the command line.

mod command;
#[cfg(unix)]
mod kill;
mod library;
