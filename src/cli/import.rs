//! `newsprint import`: imports new and changed files into the library, with messages and progress.

use crate::cli::failure::Failure;
use crate::cli::library::{create_own_folder, store_of};
use crate::cli::library_args::ImportArgs;
use crate::cli::output::{Messages, Output, counted};
use crate::cli::progress::ProgressTotal;
use crate::library::error::StoreError;
use crate::library::store::import::importer::ImportEvent;
use crate::runtime::configuration::Configuration;
use crate::runtime::signals::end_by;
use std::io::{self, IsTerminal};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// Imports the PATHs, with progress on a terminal. The first Ctrl-C stops and keeps what was imported, and then ends the
/// program as if nothing had caught it; a second one ends it at once.
pub fn run(args: &ImportArgs, messages: &mut Messages) -> Result<(), Failure> {
    let configuration = Configuration::read(None)?;
    for diagnostic in &configuration.diagnostics {
        messages.note(diagnostic);
    }
    create_own_folder(args.library.as_deref());
    let store = store_of(args.library.as_deref())?;
    let cancel = Arc::new(AtomicBool::new(false));
    let signal = cancel_on_signal(&cancel);
    if io::stderr().is_terminal() {
        messages.show_progress(ProgressTotal::default());
    }
    let mut importer = store.importer(configuration.load_options());
    let mut on_event = |event: ImportEvent| match event {
        ImportEvent::Progress(progress) => messages.progress(progress),
        ImportEvent::Problem(problem) => messages.failure(problem),
        ImportEvent::Skipped(skipped) => messages.note(skipped),
        ImportEvent::Resumed(articles) => messages.note(format!(
            "continuing with {} that an interrupted import has left",
            counted(articles, "article")
        )),
        ImportEvent::Known(_) | ImportEvent::Committed => {}
    };
    let summary = importer.import(&args.paths, &cancel, &mut on_event)?;
    let cleaned = if args.again && !summary.stopped {
        Some(importer.clean_imported_again(&cancel, &mut on_event)?)
    } else {
        None
    };
    messages.end_progress();
    let mut output = Output::new();
    output.line(&summary.to_string())?;
    if let Some(changed) = cleaned {
        output.line(&format!(
            "{} changed by cleaning again",
            counted(changed, "article")
        ))?;
    }
    output.flush()?;
    // The parent process learns that the import was stopped, and by what.
    match signal.load(Ordering::Relaxed) {
        0 => {}
        signal => end_by(i32::try_from(signal).unwrap_or_default()),
    }
    Ok(())
}

/// Makes the first signal stop the import and the second one end the program at once. Returns where the number of the
/// signal is stored.
#[cfg(unix)]
fn cancel_on_signal(cancel: &Arc<AtomicBool>) -> Arc<AtomicUsize> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    use signal_hook::flag::{register, register_conditional_default, register_usize};
    let received = Arc::new(AtomicUsize::new(0));
    for signal in [SIGINT, SIGTERM, SIGHUP] {
        // If a handler cannot be installed, the signal ends the program at once; the next import continues after the
        // last step. The handlers of one signal run in the order of their registration.
        drop(register_conditional_default(signal, Arc::clone(cancel)));
        drop(register(signal, Arc::clone(cancel)));
        let number = usize::try_from(signal).unwrap_or(0);
        drop(register_usize(signal, Arc::clone(&received), number));
    }
    received
}

/// Without these signals the system ends the program; the next import continues after the last step.
#[cfg(not(unix))]
fn cancel_on_signal(_cancel: &Arc<AtomicBool>) -> Arc<AtomicUsize> {
    Arc::default()
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::Failed(error.to_string())
    }
}
