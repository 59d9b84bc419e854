//! An index query for the forms of a word in one language: it finds every word of the vocabulary with the same
//! stem.

use crate::library::query::forms::Forms;
use crate::library::store::search::bitset_scorer;
use crate::library::store::search::prefix_query::add_all;
use tantivy::query::{EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{BitSet, DocId, Score, SegmentReader, Term};

/// See the module documentation. It also finds articles in other languages that contain such a word.
#[derive(Debug, Clone)]
pub(crate) struct StemQuery {
    /// The field to search.
    pub(crate) field: Field,
    pub(crate) forms: Forms,
    /// A term that finds the articles in the language. If there are none, the vocabulary is not searched.
    pub(crate) language: Term,
}

impl Query for StemQuery {
    fn weight(&self, _scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(self.clone()))
    }
}

impl Weight for StemQuery {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let mut docs = BitSet::with_max_value(reader.max_doc());
        let languages = reader.inverted_index(self.language.field())?;
        if languages.doc_freq(&self.language)? == 0 {
            return Ok(bitset_scorer::scorer(docs, boost));
        }
        let inverted = reader.inverted_index(self.field)?;
        let begins = self.forms.begins().as_bytes();
        let mut words = inverted.terms().range().ge(begins).into_stream()?;
        while words.advance() {
            if !words.key().starts_with(begins) {
                break;
            }
            let is_form = std::str::from_utf8(words.key()).is_ok_and(|word| self.forms.has(word));
            if is_form {
                let info = words.value();
                let mut postings = inverted.read_postings_from_terminfo(info, IndexRecordOption::Basic)?;
                add_all(&mut postings, &mut docs);
            }
        }
        Ok(bitset_scorer::scorer(docs, boost))
    }

    fn explain(&self, _reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        bitset_scorer::explain(doc)
    }
}
