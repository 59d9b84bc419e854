//! Pages and articles prepared on the threads that clean. Only the numbers from the catalogue are still missing.

use crate::article::Article;
use crate::library::entry::Entry;
use crate::library::identity::{Content, ContentHash};
use crate::library::load::options::{FileContent, LoadOptions};
use crate::library::load::pipeline::task::{CleanedPage, ReadPage};
use crate::library::query::sort::SortOrder;
use crate::library::store::catalogue::locations::FileRecord;
use crate::library::store::index::schema::{IndexFields, document};
use crate::library::store::index::stored_article;
use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;
use tantivy::TantivyDocument;
use tantivy::schema::Value;

/// A file that was read.
pub(crate) struct PendingPage {
    pub(crate) file: FileRecord,
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
    /// What identifies its record in the file: its id, or its address.
    pub(crate) record_key: Option<String>,
    /// Whether it has not been compared with other pages yet.
    pub(crate) awaits_second_reading: bool,
}

impl PendingPage {
    /// Prepares a file that was read. Its articles are left out if its bytes are known. A file of another kind has no page.
    pub(crate) fn read(
        page: ReadPage<'_>,
        is_known: impl FnOnce(i64) -> bool,
        options: &LoadOptions,
        fields: &IndexFields,
    ) -> CleanedPage<Self> {
        let hash = ContentHash::of(page.bytes);
        let file = || FileRecord::new(page.path, page.bytes.len(), hash);
        if is_known(hash.first_half()) {
            return CleanedPage {
                articles: vec![Self {
                    articles: None,
                    file: file(),
                }],
                ..CleanedPage::default()
            };
        }
        let FileContent {
            articles,
            problems,
            skipped,
        } = options.content(page.path, page.bytes, page.listed);
        let is_other = articles.is_empty() && problems.is_empty() && !skipped.is_empty();
        let pending = || Self {
            articles: Some(pending_articles(page.path, articles, fields)),
            file: file(),
        };
        CleanedPage {
            articles: (!is_other).then(pending).into_iter().collect(),
            problems,
            skipped,
            bytes: 0,
        }
    }

    /// Returns the page of an article that was already extracted. Its hash distinguishes it from every other article.
    pub(crate) fn of_article(path: &Path, article: Article, fields: &IndexFields) -> Self {
        let hash = ContentHash::of(format!("{} {article:?}", path.display()).as_bytes());
        let file = FileRecord::new(path, article.source.len(), hash);
        let entry = Entry::new(Arc::from(path), article);
        Self {
            file,
            articles: Some(vec![PendingArticle::new(entry, fields)]),
        }
    }

    /// Returns the articles of a file.
    pub(crate) fn articles(
        path: &Path,
        bytes: &[u8],
        options: &LoadOptions,
        fields: &IndexFields,
    ) -> Vec<PendingArticle> {
        pending_articles(path, options.content(path, bytes, false).articles, fields)
    }
}

fn pending_articles(path: &Path, articles: Vec<Article>, fields: &IndexFields) -> Vec<PendingArticle> {
    let shared: Arc<Path> = Arc::from(path);
    let each = |article| PendingArticle::first_reading(Entry::new(Arc::clone(&shared), article), fields);
    let mut pending: Vec<PendingArticle> = articles.into_iter().map(each).collect();
    // A key that several records have identifies none of them.
    let mut uses: HashMap<String, usize> = HashMap::new();
    for key in pending.iter().filter_map(|article| article.record_key.clone()) {
        *uses.entry(key).or_default() += 1;
    }
    for article in &mut pending {
        let is_unique = |key: &String| uses.get(key).is_some_and(|count| *count == 1);
        article.record_key = article.record_key.take().filter(is_unique);
    }
    pending
}

/// What identifies the record of an article in its file: its id, else its address.
pub(crate) fn record_key(article: &Article) -> Option<String> {
    let by_id = article.id.as_ref().map(|id| format!("id {id}"));
    by_id.or_else(|| article.url.as_ref().map(|url| format!("url {url}")))
}

impl PendingArticle {
    /// Prepares an article of a page that was just read. It waits for its second reading.
    pub(crate) fn first_reading(entry: Entry, fields: &IndexFields) -> Self {
        Self {
            awaits_second_reading: true,
            ..Self::new(entry, fields)
        }
    }

    /// Prepares an article that does not wait for a second reading, or waits for one already.
    pub(crate) fn new(entry: Entry, fields: &IndexFields) -> Self {
        let (title, has_title) = entry.display_title();
        let document = document(&entry, fields);
        let record_key = record_key(&entry.article);
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
            record_key,
            awaits_second_reading: false,
            document,
        }
    }

    /// Returns the article itself.
    pub(crate) fn article(&self, fields: &IndexFields) -> Option<Article> {
        let bytes = self.document.get_first(fields.article)?;
        stored_article::from_bytes(bytes.as_bytes()?)
    }
}
