//! `newsprint library`: shows where the library is and what it contains, and maintains it. How it works: see
//! `crate::library`.

use crate::article::date::Date;
use crate::cli::failure::Failure;
use crate::cli::library_args::{LibraryAction, LibraryArgs};
use crate::cli::output::{Messages, Output, counted, eprint_line};
use crate::library::error::StoreError;
use crate::library::marks::error::MarksError;
use crate::library::marks::store::{MARKS_FILE, MarksStore};
use crate::library::private::{create_private_folder, narrow_once};
use crate::library::problem::shown_path;
use crate::library::store::handle::Store;
use crate::library::store::search::snapshot::Snapshot;
use crate::runtime::configuration::{Configuration, ConfigurationError, data_folder};
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

/// The folder of the library in the platform's data folder.
const FOLDER: &str = "library";

/// Runs an action.
pub fn run(args: &LibraryArgs, messages: &mut Messages) -> Result<(), Failure> {
    let store = store_of(args.library.as_deref())?;
    match &args.action {
        LibraryAction::Path => {
            let mut output = Output::new();
            output.path(store.folder())?;
            Ok(output.flush()?)
        }
        LibraryAction::Info => print(&info(&store)?),
        LibraryAction::Check => check(&store, messages),
        LibraryAction::Rebuild => rebuild(&store, messages),
        LibraryAction::Compact => {
            let before = store.size()?;
            store.compact()?;
            print(&[format!("{before} bytes before, {} bytes now", store.size()?)])
        }
        LibraryAction::Forget { path, marks } => {
            let mut marks_store = if *marks {
                marks_of(args.library.as_deref())?
            } else {
                None
            };
            let forgotten = store.forget(path, marks_store.as_mut())?;
            let too = if *marks { " with marks" } else { "" };
            print(&[format!("{} forgotten{too}", counted(forgotten, "article"))])
        }
    }
}

/// Returns the library in this folder or, without one, in the platform's data folder.
pub fn store_of(folder: Option<&Path>) -> Result<Store, Failure> {
    let folder = match folder {
        Some(folder) => folder.to_path_buf(),
        None => own_folder()?.join(FOLDER),
    };
    Ok(Store::at(&folder))
}

/// Returns the program's own folder for data. If others could read it, it becomes private, once and with a message.
fn own_folder() -> Result<PathBuf, ConfigurationError> {
    let folder = data_folder()?;
    // If this fails, the disk may be read-only.
    if let Ok(true) = narrow_once(&folder) {
        eprint_line(format_args!(
            "{}: other users of this computer could read this folder; now only you can (chmod opens it again)",
            shown_path(&folder)
        ));
    }
    Ok(folder)
}

/// Creates the program's own folder for data, which is private, if a command is about to write there.
pub fn create_own_folder(library: Option<&Path>) {
    if library.is_none()
        && let Ok(folder) = data_folder()
        && !folder.exists()
    {
        // If this fails, so does what is written there, with a message.
        drop(create_private_folder(&folder));
    }
}

/// Returns the library if the arguments select it and it contains articles.
pub(crate) fn library_of(
    paths: &[PathBuf],
    folder: Option<&Path>,
    no_library: bool,
) -> Result<Option<Snapshot>, Failure> {
    if no_library || !paths.is_empty() {
        return Ok(None);
    }
    match store_of(folder)?.snapshot() {
        // A library that the user names is listed even if it is empty.
        Ok(snapshot) => Ok(Some(snapshot).filter(|snapshot| !snapshot.is_empty() || folder.is_some())),
        Err(StoreError::Missing(_)) if folder.is_none() => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Returns the folder that contains the marks of a library. A library named by the user has its own marks.
pub fn marks_folder(library: Option<&Path>) -> Result<PathBuf, ConfigurationError> {
    library.map_or_else(own_folder, |folder| Ok(folder.to_path_buf()))
}

/// Returns the marks of a library, if there are any.
pub fn marks_of(library: Option<&Path>) -> Result<Option<MarksStore>, Failure> {
    let folder = marks_folder(library)?;
    let is_there = folder.join(MARKS_FILE).exists();
    Ok(is_there.then(|| open_marks(&folder)).transpose()?)
}

/// Opens the marks in a folder. What the user should know about the file becomes a message.
pub fn open_marks(folder: &Path) -> Result<MarksStore, MarksError> {
    let mut marks = MarksStore::open(folder)?;
    if let Some(notice) = marks.take_notice() {
        eprint_line(notice);
    }
    Ok(marks)
}

fn check(store: &Store, messages: &mut Messages) -> Result<(), Failure> {
    let checked = store.check()?;
    for fault in &checked.faults {
        messages.failure(fault);
    }
    if checked.faults.is_empty() {
        return print(&[format!("{}, no faults", counted(checked.articles, "article"))]);
    }
    messages.note("run `newsprint library rebuild` to repair it; marks are kept");
    Ok(())
}

fn rebuild(store: &Store, messages: &mut Messages) -> Result<(), Failure> {
    let options = Configuration::read(None)?.load_options();
    let rebuilt = store.rebuild(&options).map_err(|error| match error {
        StoreError::Broken { path, reason } => Failure::Failed(format!(
            "{}: the library cannot be rebuilt ({reason}); move this folder away and import your folders again",
            shown_path(&path)
        )),
        error => error.into(),
    })?;
    for path in &rebuilt.lost {
        messages.note(format!("{}: its article is lost", shown_path(path)));
    }
    if rebuilt.lost_versions > 0 {
        let versions = counted(rebuilt.lost_versions, "earlier version");
        messages.note(format!("{versions} of articles could not be read"));
    }
    if rebuilt.placeless > 0 {
        messages.note(format!(
            "the files of {} are unknown; import your folders again to find them",
            counted(rebuilt.placeless, "article")
        ));
    }
    if let Some(aside) = &rebuilt.aside {
        messages.note(format!(
            "the old files are in {}; delete them when you no longer need them",
            shown_path(aside)
        ));
    }
    let recovered = match rebuilt.recovered {
        0 => String::new(),
        recovered => format!("{recovered} recovered from damaged files, "),
    };
    print(&[format!(
        "{} kept, {} read again from their files, {recovered}{} lost",
        counted(rebuilt.copied, "article"),
        rebuilt.read_again,
        rebuilt.lost.len()
    )])?;
    // What was read again is compared as after an import.
    let never = AtomicBool::new(false);
    let mut importer = store.importer(options);
    importer.finish_waiting(&never, |_| {})?;
    Ok(())
}

fn info(store: &Store) -> Result<Vec<String>, Failure> {
    let (snapshot, size) = (store.snapshot()?, store.size()?);
    let facets = snapshot.facets()?;
    let files = snapshot.files()?;
    let waiting = store.waiting()?;
    let day = |end: Option<&(Date, usize)>| end.map_or("-".to_owned(), |(day, _)| day.to_string());
    Ok(vec![
        format!("folder\t{}", shown_path(store.folder())),
        format!("articles\t{}", facets.total),
        format!("files\t{}", files.there),
        format!("files gone\t{}", files.gone),
        format!("earlier versions of articles\t{}", files.versions),
        format!("articles waiting for the second reading\t{}", waiting.waiting),
        format!("articles that skipped the second reading\t{}", waiting.skipped),
        format!("outlets\t{}", facets.outlets.len()),
        format!("articles without an outlet\t{}", facets.unknown_outlet),
        format!(
            "days\t{} to {}",
            day(facets.days.first()),
            day(facets.days.last())
        ),
        format!("articles without a date\t{}", facets.undated),
        format!("bytes of the files\t{}", files.bytes),
        format!("bytes of the library\t{size}"),
    ])
}

fn print(lines: &[String]) -> Result<(), Failure> {
    let mut output = Output::new();
    for line in lines {
        output.row(&line.split('\t').collect::<Vec<_>>())?;
    }
    Ok(output.flush()?)
}
