//! `newsprint marks`: the path of the marks file, export and import.

use crate::cli::failure::Failure;
use crate::cli::library::{create_own_folder, marks_folder, marks_of, open_marks};
use crate::cli::library_args::{MarksAction, MarksArgs};
use crate::cli::output::{Output, counted, eprint_line};
use crate::library::marks::error::MarksError;
use crate::library::marks::store::{MARKS_FILE, MarksStore};
use crate::library::marks::transfer::TransferError;
use crate::library::problem::shown_path;
use crate::library::query::parsed::Query;
use crate::library::store::search::marked::LibraryMarksError;
use crate::runtime::external::folder_of;
use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::path::Path;

/// Runs the command.
pub fn run(args: &MarksArgs) -> Result<(), Failure> {
    let folder = marks_folder(args.library.as_deref())?;
    if !matches!(args.action, MarksAction::Path) {
        create_own_folder(args.library.as_deref());
    }
    match &args.action {
        MarksAction::Path => {
            let mut output = Output::new();
            output.path(&folder.join(MARKS_FILE))?;
            Ok(output.flush()?)
        }
        MarksAction::Export { file } => {
            let mut marks = open_marks(&folder)?;
            match file {
                Some(file) => export_to(&mut marks, file),
                None => with_name(
                    marks.export(&mut BufWriter::new(io::stdout().lock())),
                    "standard output",
                )
                .map(drop),
            }
        }
        MarksAction::Import { file } => {
            let mut marks = open_marks(&folder)?;
            let (input, name): (Box<dyn BufRead>, String) = match file {
                Some(file) => (Box::new(BufReader::new(open(file)?)), shown_path(file)),
                None => (Box::new(io::stdin().lock()), "standard input".to_owned()),
            };
            let imported = with_name(marks.import(input), &name)?;
            eprint_line(imported);
            Ok(())
        }
    }
}

/// Returns the marks of a library if the query depends on them and there are any.
pub fn marks_for_query(query: &Query, library: Option<&Path>) -> Result<Option<MarksStore>, Failure> {
    if query.depends_on_marks() {
        marks_of(library)
    } else {
        Ok(None)
    }
}

/// Writes the file completely or not at all, replacing an earlier one.
fn export_to(marks: &mut MarksStore, file: &Path) -> Result<(), Failure> {
    let name = shown_path(file);
    let failed =
        |error: io::Error| Failure::Failed(format!("{name}: {error}; check free space and permissions"));
    let mut out = tempfile::NamedTempFile::new_in(folder_of(file)).map_err(failed)?;
    let count = with_name(marks.export(&mut BufWriter::new(&mut out)), &name)?;
    out.flush()
        .and_then(|()| out.as_file().sync_all())
        .map_err(failed)?;
    out.persist(file).map_err(|error| failed(error.error))?;
    eprint_line(format_args!("{name}: marks of {}", counted(count, "article")));
    Ok(())
}

fn open(file: &Path) -> Result<File, Failure> {
    File::open(file)
        .map_err(|error| Failure::Failed(format!("{}: {error}; nothing was imported", shown_path(file))))
}

fn with_name<T>(result: Result<T, TransferError>, name: &str) -> Result<T, Failure> {
    result.map_err(|error| match error {
        TransferError::Io(error) if error.kind() == io::ErrorKind::BrokenPipe => Failure::Output(error),
        TransferError::Store(error) => error.into(),
        error => Failure::Failed(format!("{name}: {error}")),
    })
}

impl From<MarksError> for Failure {
    fn from(error: MarksError) -> Self {
        Self::Failed(format!("the marks: {error}"))
    }
}

impl From<LibraryMarksError> for Failure {
    fn from(error: LibraryMarksError) -> Self {
        match error {
            LibraryMarksError::Marks(error) => error.into(),
            LibraryMarksError::Library(error) => error.into(),
        }
    }
}
