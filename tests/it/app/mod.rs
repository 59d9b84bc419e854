//! The reader without a terminal: tests send keys and events and check state and effects. Screens are tested in `ui`.

mod commands;
mod context;
mod correcting;
mod cost;
mod filtering;
mod finding;
mod jumps;
mod keywords;
mod law;
mod loading;
mod marks;
mod moving;
mod outlets;
mod pages;
mod panes;
mod pickers;
mod prompts;
mod random;
mod reading;
mod rows;
mod saved;
mod selecting;
mod stored;
mod taking;
