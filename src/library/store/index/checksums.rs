//! The checksums of the files of an index. A merge copies what it reads, so damage in a merged segment would get a new, valid
//! checksum; segments are therefore verified before they are merged, which reads no more than the merge does.

use crate::library::store::index::guard::guarded;
use std::path::{Path, PathBuf};
use tantivy::Index;
use tantivy::index::{SegmentComponent, SegmentMeta};

/// Returns the files of a segment that are missing or do not have their checksum.
pub(crate) fn damaged_files(index: &Index, segment: &SegmentMeta) -> Vec<PathBuf> {
    let mut files = files_of(segment);
    files.retain(|file| !is_intact(index, file));
    files
}

fn files_of(segment: &SegmentMeta) -> Vec<PathBuf> {
    let mut components = vec![
        SegmentComponent::Postings,
        SegmentComponent::Positions,
        SegmentComponent::FastFields,
        SegmentComponent::FieldNorms,
        SegmentComponent::Terms,
        SegmentComponent::Store,
    ];
    if segment.has_deletes() {
        components.push(SegmentComponent::Delete);
    }
    let path = |component| segment.relative_path(component);
    components.into_iter().map(path).collect()
}

fn is_intact(index: &Index, file: &Path) -> bool {
    let checked = guarded(|| Ok(index.directory().validate_checksum(file)?));
    checked.unwrap_or(false)
}
