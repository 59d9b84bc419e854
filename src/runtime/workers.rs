//! Threads that compute the answers to requests. Not the requests: the app defines them.
//!
//! Each kind of request has a thread and room for one waiting request: a newer request replaces the one that waits and
//! cancels the one that runs. A panic becomes an event, and the thread continues.

use crate::app::event::Event;
use crate::app::jobs::job::{Answer, JobKind, Request};
use crate::runtime;
use crate::runtime::{LoopEvent, failpoint};
use std::collections::HashMap;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;

/// The workers, one for each kind of request.
pub struct Workers {
    places: HashMap<JobKind, Arc<JobSlot>>,
}

/// The request that waits, and the flag that cancels the one that runs.
#[derive(Default)]
struct JobSlot {
    waiting: Mutex<Option<(Request, Arc<AtomicBool>)>>,
    arrived: Condvar,
    /// The flag of the newest request; it is set when a newer one arrives.
    newest: Mutex<Arc<AtomicBool>>,
}

impl Workers {
    /// Starts the threads; answers arrive as [`LoopEvent::Background`].
    pub fn start(wakes: &Sender<LoopEvent>) -> io::Result<Self> {
        let mut places = HashMap::new();
        for kind in JobKind::ALL {
            let place = Arc::new(JobSlot::default());
            let (wakes, own) = (wakes.clone(), Arc::clone(&place));
            thread::Builder::new()
                .name(format!("{kind:?}").to_lowercase())
                .spawn(move || work(&own, &wakes))?;
            places.insert(kind, place);
        }
        Ok(Self { places })
    }

    /// Starts a request; an older request of the same kind is cancelled.
    pub fn ask(&self, request: Request) {
        let Some(place) = self.places.get(&request.job.kind()) else {
            return;
        };
        let cancelled = Arc::new(AtomicBool::new(false));
        let older = std::mem::replace(&mut *lock(&place.newest), Arc::clone(&cancelled));
        older.store(true, Ordering::Relaxed);
        *lock(&place.waiting) = Some((request, cancelled));
        place.arrived.notify_one();
    }
}

/// Locks a mutex even if another thread panicked while holding it: each value here is replaced in one step, so it is valid.
fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn work(place: &JobSlot, wakes: &Sender<LoopEvent>) {
    loop {
        let mut waiting = lock(&place.waiting);
        let (request, cancelled) = loop {
            if let Some(next) = waiting.take() {
                break next;
            }
            waiting = place
                .arrived
                .wait(waiting)
                .unwrap_or_else(PoisonError::into_inner);
        };
        drop(waiting);
        let (id, kind) = (request.id, request.job.kind());
        let event = match catch_unwind(AssertUnwindSafe(|| {
            failpoint::hit("worker");
            request.answer(&cancelled)
        })) {
            Ok(Some(answer)) => Event::Answered(answer),
            Ok(None) => continue,
            Err(panic) => Event::Answered(Answer {
                id,
                kind,
                result: Err(runtime::panic_text(panic.as_ref())),
            }),
        };
        if wakes.send(LoopEvent::Background(event)).is_err() {
            return;
        }
    }
}
