//! From PATHs to articles, one after the other. How files are found, read and cleaned is `library`'s affair.

use super::output::{Messages, say};
use super::{Failure, STDIN};
use crate::library::{DEFAULT_SIZE_LIMIT, Entry, LoadEvent, Source, load};
use crate::runtime::Configuration;
use std::borrow::Cow;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// What the PATHs stand for. `-` is standard input, which is read here to its end; it may stand there once.
pub fn sources(paths: &[PathBuf]) -> Result<Vec<Source>, Failure> {
    let is_stdin = |path: &PathBuf| path == Path::new(STDIN);
    if paths.iter().filter(|path| is_stdin(path)).count() > 1 {
        let text = "-: standard input can be read once only; name it once";
        return Err(Failure::Usage(text.to_owned()));
    }
    let source = |path: &PathBuf| {
        if is_stdin(path) {
            standard_input()
        } else {
            Ok(Source::Path(path.clone()))
        }
    };
    paths.iter().map(source).collect()
}

fn standard_input() -> Result<Source, Failure> {
    let mut bytes = Vec::new();
    io::stdin()
        .lock()
        .take(DEFAULT_SIZE_LIMIT)
        .read_to_end(&mut bytes)
        .map_err(|error| Failure::Failed(format!("-: standard input cannot be read: {error}")))?;
    Ok(Source::Memory {
        name: PathBuf::from(STDIN),
        bytes: Cow::Owned(bytes),
    })
}

/// Calls `each` with batches of articles, in the order of the files, while the next ones are read in the background.
///
/// What cannot be read becomes a message. An error of `each` ends the load and is returned.
pub fn for_each(
    sources: &[Source],
    messages: &mut Messages,
    mut each: impl FnMut(&[Arc<Entry>], &mut Messages) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let configuration = Configuration::read(None)?;
    configuration.complaints.iter().for_each(say);
    let options = configuration.load_options();
    let cancel = AtomicBool::new(false);
    let mut outcome = Ok(());
    load(sources, &options, &cancel, |event| match event {
        // What was on its way when the load was cancelled still comes.
        LoadEvent::Batch(entries) if outcome.is_ok() => {
            outcome = each(&entries, messages);
            cancel.store(outcome.is_err(), Ordering::Relaxed);
        }
        LoadEvent::Problem(problem) => messages.failure(problem),
        LoadEvent::LeftOut(left_out) => say(left_out),
        LoadEvent::Found { files: 0 } => {
            say("there are no pages here; newsprint reads .txt files in folders");
        }
        _ => {}
    });
    outcome
}
