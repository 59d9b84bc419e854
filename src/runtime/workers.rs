//! Threads that run jobs, which the app defines.
//!
//! Each kind of job has a thread and a slot for one waiting request. A newer request replaces the waiting one and
//! cancels the running one. A panic becomes an event, and the thread continues.

use crate::app::event::Event;
use crate::app::jobs::job::{Answer, JobKind, Request};
use crate::runtime::failpoint;
use crate::runtime::loop_event::LoopEvent;
use crate::runtime::panic_message::panic_message;
use std::collections::HashMap;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;

/// The workers, one for each kind of job.
pub struct Workers {
    slots: HashMap<JobKind, Arc<JobSlot>>,
}

/// The waiting request, and the flag that cancels the running one.
#[derive(Default)]
struct JobSlot {
    waiting: Mutex<Option<(Request, Arc<AtomicBool>)>>,
    arrived: Condvar,
    /// The flag of the newest request, which is set when a newer one arrives.
    newest: Mutex<Arc<AtomicBool>>,
}

impl Workers {
    /// Starts the threads; answers arrive as [`LoopEvent::Background`].
    pub fn start(events: &Sender<LoopEvent>) -> io::Result<Self> {
        let mut slots = HashMap::new();
        for kind in JobKind::ALL.iter().copied() {
            let slot = Arc::new(JobSlot::default());
            let (events, own) = (events.clone(), Arc::clone(&slot));
            thread::Builder::new()
                .name(format!("{kind:?}").to_lowercase())
                .spawn(move || work(&own, &events))?;
            slots.insert(kind, slot);
        }
        Ok(Self { slots })
    }

    /// Starts a job and cancels an older one of the same kind.
    pub fn start_job(&self, request: Request) {
        let Some(slot) = self.slots.get(&request.job.kind()) else {
            return;
        };
        let cancelled = Arc::new(AtomicBool::new(false));
        let older = std::mem::replace(&mut *lock(&slot.newest), Arc::clone(&cancelled));
        older.store(true, Ordering::Relaxed);
        *lock(&slot.waiting) = Some((request, cancelled));
        slot.arrived.notify_one();
    }
}

/// Locks a mutex even after a panic of another thread. Each value here is replaced in one step, so it is valid.
fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn work(slot: &JobSlot, events: &Sender<LoopEvent>) {
    loop {
        let mut waiting = lock(&slot.waiting);
        let (request, cancelled) = loop {
            if let Some(next) = waiting.take() {
                break next;
            }
            waiting = slot.arrived.wait(waiting).unwrap_or_else(PoisonError::into_inner);
        };
        drop(waiting);
        let (id, kind) = (request.id, request.job.kind());
        let event = match catch_unwind(AssertUnwindSafe(|| {
            failpoint::hit(&format!("worker {kind:?}").to_lowercase());
            request.answer(&cancelled)
        })) {
            Ok(Some(answer)) => Event::Answered(answer),
            Ok(None) => continue,
            Err(panic) => Event::Answered(Answer {
                id,
                kind,
                result: Err(panic_message(panic.as_ref())),
            }),
        };
        if events.send(LoopEvent::Background(event)).is_err() {
            return;
        }
    }
}
