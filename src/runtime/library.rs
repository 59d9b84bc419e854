//! The thread that owns the library while the reader is open: it opens the library, imports, cleans articles again
//! after a correction and watches the folders. Not what follows for the screen, which the app decides.

use crate::app::event::Event;
use crate::app::jobs::library_events::{CleanStored, LibraryEvent};
use crate::article::date::Date;
use crate::extract::outlets::directory::OutletDirectory;
use crate::library::corpus::Stored;
use crate::library::load::pipeline::source::{LoadOptions, LoadSource};
use crate::library::marks::session::Marks;
use crate::library::query::Query;
use crate::library::query::sort::SortOrder;
use crate::library::store::Store;
use crate::library::store::error::StoreError;
use crate::library::store::import::importer::{ImportEvent, ImportSummary, Importer};
use crate::library::store::search::snapshot::Snapshot;
use crate::runtime;
use crate::runtime::LoopEvent;
use crate::runtime::marks::SharedMarks;
use notify::{RecommendedWatcher, RecursiveMode, Watcher};
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

/// The library that is read.
pub struct LibraryLaunch {
    /// The library.
    pub store: Store,
    /// Its current state, if it was opened already.
    pub opened: Option<Snapshot>,
    /// What is imported into it, and read of it.
    pub content: LibraryContent,
    /// The day by the clock.
    pub today: Date,
}

/// What is imported into a library, and read of it.
pub enum LibraryContent {
    /// Nothing is imported; all of it is read.
    All,
    /// What is found at and below these absolute paths.
    Paths(Vec<PathBuf>),
    /// These pages in memory, into a library of their own.
    Pages(Vec<LoadSource>),
}

impl LibraryContent {
    fn paths(&self) -> &[PathBuf] {
        match self {
            Self::Paths(paths) => paths,
            Self::All | Self::Pages(_) => &[],
        }
    }
}

/// Files that change together are imported together: after [`QUIET`] without another change, but at most [`PATIENCE`] after
/// the first one.
const QUIET: Duration = Duration::from_millis(150);
const PATIENCE: Duration = Duration::from_millis(600);

/// Up to this number of marked articles, the marks are loaded before anything is shown; more are shown once they are loaded.
const MARKS_AT_ONCE: u32 = 500;

/// The time that a cancelled import has to end by itself.
const LEAVE: Duration = Duration::from_secs(1);

/// The thread.
pub struct LibraryThread {
    orders: Sender<LibraryCommand>,
    cancel: Arc<AtomicBool>,
    wide: Arc<AtomicBool>,
    /// Closed when the thread has ended.
    ended: Receiver<()>,
    /// The number of corrections that are not carried out yet.
    cleaning: Arc<AtomicUsize>,
}

enum LibraryCommand {
    /// Open the library and import.
    Open { run: u64 },
    /// Show all of the library, or only the paths of the start.
    Widen,
    /// Clean articles again with this knowledge.
    Clean(CleanStored, OutletDirectory),
    /// These files have changed.
    Changed(Vec<PathBuf>),
    /// The folder of the marks was written to.
    Marked,
    /// Watching failed.
    NotWatched(String),
    /// End the thread.
    End,
}

impl LibraryThread {
    /// Starts the thread; its events arrive as [`LoopEvent::Background`].
    pub fn start(
        launch: LibraryLaunch,
        options: LoadOptions,
        marks: SharedMarks,
        wakes: Sender<LoopEvent>,
    ) -> io::Result<Self> {
        let (orders, incoming) = channel();
        let cancel = Arc::new(AtomicBool::new(false));
        let wide = Arc::new(AtomicBool::new(false));
        let cleaning = Arc::new(AtomicUsize::new(0));
        let mut importer = launch.store.importer(options);
        let mut desk = LibraryWorker {
            launch,
            marks,
            wakes,
            cancel: Arc::clone(&cancel),
            wide: Arc::clone(&wide),
            cleaning: Arc::clone(&cleaning),
            orders: orders.clone(),
            watchers: Vec::new(),
            watches: false,
            run: 0,
            shown: None,
            is_wide: false,
        };
        let (ending, ended) = channel();
        std::thread::Builder::new()
            .name("library".to_owned())
            .spawn(move || {
                desk.work(&mut importer, &incoming);
                drop(ending);
            })?;
        Ok(Self {
            orders,
            cancel,
            wide,
            ended,
            cleaning,
        })
    }

    /// Opens the library and imports.
    pub fn open(&self, run: u64) {
        // The thread ends only after this.
        let _ = self.orders.send(LibraryCommand::Open { run });
    }

    /// Shows all of the library, or only the paths of the start.
    pub fn widen(&self, wide: bool) {
        self.wide.store(wide, Ordering::Relaxed);
        let _ = self.orders.send(LibraryCommand::Widen);
    }

    /// Cleans articles again with this knowledge.
    pub fn clean(&self, pages: CleanStored, knowledge: OutletDirectory) {
        self.cleaning.fetch_add(1, Ordering::Relaxed);
        let _ = self.orders.send(LibraryCommand::Clean(pages, knowledge));
    }
}

impl Drop for LibraryThread {
    /// Stops an import, which keeps what it has committed; ending the process during its clean-up is safe. Corrections are
    /// waited for, so that one made just before quitting is carried out.
    fn drop(&mut self) {
        self.cancel.store(true, Ordering::Relaxed);
        let _ = self.orders.send(LibraryCommand::End);
        while self.ended.recv_timeout(LEAVE) == Err(RecvTimeoutError::Timeout)
            && self.cleaning.load(Ordering::Relaxed) > 0
        {}
    }
}

/// The state of the thread.
struct LibraryWorker {
    launch: LibraryLaunch,
    marks: SharedMarks,
    wakes: Sender<LoopEvent>,
    cancel: Arc<AtomicBool>,
    wide: Arc<AtomicBool>,
    cleaning: Arc<AtomicUsize>,
    orders: Sender<LibraryCommand>,
    /// The watcher of the marks and, after the first import, the one of the pages.
    watchers: Vec<RecommendedWatcher>,
    /// Whether the watchers were started.
    watches: bool,
    run: u64,
    /// What is shown; `None` before anything is.
    shown: Option<Arc<Stored>>,
    /// Whether all of the library is shown instead of the paths of the start.
    is_wide: bool,
}

impl LibraryWorker {
    fn work(&mut self, importer: &mut Importer, incoming: &Receiver<LibraryCommand>) {
        while let Ok(order) = incoming.recv() {
            let mut next = Some(order);
            while let Some(order) = next.take() {
                let is_over = self.cancel.load(Ordering::Relaxed);
                if matches!(order, LibraryCommand::End) {
                    return;
                }
                // Corrections are carried out even while quitting; everything else can wait for the next session.
                if is_over && !matches!(order, LibraryCommand::Clean(..)) {
                    continue;
                }
                let (order, behind) = coalesce(order, incoming);
                next = behind;
                let is_import = matches!(order, LibraryCommand::Open { .. });
                let done = catch_unwind(AssertUnwindSafe(|| self.carry_out(importer, order)));
                if let Err(panic) = done {
                    let text = runtime::panic_text(panic.as_ref());
                    if is_import {
                        self.tell(LibraryEvent::Imported(Err(text)));
                    } else {
                        self.fail(&text);
                    }
                }
            }
        }
    }

    fn carry_out(&mut self, importer: &mut Importer, order: LibraryCommand) {
        match order {
            LibraryCommand::Open { run } => {
                self.run = run;
                self.open_and_import(importer);
            }
            LibraryCommand::Widen => self.follow_width(),
            LibraryCommand::Clean(pages, knowledge) => {
                let cleaned = self.clean(importer, &pages, knowledge);
                self.cleaning.fetch_sub(1, Ordering::Relaxed);
                if let Err(error) = cleaned {
                    self.fail(&error);
                }
            }
            LibraryCommand::Changed(mut files) => {
                files.sort_unstable();
                files.dedup();
                self.import_files(importer, &files);
            }
            LibraryCommand::Marked => self.follow_marks(),
            LibraryCommand::NotWatched(text) => self.say_not_watched(&text),
            LibraryCommand::End => {}
        }
    }

    fn send(&self, event: Event) {
        // If this fails, the loop has ended, and this thread is about to.
        let _ = self.wakes.send(LoopEvent::Background(event));
    }

    fn tell(&self, event: LibraryEvent) {
        self.send(Event::Library { run: self.run, event });
    }

    fn fail(&self, error: &impl ToString) {
        self.send(Event::Failed(error.to_string()));
    }

    fn open_and_import(&mut self, importer: &mut Importer) {
        let is_first = !std::mem::replace(&mut self.watches, true);
        let imported = self.open().and_then(|()| {
            if is_first {
                self.watch_marks();
            }
            self.import(importer)
        });
        let imported = match imported {
            Err(error) if self.can_be_replaced() => self.replace(importer, &error),
            imported => imported,
        };
        self.tell(LibraryEvent::Imported(
            imported.map_err(|error| error.to_string()),
        ));
        if is_first && !self.launch.store.is_temporary() {
            self.watch_pages();
        }
    }

    /// Shows the library as it is, if there is one.
    fn open(&mut self) -> Result<(), StoreError> {
        let opened = self.launch.opened.take();
        match opened.map_or_else(|| self.launch.store.snapshot(), Ok) {
            // The first articles of an import are shown as soon as they are there.
            Ok(snapshot) if snapshot.is_empty() && self.launch.store.is_temporary() => {}
            Ok(snapshot) => self.show(snapshot),
            Err(StoreError::Missing(_)) => {}
            Err(error) => return Err(error),
        }
        Ok(())
    }

    fn import(&mut self, importer: &mut Importer) -> Result<ImportSummary, StoreError> {
        let cancel = Arc::clone(&self.cancel);
        match &self.launch.content {
            LibraryContent::All => Ok(ImportSummary::default()),
            LibraryContent::Paths(paths) => {
                let paths = paths.clone();
                importer.import(&paths, &cancel, |event| self.hear(event))
            }
            LibraryContent::Pages(pages) => {
                let pages = pages.clone();
                importer.import_pages(pages, &cancel, |event| self.hear(event))
            }
        }
    }

    /// Whether the files can be read into a temporary library instead: nothing of this one is shown.
    fn can_be_replaced(&self) -> bool {
        let has_paths = matches!(self.launch.content, LibraryContent::Paths(_));
        has_paths && self.shown.is_none() && !self.launch.store.is_temporary()
    }

    /// Imports into a temporary library, because this one cannot be used.
    fn replace(&mut self, importer: &mut Importer, error: &StoreError) -> Result<ImportSummary, StoreError> {
        self.tell(LibraryEvent::Replaced(error.to_string()));
        self.launch.store = Store::temporary()?;
        importer.switch_to(self.launch.store.clone());
        self.import(importer)
    }

    fn import_files(&mut self, importer: &mut Importer, files: &[PathBuf]) {
        let cancel = Arc::clone(&self.cancel);
        match importer.import_files(files, &cancel, |event| self.hear(event)) {
            // Another import that runs now finds these files too.
            Ok(_) | Err(StoreError::Busy(_)) => {}
            Err(error) => self.fail(&error),
        }
    }

    fn clean(
        &mut self,
        importer: &mut Importer,
        pages: &CleanStored,
        knowledge: OutletDirectory,
    ) -> Result<(), StoreError> {
        let never = AtomicBool::new(false);
        let ids = match pages {
            CleanStored::Article(id) => vec![*id],
            CleanStored::Outlet(outlet) => {
                let query = Query::of_outlet(outlet, self.launch.today);
                let (marks, order) = (Marks::default(), SortOrder::default());
                let snapshot = self.launch.store.snapshot()?;
                let found = snapshot.search(&query, &marks, order, usize::MAX, &never)?;
                found.unwrap_or_default().ids
            }
        };
        importer.clean_again(&ids, knowledge, &never, |event| self.hear(event))?;
        Ok(())
    }

    /// Passes on an event of the importer, and shows new articles each time some are committed.
    fn hear(&mut self, event: ImportEvent) {
        // An import may take long, and the user does not wait for its end.
        self.follow_width();
        match event {
            ImportEvent::Committed => self.show_as_it_is(),
            event => self.tell(LibraryEvent::Import(event)),
        }
    }

    fn say_not_watched(&self, text: &str) {
        self.fail(&format!(
            "new files are not noticed automatically: {text}; press R to read again"
        ));
    }

    fn show_as_it_is(&mut self) {
        match self.launch.store.snapshot() {
            Ok(snapshot) => self.show(snapshot),
            Err(error) => self.fail(&error),
        }
    }

    fn show(&mut self, snapshot: Snapshot) {
        match self.stored(snapshot) {
            Ok(stored) => self.show_stored(Arc::new(stored)),
            Err(error) => self.fail(&error),
        }
    }

    fn show_stored(&mut self, stored: Arc<Stored>) {
        let end = stored.snapshot().end();
        let renewed = |stored, marks| LibraryEvent::Renewed { stored, marks };
        let Some(before) = self.shown.replace(Arc::clone(&stored)) else {
            let are_many = self.marks.with(|kept| kept.store.has_more_than(MARKS_AT_ONCE));
            if are_many.unwrap_or(false) {
                // The screen does not stay empty while they are loaded.
                self.tell(LibraryEvent::Opened {
                    stored: Arc::clone(&stored),
                    marks: Marks::default(),
                });
                return self.tell_marks(stored, renewed);
            }
            return self.tell_marks(stored, |stored, marks| LibraryEvent::Opened {
                stored,
                marks: marks.unwrap_or_default(),
            });
        };
        if before.snapshot().end() == end {
            // No articles are new, so all marks are known.
            return self.tell(LibraryEvent::Renewed { stored, marks: None });
        }
        self.tell_marks(stored, renewed);
    }

    /// Shows marks that another newsprint has set.
    fn follow_marks(&mut self) {
        let Some(stored) = self.shown.clone() else { return };
        match self.marks.with(|kept| kept.store.has_changed()) {
            Ok(false) => {}
            Ok(true) => self.tell_marks(stored, |stored, marks| LibraryEvent::Renewed { stored, marks }),
            Err(error) => self.fail(&error),
        }
    }

    /// Sends the marks of a library while none can be written, so that any later event about marks is newer.
    fn tell_marks(
        &self,
        stored: Arc<Stored>,
        event: impl FnOnce(Arc<Stored>, Option<Marks>) -> LibraryEvent,
    ) {
        self.marks.with(|kept| {
            let marks = stored.snapshot().marks(&mut kept.store);
            if let Err(error) = &marks {
                self.fail(&format!("marks could not be read: {error}"));
            }
            self.tell(event(stored, marks.ok()));
        });
    }

    /// Shows all of the library, or only the paths of the start, if that was requested.
    fn follow_width(&mut self) {
        let wide = self.wide.load(Ordering::Relaxed);
        if wide == self.is_wide {
            return;
        }
        self.is_wide = wide;
        let snapshot = self.launch.store.snapshot();
        match snapshot.and_then(|snapshot| self.stored(snapshot)) {
            Ok(stored) => {
                let stored = Arc::new(stored);
                self.shown = Some(Arc::clone(&stored));
                self.tell(LibraryEvent::Widened(stored));
            }
            Err(error) => self.fail(&error),
        }
    }

    fn stored(&self, snapshot: Snapshot) -> Result<Stored, StoreError> {
        let is_whole = self.is_wide || snapshot.is_temporary();
        let paths = if is_whole {
            &[]
        } else {
            self.launch.content.paths()
        };
        Stored::new(snapshot, paths, self.launch.today)
    }

    /// Watches the marks from the start; another newsprint may have changed them since they were loaded.
    fn watch_marks(&mut self) {
        let folder = self
            .marks
            .with(|kept| kept.store.news_folder().map(Path::to_path_buf));
        if let Some(folder) = folder {
            self.watch(&[folder], RecursiveMode::NonRecursive, |_| LibraryCommand::Marked);
            self.follow_marks();
        }
    }

    fn watch_pages(&mut self) {
        let paths = self.launch.content.paths().to_vec();
        if !paths.is_empty() {
            self.watch(&paths, RecursiveMode::Recursive, LibraryCommand::Changed);
        }
    }

    /// Watches folders; if that fails, a message says how to read new files.
    fn watch(&mut self, paths: &[PathBuf], mode: RecursiveMode, order: fn(Vec<PathBuf>) -> LibraryCommand) {
        let orders = self.orders.clone();
        let watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
            let order = match event {
                Ok(event) if event.kind.is_access() => return,
                Ok(event) => order(event.paths),
                Err(error) => LibraryCommand::NotWatched(error.to_string()),
            };
            // If this fails, the reader has ended.
            let _ = orders.send(order);
        });
        let result = watcher.and_then(|mut watcher| {
            paths.iter().try_for_each(|path| watcher.watch(path, mode))?;
            Ok(watcher)
        });
        match result {
            Ok(watcher) => self.watchers.push(watcher),
            Err(error) => self.say_not_watched(&error.to_string()),
        }
    }
}

impl LibraryCommand {
    /// Merges two orders if they are of a kind that arrives in bursts; otherwise returns both.
    fn and(self, later: Self) -> Result<Self, (Self, Self)> {
        match (self, later) {
            (Self::Changed(mut files), Self::Changed(more)) => {
                files.extend(more);
                Ok(Self::Changed(files))
            }
            (Self::Marked, Self::Marked) => Ok(Self::Marked),
            both => Err(both),
        }
    }
}

/// Merges orders that arrive in a burst into one; also returns the first order after it.
fn coalesce(
    mut order: LibraryCommand,
    incoming: &Receiver<LibraryCommand>,
) -> (LibraryCommand, Option<LibraryCommand>) {
    if !matches!(order, LibraryCommand::Changed(_) | LibraryCommand::Marked) {
        return (order, None);
    }
    let since = Instant::now();
    loop {
        let patience = PATIENCE.saturating_sub(since.elapsed()).min(QUIET);
        let Ok(later) = incoming.recv_timeout(patience) else {
            return (order, None);
        };
        order = match order.and(later) {
            Ok(both) => both,
            Err((order, later)) => return (order, Some(later)),
        };
    }
}
