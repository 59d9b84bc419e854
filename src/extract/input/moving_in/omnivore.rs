//! The export of Omnivore: a ZIP archive with the fields of articles in `metadata_0_to_20.json` and the like, and the text of
//! each in `content/SLUG.html`. The days of saving and changing are not dates of articles.

use crate::extract::input::decoder::{Decoded, Format, Head, Limits, Origin, Reading, RecordProblem, Sink};
use crate::extract::input::record::{Content, Record};
use serde_json::Value;
use std::io::{Cursor, Read};
use std::ops::ControlFlow;
use zip::ZipArchive;

/// The export of Omnivore.
pub static FORMAT: Format = Format {
    name: "omnivore",
    label: "export of Omnivore",
    endings: &[],
    sniff,
    reading: Reading::Whole(decode),
};

const METADATA: &str = "metadata_";

fn sniff(head: &Head<'_>) -> bool {
    let has = |name: &[u8]| memchr::memmem::find(head.bytes, name).is_some();
    head.bytes.starts_with(b"PK\x03\x04") && has(b"metadata_0_to_")
}

type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

fn decode(bytes: &[u8], origin: &Origin<'_>, sink: &mut Sink<'_>) -> ControlFlow<()> {
    let mut archive = match ZipArchive::new(Cursor::new(bytes)) {
        Ok(archive) => archive,
        Err(error) => return sink(problem("the archive", &error.to_string())),
    };
    let is_metadata = |name: &String| {
        let file = name.rsplit('/').next().unwrap_or(name);
        file.starts_with(METADATA) && file.to_ascii_lowercase().ends_with(".json")
    };
    let names = archive.file_names().flatten().map(std::borrow::Cow::into_owned);
    let lists: Vec<String> = names.filter(is_metadata).collect();
    for list in lists {
        let Some(json) = read(&mut archive, &list, origin.limits) else {
            sink(problem(&list, "cannot be read"))?;
            continue;
        };
        match serde_json::from_slice::<Vec<Value>>(&json) {
            Ok(articles) => {
                let folder = list.rsplit_once('/').map_or("", |(folder, _)| folder);
                for article in &articles {
                    let record = record(article, folder, &mut archive, origin.limits);
                    sink(Decoded::Record(Box::new(record)))?;
                }
            }
            Err(error) => sink(problem(&list, &format!("is not a list of articles: {error}")))?,
        }
    }
    ControlFlow::Continue(())
}

fn record(article: &Value, folder: &str, archive: &mut Archive<'_>, limits: &Limits) -> Record {
    let field = |name: &str| {
        let text = article.get(name)?.as_str()?.trim();
        (!text.is_empty()).then(|| text.to_owned())
    };
    let text = field("slug").and_then(|slug| {
        let separator = if folder.is_empty() { "" } else { "/" };
        read(
            archive,
            &format!("{folder}{separator}content/{slug}.html"),
            limits,
        )
    });
    let text = text.map(|html| String::from_utf8_lossy(&html).into_owned());
    Record {
        id: field("id"),
        url: field("url"),
        title: field("title"),
        authors: field("author").into_iter().collect(),
        published: field("publishedAt"),
        content: text.map_or(Content::None, Content::Html),
        ..Record::default()
    }
}

fn read(archive: &mut Archive<'_>, name: &str, limits: &Limits) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let entry = archive.by_name(name).ok()?;
    entry.take(limits.record_bytes).read_to_end(&mut bytes).ok()?;
    Some(bytes)
}

fn problem(place: &str, message: &str) -> Decoded {
    Decoded::Problem(RecordProblem {
        place: place.to_owned(),
        message: message.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;
    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    fn export(files: &[(&str, &str)]) -> Vec<u8> {
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in files {
            archive.start_file(*name, SimpleFileOptions::default()).unwrap();
            archive.write_all(text.as_bytes()).unwrap();
        }
        archive.finish().unwrap().into_inner()
    }

    fn read_all(bytes: &[u8]) -> (Vec<Record>, usize) {
        let (mut records, mut problems, limits) = (Vec::new(), 0, Limits::default());
        let whole = decode(bytes, &Origin::new(&limits), &mut |decoded| {
            match decoded {
                Decoded::Record(record) => records.push(*record),
                _ => problems += 1,
            }
            ControlFlow::Continue(())
        });
        assert!(whole.is_continue());
        (records, problems)
    }

    #[test]
    fn articles_have_their_text() {
        let metadata = r#"[{"id":"o1","slug":"quay","title":"The quay opens","author":"Ilka Fenn","url":"https://q.example/1",
            "savedAt":"2024-06-01T00:00:00Z","publishedAt":"2024-05-03T07:30:00.000Z"},{"slug":"gone","title":"The ferry","publishedAt":null}]"#;
        let bytes = export(&[
            ("metadata_0_to_20.json", metadata),
            ("content/quay.html", "<p>The quay is open.</p>"),
        ]);
        assert!(sniff(&Head::new(&bytes, true, "zip")));
        let (records, problems) = read_all(&bytes);
        assert_eq!((records.len(), problems), (2, 0));
        assert_eq!(records[0].published.as_deref(), Some("2024-05-03T07:30:00.000Z"));
        assert_eq!(
            records[0].content,
            Content::Html("<p>The quay is open.</p>".to_owned())
        );
        assert_eq!(
            (records[1].published.clone(), records[1].content.clone()),
            (None, Content::None)
        );
    }

    #[test]
    fn damage_is_reported() {
        let bytes = export(&[("metadata_0_to_20.json", "[{]")]);
        assert_eq!(read_all(&bytes).1, 1);
        for length in 0..bytes.len() {
            read_all(&bytes[..length]);
        }
    }
}
