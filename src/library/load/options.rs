//! The sources and the options of a load. The load itself: see `pipeline`.

use crate::article::Article;
use crate::extract::corpus::hints::Hints;
use crate::extract::corpus::template::CorpusTemplate;
use crate::extract::input::decoder::{Limits, RecordProblem};
use crate::extract::outlets::directory::OutletDirectory;
use crate::extract::pipeline::{extract, extract_again, extract_record};
use crate::library::load::container::item::FileItem;
use crate::library::load::container::reader::{FoundItem, ReadOptions, read_bytes, read_file};
use crate::library::load::listed::ending_of;
use crate::library::load::pipeline::task::{PageInput, ReadPage};
use crate::library::load::read::{DEFAULT_SIZE_LIMIT, read};
use crate::library::load::walk::{FoundFile, profile_files};
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

/// Returns the pages of the sample corpus.
pub fn builtin_corpus() -> Vec<LoadSource> {
    let source = |(name, bytes)| LoadSource::Memory {
        name,
        bytes: Cow::Borrowed(bytes),
    };
    sample_corpus::pages().map(source).collect()
}

impl LoadOptions {
    /// Returns the articles of a file in memory that is known to have some.
    pub(crate) fn articles(&self, path: &Path, bytes: &[u8]) -> Vec<Article> {
        let mut articles = Vec::new();
        let page = ReadPage {
            path,
            input: PageInput::Bytes(bytes),
            listed: false,
        };
        self.each_item(page, &mut |item| {
            if let FileItem::Article(article) = item {
                articles.push(*article);
            }
            ControlFlow::Continue(())
        });
        articles
    }

    /// Reads a file: passes on each article, then what could not be read. A file of a folder in no known format is not read as
    /// text.
    pub(crate) fn each_item(&self, page: ReadPage<'_>, each: &mut dyn FnMut(FileItem) -> ControlFlow<()>) {
        let name = page.path.to_string_lossy();
        let hints = self.hints(&name);
        let options = ReadOptions {
            limits: &self.limits,
            columns: &self.columns,
            is_named: !page.listed,
        };
        let mut found = FoundInFile {
            page,
            each,
            count: 0,
            is_other: false,
            problem: None,
            repeated: 0,
        };
        let mut on_item = |item: FoundItem<'_>| match item {
            FoundItem::Record(record) => found.article(extract_record(*record, &hints)),
            FoundItem::Text(bytes) => extract(bytes, &hints)
                .into_iter()
                .try_for_each(|article| found.article(article)),
            FoundItem::Problem(problem) => found.problem(problem),
            FoundItem::Skipped(ending) => {
                found.is_other = true;
                (found.each)(FileItem::Skipped(ending))
            }
        };
        match page.input {
            PageInput::Bytes(bytes) => read_bytes(bytes, &name, options, &mut on_item),
            PageInput::Stream(file, length) => read_file(file, length, &name, options, &mut on_item),
        }
        found.end();
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

/// What was found in a file so far.
struct FoundInFile<'a> {
    page: ReadPage<'a>,
    each: &'a mut dyn FnMut(FileItem) -> ControlFlow<()>,
    count: u32,
    is_other: bool,
    /// The first problem. A file may have a million records of the same kind; the first one shows what is wrong.
    problem: Option<Problem>,
    repeated: usize,
}

impl FoundInFile<'_> {
    fn article(&mut self, mut article: Article) -> ControlFlow<()> {
        self.count += 1;
        article.part = self.count;
        (self.each)(FileItem::Article(Box::new(article)))
    }

    fn problem(&mut self, problem: RecordProblem) -> ControlFlow<()> {
        if self.problem.is_some() {
            self.repeated += 1;
            return ControlFlow::Continue(());
        }
        let text = match problem.place.as_str() {
            "" => problem.message,
            place => format!("{place} {}", problem.message),
        };
        self.problem = Some(Problem::new(self.page.path, ProblemKind::Malformed, text));
        ControlFlow::Continue(())
    }

    /// Reports what could not be read.
    fn end(mut self) {
        if let Some(mut problem) = self.problem.take() {
            if self.repeated > 0 {
                problem.message = format!("{} ({} more)", problem.message, self.repeated);
            }
            let _ = (self.each)(FileItem::Problem(problem));
        } else if self.count == 0 && !self.is_other {
            let item = if self.page.listed {
                FileItem::Skipped(ending_of(self.page.path))
            } else {
                let message = "holds no articles that newsprint recognises";
                FileItem::Problem(Problem::new(self.page.path, ProblemKind::OtherKind, message))
            };
            let _ = (self.each)(item);
        }
    }
}
