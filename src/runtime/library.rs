//! The thread that has a library in its care while the reader is open: it opens it, brings it up to date, cleans articles
//! again after a correction and watches the folders. What that means for the screen is the app's affair.

use super::Wake;
use super::marks::SharedMarks;
use crate::app::{CleanStored, Event, LibraryEvent};
use crate::article::Date;
use crate::extract::Knowledge;
use crate::library::{
    ImportEvent, ImportSummary, Importer, LoadOptions, Marks, Query, Snapshot, SortOrder, Store, StoreError,
    Stored,
};
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
    /// How it is now, where that was looked at already.
    pub opened: Option<Snapshot>,
    /// What of it is read, and brought up to date; nothing: all of it, as it is.
    pub paths: Vec<PathBuf>,
    /// The day by the clock.
    pub today: Date,
}

/// Files that change together are looked at together: so long after the last of them, and no later than so long after the
/// first.
const QUIET: Duration = Duration::from_millis(150);
const PATIENCE: Duration = Duration::from_millis(600);

/// The marks of so many articles are looked up before anything is shown; more of them are shown as soon as they are known.
const MARKS_AT_ONCE: u32 = 500;

/// So long an import that was stopped has to end by itself.
const LEAVE: Duration = Duration::from_secs(1);

/// The thread.
pub struct Librarian {
    orders: Sender<Order>,
    cancel: Arc<AtomicBool>,
    wide: Arc<AtomicBool>,
    /// Closed when the thread has ended.
    ended: Receiver<()>,
    /// Corrections that are still to be carried out.
    cleaning: Arc<AtomicUsize>,
}

enum Order {
    /// Open the library and bring it up to date.
    Open { run: u64 },
    /// Show all of the library, or what was asked for at the start.
    Widen,
    /// Clean articles again with what is known now.
    Clean(CleanStored, Knowledge),
    /// These files have changed.
    Changed(Vec<PathBuf>),
    /// Somebody has written into the folder of the marks.
    Marked,
    /// Something about watching is wrong.
    NotWatched(String),
    /// Nothing more is wanted.
    End,
}

impl Librarian {
    /// Starts the thread; what it has to say arrives as [`Wake::Background`].
    pub fn start(
        launch: LibraryLaunch,
        options: LoadOptions,
        marks: SharedMarks,
        wakes: Sender<Wake>,
    ) -> io::Result<Self> {
        let (orders, incoming) = channel();
        let cancel = Arc::new(AtomicBool::new(false));
        let wide = Arc::new(AtomicBool::new(false));
        let cleaning = Arc::new(AtomicUsize::new(0));
        let mut importer = launch.store.importer(options);
        let mut desk = Desk {
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

    /// Has the library opened and brought up to date.
    pub fn open(&self, run: u64) {
        // The thread ends only after this.
        let _ = self.orders.send(Order::Open { run });
    }

    /// Has all of the library shown, or what was asked for at the start.
    pub fn widen(&self, wide: bool) {
        self.wide.store(wide, Ordering::Relaxed);
        let _ = self.orders.send(Order::Widen);
    }

    /// Has articles cleaned again with what is known now.
    pub fn clean(&self, pages: CleanStored, knowledge: Knowledge) {
        self.cleaning.fetch_add(1, Ordering::Relaxed);
        let _ = self.orders.send(Order::Clean(pages, knowledge));
    }
}

impl Drop for Librarian {
    /// An import stops with what came until then; it is safe to end in the midst of what it still tidies. Who corrects and
    /// quits has corrected, so that is waited for.
    fn drop(&mut self) {
        self.cancel.store(true, Ordering::Relaxed);
        let _ = self.orders.send(Order::End);
        while self.ended.recv_timeout(LEAVE) == Err(RecvTimeoutError::Timeout)
            && self.cleaning.load(Ordering::Relaxed) > 0
        {}
    }
}

/// What the thread works with.
struct Desk {
    launch: LibraryLaunch,
    marks: SharedMarks,
    wakes: Sender<Wake>,
    cancel: Arc<AtomicBool>,
    wide: Arc<AtomicBool>,
    cleaning: Arc<AtomicUsize>,
    orders: Sender<Order>,
    /// Of the marks; and, once an import has been through them, of the pages.
    watchers: Vec<RecommendedWatcher>,
    /// Whether that was seen to.
    watches: bool,
    run: u64,
    /// What is shown, once anything is.
    shown: Option<Arc<Stored>>,
    /// Whether all of the library is shown in the place of what was asked for.
    is_wide: bool,
}

impl Desk {
    fn work(&mut self, importer: &mut Importer, incoming: &Receiver<Order>) {
        while let Ok(order) = incoming.recv() {
            let mut next = Some(order);
            while let Some(order) = next.take() {
                let is_over = self.cancel.load(Ordering::Relaxed);
                if matches!(order, Order::End) {
                    return;
                }
                // Who corrects and quits has corrected; all else can be done the next time.
                if is_over && !matches!(order, Order::Clean(..)) {
                    continue;
                }
                let (order, behind) = gathered(order, incoming);
                next = behind;
                let done = catch_unwind(AssertUnwindSafe(|| self.carry_out(importer, order)));
                if let Err(panic) = done {
                    self.fail(&super::panic_text(panic.as_ref()));
                }
            }
        }
    }

    fn carry_out(&mut self, importer: &mut Importer, order: Order) {
        match order {
            Order::Open { run } => {
                self.run = run;
                self.open_and_import(importer);
            }
            Order::Widen => self.follow_width(),
            Order::Clean(pages, knowledge) => {
                let cleaned = self.clean(importer, &pages, knowledge);
                self.cleaning.fetch_sub(1, Ordering::Relaxed);
                if let Err(error) = cleaned {
                    self.fail(&error);
                }
            }
            Order::Changed(mut files) => {
                files.sort_unstable();
                files.dedup();
                self.import_files(importer, &files);
            }
            Order::Marked => self.follow_marks(),
            Order::NotWatched(text) => self.say_not_watched(&text),
            Order::End => {}
        }
    }

    fn send(&self, event: Event) {
        // The loop has ended when this fails; so does this thread then.
        let _ = self.wakes.send(Wake::Background(event));
    }

    fn tell(&self, event: LibraryEvent) {
        self.send(Event::Library { run: self.run, event });
    }

    fn fail(&self, error: &impl ToString) {
        self.send(Event::Failed(error.to_string()));
    }

    fn open_and_import(&mut self, importer: &mut Importer) {
        let opened = self.launch.opened.take();
        match opened.map_or_else(|| self.launch.store.snapshot(), Ok) {
            Ok(snapshot) => self.show(snapshot),
            Err(StoreError::Missing(_)) => {}
            Err(error) => return self.tell(LibraryEvent::Imported(Err(error.to_string()))),
        }
        let is_first = !std::mem::replace(&mut self.watches, true);
        if is_first {
            self.watch_marks();
        }
        if self.launch.paths.is_empty() {
            return self.tell(LibraryEvent::Imported(Ok(ImportSummary::default())));
        }
        let paths = self.launch.paths.clone();
        let cancel = Arc::clone(&self.cancel);
        let result = importer.import(&paths, &cancel, |event| self.hear(event));
        self.tell(LibraryEvent::Imported(result.map_err(|error| error.to_string())));
        if is_first {
            self.watch_pages();
        }
    }

    fn import_files(&mut self, importer: &mut Importer, files: &[PathBuf]) {
        let cancel = Arc::clone(&self.cancel);
        match importer.import_files(files, &cancel, |event| self.hear(event)) {
            // Whoever imports in the meantime sees these files too.
            Ok(_) | Err(StoreError::Busy(_)) => {}
            Err(error) => self.fail(&error),
        }
    }

    fn clean(
        &mut self,
        importer: &mut Importer,
        pages: &CleanStored,
        knowledge: Knowledge,
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

    /// Tells what the importer says, and shows what has come each time that it can be seen.
    fn hear(&mut self, event: ImportEvent) {
        // An import may take long; a person does not wait for its end.
        self.follow_width();
        match event {
            ImportEvent::Committed => self.show_as_it_is(),
            event => self.tell(LibraryEvent::Import(event)),
        }
    }

    fn say_not_watched(&self, text: &str) {
        self.fail(&format!(
            "new files are not noticed by themselves: {text}; R reads again"
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
                // Nobody waits for them with an empty screen.
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
            // Of what was there before, the marks are known.
            return self.tell(LibraryEvent::Renewed { stored, marks: None });
        }
        self.tell_marks(stored, renewed);
    }

    /// Shows what another newsprint has marked.
    fn follow_marks(&mut self) {
        let Some(stored) = self.shown.clone() else { return };
        match self.marks.with(|kept| kept.store.has_changed()) {
            Ok(false) => {}
            Ok(true) => self.tell_marks(stored, |stored, marks| LibraryEvent::Renewed { stored, marks }),
            Err(error) => self.fail(&error),
        }
    }

    /// Tells the marks of a library while nobody can write any, so that what is told later of them is newer.
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

    /// Shows all of the library, or what was asked for at the start, where that is wanted by now.
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
        let paths: &[PathBuf] = if self.is_wide { &[] } else { &self.launch.paths };
        Stored::new(snapshot, paths, self.launch.today)
    }

    /// Has the marks watched from the beginning; another newsprint may have marked since they were looked up.
    fn watch_marks(&mut self) {
        let folder = self
            .marks
            .with(|kept| kept.store.news_folder().map(Path::to_path_buf));
        if let Some(folder) = folder {
            self.watch(&[folder], RecursiveMode::NonRecursive, |_| Order::Marked);
            self.follow_marks();
        }
    }

    fn watch_pages(&mut self) {
        let paths = self.launch.paths.clone();
        self.watch(&paths, RecursiveMode::Recursive, Order::Changed);
    }

    /// Has folders watched; where that cannot be, the person is told how to go on.
    fn watch(&mut self, paths: &[PathBuf], mode: RecursiveMode, order: fn(Vec<PathBuf>) -> Order) {
        let orders = self.orders.clone();
        let watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
            let order = match event {
                Ok(event) if event.kind.is_access() => return,
                Ok(event) => order(event.paths),
                Err(error) => Order::NotWatched(error.to_string()),
            };
            // The reader has ended when this fails.
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

impl Order {
    /// Both as one order, where they are of a kind that comes in swarms; else both again.
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

/// What the system tells one after the other as one order; and what came behind that.
fn gathered(mut order: Order, incoming: &Receiver<Order>) -> (Order, Option<Order>) {
    if !matches!(order, Order::Changed(_) | Order::Marked) {
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
