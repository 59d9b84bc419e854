//! Which paragraphs of two tellings correspond: best matches in any order. A paragraph may correspond to several.

use crate::events::compare::vectors::ParagraphVectors;

/// The likeness of two paragraphs that are each other's best match, from which they correspond.
pub const MUTUAL: f32 = 0.95;
/// The likeness for a best match of one of them.
pub const ONE_SIDED: f32 = 1.4;
/// The likeness from which two paragraphs correspond whatever others are like.
pub const ALWAYS: f32 = 2.5;

/// The pairs of paragraphs that correspond, by their indexes, with their likeness.
pub fn align(a: &[ParagraphVectors], b: &[ParagraphVectors]) -> Vec<(usize, usize, f32)> {
    let likeness: Vec<Vec<f32>> = a
        .iter()
        .map(|x| b.iter().map(|y| x.likeness(y)).collect())
        .collect();
    let best_of = |values: &mut dyn Iterator<Item = f32>| {
        let best = values.enumerate().filter(|(_, value)| *value > 0.0);
        best.fold(None, |best: Option<(usize, f32)>, (at, value)| match best {
            Some((_, most)) if most >= value => best,
            _ => Some((at, value)),
        })
    };
    let best_a: Vec<_> = likeness
        .iter()
        .map(|row| best_of(&mut row.iter().copied()))
        .collect();
    let best_b: Vec<_> = (0..b.len())
        .map(|at| best_of(&mut likeness.iter().map(|row| row[at])))
        .collect();
    let mut found = Vec::new();
    for (x, row) in likeness.iter().enumerate() {
        for (y, &value) in row.iter().enumerate() {
            let is_best_a = best_a[x].is_some_and(|(at, _)| at == y);
            let is_best_b = best_b[y].is_some_and(|(at, _)| at == x);
            let least = match (is_best_a, is_best_b) {
                (true, true) => MUTUAL,
                (true, false) | (false, true) => ONE_SIDED,
                (false, false) => ALWAYS,
            };
            if value >= least {
                found.push((x, y, value));
            }
        }
    }
    found
}
