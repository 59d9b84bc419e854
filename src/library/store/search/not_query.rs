//! An index query that finds all articles that another query does not find.
//!
//! tantivy's own way to exclude documents (`Exclude` in 0.27) asks phrase queries in an order that they do not support.
//! A bit set is equally fast and always correct.

use crate::library::store::search::bitset_scorer;
use tantivy::query::{EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{BitSet, DocId, Score, SegmentReader};

/// See the module documentation.
#[derive(Debug)]
pub(crate) struct NotQuery(pub(crate) Box<dyn Query>);

impl Clone for NotQuery {
    fn clone(&self) -> Self {
        Self(self.0.box_clone())
    }
}

impl Query for NotQuery {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(NotWeight(self.0.weight(scoring)?)))
    }
}

struct NotWeight(Box<dyn Weight>);

impl Weight for NotWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let mut docs = BitSet::with_max_value_and_full(reader.max_doc());
        self.0.for_each_no_score(reader, &mut |found| {
            for doc in found {
                docs.remove(*doc);
            }
        })?;
        Ok(bitset_scorer::scorer(docs, boost))
    }

    fn explain(&self, _reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        bitset_scorer::explain(doc)
    }
}
