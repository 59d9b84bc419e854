//! The thread that owns the library while the reader is open. It opens the library, imports, cleans articles again
//! after a correction and watches the folders.

use crate::app::effect::RecleanTarget;
use crate::app::event::Event;
use crate::app::events::event_edit::EventEdit;
use crate::app::jobs::library_events::LibraryEvent;
use crate::extract::outlets::directory::OutletDirectory;
use crate::library::error::StoreError;
use crate::library::load::options::LoadOptions;
use crate::library::marks::session::Marks;
use crate::library::query::parsed::Query;
use crate::library::query::sort::SortOrder;
use crate::library::store::corpus::Corpus;
use crate::library::store::handle::Store;
use crate::library::store::import::importer::{ImportEvent, ImportSummary, Importer};
use crate::library::store::search::snapshot::Snapshot;
use crate::runtime::event_grouping::{GroupingThread, write_corrections};
use crate::runtime::library_commands::{LibraryCommand, coalesce};
use crate::runtime::library_launch::{LibraryContent, LibraryLaunch};
use crate::runtime::library_watchers::LibraryWatchers;
use crate::runtime::loop_event::LoopEvent;
use crate::runtime::marks::SharedMarks;
use crate::runtime::panic_message::panic_message;
use notify::RecursiveMode;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;

/// Up to this number of marked articles, the marks are loaded before the first articles are shown; otherwise after
/// that.
const MARKS_AT_ONCE: u32 = 500;

/// How long a cancelled import may take to end by itself.
const SHUTDOWN_GRACE: Duration = Duration::from_secs(1);

/// The handle of the thread.
pub struct LibraryThread {
    commands: Sender<LibraryCommand>,
    /// Stops the import that is running.
    cancel: Arc<AtomicBool>,
    /// Whether the reader ends.
    is_ending: Arc<AtomicBool>,
    /// The number of the run that was requested last.
    newest_run: Arc<AtomicU64>,
    wide: Arc<AtomicBool>,
    /// Closed when the thread has ended.
    ended: Receiver<()>,
    /// The number of corrections that are not applied yet.
    cleaning: Arc<AtomicUsize>,
}

impl LibraryThread {
    /// Starts the thread; its events arrive as [`LoopEvent::Background`].
    pub fn start(
        launch: LibraryLaunch,
        options: LoadOptions,
        marks: SharedMarks,
        events: Sender<LoopEvent>,
    ) -> io::Result<Self> {
        let (commands, incoming) = channel();
        let cancel = Arc::new(AtomicBool::new(false));
        let is_ending = Arc::new(AtomicBool::new(false));
        let newest_run = Arc::new(AtomicU64::new(0));
        let wide = Arc::new(AtomicBool::new(false));
        let cleaning = Arc::new(AtomicUsize::new(0));
        let mut importer = launch.store.importer(options);
        let grouped = commands.clone();
        let grouping = GroupingThread::start(move |result| {
            // If this fails, the reader ends.
            let _ = grouped.send(LibraryCommand::Grouped(result));
        })?;
        let mut worker = LibraryWorker {
            launch,
            marks,
            events,
            cancel: Arc::clone(&cancel),
            is_ending: Arc::clone(&is_ending),
            newest_run: Arc::clone(&newest_run),
            wide: Arc::clone(&wide),
            cleaning: Arc::clone(&cleaning),
            watchers: LibraryWatchers::new(commands.clone()),
            watches: false,
            run: 0,
            shown: None,
            is_wide: false,
            grouping,
        };
        let (ending, ended) = channel();
        std::thread::Builder::new()
            .name("library".to_owned())
            .spawn(move || {
                worker.work(&mut importer, &incoming);
                drop(ending);
            })?;
        Ok(Self {
            commands,
            cancel,
            is_ending,
            newest_run,
            wide,
            ended,
            cleaning,
        })
    }

    /// Opens the library and imports. An import that is running is stopped, because its events are about an earlier run;
    /// this one continues it.
    pub fn open(&self, run: u64) {
        self.newest_run.store(run, Ordering::SeqCst);
        self.cancel.store(true, Ordering::SeqCst);
        // The thread ends only after this.
        let _ = self.commands.send(LibraryCommand::Open { run });
    }

    /// Shows all of the library, or only the paths of the command line.
    pub fn widen(&self, wide: bool) {
        self.wide.store(wide, Ordering::Relaxed);
        let _ = self.commands.send(LibraryCommand::Widen);
    }

    /// Writes corrections of events, and groups their articles again.
    pub fn correct_events(&self, edit: EventEdit, corpus: Arc<Corpus>) {
        let _ = self.commands.send(LibraryCommand::CorrectEvents(edit, corpus));
    }

    /// Cleans articles again with this knowledge.
    pub fn clean(&self, pages: RecleanTarget, knowledge: OutletDirectory) {
        self.cleaning.fetch_add(1, Ordering::Relaxed);
        let _ = self.commands.send(LibraryCommand::Clean(pages, knowledge));
    }
}

impl Drop for LibraryThread {
    /// Stops an import, which keeps what it has committed; the process may end during its clean-up. Waits for
    /// corrections, so that one made just before quitting is applied.
    fn drop(&mut self) {
        self.is_ending.store(true, Ordering::SeqCst);
        self.cancel.store(true, Ordering::SeqCst);
        let _ = self.commands.send(LibraryCommand::End);
        while self.ended.recv_timeout(SHUTDOWN_GRACE) == Err(RecvTimeoutError::Timeout)
            && self.cleaning.load(Ordering::Relaxed) > 0
        {}
    }
}

/// The state of the thread.
struct LibraryWorker {
    launch: LibraryLaunch,
    marks: SharedMarks,
    events: Sender<LoopEvent>,
    cancel: Arc<AtomicBool>,
    is_ending: Arc<AtomicBool>,
    newest_run: Arc<AtomicU64>,
    wide: Arc<AtomicBool>,
    cleaning: Arc<AtomicUsize>,
    /// The watcher of the marks and, after the first import, that of the pages.
    watchers: LibraryWatchers,
    /// Whether the watchers were started.
    watches: bool,
    run: u64,
    /// What is shown; `None` at first.
    shown: Option<Arc<Corpus>>,
    /// Whether all of the library is shown instead of the paths of the command line.
    is_wide: bool,
    grouping: GroupingThread,
}

impl LibraryWorker {
    fn work(&mut self, importer: &mut Importer, incoming: &Receiver<LibraryCommand>) {
        while let Ok(command) = incoming.recv() {
            let mut next = Some(command);
            while let Some(command) = next.take() {
                let is_over = self.is_ending.load(Ordering::SeqCst);
                if matches!(command, LibraryCommand::End) {
                    return;
                }
                // Corrections are applied even while quitting; all other commands can wait for the next session.
                if is_over
                    && !matches!(
                        command,
                        LibraryCommand::Clean(..) | LibraryCommand::CorrectEvents(..)
                    )
                {
                    continue;
                }
                let (command, later) = coalesce(command, incoming);
                next = later;
                let is_import = matches!(command, LibraryCommand::Open { .. });
                let done = catch_unwind(AssertUnwindSafe(|| self.run_command(importer, command)));
                if let Err(panic) = done {
                    let text = panic_message(panic.as_ref());
                    if is_import {
                        self.send_library_event(LibraryEvent::Imported(Err(text)));
                    } else {
                        self.report_error(&text);
                    }
                }
            }
        }
    }

    fn run_command(&mut self, importer: &mut Importer, command: LibraryCommand) {
        match command {
            LibraryCommand::Open { run } => {
                self.run = run;
                self.cancel.store(false, Ordering::SeqCst);
                // A newer run may have been requested, or the reader may have ended, just before.
                let is_newest = self.newest_run.load(Ordering::SeqCst) == run;
                if !is_newest || self.is_ending.load(Ordering::SeqCst) {
                    self.cancel.store(true, Ordering::SeqCst);
                }
                self.open_and_import(importer);
            }
            LibraryCommand::Widen => self.update_scope(),
            LibraryCommand::Clean(pages, knowledge) => {
                let cleaned = self.clean(importer, &pages, knowledge);
                self.cleaning.fetch_sub(1, Ordering::Relaxed);
                if let Err(error) = cleaned {
                    self.report_error(&error);
                }
            }
            LibraryCommand::Changed(mut files) => {
                files.sort_unstable();
                files.dedup();
                self.import_files(importer, &files);
            }
            LibraryCommand::Marked => self.update_marks(),
            LibraryCommand::Grouped(Ok(())) => self.show_current(),
            LibraryCommand::Grouped(Err(text)) => self.report_error(&text),
            LibraryCommand::CorrectEvents(edit, corpus) => self.correct_events(&edit, &corpus),
            LibraryCommand::NotWatched(text) => self.report_not_watched(&text),
            LibraryCommand::End => {}
        }
    }

    fn send(&self, event: Event) {
        // If this fails, the event loop has ended, and this thread is about to end.
        let _ = self.events.send(LoopEvent::Background(event));
    }

    fn send_library_event(&self, event: LibraryEvent) {
        self.send(Event::Library { run: self.run, event });
    }

    fn report_error(&self, error: &impl ToString) {
        self.send(Event::Failed(error.to_string()));
    }

    fn open_and_import(&mut self, importer: &mut Importer) {
        let is_first = !std::mem::replace(&mut self.watches, true);
        let result = self.open().and_then(|()| {
            if is_first {
                self.watch_marks();
            }
            self.import(importer)
        });
        let result = match result {
            Err(error) if self.can_be_replaced() => self.replace(importer, &error),
            result => result,
        };
        self.send_library_event(LibraryEvent::Imported(result.map_err(|error| error.to_string())));
        self.group_events();
        if is_first && !self.launch.store.is_temporary() {
            self.watch_pages();
        }
    }

    /// Shows the current state of the library, if it exists.
    fn open(&mut self) -> Result<(), StoreError> {
        let opened = self.launch.opened.take();
        match opened.map_or_else(|| self.launch.store.snapshot(), Ok) {
            // The first articles are shown as soon as the import commits them.
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
            LibraryContent::All => self.finish_waiting(importer),
            LibraryContent::Paths(paths) => {
                let paths = paths.clone();
                importer.import(&paths, &cancel, |event| self.on_import_event(event))
            }
            LibraryContent::Pages(pages) => {
                let pages = pages.clone();
                importer.import_pages(pages, &cancel, |event| self.on_import_event(event))
            }
        }
    }

    /// Does what interrupted imports have left. If that is not possible now, the next import or start does it.
    fn finish_waiting(&mut self, importer: &mut Importer) -> Result<ImportSummary, StoreError> {
        let cancel = Arc::clone(&self.cancel);
        let finished = importer.finish_waiting(&cancel, |event| self.on_import_event(event));
        match finished {
            Err(StoreError::Missing(_) | StoreError::Busy(_) | StoreError::ReadOnly(_)) => {
                Ok(ImportSummary::default())
            }
            finished => finished,
        }
    }

    /// Returns whether the files can be imported into a temporary library instead, because nothing is shown yet.
    fn can_be_replaced(&self) -> bool {
        let has_paths = matches!(self.launch.content, LibraryContent::Paths(_));
        has_paths && self.shown.is_none() && !self.launch.store.is_temporary()
    }

    /// Imports into a temporary library, because this one cannot be used.
    fn replace(&mut self, importer: &mut Importer, error: &StoreError) -> Result<ImportSummary, StoreError> {
        self.send_library_event(LibraryEvent::Replaced(error.to_string()));
        self.launch.store = Store::temporary()?;
        importer.switch_to(self.launch.store.clone());
        self.import(importer)
    }

    fn import_files(&mut self, importer: &mut Importer, files: &[PathBuf]) {
        let cancel = Arc::clone(&self.cancel);
        match importer.import_files(files, &cancel, |event| self.on_import_event(event)) {
            // The other import that is running finds these files too.
            Ok(_) => self.group_events(),
            Err(StoreError::Busy(_)) => {}
            Err(error) => self.report_error(&error),
        }
    }

    fn correct_events(&self, edit: &EventEdit, corpus: &Corpus) {
        let written = write_corrections(&self.marks, edit, corpus);
        written.map_or_else(|error| self.report_error(&error), |()| self.group_events());
    }

    fn group_events(&self) {
        let grouped = self.grouping.group(&self.launch.store, &self.marks);
        grouped.unwrap_or_else(|error| self.report_error(&error));
    }

    fn clean(
        &mut self,
        importer: &mut Importer,
        pages: &RecleanTarget,
        knowledge: OutletDirectory,
    ) -> Result<(), StoreError> {
        let never = AtomicBool::new(false);
        let ids = match pages {
            RecleanTarget::Article(id) => vec![*id],
            RecleanTarget::Outlet(outlet) => {
                let query = Query::of_outlet(outlet, self.launch.today);
                let marks = Marks::default();
                let snapshot = self.launch.store.snapshot()?;
                let found = snapshot.search(&query, &marks, SortOrder::default(), usize::MAX, &never)?;
                found.unwrap_or_default().ids
            }
        };
        importer.clean_again(&ids, knowledge, &never, |event| self.on_import_event(event))?;
        Ok(())
    }

    /// Forwards an event of the importer. Shows new articles after each commit.
    fn on_import_event(&mut self, event: ImportEvent) {
        // An import may take long, so the scope changes before its end.
        self.update_scope();
        match event {
            ImportEvent::Committed => self.show_current(),
            event => self.send_library_event(LibraryEvent::Import(event)),
        }
    }

    fn report_not_watched(&self, text: &str) {
        self.report_error(&format!(
            "new files are not detected automatically: {text}; press R to read them"
        ));
    }

    fn show_current(&mut self) {
        match self.launch.store.snapshot() {
            Ok(snapshot) => self.show(snapshot),
            Err(error) => self.report_error(&error),
        }
    }

    fn show(&mut self, snapshot: Snapshot) {
        match self.stored(snapshot) {
            Ok(stored) => self.show_stored(Arc::new(stored)),
            Err(error) => self.report_error(&error),
        }
    }

    fn show_stored(&mut self, stored: Arc<Corpus>) {
        let end = stored.snapshot().id_bound();
        let renewed = |stored, marks| LibraryEvent::Updated { stored, marks };
        let Some(before) = self.shown.replace(Arc::clone(&stored)) else {
            let has_many = self.marks.with(|marks| marks.store.has_more_than(MARKS_AT_ONCE));
            if has_many.unwrap_or(false) {
                // The screen must not stay empty while they are loaded.
                self.send_library_event(LibraryEvent::Opened {
                    stored: Arc::clone(&stored),
                    marks: Marks::default(),
                });
                return self.send_marks(stored, renewed);
            }
            return self.send_marks(stored, |stored, marks| LibraryEvent::Opened {
                stored,
                marks: marks.unwrap_or_default(),
            });
        };
        if before.snapshot().id_bound() == end {
            // No articles are new, so all marks are known.
            return self.send_library_event(LibraryEvent::Updated { stored, marks: None });
        }
        self.send_marks(stored, renewed);
    }

    /// Shows marks that another newsprint process has set.
    fn update_marks(&mut self) {
        let Some(stored) = self.shown.clone() else { return };
        match self.marks.with(|marks| marks.store.has_changed()) {
            Ok(false) => {}
            Ok(true) => self.send_marks(stored, |stored, marks| LibraryEvent::Updated { stored, marks }),
            Err(error) => self.report_error(&error),
        }
    }

    /// Sends the marks of a library. Meanwhile none can be written, so every later event about marks is newer.
    fn send_marks(
        &self,
        stored: Arc<Corpus>,
        event: impl FnOnce(Arc<Corpus>, Option<Marks>) -> LibraryEvent,
    ) {
        self.marks.with(|marks| {
            let marks = stored.snapshot().marks(&mut marks.store);
            if let Err(error) = &marks {
                self.report_error(&format!("marks cannot be read: {error}"));
            }
            self.send_library_event(event(stored, marks.ok()));
        });
    }

    /// Shows all of the library, or only the paths of the start, if requested.
    fn update_scope(&mut self) {
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
                self.send_library_event(LibraryEvent::Widened(stored));
            }
            Err(error) => self.report_error(&error),
        }
    }

    fn stored(&self, snapshot: Snapshot) -> Result<Corpus, StoreError> {
        let is_whole = self.is_wide || snapshot.is_temporary();
        let paths = if is_whole {
            &[]
        } else {
            self.launch.content.paths()
        };
        Corpus::new(snapshot, paths, self.launch.today)
    }

    /// Watches the marks. They are loaded again because another process may have changed them meanwhile.
    fn watch_marks(&mut self) {
        let folder = self
            .marks
            .with(|marks| marks.store.news_folder().map(Path::to_path_buf));
        if let Some(folder) = folder {
            self.watch(&[folder], RecursiveMode::NonRecursive, |_| LibraryCommand::Marked);
            self.update_marks();
        }
    }

    fn watch_pages(&mut self) {
        let paths = self.launch.content.paths().to_vec();
        if !paths.is_empty() {
            self.watch(&paths, RecursiveMode::Recursive, LibraryCommand::Changed);
        }
    }

    /// Watches folders. If that fails, a message explains how to read new files.
    fn watch(&mut self, paths: &[PathBuf], mode: RecursiveMode, command: fn(Vec<PathBuf>) -> LibraryCommand) {
        if let Err(error) = self.watchers.watch(paths, mode, command) {
            self.report_not_watched(&error.to_string());
        }
    }
}
