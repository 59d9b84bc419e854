//! Imports new and changed files of some folders into the library, and marks articles whose files are gone. An import
//! can be stopped at any moment; the next one continues. How a page is written: see `write_page`.

use crate::article::Article;
use crate::extract::outlets::directory::OutletDirectory;
use crate::library::error::StoreError;
use crate::library::load::event::{LoadEvent, Progress};
use crate::library::load::options::{LoadOptions, LoadSource};
use crate::library::load::pipeline::run::load_pages;
use crate::library::load::pipeline::task::{PassOn, ReadPage};
use crate::library::load::read::read;
use crate::library::load::walk::SkippedFiles;
use crate::library::problem::Problem;
use crate::library::store::catalogue::tables::Catalogue;
use crate::library::store::handle::Store;
use crate::library::store::import::changed_files::{ImportScope, KnownFiles, WalkSummary};
use crate::library::store::import::pending_article::PendingPage;
use crate::library::store::import::write_page::WriteOutcome;
use crate::library::store::import::writer::Writer;
use crate::library::store::index::schema::ArticleIndex;
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

/// An event of an import.
#[derive(Debug, Clone, PartialEq)]
pub enum ImportEvent {
    /// The known outlets, including the profiles of the folders. It comes first.
    Known(OutletDirectory),
    /// How far it is; `found` counts the new and changed files.
    Progress(Progress),
    /// Something could not be read. The import continues.
    Problem(Problem),
    /// The files of other kinds that were found in folders.
    Skipped(SkippedFiles),
    /// The articles imported so far are visible to every process that opens the library from now on.
    Committed,
    /// This many articles that an interrupted import has left are read a second time.
    Resumed(usize),
}

/// The result of an import.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ImportSummary {
    /// The number of new articles.
    pub new: usize,
    /// The number of articles whose page has changed.
    pub changed: usize,
    /// The number of files that were moved.
    pub moved: usize,
    /// The number of files with the same bytes as another.
    pub copied: usize,
    /// The number of unchanged files.
    pub unchanged: usize,
    /// The number of files that are gone since the last import.
    pub gone: usize,
    /// The number of articles of interrupted imports that were completed.
    pub resumed: usize,
    /// The number of bytes read.
    pub bytes: u64,
    /// Whether the import was stopped before its end.
    pub stopped: bool,
}

/// Imports into one library, as often as it is called. A reader keeps one importer while it is open.
///
/// The library is locked only during a call, so another process may import between two calls. The importer holds no
/// state that such an import could invalidate.
#[derive(Debug)]
pub struct Importer {
    pub(crate) store: Store,
    pub(crate) options: LoadOptions,
    /// The paths of the last import of folders.
    pub(crate) roots: Vec<PathBuf>,
}

impl Store {
    /// Returns an importer with these options.
    pub fn importer(&self, options: LoadOptions) -> Importer {
        Importer::new(self.clone(), options)
    }

    /// Imports once; see [`Importer::import`].
    pub fn import(
        &self,
        paths: &[PathBuf],
        options: &LoadOptions,
        cancel: &AtomicBool,
        sink: impl FnMut(ImportEvent),
    ) -> Result<ImportSummary, StoreError> {
        self.importer(options.clone()).import(paths, cancel, sink)
    }
}

impl Importer {
    /// Imports into another library from now on, with the same options.
    pub fn switch_to(&mut self, store: Store) {
        self.store = store;
    }

    pub(crate) fn new(store: Store, options: LoadOptions) -> Self {
        let roots = Vec::new();
        Self {
            store,
            options,
            roots,
        }
    }

    /// Imports new and changed files at and below these paths, and marks missing ones as gone. Creates the library
    /// if it is missing. `sink` is called on this thread.
    ///
    /// Imported articles become visible to others after some tenths of a second, then at growing intervals, each
    /// reported as [`ImportEvent::Committed`]. Setting `cancel` stops soon and keeps what was imported; a kill loses
    /// the last seconds at most, and the next import continues. If another process is importing, this is an error.
    pub fn import(
        &mut self,
        paths: &[PathBuf],
        cancel: &AtomicBool,
        sink: impl FnMut(ImportEvent),
    ) -> Result<ImportSummary, StoreError> {
        self.roots = absolute(paths)?;
        self.run(&ImportScope::Whole(self.roots.clone()), cancel, sink)
    }

    /// Imports only these files, which are known to be new, changed, moved or gone, like [`import`](Self::import). The
    /// cost depends on them and not on the size of the library. A folder means everything in it.
    ///
    /// The files are treated as parts of the last import: its `outlets.toml` files apply, and hidden files and files of
    /// other kinds are skipped as they were there.
    pub fn import_files(
        &mut self,
        files: &[PathBuf],
        cancel: &AtomicBool,
        sink: impl FnMut(ImportEvent),
    ) -> Result<ImportSummary, StoreError> {
        let scope = ImportScope::Reported {
            files: absolute(files)?,
            roots: self.roots.clone(),
        };
        self.run(&scope, cancel, sink)
    }

    /// [`import`](Self::import) of pages that are in memory: the sample corpus. They are read again each time; files that
    /// are in the library stay as they are.
    pub fn import_pages(
        &mut self,
        pages: Vec<LoadSource>,
        cancel: &AtomicBool,
        sink: impl FnMut(ImportEvent),
    ) -> Result<ImportSummary, StoreError> {
        self.roots = Vec::new();
        self.run(&ImportScope::Pages(pages), cancel, sink)
    }

    /// Adds articles that the caller has extracted, each as the only article of the file at its path. They are not cleaned
    /// again.
    pub fn add(&mut self, articles: Vec<(PathBuf, Article)>) -> Result<ImportSummary, StoreError> {
        let _lock = self.store.lock()?;
        let mut writer = self.store.writer_or_new()?;
        let fields = writer.index.fields;
        let page = |(path, article): (PathBuf, Article)| PendingPage::of_article(&path, article, &fields);
        let mut import = ImportRun::new(&mut writer, &self.options, &[], |_| {});
        import.pages(articles.into_iter().map(page).collect())?;
        let imported = import.end(WalkSummary::default(), &AtomicBool::new(false))?;
        writer.close()?;
        Ok(imported)
    }

    fn run(
        &self,
        scope: &ImportScope,
        cancel: &AtomicBool,
        mut sink: impl FnMut(ImportEvent),
    ) -> Result<ImportSummary, StoreError> {
        let _lock = self.store.lock()?;
        let options = self.options_with_profiles(scope.roots(), &mut sink);
        let mut writer = self.store.writer_or_new()?;
        let left = writer.waiting()?;
        let mut imported = writer.import(scope, &options, cancel, &mut sink)?;
        if !imported.stopped {
            imported.resumed = self.do_waiting(&mut writer, &left, cancel, &mut sink)?;
            imported.stopped = cancel.load(Ordering::Relaxed);
        }
        writer.close()?;
        Ok(imported)
    }

    /// Returns the options with the outlets that the folders themselves describe, and reports both.
    pub(crate) fn options_with_profiles(
        &self,
        roots: &[PathBuf],
        sink: &mut impl FnMut(ImportEvent),
    ) -> LoadOptions {
        let (options, problems) = self.options_below(roots);
        sink(ImportEvent::Known(options.knowledge.clone()));
        problems.into_iter().map(ImportEvent::Problem).for_each(sink);
        options
    }

    /// Returns the options with the outlets that these folders describe, and what is wrong with the descriptions.
    pub(crate) fn options_below(&self, roots: &[PathBuf]) -> (LoadOptions, Vec<Problem>) {
        let (knowledge, problems) = self.options.knowledge_with_profiles(roots);
        let options = LoadOptions {
            knowledge,
            ..self.options.clone()
        };
        (options, problems)
    }
}

/// Returns absolute paths as the catalogue stores them, without a slash at the end.
fn absolute(paths: &[PathBuf]) -> Result<Vec<PathBuf>, StoreError> {
    let absolute = |path: &PathBuf| match std::path::absolute(path) {
        Ok(absolute) => Ok(absolute.components().collect()),
        Err(error) => Err(StoreError::from_io(path, &error)),
    };
    paths.iter().map(absolute).collect()
}

/// A step of an import ends after this many bytes or this much time. A kill loses at most one step.
const STEP_BYTES: u64 = 192 << 20;
const STEP_TIME: Duration = Duration::from_secs(20);
/// The first step ends with the first articles, so that there is something to read immediately; the second takes this long,
/// and each later one twice as long as the one before, up to the limit.
const SECOND_STEP: Duration = Duration::from_millis(200);

/// Decides when a step ends.
pub(crate) struct ImportSteps {
    /// When the step began, and the number of bytes read before it.
    began: (Instant, u64),
    length: Duration,
}

impl ImportSteps {
    pub(crate) fn begin() -> Self {
        Self {
            began: (Instant::now(), 0),
            length: Duration::ZERO,
        }
    }

    /// Returns whether the step is over when `bytes` have been read in total.
    pub(crate) fn is_over(&self, bytes: u64) -> bool {
        self.began.0.elapsed() >= self.length || bytes - self.began.1 >= STEP_BYTES
    }

    /// Begins the next step.
    pub(crate) fn next(&mut self, bytes: u64) {
        self.began = (Instant::now(), bytes);
        self.length = (self.length * 2).clamp(SECOND_STEP, STEP_TIME);
    }
}

impl Writer {
    pub(crate) fn import(
        &mut self,
        scope: &ImportScope,
        options: &LoadOptions,
        cancel: &AtomicBool,
        sink: impl FnMut(ImportEvent),
    ) -> Result<ImportSummary, StoreError> {
        let known_files = KnownFiles::below(&self.catalogue, scope.paths())?;
        let index = self.index.clone();
        let known_bytes = KnownBytes::of(&index, scope);
        let found = WalkProgress::default();
        let (changed, incoming) = channel();
        thread::scope(|threads| {
            let walk = || found.walk(known_files, scope, changed, cancel);
            let walking = thread::Builder::new()
                .name("import-walk".to_owned())
                .spawn_scoped(threads, walk);
            let walking = walking.map_err(|error| StoreError::from_io(&index.folder, &error))?;
            let sources = incoming.into_iter().map(Ok);
            let mut import = ImportRun::new(self, options, scope.roots(), sink);
            let fields = import.writer.index.fields;
            let clean = |page: ReadPage<'_>, pass_on: &mut PassOn<'_, PendingPage>| {
                let is_known = |hash| known_bytes.has(hash);
                PendingPage::read(page, is_known, options, &fields, pass_on)
            };
            let loaded = load_pages(sources, options, cancel, clean, |event| {
                import.on_event(event, &found, cancel);
            });
            let walked = walking
                .join()
                .unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            import.imported.bytes = loaded.bytes;
            import.end(walked, cancel)
        })
    }
}

/// The hashes of the files in the library, whose bytes need not be cleaned again.
struct KnownBytes<'a> {
    /// `None` if so few files are read that loading the hashes does not pay.
    library: Option<&'a Path>,
    /// Loaded for the first page: most imports find nothing new.
    hashes: OnceLock<HashSet<i64>>,
}

impl<'a> KnownBytes<'a> {
    fn of(index: &'a ArticleIndex, scope: &ImportScope) -> Self {
        let is_large = matches!(scope, ImportScope::Whole(_)) && !index.is_temporary;
        Self {
            library: is_large.then_some(&index.folder),
            hashes: OnceLock::new(),
        }
    }

    fn has(&self, hash: i64) -> bool {
        let Some(library) = self.library else {
            return false;
        };
        // If they cannot be read, every page is cleaned, and compared when it is written.
        let read = || Catalogue::open(library).and_then(|catalogue| catalogue.hashes());
        self.hashes
            .get_or_init(|| read().unwrap_or_default())
            .contains(&hash)
    }
}

/// The number of files that a walk has found.
#[derive(Default)]
struct WalkProgress {
    files: AtomicU64,
    all: AtomicBool,
}

impl WalkProgress {
    fn walk(
        &self,
        known: KnownFiles,
        scope: &ImportScope,
        changed: Sender<LoadSource>,
        cancel: &AtomicBool,
    ) -> WalkSummary {
        let walked = known.walk(scope, &changed, &self.files, cancel);
        // Closes the channel, which ends the loop that reads the files.
        drop(changed);
        self.all.store(true, Ordering::Release);
        walked
    }
}

/// A running import.
struct ImportRun<'a, S> {
    writer: &'a mut Writer,
    options: &'a LoadOptions,
    /// The paths that the user named.
    roots: &'a [PathBuf],
    sink: S,
    imported: ImportSummary,
    bytes: u64,
    steps: ImportSteps,
    failure: Option<StoreError>,
}

impl<'a, S: FnMut(ImportEvent)> ImportRun<'a, S> {
    fn new(writer: &'a mut Writer, options: &'a LoadOptions, roots: &'a [PathBuf], sink: S) -> Self {
        Self {
            writer,
            options,
            roots,
            sink,
            imported: ImportSummary::default(),
            bytes: 0,
            steps: ImportSteps::begin(),
            failure: None,
        }
    }

    fn on_event(&mut self, event: LoadEvent<PendingPage>, found: &WalkProgress, cancel: &AtomicBool) {
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

    fn pages(&mut self, pages: Vec<PendingPage>) -> Result<(), StoreError> {
        for page in pages {
            let (options, fields) = (self.options, self.writer.index.fields);
            let reread = |path: &Path| {
                let bytes = read(path, options.size_limit, true).ok()?;
                Some(PendingPage::articles(path, &bytes, options, &fields))
            };
            match self.writer.page(page, reread)? {
                WriteOutcome::New(articles) => self.imported.new += articles,
                WriteOutcome::Changed(articles) => self.imported.changed += articles,
                WriteOutcome::Touched => self.imported.unchanged += 1,
                WriteOutcome::Moved => self.imported.moved += 1,
                WriteOutcome::Copied => self.imported.copied += 1,
            }
        }
        if self.steps.is_over(self.bytes) {
            self.end_step()?;
            self.steps.next(self.bytes);
        }
        Ok(())
    }

    fn end_step(&mut self) -> Result<(), StoreError> {
        if self.imported.new + self.imported.changed > 0 {
            self.writer.catalogue.add_waiting_roots(self.roots)?;
        }
        self.writer.end_step(&mut self.sink)
    }

    /// Marks missing files as gone, and ends the last step.
    fn end(mut self, walked: WalkSummary, cancel: &AtomicBool) -> Result<ImportSummary, StoreError> {
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
            // A moved file has its new path by now. A file in a folder that could not be listed may still exist.
            let path = self.writer.catalogue.path_of(i64::from(file))?;
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
        if !walked.skipped.is_empty() {
            (self.sink)(ImportEvent::Skipped(walked.skipped));
        }
        self.imported.unchanged += walked.unchanged;
        self.imported.stopped = cancel.load(Ordering::Relaxed);
        self.end_step()?;
        if self.writer.index.is_temporary && !gone.is_empty() {
            // A temporary library contains only what is in the folders.
            let forgotten = self.writer.remove_files(gone)?;
            self.writer.forget(forgotten.keys())?;
            (self.sink)(ImportEvent::Committed);
        }
        Ok(self.imported)
    }
}

impl Catalogue {
    /// Returns the hashes of all files.
    fn hashes(&self) -> Result<HashSet<i64>, StoreError> {
        Ok(self.column("SELECT hash FROM files", [])?.into_iter().collect())
    }
}
