//! A load: finds files, reads and cleans them on several threads, and passes the results on in batches and in a stable
//! order. Not what is done with them: the caller passes a sink for the events.

use crate::article::Article;
use crate::library::load::event::{LoadEvent, LoadSummary};
use crate::library::load::options::{LoadOptions, LoadSource};
use crate::library::load::pipeline::backpressure::Backpressure;
use crate::library::load::pipeline::reorder::ReorderBuffer;
use crate::library::load::pipeline::source::list;
use crate::library::load::pipeline::task::{CleanedPage, PassOn, ReadPage, TASKS_WAITING};
use crate::library::load::pipeline::worker::Worker;
use crate::library::problem::Problem;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::sync::mpsc::{channel, sync_channel};
use std::sync::{Arc, Mutex};
use std::thread;

/// Loads, calling `sink` on this thread for each event, and returns when all is done or `cancel` was set. `make` turns
/// each article into the value that is passed on. It runs on the threads that clean, so this thread only restores the order.
///
/// The work is done on named threads (`load-…`) that end before this returns. A panic while a page is cleaned becomes a
/// problem of that page. The sources are requested as they are needed, so there may be more of them than fit into memory;
/// a source that cannot be obtained is a problem like any other. The profiles of folders are not read here: see
/// [`knowledge_with_profiles`](LoadOptions::knowledge_with_profiles).
pub fn load_with<T: Send>(
    sources: impl Iterator<Item = Result<LoadSource, Problem>> + Send,
    options: &LoadOptions,
    cancel: &AtomicBool,
    make: impl Fn(Arc<Path>, Article) -> T + Sync,
    sink: impl FnMut(LoadEvent<T>),
) -> LoadSummary {
    let clean = |page: ReadPage<'_>, pass_on: &mut PassOn<'_, T>| {
        let shared: Arc<Path> = Arc::from(page.path);
        let mut part = CleanedPage::default();
        options.each_item(page, &mut |item| {
            part.add(item, |article| make(Arc::clone(&shared), article));
            if part.is_large() && !pass_on(std::mem::take(&mut part)) {
                return ControlFlow::Break(());
            }
            ControlFlow::Continue(())
        });
        part
    };
    load_pages(sources, options, cancel, clean, sink)
}

/// [`load_with`] for callers that clean pages themselves: `clean` receives each page on the threads that clean, and may
/// pass on parts of its result.
pub(crate) fn load_pages<T: Send>(
    sources: impl Iterator<Item = Result<LoadSource, Problem>> + Send,
    options: &LoadOptions,
    cancel: &AtomicBool,
    clean: impl Fn(ReadPage<'_>, &mut PassOn<'_, T>) -> CleanedPage<T> + Sync,
    mut sink: impl FnMut(LoadEvent<T>),
) -> LoadSummary {
    let pressure = Backpressure::new(cancel);
    let (reports, incoming) = channel();
    let (tasks, waiting) = sync_channel(TASKS_WAITING);
    let waiting = Arc::new(Mutex::new(waiting));
    thread::scope(|scope| {
        // However this ends, even with a panic of the sink, no thread may wait for room afterwards.
        let _closing = pressure.closing();
        spawn(scope, "load-walk", {
            let reports = reports.clone();
            let pressure = &pressure;
            move || list(sources, pressure, &tasks, &reports)
        });
        for _ in 0..worker_count(options) {
            let worker = Worker {
                waiting: Arc::clone(&waiting),
                reports: reports.clone(),
                pressure: &pressure,
                options,
                clean: &clean,
            };
            spawn(scope, "load-clean", move || worker.run());
        }
        drop((reports, waiting));
        ReorderBuffer::new(&pressure).run(&incoming, &mut sink)
    })
}

fn spawn<'scope>(scope: &'scope thread::Scope<'scope, '_>, name: &str, work: impl FnOnce() + Send + 'scope) {
    let started = thread::Builder::new()
        .name(name.to_owned())
        .spawn_scoped(scope, work);
    // Without threads, which means that the system is out of resources, a load ends immediately and without articles.
    drop(started);
}

fn worker_count(options: &LoadOptions) -> usize {
    match options.workers {
        // One of them waits for the disk most of the time if the pages were not read recently.
        0 => thread::available_parallelism().map_or(2, std::num::NonZero::get) + 1,
        count => count,
    }
}
