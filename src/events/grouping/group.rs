//! Groups articles into events: features, candidates, scores, linkage. The order of the articles does not matter except
//! for the numbers of the result.

use crate::events::grouping::background::{Background, TermCounts};
use crate::events::grouping::candidates::CandidateIndex;
use crate::events::grouping::features::{ArticleFeatures, RawFeatures};
use crate::events::grouping::linkage::{JoinLimit, PairConstraints, link};
use crate::events::grouping::model::PairModel;
use crate::events::grouping::neighbourhood::Neighbourhood;
use crate::events::grouping::pair::{COLUMNS, is_series, similarity, values};
use crate::events::telling::Telling;
use std::collections::HashMap;

/// The limit of most collections.
const USUAL: JoinLimit = JoinLimit {
    least: 0.34,
    few: 0.22,
    halved: 4.0,
};
/// The limit among few long texts. They have no background that tells an event from its story, and their length gives
/// evidence enough for certainty, which headlines cannot reach.
const OF_FEW_LONG: JoinLimit = JoinLimit {
    least: 0.34,
    few: 0.653,
    halved: 16.0,
};
/// The number of articles of one language that are few, and the median length of long ones, as in
/// [`ArticleFeatures::length`]: 100 words.
const FEW: usize = 150;
const LONG: u8 = 27;

/// The mean probability from which groups of a collection are joined.
pub fn join_limit<'a>(collection: impl Iterator<Item = &'a ArticleFeatures>) -> JoinLimit {
    let mut of_language: HashMap<u32, usize> = HashMap::new();
    let mut lengths: Vec<u8> = Vec::new();
    for article in collection {
        // Neighbours are found in the own language above all.
        let count = of_language.entry(article.language).or_default();
        *count += 1;
        if *count > FEW {
            return USUAL;
        }
        lengths.push(article.length);
    }
    lengths.sort_unstable();
    let is_long = lengths
        .get(lengths.len() / 2)
        .is_some_and(|&median| median >= LONG);
    if is_long { OF_FEW_LONG } else { USUAL }
}

/// The least probability of a pair that is worth keeping.
const NEGLIGIBLE: f32 = 0.02;

/// What a person said about articles; see [`PairConstraints`].
pub type Constraints = PairConstraints;

/// The articles of one event, by their numbers.
pub type Event = Vec<u32>;

/// The weights of words and of pairs.
#[derive(Clone, Copy)]
pub struct GroupingModel<'a> {
    /// How common words are.
    pub background: &'a Background,
    /// The forest for pairs.
    pub pairs: &'a PairModel,
}

impl GroupingModel<'static> {
    /// The built-in weights.
    pub fn builtin() -> Self {
        Self {
            background: Background::builtin(),
            pairs: PairModel::builtin(),
        }
    }
}

/// The features of articles, with their own words counted among each other.
pub fn features(tellings: &[&Telling], background: &Background) -> Vec<ArticleFeatures> {
    let raw: Vec<RawFeatures> = tellings.iter().map(|telling| RawFeatures::of(telling)).collect();
    features_of(&raw.iter().collect::<Vec<_>>(), background)
}

/// [`features`] of articles that were read already.
pub fn features_of(raw: &[&RawFeatures], background: &Background) -> Vec<ArticleFeatures> {
    features_by(raw, |_| background)
}

/// [`features_of`] with a background for each article, by its number.
pub fn features_by<'a>(
    raw: &[&RawFeatures],
    background: impl Fn(usize) -> &'a Background,
) -> Vec<ArticleFeatures> {
    let mut own: HashMap<&str, TermCounts> = HashMap::new();
    for article in raw {
        let counts = own.entry(&article.language).or_default();
        counts.add(article.terms.iter().map(|term| term.hash));
    }
    let numbered = raw.iter().enumerate();
    numbered
        .map(|(at, article)| article.weighted(background(at), &own[article.language.as_str()]))
        .collect()
}

/// A compared pair and its values.
pub type ComparedPair = (u32, u32, [u8; COLUMNS]);

/// All pairs that are worth comparing, sorted, with their values.
pub fn compared_pairs(features: &[ArticleFeatures]) -> Vec<ComparedPair> {
    let mut index = CandidateIndex::default();
    for (number, article) in (0..).zip(features) {
        index.add(number, article);
    }
    let near: Vec<Vec<u32>> = (0..features.len() as u32)
        .map(|number| index.of(number, features))
        .collect();
    let hoods: Vec<Neighbourhood> = near
        .iter()
        .enumerate()
        .map(|(at, others)| {
            let similarities = others
                .iter()
                .map(|&other| similarity(&features[at], &features[other as usize]));
            Neighbourhood::new(&similarities.collect::<Vec<f32>>())
        })
        .collect();
    let mut pairs: Vec<(u32, u32)> = Vec::new();
    for (a, others) in (0_u32..).zip(&near) {
        pairs.extend(others.iter().map(|&b| (a.min(b), a.max(b))));
    }
    pairs.sort_unstable();
    pairs.dedup();
    let of = |at: u32| (&features[at as usize], &hoods[at as usize]);
    pairs
        .into_iter()
        .map(|(a, b)| (a, b, values(of(a), of(b))))
        .collect()
}

/// Groups articles by their features: the events in order of their first articles, also those of one article.
pub fn group(features: &[ArticleFeatures], model: &PairModel, constraints: &Constraints) -> Vec<Event> {
    let pairs = compared_pairs(features);
    group_pairs(features, &pairs, model, constraints, join_limit(features.iter()))
}

/// [`group`] with pairs that are compared already and another limit.
pub fn group_pairs(
    features: &[ArticleFeatures],
    pairs: &[ComparedPair],
    model: &PairModel,
    constraints: &Constraints,
    limit: JoinLimit,
) -> Vec<Event> {
    let rows: Vec<[u8; COLUMNS]> = pairs.iter().map(|pair| pair.2).collect();
    let probabilities = model.probabilities(&rows);
    let mut constraints = constraints.clone();
    let mut scored = Vec::with_capacity(pairs.len());
    for (&(a, b, _), probability) in pairs.iter().zip(probabilities) {
        if is_series(&features[a as usize], &features[b as usize]) {
            if !constraints.together.contains(&(a, b)) {
                constraints.apart.push((a, b));
            }
        } else if probability >= NEGLIGIBLE {
            scored.push((a, b, probability));
        }
    }
    link(features.len(), &scored, &constraints, limit)
}
