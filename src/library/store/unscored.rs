//! What queries that only find, and weigh nothing, have in common: a set of documents as the index wants it.

use tantivy::query::{BitSetDocSet, ConstScorer, EmptyScorer, Explanation, Scorer};
use tantivy::{BitSet, DocId, Score, TantivyError};

/// Goes through these documents of a segment.
pub(super) fn scorer(docs: BitSet, boost: Score) -> Box<dyn Scorer> {
    if docs.len() == 0 {
        return Box::new(EmptyScorer);
    }
    Box::new(ConstScorer::new(BitSetDocSet::from(docs), boost))
}

/// There is no score to be explained.
pub(super) fn explain(doc: DocId) -> tantivy::Result<Explanation> {
    Err(TantivyError::InvalidArgument(format!(
        "document {doc} is found or not found, without a score"
    )))
}
