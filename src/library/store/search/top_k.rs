//! Selects the first articles of each segment in order, and merges those of all segments. Each segment is sorted on the
//! thread that searches it, and nothing is copied, because a list of all articles of a large library would take twice
//! the memory.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::collections::binary_heap::PeekMut;
use std::vec::IntoIter;

/// The key by which articles are sorted. Two numbers take twice the memory of one.
pub(crate) trait SortKey: Ord + Copy + Send {
    /// Takes what [`SegmentKeys::of`](crate::library::store::search::collect::SegmentKeys::of) returns.
    fn of(numbers: (i64, i64)) -> Self;

    /// Returns the first number.
    fn first(self) -> i64;
}

impl SortKey for i64 {
    fn of(numbers: (i64, i64)) -> Self {
        numbers.0
    }

    fn first(self) -> i64 {
        self
    }
}

impl SortKey for (i64, i64) {
    fn of(numbers: (i64, i64)) -> Self {
        numbers
    }

    fn first(self) -> i64 {
        self.0
    }
}

/// The matches of one segment.
pub(crate) struct TopK<K> {
    /// The first ones in order, as many as were requested.
    first: Vec<(K, u32)>,
    /// The number of all matches.
    pub(crate) total: usize,
}

impl<K: SortKey> TopK<K> {
    /// Selects the first `count` matches in order.
    pub(crate) fn new(mut found: Vec<(K, u32)>, count: usize) -> Self {
        let total = found.len();
        if count < total {
            if count > 0 {
                found.select_nth_unstable(count);
            }
            found.truncate(count);
        }
        found.sort_unstable();
        Self { first: found, total }
    }

    /// Merges the first `count` matches of all segments in order.
    pub(crate) fn merged(segments: Vec<Self>, count: usize) -> impl Iterator<Item = (K, u32)> {
        let mut runs: Vec<IntoIter<(K, u32)>> = Vec::with_capacity(segments.len());
        runs.extend(segments.into_iter().map(|segment| segment.first.into_iter()));
        let heads = (0..).zip(&mut runs);
        let mut next: BinaryHeap<_> = heads
            .filter_map(|(at, run)| Some(Reverse((run.next()?, at))))
            .collect();
        let in_order = std::iter::from_fn(move || {
            let mut first = next.peek_mut()?;
            let Reverse((found, at)) = *first;
            match runs.get_mut(at).and_then(Iterator::next) {
                Some(following) => *first = Reverse((following, at)),
                None => drop(PeekMut::pop(first)),
            }
            Some(found)
        });
        in_order.take(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn merged_segments_equal_one_sorted_list() {
        // SortKeys in an irregular order, some of them equal.
        let found: Vec<(i64, u32)> = (0..500).map(|id| (i64::from(id * 7_919 % 83), id)).collect();
        let mut sorted = found.clone();
        sorted.sort_unstable();
        for (segments, count) in [(1, 500), (3, 0), (3, 1), (7, 60), (500, 499), (501, usize::MAX)] {
            let parts = (0..segments).map(|segment: usize| {
                let part = found.iter().filter(|(_, id)| *id as usize % segments == segment);
                TopK::new(part.copied().collect(), count)
            });
            let parts: Vec<TopK<i64>> = parts.collect();
            assert_eq!(parts.iter().map(|part| part.total).sum::<usize>(), 500);
            let merged: Vec<(i64, u32)> = TopK::merged(parts, count).collect();
            assert_eq!(merged, sorted[..count.min(500)]);
        }
    }
}
