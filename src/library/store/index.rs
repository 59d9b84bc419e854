//! The index of a library: the words of all articles and the articles themselves, kept by tantivy. Which fields there are,
//! and how an article fills them. Not the lists: see `catalogue`.

use super::IN_MEMORY;
use super::directory::IndexFolder;
use super::error::StoreError;
use super::kept;
use super::tokens::{FoldedTokenizer, NAME};
use crate::article::Article;
use crate::library::{Entry, Order};
use crate::text::fold;
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

/// The folder in the library's folder.
pub(super) const FOLDER: &str = "index";

/// The name under which the index knows the tokenizer of paths.
const PATHS: &str = "newsprint-path";

/// What stands for the root in a path; no name of a file is this.
pub(super) const ROOT: &str = "//";

/// Every field of an article in the index.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fields {
    /// The number of the article.
    pub(super) id: Field,
    /// Day and time as `Order` compares them; none without a date.
    pub(super) time: Field,
    pub(super) words: Field,
    /// Numbers of names in the catalogue, 0 for unknown.
    pub(super) outlet: Field,
    pub(super) via: Field,
    pub(super) section: Field,
    pub(super) language: Field,
    /// Folded texts.
    pub(super) text: Field,
    pub(super) title: Field,
    pub(super) outlet_words: Field,
    pub(super) via_words: Field,
    pub(super) section_words: Field,
    pub(super) byline_words: Field,
    /// The folded code of the language, whole.
    pub(super) language_code: Field,
    /// The names of the fields of the query language whose value is not known.
    pub(super) unknown: Field,
    /// The names of all folders down to the file, of each place it was found in.
    pub(super) path: Field,
    /// The article, see [`kept`].
    pub(super) kept: Field,
}

impl Fields {
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
            kept: schema.add_bytes_field("kept", BytesOptions::default().set_stored()),
        };
        (schema.build(), fields)
    }
}

/// The numbers of an article's names in the catalogue; 0 for unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct NameNumbers {
    pub(super) outlet: i64,
    pub(super) via: i64,
    pub(super) section: i64,
    pub(super) language: i64,
}

/// The index of one library, open.
#[derive(Clone)]
pub(super) struct ArticleIndex {
    pub(super) folder: PathBuf,
    /// Whether it is in memory.
    pub(super) is_temporary: bool,
    pub(super) index: Index,
    pub(super) fields: Fields,
}

impl ArticleIndex {
    /// Opens the index in a library's folder.
    pub(super) fn open(folder: &Path) -> Result<Self, StoreError> {
        let files = MmapDirectory::open(folder.join(FOLDER));
        let files = files.map_err(|error| StoreError::from_tantivy(folder, &error.into()))?;
        Self::open_in(folder, IndexFolder(files))
    }

    /// Opens the index that stands in these files.
    pub(super) fn open_in(folder: &Path, files: impl Directory) -> Result<Self, StoreError> {
        let (schema, fields) = Fields::schema();
        let index = Index::open(files).map_err(|error| StoreError::from_tantivy(folder, &error))?;
        if index.schema() != schema {
            return Err(StoreError::Broken {
                path: folder.to_path_buf(),
                reason: "its index has other fields than its catalogue".to_owned(),
            });
        }
        Ok(Self::with_tokenizers(folder, index, fields))
    }

    /// Opens the index, or makes an empty one where there is none.
    pub(super) fn open_or_create(folder: &Path) -> Result<Self, StoreError> {
        if folder.join(FOLDER).join("meta.json").exists() {
            return Self::open(folder);
        }
        Self::create(folder, FOLDER)
    }

    /// Makes an empty index under this name in a library's folder.
    pub(super) fn create(folder: &Path, name: &str) -> Result<Self, StoreError> {
        let inner = folder.join(name);
        std::fs::create_dir_all(&inner).map_err(|error| StoreError::from_io(folder, &error))?;
        let (builder, fields) = Self::builder();
        let index = builder.create_in_dir(&inner);
        let index = index.map_err(|error| StoreError::from_tantivy(folder, &error))?;
        Ok(Self::with_tokenizers(folder, index, fields))
    }

    /// Makes an empty index in memory.
    pub(super) fn in_memory() -> Result<Self, StoreError> {
        let folder = Path::new(IN_MEMORY);
        let (builder, fields) = Self::builder();
        let index = builder.create_in_ram();
        let index = index.map_err(|error| StoreError::from_tantivy(folder, &error))?;
        Ok(Self {
            is_temporary: true,
            ..Self::with_tokenizers(folder, index, fields)
        })
    }

    fn builder() -> (IndexBuilder, Fields) {
        let (schema, fields) = Fields::schema();
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

    fn with_tokenizers(folder: &Path, index: Index, fields: Fields) -> Self {
        index.tokenizers().register(NAME, FoldedTokenizer);
        index.tokenizers().register(PATHS, super::paths::PathTokenizer);
        Self {
            folder: folder.to_path_buf(),
            is_temporary: false,
            index,
            fields,
        }
    }

    /// The index as it was committed last.
    pub(super) fn searcher(&self) -> Result<Searcher, StoreError> {
        let reader = self.index.reader_builder().reload_policy(ReloadPolicy::Manual);
        let reader: tantivy::Result<IndexReader> = reader.doc_store_cache_num_blocks(BLOCKS_KEPT).try_into();
        Ok(reader.map_err(|error| self.failed(&error))?.searcher())
    }

    /// The article of a number, as it is in the index.
    pub(super) fn article(&self, searcher: &Searcher, id: u32) -> Result<Option<Article>, StoreError> {
        let read = || -> tantivy::Result<Option<TantivyDocument>> {
            self.address(searcher, id)?
                .map(|address| searcher.doc(address))
                .transpose()
        };
        let Some(document) = read().map_err(|error| self.failed(&error))? else {
            return Ok(None);
        };
        let bytes = document
            .get_first(self.fields.kept)
            .and_then(|value| value.as_bytes());
        let article = bytes
            .and_then(kept::from_bytes)
            .ok_or_else(|| StoreError::Broken {
                path: self.folder.clone(),
                reason: format!("article {id} cannot be read"),
            })?;
        Ok(Some(article))
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

    /// What finds the article of a number.
    pub(super) fn id_term(&self, id: u32) -> Term {
        Term::from_field_u64(self.fields.id, u64::from(id))
    }

    /// What an error of the index means for the library.
    pub(super) fn failed(&self, error: &tantivy::TantivyError) -> StoreError {
        StoreError::from_tantivy(&self.folder, error)
    }
}

/// Blocks of texts that are kept for the next article of the same block.
const BLOCKS_KEPT: usize = 8;

/// How hard the texts are compressed, and how many bytes at once: 3 instead of 1 takes twice as long and saves a thirtieth,
/// and larger blocks make each article slower to get.
const COMPRESSION: i32 = 1;
const BLOCK_BYTES: usize = 32 << 10;

/// An article on its way into the index: what can be made of it without the catalogue.
pub(super) fn document(entry: &Entry, fields: &Fields) -> TantivyDocument {
    let mut document = TantivyDocument::new();
    let meta = &entry.article.meta;
    if let Some(time) = Order::moment_of(meta.date, meta.time) {
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
    document.add_bytes(fields.kept, &kept::to_bytes(&entry.article));
    document
}

/// Completes the document with what the catalogue knows.
pub(super) fn complete(
    document: &mut TantivyDocument,
    fields: &Fields,
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
        document.add_text(fields.path, super::paths::folded(path));
    }
}
