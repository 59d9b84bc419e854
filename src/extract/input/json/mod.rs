//! JSON: the files of scrapers and services, as one object, a list, an object around a list, or one object a line.
//!
//! Which names mean which field is data: see `aliases`.

pub mod document;
pub mod lines;
pub(crate) mod own;
#[cfg(test)]
mod tests;
pub(crate) mod values;
