//! Loading: finds files, reads and cleans them on several threads and hands the articles over in batches and in a
//! stable order. Not what is done with them: whoever calls gives a sink for the events.

use super::entry::Entry;
use super::files::{FoundFile, LeftOut, Met, Walk, profile_files};
use super::gate::Gate;
use super::problem::{Problem, ProblemKind};
use super::read::{DEFAULT_SIZE_LIMIT, read};
use super::sequence::Sequence;
use super::worker::{Job, Page, Worker, guarded};
use crate::article::Article;
use crate::extract::{Hints, Knowledge, Siblings, Sketch, extract};
use std::borrow::Cow;
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Sender, SyncSender, TrySendError, channel, sync_channel};
use std::sync::{Arc, Mutex};
use std::thread;

/// Where articles come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// A file or a folder that a person gave.
    Path(PathBuf),
    /// A file or a folder out of a list, which may be long: one that stands there twice is read twice.
    Listed(PathBuf),
    /// A file that a walk has found.
    Found(FoundFile),
    /// Bytes at hand: the built-in corpus, standard input.
    Memory {
        /// What stands for a path.
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
    /// How many threads clean; 0: one more than the machine runs at once.
    pub workers: usize,
    /// What is known of outlets; the `outlets.toml` of each folder is added to it.
    pub knowledge: Knowledge,
    /// What the pages have in common, where they were read before.
    pub siblings: Option<Arc<Siblings>>,
}

impl Default for LoadOptions {
    fn default() -> Self {
        Self {
            size_limit: DEFAULT_SIZE_LIMIT,
            workers: 0,
            knowledge: Knowledge::builtin(),
            siblings: None,
        }
    }
}

/// What happened while loading; `T` is what is made of an article.
#[derive(Debug, Clone, PartialEq)]
pub enum LoadEvent<T = Arc<Entry>> {
    /// What is known of outlets, the profiles of the folders included; it comes first.
    Known(Knowledge),
    /// All files are listed; so many are to be read.
    Found {
        /// How many.
        files: usize,
    },
    /// More articles, in the order of the files; the ids of entries go on where the last batch ended.
    Batch(Vec<T>),
    /// Something could not be read; everything else goes on.
    Problem(Problem),
    /// How far it is.
    Progress(Progress),
    /// Files of other kinds met in folders; sent once, where there are any.
    LeftOut(LeftOut),
    /// What the pages have in common, once all were read; sent where there is any of it.
    Siblings(Arc<Siblings>),
    /// Nothing more comes.
    Done(Summary),
}

/// How far a load is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Progress {
    /// Files that are done, read or not.
    pub done: usize,
    /// Files found so far.
    pub found: usize,
    /// Whether all are found.
    pub all_found: bool,
    /// Bytes read.
    pub bytes: u64,
}

/// What came out of a load.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Summary {
    /// Articles handed over.
    pub articles: usize,
    /// Problems told.
    pub problems: usize,
    /// Bytes read.
    pub bytes: u64,
    /// Whether it was cancelled before the end.
    pub cancelled: bool,
}

/// Loads, calling `sink` on this thread for each event, and returns when all is done or `cancel` was set.
///
/// The work is done on named threads (`load-…`) that end before this returns. A panic while a page is cleaned
/// becomes a problem of that page. The `outlets.toml` of each folder given is added to what is known of outlets. Each page
/// is cleaned by itself; who wants more cleans them again with the siblings that come last.
pub fn load(
    sources: &[Source],
    options: &LoadOptions,
    cancel: &AtomicBool,
    mut sink: impl FnMut(LoadEvent),
) -> Summary {
    let (knowledge, problems) = options.knowledge_beside(&paths(sources));
    let options = LoadOptions {
        knowledge,
        ..options.clone()
    };
    sink(LoadEvent::Known(options.knowledge.clone()));
    problems.into_iter().map(LoadEvent::Problem).for_each(&mut sink);
    let mut outlets = HashSet::new();
    let mut siblings = Siblings::of_at_most(LINES_REMEMBERED);
    let mut id = 0;
    let mut placed = |(sketch, entry): (Sketch, Entry)| {
        siblings.add(&sketch);
        let entry = entry.placed(id, &mut outlets);
        id += 1;
        Arc::new(entry)
    };
    let sources = sources.iter().cloned().map(Ok);
    let make = |path, article| (Sketch::of(&article), Entry::new(path, article));
    let summary = load_with(sources, &options, cancel, make, |event| match event {
        LoadEvent::Done(_) => {}
        event => sink(event.map(&mut placed)),
    });
    let siblings = siblings.complete();
    if !siblings.is_empty() && !summary.cancelled {
        sink(LoadEvent::Siblings(Arc::new(siblings)));
    }
    sink(LoadEvent::Done(summary));
    summary
}

/// The lines of so many pages are compared at once, some 2,000 of them: a reader has to do with less memory than who
/// cleans a corpus from end to end.
pub(super) const LINES_REMEMBERED: usize = 112_000;

/// [`load`] of anything else than entries: `make` turns an article into it, on the threads that clean, so that one
/// thread's work is no more than to put things in order.
///
/// The sources are asked for as they are needed, so there may be more of them than fit into memory; one that cannot be
/// had is a problem like any other. What is known of outlets is what the options say.
pub fn load_with<T: Send>(
    sources: impl Iterator<Item = Result<Source, Problem>> + Send,
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

/// [`load_with`] for who makes something of a page himself: `clean` is given the path and the bytes of each, on the
/// threads that clean.
pub(super) fn load_pages<T: Send>(
    sources: impl Iterator<Item = Result<Source, Problem>> + Send,
    options: &LoadOptions,
    cancel: &AtomicBool,
    clean: impl Fn(&Path, &[u8]) -> Vec<T> + Sync,
    mut sink: impl FnMut(LoadEvent<T>),
) -> Summary {
    let gate = Gate::new(cancel);
    let (reports, incoming) = channel();
    let (jobs, waiting) = sync_channel(JOBS_WAITING);
    let waiting = Arc::new(Mutex::new(waiting));
    thread::scope(|scope| {
        // However this ends, a panic of the sink included, nobody may wait at the gate afterwards.
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
        Sequence::new(&gate).run(&incoming, &mut sink)
    })
}

impl<T> LoadEvent<T> {
    fn map<U>(self, make: impl FnMut(T) -> U) -> LoadEvent<U> {
        match self {
            Self::Batch(batch) => LoadEvent::Batch(batch.into_iter().map(make).collect()),
            Self::Known(knowledge) => LoadEvent::Known(knowledge),
            Self::Found { files } => LoadEvent::Found { files },
            Self::Problem(problem) => LoadEvent::Problem(problem),
            Self::Progress(progress) => LoadEvent::Progress(progress),
            Self::LeftOut(left_out) => LoadEvent::LeftOut(left_out),
            Self::Siblings(siblings) => LoadEvent::Siblings(siblings),
            Self::Done(summary) => LoadEvent::Done(summary),
        }
    }
}

impl LoadOptions {
    /// The articles of a page.
    pub(super) fn articles(&self, path: &Path, bytes: &[u8]) -> Vec<Article> {
        let name = path.to_string_lossy();
        let hints = Hints {
            path: Some(&name),
            knowledge: &self.knowledge,
            siblings: self.siblings.as_deref(),
        };
        extract(bytes, &hints)
    }

    /// What is known of outlets, that of the `outlets.toml` in these folders and beside these files included, and what
    /// is wrong in those.
    pub fn knowledge_beside(&self, paths: &[PathBuf]) -> (Knowledge, Vec<Problem>) {
        let (mut knowledge, mut problems) = (self.knowledge.clone(), Vec::new());
        for path in profile_files(paths) {
            let wrong = |message: String| Problem::new(&path, ProblemKind::Profiles, message);
            let added = read(&path, self.size_limit, true).and_then(|bytes| {
                let text =
                    String::from_utf8(bytes).map_err(|error| wrong(format!("is no UTF-8: {error}")))?;
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

/// A load that runs in the background.
#[derive(Debug)]
pub struct Loading {
    cancel: Arc<AtomicBool>,
    thread: Option<thread::JoinHandle<()>>,
}

impl Loading {
    /// Starts to load; `sink` is called on a thread of the load. A panic of that thread becomes a problem of the first
    /// source, and the load still tells that it is done: nobody waits for it for ever.
    pub fn start(
        sources: Vec<Source>,
        options: LoadOptions,
        mut sink: impl FnMut(LoadEvent) + Send + 'static,
    ) -> Self {
        let cancel = Arc::new(AtomicBool::new(false));
        let flag = Arc::clone(&cancel);
        let thread = thread::Builder::new()
            .name("load".to_owned())
            .spawn(move || {
                let of = match sources.first() {
                    Some(Source::Path(path) | Source::Listed(path)) => path.clone(),
                    Some(Source::Found(file)) => file.path.clone(),
                    Some(Source::Memory { name, .. }) => name.clone(),
                    None => PathBuf::new(),
                };
                if let Err(problem) = guarded(&of, || load(&sources, &options, &flag, &mut sink)) {
                    sink(LoadEvent::Problem(problem));
                    sink(LoadEvent::Done(Summary {
                        problems: 1,
                        ..Summary::default()
                    }));
                }
            })
            .ok();
        Self { cancel, thread }
    }

    /// Ends it soon, without waiting; it still tells that it is done.
    pub fn cancel(&self) {
        self.cancel.store(true, Ordering::Relaxed);
    }

    /// Waits for its end.
    pub fn wait(mut self) {
        if let Some(thread) = self.thread.take() {
            // A panic of the sink has been told by the panic hook already.
            drop(thread.join());
        }
    }
}

impl Drop for Loading {
    fn drop(&mut self) {
        self.cancel();
    }
}

/// Files, or groups of files, listed ahead of those that are read.
const JOBS_WAITING: usize = 256;
/// So many pages are a group, where more wait than the above. They are told together too, unless they have more bytes than
/// this: waking another thread for each costs as much as a part of the work.
const PAGES_AT_ONCE: usize = 8;
pub(super) const BYTES_AT_ONCE: u64 = 256 << 10;

/// What the threads of a load tell the one that puts things in order.
pub(super) enum Report<T> {
    /// What became of the pages at these places.
    Pages(Vec<(u64, Outcome<T>)>),
    /// So many pages were found so far.
    Found(usize),
    /// All are found.
    Listed { files: usize, left_out: LeftOut },
}

/// What became of a page.
pub(super) type Outcome<T> = Result<Cleaned<T>, Problem>;

/// What was made of the articles of a page.
pub(super) struct Cleaned<T> {
    pub(super) articles: Vec<T>,
    pub(super) bytes: u64,
}

fn spawn<'scope>(scope: &'scope thread::Scope<'scope, '_>, name: &str, work: impl FnOnce() + Send + 'scope) {
    let started = thread::Builder::new()
        .name(name.to_owned())
        .spawn_scoped(scope, work);
    // Without its threads a load ends at once with nothing; the system is out of everything then.
    drop(started);
}

fn worker_count(options: &LoadOptions) -> usize {
    match options.workers {
        // One of them waits for the disk most of the time, where pages were not read lately.
        0 => thread::available_parallelism().map_or(2, std::num::NonZero::get) + 1,
        count => count,
    }
}

fn paths(sources: &[Source]) -> Vec<PathBuf> {
    let path = |source: &Source| match source {
        Source::Path(path) => Some(path.clone()),
        Source::Listed(_) | Source::Found(_) | Source::Memory { .. } => None,
    };
    sources.iter().filter_map(path).collect()
}

/// Lists pages for the workers, in the order of the sources.
fn list<T>(
    sources: impl Iterator<Item = Result<Source, Problem>>,
    gate: &Gate,
    jobs: &SyncSender<Vec<Job>>,
    reports: &Sender<Report<T>>,
) {
    let mut list = List {
        gate,
        jobs,
        reports,
        left: Vec::new(),
        files: 0,
    };
    let mut walk = Walk::new();
    for source in sources {
        let visit = |met| match met {
            Met::File(file) => list.offer(Ok(Page::File(file))),
            Met::Problem(problem) => list.offer(Err(problem)),
        };
        let go_on = match source {
            Ok(Source::Path(path)) => walk.given(path, visit),
            Ok(Source::Listed(path)) => walk.listed(&path, visit),
            Ok(Source::Found(file)) => list.offer(Ok(Page::File(file))),
            Ok(Source::Memory { name, bytes }) => list.offer(Ok(Page::Memory { name, bytes })),
            Err(problem) => list.offer(Err(problem)),
        };
        if !go_on {
            break;
        }
    }
    list.end(walk.into_left_out());
}

/// What is listed for the workers, and told of it.
struct List<'a, T> {
    gate: &'a Gate<'a>,
    jobs: &'a SyncSender<Vec<Job>>,
    reports: &'a Sender<Report<T>>,
    /// Pages that found no room yet.
    left: Vec<Job>,
    files: usize,
}

impl<T> List<'_, T> {
    /// Hands a page over; false when nobody wants more.
    fn offer(&mut self, page: Result<Page, Problem>) -> bool {
        let place = self.files as u64;
        self.files += 1;
        let sent = match page {
            Ok(page) => {
                self.left.push(Job { place, page });
                self.send()
            }
            Err(problem) => self
                .reports
                .send(Report::Pages(vec![(place, Err(problem))]))
                .is_ok(),
        };
        if self.files % 64 == 1 {
            // Whoever counts may be gone; sending pages shows it.
            drop(self.reports.send(Report::Found(self.files)));
        }
        sent && !self.gate.is_closed()
    }

    /// Hands over each page at once as long as there is room, and then several at a time: waiting for room for each of
    /// very many pages would cost more than listing them.
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

    fn end(self, left_out: LeftOut) {
        if !self.left.is_empty() {
            // Where nobody takes them any more the load is over.
            drop(self.jobs.send(self.left));
        }
        let files = self.files;
        drop(self.reports.send(Report::Listed { files, left_out }));
    }
}
