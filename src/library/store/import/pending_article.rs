//! Pages and articles prepared on the threads that clean. Only the numbers from the catalogue are still missing.

use crate::article::Article;
use crate::library::entry::Entry;
use crate::library::identity::{Content, ContentHash};
use crate::library::load::pipeline::source::LoadOptions;
use crate::library::query::sort::SortOrder;
use crate::library::store::import::changed_files::FileFingerprint;
use crate::library::store::index::schema::{IndexFields, document};
use crate::library::store::index::stored_article;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tantivy::TantivyDocument;
use tantivy::schema::Value;

/// A file that was read.
pub(crate) struct PendingPage {
    pub(crate) path: PathBuf,
    pub(crate) stamp: FileFingerprint,
    pub(crate) hash: ContentHash,
    /// The articles, or `None` if the library seems to have a file with the same bytes.
    pub(crate) articles: Option<Vec<PendingArticle>>,
}

/// An article of a page.
pub(crate) struct PendingArticle {
    pub(crate) part: u32,
    pub(crate) document: TantivyDocument,
    pub(crate) time: Option<i64>,
    pub(crate) outlet: Option<Arc<str>>,
    pub(crate) via: Option<String>,
    pub(crate) section: Option<String>,
    pub(crate) language: Option<String>,
    pub(crate) byline: Option<String>,
    pub(crate) title: String,
    pub(crate) has_title: bool,
    pub(crate) words: u32,
    pub(crate) content: Content,
}

impl PendingPage {
    /// Prepares a file that was read. Its articles are left out if its bytes are known.
    pub(crate) fn new(
        path: &Path,
        bytes: &[u8],
        is_known: impl FnOnce(i64) -> bool,
        options: &LoadOptions,
        fields: &IndexFields,
    ) -> Self {
        let hash = ContentHash::of(bytes);
        let prepared = || Self::articles(path, bytes, options, fields);
        Self {
            path: path.to_path_buf(),
            stamp: FileFingerprint::to_remember(path, bytes.len()),
            hash,
            articles: (!is_known(number(&hash))).then(prepared),
        }
    }

    /// A page that was made into this article already. Its hash tells it from every other article.
    pub(crate) fn of_article(path: PathBuf, article: Article, fields: &IndexFields) -> Self {
        let hash = ContentHash::of(format!("{} {article:?}", path.display()).as_bytes());
        let stamp = FileFingerprint::to_remember(&path, article.source.len());
        let entry = Entry::new(Arc::from(path.as_path()), article);
        Self {
            path,
            stamp,
            hash,
            articles: Some(vec![PendingArticle::new(entry, fields)]),
        }
    }

    /// The articles of a file.
    pub(crate) fn articles(
        path: &Path,
        bytes: &[u8],
        options: &LoadOptions,
        fields: &IndexFields,
    ) -> Vec<PendingArticle> {
        let shared: Arc<Path> = Arc::from(path);
        let articles = options.articles(path, bytes).into_iter();
        articles
            .map(|article| PendingArticle::new(Entry::new(Arc::clone(&shared), article), fields))
            .collect()
    }
}

impl PendingArticle {
    pub(crate) fn new(entry: Entry, fields: &IndexFields) -> Self {
        let (title, has_title) = entry.display_title();
        let document = document(&entry, fields);
        let (part, meta) = (entry.article.part, entry.article.meta);
        Self {
            part,
            time: SortOrder::moment_of(meta.date, meta.time),
            outlet: entry.outlet,
            via: meta.via,
            section: meta.section,
            language: meta.language,
            byline: meta.byline,
            title,
            has_title,
            words: entry.words,
            content: entry.content,
            document,
        }
    }
}

impl PendingArticle {
    /// Returns the article itself.
    pub(crate) fn article(&self, fields: &IndexFields) -> Option<Article> {
        let bytes = self.document.get_first(fields.kept)?;
        stored_article::from_bytes(bytes.as_bytes()?)
    }
}

/// Returns the first half of a hash, by which the catalogue is searched.
pub(crate) fn number(hash: &ContentHash) -> i64 {
    half(hash, 0)
}

/// Returns the second half of a hash, which confirms a match.
pub(crate) fn rest(hash: &ContentHash) -> i64 {
    half(hash, 8)
}

/// Joins the two halves of a hash.
pub(crate) fn hash_of(number: i64, rest: i64) -> ContentHash {
    let mut bytes = [0; 16];
    bytes[..8].copy_from_slice(&number.to_be_bytes());
    bytes[8..].copy_from_slice(&rest.to_be_bytes());
    ContentHash::from_bytes(bytes)
}

fn half(hash: &ContentHash, start: usize) -> i64 {
    let mut bytes = [0; 8];
    bytes.copy_from_slice(&hash.as_bytes()[start..start + 8]);
    i64::from_be_bytes(bytes)
}
