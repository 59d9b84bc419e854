//! An event as a whole: who is quoted and by which tellings, figures that differ, what each telling adds to those before it,
//! and the words that hold the event together. Two tellings paragraph by paragraph: see `compare`.

use crate::events::compare::align::align;
use crate::events::compare::vectors::vectors;
use crate::events::figures::figures;
use crate::events::grouping::Background;
use crate::events::grouping::background::TermCounts;
use crate::events::grouping::features::{RawFeatures, kept_hash};
use crate::events::grouping::terms::{term_hashes, terms};
use crate::events::quotes::{QuoteKind, quotes};
use crate::events::telling::{ParagraphKind, Telling};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// An utterance, and the tellings that have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventQuote {
    /// Who speaks, if a telling says so.
    pub speaker: Option<String>,
    /// The words, as the first telling has them.
    pub text: String,
    /// The tellings, by their places.
    pub tellings: Vec<usize>,
}

/// A figure for which tellings give different values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DifferingFigure {
    /// What is counted, or the unit.
    pub counted: String,
    /// The values in the order of the tellings, each with the tellings that give it.
    pub values: Vec<(String, Vec<usize>)>,
}

/// A word that tellings share, with its part of all shared weight.
#[derive(Debug, Clone, PartialEq)]
pub struct SharedWord {
    /// As the first telling writes it.
    pub word: String,
    /// The share of the weight.
    pub weight: f32,
}

/// The share of the shorter quotation's words that two wordings of one utterance have in common, and the number.
const SAME_QUOTE: f32 = 0.5;
const SAME_WORDS: usize = 3;

/// The quotations of some tellings, each utterance once, in the order of the tellings. Scare quotes are left out.
pub fn event_quotes(tellings: &[&Telling]) -> Vec<EventQuote> {
    let mut found: Vec<(EventQuote, BTreeSet<u32>)> = Vec::new();
    for (at, telling) in tellings.iter().enumerate() {
        for quote in quotes(telling)
            .into_iter()
            .filter(|quote| quote.kind != QuoteKind::Scare)
        {
            let Some(text) = telling.paragraphs[quote.paragraph].text.get(quote.range.clone()) else {
                continue;
            };
            let words: BTreeSet<u32> = term_hashes(text, telling.language()).into_iter().collect();
            let is_same = |(_, other): &&mut (EventQuote, BTreeSet<u32>)| {
                let shared = words.intersection(other).count();
                let shorter = words.len().min(other.len()).max(1);
                shared >= SAME_WORDS.min(shorter) && shared as f32 >= SAME_QUOTE * shorter as f32
            };
            if let Some((known, _)) = found.iter_mut().find(is_same) {
                if !known.tellings.contains(&at) {
                    known.tellings.push(at);
                }
                known.speaker = known.speaker.take().or(quote.speaker);
            } else {
                let quote = EventQuote {
                    speaker: quote.speaker,
                    text: text.trim_matches(|c: char| !c.is_alphanumeric()).to_owned(),
                    tellings: vec![at],
                };
                found.push((quote, words));
            }
        }
    }
    found.into_iter().map(|(quote, _)| quote).collect()
}

/// The figures for which tellings give different values: those of the same counted noun and unit that each telling gives once.
pub fn differing_figures(tellings: &[&Telling]) -> Vec<DifferingFigure> {
    type Key = (Option<u32>, Option<String>);
    let mut given: BTreeMap<Key, (String, Vec<(usize, String)>)> = BTreeMap::new();
    for (at, telling) in tellings.iter().enumerate() {
        for figure in figures(telling) {
            let (Some(counted), Some(value)) = (figure.counted, figure.value) else {
                continue;
            };
            let noun = term_hashes(&counted, telling.language()).last().copied();
            let unit = figure.unit.filter(|unit| unit != "date");
            let name = unit
                .as_ref()
                .map_or_else(|| counted.clone(), |unit| format!("{counted}, {unit}"));
            let key = (noun, unit);
            given.entry(key).or_insert((name, Vec::new())).1.push((at, value));
        }
    }
    let differing = given.into_values().filter_map(|(counted, values)| {
        let mut of_telling: BTreeMap<usize, BTreeSet<&String>> = BTreeMap::new();
        for (at, value) in &values {
            of_telling.entry(*at).or_default().insert(value);
        }
        // A telling that gives several values counts several things with one noun.
        let single = of_telling.into_iter().filter(|(_, values)| values.len() == 1);
        let mut grouped: Vec<(String, Vec<usize>)> = Vec::new();
        for (at, value) in single.filter_map(|(at, values)| Some((at, values.into_iter().next()?))) {
            match grouped.iter_mut().find(|(known, _)| known == value) {
                Some((_, tellings)) => tellings.push(at),
                None => grouped.push((value.clone(), vec![at])),
            }
        }
        (grouped.len() > 1).then_some(DifferingFigure {
            counted,
            values: grouped,
        })
    });
    differing.collect()
}

/// For each telling, the number of its paragraphs that have no counterpart in the tellings before it or in those of `known`,
/// which were read already.
pub fn novelty(tellings: &[&Telling], known: &[usize], background: &Background) -> Vec<usize> {
    let of = |at: usize| new_paragraphs(tellings, at, known, background).len();
    (0..tellings.len()).map(of).collect()
}

/// The paragraphs of a telling, by their places, that add something to the tellings before it and to those that are known.
pub fn new_paragraphs(
    tellings: &[&Telling],
    at: usize,
    known: &[usize],
    background: &Background,
) -> Vec<usize> {
    let own = tellings[at];
    let mut new: BTreeSet<usize> = (0..own.paragraphs.len())
        .filter(|&place| own.paragraphs[place].kind == ParagraphKind::Text)
        .collect();
    let others = (0..tellings.len()).filter(|other| *other != at && (*other < at || known.contains(other)));
    for other in others {
        let [of_own, of_other] = vectors(own, tellings[other], background);
        for (place, _, _) in align(&of_own, &of_other) {
            new.remove(&place);
        }
    }
    new.into_iter().collect()
}

/// The words that at least two tellings share, strongest first, at most `most`.
pub fn shared_words(tellings: &[&Telling], background: &Background, most: usize) -> Vec<SharedWord> {
    let mut written: HashMap<u32, String> = HashMap::new();
    let mut weights: HashMap<u32, (f32, usize)> = HashMap::new();
    for telling in tellings {
        let features = RawFeatures::of(telling).weighted(background, &TermCounts::default());
        for term in &features.terms {
            let weight = weights.entry(term.hash).or_default();
            *weight = (weight.0 + term.weight(), weight.1 + 1);
        }
        for term in terms(telling) {
            written.entry(kept_hash(term.hash)).or_insert(term.text);
        }
    }
    weights.retain(|_, (_, count)| *count > 1);
    let sum: f32 = weights.values().map(|(weight, _)| weight).sum();
    let mut words: Vec<SharedWord> = weights
        .into_iter()
        .filter_map(|(hash, (weight, _))| {
            Some(SharedWord {
                word: written.remove(&hash)?,
                weight: weight / sum.max(f32::MIN_POSITIVE),
            })
        })
        .collect();
    words.sort_by(|a, b| b.weight.total_cmp(&a.weight).then_with(|| a.word.cmp(&b.word)));
    words.truncate(most);
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_utterance_is_listed_once_with_its_tellings_and_a_speaker() {
        let a = Telling::in_english(&[
            "“The ferry will not sail before the storm has passed,” harbour master Jan Roe said.",
        ]);
        let b = Telling::in_english(&[
            "The harbour was quiet. “The ferry will not sail before the storm has passed.”",
        ]);
        let found = event_quotes(&[&b, &a]);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].tellings, [0, 1]);
        assert_eq!(found[0].speaker.as_deref(), Some("Jan Roe"));
    }

    #[test]
    fn figures_that_differ_are_listed_and_equal_ones_are_not() {
        let a = Telling::in_english(&["The storm damaged 14 boats. The town has 3 piers."]);
        let b = Telling::in_english(&["The storm damaged 17 boats. The town has 3 piers."]);
        let found = differing_figures(&[&a, &b]);
        let counted: Vec<_> = found.iter().map(|figure| figure.counted.as_str()).collect();
        assert_eq!(counted, ["boats"]);
        assert_eq!(
            found[0].values,
            [("14".to_owned(), vec![0]), ("17".to_owned(), vec![1])]
        );
    }

    #[test]
    fn only_paragraphs_that_add_something_are_new() {
        let first = "The ferry company of Lenne ordered four vessels from a shipyard in the north.";
        let a = Telling::in_english(&[first]);
        let b = Telling::in_english(&[
            first,
            "Fishermen fear that the new pier takes away their berths in winter.",
        ]);
        let background = Background::default();
        assert_eq!(novelty(&[&a, &b], &[], &background), [1, 1]);
        assert_eq!(new_paragraphs(&[&a, &b], 1, &[], &background), [1]);
        assert_eq!(novelty(&[&a, &b], &[1], &background)[0], 0);
    }
}
