//! Small collections that are cut from a set of articles, for learning and measuring how a folder of few articles is
//! grouped: an article, some of those most like it, which may report the same event or a similar one, and some others.

use newsprint::events::grouping::group::ComparedPair;
use newsprint::text::hash::end_word;

/// The sizes of a slice, smallest and largest.
const SIZES: (u64, u64) = (5, 20);
/// The share of a slice, in tenths, that is chosen among the nearest articles, smallest and largest.
const NEAR: (u64, u64) = (4, 9);
/// The articles like the first one are chosen among this many times as many.
const CHOICE: usize = 2;

/// Numbers that a hash makes from a seed.
struct Draw(u64);

impl Draw {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        end_word(self.0) % limit.max(1)
    }

    fn between(&mut self, (least, most): (u64, u64)) -> u64 {
        least + self.below(most - least + 1)
    }
}

/// Slices of `articles` articles whose pairs are compared, each sorted. The same input gives the same slices.
pub fn slices(articles: usize, pairs: &[ComparedPair], count: usize) -> Vec<Vec<usize>> {
    let mut near: Vec<Vec<(u8, usize)>> = vec![Vec::new(); articles];
    for (a, b, values) in pairs {
        // The first value is the likeness of all words.
        near[*a as usize].push((values[0], *b as usize));
        near[*b as usize].push((values[0], *a as usize));
    }
    for others in &mut near {
        others.sort_unstable_by(|a, b| b.cmp(a));
    }
    (0..count)
        .map(|nth| slice(&near, &mut Draw(nth as u64 * 977)))
        .collect()
}

fn slice(near: &[Vec<(u8, usize)>], draw: &mut Draw) -> Vec<usize> {
    let size = (draw.between(SIZES) as usize).min(near.len());
    let first = draw.below(near.len() as u64) as usize;
    let wanted = size * draw.between(NEAR) as usize / 10;
    let mut choice: Vec<usize> = near[first]
        .iter()
        .map(|&(_, other)| other)
        .take(wanted * CHOICE)
        .collect();
    let mut chosen = vec![first];
    while chosen.len() <= wanted && !choice.is_empty() {
        chosen.push(choice.swap_remove(draw.below(choice.len() as u64) as usize));
    }
    while chosen.len() < size {
        let other = draw.below(near.len() as u64) as usize;
        if !chosen.contains(&other) {
            chosen.push(other);
        }
    }
    chosen.sort_unstable();
    chosen
}
