//! Decides which name of a page is that of its outlet: a weighted sum of signs, learnt from pages whose outlet is known
//! (`cargo xtask train-outlet`). Which names have which signs is read in
//! [`outlet_candidates`].

use crate::extract::meta::byline::AuthorCredit;
use crate::extract::meta::context::PageContext;
use crate::extract::meta::outlet_candidates;
use crate::extract::meta::outlet_signs::{OutletCandidate, OutletCandidates, Sign};
use crate::extract::meta::outlet_votes::{NamedValue, OutletVotes, is_same_outlet};
use serde::Deserialize;
use std::collections::HashMap;
use std::sync::OnceLock;

/// The outlet of a page. What a profile says of its own outlets is certain, and so are the calls and addresses of outlets that
/// are known. A known outlet that is named otherwise gives way only to a name that is sure, and a name that is not known, or
/// is a common word, must be sure itself.
pub(crate) fn outlet(
    context: &PageContext<'_>,
    votes: &OutletVotes,
    credits: &[AuthorCredit<'_>],
) -> Option<NamedValue> {
    let winner = votes.winner(context.outlets);
    let known = winner
        .as_ref()
        .and_then(|value| context.outlets.named(&value.name));
    let is_certain =
        |value: &NamedValue| known.is_some_and(|outlet| outlet.own || CERTAIN_RULES.contains(&value.rule));
    if winner.as_ref().is_some_and(is_certain) {
        return winner;
    }
    let candidates = outlet_candidates::collect(context, votes, credits);
    let best = OutletRanker::get().best(&candidates);
    let ranked = best.map(|(best, probability)| best.value(in_hundredths(probability.min(MOST_CONFIDENCE))));
    let is_other = |value: &NamedValue| {
        let same = |ranked: &NamedValue| is_same_outlet(context.outlets, &ranked.name, &value.name);
        ranked.as_ref().is_some_and(|ranked| !same(ranked))
    };
    // As the author, a common word is a name.
    let is_named = |value: &NamedValue| known.is_some_and(|outlet| !outlet.word || value.rule == AS_AUTHOR);
    winner
        .filter(|value| is_named(value) && !is_other(value))
        .or(ranked)
}

/// The rule of an outlet that is named as or next to the author.
const AS_AUTHOR: &str = "beside-author";

/// The rules by which an outlet that is known is certain.
const CERTAIN_RULES: [&str; 7] = [
    "profile",
    "behind-title",
    "call-to-readers",
    "mail-address",
    "dateline",
    "own-correspondent",
    "credit-line",
];

/// A confidence as articles store it, with two decimals.
fn in_hundredths(confidence: f32) -> f32 {
    (confidence * 100.0).round() / 100.0
}

/// The most confidence in a name.
const MOST_CONFIDENCE: f32 = 0.97;

/// The weights of the signs, and when a name is sure enough.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct OutletRanker {
    /// The score of a name without signs.
    base: f32,
    /// A name with a lower probability is not given: a wrong name is worse than none.
    least: f32,
    weights: HashMap<Sign, f32>,
}

const FILE: &str = include_str!("../../../assets/outlets/ranker.toml");

impl OutletRanker {
    /// The built-in weights.
    pub(crate) fn get() -> &'static Self {
        static BUILT: OnceLock<OutletRanker> = OnceLock::new();
        // The file is part of the program, and a test parses it; without it no unknown name is given.
        BUILT.get_or_init(|| toml::from_str(FILE).unwrap_or_default())
    }

    /// The likeliest name and its probability, if it is sure enough. All names and "none of them" share one probability, so a
    /// strong rival makes a name unsure.
    pub(crate) fn best<'a>(
        &self,
        candidates: &'a OutletCandidates<'_>,
    ) -> Option<(&'a OutletCandidate, f32)> {
        let scores: Vec<f32> = candidates
            .all
            .iter()
            .map(|candidate| self.score(candidate))
            .collect();
        let sum: f32 = 1.0 + scores.iter().map(|score| score.exp()).sum::<f32>();
        let rated = candidates.all.iter().zip(&scores);
        let (best, score) = rated.reduce(|best, next| if next.1 > best.1 { next } else { best })?;
        let probability = score.exp() / sum;
        (probability >= self.least).then_some((best, probability))
    }

    /// The logarithm of how much likelier a name is than none.
    fn score(&self, candidate: &OutletCandidate) -> f32 {
        let weighted = self
            .weights
            .iter()
            .map(|(sign, weight)| candidate.signs[*sign as usize] * weight);
        self.base + weighted.sum::<f32>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_is_well_formed_and_has_every_sign() {
        let ranker: OutletRanker = toml::from_str(FILE).unwrap();
        assert_eq!(ranker.weights.len(), Sign::COUNT);
        assert!(ranker.least > 0.0);
    }
}
