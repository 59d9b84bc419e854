//! Stories: events that share rare names within some weeks. Not events of one day that look alike: those are told apart
//! before.

use crate::events::grouping::features::{ArticleFeatures, TermSet};
use crate::events::grouping::group::Event;
use std::collections::{BTreeMap, HashMap};

/// Days between two events of a story, at most.
const WINDOW: i32 = 45;
/// The cosine of the names of two events from which they belong to one story.
const LEAST: f32 = 0.4;
/// The cosine of all terms that they need besides.
const LEAST_ALL: f32 = 0.15;
/// The number of names that they share at least.
const NAMES: usize = 3;
/// A name in more events than this says nothing.
const POSTINGS: usize = 200;

/// The number of names by which events of a story are found.
const KEYS: usize = 8;

/// The terms of an event with their mean weights.
#[derive(Debug, Clone, PartialEq)]
pub struct EventCentre {
    all: BTreeMap<u32, f32>,
    names: BTreeMap<u32, f32>,
    days: Option<(i32, i32)>,
}

impl EventCentre {
    /// The centre of an event with these articles.
    pub fn of<'a>(articles: impl ExactSizeIterator<Item = &'a ArticleFeatures>) -> Self {
        let (mut all, mut names) = (BTreeMap::new(), BTreeMap::new());
        let mut days: Option<(i32, i32)> = None;
        let count = articles.len().max(1) as f32;
        for article in articles {
            for term in &article.terms {
                let weight = term.weight() / count;
                *all.entry(term.hash).or_default() += weight;
                if term.is_in(TermSet::Names) {
                    *names.entry(term.hash).or_default() += weight;
                }
            }
            if let Some(day) = article.day {
                let (first, last) = days.unwrap_or((day, day));
                days = Some((first.min(day), last.max(day)));
            }
        }
        Self { all, names, days }
    }

    /// The strongest names, by which other events of the story are found.
    pub fn keys(&self) -> Vec<u32> {
        let mut names: Vec<(u32, f32)> = self.names.iter().map(|(&name, &weight)| (name, weight)).collect();
        names.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        names.truncate(KEYS);
        names.into_iter().map(|(name, _)| name).collect()
    }

    /// Returns whether two events belong to one story.
    pub fn is_of_story(&self, other: &Self) -> bool {
        self.is_near(other) && self.continues(other)
    }

    fn is_near(&self, other: &Self) -> bool {
        let gap = |(first, last): (i32, i32), (other_first, other_last): (i32, i32)| {
            (other_first - last).max(first - other_last)
        };
        self.days.zip(other.days).is_none_or(|(a, b)| gap(a, b) <= WINDOW)
    }

    fn continues(&self, other: &Self) -> bool {
        let shared = self
            .names
            .keys()
            .filter(|name| other.names.contains_key(name))
            .count();
        shared >= NAMES
            && cosine(&self.names, &other.names) >= LEAST
            && cosine(&self.all, &other.all) >= LEAST_ALL
    }
}

fn cosine(a: &BTreeMap<u32, f32>, b: &BTreeMap<u32, f32>) -> f32 {
    let dot: f32 = a
        .iter()
        .filter_map(|(term, weight)| Some(weight * b.get(term)?))
        .sum();
    let norm = |terms: &BTreeMap<u32, f32>| terms.values().map(|weight| weight * weight).sum::<f32>().sqrt();
    let norms = norm(a) * norm(b);
    if norms > 0.0 { dot / norms } else { 0.0 }
}

/// The story of each event, as the number of its first event.
pub fn stories(events: &[Event], features: &[ArticleFeatures]) -> Vec<usize> {
    let centres: Vec<EventCentre> = events
        .iter()
        .map(|event| EventCentre::of(event.iter().map(|&at| &features[at as usize])))
        .collect();
    let mut by_name: HashMap<u32, Vec<usize>> = HashMap::new();
    for (at, centre) in centres.iter().enumerate() {
        for name in centre.names.keys() {
            by_name.entry(*name).or_default().push(at);
        }
    }
    let mut story: Vec<usize> = (0..events.len()).collect();
    for (at, centre) in centres.iter().enumerate() {
        let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
        for name in centre.names.keys() {
            let others = by_name.get(name).map_or(&[][..], Vec::as_slice);
            if others.len() <= POSTINGS {
                others
                    .iter()
                    .filter(|&&other| other < at)
                    .for_each(|&other| *counts.entry(other).or_default() += 1);
            }
        }
        for (other, shared) in counts {
            if shared >= NAMES && centre.is_of_story(&centres[other]) {
                let (a, b) = (root(&mut story, at), root(&mut story, other));
                let (first, second) = (a.min(b), a.max(b));
                story[second] = first;
            }
        }
    }
    (0..events.len()).map(|at| root(&mut story, at)).collect()
}

fn root(story: &mut [usize], mut at: usize) -> usize {
    while story[at] != at {
        story[at] = story[story[at]];
        at = story[at];
    }
    at
}
