//! Keeps the rows of the segments looked at last. Bounded; what is thrown away is worked out again.

use crate::layout::segment;
use crate::layout::segment::Segment;
use std::collections::HashMap;
use std::sync::Arc;

/// So many segments are kept: some screenfuls of one-line blocks, and at four kilobytes each some megabytes of text.
const SEGMENTS_MAX: usize = 1024;

/// Names a segment: its block, and its number within the block.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct SegmentKey {
    pub block: usize,
    pub number: usize,
}

#[derive(Debug, Default)]
pub(crate) struct RowCache {
    segments: HashMap<SegmentKey, (Arc<[u32]>, u64)>,
    /// Counts every look, so that each segment knows when it was looked at last.
    looks: u64,
    rows_laid_out: u64,
    /// The segment looked at last, and its block: most looks are at its rows again, and its cuts need not be searched for.
    last: Option<(usize, Segment)>,
}

impl RowCache {
    pub fn rows_laid_out(&self) -> u64 {
        self.rows_laid_out
    }

    /// The segment of a block that holds an offset within the block's text.
    pub fn segment_at(&mut self, block: usize, text: &str, offset: usize) -> Segment {
        if let Some((last, segment)) = &self.last
            && *last == block
            && segment.range.contains(&offset)
        {
            return segment.clone();
        }
        let segment = segment::holding(text, offset);
        self.last = Some((block, segment.clone()));
        segment
    }

    /// The row starts of a segment, worked out where they are not here.
    pub fn get_or_insert(&mut self, key: SegmentKey, work_out: impl FnOnce() -> Vec<u32>) -> Arc<[u32]> {
        self.looks += 1;
        if let Some((starts, look)) = self.segments.get_mut(&key) {
            *look = self.looks;
            return Arc::clone(starts);
        }
        let starts: Arc<[u32]> = work_out().into();
        self.rows_laid_out += starts.len() as u64;
        if self.segments.len() >= SEGMENTS_MAX {
            self.forget_older_half();
        }
        self.segments.insert(key, (Arc::clone(&starts), self.looks));
        starts
    }

    /// Half at once, so that looking for the oldest costs little for each segment.
    fn forget_older_half(&mut self) {
        let mut looks: Vec<u64> = self.segments.values().map(|(_, look)| *look).collect();
        let middle = looks.len() / 2;
        let (_, &mut median, _) = looks.select_nth_unstable(middle);
        self.segments.retain(|_, (_, look)| *look >= median);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_looked_at_last_stays_and_the_rest_is_bounded() {
        let mut cache = RowCache::default();
        let first = SegmentKey { block: 0, number: 0 };
        for block in 0..SEGMENTS_MAX * 3 {
            cache.get_or_insert(SegmentKey { block, number: 0 }, || vec![0, 1]);
            cache.get_or_insert(first, || vec![0]);
            assert!(cache.segments.len() <= SEGMENTS_MAX);
        }
        assert_eq!(cache.rows_laid_out(), SEGMENTS_MAX as u64 * 6);
    }
}
