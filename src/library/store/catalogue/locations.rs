//! Files and folders in the catalogue, and the articles that they contain. How a page is written: see `write_page`.

use crate::library::store::catalogue::paths;
use crate::library::store::error::StoreError;
use crate::library::store::import::pending_article::{PendingPage, number, rest};
use crate::library::store::import::writer::Writer;
use rusqlite::{OptionalExtension, params};
use std::path::{Path, PathBuf};

impl Writer {
    /// Returns the path of a file.
    pub(crate) fn path_of(&self, file: i64) -> Result<Option<PathBuf>, StoreError> {
        let read = || {
            let text = "SELECT d.path, f.name FROM files f JOIN folders d ON d.id = f.folder WHERE f.id = ?";
            let mut statement = self.catalogue.sql.prepare_cached(text)?;
            statement.query_row(params![file], path_of_row).optional()
        };
        read().map_err(|error| self.catalogue.failed(&error))
    }

    /// Returns the number of the file at this page's path, and whether it has the page's bytes.
    pub(crate) fn file_at(&mut self, page: &PendingPage) -> Result<Option<(i64, bool)>, StoreError> {
        let (folder, name) = self.place(&page.path)?;
        let read = || {
            let text = "SELECT id, hash = ?3 AND size = ?4 AND ifnull(rest, ?5) = ?5
                        FROM files WHERE folder = ?1 AND name = ?2";
            let mut statement = self.catalogue.sql.prepare_cached(text)?;
            let (hash, rest) = (number(&page.hash), rest(&page.hash));
            let found = statement.query_row(params![folder, name, hash, page.stamp.size, rest], |row| {
                Ok((row.get(0)?, row.get(1)?))
            });
            found.optional()
        };
        read().map_err(|error| self.catalogue.failed(&error))
    }

    /// Returns another file with the same bytes, preferably one that no longer exists.
    pub(crate) fn file_of_bytes(&self, page: &PendingPage) -> Result<Option<(i64, PathBuf)>, StoreError> {
        let read = || -> rusqlite::Result<Vec<(i64, PathBuf)>> {
            let text = "SELECT d.path, f.name, f.id FROM files f JOIN folders d ON d.id = f.folder
                        WHERE f.hash = ?1 AND f.size = ?2 AND ifnull(f.rest, ?3) = ?3";
            let mut statement = self.catalogue.sql.prepare_cached(text)?;
            let found = |row: &rusqlite::Row<'_>| Ok((row.get(2)?, path_of_row(row)?));
            statement
                .query_map(
                    params![number(&page.hash), page.stamp.size, rest(&page.hash)],
                    found,
                )?
                .collect()
        };
        let mut found = read().map_err(|error| self.catalogue.failed(&error))?;
        found.retain(|(_, path)| *path != page.path);
        let gone = found
            .iter()
            .position(|(_, path)| path.symlink_metadata().is_err());
        Ok(found.into_iter().nth(gone.unwrap_or(0)))
    }

    pub(crate) fn add_file(&mut self, page: &PendingPage) -> Result<i64, StoreError> {
        let (folder, name) = self.place(&page.path)?;
        let text = "INSERT INTO files (folder, name, size, modified, hash, rest) VALUES (?, ?, ?, ?, ?, ?)";
        let (hash, rest) = (number(&page.hash), rest(&page.hash));
        self.execute(
            text,
            params![folder, name, page.stamp.size, page.stamp.modified, hash, rest],
        )?;
        Ok(self.catalogue.sql.last_insert_rowid())
    }

    pub(crate) fn update_file(&mut self, file: i64, page: &PendingPage) -> Result<(), StoreError> {
        let text = "UPDATE files SET size = ?, modified = ?, hash = ?, rest = ?, gone = 0 WHERE id = ?";
        let (hash, rest) = (number(&page.hash), rest(&page.hash));
        self.execute(
            text,
            params![page.stamp.size, page.stamp.modified, hash, rest, file],
        )
    }

    /// Returns the number of a file's folder, and the file's name.
    pub(crate) fn place(&mut self, path: &Path) -> Result<(i64, Vec<u8>), StoreError> {
        let folder = path.parent().unwrap_or_else(|| Path::new(""));
        let name = paths::to_bytes(Path::new(path.file_name().unwrap_or_default()));
        if let Some(number) = self.folders.get(folder) {
            return Ok((*number, name));
        }
        let bytes = paths::to_bytes(folder);
        let known = self
            .catalogue
            .number("SELECT id FROM folders WHERE path = ?", params![bytes])?;
        let number = if let Some(number) = known {
            number
        } else {
            self.execute("INSERT INTO folders (path) VALUES (?)", params![bytes])?;
            self.catalogue.sql.last_insert_rowid()
        };
        self.folders.insert(folder.to_path_buf(), number);
        Ok((number, name))
    }

    /// Returns the paths of all files that contain an article or, if none does now, of those that contained it last.
    pub(crate) fn places(&self, id: u32) -> Result<Vec<PathBuf>, StoreError> {
        let present: Vec<PathBuf> = self
            .present_places(id)?
            .into_iter()
            .map(|(path, _)| path)
            .collect();
        if !present.is_empty() {
            return Ok(present);
        }
        let read = || -> rusqlite::Result<Vec<PathBuf>> {
            let text = "SELECT d.path, f.name FROM origins o JOIN files f ON f.id = o.file
                        JOIN folders d ON d.id = f.folder WHERE o.article = ?";
            let mut statement = self.catalogue.sql.prepare_cached(text)?;
            statement.query_map(params![id], path_of_row)?.collect()
        };
        read().map_err(|error| self.catalogue.failed(&error))
    }

    /// Returns the paths of the files that contain an article now, with its part in each.
    pub(crate) fn present_places(&self, id: u32) -> Result<Vec<(PathBuf, u32)>, StoreError> {
        let read = || -> rusqlite::Result<Vec<(PathBuf, u32)>> {
            let text = "SELECT d.path, f.name, o.part FROM origins o JOIN files f ON f.id = o.file
                        JOIN folders d ON d.id = f.folder WHERE o.article = ? AND o.past = 0";
            let mut statement = self.catalogue.sql.prepare_cached(text)?;
            statement
                .query_map(params![id], |row| Ok((path_of_row(row)?, row.get(2)?)))?
                .collect()
        };
        read().map_err(|error| self.catalogue.failed(&error))
    }

    /// Returns all files.
    pub(crate) fn files(&self) -> Result<Vec<(i64, PathBuf)>, StoreError> {
        let read = || -> rusqlite::Result<Vec<(i64, PathBuf)>> {
            let text = "SELECT d.path, f.name, f.id FROM files f JOIN folders d ON d.id = f.folder";
            let mut statement = self.catalogue.sql.prepare_cached(text)?;
            statement
                .query_map([], |row| Ok((row.get(2)?, path_of_row(row)?)))?
                .collect()
        };
        read().map_err(|error| self.catalogue.failed(&error))
    }

    /// Removes a file from the catalogue. Returns the articles that it contained.
    pub(crate) fn remove_file(&mut self, file: i64) -> Result<Vec<u32>, StoreError> {
        let read = || -> rusqlite::Result<Vec<u32>> {
            let text = "DELETE FROM origins WHERE file = ? RETURNING article";
            let mut statement = self.catalogue.sql.prepare_cached(text)?;
            statement.query_map(params![file], |row| row.get(0))?.collect()
        };
        let articles = read().map_err(|error| self.catalogue.failed(&error))?;
        self.execute("DELETE FROM files WHERE id = ?", params![file])?;
        Ok(articles)
    }

    /// Returns the number of places that contain an article now.
    pub(crate) fn origins(&self, article: u32) -> Result<i64, StoreError> {
        let text = "SELECT count(*) FROM origins WHERE article = ? AND past = 0";
        Ok(self.catalogue.number(text, params![article])?.unwrap_or(0))
    }

    /// Returns the articles that a file contains now, with their parts.
    pub(crate) fn articles_of(&self, file: i64) -> Result<Vec<(u32, u32)>, StoreError> {
        let read = || -> rusqlite::Result<Vec<(u32, u32)>> {
            let text = "SELECT article, part FROM origins WHERE file = ? AND past = 0";
            let mut statement = self.catalogue.sql.prepare_cached(text)?;
            statement
                .query_map(params![file], |row| Ok((row.get(0)?, row.get(1)?)))?
                .collect()
        };
        read().map_err(|error| self.catalogue.failed(&error))
    }
}

fn path_of_row(row: &rusqlite::Row<'_>) -> rusqlite::Result<PathBuf> {
    Ok(paths::from_bytes(row.get(0)?).join(paths::from_bytes(row.get(1)?)))
}
