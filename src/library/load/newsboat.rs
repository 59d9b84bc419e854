//! The articles in the database of newsboat (`cache.db`). The bytes of the file are read as they are, so a database that is in
//! use is not locked. Which items are unread or flagged is not read here.

use crate::extract::input::decoder::{Decoded, Origin, RecordProblem, Sink};
use crate::extract::input::record::{Content, Record};
use rusqlite::types::ValueRef;
use rusqlite::{Connection, MAIN_DB, Row};
use std::ops::ControlFlow;

/// The items of all feeds. Deleted items stay in the table until the feed drops them.
const ITEMS: &str =
    "SELECT i.guid, i.title, i.author, i.url, i.pubDate, i.content, f.title, i.content_mime_type
    FROM rss_item i LEFT JOIN rss_feed f ON f.rssurl = i.feedurl WHERE i.deleted = 0 ORDER BY i.id";

/// Decodes a database: passes the records to the sink, in the order in which newsboat got them.
pub(crate) fn decode(bytes: &[u8], _: &Origin<'_>, sink: &mut Sink<'_>) -> ControlFlow<()> {
    let result = read(bytes, sink);
    result.unwrap_or_else(|error| {
        sink(Decoded::Problem(RecordProblem {
            place: "the database".to_owned(),
            message: format!("cannot be read: {error}"),
        }))
    })
}

fn read(bytes: &[u8], sink: &mut Sink<'_>) -> rusqlite::Result<ControlFlow<()>> {
    let mut database = Connection::open_in_memory()?;
    database.deserialize_read_exact(MAIN_DB, bytes, bytes.len(), true)?;
    // Before version 2.21 the type was not stored.
    let older = ITEMS.replace("i.content_mime_type", "''");
    let mut items = database.prepare(ITEMS).or_else(|_| database.prepare(&older))?;
    let mut rows = items.query([])?;
    while let Some(row) = rows.next()? {
        if sink(Decoded::Record(Box::new(record(row)))).is_break() {
            return Ok(ControlFlow::Break(()));
        }
    }
    Ok(ControlFlow::Continue(()))
}

fn record(row: &Row<'_>) -> Record {
    let text = |column: usize| {
        let text = match row.get_ref(column) {
            Ok(ValueRef::Text(bytes) | ValueRef::Blob(bytes)) => String::from_utf8_lossy(bytes).into_owned(),
            Ok(ValueRef::Integer(number)) => number.to_string(),
            _ => String::new(),
        };
        Some(text).filter(|text| !text.trim().is_empty())
    };
    let content = text(5).map_or(Content::None, |content| match text(7).as_deref() {
        Some("text/plain") => Content::Text(content),
        _ => Content::Html(content),
    });
    Record {
        id: text(0),
        title: text(1),
        authors: text(2).into_iter().collect(),
        url: text(3),
        published: text(4).filter(|seconds| seconds != "0"),
        outlet: text(6),
        feed_title: text(6),
        content,
        ..Record::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::input::decoder::Limits;

    const TABLES: &str = "CREATE TABLE rss_feed (rssurl TEXT, url TEXT, title TEXT);
        CREATE TABLE rss_item (id INTEGER PRIMARY KEY, guid TEXT, title TEXT, author TEXT, url TEXT, feedurl TEXT, pubDate INTEGER,
            content TEXT, unread INTEGER, deleted INTEGER);
        INSERT INTO rss_feed VALUES ('https://q.example/rss', 'https://q.example/', 'The Quay Courier');
        INSERT INTO rss_item VALUES (1, 'g1', 'The quay opens', 'Ilka Fenn', 'https://q.example/1', 'https://q.example/rss', 1714700000,
            '<p>It is open.</p>', 1, 0), (2, 'g2', 'Gone', '', '', 'https://q.example/rss', 0, '', 1, 1),
            (3, 'g3', 'The ferry', '', 'https://q.example/3', 'https://other.example/rss', 0, '', 0, 0);";
    const NEWER: &str = "ALTER TABLE rss_item ADD COLUMN content_mime_type TEXT; UPDATE rss_item SET content_mime_type = 'text/plain';";

    fn database(sql: &str) -> Vec<u8> {
        let database = Connection::open_in_memory().unwrap();
        database.execute_batch(sql).unwrap();
        database.serialize(MAIN_DB).unwrap().to_vec()
    }

    fn read_all(bytes: &[u8]) -> (Vec<Record>, Vec<String>) {
        let (mut records, mut problems, limits) = (Vec::new(), Vec::new(), Limits::default());
        let whole = decode(bytes, &Origin::new(&limits), &mut |decoded| {
            match decoded {
                Decoded::Record(record) => records.push(*record),
                Decoded::Problem(problem) => problems.push(problem.message),
                Decoded::Nested(_) => panic!("nothing is nested"),
            }
            ControlFlow::Continue(())
        });
        assert!(whole.is_continue());
        (records, problems)
    }

    #[test]
    fn items_that_are_not_deleted_are_read_in_old_and_new_tables() {
        let (records, problems) = read_all(&database(TABLES));
        assert_eq!((records.len(), problems.len()), (2, 0));
        let first = &records[0];
        assert_eq!(first.outlet.as_deref(), Some("The Quay Courier"));
        assert_eq!(first.published.as_deref(), Some("1714700000"));
        assert_eq!(first.content, Content::Html("<p>It is open.</p>".to_owned()));
        assert_eq!(
            (records[1].published.clone(), records[1].content.clone()),
            (None, Content::None)
        );
        let (records, _) = read_all(&database(&format!("{TABLES}{NEWER}")));
        assert!(matches!(&records[0].content, Content::Text(_)));
    }

    #[test]
    fn a_damaged_database_is_reported() {
        let whole = database(TABLES);
        assert_eq!(read_all(&whole[..whole.len() / 2]).1.len(), 1);
        assert_eq!(read_all(b"SQLite format 3\0rss_item rss_feed damaged").1.len(), 1);
        assert_eq!(
            read_all(&database(
                "CREATE TABLE rss_item (id); CREATE TABLE rss_feed (id)"
            ))
            .1
            .len(),
            1
        );
    }
}
