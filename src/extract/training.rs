//! The internals of extraction that `cargo xtask train` and `score` need. Only with the feature `training`; not a stable
//! interface.

pub use super::columns::{Columns, MOST, PADDING};
pub use super::detections::Detections;
pub use super::features::{columns, second_columns};
pub use super::forest::{DEPTH, Forest, LEAVES, Split, Tree, probability};
pub use super::headline::rows_of as headline_rows;
pub use super::lexicon::{Lexicon, WORD_UNIT, WORDS};
pub use super::measure::Measured;
pub use super::model::Model;
pub use super::page::Page;
pub use super::phrases::{Vocabulary, words_of};

use super::Hints;
use crate::article::Article;

/// Extracts with other weights than the built-in ones.
pub fn extract_with(bytes: &[u8], hints: &Hints<'_>, model: &Model) -> Vec<Article> {
    super::pipeline::extract_with(bytes, hints, model)
}
