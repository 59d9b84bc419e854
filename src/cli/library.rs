//! `newsprint library`: where the library is, what is in it, and looking after it. What it is made of is `library`'s affair.

use super::Failure;
use super::args::{Library, LibraryAction};
use super::output::{Messages, Output};
use crate::library::{MARKS_FILE, MarksStore, Store, shown_path};
use crate::runtime::{Configuration, ConfigurationError, data_folder};
use std::path::{Path, PathBuf};

/// The library in the platform's folder for data.
const FOLDER: &str = "library";

/// Does what the action says.
pub fn run(args: &Library, messages: &mut Messages) -> Result<(), Failure> {
    let store = store_of(args.library.as_deref())?;
    match &args.action {
        LibraryAction::Path => print(&[store.folder().display().to_string()]),
        LibraryAction::Info => print(&info(&store)?),
        LibraryAction::Check => check(&store, messages),
        LibraryAction::Rebuild => rebuild(&store),
        LibraryAction::Compact => {
            let before = store.size()?;
            store.compact()?;
            print(&[format!("{before} bytes before, {} now", store.size()?)])
        }
        LibraryAction::Forget { path, marks } => {
            let mut kept = if *marks {
                marks_of(args.library.as_deref())?
            } else {
                None
            };
            let forgotten = store.forget(path, kept.as_mut())?;
            let too = if *marks { ", and their marks" } else { "" };
            print(&[format!("{forgotten} articles forgotten{too}")])
        }
    }
}

/// The library of a folder, or that of the platform's folder.
pub fn store_of(folder: Option<&Path>) -> Result<Store, Failure> {
    let folder = match folder {
        Some(folder) => folder.to_path_buf(),
        None => data_folder()?.join(FOLDER),
    };
    Ok(Store::at(&folder))
}

/// The folder that keeps the marks of a library: a library of its own has marks of its own.
pub fn marks_folder(library: Option<&Path>) -> Result<PathBuf, ConfigurationError> {
    library.map_or_else(data_folder, |folder| Ok(folder.to_path_buf()))
}

/// The marks of a library, where there are any.
pub fn marks_of(library: Option<&Path>) -> Result<Option<MarksStore>, Failure> {
    let folder = marks_folder(library)?;
    let is_there = folder.join(MARKS_FILE).exists();
    Ok(is_there.then(|| MarksStore::open(&folder)).transpose()?)
}

fn check(store: &Store, messages: &mut Messages) -> Result<(), Failure> {
    let checked = store.check()?;
    for fault in &checked.faults {
        messages.failure(fault);
    }
    if checked.faults.is_empty() {
        return print(&[format!("{} articles, all sound", checked.articles)]);
    }
    messages.note("`newsprint library rebuild` makes it anew, marks are kept");
    Ok(())
}

fn rebuild(store: &Store) -> Result<(), Failure> {
    let options = Configuration::read(None)?.load_options();
    let Some(rebuilt) = store.rebuild(&options)? else {
        let text = "the catalogue could not be read; everything was set aside in the library's folder; import your folders \
                    again, marks are kept";
        return Err(Failure::Failed(text.to_owned()));
    };
    print(&[format!(
        "{} articles kept, {} read again from their files, {} lost",
        rebuilt.kept, rebuilt.read_again, rebuilt.lost
    )])
}

fn info(store: &Store) -> Result<Vec<String>, Failure> {
    let (snapshot, size) = (store.snapshot()?, store.size()?);
    let facets = snapshot.facets()?;
    let files = snapshot.files()?;
    let day =
        |end: Option<&(crate::article::Date, usize)>| end.map_or("-".to_owned(), |(day, _)| day.to_string());
    Ok(vec![
        format!("folder\t{}", shown_path(store.folder())),
        format!("articles\t{}", facets.total),
        format!("files\t{}", files.there),
        format!("files gone\t{}", files.gone),
        format!("earlier versions of articles\t{}", files.versions),
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
        output.line(line)?;
    }
    Ok(output.flush()?)
}
