//! Files and folders in the catalogue, and the articles that they contain. How a page is written: see `write_page`.

use crate::library::error::StoreError;
use crate::library::identity::ContentHash;
use crate::library::store::catalogue::paths;
use crate::library::store::catalogue::tables::Catalogue;
use rusqlite::params;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// A file as the catalogue stores it.
#[derive(Clone)]
pub(crate) struct FileRecord {
    pub(crate) path: PathBuf,
    pub(crate) fingerprint: FileFingerprint,
    /// The hash of its bytes.
    pub(crate) hash: ContentHash,
}

impl FileRecord {
    /// Returns the record of a file that was just read.
    pub(crate) fn new(path: &Path, bytes_read: u64, hash: ContentHash) -> Self {
        Self {
            path: path.to_path_buf(),
            fingerprint: FileFingerprint::to_store(path, bytes_read),
            hash,
        }
    }
}

impl FileRecord {
    /// Returns the record of a file that is not read to its end yet: no file has this time and these bytes, so the next import
    /// reads it again.
    pub(crate) fn unfinished(&self) -> Self {
        Self {
            path: self.path.clone(),
            fingerprint: FileFingerprint {
                size: -1,
                modified: NEVER,
            },
            hash: ContentHash::of(self.path.as_os_str().as_encoded_bytes()),
        }
    }
}

/// Size and modification time of a file. A file with the same size and time counts as unchanged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct FileFingerprint {
    pub(crate) size: i64,
    /// Nanoseconds since 1970.
    pub(crate) modified: i64,
}

impl FileFingerprint {
    /// Returns the fingerprint of a file, or `None` if the system does not know it.
    pub(crate) fn of(path: &Path) -> Option<Self> {
        let metadata = std::fs::metadata(path).ok()?;
        Some(Self {
            size: i64::try_from(metadata.len()).ok()?,
            modified: nanoseconds(metadata.modified().ok()?),
        })
    }

    /// Returns the fingerprint to store for a file that was just read. If the file may still change without changing its
    /// fingerprint, the time is one that no file has, so that the next import reads it again.
    pub(crate) fn to_store(path: &Path, bytes_read: u64) -> Self {
        let size = i64::try_from(bytes_read).unwrap_or(i64::MAX);
        let fresh = nanoseconds(SystemTime::now()).saturating_sub(FRESH);
        let modified = Self::of(path)
            .filter(|found| found.size == size && found.modified < fresh)
            .map_or(NEVER, |found| found.modified);
        Self { size, modified }
    }
}

const NEVER: i64 = -1;
/// Two seconds: the coarsest clock of the file systems in use.
const FRESH: i64 = 2_000_000_000;

fn nanoseconds(time: SystemTime) -> i64 {
    let since = time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_nanos()).unwrap_or(i64::MAX)
}

impl Catalogue {
    /// Returns the path of a file.
    pub(crate) fn path_of(&self, file: i64) -> Result<Option<PathBuf>, StoreError> {
        let text = "SELECT d.path, f.name FROM files f JOIN folders d ON d.id = f.folder WHERE f.id = ?";
        self.select_one(text, params![file], path_of_row)
    }

    /// Returns the number of the file at this path, and whether it has these bytes.
    pub(crate) fn file_at(&mut self, file: &FileRecord) -> Result<Option<(i64, bool)>, StoreError> {
        let (folder, name) = self.folder_and_name(&file.path)?;
        let text = "SELECT id, hash = ?3 AND size = ?4 AND ifnull(rest, ?5) = ?5
                    FROM files WHERE folder = ?1 AND name = ?2";
        let (hash, rest) = (file.hash.first_half(), file.hash.second_half());
        let given = params![folder, name, hash, file.fingerprint.size, rest];
        self.select_one(text, given, |row| Ok((row.get(0)?, row.get(1)?)))
    }

    /// Returns another file with the same bytes, preferably one that no longer exists.
    pub(crate) fn file_of_bytes(&self, file: &FileRecord) -> Result<Option<(i64, PathBuf)>, StoreError> {
        let text = "SELECT d.path, f.name, f.id FROM files f JOIN folders d ON d.id = f.folder
                    WHERE f.hash = ?1 AND f.size = ?2 AND ifnull(f.rest, ?3) = ?3";
        let (hash, rest) = (file.hash.first_half(), file.hash.second_half());
        let given = params![hash, file.fingerprint.size, rest];
        let mut found: Vec<(i64, PathBuf)> = self.select(text, given, numbered_path)?;
        found.retain(|(_, path)| *path != file.path);
        let gone = found
            .iter()
            .position(|(_, path)| path.symlink_metadata().is_err());
        Ok(found.into_iter().nth(gone.unwrap_or(0)))
    }

    pub(crate) fn add_file(&mut self, file: &FileRecord) -> Result<i64, StoreError> {
        let (folder, name) = self.folder_and_name(&file.path)?;
        let text = "INSERT INTO files (folder, name, size, modified, hash, rest) VALUES (?, ?, ?, ?, ?, ?)";
        let (hash, rest) = (file.hash.first_half(), file.hash.second_half());
        let FileFingerprint { size, modified } = file.fingerprint;
        self.execute(text, params![folder, name, size, modified, hash, rest])?;
        Ok(self.sql.last_insert_rowid())
    }

    pub(crate) fn update_file(&mut self, number: i64, file: &FileRecord) -> Result<(), StoreError> {
        let text = "UPDATE files SET size = ?, modified = ?, hash = ?, rest = ?, gone = 0 WHERE id = ?";
        let (hash, rest) = (file.hash.first_half(), file.hash.second_half());
        let FileFingerprint { size, modified } = file.fingerprint;
        self.execute(text, params![size, modified, hash, rest, number])
    }

    /// Returns the number of a file's folder, and the file's name.
    pub(crate) fn folder_and_name(&mut self, path: &Path) -> Result<(i64, Vec<u8>), StoreError> {
        let folder = path.parent().unwrap_or_else(|| Path::new(""));
        let name = paths::to_bytes(Path::new(path.file_name().unwrap_or_default()));
        if let Some(number) = self.folders.get(folder) {
            return Ok((*number, name));
        }
        let bytes = paths::to_bytes(folder);
        let known = self.number("SELECT id FROM folders WHERE path = ?", params![bytes])?;
        let number = if let Some(number) = known {
            number
        } else {
            self.execute("INSERT INTO folders (path) VALUES (?)", params![bytes])?;
            self.sql.last_insert_rowid()
        };
        self.folders.insert(folder.to_path_buf(), number);
        Ok((number, name))
    }

    /// Returns the paths of all files that contain an article or, if none does now, of those that contained it last.
    pub(crate) fn paths_of_article(&self, id: u32) -> Result<Vec<PathBuf>, StoreError> {
        let present: Vec<PathBuf> = self.locations(id)?.into_iter().map(|(path, _)| path).collect();
        if !present.is_empty() {
            return Ok(present);
        }
        let text = "SELECT d.path, f.name FROM origins o JOIN files f ON f.id = o.file
                    JOIN folders d ON d.id = f.folder WHERE o.article = ?";
        self.select(text, params![id], path_of_row)
    }

    /// Returns the paths of the files that contain an article now, with its part in each.
    pub(crate) fn locations(&self, id: u32) -> Result<Vec<(PathBuf, u32)>, StoreError> {
        let text = "SELECT d.path, f.name, o.part FROM origins o JOIN files f ON f.id = o.file
                    JOIN folders d ON d.id = f.folder WHERE o.article = ? AND o.past = 0";
        self.select(text, params![id], |row| Ok((path_of_row(row)?, row.get(2)?)))
    }

    /// Returns all files.
    pub(crate) fn files(&self) -> Result<Vec<(i64, PathBuf)>, StoreError> {
        let text = "SELECT d.path, f.name, f.id FROM files f JOIN folders d ON d.id = f.folder";
        self.select(text, [], numbered_path)
    }

    /// Removes a file from the catalogue. Returns the articles that it contained.
    pub(crate) fn remove_file(&mut self, file: i64) -> Result<Vec<u32>, StoreError> {
        let text = "DELETE FROM origins WHERE file = ? RETURNING article";
        let articles = self.column(text, params![file])?;
        self.execute("DELETE FROM files WHERE id = ?", params![file])?;
        Ok(articles)
    }

    /// Returns the number of places that contain an article now.
    pub(crate) fn origins(&self, article: u32) -> Result<i64, StoreError> {
        let text = "SELECT count(*) FROM origins WHERE article = ? AND past = 0";
        Ok(self.number(text, params![article])?.unwrap_or(0))
    }

    /// Returns the articles that a file contains now, with their parts.
    pub(crate) fn articles_of(&self, file: i64) -> Result<Vec<(u32, u32)>, StoreError> {
        let text = "SELECT article, part FROM origins WHERE file = ? AND past = 0";
        self.select(text, params![file], |row| Ok((row.get(0)?, row.get(1)?)))
    }
}

/// The folder of articles whose place is unknown after a rebuild. It is relative, so it is no folder of pages.
const PLACELESS: &str = "place unknown";

/// Returns the path that stands for the unknown place of an article.
pub(crate) fn placeless_path(article: u32) -> PathBuf {
    Path::new(PLACELESS).join(article.to_string())
}

/// A place of an article, and the file that was imported from there.
pub(crate) struct StoredPlace {
    pub(crate) path: PathBuf,
    /// The 1-based position of the article in the file.
    pub(crate) part: u32,
    size: i64,
    hash: i64,
    rest: Option<i64>,
}

impl StoredPlace {
    /// Returns whether these are the bytes that were imported.
    pub(crate) fn has_bytes(&self, bytes: &[u8], hash: ContentHash) -> bool {
        i64::try_from(bytes.len()).is_ok_and(|size| size == self.size)
            && hash.first_half() == self.hash
            && self.rest.is_none_or(|rest| rest == hash.second_half())
    }
}

/// What a rebuild needs.
impl Catalogue {
    /// Returns the places that contain an article now.
    pub(crate) fn stored_places(&self, id: u32) -> Result<Vec<StoredPlace>, StoreError> {
        let text = "SELECT d.path, f.name, o.part, f.size, f.hash, f.rest
                    FROM origins o JOIN files f ON f.id = o.file JOIN folders d ON d.id = f.folder
                    WHERE o.article = ? AND o.past = 0";
        self.select(text, params![id], |row| {
            Ok(StoredPlace {
                path: path_of_row(row)?,
                part: row.get(2)?,
                size: row.get(3)?,
                hash: row.get(4)?,
                rest: row.get(5)?,
            })
        })
    }

    /// Makes the next import read the files of an article as if they had changed.
    pub(crate) fn read_files_again(&self, article: u32) -> Result<(), StoreError> {
        let text = "UPDATE files SET modified = ?, size = -1
                    WHERE id IN (SELECT file FROM origins WHERE article = ? AND past = 0)";
        self.execute(text, params![NEVER, article])
    }

    /// Records that the place of an article is unknown, and returns the path that stands for it.
    pub(crate) fn add_placeless(&mut self, article: u32, part: u32) -> Result<PathBuf, StoreError> {
        let path = placeless_path(article);
        let (folder, name) = self.folder_and_name(&path)?;
        let text = "INSERT INTO files (folder, name, size, modified, hash, gone) VALUES (?, ?, 0, ?, 0, 1)";
        self.execute(text, params![folder, name, NEVER])?;
        let file = self.sql.last_insert_rowid();
        let text = "INSERT INTO origins (article, file, part, past) VALUES (?, ?, ?, 1)";
        self.execute(text, params![article, file, part])?;
        Ok(path)
    }

    /// Returns an article with this source text whose place is unknown. From now on the place is known.
    pub(crate) fn take_placeless(&mut self, source: ContentHash) -> Result<Option<u32>, StoreError> {
        let text = "SELECT a.id, f.id FROM folders d
                    CROSS JOIN articles a ON a.source = ?2 AND ifnull(a.source_rest, ?3) = ?3
                    CROSS JOIN origins o ON o.article = a.id
                    CROSS JOIN files f ON f.id = o.file AND f.folder = d.id
                    WHERE d.path = ?1";
        let folder = paths::to_bytes(Path::new(PLACELESS));
        let given = params![folder, source.first_half(), source.second_half()];
        let found: Option<(u32, i64)> = self.select_one(text, given, |row| Ok((row.get(0)?, row.get(1)?)))?;
        if let Some((_, file)) = found {
            self.remove_file(file)?;
        }
        Ok(found.map(|(article, _)| article))
    }
}

/// Reads the number and the path of a file.
fn numbered_path(row: &rusqlite::Row<'_>) -> rusqlite::Result<(i64, PathBuf)> {
    Ok((row.get(2)?, path_of_row(row)?))
}

fn path_of_row(row: &rusqlite::Row<'_>) -> rusqlite::Result<PathBuf> {
    Ok(paths::from_bytes(row.get(0)?).join(paths::from_bytes(row.get(1)?)))
}
