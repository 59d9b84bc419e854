//! A bounded cache of the rows of the segments that were used last.

use crate::layout::segment;
use crate::layout::segment::Segment;
use std::collections::HashMap;
use std::sync::Arc;

/// The greatest number of cached segments: several screens of one-line blocks, or a few megabytes of long text.
const SEGMENTS_MAX: usize = 1024;

/// The key of a segment: its block, and its number within the block.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct SegmentKey {
    pub block: usize,
    pub number: usize,
}

#[derive(Debug, Default)]
pub(crate) struct RowCache {
    segments: HashMap<SegmentKey, (Arc<[u32]>, u64)>,
    /// The number of lookups. Each segment stores the one that used it last.
    lookups: u64,
    rows_laid_out: u64,
    /// The segment that was used last, and its block. Most lookups are for its rows, without a search for its ends.
    last: Option<(usize, Segment)>,
}

impl RowCache {
    pub fn rows_laid_out(&self) -> u64 {
        self.rows_laid_out
    }

    /// Returns the segment of a block at an offset within the block.
    pub fn segment_at(&mut self, block: usize, text: &str, offset: usize) -> Segment {
        if let Some((last, segment)) = &self.last
            && *last == block
            && segment.range.contains(&offset)
        {
            return segment.clone();
        }
        let segment = segment::segment_at(text, offset);
        self.last = Some((block, segment.clone()));
        segment
    }

    /// Returns the row starts of a segment; `compute` is called if they are not cached.
    pub fn get_or_insert(&mut self, key: SegmentKey, compute: impl FnOnce() -> Vec<u32>) -> Arc<[u32]> {
        self.lookups += 1;
        if let Some((starts, lookup)) = self.segments.get_mut(&key) {
            *lookup = self.lookups;
            return Arc::clone(starts);
        }
        let starts: Arc<[u32]> = compute().into();
        self.rows_laid_out += starts.len() as u64;
        if self.segments.len() >= SEGMENTS_MAX {
            self.remove_older_half();
        }
        self.segments.insert(key, (Arc::clone(&starts), self.lookups));
        starts
    }

    /// Removes half of the segments at once, so that finding the oldest ones costs little for each.
    fn remove_older_half(&mut self) {
        let mut lookups: Vec<u64> = self.segments.values().map(|(_, lookup)| *lookup).collect();
        let middle = lookups.len() / 2;
        let (_, &mut median, _) = lookups.select_nth_unstable(middle);
        self.segments.retain(|_, (_, lookup)| *lookup >= median);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_used_segment_stays_and_the_cache_is_bounded() {
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
