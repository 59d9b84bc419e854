//! The reader without a terminal: everything that the app requests is done at once, on this thread. For pictures,
//! benches and tests. Effects that leave the program (files, commands, the clipboard) are ignored.

use crate::app::effect::Effect;
use crate::app::event::Event;
use crate::app::jobs::library_events::LibraryEvent;
use crate::app::{App, Setup};
use crate::article::date::Date;
use crate::config::key::Key;
use crate::library::corpus::Stored;
use crate::library::load::pipeline::source::{LoadOptions, LoadSource};
use crate::library::marks::store::MarksStore;
use crate::library::store::Store;
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
    /// The marks; they last as long as this.
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
        let mut rehearsal = Self {
            today: setup.today,
            app: App::new(setup),
            sources,
            importer: store.importer(options),
            store,
            marks: MarksStore::in_memory()?,
        };
        let effects = rehearsal.app.start();
        rehearsal.carry_out(effects);
        Ok(rehearsal)
    }

    /// Returns the app.
    pub fn app(&self) -> &App {
        &self.app
    }

    /// Passes an event to the app and does everything that follows from it.
    pub fn update(&mut self, event: Event) {
        let mut effects = Some(self.app.update(event));
        while let Some(next) = effects {
            self.carry_out(next);
            effects = self.app.resume();
        }
    }

    /// Presses keys one after the other.
    pub fn press(&mut self, keys: impl IntoIterator<Item = Key>) {
        for key in keys {
            self.update(Event::Key(key));
        }
    }

    fn carry_out(&mut self, effects: Vec<Effect>) {
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
        let hear = |event| events.push(LibraryEvent::Import(event));
        let imported = self.importer.import_pages(self.sources.clone(), &never, hear);
        match self.opened() {
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

    fn opened(&mut self) -> Result<LibraryEvent, LibraryMarksError> {
        let snapshot = self.store.snapshot()?;
        let marks = snapshot.marks(&mut self.marks)?;
        let stored = Arc::new(Stored::new(snapshot, &[], self.today)?);
        Ok(LibraryEvent::Opened { stored, marks })
    }
}
