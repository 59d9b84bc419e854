//! What ties two articles of an event together, in words.

use crate::events::grouping::features::{ArticleFeatures, TermSet, kept_hash};
use crate::events::grouping::terms::terms;
use crate::events::telling::Telling;
use std::collections::HashMap;

/// What two articles share.
#[derive(Debug, Clone, PartialEq)]
pub struct Tie {
    /// The strongest shared words with their weights.
    pub words: Vec<(String, f32)>,
    /// The cosine of their terms.
    pub likeness: f32,
    /// An estimate of the text that they share word for word.
    pub verbatim: f32,
}

/// What an article shares with another; `telling` is the first one, whose words are shown.
pub fn ties(telling: &Telling, a: &ArticleFeatures, b: &ArticleFeatures, most: usize) -> Tie {
    let written: HashMap<u32, String> = terms(telling)
        .into_iter()
        .map(|term| (kept_hash(term.hash), term.text))
        .collect();
    let mut words: Vec<(String, f32)> = a
        .shared(b)
        .filter_map(|(x, y)| Some((written.get(&x.hash)?.clone(), x.weight().min(y.weight()))))
        .collect();
    words.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    words.truncate(most);
    let (first, second) = a.verbatim(b);
    Tie {
        words,
        likeness: a.cosine(TermSet::All, b, TermSet::All),
        verbatim: first.max(second),
    }
}
