//! The reader without a terminal: each effect of the app is run at once, on this thread. For screenshots, benches and
//! tests. Effects outside the program (files, commands, the clipboard) are ignored.

use crate::app::effect::Effect;
use crate::app::event::Event;
use crate::app::jobs::library_events::LibraryEvent;
use crate::app::{App, Setup};
use crate::article::date::Date;
use crate::config::key::Key;
use crate::library::load::options::{LoadOptions, LoadSource};
use crate::library::marks::store::MarksStore;
use crate::library::store::corpus::Corpus;
use crate::library::store::handle::Store;
use crate::library::store::import::importer::Importer;
use crate::library::store::search::marked::LibraryMarksError;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// An app whose pages have been imported into a temporary library.
#[derive(Debug)]
pub struct HeadlessReader {
    app: App,
    sources: Vec<LoadSource>,
    store: Store,
    importer: Importer,
    today: Date,
    /// The marks, in memory.
    marks: MarksStore,
}

impl HeadlessReader {
    /// Starts the app and imports the sources.
    pub fn new(
        setup: Setup,
        sources: Vec<LoadSource>,
        options: LoadOptions,
    ) -> Result<Self, LibraryMarksError> {
        let store = Store::temporary()?;
        let mut reader = Self {
            today: setup.today,
            app: App::new(setup),
            sources,
            importer: store.importer(options),
            store,
            marks: MarksStore::in_memory()?,
        };
        let effects = reader.app.start();
        reader.run_effects(effects);
        Ok(reader)
    }

    /// Returns the app.
    pub fn app(&self) -> &App {
        &self.app
    }

    /// Passes an event to the app and runs all effects that follow.
    pub fn update(&mut self, event: Event) {
        let mut effects = Some(self.app.update(event));
        while let Some(next) = effects {
            self.run_effects(next);
            effects = self.app.resume();
        }
    }

    /// Presses keys in order.
    pub fn press(&mut self, keys: impl IntoIterator<Item = Key>) {
        for key in keys {
            self.update(Event::Key(key));
        }
    }

    fn run_effects(&mut self, effects: Vec<Effect>) {
        let never = AtomicBool::new(false);
        for effect in effects {
            match effect {
                Effect::OpenLibrary { run } => self.import(run),
                Effect::Mark { changes, corpus } => {
                    let written = corpus.write_marks(&mut self.marks, &changes);
                    self.update(Event::Marked(written));
                }
                Effect::FindPlaces(_) => self.update(Event::PlacesFound(Vec::new())),
                Effect::Work(request) => {
                    if let Some(answer) = request.answer(&never) {
                        self.update(Event::Answered(answer));
                    }
                }
                _ => {}
            }
        }
    }

    fn import(&mut self, run: u64) {
        let never = AtomicBool::new(false);
        let mut events = Vec::new();
        let on_event = |event| events.push(LibraryEvent::Import(event));
        let imported = self.importer.import_pages(self.sources.clone(), &never, on_event);
        match self.snapshot_event() {
            Ok(opened) => events.push(opened),
            Err(error) => self.update(Event::Failed(error.to_string())),
        }
        events.push(LibraryEvent::Imported(
            imported.map_err(|error| error.to_string()),
        ));
        for event in events {
            self.update(Event::Library { run, event });
        }
    }

    fn snapshot_event(&mut self) -> Result<LibraryEvent, LibraryMarksError> {
        let snapshot = self.store.snapshot()?;
        let marks = snapshot.marks(&mut self.marks)?;
        let stored = Arc::new(Corpus::new(snapshot, &[], self.today)?);
        Ok(LibraryEvent::Opened { stored, marks })
    }
}
