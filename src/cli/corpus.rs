//! From PATHs to articles, one after the other. How files are found, read and cleaned is `library`'s affair.

use super::output::{Messages, say};
use super::{Failure, STDIN};
use crate::library::{BUILTIN_PROFILES, Entry, LoadEvent, LoadOptions, Source, builtin_corpus, load};
use crate::runtime::Configuration;
use std::borrow::Cow;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Pages to be read, and how.
pub struct Corpus {
    sources: Vec<Source>,
    options: LoadOptions,
}

impl Corpus {
    /// What the PATHs stand for; none stand for the built-in corpus. `-` is standard input, which is read here to its
    /// end; it may stand there once.
    pub fn of(paths: &[PathBuf]) -> Result<Self, Failure> {
        let configuration = Configuration::read(None)?;
        configuration.complaints.iter().for_each(say);
        let mut options = configuration.load_options();
        if paths.is_empty() {
            if let Ok(knowledge) = options.knowledge.with_toml(BUILTIN_PROFILES) {
                options.knowledge = knowledge;
            }
            return Ok(Self {
                sources: builtin_corpus(),
                options,
            });
        }
        let is_stdin = |path: &PathBuf| path == Path::new(STDIN);
        if paths.iter().filter(|path| is_stdin(path)).count() > 1 {
            let text = "-: standard input can be read once only; name it once";
            return Err(Failure::Usage(text.to_owned()));
        }
        let source = |path: &PathBuf| {
            if is_stdin(path) {
                standard_input(options.size_limit)
            } else {
                Ok(Source::Path(path.clone()))
            }
        };
        let sources = paths.iter().map(source).collect::<Result<_, _>>()?;
        Ok(Self { sources, options })
    }

    /// Calls `each` with batches of articles, in the order of the files, while the next ones are read in the
    /// background.
    ///
    /// What cannot be read becomes a message. An error of `each` ends the load and is returned.
    pub fn for_each(
        &self,
        messages: &mut Messages,
        mut each: impl FnMut(&[Arc<Entry>], &mut Messages) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        let cancel = AtomicBool::new(false);
        let mut outcome = Ok(());
        load(&self.sources, &self.options, &cancel, |event| match event {
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
}

/// Standard input as a page, no longer than a file may be.
fn standard_input(size_limit: u64) -> Result<Source, Failure> {
    let mut bytes = Vec::new();
    let read = io::stdin()
        .lock()
        .take(size_limit.saturating_add(1))
        .read_to_end(&mut bytes);
    read.map_err(|error| Failure::Failed(format!("-: standard input cannot be read: {error}; give a file")))?;
    if bytes.len() as u64 > size_limit {
        let text =
            format!("-: standard input is longer than {size_limit} bytes; split it, or raise max-file-size");
        return Err(Failure::Failed(text));
    }
    Ok(Source::Memory {
        name: PathBuf::from(STDIN),
        bytes: Cow::Owned(bytes),
    })
}
