//! Labels the units of a page that belong to its gold body, by matching the words of both in order. Not a general diff.

use newsprint::extract::training::{UnitFeatures, words_of};
use std::collections::HashMap;

/// The number of consecutive equal words that anchor a match.
const ANCHOR: usize = 4;
/// The largest gap between anchors that is matched word by word, in pairs of words.
const MAX_PAIRS: usize = 60_000;

/// The words of a body.
pub fn words(gold: &str) -> Vec<u64> {
    gold.lines().flat_map(words_of).collect()
}

/// For each unit, whether most of its words match the body.
pub fn labels(features: &UnitFeatures, gold: &[u64]) -> Vec<bool> {
    let matched = matched(&features.words, gold);
    let mut at = 0;
    let mut labels = Vec::with_capacity(features.units.len());
    for unit in 0..features.units.len() {
        let count = features.words_of(unit).len();
        let hits = matched[at..at + count].iter().filter(|&&hit| hit).count();
        labels.push(count > 0 && hits * 5 >= count * 3);
        at += count;
    }
    labels
}

fn matched(page: &[u64], gold: &[u64]) -> Vec<bool> {
    let mut chain = anchors(page, gold);
    let mut out = vec![false; page.len()];
    for &(at, _) in &chain {
        out[at..at + ANCHOR].fill(true);
    }
    chain.insert(0, (0, 0));
    chain.push((page.len(), gold.len()));
    for pair in chain.windows(2) {
        let skip = |(at, in_gold): (usize, usize)| {
            if out[..].get(at) == Some(&true) {
                (at + ANCHOR, in_gold + ANCHOR)
            } else {
                (at, in_gold)
            }
        };
        let (from, gold_from) = skip(pair[0]);
        let (to, gold_to) = pair[1];
        // Before the first anchor and after the last, only words that are near can match.
        let from = if pair[0] == (0, 0) && !out.first().copied().unwrap_or(false) {
            to.saturating_sub(200).max(from)
        } else {
            from
        };
        let to = if to == page.len() { to.min(from + 200) } else { to };
        if from < to && gold_from < gold_to && (to - from) * (gold_to - gold_from) <= MAX_PAIRS {
            fill(&page[from..to], &gold[gold_from..gold_to], &mut out[from..to]);
        }
    }
    out
}

/// The longest chain of equal runs that is increasing in both texts (Hunt and Szymanski 1977).
fn anchors(page: &[u64], gold: &[u64]) -> Vec<(usize, usize)> {
    let mut places: HashMap<&[u64], Vec<usize>> = HashMap::new();
    for (at, run) in gold.windows(ANCHOR).enumerate() {
        places.entry(run).or_default().push(at);
    }
    let mut tails: Vec<usize> = Vec::new();
    let mut nodes: Vec<(usize, usize, Option<usize>)> = Vec::new();
    for (at, run) in page.windows(ANCHOR).enumerate() {
        for &in_gold in places.get(run).into_iter().flatten().rev().take(12) {
            let length = tails.partition_point(|&node| nodes[node].1 < in_gold);
            let previous = length.checked_sub(1).map(|before| tails[before]);
            nodes.push((at, in_gold, previous));
            if length == tails.len() {
                tails.push(nodes.len() - 1);
            } else {
                tails[length] = nodes.len() - 1;
            }
        }
    }
    let mut chain = Vec::new();
    let mut next = tails.last().copied();
    while let Some(node) = next {
        let (at, in_gold, previous) = nodes[node];
        chain.push((at, in_gold));
        next = previous;
    }
    chain.reverse();
    chain
}

/// Marks the words of a longest common subsequence.
fn fill(page: &[u64], gold: &[u64], out: &mut [bool]) {
    let width = gold.len() + 1;
    let mut lengths = vec![0_u16; (page.len() + 1) * width];
    for at in (0..page.len()).rev() {
        for in_gold in (0..gold.len()).rev() {
            lengths[at * width + in_gold] = if page[at] == gold[in_gold] {
                lengths[(at + 1) * width + in_gold + 1] + 1
            } else {
                lengths[(at + 1) * width + in_gold].max(lengths[at * width + in_gold + 1])
            };
        }
    }
    let (mut at, mut in_gold) = (0, 0);
    while at < page.len() && in_gold < gold.len() {
        if page[at] == gold[in_gold] {
            out[at] = true;
            at += 1;
            in_gold += 1;
        } else if lengths[(at + 1) * width + in_gold] >= lengths[at * width + in_gold + 1] {
            at += 1;
        } else {
            in_gold += 1;
        }
    }
}
