//! The edge of the program: terminal, event loop, workers, files, clipboard. It makes no decisions; it passes events to
//! the app and runs its effects.

pub(crate) mod configuration;
pub(crate) mod environment;
pub(crate) mod event_grouping;
pub(crate) mod event_loop;
pub(crate) mod external;
pub(crate) mod failpoint;
pub(crate) mod headless_reader;
pub(crate) mod input;
pub(crate) mod library;
pub(crate) mod library_commands;
pub(crate) mod library_launch;
#[cfg(test)]
mod library_tests;
pub(crate) mod library_watchers;
pub(crate) mod loop_event;
pub(crate) mod marks;
pub(crate) mod panic_message;
pub(crate) mod pending_work;
pub(crate) mod profiles;
pub(crate) mod signals;
pub(crate) mod state;
pub(crate) mod terminal;
pub(crate) mod workers;

pub use configuration::{Configuration, ConfigurationError, data_folder, settings_file};
pub use environment::Environment;
pub use event_loop::{Launch, run};
pub use external::folder_of;
pub use headless_reader::HeadlessReader;
pub use library_launch::{LibraryContent, LibraryLaunch};
pub use marks::MarksLocation;
