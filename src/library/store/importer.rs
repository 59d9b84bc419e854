//! Importing: what is new or has changed in some folders comes into the library, what is gone is marked. Can be stopped at
//! any moment and goes on the next time. Not how an article is written: see `writer`.

use super::changes::{KnownFiles, Walked};
use super::error::StoreError;
use super::prepared::Page;
use super::writer::{Outcome, Writer};
use crate::library::loader::load_pages;
use crate::library::{LeftOut, LoadEvent, LoadOptions, Problem, Progress, Source, read};
use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

/// What happens while importing.
#[derive(Debug, Clone, PartialEq)]
pub enum ImportEvent {
    /// How far it is; `found` counts the new and changed files.
    Progress(Progress),
    /// Something could not be read; everything else goes on.
    Problem(Problem),
    /// Files of other kinds met in folders.
    LeftOut(LeftOut),
    /// What came so far can be seen by whoever opens the library now.
    Committed,
}

/// What an import did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ImportSummary {
    /// New articles.
    pub new: usize,
    /// Articles whose page has changed.
    pub changed: usize,
    /// Files that were elsewhere before.
    pub moved: usize,
    /// Files of the same bytes as another.
    pub copied: usize,
    /// Files that did not change.
    pub unchanged: usize,
    /// Files that are gone since the last import.
    pub gone: usize,
    /// Bytes read.
    pub bytes: u64,
    /// Whether it was stopped before the end.
    pub stopped: bool,
}

/// A step of an import ends after so many bytes, or after so long: no more than this is done again after a kill.
const STEP_BYTES: u64 = 256 << 20;
const STEP_TIME: Duration = Duration::from_secs(20);

impl Writer {
    /// Imports these paths, calling `sink` on this thread. Setting `cancel` stops it soon; what came until then is kept.
    pub(super) fn import(
        &mut self,
        paths: &[PathBuf],
        options: &LoadOptions,
        cancel: &AtomicBool,
        mut sink: impl FnMut(ImportEvent),
    ) -> Result<ImportSummary, StoreError> {
        let mut roots = Vec::new();
        for path in paths {
            let root = std::path::absolute(path).map_err(|error| StoreError::from_io(path, &error))?;
            roots.push(root);
        }
        let (knowledge, problems) = options.knowledge_beside(&roots);
        problems.into_iter().map(ImportEvent::Problem).for_each(&mut sink);
        let options = LoadOptions {
            knowledge,
            ..options.clone()
        };
        let known_files = KnownFiles::below(&self.catalogue, &roots)?;
        let known_bytes = self.catalogue.hashes()?;
        let found = Found::default();
        let (changed, incoming) = channel();
        thread::scope(|scope| {
            let walk = || found.walk(known_files, &roots, changed, cancel);
            let walking = thread::Builder::new()
                .name("import-walk".to_owned())
                .spawn_scoped(scope, walk);
            let walking = walking.map_err(|error| StoreError::from_io(&roots[0], &error))?;
            let sources = incoming.into_iter().map(|path| Ok(Source::Listed(path)));
            let mut import = Import::new(self, &options, sink);
            let fields = import.writer.index.fields;
            let clean = |path: &std::path::Path, bytes: &[u8]| {
                vec![Page::new(path, bytes, &known_bytes, &options, &fields)]
            };
            let loaded = load_pages(sources, &options, cancel, clean, |event| {
                import.take(event, &found, cancel);
            });
            let walked = walking
                .join()
                .unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            import.imported.bytes = loaded.bytes;
            import.end(walked, cancel)
        })
    }
}

/// How many files a walk has found.
#[derive(Default)]
struct Found {
    files: AtomicU64,
    all: AtomicBool,
}

impl Found {
    fn walk(
        &self,
        known: KnownFiles,
        roots: &[PathBuf],
        changed: Sender<PathBuf>,
        cancel: &AtomicBool,
    ) -> Walked {
        let walked = known.walk(roots, &changed, &self.files, cancel);
        // Whoever reads the files ends when nobody can hand over more.
        drop(changed);
        self.all.store(true, Ordering::Release);
        walked
    }
}

/// An import that is under way.
struct Import<'a, S> {
    writer: &'a mut Writer,
    options: &'a LoadOptions,
    sink: S,
    imported: ImportSummary,
    bytes: u64,
    committed: (Instant, u64),
    failure: Option<StoreError>,
}

impl<'a, S: FnMut(ImportEvent)> Import<'a, S> {
    fn new(writer: &'a mut Writer, options: &'a LoadOptions, sink: S) -> Self {
        Self {
            writer,
            options,
            sink,
            imported: ImportSummary::default(),
            bytes: 0,
            committed: (Instant::now(), 0),
            failure: None,
        }
    }

    fn take(&mut self, event: LoadEvent<Page>, found: &Found, cancel: &AtomicBool) {
        match event {
            LoadEvent::Batch(pages) if self.failure.is_none() => {
                if let Err(failure) = self.pages(pages) {
                    self.failure = Some(failure);
                    cancel.store(true, Ordering::Relaxed);
                }
            }
            LoadEvent::Problem(problem) => (self.sink)(ImportEvent::Problem(problem)),
            LoadEvent::Progress(progress) => {
                self.bytes = progress.bytes;
                (self.sink)(ImportEvent::Progress(Progress {
                    all_found: found.all.load(Ordering::Acquire),
                    found: found.files.load(Ordering::Relaxed) as usize,
                    ..progress
                }));
            }
            _ => {}
        }
    }

    fn pages(&mut self, pages: Vec<Page>) -> Result<(), StoreError> {
        for page in pages {
            let (options, fields) = (self.options, self.writer.index.fields);
            let again = |path: &std::path::Path| {
                let bytes = read(path, options.size_limit, true).ok()?;
                Some(Page::articles(path, &bytes, options, &fields))
            };
            match self.writer.page(page, again)? {
                Outcome::New(articles) => self.imported.new += articles,
                Outcome::Changed(articles) => self.imported.changed += articles,
                Outcome::Touched => self.imported.unchanged += 1,
                Outcome::Moved => self.imported.moved += 1,
                Outcome::Copied => self.imported.copied += 1,
            }
        }
        let (since, bytes) = self.committed;
        if since.elapsed() >= STEP_TIME || self.bytes - bytes >= STEP_BYTES {
            self.commit()?;
        }
        Ok(())
    }

    fn commit(&mut self) -> Result<(), StoreError> {
        self.writer.commit()?;
        self.committed = (Instant::now(), self.bytes);
        (self.sink)(ImportEvent::Committed);
        Ok(())
    }

    /// Marks what is gone, and ends the last step.
    fn end(mut self, walked: Walked, cancel: &AtomicBool) -> Result<ImportSummary, StoreError> {
        if let Some(failure) = self.failure {
            return Err(failure);
        }
        for file in walked.back {
            self.writer.set_gone(file, false)?;
        }
        let unlisted: Vec<PathBuf> = walked
            .problems
            .iter()
            .map(|problem| problem.path.clone())
            .collect();
        for file in walked.unseen {
            // A file that was moved has its new place by now; one in a folder that could not be listed may still be there.
            let path = self.writer.path_of(i64::from(file))?;
            let is_lost = |path: &PathBuf| {
                !unlisted.iter().any(|folder| path.starts_with(folder)) && path.symlink_metadata().is_err()
            };
            if path.as_ref().is_some_and(is_lost) {
                self.writer.set_gone(file, true)?;
                self.imported.gone += 1;
            }
        }
        walked
            .problems
            .into_iter()
            .map(ImportEvent::Problem)
            .for_each(&mut self.sink);
        if !walked.left_out.is_empty() {
            (self.sink)(ImportEvent::LeftOut(walked.left_out));
        }
        self.imported.unchanged += walked.unchanged;
        self.imported.stopped = cancel.load(Ordering::Relaxed);
        self.commit()?;
        Ok(self.imported)
    }
}

impl super::catalogue::Catalogue {
    /// The hashes of all files.
    fn hashes(&self) -> Result<HashSet<i64>, StoreError> {
        Ok(self.column("SELECT hash FROM files")?.into_iter().collect())
    }
}
