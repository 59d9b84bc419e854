//! Export and import of marks as lines of JSON: a header line, then one line per article. `docs/marks.md` describes the
//! format. Both directions stream and hold a few lines at a time.

use crate::export::escaped::write_json;
use crate::library::identity::{ArticleFingerprint, ContentHash, Origin};
use crate::library::marks::error::MarksError;
use crate::library::marks::event_correction::{EventCorrection, corrections_of};
use crate::library::marks::identity::{
    Contents, MarkedArticleRow, add_article, add_origin, add_text, row_of,
};
use crate::library::marks::load_marks::stored_marks;
use crate::library::marks::places::ReadingPlace;
use crate::library::marks::store::MarksStore;
use crate::library::marks::tags::Tag;
use crate::library::marks::write::{add_tag, note_of, put_note, put_place};
use crate::text::safe;
use jiff::Timestamp;
use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;
use std::io::{self, BufRead, Write};
use std::path::PathBuf;
use thiserror::Error;

/// The version of the format.
const FORMAT: u32 = 1;
/// How many articles are imported per transaction, so that other newsprints do not wait long.
const BATCH: usize = 500;

/// Why marks were not exported or imported.
#[derive(Debug, Error)]
pub enum TransferError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] MarksError),
    /// Reading or writing the other side failed.
    #[error("{0}")]
    Io(#[from] io::Error),
    /// A line is not in the format.
    #[error(
        "line {line}: {cause}; the lines before it were imported: correct this line and import the whole file again"
    )]
    Line {
        /// 1-based number of the line.
        line: usize,
        /// The cause.
        cause: String,
    },
}

/// The result of an import. Its `Display` is a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TransferSummary {
    /// Articles in the input.
    pub articles: usize,
    /// Of these, articles that were not in the store.
    pub new_articles: usize,
    /// Marks and tags that were added.
    pub new_marks: usize,
    /// Notes that were added.
    pub new_notes: usize,
    /// Notes that were appended to another one.
    pub joined_notes: usize,
}

impl fmt::Display for TransferSummary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            articles,
            new_articles,
            new_marks,
            new_notes,
            joined_notes,
        } = self;
        write!(
            f,
            "{articles} article{} read, {new_articles} of them new; marks and tags added: {new_marks}; notes added: \
             {new_notes}, appended to others: {joined_notes}",
            if *articles == 1 { "" } else { "s" }
        )
    }
}

/// The first line.
#[derive(Debug, Serialize, Deserialize)]
struct TransferHeader {
    newsprint_marks: u32,
    /// The corrections of events. Versions before them ignore the field.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    events: Vec<TransferredCorrection>,
}

/// What the person said about two articles, by the hashes of their source texts.
#[derive(Debug, Serialize, Deserialize)]
struct TransferredCorrection {
    a: String,
    b: String,
    together: bool,
}

/// The line of an article.
#[derive(Debug, Serialize, Deserialize)]
struct TransferLine {
    title: String,
    outlet: Option<String>,
    date: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    read: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    starred: Option<Timestamp>,
    /// When each tag was added.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    tags: BTreeMap<String, Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    note: Option<TransferredNote>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    place: Option<TransferredPlace>,
    origins: Vec<FoundAt>,
    contents: Vec<String>,
    shape: String,
}

#[derive(Debug, Serialize, Deserialize)]
struct TransferredNote {
    text: String,
    since: Timestamp,
}

#[derive(Debug, Serialize, Deserialize)]
struct TransferredPlace {
    paragraph: String,
    within: u32,
    offset: u32,
}

#[derive(Debug, Serialize, Deserialize)]
struct FoundAt {
    path: PathBuf,
    part: u32,
    source: String,
}

impl MarksStore {
    /// Exports all marks as of one moment, regardless of concurrent writers. Returns the number of articles.
    pub fn export(&mut self, out: &mut impl Write) -> Result<usize, TransferError> {
        let file = self.file().to_owned();
        let failed = |error: rusqlite::Error| MarksError::of(&file, &error, std::time::Duration::ZERO);
        let db = self.db.transaction().map_err(failed)?;
        let corrections = corrections_of(&db).map_err(failed)?;
        let corrections = corrections.iter().map(|correction| TransferredCorrection {
            a: correction.a.to_string(),
            b: correction.b.to_string(),
            together: correction.together,
        });
        let header = TransferHeader {
            newsprint_marks: FORMAT,
            events: corrections.collect(),
        };
        write_line(out, &header)?;
        let mut statement = db.prepare(MARKED).map_err(failed)?;
        let mut rows = statement.query([]).map_err(failed)?;
        let mut contents = db.prepare(Contents::OF_ALL).map_err(failed)?;
        let mut contents = Contents::new(&mut contents).map_err(failed)?;
        let mut count = 0;
        while let Some(row) = rows.next().map_err(failed)? {
            let line = line_of(&db, row, &mut contents).map_err(failed)?;
            write_line(out, &line)?;
            count += 1;
        }
        out.flush()?;
        Ok(count)
    }

    /// Imports marks: adds what is missing and removes nothing. A different note is appended to the stored one.
    pub fn import(&mut self, input: impl BufRead) -> Result<TransferSummary, TransferError> {
        let mut lines = (1..).zip(input.lines());
        let corrections = check_header(lines.next())?;
        if !corrections.is_empty() {
            self.write_event_corrections(&[], &corrections)?;
        }
        let mut imported = TransferSummary::default();
        loop {
            let (articles, wrong) = next_articles(&mut lines)?;
            let is_last = articles.len() < BATCH;
            let mut so_far = imported;
            self.in_transaction(|db| {
                so_far = imported;
                articles
                    .iter()
                    .try_for_each(|article| merge(db, article, &mut so_far))
            })?;
            imported = so_far;
            match wrong {
                Some(error) => return Err(error),
                None if is_last => return Ok(imported),
                None => {}
            }
        }
    }
}

/// Writes a value as one line, in which titles and paths of strangers are exact but cannot act on a terminal.
fn write_line(out: &mut impl Write, value: &impl Serialize) -> io::Result<()> {
    write_json(out, value)?;
    out.write_all(b"\n")
}

/// Every article that has a mark, tag, note or reading place.
const MARKED: &str = "
    SELECT id, title, outlet, date, shape, read, starred, note.text, note.since, paragraph, within, offset
    FROM article LEFT JOIN note ON note.article = id LEFT JOIN reading_place ON reading_place.article = id
    WHERE read IS NOT NULL OR starred IS NOT NULL OR note.article IS NOT NULL OR reading_place.article IS NOT NULL
          OR id IN (SELECT article FROM tagged)
    ORDER BY id";

/// Returns the line of an article, given its row of [`MARKED`].
fn line_of(
    db: &Connection,
    row: &rusqlite::Row<'_>,
    contents: &mut Contents<'_>,
) -> rusqlite::Result<TransferLine> {
    let id: MarkedArticleRow = row.get(0)?;
    let since =
        |at: usize| -> rusqlite::Result<Option<Timestamp>> { Ok(row.get::<_, Option<i64>>(at)?.map(moment)) };
    let note = row.get::<_, Option<String>>(7)?.zip(since(8)?);
    let paragraph: Option<[u8; 16]> = row.get(9)?;
    let place = |paragraph| -> rusqlite::Result<TransferredPlace> {
        Ok(TransferredPlace {
            paragraph: ContentHash::from_bytes(paragraph).to_string(),
            within: row.get(10)?,
            offset: row.get(11)?,
        })
    };
    let tagged = "SELECT name, since FROM tagged JOIN tag ON tag.id = tagged.tag WHERE article = ?1";
    let tags = db
        .prepare_cached(tagged)?
        .query_map([id], |row| Ok((row.get(0)?, moment(row.get(1)?))))?
        .collect::<rusqlite::Result<_>>()?;
    Ok(TransferLine {
        title: row.get::<_, Option<String>>(1)?.unwrap_or_default(),
        outlet: row.get(2)?,
        date: row.get(3)?,
        read: since(5)?,
        starred: since(6)?,
        tags,
        note: note.map(|(text, since)| TransferredNote { text, since }),
        place: paragraph.map(place).transpose()?,
        origins: origins_of(db, id)?,
        contents: contents.of(id)?.iter().map(ToString::to_string).collect(),
        shape: hex(&row.get::<_, Option<Vec<u8>>>(4)?.unwrap_or_default()),
    })
}

/// Returns where the article was found. Paths that are not UTF-8 are left out: its contents identify it.
fn origins_of(db: &Connection, id: MarkedArticleRow) -> rusqlite::Result<Vec<FoundAt>> {
    let mut statement = db.prepare_cached("SELECT path, part, source FROM origin WHERE article = ?1")?;
    let mut rows = statement.query([id])?;
    let mut origins = Vec::new();
    while let Some(row) = rows.next()? {
        if let Ok(path) = String::from_utf8(row.get(0)?) {
            origins.push(FoundAt {
                path: PathBuf::from(path),
                part: row.get(1)?,
                source: ContentHash::from_bytes(row.get(2)?).to_string(),
            });
        }
    }
    Ok(origins)
}

fn moment(seconds: i64) -> Timestamp {
    Timestamp::from_second(seconds).unwrap_or_default()
}

fn hex(bytes: &[u8]) -> String {
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits
        .filter_map(|digit| char::from_digit(u32::from(digit), 16))
        .collect()
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let digits = text.is_ascii().then_some(text.as_bytes())?;
    let byte = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
    digits.chunks(2).map(byte).collect()
}

/// Checks the first line, and returns the corrections of events in it.
fn check_header(first: Option<(usize, io::Result<String>)>) -> Result<Vec<EventCorrection>, TransferError> {
    let wrong = |cause: String| TransferError::Line { line: 1, cause };
    let Some((_, text)) = first else {
        return Err(wrong("the file is empty".to_owned()));
    };
    let header: TransferHeader = serde_json::from_str(&text?).map_err(|_| {
        wrong("this is not an export of marks: {\"newsprint_marks\":1} is missing".to_owned())
    })?;
    if header.newsprint_marks != FORMAT {
        return Err(wrong(format!(
            "a newer newsprint wrote this (format {}); update newsprint to import it",
            header.newsprint_marks
        )));
    }
    let corrections = header.events.iter().filter_map(|correction| {
        let (a, b) = ContentHash::from_hex(&correction.a).zip(ContentHash::from_hex(&correction.b))?;
        EventCorrection::new(a, b, correction.together)
    });
    Ok(corrections.collect())
}

/// Returns the next batch of articles, and the error that ends it early.
fn next_articles(
    lines: &mut impl Iterator<Item = (usize, io::Result<String>)>,
) -> Result<(Vec<TransferLine>, Option<TransferError>), TransferError> {
    let mut articles = Vec::new();
    for (line, text) in lines {
        let text = text?;
        if text.trim().is_empty() {
            continue;
        }
        match serde_json::from_str(&text) {
            Ok(article) => articles.push(article),
            Err(error) => {
                let cause = error.to_string();
                return Ok((articles, Some(TransferError::Line { line, cause })));
            }
        }
        if articles.len() == BATCH {
            break;
        }
    }
    Ok((articles, None))
}

fn merge(db: &Connection, line: &TransferLine, imported: &mut TransferSummary) -> rusqlite::Result<()> {
    imported.articles += 1;
    let row = row_for(db, line, imported)?;
    let stored = stored_marks(db, row)?;
    let is_new = |since: Option<Timestamp>, had: bool| usize::from(since.is_some() && !had);
    imported.new_marks += is_new(line.read, stored.read) + is_new(line.starred, stored.starred);
    let seconds = |since: Option<Timestamp>| since.map(Timestamp::as_second);
    let marked = "UPDATE article SET read = ifnull(read, ?2), starred = ifnull(starred, ?3) WHERE id = ?1";
    db.prepare_cached(marked)?
        .execute(params![row, seconds(line.read), seconds(line.starred)])?;
    for (name, since) in &line.tags {
        if let Some(tag) = Tag::new(name).filter(|tag| !stored.tags.contains(tag)) {
            add_tag(db, row, &tag, Some(since.as_second()))?;
            imported.new_marks += 1;
        }
    }
    if let Some(note) = &line.note {
        merge_note(db, row, note, imported)?;
    }
    let place = line.place.as_ref().filter(|_| stored.place.is_none());
    if let Some(place) = place
        && let Some(paragraph) = ContentHash::from_hex(&place.paragraph)
    {
        let (within, offset) = (place.within, place.offset);
        put_place(
            db,
            row,
            &ReadingPlace {
                paragraph,
                within,
                offset,
            },
        )?;
    }
    Ok(())
}

fn merge_note(
    db: &Connection,
    row: MarkedArticleRow,
    note: &TransferredNote,
    imported: &mut TransferSummary,
) -> rusqlite::Result<()> {
    let text = safe::harmless(&note.text);
    let (text, since) = (text.trim(), note.since.as_second());
    match note_of(db, row)? {
        None if text.is_empty() => {}
        None => {
            put_note(db, row, text, Some(since))?;
            imported.new_notes += 1;
        }
        // An earlier import has already appended it.
        Some(own) if own.contains(text) => {}
        Some(own) => {
            put_note(db, row, &format!("{own}\n{text}"), None)?;
            imported.joined_notes += 1;
        }
    }
    Ok(())
}

/// Returns the row of the article of a line: one that has one of its contents, or else a new one.
fn row_for(
    db: &Connection,
    line: &TransferLine,
    imported: &mut TransferSummary,
) -> rusqlite::Result<MarkedArticleRow> {
    let hashes: Vec<ContentHash> = line
        .contents
        .iter()
        .filter_map(|hex| ContentHash::from_hex(hex))
        .collect();
    let mut known = None;
    for hash in &hashes {
        known = known.or(row_of(db, *hash)?);
    }
    let row = if let Some(row) = known {
        row
    } else {
        imported.new_articles += 1;
        add_article(db)?
    };
    if let Some(shape) = unhex(&line.shape).filter(|shape| !shape.is_empty()) {
        let shape = ArticleFingerprint::from_bytes(&shape).to_bytes();
        let described = "UPDATE article SET title = ?2, outlet = ?3, date = ?4, shape = ?5
                         WHERE id = ?1 AND shape IS NULL";
        db.prepare_cached(described)?
            .execute(params![row, line.title, line.outlet, line.date, shape])?;
    }
    for hash in hashes {
        add_text(db, row, hash)?;
    }
    for from in &line.origins {
        let source = ContentHash::from_hex(&from.source);
        let (Some(source), Ok(origin)) = (source, Origin::new(&from.path, from.part)) else {
            continue;
        };
        // A recorded origin takes precedence over an imported one.
        let known = "SELECT EXISTS (SELECT 1 FROM origin WHERE path = ?1 AND part = ?2)";
        let path = origin.path.as_os_str().as_encoded_bytes();
        let is_known: bool = db
            .prepare_cached(known)?
            .query_row(params![path, origin.part], |row| row.get(0))?;
        if !is_known {
            add_origin(db, row, &origin, source)?;
        }
    }
    Ok(row)
}
