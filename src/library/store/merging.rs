//! Which segments of the index are made one while others are written. Not `newsprint library compact`, which makes one of
//! all.

use tantivy::index::{SegmentId, SegmentMeta};
use tantivy::merge_policy::{LogMergePolicy, MergeCandidate, MergePolicy};

/// No merge makes a larger segment than of this many articles. All that is merged is mapped into memory meanwhile, and
/// merging more costs more than a search saves by it.
const MERGED_AT_MOST: u32 = 60_000;

/// Merges segments of about the same size, small ones alone.
#[derive(Debug)]
pub(super) struct MergeSmall(LogMergePolicy);

impl Default for MergeSmall {
    fn default() -> Self {
        let mut alike = LogMergePolicy::default();
        // Two of them are never too many for one.
        alike.set_max_docs_before_merge(MERGED_AT_MOST as usize / 2);
        Self(alike)
    }
}

impl MergePolicy for MergeSmall {
    fn compute_merge_candidates(&self, segments: &[SegmentMeta]) -> Vec<MergeCandidate> {
        let articles = |id: &SegmentId| {
            let segment = segments.iter().find(|segment| segment.id() == *id);
            segment.map_or(0, SegmentMeta::num_docs)
        };
        let alike = self.0.compute_merge_candidates(segments).into_iter();
        alike
            .flat_map(|MergeCandidate(ids)| in_parts(ids, articles))
            .collect()
    }
}

/// Cuts a merge into several of no more than so many articles each.
fn in_parts(ids: Vec<SegmentId>, articles: impl Fn(&SegmentId) -> u32) -> Vec<MergeCandidate> {
    let mut parts: Vec<Vec<SegmentId>> = Vec::new();
    let mut sum = 0;
    for id in ids {
        sum += articles(&id);
        match parts.last_mut() {
            Some(part) if sum <= MERGED_AT_MOST => part.push(id),
            _ => {
                sum = articles(&id);
                parts.push(vec![id]);
            }
        }
    }
    parts.retain(|part| part.len() > 1);
    parts.into_iter().map(MergeCandidate).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_merge_is_larger_than_memory_is_meant_for() {
        let ids: Vec<SegmentId> = (0..8).map(|_| SegmentId::generate_random()).collect();
        let merges = |sizes: [u32; 8]| {
            let articles = |id: &SegmentId| sizes[ids.iter().position(|known| known == id).unwrap()];
            let merges = in_parts(ids.clone(), articles);
            merges.iter().map(|merge| merge.0.len()).collect::<Vec<_>>()
        };
        assert_eq!(merges([1_000; 8]), [8]);
        assert_eq!(merges([30_000; 8]), [2, 2, 2, 2]);
        assert_eq!(merges([25_000; 8]), [2, 2, 2, 2]);
        assert_eq!(merges([30_000, 30_000, 28_000, 9, 8, 7, 6, 5]), [2, 6]);
        assert!(merges([59_000; 8]).is_empty());
    }
}
