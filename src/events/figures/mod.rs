//! What is counted and dated in an article: numbers with unit, noun and hedge; days, weekdays and years.

pub mod find;
pub mod lexicon;
pub mod number;
mod tokens;
pub mod when;

pub use find::{Figure, figures};
