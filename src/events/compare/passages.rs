//! The comparison of two tellings as a whole. How paragraphs are matched: see `align`.

use crate::events::compare::align::align;
use crate::events::compare::shared_facts::{SharedFigure, SharedQuote, shared_figures, shared_quotes};
use crate::events::compare::vectors::vectors;
use crate::events::grouping::Background;
use crate::events::reuse::{ReuseText, shared};
use crate::events::speech::Speech;
use crate::events::telling::{Paragraph, ParagraphKind, Telling};

/// Why two paragraphs correspond.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AlignKind {
    /// One has most of its words from the other, in long runs.
    Copied,
    /// Both quote one utterance.
    SameQuote,
    /// Both report a remark, in quotation marks or not.
    SameStatement,
    /// Both give the same information.
    SameFact,
}

impl AlignKind {
    /// The name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Copied => "copied",
            Self::SameQuote => "same quote",
            Self::SameStatement => "same statement",
            Self::SameFact => "same fact",
        }
    }
}

/// Two paragraphs that correspond, by their indexes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AlignedPair {
    /// The paragraph of the first telling.
    pub a: usize,
    /// The paragraph of the second telling.
    pub b: usize,
    /// Why.
    pub kind: AlignKind,
}

/// What two tellings have in common and what only one has.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// Paragraphs that correspond, in the order of the first telling.
    pub pairs: Vec<AlignedPair>,
    /// Paragraphs of the first telling's body without a counterpart.
    pub unique_a: Vec<usize>,
    /// Paragraphs of the second telling's body without a counterpart.
    pub unique_b: Vec<usize>,
    /// All utterances, each once.
    pub quotes: Vec<SharedQuote>,
    /// Figures that both give.
    pub figures: Vec<SharedFigure>,
}

/// The share of the shorter paragraph that makes it a copy.
const COPIED: f64 = 0.5;

/// Compares two tellings.
pub fn compare(a: &Telling, b: &Telling, background: &Background) -> Comparison {
    let [of_a, of_b] = vectors(a, b, background);
    let mut matched = align(&of_a, &of_b);
    add_copies(a, b, &mut matched);
    let are_aligned = |x: usize, y: usize| matched.iter().any(|pair| (pair.0, pair.1) == (x, y));
    let quotes = shared_quotes(a, b, are_aligned);
    let figures = shared_figures(a, b, are_aligned);
    let kind = |x: usize, y: usize| kind_of(&a.paragraphs[x], &b.paragraphs[y], (x, y), &quotes, [a, b]);
    let pairs: Vec<AlignedPair> = matched
        .iter()
        .map(|&(a, b, _)| AlignedPair {
            a,
            b,
            kind: kind(a, b),
        })
        .collect();
    let unique = |telling: &Telling, has: &dyn Fn(usize) -> bool| {
        let texts = telling.paragraphs.iter().enumerate();
        let alone = texts.filter(|(at, paragraph)| paragraph.kind == ParagraphKind::Text && !has(*at));
        alone.map(|(at, _)| at).collect()
    };
    Comparison {
        unique_a: unique(a, &|at| pairs.iter().any(|pair| pair.a == at)),
        unique_b: unique(b, &|at| pairs.iter().any(|pair| pair.b == at)),
        pairs,
        quotes,
        figures,
    }
}

/// Adds paragraphs that one telling has from the other word for word.
fn add_copies(a: &Telling, b: &Telling, matched: &mut Vec<(usize, usize, f32)>) {
    for (x, first) in a.paragraphs.iter().enumerate() {
        for (y, second) in b.paragraphs.iter().enumerate() {
            let is_known = matched.iter().any(|pair| (pair.0, pair.1) == (x, y));
            if !is_known && is_copy(first, second) {
                matched.push((x, y, f32::MAX));
            }
        }
    }
    matched.sort_by_key(|pair| (pair.0, pair.1));
}

fn is_copy(a: &Paragraph, b: &Paragraph) -> bool {
    let text = |paragraph: &Paragraph| {
        let body = Paragraph {
            kind: ParagraphKind::Text,
            ..paragraph.clone()
        };
        ReuseText::of(&Telling {
            paragraphs: vec![body],
            ..Telling::default()
        })
    };
    shared(&text(a), &text(b)).is_some_and(|shared| shared.share_a.max(shared.share_b) >= COPIED)
}

fn kind_of(
    a: &Paragraph,
    b: &Paragraph,
    (x, y): (usize, usize),
    quotes: &[SharedQuote],
    tellings: [&Telling; 2],
) -> AlignKind {
    let is_quoted = quotes.iter().any(|quote| {
        let at = |quote: &Option<crate::events::quotes::Quote>| quote.as_ref().map(|quote| quote.paragraph);
        at(&quote.a) == Some(x) && at(&quote.b) == Some(y)
    });
    if is_quoted {
        return AlignKind::SameQuote;
    }
    if is_copy(a, b) {
        return AlignKind::Copied;
    }
    let is_statement = |paragraph: &Paragraph, telling: &Telling| {
        let speech = Speech::of(telling.language());
        let mut words = paragraph.text.split(|c: char| !c.is_alphanumeric());
        words.any(|word| speech.says(word)) || paragraph.text.contains(['“', '"', '«', '„'])
    };
    if is_statement(a, tellings[0]) && is_statement(b, tellings[1]) {
        AlignKind::SameStatement
    } else {
        AlignKind::SameFact
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_correspond_in_any_order() {
        let a = Telling::in_english(&[
            "The ferry company ordered four new vessels from a shipyard in Lenne.",
            "“Repairs to the old pier would cost more than a replacement,” harbour master Jan Roe said.",
            "A brass band played.",
        ]);
        let b = Telling::in_english(&[
            "Harbour master Jan Roe said: “Repairs to our old pier would cost more than a replacement.”",
            "It rained all morning, and most visitors left before noon.",
            "Four vessels were ordered from the shipyard at Lenne, the ferry company announced.",
        ]);
        let found = compare(&a, &b, &Background::default());
        let pairs: Vec<_> = found
            .pairs
            .iter()
            .map(|pair| (pair.a, pair.b, pair.kind))
            .collect();
        assert_eq!(pairs, [(0, 2, AlignKind::SameFact), (1, 0, AlignKind::SameQuote)]);
        assert_eq!((found.unique_a, found.unique_b), (vec![2], vec![1]));
        assert_eq!(found.quotes.len(), 1);
        assert!(found.figures.iter().any(|figure| figure.agrees));
    }
}
