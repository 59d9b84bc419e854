//! Marks on the disk: programs that are killed, several programs at once, migration, and the command line.

mod command;
#[cfg(unix)]
mod kill;
mod library;
mod migration;
