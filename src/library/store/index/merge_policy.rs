//! Decides which index segments are merged while others are written. `newsprint library compact`, which merges all of
//! them, does not use this policy.

use crate::library::store::index::checksums::damaged_files;
use tantivy::index::{SegmentId, SegmentMeta};
use tantivy::merge_policy::{LogMergePolicy, MergeCandidate, MergePolicy, NoMergePolicy};
use tantivy::{Index, IndexWriter};

/// The greatest number of articles in a merged segment. All merged files are mapped into memory at once, and larger
/// merges cost more than searches gain.
const MERGED_AT_MOST: u32 = 60_000;

/// The least memory that tantivy accepts for a writer, in bytes. Merging needs none.
const LEAST_BUDGET: usize = 15_000_000;

/// Merges segments of similar size, if they are small and have their checksums.
#[derive(Debug)]
pub(crate) struct MergeSmall {
    alike: LogMergePolicy,
    index: Index,
}

impl MergeSmall {
    /// Returns the policy for this index.
    pub(crate) fn new(index: &Index) -> Self {
        let mut alike = LogMergePolicy::default();
        // Two segments are never too large for one merge.
        alike.set_max_docs_before_merge(MERGED_AT_MOST as usize / 2);
        Self {
            alike,
            index: index.clone(),
        }
    }

    fn candidates(&self, segments: &[SegmentMeta]) -> Vec<MergeCandidate> {
        let articles = |id: &SegmentId| {
            let segment = segments.iter().find(|segment| segment.id() == *id);
            segment.map_or(0, SegmentMeta::num_docs)
        };
        let alike = self.alike.compute_merge_candidates(segments).into_iter();
        let mut merges: Vec<MergeCandidate> = alike
            .flat_map(|MergeCandidate(ids)| in_parts(ids, articles))
            .collect();
        let is_merged = |id: SegmentId| merges.iter().any(|merge| merge.0.contains(&id));
        let holed = segments
            .iter()
            .filter(|segment| is_holed(segment) && !is_merged(segment.id()));
        let holed: Vec<MergeCandidate> = holed.map(|segment| MergeCandidate(vec![segment.id()])).collect();
        merges.extend(holed);
        merges
    }
}

impl MergePolicy for MergeSmall {
    fn compute_merge_candidates(&self, segments: &[SegmentMeta]) -> Vec<MergeCandidate> {
        let is_damaged = |id: &SegmentId| {
            let segment = segments.iter().find(|segment| segment.id() == *id);
            segment.is_some_and(|segment| !damaged_files(&self.index, segment).is_empty())
        };
        let mut merges = self.candidates(segments);
        // A damaged segment stays as it is until a check finds it.
        merges.retain(|MergeCandidate(ids)| !ids.iter().any(is_damaged));
        merges
    }
}

/// Returns whether a segment has enough replaced articles to be worth rewriting.
fn is_holed(segment: &SegmentMeta) -> bool {
    segment.num_deleted_docs() > segment.max_doc() / 4
}

/// Merges all segments at the end of an import if it wrote most of a small library. That is cheap compared with
/// cleaning, and several small vocabularies take more space than one. Returns whether it merged.
pub(crate) fn make_one(index: &Index, written: usize) -> tantivy::Result<bool> {
    let segments = index.searchable_segment_metas()?;
    let articles: u32 = segments.iter().map(SegmentMeta::num_docs).sum();
    let has_holes = segments.iter().any(|segment| segment.num_deleted_docs() > 0);
    let is_one = segments.len() < 2 && !has_holes;
    let is_damaged = |segment: &SegmentMeta| !damaged_files(index, segment).is_empty();
    let is_large = articles > MERGED_AT_MOST / 2 || 4 * written < articles as usize;
    if is_one || is_large || segments.iter().any(is_damaged) {
        return Ok(false);
    }
    let ids: Vec<SegmentId> = segments.iter().map(SegmentMeta::id).collect();
    // A live segment keeps its files on disk.
    drop(segments);
    let mut merging: IndexWriter = index.writer_with_num_threads(1, LEAST_BUDGET)?;
    merging.set_merge_policy(Box::new(NoMergePolicy));
    merging.merge(&ids).wait()?;
    merging.garbage_collect_files().wait()?;
    merging.wait_merging_threads()?;
    Ok(true)
}

/// Splits a merge into several with at most the allowed number of articles each.
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
    use crate::library::load::options::LoadOptions;
    use crate::library::store::handle::Store;
    use std::fs;
    use std::sync::atomic::AtomicBool;

    /// A line on every page of an outlet, because of which its pages are cleaned twice.
    const NOTICE: &str =
        "The Arden Courier is read in every house of the valley and lives of what its readers give.";

    #[test]
    fn a_small_library_imported_at_once_is_one_segment_and_later_articles_are_added_to_it() {
        let home = tempfile::tempdir().unwrap();
        let news = home.path().join("news");
        fs::create_dir(&news).unwrap();
        let store = Store::at(&home.path().join("library"));
        let import = |thing: &str| {
            let page = format!(
                "Ferries\nHarbours\nTides\n\nThe {thing} opens again\n\n\
                 The {thing} over the Lenne was closed on Friday after the council had met for many hours.\n\n\
                 Nobody in Arden had thought that the {thing} would be spoken of for so long, the mayor said.\n\n{NOTICE}\n\n\
                 People who live near the {thing} told of water in their cellars and of trees on the road.\n"
            );
            fs::write(news.join(format!("{thing}.txt")), page).unwrap();
        };
        let segments = || {
            let never = AtomicBool::new(false);
            let roots = std::slice::from_ref(&news);
            store
                .import(roots, &LoadOptions::default(), &never, |_| {})
                .unwrap();
            let snapshot = store.snapshot().unwrap();
            let segments = snapshot.searcher.segment_readers().iter();
            segments
                .map(|segment| (segment.num_docs(), segment.num_deleted_docs()))
                .collect::<Vec<_>>()
        };
        let things = "bridge ferry lamp tunnel mill tower gate school bath quay market inn";
        things.split(' ').for_each(import);
        assert_eq!(segments(), [(12, 0)]);
        import("weir");
        assert_eq!(
            segments().len(),
            2,
            "nothing that was there is written again for one article"
        );
    }

    #[test]
    fn no_merge_exceeds_the_limit() {
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
