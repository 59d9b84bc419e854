//! `newsprint library`: where the library is and what is in it. What it is made of is `library`'s affair.

use super::Failure;
use super::args::{Library, LibraryAction};
use super::output::Output;
use crate::library::{Store, shown_path};
use crate::runtime::data_folder;
use std::path::Path;

/// The library in the platform's folder for data.
const FOLDER: &str = "library";

/// Does what the action says.
pub fn run(args: &Library) -> Result<(), Failure> {
    let store = store_of(args.library.as_deref())?;
    match args.action {
        LibraryAction::Path => print(&[store.folder().display().to_string()]),
        LibraryAction::Info => print(&info(&store)?),
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
