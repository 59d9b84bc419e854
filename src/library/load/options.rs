//! The sources and the options of a load. The load itself: see `pipeline`.

use crate::article::Article;
use crate::extract::corpus::hints::Hints;
use crate::extract::corpus::template::CorpusTemplate;
use crate::extract::input::decoder::Limits;
use crate::extract::outlets::directory::OutletDirectory;
use crate::extract::pipeline::{extract, extract_again, extract_record};
use crate::library::load::container::reader::{FoundItem, ReadOptions, read_bytes};
use crate::library::load::listed::ending_of;
use crate::library::load::read::{DEFAULT_SIZE_LIMIT, read};
use crate::library::load::walk::{FoundFile, SkippedFiles, profile_files};
use crate::library::problem::{Problem, ProblemKind};
use crate::library::sample_corpus;
use std::borrow::Cow;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Where articles come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LoadSource {
    /// A file or folder that the user named.
    Path(PathBuf),
    /// A file or folder from a list, which may be long. A path that is listed twice is read twice.
    Listed(PathBuf),
    /// A file that was found in a folder.
    Found(FoundFile),
    /// Bytes in memory: a page of the sample corpus, or standard input.
    Memory {
        /// The name that is shown in place of a path.
        name: PathBuf,
        /// The page.
        bytes: Cow<'static, [u8]>,
    },
}

/// How to load.
#[derive(Debug, Clone)]
pub struct LoadOptions {
    /// The largest file that is read, in bytes.
    pub size_limit: u64,
    /// The number of threads that clean; 0 means one more than the machine runs at once.
    pub workers: usize,
    /// The known outlets.
    pub knowledge: OutletDirectory,
    /// The lines that the pages share, if they were read before.
    pub siblings: Option<Arc<CorpusTemplate>>,
    /// The limits of records and containers.
    pub limits: Limits,
    /// The fields of records by names that are not known.
    pub columns: Vec<(String, String)>,
}

/// What a file holds.
#[derive(Debug, Default)]
pub(crate) struct FileContent {
    /// Its articles, in its order.
    pub(crate) articles: Vec<Article>,
    /// What could not be read of it.
    pub(crate) problems: Vec<Problem>,
    /// What is in it besides articles.
    pub(crate) skipped: SkippedFiles,
}

impl Default for LoadOptions {
    fn default() -> Self {
        Self {
            size_limit: DEFAULT_SIZE_LIMIT,
            workers: 0,
            knowledge: OutletDirectory::builtin(),
            siblings: None,
            limits: Limits::default(),
            columns: Vec::new(),
        }
    }
}

impl FileContent {
    fn is_empty(&self) -> bool {
        self.articles.is_empty() && self.problems.is_empty() && self.skipped.is_empty()
    }

    /// Adds articles and numbers them.
    fn add(&mut self, articles: impl IntoIterator<Item = Article>) {
        for mut article in articles {
            article.part = self.articles.len() as u32 + 1;
            self.articles.push(article);
        }
    }
}

/// Returns the pages of the sample corpus.
pub fn builtin_corpus() -> Vec<LoadSource> {
    let source = |(name, bytes)| LoadSource::Memory {
        name,
        bytes: Cow::Borrowed(bytes),
    };
    sample_corpus::pages().map(source).collect()
}

impl LoadOptions {
    /// Returns the articles of a file. `listed` means that the path came from a folder, so a file in no known format is not
    /// read as text.
    pub(crate) fn content(&self, path: &Path, bytes: &[u8], listed: bool) -> FileContent {
        let name = path.to_string_lossy();
        let hints = self.hints(&name);
        let options = ReadOptions {
            limits: &self.limits,
            columns: &self.columns,
            is_named: !listed,
        };
        let mut content = FileContent::default();
        let mut repeated = 0_usize;
        read_bytes(bytes, &name, options, &mut |item| {
            match item {
                FoundItem::Record(record) => content.add([extract_record(*record, &hints)]),
                FoundItem::Text(bytes) => content.add(extract(bytes, &hints)),
                FoundItem::Problem(problem) => {
                    let text = match problem.place.as_str() {
                        "" => problem.message,
                        place => format!("{place} {}", problem.message),
                    };
                    // A file may have a million records of the same kind; the first one names what is wrong.
                    if content.problems.is_empty() {
                        content
                            .problems
                            .push(Problem::new(path, ProblemKind::Malformed, text));
                    } else {
                        repeated += 1;
                    }
                }
                FoundItem::Skipped(ending) => content.skipped.count_ending(ending),
            }
            ControlFlow::Continue(())
        });
        if let Some(problem) = content.problems.first_mut().filter(|_| repeated > 0) {
            problem.message.push_str(&format!(" ({repeated} more)"));
        }
        if content.is_empty() && listed {
            content.skipped.count_ending(ending_of(path));
        } else if content.is_empty() {
            let message = "holds no articles that newsprint recognises";
            content
                .problems
                .push(Problem::new(path, ProblemKind::OtherKind, message));
        }
        content
    }

    /// Returns an article cleaned again from its source text.
    pub(crate) fn article_again(&self, path: &Path, article: &Article) -> Article {
        extract_again(article, &self.hints(&path.to_string_lossy()))
    }

    fn hints<'a>(&'a self, path: &'a str) -> Hints<'a> {
        Hints {
            path: Some(path),
            outlets: &self.knowledge,
            template: self.siblings.as_deref(),
        }
    }

    /// Returns the known outlets, with those of the `outlets.toml` in these folders and next to these files added, and the
    /// problems of those files.
    pub fn knowledge_with_profiles(&self, paths: &[PathBuf]) -> (OutletDirectory, Vec<Problem>) {
        let (mut knowledge, mut problems) = (self.knowledge.clone(), Vec::new());
        for path in profile_files(paths) {
            let wrong = |message: String| Problem::new(&path, ProblemKind::Profiles, message);
            let added = read(&path, self.size_limit, true).and_then(|bytes| {
                let text =
                    String::from_utf8(bytes).map_err(|error| wrong(format!("is not UTF-8: {error}")))?;
                knowledge
                    .with_toml(&text)
                    .map_err(|error| wrong(error.to_string()))
            });
            match added {
                Ok((added, ignored)) => {
                    knowledge = added;
                    problems.extend(ignored.iter().map(|error| Problem {
                        advice: "the other rules of the file are used".to_owned(),
                        ..wrong(error.to_string())
                    }));
                }
                Err(problem) => problems.push(problem),
            }
        }
        (knowledge, problems)
    }
}
