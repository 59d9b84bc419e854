//! Downloads from press databases: `LexisNexis`, Nexis and Nexis Uni, Factiva, Europresse, `ProQuest`, as text, HTML, RTF or
//! DOCX. Each form is recognised by its marks; without them a file is what its form says, never a guess.

mod day;
mod docx;
mod europresse;
mod factiva;
mod labels;
mod nexis;
mod proquest;
mod rtf;
mod text;

use crate::extract::input::decode;
use crate::extract::input::decoder::{Decoded, Format, Head, Origin, Reading, RecordProblem, Sink};
use crate::extract::input::html::lines::{Style, lines};
use crate::extract::input::html::{Tree, charset, tree_of};
use crate::extract::input::record::{Content, Record};
use aho_corasick::AhoCorasick;
use std::ops::ControlFlow;
use std::sync::LazyLock;
use text::Lines;

/// Word documents: downloads of Nexis Uni, and texts of other origin.
pub static DOCX: Format = Format {
    name: "docx",
    label: "Word document, also from Nexis Uni",
    endings: &["docx"],
    sniff: |head| docx::is_docx(head.bytes, head.ending),
    reading: Reading::Whole(decode_docx),
};

/// RTF documents: downloads of Nexis and Factiva, and texts of other origin.
pub static RTF: Format = Format {
    name: "rtf",
    label: "RTF document, also from Nexis or Factiva",
    endings: &["rtf"],
    sniff: |head| rtf::is_rtf(head.bytes),
    reading: Reading::Whole(decode_rtf),
};

/// Downloads in HTML.
pub static PRESS_HTML: Format = Format {
    name: "press-html",
    label: "HTML from Factiva, Europresse or LexisNexis",
    endings: &[],
    sniff: |head| has_any(&HTML_MARKS, head.bytes) && html_kind(&beginning(head)).is_some(),
    reading: Reading::Whole(decode_html),
};

/// Downloads in plain text.
pub static PRESS_TEXT: Format = Format {
    name: "press-text",
    label: "text from LexisNexis, Nexis or ProQuest",
    endings: &[],
    sniff: |head| {
        has_any(&TEXT_MARKS, head.bytes)
            && !is_markup(head)
            && text_kind(&decode::decode(head.bytes).text).is_some()
    },
    reading: Reading::Whole(decode_text),
};

/// Words that every download in HTML has; most pages are dismissed by them.
static HTML_MARKS: LazyLock<AhoCorasick> = LazyLock::new(|| {
    any_of([
        "articleparagraph",
        "<title>factiva",
        "docpublicationname",
        "<docfull>",
        "<doc number=",
    ])
});

/// Words that every download in plain text has.
static TEXT_MARKS: LazyLock<AhoCorasick> = LazyLock::new(|| {
    let nexis = ["end", "counter_document"].map(|kind| labels::words(labels::nexis(), kind));
    let others = [
        labels::words(labels::factiva(), "document"),
        labels::words(labels::proquest(), "full_text"),
    ];
    any_of(nexis.into_iter().chain(others).flatten())
});

fn any_of(words: impl IntoIterator<Item = impl AsRef<[u8]>>) -> AhoCorasick {
    let automaton = AhoCorasick::builder().ascii_case_insensitive(true).build(words);
    automaton.expect("a few words")
}

fn has_any(words: &AhoCorasick, bytes: &[u8]) -> bool {
    // Text in UTF-16 is decoded before it is looked at.
    words.is_match(bytes) || bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF")
}

/// The database of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum TextKind {
    Nexis,
    Factiva,
    ProQuest,
}

/// The database of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum HtmlKind {
    Factiva,
    Europresse,
    Nexis,
}

fn is_markup(head: &Head<'_>) -> bool {
    head.trimmed().starts_with(b"<") || head.trimmed().starts_with(b"{") || head.bytes.starts_with(b"PK")
}

/// The beginning of a page in lower case; empty for other files, which are not looked at further.
fn beginning(head: &Head<'_>) -> String {
    if !head.trimmed().starts_with(b"<") {
        return String::new();
    }
    String::from_utf8_lossy(head.bytes).to_lowercase()
}

fn text_kind(text: &str) -> Option<TextKind> {
    if proquest::has_marks(text) {
        Some(TextKind::ProQuest)
    } else if factiva::has_marks(text) {
        Some(TextKind::Factiva)
    } else {
        nexis::has_marks(text).then_some(TextKind::Nexis)
    }
}

fn html_kind(html: &str) -> Option<HtmlKind> {
    if html.is_empty() {
        None
    } else if factiva::is_page(html) {
        Some(HtmlKind::Factiva)
    } else if europresse::is_page(html) {
        Some(HtmlKind::Europresse)
    } else {
        let is_nexis = html.contains("<docfull>") || html.contains("<doc number=");
        is_nexis.then_some(HtmlKind::Nexis)
    }
}

fn records_of(text: &str, form: Lines) -> Option<Vec<Option<Record>>> {
    Some(match text_kind(text)? {
        TextKind::Nexis => nexis::records(text, form),
        TextKind::Factiva => factiva::of_text(text),
        TextKind::ProQuest => proquest::records(text),
    })
}

/// Passes the records on. Marks without a record are a problem: the database may have changed its form.
fn send(records: Vec<Option<Record>>, sink: &mut Sink<'_>) -> ControlFlow<()> {
    if records.is_empty() {
        let message = "has the marks of a press database, but no record that can be read";
        return sink(problem("the document".to_owned(), message.to_owned()));
    }
    (1..).zip(records).try_for_each(|(number, record)| match record {
        Some(record) => sink(Decoded::Record(Box::new(record))),
        None => sink(problem(
            format!("record {number}"),
            "is not in the form of its database".to_owned(),
        )),
    })
}

fn problem(place: String, message: String) -> Decoded {
    Decoded::Problem(RecordProblem { place, message })
}

/// A document without the marks of a database is one page of text.
fn send_document(text: String, sink: &mut Sink<'_>) -> ControlFlow<()> {
    match records_of(&text, Lines::AreParagraphs) {
        Some(records) => send(records, sink),
        None => sink(Decoded::Record(Box::new(Record {
            content: Content::TextPage(text),
            ..Record::default()
        }))),
    }
}

fn decode_docx(bytes: &[u8], origin: &Origin<'_>, sink: &mut Sink<'_>) -> ControlFlow<()> {
    match docx::text(bytes, origin.limits) {
        Ok(text) => send_document(text, sink),
        Err(error) => sink(problem(
            "the document".to_owned(),
            format!("cannot be read: {error}"),
        )),
    }
}

fn decode_rtf(bytes: &[u8], _: &Origin<'_>, sink: &mut Sink<'_>) -> ControlFlow<()> {
    send_document(rtf::text(bytes), sink)
}

fn decode_text(bytes: &[u8], _: &Origin<'_>, sink: &mut Sink<'_>) -> ControlFlow<()> {
    let text = decode::decode(bytes).text;
    send(records_of(&text, Lines::MayBeBroken).unwrap_or_default(), sink)
}

fn decode_html(bytes: &[u8], origin: &Origin<'_>, sink: &mut Sink<'_>) -> ControlFlow<()> {
    let (html, _) = charset::decode(bytes, origin.charset);
    let beginning = &bytes[..bytes.len().min(Head::BYTES)];
    let kind = html_kind(&String::from_utf8_lossy(beginning).to_lowercase());
    let tree = tree_of(&html);
    let records = match kind {
        Some(HtmlKind::Factiva) => factiva::of_page(&tree),
        Some(HtmlKind::Europresse) => europresse::of_page(&tree),
        _ => nexis::records(&lines(&tree, Tree::ROOT, Style::Page).text, Lines::AreParagraphs),
    };
    send(records, sink)
}

#[cfg(test)]
mod tests;
