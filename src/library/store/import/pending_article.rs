//! Pages and articles prepared on the threads that clean. Only the numbers from the catalogue are still missing.

use crate::article::Article;
use crate::library::entry::Entry;
use crate::library::identity::{Content, ContentHash};
use crate::library::load::options::LoadOptions;
use crate::library::load::pipeline::task::{CleanedPage, PageInput, PassOn, ReadPage};
use crate::library::problem::{Problem, ProblemKind};
use crate::library::query::sort::SortOrder;
use crate::library::store::catalogue::locations::FileRecord;
use crate::library::store::index::schema::{IndexFields, document};
use crate::library::store::index::stored_article;
use std::collections::HashSet;
use std::hash::{BuildHasher, RandomState};
use std::io::Seek;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;
use tantivy::TantivyDocument;
use tantivy::schema::Value;

/// A file that was read.
pub(crate) struct PendingPage {
    pub(crate) file: FileRecord,
    /// The articles, or `None` if the library seems to have a file with the same bytes.
    pub(crate) articles: Option<Vec<PendingArticle>>,
    pub(crate) stage: PageStage,
}

/// Which part of a file a page is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PageStage {
    /// All of it.
    Whole,
    /// A part that others follow.
    Part,
    /// The last part.
    Last,
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
    /// Prepares a file that was read. Its articles are left out if its bytes are known. A file of another kind has no page, and a
    /// large one is passed on in parts.
    pub(crate) fn read(
        page: ReadPage<'_>,
        is_known: impl FnOnce(i64) -> bool,
        options: &LoadOptions,
        fields: &IndexFields,
        pass_on: &mut PassOn<'_, Self>,
    ) -> CleanedPage<Self> {
        let Some(hash) = hash_of(page.input) else {
            let problem = Problem::new(
                page.path,
                ProblemKind::Unreadable,
                "changed or failed while it was read",
            );
            return CleanedPage {
                problems: vec![problem],
                ..CleanedPage::default()
            };
        };
        let record = FileRecord::new(page.path, page.input.length(), hash);
        if is_known(hash.first_half()) {
            let known = Self {
                articles: None,
                file: record,
                stage: PageStage::Whole,
            };
            return known.into_cleaned();
        }
        let shared: Arc<Path> = Arc::from(page.path);
        let mut keys = RecordKeys::default();
        let mut part = CleanedPage::default();
        let mut stage = PageStage::Whole;
        options.each_item(page, &mut |item| {
            part.add(item, |article| {
                let entry = Entry::new(Arc::clone(&shared), article);
                keys.checked(PendingArticle::first_reading(entry, fields))
            });
            if part.is_large() {
                stage = PageStage::Last;
                let whole = Self::of_part(std::mem::take(&mut part), record.clone(), PageStage::Part);
                if !pass_on(whole) {
                    return ControlFlow::Break(());
                }
            }
            ControlFlow::Continue(())
        });
        let is_other = part.articles.is_empty() && part.problems.is_empty() && !part.skipped.is_empty();
        if is_other && stage == PageStage::Whole {
            return CleanedPage {
                skipped: part.skipped,
                ..CleanedPage::default()
            };
        }
        Self::of_part(part, record, stage)
    }

    fn of_part(part: CleanedPage<PendingArticle>, file: FileRecord, stage: PageStage) -> CleanedPage<Self> {
        CleanedPage {
            articles: vec![Self {
                articles: Some(part.articles),
                file,
                stage,
            }],
            problems: part.problems,
            skipped: part.skipped,
            bytes: part.bytes,
        }
    }

    fn into_cleaned(self) -> CleanedPage<Self> {
        CleanedPage {
            articles: vec![self],
            ..CleanedPage::default()
        }
    }

    /// Returns the page of an article that was already extracted. Its hash distinguishes it from every other article.
    pub(crate) fn of_article(path: &Path, article: Article, fields: &IndexFields) -> Self {
        let hash = ContentHash::of(format!("{} {article:?}", path.display()).as_bytes());
        let file = FileRecord::new(path, article.source.len() as u64, hash);
        let entry = Entry::new(Arc::from(path), article);
        Self {
            file,
            articles: Some(vec![PendingArticle::new(entry, fields)]),
            stage: PageStage::Whole,
        }
    }

    /// Returns the articles of a file.
    pub(crate) fn articles(
        path: &Path,
        bytes: &[u8],
        options: &LoadOptions,
        fields: &IndexFields,
    ) -> Vec<PendingArticle> {
        let shared: Arc<Path> = Arc::from(path);
        let mut keys = RecordKeys::default();
        let articles = options.articles(path, bytes).into_iter();
        let each = articles.map(|article| Entry::new(Arc::clone(&shared), article));
        each.map(|entry| keys.checked(PendingArticle::first_reading(entry, fields)))
            .collect()
    }
}

/// The hash of the bytes of a page.
fn hash_of(input: PageInput<'_>) -> Option<ContentHash> {
    match input {
        PageInput::Bytes(bytes) => Some(ContentHash::of(bytes)),
        PageInput::Stream(mut file, _) => {
            let hash = ContentHash::of_stream(file).ok()?;
            file.rewind().ok()?;
            Some(hash)
        }
    }
}

/// The keys of a file's records so far. A key that was there before identifies nothing.
#[derive(Default)]
struct RecordKeys {
    seen: HashSet<u64>,
    hasher: RandomState,
}

impl RecordKeys {
    fn checked(&mut self, mut article: PendingArticle) -> PendingArticle {
        let is_new = |key: &String| self.seen.insert(self.hasher.hash_one(key));
        article.record_key = article.record_key.take().filter(is_new);
        article
    }
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
