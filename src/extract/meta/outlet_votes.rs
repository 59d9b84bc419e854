//! Votes for names as that of the outlet, and how they are added up. What votes is decided in
//! [`publisher`](crate::extract::meta::publisher).

use crate::extract::outlets::directory::OutletDirectory;
use crate::text::fold::letters;

/// A name and the evidence for it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct NamedValue {
    pub(crate) name: String,
    pub(crate) at: Option<usize>,
    pub(crate) rule: &'static str,
    pub(crate) confidence: f32,
}

/// The votes for outlets.
#[derive(Default)]
pub(crate) struct OutletVotes {
    votes: Vec<NamedValue>,
}

/// An outlet with a lower score is unknown, unless no other is named.
const MIN_OUTLET_SCORE: f32 = 0.5;

/// How votes are added up.
mod total {
    /// The part of a weaker vote for the same outlet that is added.
    pub(crate) const WEAKER: f32 = 0.25;
    /// The highest sum, unless one vote is higher.
    pub(crate) const HIGHEST: f32 = 0.97;
    /// The winner has at least this more than the next outlet …
    pub(crate) const LEAD: f32 = 0.04;
    /// … or more than this.
    pub(crate) const SURE: f32 = 0.95;
    /// A name that is alone on its line wins with this score, if every other outlet has less than the next one.
    pub(crate) const SOLE: f32 = 0.3;
    pub(crate) const SOLE_RIVAL: f32 = 0.2;
}

impl OutletVotes {
    /// Adds a vote for a name.
    pub(crate) fn vote(&mut self, name: String, at: Option<usize>, rule: &'static str, confidence: f32) {
        self.add(NamedValue {
            name,
            at,
            rule,
            confidence,
        });
    }

    /// Adds a vote.
    pub(crate) fn add(&mut self, vote: NamedValue) {
        self.votes.push(vote);
    }

    /// The outlet with the strongest vote. More votes for it add a little; an equally strong vote for another outlet
    /// makes it unknown. If no vote is strong, a name that is alone on its line wins if no other outlet is named.
    pub(crate) fn winner(&self, outlets: &OutletDirectory) -> Option<NamedValue> {
        let totals = self.totals(outlets);
        let best = totals.first()?;
        let rival = totals.get(1).map_or(0.0, |second| second.confidence);
        let clear = best.confidence - rival > total::LEAD || best.confidence > total::SURE;
        if best.confidence >= MIN_OUTLET_SCORE {
            return clear.then(|| best.clone());
        }
        let sole = rival < total::SOLE_RIVAL && best.rule == "stands-alone" && best.confidence >= total::SOLE;
        sole.then(|| NamedValue {
            confidence: MIN_OUTLET_SCORE,
            ..best.clone()
        })
    }

    /// The sum of the votes for each outlet, the highest first.
    pub(crate) fn totals(&self, outlets: &OutletDirectory) -> Vec<NamedValue> {
        let same = |a: &str, b: &str| is_same_outlet(outlets, a, b);
        let mut totals: Vec<NamedValue> = Vec::new();
        for vote in &self.votes {
            match totals.iter_mut().find(|total| same(&total.name, &vote.name)) {
                None => totals.push(vote.clone()),
                Some(total) => {
                    let stronger = vote.confidence > total.confidence;
                    let (strong, weak) = if stronger {
                        (vote, &*total)
                    } else {
                        (&*total, vote)
                    };
                    let sum = strong.confidence + weak.confidence * total::WEAKER;
                    let confidence = sum.min(strong.confidence.max(total::HIGHEST));
                    *total = NamedValue {
                        confidence,
                        ..strong.clone()
                    };
                }
            }
        }
        totals.sort_by(|a, b| b.confidence.total_cmp(&a.confidence));
        totals
    }
}

/// Returns whether two names mean the same outlet.
pub(crate) fn is_same_outlet(outlets: &OutletDirectory, a: &str, b: &str) -> bool {
    let name = |name: &str| outlets.named(name).map(|outlet| outlet.name.clone());
    letters(a) == letters(b) || name(a).is_some_and(|known| name(b) == Some(known))
}
