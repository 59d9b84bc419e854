//! Loading: finds files, reads and cleans them on several threads, and passes the results on in batches and in a stable
//! order. Not what is done with them: the caller passes a sink for the events.

use crate::article::Article;
use crate::extract::corpus::hints::Hints;
use crate::extract::corpus::template::CorpusTemplate;
use crate::extract::outlets::directory::OutletDirectory;
use crate::extract::pipeline::extract;
use crate::library::load::pipeline::backpressure::Backpressure;
use crate::library::load::pipeline::reorder::ReorderBuffer;
use crate::library::load::pipeline::worker::{PageSource, PageTask, Worker};
use crate::library::load::read::{DEFAULT_SIZE_LIMIT, read};
use crate::library::load::walk::{FoundFile, SkippedFiles, Walk, WalkItem, profile_files};
use crate::library::problem::{Problem, ProblemKind};
use std::borrow::Cow;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::sync::mpsc::{Sender, SyncSender, TrySendError, channel, sync_channel};
use std::sync::{Arc, Mutex};
use std::thread;

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
    /// What is known of outlets.
    pub knowledge: OutletDirectory,
    /// What the pages have in common, if they were read before.
    pub siblings: Option<Arc<CorpusTemplate>>,
}

impl Default for LoadOptions {
    fn default() -> Self {
        Self {
            size_limit: DEFAULT_SIZE_LIMIT,
            workers: 0,
            knowledge: OutletDirectory::builtin(),
            siblings: None,
        }
    }
}

/// An event of a load; `T` is what an article is turned into.
#[derive(Debug, Clone, PartialEq)]
pub enum LoadEvent<T> {
    /// All files are listed.
    Found {
        /// The number of files.
        files: usize,
    },
    /// More articles, in the order of the files.
    Batch(Vec<T>),
    /// Something could not be read; everything else continues.
    Problem(Problem),
    /// How far the load has come.
    Progress(Progress),
    /// Files of other kinds in folders; sent once, and only if there are any.
    LeftOut(SkippedFiles),
    /// The last event.
    Done(Summary),
}

/// How far a load has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Progress {
    /// Files that are done, whether they could be read or not.
    pub done: usize,
    /// Files found so far.
    pub found: usize,
    /// Whether all files are found.
    pub all_found: bool,
    /// Bytes read.
    pub bytes: u64,
}

/// The result of a load.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Summary {
    /// Articles passed on.
    pub articles: usize,
    /// Problems reported.
    pub problems: usize,
    /// Bytes read.
    pub bytes: u64,
    /// Whether the load was cancelled before its end.
    pub cancelled: bool,
}

/// Loads, calling `sink` on this thread for each event, and returns when all is done or `cancel` was set. `make` turns
/// each article into what is passed on; it runs on the threads that clean, so that this thread only keeps the order.
///
/// The work is done on named threads (`load-…`) that end before this returns. A panic while a page is cleaned becomes a
/// problem of that page. The sources are requested as they are needed, so there may be more of them than fit into memory;
/// a source that cannot be obtained is a problem like any other. The options hold all that is known of outlets; see
/// [`knowledge_beside`](LoadOptions::knowledge_beside).
pub fn load_with<T: Send>(
    sources: impl Iterator<Item = Result<LoadSource, Problem>> + Send,
    options: &LoadOptions,
    cancel: &AtomicBool,
    make: impl Fn(Arc<Path>, Article) -> T + Sync,
    sink: impl FnMut(LoadEvent<T>),
) -> Summary {
    let clean = |path: &Path, bytes: &[u8]| {
        let shared: Arc<Path> = Arc::from(path);
        let articles = options.articles(path, bytes).into_iter();
        articles
            .map(|article| make(Arc::clone(&shared), article))
            .collect()
    };
    load_pages(sources, options, cancel, clean, sink)
}

/// [`load_with`] for callers that clean pages themselves: `clean` receives the path and the bytes of each page, on the
/// threads that clean.
pub(crate) fn load_pages<T: Send>(
    sources: impl Iterator<Item = Result<LoadSource, Problem>> + Send,
    options: &LoadOptions,
    cancel: &AtomicBool,
    clean: impl Fn(&Path, &[u8]) -> Vec<T> + Sync,
    mut sink: impl FnMut(LoadEvent<T>),
) -> Summary {
    let gate = Backpressure::new(cancel);
    let (reports, incoming) = channel();
    let (jobs, waiting) = sync_channel(JOBS_WAITING);
    let waiting = Arc::new(Mutex::new(waiting));
    thread::scope(|scope| {
        // However this ends, even with a panic of the sink, no thread may wait at the gate afterwards.
        let _closing = gate.closing();
        spawn(scope, "load-walk", {
            let reports = reports.clone();
            let gate = &gate;
            move || list(sources, gate, &jobs, &reports)
        });
        for _ in 0..worker_count(options) {
            let worker = Worker {
                waiting: Arc::clone(&waiting),
                reports: reports.clone(),
                gate: &gate,
                options,
                clean: &clean,
            };
            spawn(scope, "load-clean", move || worker.run());
        }
        drop((reports, waiting));
        ReorderBuffer::new(&gate).run(&incoming, &mut sink)
    })
}

impl LoadOptions {
    /// Returns the articles of a page.
    pub(crate) fn articles(&self, path: &Path, bytes: &[u8]) -> Vec<Article> {
        let name = path.to_string_lossy();
        let hints = Hints {
            path: Some(&name),
            outlets: &self.knowledge,
            template: self.siblings.as_deref(),
        };
        extract(bytes, &hints)
    }

    /// Returns what is known of outlets, including the `outlets.toml` in these folders and next to these files, and what is
    /// wrong in those files.
    pub fn knowledge_beside(&self, paths: &[PathBuf]) -> (OutletDirectory, Vec<Problem>) {
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
                Ok(added) => knowledge = added,
                Err(problem) => problems.push(problem),
            }
        }
        (knowledge, problems)
    }
}

/// The number of files, or groups of files, that are listed before they are read.
const JOBS_WAITING: usize = 256;
/// The number of pages in a group, which are listed together once [`JOBS_WAITING`] wait. They are also reported together
/// unless they have more than [`BYTES_AT_ONCE`]: waking another thread for each page costs as much as part of the work.
const PAGES_AT_ONCE: usize = 8;
pub(crate) const BYTES_AT_ONCE: u64 = 256 << 10;

/// What the threads of a load report to the one that keeps the order.
pub(crate) enum LoadReport<T> {
    /// The results of the pages at these positions.
    Pages(Vec<(u64, PageOutcome<T>)>),
    /// The number of pages found so far.
    Found(usize),
    /// All pages are found.
    Listed { files: usize, left_out: SkippedFiles },
}

/// The result of a page.
pub(crate) type PageOutcome<T> = Result<CleanedPage<T>, Problem>;

/// What the articles of a page were turned into.
pub(crate) struct CleanedPage<T> {
    pub(crate) articles: Vec<T>,
    pub(crate) bytes: u64,
}

fn spawn<'scope>(scope: &'scope thread::Scope<'scope, '_>, name: &str, work: impl FnOnce() + Send + 'scope) {
    let started = thread::Builder::new()
        .name(name.to_owned())
        .spawn_scoped(scope, work);
    // Without threads a load ends at once and empty; the system is out of resources then.
    drop(started);
}

fn worker_count(options: &LoadOptions) -> usize {
    match options.workers {
        // One of them waits for the disk most of the time if the pages were not read recently.
        0 => thread::available_parallelism().map_or(2, std::num::NonZero::get) + 1,
        count => count,
    }
}

/// Lists pages for the workers, in the order of the sources.
fn list<T>(
    sources: impl Iterator<Item = Result<LoadSource, Problem>>,
    gate: &Backpressure,
    jobs: &SyncSender<Vec<PageTask>>,
    reports: &Sender<LoadReport<T>>,
) {
    let mut list = FileList {
        gate,
        jobs,
        reports,
        left: Vec::new(),
        files: 0,
    };
    let mut walk = Walk::new();
    for source in sources {
        let visit = |met| match met {
            WalkItem::File(file) => list.offer(Ok(PageSource::File(file))),
            WalkItem::Problem(problem) => list.offer(Err(problem)),
        };
        let go_on = match source {
            Ok(LoadSource::Path(path)) => walk.given(path, visit),
            Ok(LoadSource::Listed(path)) => walk.listed(&path, visit),
            Ok(LoadSource::Found(file)) => list.offer(Ok(PageSource::File(file))),
            Ok(LoadSource::Memory { name, bytes }) => list.offer(Ok(PageSource::Memory { name, bytes })),
            Err(problem) => list.offer(Err(problem)),
        };
        if !go_on {
            break;
        }
    }
    list.end(walk.into_left_out());
}

/// Lists pages for the workers and reports how many there are.
struct FileList<'a, T> {
    gate: &'a Backpressure<'a>,
    jobs: &'a SyncSender<Vec<PageTask>>,
    reports: &'a Sender<LoadReport<T>>,
    /// Pages for which there was no room yet.
    left: Vec<PageTask>,
    files: usize,
}

impl<T> FileList<'_, T> {
    /// Passes a page on; returns false when no more are wanted.
    fn offer(&mut self, page: Result<PageSource, Problem>) -> bool {
        let place = self.files as u64;
        self.files += 1;
        let sent = match page {
            Ok(page) => {
                self.left.push(PageTask { place, page });
                self.send()
            }
            Err(problem) => self
                .reports
                .send(LoadReport::Pages(vec![(place, Err(problem))]))
                .is_ok(),
        };
        if self.files % 64 == 1 {
            // The receiver may be gone; sending pages shows it.
            drop(self.reports.send(LoadReport::Found(self.files)));
        }
        sent && !self.gate.is_closed()
    }

    /// Passes on each page at once while there is room, and then several at a time: waiting for room for each single page
    /// would cost more than listing them.
    fn send(&mut self) -> bool {
        let jobs = std::mem::take(&mut self.left);
        if jobs.len() >= PAGES_AT_ONCE {
            return self.jobs.send(jobs).is_ok();
        }
        match self.jobs.try_send(jobs) {
            Ok(()) => true,
            Err(TrySendError::Full(jobs)) => {
                self.left = jobs;
                true
            }
            Err(TrySendError::Disconnected(_)) => false,
        }
    }

    fn end(self, left_out: SkippedFiles) {
        if !self.left.is_empty() {
            // If no worker takes them any more, the load is over.
            drop(self.jobs.send(self.left));
        }
        let files = self.files;
        drop(self.reports.send(LoadReport::Listed { files, left_out }));
    }
}
