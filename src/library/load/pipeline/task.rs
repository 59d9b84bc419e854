//! What the threads of a load send each other: the pages to read, and their results.

use crate::article::Article;
use crate::library::load::container::item::FileItem;
use crate::library::load::walk::{FoundFile, SkippedFiles};
use crate::library::problem::Problem;
use std::borrow::Cow;
use std::fs::File;
use std::path::{Path, PathBuf};

/// The number of files, or groups of files, that are listed before they are read.
pub(crate) const TASKS_WAITING: usize = 256;
/// The number of pages in a group, which are listed together once [`TASKS_WAITING`] wait. They are also reported together
/// unless they have more than [`BYTES_AT_ONCE`]: waking another thread for each page costs as much as part of the work.
pub(crate) const PAGES_AT_ONCE: usize = 8;
pub(crate) const BYTES_AT_ONCE: u64 = 256 << 10;

/// A page to be read, with its position in the order.
pub(crate) struct PageTask {
    pub(crate) place: u64,
    pub(crate) page: PageSource,
}

/// Where its bytes are.
pub(crate) enum PageSource {
    File(FoundFile),
    Memory {
        name: PathBuf,
        bytes: Cow<'static, [u8]>,
    },
}

/// What the threads of a load report to the one that keeps the order.
pub(crate) enum LoadReport<T> {
    /// The results of the pages at these positions.
    Pages(Vec<(u64, PageOutcome<T>)>),
    /// A part of the result of the page whose turn it is.
    Part(CleanedPage<T>),
    /// The number of pages found so far.
    Found(usize),
    /// All pages are found.
    Listed { files: usize, skipped: SkippedFiles },
}

/// The result of a page.
pub(crate) type PageOutcome<T> = Result<CleanedPage<T>, Problem>;

/// A page whose bytes were read.
#[derive(Clone, Copy)]
pub(crate) struct ReadPage<'a> {
    pub(crate) path: &'a Path,
    pub(crate) input: PageInput<'a>,
    /// Whether it was found in a folder, not named by the user.
    pub(crate) listed: bool,
}

/// The bytes of a page.
#[derive(Clone, Copy)]
pub(crate) enum PageInput<'a> {
    Bytes(&'a [u8]),
    /// A large file, and its length.
    Stream(&'a File, u64),
}

impl PageInput<'_> {
    pub(crate) fn length(self) -> u64 {
        match self {
            Self::Bytes(bytes) => bytes.len() as u64,
            Self::Stream(_, length) => length,
        }
    }
}

/// Passes on a part of a page's result before the page is read to its end. Returns false if no more is wanted.
pub(crate) type PassOn<'a, T> = dyn FnMut(CleanedPage<T>) -> bool + 'a;

/// What the articles of a page were turned into.
pub(crate) struct CleanedPage<T> {
    pub(crate) articles: Vec<T>,
    /// What could not be read of it.
    pub(crate) problems: Vec<Problem>,
    /// What is in it besides articles, or the file itself.
    pub(crate) skipped: SkippedFiles,
    pub(crate) bytes: u64,
}

impl<T> Default for CleanedPage<T> {
    fn default() -> Self {
        Self {
            articles: Vec::new(),
            problems: Vec::new(),
            skipped: SkippedFiles::default(),
            bytes: 0,
        }
    }
}

/// The bytes of text in each part in which a page is passed on.
const PART_BYTES: u64 = 2 << 20;

impl<T> CleanedPage<T> {
    /// Adds what was found in a file; `make` turns an article into what is passed on.
    pub(crate) fn add(&mut self, item: FileItem, make: impl FnOnce(Article) -> T) {
        match item {
            FileItem::Article(article) => {
                self.bytes += article.source.len() as u64;
                self.articles.push(make(*article));
            }
            FileItem::Problem(problem) => self.problems.push(problem),
            FileItem::Skipped(ending) => self.skipped.count_ending(ending),
        }
    }

    /// Returns whether it is time to pass this part on.
    pub(crate) fn is_large(&self) -> bool {
        self.bytes >= PART_BYTES
    }
}
