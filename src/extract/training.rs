//! The internals of extraction that `cargo xtask train` and `score` need. Only with the feature `training`; not a stable
//! interface.

pub use super::features::{Columns, MOST, PADDING, columns};
pub use super::headline::rows_of as headline_rows;
pub use super::measure::Measured;
pub use super::model::{
    DEPTH, Forest, LEAVES, Lexicon, Model, Split, Tree, WORD_UNIT, WORDS, probability, second_columns,
};
pub use super::page::Page;
pub use super::phrases::{Vocabulary, words_of};

use super::Hints;
use crate::article::Article;

/// Extracts with other weights than the built-in ones.
pub fn extract_with(bytes: &[u8], hints: &Hints<'_>, model: &Model) -> Vec<Article> {
    super::extract_with(bytes, hints, model)
}
