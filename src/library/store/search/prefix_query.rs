//! An index query for words of which only the beginning is known: prefixes, forms, and words of scripts that attach
//! particles. It finds every word of the vocabulary that fits, without a limit.

use crate::library::store::search::bitset_scorer;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::query::{EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::IndexRecordOption;
use tantivy::{BitSet, DocId, DocSet, InvertedIndexReader, Score, SegmentReader, TERMINATED, Term};

/// What may follow the known beginning of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Suffix {
    /// Anything.
    Freely,
    /// At most this many letters.
    Letters(usize),
}

impl Suffix {
    fn accepts(self, rest: &[u8]) -> bool {
        match self {
            Self::Freely => true,
            Self::Letters(most) => {
                let rest = String::from_utf8_lossy(rest);
                rest.chars().take_while(|c| c.is_alphanumeric()).count() <= most
            }
        }
    }
}

/// A sequence of words, the last of which is open at its end.
#[derive(Debug, Clone)]
pub(crate) struct PrefixQuery {
    /// The words before the last one, with their positions.
    pub(crate) before: Vec<(usize, Term)>,
    /// The beginning of the last word, with its position.
    pub(crate) last: (usize, Term),
    pub(crate) suffix: Suffix,
}

impl Query for PrefixQuery {
    fn weight(&self, _scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(self.clone()))
    }
}

impl Weight for PrefixQuery {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let docs = self.docs(reader)?;
        Ok(bitset_scorer::scorer(docs, boost))
    }

    fn explain(&self, _reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        bitset_scorer::explain(doc)
    }
}

/// Documents, each with the positions where the last word must be.
type PositionSet = Vec<(DocId, Vec<u32>)>;

impl PrefixQuery {
    fn docs(&self, reader: &SegmentReader) -> tantivy::Result<BitSet> {
        let mut docs = BitSet::with_max_value(reader.max_doc());
        let inverted = reader.inverted_index(self.last.1.field())?;
        let places = match self.before.as_slice() {
            [] => None,
            _ => Some(self.places(&inverted)?),
        };
        if places.as_ref().is_some_and(Vec::is_empty) {
            return Ok(docs);
        }
        let option = match places {
            None => IndexRecordOption::Basic,
            Some(_) => IndexRecordOption::WithFreqsAndPositions,
        };
        let prefix = self.last.1.serialized_value_bytes();
        let mut words = inverted.terms().range().ge(prefix).into_stream()?;
        while words.advance() {
            let Some(rest) = words.key().strip_prefix(prefix) else {
                break;
            };
            if !self.suffix.accepts(rest) {
                continue;
            }
            let mut postings = inverted.read_postings_from_terminfo(words.value(), option)?;
            match &places {
                None => add_all(&mut postings, &mut docs),
                Some(places) => add_fitting(&mut postings, places, &mut docs),
            }
        }
        Ok(docs)
    }

    /// Finds the documents that contain the words before the last one.
    fn places(&self, inverted: &InvertedIndexReader) -> tantivy::Result<PositionSet> {
        let mut all = Vec::new();
        for (position, term) in &self.before {
            let step = u32::try_from(self.last.0.saturating_sub(*position)).unwrap_or(u32::MAX);
            match inverted.read_postings(term, IndexRecordOption::WithFreqsAndPositions)? {
                Some(postings) => all.push((step, postings)),
                None => return Ok(Vec::new()),
            }
        }
        all.sort_by_key(|(_, postings)| postings.size_hint());
        let Some(((step, first), others)) = all.split_first_mut() else {
            return Ok(Vec::new());
        };
        let (mut places, mut found) = (Vec::new(), Vec::new());
        let mut doc = first.doc();
        while doc != TERMINATED {
            let mut wanted = Vec::new();
            first.positions_with_offset(*step, &mut wanted);
            for (step, other) in others.iter_mut() {
                if other.doc() < doc {
                    other.seek(doc);
                }
                if other.doc() != doc {
                    wanted.clear();
                    break;
                }
                other.positions_with_offset(*step, &mut found);
                wanted.retain(|place| found.binary_search(place).is_ok());
            }
            if !wanted.is_empty() {
                places.push((doc, wanted));
            }
            doc = first.advance();
        }
        Ok(places)
    }
}

/// Adds every document of a word.
pub(crate) fn add_all(postings: &mut SegmentPostings, docs: &mut BitSet) {
    let mut doc = postings.doc();
    while doc != TERMINATED {
        docs.insert(doc);
        doc = postings.advance();
    }
}

fn add_fitting(postings: &mut SegmentPostings, places: &PositionSet, docs: &mut BitSet) {
    let mut found = Vec::new();
    for (doc, wanted) in places {
        if postings.doc() < *doc {
            postings.seek(*doc);
        }
        if postings.doc() == TERMINATED {
            return;
        }
        if postings.doc() == *doc && !docs.contains(*doc) {
            postings.positions_with_offset(0, &mut found);
            if wanted.iter().any(|place| found.binary_search(place).is_ok()) {
                docs.insert(*doc);
            }
        }
    }
}
