//! Importing: what is new or has changed in some folders comes into the library, what is gone is marked. Can be stopped at
//! any moment and goes on the next time. Not how an article is written: see `writer`.

use super::Store;
use super::catalogue::Catalogue;
use super::changes::{Extent, KnownFiles, Walked};
use super::error::StoreError;
use super::index::ArticleIndex;
use super::prepared::Page;
use super::writer::{Outcome, Writer};
use crate::article::Article;
use crate::extract::Knowledge;
use crate::library::loader::load_pages;
use crate::library::{LeftOut, LoadEvent, LoadOptions, Problem, Progress, Source, read};
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

/// What happens while importing.
#[derive(Debug, Clone, PartialEq)]
pub enum ImportEvent {
    /// What is known of outlets, the profiles of the folders included. It comes first.
    Known(Knowledge),
    /// How far it is; `found` counts the new and changed files.
    Progress(Progress),
    /// Something could not be read; everything else goes on.
    Problem(Problem),
    /// Files of other kinds met in folders.
    LeftOut(LeftOut),
    /// What came so far can be seen by whoever opens the library now.
    Committed,
}

/// What an import did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ImportSummary {
    /// New articles.
    pub new: usize,
    /// Articles whose page has changed.
    pub changed: usize,
    /// Files that were elsewhere before.
    pub moved: usize,
    /// Files of the same bytes as another.
    pub copied: usize,
    /// Files that did not change.
    pub unchanged: usize,
    /// Files that are gone since the last import.
    pub gone: usize,
    /// Bytes read.
    pub bytes: u64,
    /// Whether it was stopped before the end.
    pub stopped: bool,
}

/// Takes what is new or has changed into one library, as often as it is asked: a reader keeps one for as long as it is open.
///
/// Only while a call runs the library is locked, so between two of them another newsprint may import; nothing is kept that
/// it could make wrong.
#[derive(Debug)]
pub struct Importer {
    pub(super) store: Store,
    pub(super) options: LoadOptions,
    /// The paths of the last import of folders.
    pub(super) roots: Vec<PathBuf>,
}

impl Importer {
    /// Imports into another library from now on, with the same options.
    pub fn switch_to(&mut self, store: Store) {
        self.store = store;
    }

    pub(super) fn new(store: Store, options: LoadOptions) -> Self {
        let roots = Vec::new();
        Self {
            store,
            options,
            roots,
        }
    }

    /// Takes what is new or has changed at and below these paths into the library, which is made where there is none, and
    /// marks what is gone there. `sink` is called on this thread.
    ///
    /// What came is there for others to see after some tenths of a second, then at growing intervals; each time is told as
    /// [`ImportEvent::Committed`]. Setting `cancel` stops it soon; what came until then is kept, as it is after a kill but
    /// for the last seconds, and the next import goes on. While another newsprint imports, this is an error.
    pub fn import(
        &mut self,
        paths: &[PathBuf],
        cancel: &AtomicBool,
        sink: impl FnMut(ImportEvent),
    ) -> Result<ImportSummary, StoreError> {
        self.roots = absolute(paths)?;
        self.run(&Extent::Whole(self.roots.clone()), cancel, sink)
    }

    /// [`import`](Self::import) of these files alone, of which somebody says that they came, changed, moved or went: it costs
    /// what they cost, however large the library is. A folder stands for all that is in it.
    ///
    /// They are taken for parts of what was imported last: its `outlets.toml` counts, and what an import leaves out there,
    /// hidden files and those of other kinds, is left out here.
    pub fn import_files(
        &mut self,
        files: &[PathBuf],
        cancel: &AtomicBool,
        sink: impl FnMut(ImportEvent),
    ) -> Result<ImportSummary, StoreError> {
        let extent = Extent::Told {
            files: absolute(files)?,
            roots: self.roots.clone(),
        };
        self.run(&extent, cancel, sink)
    }

    /// [`import`](Self::import) of pages that are in memory: the sample corpus. They are read again each time; files that
    /// are in the library stay as they are.
    pub fn import_pages(
        &mut self,
        pages: Vec<Source>,
        cancel: &AtomicBool,
        sink: impl FnMut(ImportEvent),
    ) -> Result<ImportSummary, StoreError> {
        self.roots = Vec::new();
        self.run(&Extent::Pages(pages), cancel, sink)
    }

    /// Adds articles that were extracted by somebody else, each as the only article of the file at its path. They are not
    /// cleaned again.
    pub fn add(&mut self, articles: Vec<(PathBuf, Article)>) -> Result<ImportSummary, StoreError> {
        let _lock = self.store.lock()?;
        let mut writer = self.store.writer_or_new()?;
        let fields = writer.index.fields;
        let page = |(path, article): (PathBuf, Article)| Page::of_article(path, article, &fields);
        let mut import = Import::new(&mut writer, &self.options, |_| {});
        import.pages(articles.into_iter().map(page).collect())?;
        let imported = import.end(Walked::default(), &AtomicBool::new(false))?;
        writer.close()?;
        Ok(imported)
    }

    fn run(
        &self,
        extent: &Extent,
        cancel: &AtomicBool,
        mut sink: impl FnMut(ImportEvent),
    ) -> Result<ImportSummary, StoreError> {
        let _lock = self.store.lock()?;
        let options = self.options_beside(extent.roots(), &mut sink);
        let mut writer = self.store.writer_or_new()?;
        let since = writer.next;
        let imported = writer.import(extent, &options, cancel, &mut sink)?;
        if !imported.stopped {
            writer.compare(since, &options, cancel, &mut sink)?;
        }
        writer.close()?;
        Ok(imported)
    }

    /// The options, with what the folders themselves tell of outlets.
    pub(super) fn options_beside(
        &self,
        roots: &[PathBuf],
        sink: &mut impl FnMut(ImportEvent),
    ) -> LoadOptions {
        let (knowledge, problems) = self.options.knowledge_beside(roots);
        sink(ImportEvent::Known(knowledge.clone()));
        problems.into_iter().map(ImportEvent::Problem).for_each(sink);
        LoadOptions {
            knowledge,
            ..self.options.clone()
        }
    }
}

/// Paths from the root, as the catalogue has them: without a slash at the end.
fn absolute(paths: &[PathBuf]) -> Result<Vec<PathBuf>, StoreError> {
    let absolute = |path: &PathBuf| match std::path::absolute(path) {
        Ok(absolute) => Ok(absolute.components().collect()),
        Err(error) => Err(StoreError::from_io(path, &error)),
    };
    paths.iter().map(absolute).collect()
}

/// A step of an import ends after so many bytes, or after so long: no more than this is done again after a kill.
const STEP_BYTES: u64 = 192 << 20;
const STEP_TIME: Duration = Duration::from_secs(20);
/// The first step ends with the first articles, so that there is something to read at once, and the second after this
/// long; each later one takes twice as long, up to the above.
const SECOND_STEP: Duration = Duration::from_millis(200);

/// When a step ends.
pub(super) struct Steps {
    /// When the step began, and how many bytes had been read then.
    began: (Instant, u64),
    length: Duration,
}

impl Steps {
    pub(super) fn begin() -> Self {
        Self {
            began: (Instant::now(), 0),
            length: Duration::ZERO,
        }
    }

    /// Whether the step is to end, so many bytes having been read in all.
    pub(super) fn is_over(&self, bytes: u64) -> bool {
        self.began.0.elapsed() >= self.length || bytes - self.began.1 >= STEP_BYTES
    }

    /// The next step begins.
    pub(super) fn next(&mut self, bytes: u64) {
        self.began = (Instant::now(), bytes);
        self.length = (self.length * 2).clamp(SECOND_STEP, STEP_TIME);
    }
}

impl Writer {
    pub(super) fn import(
        &mut self,
        extent: &Extent,
        options: &LoadOptions,
        cancel: &AtomicBool,
        sink: impl FnMut(ImportEvent),
    ) -> Result<ImportSummary, StoreError> {
        let known_files = KnownFiles::below(&self.catalogue, extent.paths())?;
        let index = self.index.clone();
        let known_bytes = KnownBytes::of(&index, extent);
        let found = Found::default();
        let (changed, incoming) = channel();
        thread::scope(|scope| {
            let walk = || found.walk(known_files, extent, changed, cancel);
            let walking = thread::Builder::new()
                .name("import-walk".to_owned())
                .spawn_scoped(scope, walk);
            let walking = walking.map_err(|error| StoreError::from_io(&index.folder, &error))?;
            let sources = incoming.into_iter().map(Ok);
            let mut import = Import::new(self, options, sink);
            let fields = import.writer.index.fields;
            let clean = |path: &Path, bytes: &[u8]| {
                let is_known = |hash| known_bytes.has(hash);
                vec![Page::new(path, bytes, is_known, options, &fields)]
            };
            let loaded = load_pages(sources, options, cancel, clean, |event| {
                import.take(event, &found, cancel);
            });
            let walked = walking
                .join()
                .unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            import.imported.bytes = loaded.bytes;
            import.end(walked, cancel)
        })
    }
}

/// The bytes of which files are in the library already, so that they need not be cleaned again.
struct KnownBytes<'a> {
    /// None where too few files are read for it to be worth asking.
    library: Option<&'a Path>,
    /// Read when the first page asks: most imports find nothing new.
    hashes: OnceLock<HashSet<i64>>,
}

impl<'a> KnownBytes<'a> {
    fn of(index: &'a ArticleIndex, extent: &Extent) -> Self {
        let is_asked = matches!(extent, Extent::Whole(_)) && !index.is_temporary;
        Self {
            library: is_asked.then_some(&index.folder),
            hashes: OnceLock::new(),
        }
    }

    fn has(&self, hash: i64) -> bool {
        let Some(library) = self.library else {
            return false;
        };
        // Where they cannot be read, every page is cleaned and compared when it is written.
        let read = || Catalogue::open(library).and_then(|catalogue| catalogue.hashes());
        self.hashes
            .get_or_init(|| read().unwrap_or_default())
            .contains(&hash)
    }
}

/// How many files a walk has found.
#[derive(Default)]
struct Found {
    files: AtomicU64,
    all: AtomicBool,
}

impl Found {
    fn walk(
        &self,
        known: KnownFiles,
        extent: &Extent,
        changed: Sender<Source>,
        cancel: &AtomicBool,
    ) -> Walked {
        let walked = known.walk(extent, &changed, &self.files, cancel);
        // Whoever reads the files ends when nobody can hand over more.
        drop(changed);
        self.all.store(true, Ordering::Release);
        walked
    }
}

/// An import that is under way.
struct Import<'a, S> {
    writer: &'a mut Writer,
    options: &'a LoadOptions,
    sink: S,
    imported: ImportSummary,
    bytes: u64,
    steps: Steps,
    failure: Option<StoreError>,
}

impl<'a, S: FnMut(ImportEvent)> Import<'a, S> {
    fn new(writer: &'a mut Writer, options: &'a LoadOptions, sink: S) -> Self {
        Self {
            writer,
            options,
            sink,
            imported: ImportSummary::default(),
            bytes: 0,
            steps: Steps::begin(),
            failure: None,
        }
    }

    fn take(&mut self, event: LoadEvent<Page>, found: &Found, cancel: &AtomicBool) {
        match event {
            LoadEvent::Batch(pages) if self.failure.is_none() => {
                if let Err(failure) = self.pages(pages) {
                    self.failure = Some(failure);
                    cancel.store(true, Ordering::Relaxed);
                }
            }
            LoadEvent::Problem(problem) => (self.sink)(ImportEvent::Problem(problem)),
            LoadEvent::Progress(progress) => {
                self.bytes = progress.bytes;
                (self.sink)(ImportEvent::Progress(Progress {
                    all_found: found.all.load(Ordering::Acquire),
                    found: found.files.load(Ordering::Relaxed) as usize,
                    ..progress
                }));
            }
            _ => {}
        }
    }

    fn pages(&mut self, pages: Vec<Page>) -> Result<(), StoreError> {
        for page in pages {
            let (options, fields) = (self.options, self.writer.index.fields);
            let again = |path: &Path| {
                let bytes = read(path, options.size_limit, true).ok()?;
                Some(Page::articles(path, &bytes, options, &fields))
            };
            match self.writer.page(page, again)? {
                Outcome::New(articles) => self.imported.new += articles,
                Outcome::Changed(articles) => self.imported.changed += articles,
                Outcome::Touched => self.imported.unchanged += 1,
                Outcome::Moved => self.imported.moved += 1,
                Outcome::Copied => self.imported.copied += 1,
            }
        }
        if self.steps.is_over(self.bytes) {
            self.writer.end_step(&mut self.sink)?;
            self.steps.next(self.bytes);
        }
        Ok(())
    }

    /// Marks what is gone, and ends the last step.
    fn end(mut self, walked: Walked, cancel: &AtomicBool) -> Result<ImportSummary, StoreError> {
        if let Some(failure) = self.failure {
            return Err(failure);
        }
        for file in walked.back {
            self.writer.set_gone(file, false)?;
        }
        let unlisted: Vec<PathBuf> = walked
            .problems
            .iter()
            .map(|problem| problem.path.clone())
            .collect();
        let mut gone = Vec::new();
        for file in walked.unseen {
            // A file that was moved has its new place by now; one in a folder that could not be listed may still be there.
            let path = self.writer.path_of(i64::from(file))?;
            let is_lost = |path: &PathBuf| {
                !unlisted.iter().any(|folder| path.starts_with(folder)) && path.symlink_metadata().is_err()
            };
            if let Some(path) = path.filter(is_lost) {
                self.writer.set_gone(file, true)?;
                gone.push((i64::from(file), path));
            }
        }
        self.imported.gone += gone.len();
        walked
            .problems
            .into_iter()
            .map(ImportEvent::Problem)
            .for_each(&mut self.sink);
        if !walked.left_out.is_empty() {
            (self.sink)(ImportEvent::LeftOut(walked.left_out));
        }
        self.imported.unchanged += walked.unchanged;
        self.imported.stopped = cancel.load(Ordering::Relaxed);
        self.writer.end_step(&mut self.sink)?;
        if self.writer.index.is_temporary && !gone.is_empty() {
            // A temporary library holds only what the folders have.
            let forgotten = self.writer.remove_files(gone)?;
            self.writer.forget(forgotten.keys())?;
            (self.sink)(ImportEvent::Committed);
        }
        Ok(self.imported)
    }
}

impl Catalogue {
    /// The hashes of all files.
    fn hashes(&self) -> Result<HashSet<i64>, StoreError> {
        Ok(self.column("SELECT hash FROM files")?.into_iter().collect())
    }
}
