//! Marks written out and read in again, as lines of JSON: a first line that says what they are, then one an article.
//! `docs/marks.md` describes the form. Both ways stream: what is in memory is one line.

use super::crowd;
use super::error::MarksError;
use super::identify::{Row, add_origin, add_text, row_of};
use super::place::ReadingPlace;
use super::recall::kept;
use super::store::MarksStore;
use super::tag::Tag;
use super::write::{add_tag, note_of, put_note, put_place};
use super::{Mark, recall::Kept};
use crate::library::identity::{Content, ContentHash, Origin, Shape};
use jiff::Timestamp;
use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;
use std::io::{self, BufRead, Write};
use std::path::PathBuf;
use thiserror::Error;

/// The version of the form.
const FORM: u32 = 1;
/// Articles that are read in at a time, so that other newsprints need not wait long.
const ARTICLES_A_TIME: usize = 500;

/// Why marks were not written out or read in.
#[derive(Debug, Error)]
pub enum TransferError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] MarksError),
    /// The other side failed.
    #[error("{0}")]
    Io(#[from] io::Error),
    /// A line is none of the form.
    #[error(
        "line {line}: {cause}; the lines before it were taken in, and may be again: mend it and import once more"
    )]
    Line {
        /// 1-based number of the line.
        line: usize,
        /// What is wrong.
        cause: String,
    },
}

/// What reading in has done. Its `Display` is a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Imported {
    /// Articles in the input.
    pub articles: usize,
    /// Of these, articles that were unknown here.
    pub new_articles: usize,
    /// Marks and tags that were not there.
    pub new_marks: usize,
    /// Notes that were not there.
    pub new_notes: usize,
    /// Notes that were put below another one.
    pub joined_notes: usize,
}

impl fmt::Display for Imported {
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
            "{articles} articles read, {new_articles} of them not known before; {new_marks} marks and tags and {new_notes} \
             notes were new, {joined_notes} notes were put below others"
        )
    }
}

/// The first line.
#[derive(Debug, Serialize, Deserialize)]
struct Header {
    newsprint_marks: u32,
}

/// The line of an article.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Line {
    title: String,
    outlet: Option<String>,
    date: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    read: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    starred: Option<Timestamp>,
    /// Since when, by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    tags: BTreeMap<String, Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    note: Option<Note>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    place: Option<Place>,
    origins: Vec<FoundAt>,
    contents: Vec<String>,
    shape: String,
}

#[derive(Debug, Serialize, Deserialize)]
struct Note {
    text: String,
    since: Timestamp,
}

#[derive(Debug, Serialize, Deserialize)]
struct Place {
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
    /// Writes all marks out; returns of how many articles. They are those of one moment, whatever others do meanwhile.
    pub fn export(&mut self, out: &mut impl Write) -> Result<usize, TransferError> {
        let file = self.file().to_owned();
        let failed = |error: rusqlite::Error| MarksError::of(&file, &error, std::time::Duration::ZERO);
        let header = Header {
            newsprint_marks: FORM,
        };
        writeln!(out, "{}", json(&header)?)?;
        let db = self.db.transaction().map_err(failed)?;
        let marked = "SELECT id, title, outlet, date, shape FROM article \
            WHERE EXISTS (SELECT 1 FROM mark WHERE article = id) OR EXISTS (SELECT 1 FROM tagged WHERE article = id) \
            OR EXISTS (SELECT 1 FROM note WHERE article = id) OR EXISTS (SELECT 1 FROM reading_place WHERE article = id) \
            ORDER BY id";
        let mut statement = db.prepare(marked).map_err(failed)?;
        let mut rows = statement.query([]).map_err(failed)?;
        let mut count = 0;
        while let Some(row) = rows.next().map_err(failed)? {
            writeln!(out, "{}", json(&line_of(&db, row).map_err(failed)?)?)?;
            count += 1;
        }
        let many = "SELECT source, cleaned, read, starred FROM crowd ORDER BY source";
        let mut statement = db.prepare(many).map_err(failed)?;
        let mut rows = statement.query([]).map_err(failed)?;
        while let Some(row) = rows.next().map_err(failed)? {
            writeln!(out, "{}", json(&Line::of_many(row).map_err(failed)?)?)?;
            count += 1;
        }
        out.flush()?;
        Ok(count)
    }

    /// Reads marks in: what is not there is added, nothing is taken away. A note that is another one than the one here is
    /// put below it.
    pub fn import(&mut self, input: impl BufRead) -> Result<Imported, TransferError> {
        let mut lines = (1..).zip(input.lines());
        check_header(lines.next())?;
        let mut imported = Imported::default();
        loop {
            let (articles, wrong) = next_articles(&mut lines)?;
            let is_last = articles.len() < ARTICLES_A_TIME;
            let mut so_far = imported;
            self.in_transaction(|db| {
                articles
                    .iter()
                    .try_for_each(|article| merge(db, article, &mut so_far))?;
                Ok(true)
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

fn json(value: &impl Serialize) -> io::Result<String> {
    serde_json::to_string(value).map_err(io::Error::from)
}

fn line_of(db: &Connection, row: &rusqlite::Row<'_>) -> rusqlite::Result<Line> {
    let id: Row = row.get(0)?;
    let Kept { place, .. } = kept(db, id)?;
    let since = |kind: Mark| -> rusqlite::Result<Option<Timestamp>> {
        let mut marks = db.prepare_cached("SELECT since FROM mark WHERE article = ?1 AND kind = ?2")?;
        let mut found = marks.query_map(params![id, kind.name()], |row| row.get(0))?;
        Ok(found.next().transpose()?.map(moment))
    };
    let note = db
        .prepare_cached("SELECT text, since FROM note WHERE article = ?1")?
        .query_map([id], |row| {
            Ok(Note {
                text: row.get(0)?,
                since: moment(row.get(1)?),
            })
        })?
        .next()
        .transpose()?;
    let tagged = "SELECT name, since FROM tagged JOIN tag ON tag.id = tagged.tag WHERE article = ?1";
    let tags = db
        .prepare_cached(tagged)?
        .query_map([id], |row| Ok((row.get(0)?, moment(row.get(1)?))))?
        .collect::<rusqlite::Result<_>>()?;
    let contents = db
        .prepare_cached("SELECT hash FROM content WHERE article = ?1")?
        .query_map([id], |row| Ok(ContentHash::from_bytes(row.get(0)?).to_string()))?
        .collect::<rusqlite::Result<_>>()?;
    Ok(Line {
        title: row.get(1)?,
        outlet: row.get(2)?,
        date: row.get(3)?,
        read: since(Mark::Read)?,
        starred: since(Mark::Star)?,
        tags,
        note,
        place: place.map(|place| Place {
            paragraph: place.paragraph.to_string(),
            within: place.within,
            offset: place.offset,
        }),
        origins: origins_of(db, id)?,
        contents,
        shape: hex(&row.get::<_, Vec<u8>>(4)?),
    })
}

/// Where the article was found. Paths that are no text are left out: the texts tell the article all the same.
fn origins_of(db: &Connection, id: Row) -> rusqlite::Result<Vec<FoundAt>> {
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

fn check_header(first: Option<(usize, io::Result<String>)>) -> Result<(), TransferError> {
    let wrong = |cause: String| TransferError::Line { line: 1, cause };
    let Some((_, text)) = first else {
        return Err(wrong("there is nothing to read".to_owned()));
    };
    let header: Header = serde_json::from_str(&text?).map_err(|_| {
        wrong("these are no marks of newsprint: {\"newsprint_marks\":1} is missing".to_owned())
    })?;
    if header.newsprint_marks == FORM {
        Ok(())
    } else {
        Err(wrong(format!(
            "these marks were written by a newer newsprint (form {}); update newsprint to read them",
            header.newsprint_marks
        )))
    }
}

/// The next articles, and the error that ends them early.
fn next_articles(
    lines: &mut impl Iterator<Item = (usize, io::Result<String>)>,
) -> Result<(Vec<Line>, Option<TransferError>), TransferError> {
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
        if articles.len() == ARTICLES_A_TIME {
            break;
        }
    }
    Ok((articles, None))
}

impl Line {
    /// The line of an article that was marked together with very many others.
    fn of_many(row: &rusqlite::Row<'_>) -> rusqlite::Result<Self> {
        let Content { source, article } = crowd::content_of(row)?;
        let since = |at: usize| -> rusqlite::Result<Option<Timestamp>> {
            Ok(row.get::<_, Option<i64>>(at)?.map(moment))
        };
        Ok(Self {
            read: since(2)?,
            starred: since(3)?,
            contents: [Some(source), article]
                .into_iter()
                .flatten()
                .map(|hash| hash.to_string())
                .collect(),
            ..Self::default()
        })
    }

    /// What the article is known by, where that and its marks are all that is told of it.
    fn as_one_of_many(&self) -> Option<Content> {
        let is_more = !self.tags.is_empty() || self.note.is_some() || self.place.is_some();
        if is_more || !self.origins.is_empty() || !self.shape.is_empty() || self.contents.len() > 2 {
            return None;
        }
        let mut hashes = self.contents.iter().map(|hex| ContentHash::from_hex(hex));
        Some(Content {
            source: hashes.next()??,
            article: hashes.next().flatten(),
        })
    }
}

/// Takes in an article of which nothing is told but what it is known by and its marks; false where more of it is known here.
fn merge_one_of_many(
    db: &Connection,
    line: &Line,
    content: &Content,
    imported: &mut Imported,
) -> rusqlite::Result<bool> {
    for hash in [Some(content.source), content.article].into_iter().flatten() {
        if row_of(db, hash)?.is_some() {
            return Ok(false);
        }
    }
    let before = crowd::kept(db, content)?;
    let seconds = |since: Option<Timestamp>| since.map(Timestamp::as_second);
    imported.new_articles += usize::from(!crowd::has(db, content)?);
    crowd::add(db, content, seconds(line.read), seconds(line.starred))?;
    let is_new = |since: Option<Timestamp>, had: bool| usize::from(since.is_some() && !had);
    imported.new_marks += is_new(line.read, before.read) + is_new(line.starred, before.starred);
    Ok(true)
}

fn merge(db: &Connection, line: &Line, imported: &mut Imported) -> rusqlite::Result<()> {
    imported.articles += 1;
    if let Some(content) = line.as_one_of_many()
        && merge_one_of_many(db, line, &content, imported)?
    {
        return Ok(());
    }
    let row = row_for(db, line, imported)?;
    let now = kept(db, row)?;
    for (mark, since, has) in [
        (Mark::Read, line.read, now.read),
        (Mark::Star, line.starred, now.starred),
    ] {
        if let (Some(since), false) = (since, has) {
            db.prepare_cached("INSERT OR IGNORE INTO mark VALUES (?1, ?2, ?3)")?
                .execute(params![row, mark.name(), since.as_second()])?;
            imported.new_marks += 1;
        }
    }
    for (name, since) in &line.tags {
        if let Some(tag) = Tag::new(name).filter(|tag| !now.tags.contains(tag)) {
            add_tag(db, row, &tag, Some(since.as_second()))?;
            imported.new_marks += 1;
        }
    }
    if let Some(note) = &line.note {
        merge_note(db, row, note, imported)?;
    }
    let place = line.place.as_ref().filter(|_| now.place.is_none());
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

fn merge_note(db: &Connection, row: Row, note: &Note, imported: &mut Imported) -> rusqlite::Result<()> {
    let text = crate::text::harmless(&note.text);
    let (text, since) = (text.trim(), note.since.as_second());
    match note_of(db, row)? {
        None if text.is_empty() => {}
        None => {
            put_note(db, row, text, Some(since))?;
            imported.new_notes += 1;
        }
        // A note that holds the other one was joined before.
        Some(own) if own.contains(text) => {}
        Some(own) => {
            put_note(db, row, &format!("{own}\n{text}"), None)?;
            imported.joined_notes += 1;
        }
    }
    Ok(())
}

/// The row of the article of a line: one that holds one of its texts, else a new one.
fn row_for(db: &Connection, line: &Line, imported: &mut Imported) -> rusqlite::Result<Row> {
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
        let shape = unhex(&line.shape).unwrap_or_default();
        let shape = Shape::from_bytes(&shape).to_bytes();
        let article = "INSERT INTO article (title, outlet, date, shape) VALUES (?1, ?2, ?3, ?4)";
        db.prepare_cached(article)?
            .execute(params![line.title, line.outlet, line.date, shape])?;
        imported.new_articles += 1;
        db.last_insert_rowid()
    };
    for hash in hashes {
        add_text(db, row, hash)?;
    }
    for from in &line.origins {
        let source = ContentHash::from_hex(&from.source);
        let (Some(source), Ok(origin)) = (source, Origin::new(&from.path, from.part)) else {
            continue;
        };
        // What was found here is nearer than what was found elsewhere.
        let taken = "SELECT EXISTS (SELECT 1 FROM origin WHERE path = ?1 AND part = ?2)";
        let path = origin.path.as_os_str().as_encoded_bytes();
        let is_taken: bool = db
            .prepare_cached(taken)?
            .query_row(params![path, origin.part], |row| row.get(0))?;
        if !is_taken {
            add_origin(db, row, &origin, source)?;
        }
    }
    Ok(row)
}
