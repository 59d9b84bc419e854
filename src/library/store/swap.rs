//! Puts a rebuilt library in the place of the old one. The new parts are complete, in a folder inside the library's folder,
//! before the first old one is moved, and old parts are renamed, not deleted. A kill in between leaves a library that only
//! `newsprint library rebuild` opens: it moves the rest.

use crate::library::store::catalogue::tables;
use crate::library::store::index::schema;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// The folder in which a library is rebuilt.
pub(crate) const NEW: &str = "rebuild";
/// A file in it: the new parts are complete. Its content is the name of the folder for the old parts.
const COMPLETE: &str = "complete";
/// The parts of a library, and the files that belong to each.
const PARTS: [(&str, &[&str]); 2] = [
    (schema::FOLDER, &[]),
    (tables::FILE, &["catalogue.db-wal", "catalogue.db-shm"]),
];

/// Returns whether a library is being replaced by its rebuilt form.
pub(crate) fn is_unfinished(library: &Path) -> bool {
    library.join(NEW).join(COMPLETE).exists()
}

/// Records that the new parts are complete. Returns the folder to which the old parts will be moved.
pub(crate) fn complete(library: &Path) -> io::Result<PathBuf> {
    let name = |number: u32| format!("broken-{number}");
    let mut number = 1;
    while exists(&library.join(name(number))) {
        number += 1;
    }
    let name = name(number);
    let mut file = File::create(library.join(NEW).join(COMPLETE))?;
    file.write_all(name.as_bytes())?;
    file.sync_all()?;
    Ok(library.join(name))
}

/// Moves the old parts away and the new ones to their place, if they are complete. Continues if it was interrupted.
pub(crate) fn swap(library: &Path) -> io::Result<()> {
    if !is_unfinished(library) {
        return Ok(());
    }
    let new = library.join(NEW);
    let aside = library.join(fs::read_to_string(new.join(COMPLETE))?.trim());
    fs::create_dir_all(&aside)?;
    for (part, others) in PARTS {
        if !exists(&new.join(part)) {
            continue;
        }
        for name in others.iter().chain([&part]) {
            if exists(&library.join(name)) {
                fs::rename(library.join(name), aside.join(name))?;
            }
        }
        fs::rename(new.join(part), library.join(part))?;
    }
    fs::remove_dir_all(&new)
}

/// Returns whether there is something at this path, even a link to nothing.
pub(crate) fn exists(path: &Path) -> bool {
    path.symlink_metadata().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_swap_that_is_interrupted_anywhere_is_completed() {
        for done in 0..=5 {
            let home = tempfile::tempdir().unwrap();
            let library = home.path();
            let path = |name: &str| library.join(name);
            fs::create_dir_all(path("rebuild/index")).unwrap();
            fs::write(path("rebuild/index/file"), "new").unwrap();
            fs::write(path("rebuild/catalogue.db"), "new").unwrap();
            fs::create_dir(path("index")).unwrap();
            fs::write(path("index/file"), "old").unwrap();
            fs::write(path("catalogue.db"), "old").unwrap();
            fs::write(path("catalogue.db-wal"), "old").unwrap();
            assert!(!is_unfinished(library));
            swap(library).unwrap();
            assert_eq!(fs::read_to_string(path("catalogue.db")).unwrap(), "old");
            let aside = complete(library).unwrap();
            // What a kill after this many moves leaves.
            fs::create_dir(&aside).unwrap();
            let moves = [
                ("index", "broken-1/index"),
                ("rebuild/index", "index"),
                ("catalogue.db-wal", "broken-1/catalogue.db-wal"),
                ("catalogue.db", "broken-1/catalogue.db"),
                ("rebuild/catalogue.db", "catalogue.db"),
            ];
            for (from, to) in &moves[..done] {
                fs::rename(path(from), path(to)).unwrap();
            }
            assert!(is_unfinished(library));
            swap(library).unwrap();
            let text = |name: &str| fs::read_to_string(path(name)).unwrap();
            assert_eq!(
                (text("index/file"), text("catalogue.db")),
                ("new".into(), "new".into())
            );
            assert_eq!(text("broken-1/index/file"), "old");
            assert_eq!(
                (text("broken-1/catalogue.db"), text("broken-1/catalogue.db-wal")),
                ("old".into(), "old".into())
            );
            assert!(!path("rebuild").exists() && !path("catalogue.db-wal").exists());
        }
    }
}
