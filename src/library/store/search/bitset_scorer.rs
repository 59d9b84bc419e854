//! A set of documents as the result of an index query that does not score.

use tantivy::query::{BitSetDocSet, ConstScorer, EmptyScorer, Explanation, Scorer};
use tantivy::{BitSet, DocId, Score, TantivyError};

/// Returns a scorer for these documents of a segment.
pub(crate) fn scorer(docs: BitSet, boost: Score) -> Box<dyn Scorer> {
    if docs.len() == 0 {
        return Box::new(EmptyScorer);
    }
    Box::new(ConstScorer::new(BitSetDocSet::from(docs), boost))
}

/// Returns an error, because there is no score to explain.
pub(crate) fn explain(doc: DocId) -> tantivy::Result<Explanation> {
    Err(TantivyError::InvalidArgument(format!(
        "document {doc} has no score"
    )))
}
