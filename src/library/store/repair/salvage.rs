//! Copies what can be read of a catalogue into a new one. A damaged database is read in ranges of keys: where one cannot be
//! read, its halves are tried, so that only the rows on damaged pages are left out.

use crate::library::error::StoreError;
use crate::library::store::catalogue::tables::Catalogue;
use rusqlite::types::Value;
use rusqlite::{ErrorCode, params_from_iter};

/// A table that is copied.
struct TableCopy {
    from: &'static str,
    into: &'static str,
    /// The column of integers by which it is read in ranges.
    key: &'static str,
    columns: &'static [&'static str],
}

/// The table of the new catalogue for the rows of articles: articles are written again, and only this is needed of them.
pub(crate) const OLD_ARTICLES: &str = "
    CREATE TEMP TABLE old_articles (
        id INTEGER PRIMARY KEY,
        imported INTEGER,
        source INTEGER NOT NULL,
        source_rest INTEGER,
        content INTEGER,
        rest INTEGER
    )";

const TABLES: &[TableCopy] = &[
    TableCopy {
        from: "folders",
        into: "folders",
        key: "id",
        columns: &["id", "path"],
    },
    TableCopy {
        from: "files",
        into: "files",
        key: "id",
        columns: &["id", "folder", "name", "size", "modified", "hash", "gone", "rest"],
    },
    TableCopy {
        from: "origins",
        into: "origins",
        key: "article",
        columns: &["article", "file", "part", "past"],
    },
    TableCopy {
        from: "versions",
        into: "versions",
        key: "rowid",
        columns: &["article", "imported", "kept", "source", "source_rest"],
    },
    TableCopy {
        from: "renewed",
        into: "renewed",
        key: "article",
        columns: &["article", "next"],
    },
    TableCopy {
        from: "waiting",
        into: "waiting",
        key: "article",
        columns: &["work", "article", "skipped"],
    },
    TableCopy {
        from: "roots",
        into: "roots",
        key: "rowid",
        columns: &["path", "waiting"],
    },
    TableCopy {
        from: "articles",
        into: "old_articles",
        key: "id",
        columns: &["id", "imported", "source", "source_rest", "content", "rest"],
    },
];

/// The number of ranges of one table that may fail before the rest is given up.
const MOST_FAILURES: usize = 4_000;

/// Copies all rows that can be read. Returns false if some could not.
pub(crate) fn copy_readable(old: &Catalogue, new: &Catalogue) -> Result<bool, StoreError> {
    let mut is_complete = true;
    for table in TABLES {
        is_complete &= table.copy(old, new)?;
    }
    Ok(is_complete)
}

impl TableCopy {
    fn copy(&self, old: &Catalogue, new: &Catalogue) -> Result<bool, StoreError> {
        let text = "SELECT name FROM pragma_table_info(?)";
        let Ok(known) = old.column::<String>(text, [self.from]) else {
            return Ok(false);
        };
        // A catalogue of an older format lacks tables and columns.
        let is_known = |column: &&&str| known.iter().any(|known| known == **column);
        let columns: Vec<&str> = self.columns.iter().filter(is_known).copied().collect();
        if columns.is_empty() {
            return Ok(true);
        }
        let list = columns.join(", ");
        let (from, into, key) = (self.from, self.into, self.key);
        let select = format!("SELECT {key}, {list} FROM {from} WHERE {key} BETWEEN ? AND ? ORDER BY {key}");
        let places = vec!["?"; columns.len()].join(", ");
        let insert = format!("INSERT OR IGNORE INTO {into} ({list}) VALUES ({places})");
        let (mut ranges, mut failures) = (vec![(0, i64::from(u32::MAX))], 0);
        while let Some((first, last)) = ranges.pop() {
            let mut next = first;
            let mut write = |values: Vec<Value>| write(new, &insert, values);
            if read(old, &select, (first, last), &mut next, &mut write)? {
                continue;
            }
            failures += 1;
            if failures < MOST_FAILURES && next < last {
                let middle = next + (last - next) / 2;
                ranges.extend([(middle + 1, last), (next, middle)]);
            }
        }
        Ok(failures == 0)
    }
}

/// Reads the rows with keys in this range; `next` becomes the key after the last one. Returns false if they cannot be read to
/// the end. An error of `write` ends the copy.
fn read(
    old: &Catalogue,
    select: &str,
    (first, last): (i64, i64),
    next: &mut i64,
    write: &mut impl FnMut(Vec<Value>) -> Result<(), StoreError>,
) -> Result<bool, StoreError> {
    let Ok(mut statement) = old.sql.prepare_cached(select) else {
        return Ok(false);
    };
    let columns = statement.column_count();
    let Ok(mut rows) = statement.query([first, last]) else {
        return Ok(false);
    };
    loop {
        match rows.next() {
            Ok(None) => return Ok(true),
            Ok(Some(row)) => {
                let values: rusqlite::Result<Vec<Value>> = (0..columns).map(|at| row.get(at)).collect();
                let Ok(mut values) = values else {
                    return Ok(false);
                };
                if let Value::Integer(key) = values.remove(0) {
                    *next = key.saturating_add(1);
                }
                write(values)?;
            }
            Err(_) => return Ok(false),
        }
    }
}

/// Writes a row. One that the table does not accept has wrong values and is left out.
fn write(new: &Catalogue, insert: &str, values: Vec<Value>) -> Result<(), StoreError> {
    let written = new
        .sql
        .prepare_cached(insert)
        .and_then(|mut statement| statement.execute(params_from_iter(values)));
    match written {
        Err(error)
            if matches!(
                error.sqlite_error_code(),
                Some(ErrorCode::ConstraintViolation | ErrorCode::TypeMismatch)
            ) =>
        {
            Ok(())
        }
        written => written.map(drop).map_err(|error| new.failed(&error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::store::catalogue::tables::FILE;
    use rusqlite::params;

    #[test]
    fn only_the_rows_on_damaged_pages_are_left_out() {
        let home = tempfile::tempdir().unwrap();
        let (old_folder, new_folder) = (home.path().join("old"), home.path().join("new"));
        std::fs::create_dir(&old_folder).unwrap();
        std::fs::create_dir(&new_folder).unwrap();
        let old = Catalogue::open_for_writing(&old_folder).unwrap();
        old.run("BEGIN").unwrap();
        for number in 0..3_000 {
            let path = format!("/news/folder number {number}").into_bytes();
            old.execute(
                "INSERT INTO folders (id, path) VALUES (?, ?)",
                params![number, path],
            )
            .unwrap();
        }
        old.run("COMMIT; PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
        drop(old);
        let file = old_folder.join(FILE);
        let mut bytes = std::fs::read(&file).unwrap();
        // A leaf of the table (its first byte is 13), found by what it contains.
        let is_leaf = |page: &&mut [u8]| {
            let mut texts = page.windows(21);
            page[0] == 13 && texts.any(|text| text == b"/news/folder number 9")
        };
        let leaf = bytes.chunks_mut(4_096).find(is_leaf).unwrap();
        leaf[..100].fill(0xff);
        std::fs::write(&file, bytes).unwrap();
        let (old, new) = (
            Catalogue::open_as_it_is(&old_folder).unwrap(),
            Catalogue::open_for_writing(&new_folder).unwrap(),
        );
        new.run(OLD_ARTICLES).unwrap();
        assert!(!copy_readable(&old, &new).unwrap());
        let copied = new.number("SELECT count(*) FROM folders", []).unwrap().unwrap();
        assert!((2_500..3_000).contains(&copied), "{copied}");
    }
}
