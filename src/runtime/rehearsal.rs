//! The reader without a terminal: the effects of the app run at once, on this thread. For pictures, benches and tests.
//! Effects that leave the program (files, commands, the clipboard) are ignored.

use crate::app::{App, Effect, Event, Setup};
use crate::config::Key;
use crate::library::{LoadEvent, LoadOptions, MarksStore, Source, load};
use std::sync::atomic::AtomicBool;

/// An app with a loaded corpus.
#[derive(Debug)]
pub struct Rehearsal {
    app: App,
    sources: Vec<Source>,
    options: LoadOptions,
    /// Marks, for as long as this lives.
    marks: Option<MarksStore>,
}

impl Rehearsal {
    /// Starts the app and loads the sources.
    pub fn new(setup: Setup, sources: Vec<Source>, options: LoadOptions) -> Self {
        let mut rehearsal = Self {
            app: App::new(setup),
            sources,
            options,
            marks: MarksStore::in_memory().ok(),
        };
        let effects = rehearsal.app.start();
        rehearsal.carry_out(effects);
        rehearsal
    }

    /// Returns the app.
    pub fn app(&self) -> &App {
        &self.app
    }

    /// Handles an event and everything that follows from it.
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
        let mut events = Vec::new();
        for effect in effects {
            match effect {
                Effect::Load { run } => {
                    let marks = &mut self.marks;
                    load(&self.sources, &self.options, &never, |event| {
                        if let (LoadEvent::Batch(entries), Some(marks)) = (&event, marks.as_mut()) {
                            let kept = marks.recall(entries);
                            events.push(Event::Recalled { run, kept });
                        }
                        events.push(Event::Load { run, event });
                    });
                }
                Effect::Mark { strokes, corpus } => {
                    if let Some(marks) = &mut self.marks {
                        events.push(Event::Marked(corpus.write_marks(marks, &strokes)));
                    }
                }
                Effect::Work(request) => events.extend(request.answer(&never).map(Event::Answered)),
                _ => {}
            }
        }
        for event in events {
            self.update(event);
        }
    }
}
