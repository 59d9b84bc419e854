//! Words of paragraphs with weights: a word counts by how rare it is in its language and, above all, in the two articles,
//! since the names of the event are in nearly every paragraph.

use crate::events::grouping::background::{Background, TermCounts};
use crate::events::grouping::terms::term_hashes;
use crate::events::sentences::sentences;
use crate::events::telling::Telling;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The exponents of a word's weight: rarity in its language, and in the paragraphs of both articles.
const LANGUAGE: f32 = 0.75;
const HERE: f32 = 2.0;
/// How much the length of two texts lowers their likeness; 1 is the cosine.
const LENGTH: f32 = 0.6;
/// A length at which that makes no difference.
const USUAL: f32 = 3.0;

/// The part of two sentences in the likeness of their paragraphs; the rest is that of the whole paragraphs.
const SENTENCE: f32 = 0.6;

/// The weighted words of a paragraph or a sentence.
#[derive(Debug, Clone, Default)]
pub struct WordVector {
    weights: BTreeMap<u32, f32>,
    length: f32,
}

/// The vectors of a paragraph and of its sentences.
#[derive(Debug, Clone, Default)]
pub struct ParagraphVectors {
    /// The whole paragraph.
    pub whole: WordVector,
    /// Its sentences.
    pub sentences: Vec<WordVector>,
}

impl WordVector {
    fn of(terms: &BTreeSet<u32>, weight: &impl Fn(u32) -> f32) -> Self {
        let weights: BTreeMap<u32, f32> = terms.iter().map(|&term| (term, weight(term))).collect();
        let length = weights.values().map(|weight| weight * weight).sum::<f32>().sqrt();
        Self { weights, length }
    }

    /// How much two texts have in common: 0 for nothing, without an upper limit.
    pub fn likeness(&self, other: &Self) -> f32 {
        let (short, long) = if self.weights.len() <= other.weights.len() {
            (self, other)
        } else {
            (other, self)
        };
        let both = short
            .weights
            .iter()
            .filter(|(term, _)| long.weights.contains_key(term));
        let shared: f32 = both.map(|(_, weight)| weight * weight).sum();
        let lengths = (self.length * other.length).powf(LENGTH) * USUAL.powf(2.0 * (1.0 - LENGTH));
        if lengths > 0.0 { shared / lengths } else { 0.0 }
    }
}

impl ParagraphVectors {
    /// The largest likeness of two sentences, and that of the whole paragraphs.
    pub fn likeness(&self, other: &Self) -> f32 {
        let pairs = self
            .sentences
            .iter()
            .flat_map(|a| other.sentences.iter().map(move |b| a.likeness(b)));
        let sentences = pairs.fold(0.0, f32::max);
        SENTENCE * sentences + (1.0 - SENTENCE) * self.whole.likeness(&other.whole)
    }
}

/// The vectors of the paragraphs of two tellings.
pub fn vectors(a: &Telling, b: &Telling, background: &Background) -> [Vec<ParagraphVectors>; 2] {
    let mut with_term: HashMap<u32, f32> = HashMap::new();
    let mut count = 2.0_f32;
    for telling in [a, b] {
        for paragraph in &telling.paragraphs {
            count += 1.0;
            let terms: BTreeSet<u32> = term_hashes(&paragraph.text, telling.language())
                .into_iter()
                .collect();
            for term in terms {
                *with_term.entry(term).or_default() += 1.0;
            }
        }
    }
    let none = TermCounts::default();
    [a, b].map(|telling| {
        let language = telling.language();
        let weight = |term: u32| {
            let rare = background.weight(language, term, &none).max(0.1).powf(LANGUAGE);
            let here = (count / with_term.get(&term).copied().unwrap_or(1.0))
                .ln()
                .max(0.05);
            rare * here.powf(HERE)
        };
        let vector = |text: &str| WordVector::of(&term_hashes(text, language).into_iter().collect(), &weight);
        let of_paragraph = |text: &str| ParagraphVectors {
            whole: vector(text),
            sentences: sentences(text)
                .into_iter()
                .map(|range| vector(&text[range]))
                .collect(),
        };
        telling
            .paragraphs
            .iter()
            .map(|paragraph| of_paragraph(&paragraph.text))
            .collect()
    })
}
