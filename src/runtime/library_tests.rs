//! Tests of the thread of the library without a terminal.

use crate::app::event::Event;
use crate::app::jobs::library_events::LibraryEvent;
use crate::library::load::options::LoadOptions;
use crate::library::marks::store::MarksStore;
use crate::library::store::handle::Store;
use crate::library::store::import::importer::ImportEvent;
use crate::runtime::library::LibraryThread;
use crate::runtime::library_launch::{LibraryContent, LibraryLaunch};
use crate::runtime::loop_event::LoopEvent;
use crate::runtime::marks::{MarksLocation, SharedMarks};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, channel};

/// Returns the next event of the library, with the number of its run.
fn next(events: &Receiver<LoopEvent>) -> (u64, LibraryEvent) {
    loop {
        if let LoopEvent::Background(Event::Library { run, event }) = events.recv().unwrap() {
            return (run, event);
        }
    }
}

/// A folder with pages and an empty library, and what the thread needs.
struct Place {
    home: tempfile::TempDir,
    marks: SharedMarks,
}

const PAGES: usize = 20;

impl Place {
    fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        std::fs::create_dir(home.path().join("news")).unwrap();
        for number in 0..PAGES {
            let page =
                format!("Report {number}\n\nThe harbour is closed for the {number}th time this year.\n");
            std::fs::write(home.path().join(format!("news/{number}.txt")), page).unwrap();
        }
        let marks = SharedMarks::new(MarksLocation {
            store: MarksStore::in_memory().unwrap(),
            corpus: String::new(),
        });
        Self { home, marks }
    }

    fn store(&self) -> Store {
        Store::at(&self.home.path().join("library"))
    }

    fn start(&self, is_whole: bool) -> (LibraryThread, Receiver<LoopEvent>) {
        let content = if is_whole {
            LibraryContent::All
        } else {
            LibraryContent::Paths(vec![self.home.path().join("news")])
        };
        let launch = LibraryLaunch {
            store: self.store(),
            opened: None,
            content,
            today: "2024-06-01".parse().unwrap(),
        };
        let (sender, events) = channel();
        let thread = LibraryThread::start(launch, LoadOptions::default(), self.marks.clone(), sender);
        (thread.unwrap(), events)
    }
}

#[test]
fn reading_again_during_an_import_stops_it_instead_of_waiting_for_its_end() {
    let place = Place::new();
    let (thread, events) = place.marks.with(|_| {
        let (thread, events) = place.start(false);
        // The first run waits for the marks.
        thread.open(1);
        thread.open(2);
        (thread, events)
    });
    let first_end = loop {
        if let (1, LibraryEvent::Imported(end)) = next(&events) {
            break end.unwrap();
        }
    };
    assert!(first_end.stopped, "{first_end:?}");
    let mut listed = 0;
    let second_end = loop {
        match next(&events) {
            (2, LibraryEvent::Opened { stored, .. } | LibraryEvent::Updated { stored, .. }) => {
                listed = stored.len();
            }
            (2, LibraryEvent::Imported(end)) => break end.unwrap(),
            _ => {}
        }
    };
    assert!(!second_end.stopped, "{second_end:?}");
    assert_eq!((second_end.new, listed), (PAGES - first_end.new, PAGES));
    drop(thread);
}

#[test]
fn the_reader_of_the_whole_library_completes_an_interrupted_import() {
    let place = Place::new();
    let cancel = AtomicBool::new(false);
    let news = place.home.path().join("news");
    let stopped = place
        .store()
        .import(&[news], &LoadOptions::default(), &cancel, |event| {
            cancel.store(event == ImportEvent::Committed, Ordering::Relaxed);
        });
    let left = place.store().waiting().unwrap().waiting as usize;
    assert!(stopped.unwrap().stopped && left > 0);
    let (thread, events) = place.start(true);
    thread.open(1);
    let end = loop {
        if let (1, LibraryEvent::Imported(end)) = next(&events) {
            break end.unwrap();
        }
    };
    assert_eq!(end.resumed, left);
    assert_eq!(place.store().waiting().unwrap().waiting, 0);
    drop(thread);
}
