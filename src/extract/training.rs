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
use crate::extract::meta::collect;
use crate::extract::meta::outlet_signs::Sign;
use crate::extract::outlets::gazetteer;
use crate::extract::pipeline;

/// Extracts with other weights than the built-in ones.
pub fn extract_with(bytes: &[u8], hints: &Hints<'_>, model: &CleaningModel) -> Vec<Article> {
    pipeline::extract_with(bytes, hints, model)
}

/// The number by which the gazetteer knows a name.
pub fn outlet_name_hash(name: &str) -> u32 {
    gazetteer::hash_of(name)
}

/// The names of the signs that a name is that of the outlet, in the order of [`outlet_rows`].
pub fn outlet_signs() -> &'static [&'static str] {
    Sign::NAMES
}

/// The names of a page that may be that of its outlet, each with the values of its signs.
pub fn outlet_rows(bytes: &[u8], hints: &Hints<'_>, model: &CleaningModel) -> Vec<(String, Vec<f32>)> {
    let articles = extract_with(bytes, hints, model);
    let rows = articles
        .first()
        .map(|article| collect::outlet_rows(article, hints));
    rows.unwrap_or_default()
}
