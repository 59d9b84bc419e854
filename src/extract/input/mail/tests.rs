//! Tests of messages, mailboxes and saved pages.

use crate::extract::input::decoder::{CutRecord, Decoded, Format, Head, Limits, Nested, Origin, Reading};
use crate::extract::input::mail::{mbox, message, mhtml};
use crate::extract::input::record::{Content, Record};
use std::fmt::Write;
use std::ops::ControlFlow;

/// What a decoder gives.
#[derive(Default)]
struct Read {
    records: Vec<Record>,
    nested: Vec<Nested>,
    problems: Vec<String>,
}

impl Read {
    fn sink(&mut self, decoded: Decoded) -> ControlFlow<()> {
        match decoded {
            Decoded::Record(record) => self.records.push(*record),
            Decoded::Nested(nested) => self.nested.push(*nested),
            Decoded::Problem(problem) => self.problems.push(problem.message),
        }
        ControlFlow::Continue(())
    }
}

fn read(format: &Format, mut bytes: &[u8]) -> Read {
    let (limits, mut read) = (Limits::default(), Read::default());
    let mut decoded = |decode: crate::extract::input::decoder::Decode, bytes: &[u8]| {
        let whole = decode(bytes, &Origin::new(&limits), &mut |decoded| read.sink(decoded));
        assert!(whole.is_continue());
    };
    match format.reading {
        Reading::Whole(decode) => decoded(decode, bytes),
        Reading::Stream { cut, decode } => {
            let (mut cut, mut record) = (cut(), Vec::new());
            while cut.next(&mut bytes, &limits, &mut record).unwrap() == CutRecord::Found {
                decoded(decode, &record);
                record.clear();
            }
        }
        _ => panic!("not a format of mail"),
    }
    read
}

fn one(text: &str) -> Record {
    let mut read = read(&message::FORMAT, text.replace('\n', "\r\n").as_bytes());
    assert_eq!((read.records.len(), &read.problems[..]), (1, &[][..]), "{text}");
    read.records.remove(0)
}

#[test]
fn a_letter_is_taken_as_given() {
    let record = one(
        "From: Ilka Fenn <ilka@quay.example>\nSubject: Roads\nMessage-ID: <1@quay.example>\n\
        Date: Fri, 3 May 2024 09:30:00 +0200\n\nThe coast road is closed.\n\nMenu\n",
    );
    assert_eq!(record.title.as_deref(), Some("Roads"));
    assert_eq!(record.id.as_deref(), Some("1@quay.example"));
    assert_eq!(record.published.as_deref(), Some("2024-05-03T09:30:00+02:00"));
    assert_eq!(record.authors, ["Ilka Fenn"]);
    assert_eq!(record.outlet, None);
    let Content::Text(text) = record.content else {
        panic!("{:?}", record.content)
    };
    assert_eq!(text.trim(), "The coast road is closed.\n\nMenu");
}

#[test]
fn a_newsletter_is_a_page_of_its_outlet() {
    let alternative = "Content-Type: multipart/alternative; boundary=\"b\"\n\n--b\nContent-Type: text/plain\n\n\
        The quay is open.\n--b\nContent-Type: text/html; charset=utf-8\n\n<p>The quay is open.</p>\n--b--\n";
    let record = one(&format!(
        "From: Ilka Fenn from The Quay Courier <n@quay.example>\nList-Id: \"Morning Tide\" <tide.quay.example>\n\
         Subject: The quay opens\n{alternative}"
    ));
    assert_eq!(record.authors, ["Ilka Fenn"]);
    assert_eq!(record.outlet.as_deref(), Some("The Quay Courier"));
    assert_eq!(record.feed_title.as_deref(), Some("Morning Tide"));
    assert!(matches!(&record.content, Content::HtmlPage(html) if html.contains("<p>The quay")));
    // Without the fields of a list, its words show it.
    let record = one(
        "From: The Quay Courier <n@quay.example>\nSubject: The quay\n\nIt is open.\n\nUnsubscribe here\n",
    );
    assert_eq!(record.outlet.as_deref(), Some("The Quay Courier"));
    assert!(matches!(record.content, Content::TextPage(_)));
}

#[test]
fn forwarded_newsletters_are_opened() {
    let head =
        "From: Me <me@z.example>\nDate: Sat, 4 May 2024 10:00:00 +0000\nSubject: Fwd: The quay opens\n";
    let record = one(&format!(
        "{head}\nFor you\n\n---------- Forwarded message ---------\nFrom: The Quay Courier <n@q.example>\n\
         Date: Fri, 3 May 2024 at 09:30\nSubject: The quay opens\nTo: Me\n\nThe quay is open.\n"
    ));
    assert_eq!(record.title.as_deref(), Some("The quay opens"));
    assert_eq!(record.outlet.as_deref(), Some("The Quay Courier"));
    assert_eq!(record.published.as_deref(), Some("Fri, 3 May 2024 at 09:30"));
    let html = one(&format!(
        "{head}Content-Type: text/html\n\n<div>For you</div><div class=\"gmail_quote\"><div>---------- Forwarded message ---------<br>\
         From: <b>The Quay Courier</b> &lt;n@q.example&gt;<br>Date: Fri, 3 May 2024<br>Subject: The quay opens<br></div><br>\
         <p>The quay is open.</p></div>"
    ));
    assert_eq!(html.title.as_deref(), Some("The quay opens"));
    assert_eq!(html.outlet.as_deref(), Some("The Quay Courier"));
    let inner = "From: A <a@q.example>\nSubject: The quay opens\n\nIt is open.\n";
    let attached = format!(
        "{head}Content-Type: multipart/mixed; boundary=b\n\n--b\n\nFor you\n--b\nContent-Type: message/rfc822\n\n{inner}\n--b--\n"
    );
    let read = read(&message::FORMAT, attached.as_bytes());
    assert!(read.records.is_empty());
    assert_eq!(read.nested.len(), 1);
    assert_eq!(read.nested[0].media_type.as_deref(), Some("message/rfc822"));
    assert!(String::from_utf8_lossy(&read.nested[0].bytes).contains("It is open."));
}

#[test]
fn an_attached_message_is_not_the_letter() {
    let record = one(
        "From: A <a@q.example>\nSubject: Report\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\
        Content-Type: text/plain\n\nMy report.\n--b\nContent-Type: message/rfc822\n\nno message\n--b--\n",
    );
    assert!(matches!(record.content, Content::Text(text) if text.trim() == "My report."));
}

#[test]
fn charsets_are_found_where_none_is_stated() {
    let mut bytes = b"From: a@q.example\nSubject: Caf\xe9\nMessage-ID: <1>\n\nDas Caf\xe9 am Hafen ist wieder ge\xf6ffnet.\n".to_vec();
    let read_one = |bytes: &[u8]| read(&message::FORMAT, bytes).records.remove(0);
    let record = read_one(&bytes);
    assert_eq!(record.title.as_deref(), Some("Café"));
    assert!(matches!(record.content, Content::Text(text) if text.starts_with("Das Café")));
    bytes = "From: a@q.example\nSubject: Café\n\nDas Café".as_bytes().to_vec();
    assert_eq!(read_one(&bytes).title.as_deref(), Some("Café"));
}

#[test]
fn articles_of_feeds_have_their_address_and_author() {
    let mailbox = "From - Mon May  6 10:11:10 2024\nX-Mozilla-Status: 0001\nReceived: by localhost; Mon, 06 May 2024\n\
        Date: 3 May 2024 09:30:00 +0200\nMessage-Id: <https://quay.example/1@localhost.localdomain>\nFrom: Ilka Fenn\n\
        Subject: The quay opens\nContent-Base: https://quay.example/1\nContent-Type: text/html; charset=UTF-8\n\n\
        <html><body><p>The quay is open.</p></body></html>\n\n\
        From - Mon May  6 10:11:10 2024\nX-Mozilla-Status: 0009\nSubject: deleted\nFrom: a@b\n\nx\n\n\
        From \nX-Mozilla-Status: 0000\nSubject: The ferry\nFrom: Jon Reed\nContent-Base: https://quay.example/2\n\n<p>It stops.</p>\n";
    let read = read(&mbox::FORMAT, mailbox.as_bytes());
    assert_eq!(read.records.len(), 2, "{:?}", read.records);
    let record = &read.records[0];
    assert_eq!(record.id.as_deref(), Some("https://quay.example/1"));
    assert_eq!(record.url.as_deref(), Some("https://quay.example/1"));
    assert_eq!(record.authors, ["Ilka Fenn"]);
    assert!(matches!(record.content, Content::Html(_)));
}

#[test]
fn lines_that_begin_with_from_are_text() {
    let mailbox = "From a@q.example Fri May  3 09:30:00 2024\nFrom: A <a@q.example>\nSubject: Roads\n\n\
        From here on it is closed at 10:30 in 2024\n\n>From the north it is open.\n>>From there too.\n\n\
        From a@q.example Fri May  3 09:31:00 +0200 2024\nFrom: A <a@q.example>\nSubject: Ferry\n\nIt stops.\n";
    let read = read(&mbox::FORMAT, mailbox.as_bytes());
    let titles: Vec<_> = read
        .records
        .iter()
        .filter_map(|record| record.title.as_deref())
        .collect();
    assert_eq!(titles, ["Roads", "Ferry"]);
    let Content::Text(text) = &read.records[0].content else {
        panic!()
    };
    assert!(
        text.contains("\nFrom the north") && text.contains("\n>From there") && text.contains("From here")
    );
}

#[test]
fn saved_pages_are_pages() {
    let page = "From: <Saved by Blink>\nSnapshot-Content-Location: https://quay.example/1\nSubject: Quay\n\
        Date: Mon, 6 May 2024 10:00:00 -0000\nContent-Type: multipart/related; type=\"text/html\"; boundary=\"b\"\n\n--b\n\
        Content-Type: text/html\nContent-Transfer-Encoding: quoted-printable\nContent-Location: https://quay.example/1\n\n\
        <p class=3D\"a\">The quay is op=\nen.</p>\n--b\nContent-Type: text/css\n\np { color: red }\n--b--\n";
    assert!((mhtml::FORMAT.sniff)(&Head::new(page.as_bytes(), true, "")));
    let read = read(&mhtml::FORMAT, page.as_bytes());
    let nested = &read.nested[0];
    assert_eq!(
        String::from_utf8_lossy(&nested.bytes).trim(),
        "<p class=\"a\">The quay is open.</p>"
    );
    assert_eq!(nested.known.url.as_deref(), Some("https://quay.example/1"));
    assert_eq!(nested.known.published, None);
}

#[test]
fn messages_are_recognised_and_texts_are_not() {
    let is = |text: &str, ending: &str| {
        let head = Head::new(text.as_bytes(), true, ending);
        [&mbox::FORMAT, &mhtml::FORMAT, &message::FORMAT]
            .iter()
            .find(|format| (format.sniff)(&head))
            .map(|format| format.name)
    };
    assert_eq!(is("Received: by z\nFrom: a\nSubject: b\n\nc", ""), Some("mail"));
    assert_eq!(is("Content-Type: text/plain\n\nc", "eml"), Some("mail"));
    assert_eq!(
        is("From - Mon May  6 10:11:10 2024\nX-Mozilla-Status: 0001\n", ""),
        Some("mbox")
    );
    assert_eq!(
        is("From Monday on the quay is open.\nIt was closed.\n", "txt"),
        None
    );
    assert_eq!(
        is("Title: The quay\nDate: 3 May 2024\n\nThe quay is open.", "txt"),
        None
    );
}

#[test]
fn nesting_ends() {
    let mut messages = String::new();
    let mut parts = String::from("Subject: deep\nFrom: a@b.example\n");
    for level in 0..1_000 {
        messages.push_str("Subject: deep\nFrom: a@b.example\nContent-Type: message/rfc822\n\n");
        write!(
            parts,
            "Content-Type: multipart/mixed; boundary=\"b{level}\"\n\n--b{level}\n"
        )
        .unwrap();
    }
    let found = read(&message::FORMAT, messages.as_bytes());
    assert_eq!((found.records.len(), found.problems.len()), (1, 1));
    parts.push_str("\nThe end.\n");
    let found = read(&message::FORMAT, parts.as_bytes());
    assert_eq!(found.records.len(), 1);
    let digest = format!(
        "Subject: a\nContent-Type: multipart/digest; boundary=b\n\n{}",
        "--b\n\n".repeat(5_000)
    );
    read(&message::FORMAT, digest.as_bytes());
}

#[test]
fn every_part_of_a_message_ends() {
    let message = "From: =?utf-8?Q?Caf=C3=A9?= <a@b.example>\nSubject: =?utf-8?B?Q2Fmw6k=?=\nContent-Type: multipart/mixed;\n \
        boundary=\"b\"\n\n--b\nContent-Type: text/html; charset=utf-7\nContent-Transfer-Encoding: base64\n\nPHA+YTwvcD4=\n--b\n\
        Content-Type: message/rfc822\n\nFrom: x\n\nText\n--b--\n";
    for length in 0..message.len() {
        for format in [&message::FORMAT, &mbox::FORMAT, &mhtml::FORMAT] {
            read(format, &message.as_bytes()[..length]);
        }
    }
}
