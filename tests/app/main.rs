//! The reader without a terminal: keys and news go in, state and effects are looked at. Not how it looks: see
//! `tests/ui`.

#[path = "../harness/mod.rs"]
mod harness;

mod correcting;
mod cost;
mod filtering;
mod finding;
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
mod saved;
mod selecting;
mod stored;
mod taking;
