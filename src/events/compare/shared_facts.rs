//! Quotations and figures that two tellings both have. Figures are compared only for the same counted noun and unit.

use crate::events::figures::{Figure, figures};
use crate::events::grouping::terms::term_hashes;
use crate::events::quotes::{Quote, QuoteKind, quotes};
use crate::events::telling::Telling;
use std::collections::BTreeSet;

/// The same utterance in two tellings, by the numbers in their lists; `None` if one of them does not have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SharedQuote {
    /// The quotation in the first telling.
    pub a: Option<Quote>,
    /// The quotation in the second telling.
    pub b: Option<Quote>,
}

/// Two figures for the same counted noun.
#[derive(Debug, Clone, PartialEq)]
pub struct SharedFigure {
    /// The figure in the first telling.
    pub a: Figure,
    /// The figure in the second telling.
    pub b: Figure,
    /// Whether their values are equal.
    pub agrees: bool,
}

/// The share of the shorter quotation's words that two wordings of one utterance have in common.
const SAME_QUOTE: f32 = 0.5;
/// Fewer words than this decide nothing.
const FEW: usize = 3;

/// The quotations of two tellings, each utterance once. `are_aligned` tells whether two paragraphs correspond, which
/// lowers what two translations must have in common.
pub fn shared_quotes(
    a: &Telling,
    b: &Telling,
    are_aligned: impl Fn(usize, usize) -> bool,
) -> Vec<SharedQuote> {
    let is_said = |quote: &Quote| quote.kind != QuoteKind::Scare;
    let [of_a, of_b] = [a, b].map(|telling| -> Vec<(Quote, BTreeSet<u32>)> {
        let said = quotes(telling).into_iter().filter(is_said);
        let terms = |quote: &Quote| -> BTreeSet<u32> {
            let text = &telling.paragraphs[quote.paragraph].text[quote.range.clone()];
            term_hashes(text, telling.language()).into_iter().collect()
        };
        said.map(|quote| (quote.clone(), terms(&quote))).collect()
    });
    let mut used = vec![false; of_b.len()];
    let mut found = Vec::new();
    for (quote, terms) in of_a {
        let mut best: Option<(usize, f32)> = None;
        for (at, (other, other_terms)) in of_b.iter().enumerate().filter(|(at, _)| !used[*at]) {
            let shared = terms.intersection(other_terms).count();
            let share = shared as f32 / terms.len().min(other_terms.len()).max(1) as f32;
            let least = if are_aligned(quote.paragraph, other.paragraph) {
                SAME_QUOTE / 2.0
            } else {
                SAME_QUOTE
            };
            let is_enough = shared >= FEW || shared >= 2 && share >= 0.99;
            if is_enough && share >= least && best.is_none_or(|(_, most)| share > most) {
                best = Some((at, share));
            }
        }
        if let Some((at, _)) = best {
            used[at] = true;
        }
        found.push(SharedQuote {
            a: Some(quote),
            b: best.map(|(at, _)| of_b[at].0.clone()),
        });
    }
    let only_b = of_b.into_iter().zip(used).filter(|(_, used)| !used);
    found.extend(only_b.map(|((quote, _), _)| SharedQuote {
        a: None,
        b: Some(quote),
    }));
    found
}

/// The figures that two tellings give for the same counted noun and unit, or for the day of corresponding paragraphs.
pub fn shared_figures(
    a: &Telling,
    b: &Telling,
    are_aligned: impl Fn(usize, usize) -> bool,
) -> Vec<SharedFigure> {
    let (of_a, of_b) = (figures(a), figures(b));
    let mut found = Vec::new();
    for figure in &of_a {
        let candidates = of_b
            .iter()
            .filter(|other| is_comparable(figure, a, other, b, &are_aligned));
        let mut candidates: Vec<&Figure> = candidates.collect();
        candidates.sort_by_key(|other| other.value != figure.value);
        if let Some(other) = candidates.first()
            && figure.value.is_some()
            && other.value.is_some()
        {
            found.push(SharedFigure {
                a: figure.clone(),
                b: (*other).clone(),
                agrees: figure.value == other.value,
            });
        }
    }
    found
}

fn is_comparable(
    x: &Figure,
    a: &Telling,
    y: &Figure,
    b: &Telling,
    are_aligned: &impl Fn(usize, usize) -> bool,
) -> bool {
    let is_near = are_aligned(x.paragraph, y.paragraph);
    match (&x.counted, &y.counted) {
        _ if x.unit != y.unit => false,
        (Some(noun_x), Some(noun_y)) => noun(noun_x, a.language()) == noun(noun_y, b.language()),
        (None, None) => is_near && x.unit.is_some(),
        _ => false,
    }
}

/// The counted noun as a term: the last of its words.
fn noun(counted: &str, language: &str) -> Option<u32> {
    term_hashes(counted, language).last().copied()
}
