//! The index of a library: the words of all articles and the articles themselves, stored by tantivy. Defines the fields
//! and how an article fills them. What lists show: see `catalogue`.

use crate::article::Article;
use crate::library::entry::Entry;
use crate::library::error::IN_MEMORY;
use crate::library::error::StoreError;
use crate::library::query::sort::SortOrder;
use crate::library::store::catalogue::paths;
use crate::library::store::catalogue::paths::PathTokenizer;
use crate::library::store::index::directory::IndexFolder;
use crate::library::store::index::guard::guarded;
use crate::library::store::index::stored_article;
use crate::library::store::index::tokenizer::{FoldedTokenizer, NAME};
use crate::text::fold::fold;
use std::path::{Path, PathBuf};
use tantivy::directory::MmapDirectory;
use tantivy::schema::{
    BytesOptions, Field, IndexRecordOption, NumericOptions, Schema, TextFieldIndexing, TextOptions, Value,
};
use tantivy::store::{Compressor, ZstdCompressor};
use tantivy::{
    Directory, DocAddress, DocSet, Index, IndexBuilder, IndexReader, IndexSettings, ReloadPolicy, Searcher,
    TERMINATED, TantivyDocument, Term,
};

/// The index folder in the library's folder.
pub(crate) const FOLDER: &str = "index";

/// The name of the tokenizer for paths.
const PATHS: &str = "newsprint-path";

/// The fields of an article in the index.
#[derive(Debug, Clone, Copy)]
pub(crate) struct IndexFields {
    /// The id of the article.
    pub(crate) id: Field,
    /// Day and time as `SortOrder` compares them. Absent without a date.
    pub(crate) time: Field,
    pub(crate) words: Field,
    /// Numbers of names in the catalogue, 0 for unknown.
    pub(crate) outlet: Field,
    pub(crate) via: Field,
    pub(crate) section: Field,
    pub(crate) language: Field,
    /// Folded texts.
    pub(crate) text: Field,
    pub(crate) title: Field,
    pub(crate) outlet_words: Field,
    pub(crate) via_words: Field,
    pub(crate) section_words: Field,
    pub(crate) byline_words: Field,
    /// The folded code of the language, as one token.
    pub(crate) language_code: Field,
    /// The names of the query fields whose value is unknown.
    pub(crate) unknown: Field,
    /// The names of all folders and of the file, for each place where the article was found.
    pub(crate) path: Field,
    /// The stored article: see `stored_article`. The index calls it `kept`.
    pub(crate) article: Field,
}

impl IndexFields {
    fn schema() -> (Schema, Self) {
        let mut schema = Schema::builder();
        let column = || NumericOptions::default().set_fast();
        let words = |tokenizer, record, norms| {
            let indexing = TextFieldIndexing::default()
                .set_tokenizer(tokenizer)
                .set_index_option(record)
                .set_fieldnorms(norms);
            TextOptions::default().set_indexing_options(indexing)
        };
        let phrases = || words(NAME, IndexRecordOption::WithFreqsAndPositions, false);
        let whole = || words("raw", IndexRecordOption::Basic, false);
        let fields = Self {
            id: schema.add_u64_field("id", column().set_indexed()),
            time: schema.add_i64_field("time", column()),
            words: schema.add_u64_field("words", column()),
            outlet: schema.add_u64_field("outlet", column()),
            via: schema.add_u64_field("via", column()),
            section: schema.add_u64_field("section", column()),
            language: schema.add_u64_field("language", column()),
            text: schema.add_text_field(
                "text",
                words(NAME, IndexRecordOption::WithFreqsAndPositions, true),
            ),
            title: schema.add_text_field("title", phrases()),
            outlet_words: schema.add_text_field("outlet_words", phrases()),
            via_words: schema.add_text_field("via_words", phrases()),
            section_words: schema.add_text_field("section_words", phrases()),
            byline_words: schema.add_text_field("byline_words", phrases()),
            language_code: schema.add_text_field("language_code", whole()),
            unknown: schema.add_text_field("unknown", whole()),
            path: schema.add_text_field(
                "path",
                words(PATHS, IndexRecordOption::WithFreqsAndPositions, false),
            ),
            article: schema.add_bytes_field("kept", BytesOptions::default().set_stored()),
        };
        (schema.build(), fields)
    }
}

/// The numbers of an article's names in the catalogue, 0 for unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct NameNumbers {
    pub(crate) outlet: i64,
    pub(crate) via: i64,
    pub(crate) section: i64,
    pub(crate) language: i64,
}

/// The open index of one library.
#[derive(Clone)]
pub(crate) struct ArticleIndex {
    pub(crate) folder: PathBuf,
    /// Whether it is in memory.
    pub(crate) is_temporary: bool,
    pub(crate) index: Index,
    pub(crate) fields: IndexFields,
}

impl ArticleIndex {
    /// Opens the index in a library's folder.
    pub(crate) fn open(folder: &Path) -> Result<Self, StoreError> {
        let files = MmapDirectory::open(folder.join(FOLDER));
        let files = files.map_err(|error| StoreError::from_tantivy(folder, &error.into()))?;
        Self::open_in(folder, IndexFolder(files))
    }

    /// Opens the index in this directory.
    pub(crate) fn open_in(folder: &Path, files: impl Directory) -> Result<Self, StoreError> {
        let (schema, fields) = IndexFields::schema();
        let index = guarded(|| Index::open(files));
        let index = index.map_err(|error| StoreError::from_tantivy(folder, &error))?;
        if index.schema() != schema {
            return Err(StoreError::Broken {
                path: folder.to_path_buf(),
                reason: "the fields of the index do not fit the catalogue".to_owned(),
            });
        }
        Ok(Self::with_tokenizers(folder, index, fields))
    }

    /// Opens the index, or creates an empty one if it is missing.
    pub(crate) fn open_or_create(folder: &Path) -> Result<Self, StoreError> {
        if folder.join(FOLDER).join("meta.json").exists() {
            return Self::open(folder);
        }
        Self::create(folder, FOLDER)
    }

    /// Creates an empty index with this folder name in a library's folder.
    pub(crate) fn create(folder: &Path, name: &str) -> Result<Self, StoreError> {
        let inner = folder.join(name);
        std::fs::create_dir_all(&inner).map_err(|error| StoreError::from_io(folder, &error))?;
        let (builder, fields) = Self::builder();
        let index = builder.create_in_dir(&inner);
        let index = index.map_err(|error| StoreError::from_tantivy(folder, &error))?;
        Ok(Self::with_tokenizers(folder, index, fields))
    }

    /// Makes an empty index in memory.
    pub(crate) fn in_memory() -> Result<Self, StoreError> {
        let folder = Path::new(IN_MEMORY);
        let (builder, fields) = Self::builder();
        let index = builder.create_in_ram();
        let index = index.map_err(|error| StoreError::from_tantivy(folder, &error))?;
        Ok(Self {
            is_temporary: true,
            ..Self::with_tokenizers(folder, index, fields)
        })
    }

    fn builder() -> (IndexBuilder, IndexFields) {
        let (schema, fields) = IndexFields::schema();
        let compression = ZstdCompressor {
            compression_level: Some(COMPRESSION),
        };
        let settings = IndexSettings {
            docstore_compression: Compressor::Zstd(compression),
            docstore_blocksize: BLOCK_BYTES,
            ..IndexSettings::default()
        };
        (Index::builder().schema(schema).settings(settings), fields)
    }

    fn with_tokenizers(folder: &Path, index: Index, fields: IndexFields) -> Self {
        index.tokenizers().register(NAME, FoldedTokenizer);
        index.tokenizers().register(PATHS, PathTokenizer);
        Self {
            folder: folder.to_path_buf(),
            is_temporary: false,
            index,
            fields,
        }
    }

    /// Returns the last committed state of the index.
    pub(crate) fn searcher(&self) -> Result<Searcher, StoreError> {
        let reader = self.index.reader_builder().reload_policy(ReloadPolicy::Manual);
        let reader = reader.doc_store_cache_num_blocks(BLOCKS_CACHED);
        let reader: tantivy::Result<IndexReader> = guarded(|| reader.try_into());
        Ok(reader.map_err(|error| self.failed(&error))?.searcher())
    }

    /// Returns the article with this id as the index stores it.
    pub(crate) fn article(&self, searcher: &Searcher, id: u32) -> Result<Option<Article>, StoreError> {
        let read = || -> tantivy::Result<Option<TantivyDocument>> {
            self.address(searcher, id)?
                .map(|address| searcher.doc(address))
                .transpose()
        };
        let Some(document) = guarded(read).map_err(|error| self.failed(&error))? else {
            return Ok(None);
        };
        let article = self.article_of(&document).ok_or_else(|| StoreError::Broken {
            path: self.folder.clone(),
            reason: format!("article {id} cannot be read"),
        })?;
        Ok(Some(article))
    }

    /// Returns the article in a document, or `None` if it has another format.
    pub(crate) fn article_of(&self, document: &TantivyDocument) -> Option<Article> {
        let value = document.get_first(self.fields.article)?;
        stored_article::from_bytes(value.as_bytes()?)
    }

    fn address(&self, searcher: &Searcher, id: u32) -> tantivy::Result<Option<DocAddress>> {
        let term = self.id_term(id);
        for (segment, reader) in (0..).zip(searcher.segment_readers()) {
            let inverted = reader.inverted_index(self.fields.id)?;
            let Some(mut postings) = inverted.read_postings(&term, IndexRecordOption::Basic)? else {
                continue;
            };
            let mut doc = postings.doc();
            while doc != TERMINATED {
                if !reader.is_deleted(doc) {
                    return Ok(Some(DocAddress::new(segment, doc)));
                }
                doc = postings.advance();
            }
        }
        Ok(None)
    }

    /// Returns the term that finds the article with this id.
    pub(crate) fn id_term(&self, id: u32) -> Term {
        Term::from_field_u64(self.fields.id, u64::from(id))
    }

    /// Converts an error of the index.
    pub(crate) fn failed(&self, error: &tantivy::TantivyError) -> StoreError {
        StoreError::from_tantivy(&self.folder, error)
    }
}

/// The number of decompressed blocks that are cached.
pub(crate) const BLOCKS_CACHED: usize = 8;

/// The compression level, and the bytes that are compressed together. Level 3 takes twice as long and saves 3 %; larger
/// blocks make reading one article slower.
const COMPRESSION: i32 = 1;
const BLOCK_BYTES: usize = 32 << 10;

/// Creates the document of an article, as far as it does not need the catalogue.
pub(crate) fn document(entry: &Entry, fields: &IndexFields) -> TantivyDocument {
    let mut document = TantivyDocument::new();
    let meta = &entry.article.meta;
    if let Some(time) = SortOrder::moment_of(meta.date, meta.time) {
        document.add_i64(fields.time, time);
    }
    document.add_u64(fields.words, u64::from(entry.words));
    document.add_text(fields.text, entry.search_text());
    document.add_text(fields.title, entry.folded_title());
    let outlet = entry.outlet.as_deref();
    for (value, field, name) in [
        (outlet, fields.outlet_words, "outlet"),
        (meta.via.as_deref(), fields.via_words, "via"),
        (meta.section.as_deref(), fields.section_words, "section"),
        (meta.byline.as_deref(), fields.byline_words, "byline"),
        (meta.language.as_deref(), fields.language_code, "lang"),
        (meta.title.as_deref().map(|_| ""), fields.unknown, "title"),
        (meta.date.map(|_| ""), fields.unknown, "date"),
    ] {
        match value {
            Some("") => {}
            Some(value) => document.add_text(field, fold(value)),
            None => document.add_text(fields.unknown, name),
        }
    }
    document.add_bytes(fields.article, &stored_article::to_bytes(&entry.article));
    document
}

/// Adds what the catalogue knows.
pub(crate) fn complete(
    document: &mut TantivyDocument,
    fields: &IndexFields,
    id: u32,
    names: NameNumbers,
    paths: &[PathBuf],
) {
    document.add_u64(fields.id, u64::from(id));
    for (field, number) in [
        (fields.outlet, names.outlet),
        (fields.via, names.via),
        (fields.section, names.section),
        (fields.language, names.language),
    ] {
        document.add_u64(field, number.unsigned_abs());
    }
    for path in paths {
        document.add_text(fields.path, paths::folded(path));
    }
}
