//! The internals of extraction that `cargo xtask train` and `score` need. Only with the feature `training`; not a
//! stable interface.

pub use crate::extract::body::columns::{Columns, MOST, PADDING};
pub use crate::extract::body::features::{columns, second_columns};
pub use crate::extract::body::forest::{DEPTH, Forest, ForestTree, LEAVES, TreeSplit, probability};
pub use crate::extract::body::headline::rows_of as headline_rows;
pub use crate::extract::body::lexicon::{Lexicon, WORD_UNIT, WORDS};
pub use crate::extract::body::model::CleaningModel;
pub use crate::extract::detections::Detections;
pub use crate::extract::input::page::SourcePage;
pub use crate::extract::kind::features::{FEATURES, features as kind_features};
pub use crate::extract::kind::model::{CLASSES, KindModel};
pub use crate::extract::kind::recognise::kind_with;
pub use crate::extract::lines::analyze::UnitFeatures;
pub use crate::extract::lines::vocabulary::{Vocabulary, words_of};

use crate::article::Article;
use crate::extract::corpus::hints::Hints;
use crate::extract::pipeline;

/// Extracts with other weights than the built-in ones.
pub fn extract_with(bytes: &[u8], hints: &Hints<'_>, model: &CleaningModel) -> Vec<Article> {
    pipeline::extract_with(bytes, hints, model)
}
