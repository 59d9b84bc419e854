//! Turns PATHs into a stream of articles. How files are found, read and cleaned: see `crate::library`.

use crate::article::Article;
use crate::cli::args::STDIN;
use crate::cli::failure::Failure;
use crate::cli::files_from::NameList;
use crate::cli::output::{Messages, eprint_line};
use crate::cli::progress::ProgressTotal;
use crate::extract::corpus::template::{CorpusTemplate, PageSketch};
use crate::extract::outlets::directory::OutletDirectory;
use crate::library::load::event::LoadEvent;
use crate::library::load::options::builtin_corpus;
use crate::library::load::options::{LoadOptions, LoadSource};
use crate::library::load::pipeline::run::load_with;
use crate::library::load::walk::{Walk, WalkItem};
use crate::library::problem::{Problem, ProblemKind};
use crate::library::sample_corpus::BUILTIN_PROFILES;
use crate::runtime::configuration::Configuration;
use std::borrow::Cow;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};
use std::thread;

/// The pages to read, and the options for reading. Articles are streamed, not stored.
pub struct CorpusArguments {
    paths: Vec<PathBuf>,
    /// A list of more paths, read after the others.
    names: Option<NameList>,
    /// The page on standard input, if it is read more than once.
    stdin: Option<OnceLock<Result<Vec<u8>, Problem>>>,
    options: LoadOptions,
}

impl CorpusArguments {
    /// Returns the corpus of the PATHs and then of the list; without both, the sample corpus. `-` is a page on standard
    /// input, and may be named once.
    pub fn of(paths: &[PathBuf], names: Option<NameList>, messages: &mut Messages) -> Result<Self, Failure> {
        let from_stdin = paths.iter().filter(|path| is_stdin(path)).count()
            + usize::from(names.as_ref().is_some_and(NameList::is_stdin));
        if from_stdin > 1 {
            let text = "-: standard input can be read only once; name it once";
            return Err(Failure::Usage(text.to_owned()));
        }
        let configuration = Configuration::read(None)?;
        configuration.diagnostics.iter().for_each(eprint_line);
        let mut options = configuration.load_options();
        if paths.is_empty()
            && names.is_none()
            && let Ok((knowledge, _)) = options.knowledge.with_toml(BUILTIN_PROFILES)
        {
            options.knowledge = knowledge;
        }
        let files: Vec<PathBuf> = paths.iter().filter(|path| !is_stdin(path)).cloned().collect();
        let (knowledge, problems) = options.knowledge_with_profiles(&files);
        options.knowledge = knowledge;
        for problem in problems {
            messages.failure(problem);
        }
        Ok(Self {
            paths: paths.to_vec(),
            names,
            stdin: None,
            options,
        })
    }

    /// Makes it possible to read the corpus several times, including standard input.
    pub fn make_rereadable(&mut self) -> Result<(), Failure> {
        self.stdin = Some(OnceLock::new());
        self.names.as_mut().map_or(Ok(()), NameList::make_rereadable)
    }

    /// Calls `visit` with the path of each page, in order, until it returns false. Errors are reported by
    /// [`for_each`](Self::for_each).
    pub fn pages(&self, mut visit: impl FnMut(&Path) -> bool) -> Result<(), Failure> {
        let mut walk = Walk::new();
        for source in self.sources()? {
            let visit_item = |item| match item {
                WalkItem::File(file) => visit(&file.path),
                WalkItem::Problem(_) => true,
            };
            let continues = match source {
                Ok(LoadSource::Path(path)) => walk.given(path, visit_item),
                Ok(LoadSource::Listed(path)) => walk.listed(&path, visit_item),
                Ok(LoadSource::Found(file)) => visit(&file.path),
                Ok(LoadSource::Memory { name, .. }) => visit(&name),
                Err(_) => true,
            };
            if !continues {
                break;
            }
        }
        Ok(())
    }

    /// Returns the knowledge of outlets that is used for cleaning.
    pub fn knowledge(&self) -> &OutletDirectory {
        &self.options.knowledge
    }

    /// Counts the pages in the background, unless that would consume standard input.
    pub fn count(&self) -> ProgressTotal {
        let total = ProgressTotal::default();
        if self.names.is_none() {
            let (paths, counted) = (self.paths.clone(), total.clone());
            // If no thread can be started, the progress has no total.
            drop(
                thread::Builder::new()
                    .name("count".to_owned())
                    .spawn(move || counted.set(count(paths))),
            );
        }
        total
    }

    /// Reads all pages and learns which lines they share, so that each page is cleaned with the template of its outlet.
    /// Errors are reported by [`for_each`](Self::for_each).
    pub fn learn(&mut self, messages: &mut Messages) -> Result<(), Failure> {
        let never = AtomicBool::new(false);
        let mut siblings = CorpusTemplate::default();
        let sketch = |_, article| PageSketch::of(&article);
        let read = load_with(
            self.sources()?,
            &self.options,
            &never,
            sketch,
            |event| match event {
                LoadEvent::Batch(sketches) => sketches.iter().for_each(|sketch| siblings.add(sketch)),
                LoadEvent::Progress(progress) => messages.progress(progress),
                _ => {}
            },
        );
        if read.articles == 1 {
            messages.note("--corpus: there is only one page, so it cannot be compared; add its folder");
        }
        self.options.siblings = Some(Arc::new(siblings.complete()));
        Ok(())
    }

    /// Calls `each` with batches of the values that `make` returns for the articles, in the order of the files, while
    /// other threads read and clean the next ones.
    ///
    /// Errors of reading become messages. An error of `each` ends the load and is returned.
    pub fn for_each<T: Send>(
        &self,
        messages: &mut Messages,
        make: impl Fn(Arc<Path>, Article) -> T + Sync,
        mut each: impl FnMut(Vec<T>, &mut Messages) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        let cancel = AtomicBool::new(false);
        let mut outcome = Ok(());
        load_with(
            self.sources()?,
            &self.options,
            &cancel,
            make,
            |event| match event {
                // After the load is cancelled, a few more batches may arrive.
                LoadEvent::Batch(articles) if outcome.is_ok() => {
                    outcome = each(articles, messages);
                    if let Err(failure) = &outcome {
                        self.exit_if_pipe_closed(failure);
                        cancel.store(true, Ordering::Relaxed);
                    }
                }
                LoadEvent::Problem(problem) => messages.failure(problem),
                LoadEvent::Skipped(skipped) => messages.note(skipped),
                LoadEvent::Found { files: 0 } => {
                    messages.note("no pages found; see `newsprint formats` for what can be read");
                }
                LoadEvent::Progress(progress) => messages.progress(progress),
                _ => {}
            },
        );
        outcome
    }

    /// Exits at once if the output pipe was closed, because a thread that waits for standard input cannot be stopped.
    /// Other programs are ended by `SIGPIPE` in this case.
    fn exit_if_pipe_closed(&self, failure: &Failure) {
        if self.reads_stdin()
            && matches!(failure, Failure::Output(error) if error.kind() == io::ErrorKind::BrokenPipe)
        {
            std::process::exit(0);
        }
    }

    fn reads_stdin(&self) -> bool {
        self.paths.iter().any(|path| is_stdin(path)) || self.names.as_ref().is_some_and(NameList::is_stdin)
    }

    /// Returns all sources from the first. Standard input is read in its turn.
    fn sources(&self) -> Result<impl Iterator<Item = Result<LoadSource, Problem>> + Send, Failure> {
        let built_in = if self.paths.is_empty() && self.names.is_none() {
            builtin_corpus()
        } else {
            Vec::new()
        };
        let paths = self.paths.iter().map(|path| {
            if is_stdin(path) {
                self.standard_input()
            } else {
                Ok(LoadSource::Path(path.clone()))
            }
        });
        let names = self.names.as_ref().map(NameList::names).transpose()?;
        Ok(built_in
            .into_iter()
            .map(Ok)
            .chain(paths)
            .chain(names.into_iter().flatten()))
    }

    fn standard_input(&self) -> Result<LoadSource, Problem> {
        let bytes = match &self.stdin {
            None => read_stdin(self.options.size_limit)?,
            Some(stdin) => stdin
                .get_or_init(|| read_stdin(self.options.size_limit))
                .clone()?,
        };
        Ok(LoadSource::Memory {
            name: PathBuf::from(STDIN),
            bytes: Cow::Owned(bytes),
        })
    }
}

fn count(paths: Vec<PathBuf>) -> u64 {
    let (mut walk, mut pages) = (Walk::new(), 0);
    for path in paths {
        if is_stdin(&path) {
            pages += 1;
            continue;
        }
        walk.given(path, |_| {
            pages += 1;
            true
        });
    }
    pages
}

fn is_stdin(path: &Path) -> bool {
    path == Path::new(STDIN)
}

/// Reads standard input as a page, up to the size limit of files.
fn read_stdin(size_limit: u64) -> Result<Vec<u8>, Problem> {
    let mut bytes = Vec::new();
    let read = io::stdin()
        .take(size_limit.saturating_add(1))
        .read_to_end(&mut bytes);
    let problem = |kind, message| Problem::new(Path::new(STDIN), kind, message);
    read.map_err(|error| {
        problem(
            ProblemKind::Unreadable,
            format!("standard input cannot be read: {error}"),
        )
    })?;
    if bytes.len() as u64 > size_limit {
        let message = format!("standard input is longer than {size_limit} bytes");
        return Err(problem(ProblemKind::TooLarge, message));
    }
    Ok(bytes)
}
