//! Adds articles to the events of a library: those that wait are compared with the articles around them, and only the events
//! that they touch are grouped again.

use crate::events::grouping::Constraints;
use crate::events::grouping::candidates::CandidateIndex;
use crate::events::grouping::features::ArticleFeatures;
use crate::events::grouping::group::{ComparedPair, group_pairs, join_limit};
use crate::events::grouping::model::PairModel;
use crate::events::grouping::neighbourhood::Neighbourhood;
use crate::events::grouping::pair::{similarity, values};
use crate::library::events::database::StoredTelling;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// The probability of a pair from which its event is grouped again.
const TOUCHED: f32 = 0.15;
/// Events of more articles stay together when others join them: comparing all their pairs again would take too long.
const LARGE: usize = 64;

/// The result of grouping again. Articles are named by their places in the window.
#[derive(Debug, Default)]
pub(crate) struct Regrouped {
    /// The new groups.
    pub(crate) groups: Vec<Vec<usize>>,
    /// The neighbours of articles that are new or have changed.
    pub(crate) near: BTreeMap<usize, Neighbourhood>,
}

/// The articles around those that wait.
pub(crate) struct Window<'a> {
    /// All articles of the window, by day.
    pub(crate) articles: &'a [StoredTelling],
    /// The places of those to group; the others that wait are grouped later.
    pub(crate) chunk: BTreeSet<usize>,
    /// What a person said about articles, by their places.
    pub(crate) constraints: Constraints,
}

impl Window<'_> {
    /// Groups the chunk with the articles around it.
    pub(crate) fn regroup(&self, model: &PairModel) -> Regrouped {
        let features: Vec<ArticleFeatures> = self
            .articles
            .iter()
            .map(|article| article.features.clone())
            .collect();
        let mut index = CandidateIndex::default();
        for (number, article) in (0..).zip(&features) {
            index.add(number, article);
        }
        let chunk: Vec<u32> = self.chunk.iter().map(|&at| at as u32).collect();
        let near: Vec<Vec<(u32, f32)>> = chunk
            .par_iter()
            .map(|&at| {
                let others = index.of(at, &features).into_iter();
                let own = &features[at as usize];
                others
                    .map(|other| (other, similarity(own, &features[other as usize])))
                    .collect()
            })
            .collect();
        let hoods = self.neighbourhoods(&chunk, &near);
        let judge = |a: u32, b: u32| -> ComparedPair {
            let (a, b) = (a.min(b), a.max(b));
            let of = |at: u32| (&features[at as usize], &hoods[at as usize]);
            (a, b, values(of(a), of(b)))
        };
        let mut pairs: BTreeSet<(u32, u32)> = BTreeSet::new();
        for (&at, others) in chunk.iter().zip(&near) {
            let live = others.iter().filter(|(other, _)| self.is_live(*other as usize));
            pairs.extend(live.map(|&(other, _)| (at.min(other), at.max(other))));
        }
        let mut compared: Vec<ComparedPair> = pairs.iter().map(|&(a, b)| judge(a, b)).collect();
        let rows: Vec<_> = compared.iter().map(|pair| pair.2).collect();
        let strong = compared
            .iter()
            .zip(model.probabilities(&rows))
            .filter(|(_, probability)| *probability >= TOUCHED);
        let strong: Vec<(u32, u32)> = strong.map(|(pair, _)| (pair.0, pair.1)).collect();
        let (old, constraints) = self.touched(&strong);
        let of_old: Vec<(u32, u32)> = old
            .par_iter()
            .filter(|(_, is_large)| !**is_large)
            .flat_map_iter(|(&at, _)| {
                let others = index.of(at, &features).into_iter();
                others
                    .filter(|other| old.contains_key(other))
                    .map(move |other| (at.min(other), at.max(other)))
            })
            .collect();
        let of_old: BTreeSet<(u32, u32)> = of_old.into_iter().filter(|pair| !pairs.contains(pair)).collect();
        compared.extend(of_old.into_iter().map(|(a, b)| judge(a, b)));
        Regrouped {
            groups: self.link(&features, &old, compared, &constraints, model),
            near: self.changed(&hoods),
        }
    }

    /// Returns whether an article is or was grouped. The others wait for a later chunk.
    fn is_live(&self, at: usize) -> bool {
        self.chunk.contains(&at) || self.articles[at].event.is_some()
    }

    /// The neighbourhoods of all articles, with the new articles added to those of the others.
    fn neighbourhoods(&self, chunk: &[u32], near: &[Vec<(u32, f32)>]) -> Vec<Neighbourhood> {
        let stored = self
            .articles
            .iter()
            .map(|article| article.near.clone().unwrap_or_default());
        let mut hoods: Vec<Neighbourhood> = stored.collect();
        for (&at, others) in chunk.iter().zip(near) {
            let similarities: Vec<f32> = others.iter().map(|(_, similarity)| *similarity).collect();
            hoods[at as usize] = Neighbourhood::new(&similarities);
            let is_new = self.articles[at as usize].near.is_none();
            for &(other, similarity) in others.iter().filter(|_| is_new) {
                let place = other as usize;
                if !self.chunk.contains(&place) && self.articles[place].near.is_some() {
                    hoods[place].add(similarity);
                }
            }
        }
        hoods
    }

    /// The articles outside the chunk whose events are touched, each with whether its event is large; and the constraints,
    /// which keep large events together.
    fn touched(&self, strong: &[(u32, u32)]) -> (BTreeMap<u32, bool>, Constraints) {
        let bound = self.constraints.together.iter().chain(&self.constraints.apart);
        let places = strong.iter().chain(bound).flat_map(|&(a, b)| [a, b]);
        let places = places.chain(self.chunk.iter().map(|&at| at as u32));
        let events: BTreeSet<u32> = places.filter_map(|at| self.articles[at as usize].event).collect();
        let mut members: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        for (at, article) in (0..).zip(self.articles) {
            if let Some(event) = article.event.filter(|event| events.contains(event)) {
                members.entry(event).or_default().push(at);
            }
        }
        let mut constraints = self.constraints.clone();
        let mut old = BTreeMap::new();
        for members in members.values() {
            let is_large = members.len() > LARGE;
            let outside: Vec<u32> = members
                .iter()
                .copied()
                .filter(|&at| !self.chunk.contains(&(at as usize)))
                .collect();
            if is_large {
                constraints
                    .together
                    .extend(outside.windows(2).map(|pair| (pair[0], pair[1])));
            }
            old.extend(outside.into_iter().map(|at| (at, is_large)));
        }
        (old, constraints)
    }

    /// Links the chunk and the old articles.
    fn link(
        &self,
        features: &[ArticleFeatures],
        old: &BTreeMap<u32, bool>,
        compared: Vec<ComparedPair>,
        constraints: &Constraints,
        model: &PairModel,
    ) -> Vec<Vec<usize>> {
        let mut places: Vec<u32> = old
            .keys()
            .copied()
            .chain(self.chunk.iter().map(|&at| at as u32))
            .collect();
        places.sort_unstable();
        let number = |at: u32| places.binary_search(&at).ok().map(|number| number as u32);
        let renumbered = |&(a, b): &(u32, u32)| Some((number(a)?, number(b)?));
        let own: Vec<ArticleFeatures> = places.iter().map(|&at| features[at as usize].clone()).collect();
        let pairs: Vec<ComparedPair> = compared
            .into_iter()
            .filter_map(|(a, b, values)| Some((number(a)?, number(b)?, values)))
            .collect();
        let constraints = Constraints {
            together: constraints.together.iter().filter_map(renumbered).collect(),
            apart: constraints.apart.iter().filter_map(renumbered).collect(),
        };
        let groups = group_pairs(
            &own,
            &pairs,
            model,
            &constraints,
            join_limit(self.articles.iter().map(|article| &article.features)),
        );
        let group = |group: Vec<u32>| group.into_iter().map(|at| places[at as usize] as usize).collect();
        groups.into_iter().map(group).collect()
    }

    /// The neighbourhoods that have to be stored.
    fn changed(&self, hoods: &[Neighbourhood]) -> BTreeMap<usize, Neighbourhood> {
        let numbered = hoods.iter().enumerate();
        let changed = numbered.filter(|(at, hood)| {
            let before = self.articles[*at].near.as_ref();
            self.chunk.contains(at) || before.is_some_and(|before| before != *hood)
        });
        changed.map(|(at, hood)| (at, hood.clone())).collect()
    }
}
