//! The numbers by which a pair of articles is judged. Each is a column of small numbers for the forest of `model`.

use crate::events::grouping::features::{ArticleFeatures, TermSet, common};
use crate::events::grouping::neighbourhood::Neighbourhood;
use crate::extract::body::columns::{Columns, MOST};

/// How alike two articles are, for ranks: the cosine of their terms or, across languages, of what scripts share.
pub fn similarity(a: &ArticleFeatures, b: &ArticleFeatures) -> f32 {
    let words = a.cosine(TermSet::All, b, TermSet::All);
    if a.language == b.language {
        return words;
    }
    words.max(skeletons(a, b) * 0.5)
}

/// The cosine of the skeletons of names.
fn skeletons(a: &ArticleFeatures, b: &ArticleFeatures) -> f32 {
    let both = common(&a.skeletons, &b.skeletons) as f32;
    let size = (a.skeletons.len() * b.skeletons.len()) as f32;
    if size > 0.0 { both / size.sqrt() } else { 0.0 }
}

/// The number of columns.
pub const COLUMNS: usize = 34;

/// The values of a pair, symmetric in both articles.
#[allow(clippy::too_many_lines)] // one line for each column
pub fn values(
    (a, near_a): (&ArticleFeatures, &Neighbourhood),
    (b, near_b): (&ArticleFeatures, &Neighbourhood),
) -> [u8; COLUMNS] {
    let all = a.cosine(TermSet::All, b, TermSet::All);
    let (title_a, title_b) = (
        a.cosine(TermSet::Title, b, TermSet::All),
        a.cosine(TermSet::All, b, TermSet::Title),
    );
    let similarity = similarity(a, b);
    let (verbatim_a, verbatim_b) = a.verbatim(b);
    let (rank_a, rank_b) = (near_a.rank(similarity), near_b.rank(similarity));
    let of_best = [near_a, near_b].map(|near| {
        if near.best() > 0.0 {
            similarity / near.best()
        } else {
            0.0
        }
    });
    let (background_a, background_b) = (near_a.background(a), near_b.background(b));
    let contrast = [similarity - background_a, similarity - background_b];
    let mut strongest = [0.0_f32; 4];
    let (mut names, mut shared, mut dot) = (0, 0, 0.0);
    for (x, y) in a.shared(b) {
        let weight = x.weight().min(y.weight());
        shared += 1;
        dot += x.weight() * y.weight();
        names += usize::from(x.is_in(TermSet::Names) || y.is_in(TermSet::Names));
        if let Some(at) = strongest.iter().position(|&other| weight > other) {
            strongest[at..].rotate_right(1);
            strongest[at] = weight;
        }
    }
    let numbers = common(&a.numbers, &b.numbers);
    let title_numbers = common(&a.title_numbers, &b.title_numbers);
    let has_numbers = !a.title_numbers.is_empty() && !b.title_numbers.is_empty();
    [
        share(all),
        share(a.cosine(TermSet::Title, b, TermSet::Title)),
        share(title_a.max(title_b)),
        share(title_a.min(title_b)),
        share(a.cosine(TermSet::Lead, b, TermSet::Lead)),
        share(a.cosine(TermSet::Names, b, TermSet::Names)),
        halves(strongest[0]),
        halves(strongest[1]),
        halves(strongest[2]),
        halves(strongest[3]),
        shared.min(63) as u8,
        names.min(63) as u8,
        ((dot + 1.0).log2() * 6.0) as u8,
        share(verbatim_a.max(verbatim_b)),
        share(verbatim_a.min(verbatim_b)),
        numbers.min(8) as u8,
        title_numbers.min(4) as u8,
        u8::from(has_numbers && title_numbers == 0),
        a.length.min(b.length),
        a.length.max(b.length),
        gap(a, b),
        u8::from(a.language != b.language),
        share(skeletons(a, b)),
        common(&a.skeletons, &b.skeletons).min(16) as u8,
        logarithm(rank_a.max(rank_b)),
        logarithm(rank_a.min(rank_b)),
        share(of_best[0].max(of_best[1])),
        share(of_best[0].min(of_best[1])),
        share(contrast[0].max(contrast[1])),
        share(contrast[0].min(contrast[1])),
        u8::from(a.outlet.is_some() && a.outlet == b.outlet),
        share(background_a + background_b),
        logarithm(near_a.crowd().max(near_b.crowd())),
        logarithm(near_a.crowd().min(near_b.crowd())),
    ]
}

fn share(value: f32) -> u8 {
    (value.clamp(0.0, 1.0) * f32::from(MOST)).round() as u8
}

fn halves(weight: f32) -> u8 {
    (weight * 2.0).min(f32::from(MOST)) as u8
}

fn logarithm(rank: usize) -> u8 {
    ((rank + 1) as f32).log2().mul_add(6.0, 0.0) as u8
}

/// The time between two articles, coarsely: days that editors choose freely must not decide. 0 is unknown.
fn gap(a: &ArticleFeatures, b: &ArticleFeatures) -> u8 {
    let Some((x, y)) = a.day.zip(b.day) else {
        return 0;
    };
    match (x - y).abs() {
        0..=1 => 1,
        2..=3 => 2,
        4..=5 => 3,
        _ => 4,
    }
}

/// The columns of many pairs.
pub fn columns(rows: &[[u8; COLUMNS]]) -> Columns {
    let mut columns = Columns::new(rows.len());
    for column in 0..COLUMNS {
        columns.push(rows.iter().map(|row| row[column]));
    }
    columns
}

/// Returns whether two articles are of one series: the same headline but for its numbers (weather, results, `Day 2`).
pub fn is_series(a: &ArticleFeatures, b: &ArticleFeatures) -> bool {
    let differ = !a.title_numbers.is_empty()
        && !b.title_numbers.is_empty()
        && common(&a.title_numbers, &b.title_numbers) == 0;
    if !differ {
        return false;
    }
    let title = |features: &ArticleFeatures| -> Vec<u32> {
        let terms = features.terms.iter().filter(|term| term.is_in(TermSet::Title));
        terms
            .map(|term| term.hash)
            .filter(|hash| features.title_numbers.binary_search(hash).is_err())
            .collect()
    };
    let (x, y) = (title(a), title(b));
    !x.is_empty() && x == y
}
