//! Tests of web archives as streams: every kind of record, and every kind of damage.

use crate::article::meta::Warning;
use crate::extract::input::decoder::{CutRecord, Decoded, Format, Head, Limits, Nested, Origin, Reading};
use crate::extract::input::record::Content;
use crate::extract::input::web_archive::{arc, warc};
use std::ops::ControlFlow;

const HTML: &str = "<html><h1>The quay opens</h1><p>The quay of Zelm is open again.</p></html>";

/// What a stream gives: the pages, and the problems as text.
#[derive(Default)]
struct Read {
    pages: Vec<Nested>,
    texts: Vec<(Option<String>, String)>,
    problems: Vec<String>,
}

impl Read {
    fn urls(&self) -> Vec<&str> {
        let url = |page: &'_ Nested| page.known.url.as_deref().unwrap_or("?").to_owned();
        let urls: Vec<String> = self.pages.iter().map(url).collect();
        urls.into_iter().map(|url| &*url.leak()).collect()
    }
}

fn read(format: &Format, bytes: &[u8]) -> Read {
    read_within(format, bytes, &Limits::default())
}

fn read_within(format: &Format, mut bytes: &[u8], limits: &Limits) -> Read {
    let Reading::Stream { cut, decode } = format.reading else {
        panic!("a stream");
    };
    let (mut cut, mut record, mut found) = (cut(), Vec::new(), Read::default());
    loop {
        let unread = bytes.len() + cut.unread();
        record.clear();
        match cut.next(&mut bytes, limits, &mut record).unwrap() {
            CutRecord::End => return found,
            CutRecord::Problem(problem) => found
                .problems
                .push(format!("{}: {}", problem.place, problem.message)),
            CutRecord::Found => {
                assert!(bytes.len() + cut.unread() < unread, "no progress");
                let sunk = decode(&record, &Origin::new(limits), &mut |decoded| {
                    match decoded {
                        Decoded::Nested(page) => found.pages.push(*page),
                        Decoded::Record(record) => {
                            let Content::TextPage(text) = record.content else {
                                panic!("a text")
                            };
                            found.texts.push((record.url, text));
                        }
                        Decoded::Problem(problem) => {
                            found
                                .problems
                                .push(format!("{}: {}", problem.place, problem.message));
                        }
                    }
                    ControlFlow::Continue(())
                });
                assert!(sunk.is_continue());
            }
        }
    }
}

fn http(head: &str, body: &str) -> String {
    format!("HTTP/1.1 {head}\r\n\r\n{body}")
}

fn page() -> String {
    http("200 OK\r\nContent-Type: text/html; charset=utf-8", HTML)
}

fn record(kind: &str, url: &str, content_type: &str, block: &str) -> String {
    format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2024-05-06T07:08:09Z\r\n\
         Content-Type: {content_type}\r\nContent-Length: {}\r\n\r\n{block}\r\n\r\n",
        block.len()
    )
}

fn response(url: &str) -> String {
    record("response", url, "application/http; msgtype=response", &page())
}

#[test]
fn only_pages_that_were_found_are_read() {
    let other = |head: &str| {
        record(
            "response",
            "https://z.example/x",
            "application/http",
            &http(head, "x"),
        )
    };
    let archive = [
        record("warcinfo", "", "application/warc-fields", "software: a crawler"),
        record(
            "request",
            "https://z.example/",
            "application/http",
            "GET / HTTP/1.1\r\n\r\n",
        ),
        other("301 Moved\r\nLocation: /\r\nContent-Type: text/html"),
        other("404 Not Found\r\nContent-Type: text/html"),
        other("200 OK\r\nContent-Type: text/plain"),
        other("200 OK\r\nContent-Type: image/png"),
        record("revisit", "https://z.example/", "application/http", &page()),
        record("metadata", "https://z.example/", "text/html", HTML),
        record("resource", "urn:text:https://z.example/", "text/html", HTML),
        response("<https://z.example/a>"),
        record("resource", "https://z.example/b", "text/html", HTML),
        record(
            "response",
            "https://z.example/c",
            "application/http",
            &http("200 OK\r\nServer: z", HTML),
        ),
    ]
    .concat();
    let read = read(&warc::FORMAT, archive.as_bytes());
    assert_eq!(
        read.urls(),
        [
            "https://z.example/a",
            "https://z.example/b",
            "https://z.example/c"
        ]
    );
    assert!(read.problems.is_empty(), "{:?}", read.problems);
    assert!(read.pages.iter().all(|page| page.bytes == HTML.as_bytes()));
    assert_eq!(read.pages[0].charset.as_deref(), Some("utf-8"));
}

#[test]
fn text_of_pages_is_read() {
    let text = "The quay opens\nThe quay of Zelm is open again.";
    let archive = record("conversion", "https://z.example/a", "text/plain", text);
    let read = read(&warc::FORMAT, archive.as_bytes());
    assert_eq!(
        read.texts,
        [(Some("https://z.example/a".to_owned()), text.to_owned())]
    );
}

#[test]
fn heads_with_line_feeds_alone_and_records_without_a_gap_are_read() {
    let lines = response("https://z.example/a").replace("\r\n", "\n");
    let block = page().replace("\r\n", "\n").len();
    let lines = lines.replace(
        &format!("Content-Length: {}", page().len()),
        &format!("Content-Length: {block}"),
    );
    let archive = [lines.trim_end(), &response("https://z.example/b")].concat();
    let read = read(&warc::FORMAT, archive.as_bytes());
    assert_eq!(read.urls(), ["https://z.example/a", "https://z.example/b"]);
    assert!(read.problems.is_empty(), "{:?}", read.problems);
}

#[test]
fn a_wrong_length_costs_no_other_record() {
    let (good, length) = (response("https://z.example/b"), page().len());
    for wrong in ["1", "20", "9999", "400000000", "-5", "many", ""] {
        let stated = format!("Content-Length: {length}");
        let bad = response("https://z.example/a").replace(&stated, &format!("Content-Length: {wrong}"));
        let read = read(&warc::FORMAT, [&*bad, &good, &good].concat().as_bytes());
        let count = read
            .urls()
            .iter()
            .filter(|&&url| url == "https://z.example/b")
            .count();
        assert_eq!(count, 2, "{wrong:?}: {:?}", read.problems);
        assert!(!read.problems.is_empty(), "{wrong:?}");
    }
}

#[test]
fn damaged_bytes_between_and_in_records_are_skipped() {
    let good = response("https://z.example/b");
    let bad = response("https://z.example/a");
    let archive = [
        &bad[40..],
        &good,
        "\x01\x02 damage WARC/1.0 \r\n",
        &good,
        &bad[..bad.len() - 60],
        &good,
    ]
    .concat();
    let read = read(&warc::FORMAT, archive.as_bytes());
    let wanted = [
        "https://z.example/b",
        "https://z.example/b",
        "https://z.example/a",
        "https://z.example/b",
    ];
    assert_eq!(read.urls(), wanted);
    assert_eq!(read.pages[2].known.warnings, [Warning::Truncated]);
    assert_eq!(read.problems.len(), 3, "{:?}", read.problems);
}

#[test]
fn every_truncation_ends_and_is_reported() {
    let archive = [response("https://z.example/a"), response("https://z.example/b")].concat();
    let whole = archive.trim_end().len();
    for length in 1..archive.len() {
        let read = read(&warc::FORMAT, &archive.as_bytes()[..length]);
        let first = archive.len() / 2;
        let is_between = length >= first - 4 && length <= first;
        let is_reported = !read.problems.is_empty();
        assert_eq!(
            is_reported,
            !is_between && length < whole,
            "{length}: {:?}",
            read.problems
        );
    }
}

#[test]
fn a_record_that_is_too_large_is_skipped_by_its_head() {
    let large = http("200 OK\r\nContent-Type: text/html", &"x".repeat(100_000));
    let archive = [
        record("response", "https://z.example/large", "application/http", &large),
        response("https://z.example/b"),
    ]
    .concat();
    let limits = Limits {
        record_bytes: 50_000,
        ..Limits::default()
    };
    let read = read_within(&warc::FORMAT, archive.as_bytes(), &limits);
    assert_eq!(read.urls(), ["https://z.example/b"]);
    assert_eq!(
        read.problems,
        ["https://z.example/large: is larger than the limit of 50000 bytes"]
    );
}

#[test]
fn a_head_without_an_end_is_not_kept_in_memory() {
    let endless = format!("WARC/1.0\r\n{}", "X-Field: endless\r\n".repeat(100_000));
    let archive = [&*endless, &response("https://z.example/b")].concat();
    let read = read(&warc::FORMAT, archive.as_bytes());
    assert_eq!(read.urls(), ["https://z.example/b"]);
    assert_eq!(read.problems.len(), 1);
}

#[test]
fn arc_records_of_both_versions_are_read() {
    let page = page();
    let archive = format!(
        "filedesc://z.arc 0.0.0.0 20240506070809 text/plain 76\n1 0 Crawler\n\
         URL IP-address Archive-date Content-type Archive-length\n\n\n\
         dns:z.example 192.0.2.1 20240506070809 text/dns 9\nz 192.0.2\n\
         https://z.example/a?q=two words 192.0.2.7 20240506070809 text/html {length}\n{page}\n\
         https://z.example/b 192.0.2.7 20240506070809 text/html 200 abc - 17 z.arc {length}\n{page}\n\
         https://z.example/c 192.0.2.7 20240506070809 text/html {plain}\n{HTML}\n",
        length = page.len(),
        plain = HTML.len()
    );
    assert!((arc::FORMAT.sniff)(&Head::new(archive.as_bytes(), true, "arc")));
    let read = read(&arc::FORMAT, archive.as_bytes());
    let wanted = [
        "https://z.example/a?q=two words",
        "https://z.example/b",
        "https://z.example/c",
    ];
    assert_eq!(read.urls(), wanted, "{:?}", read.problems);
    assert!(read.pages.iter().all(|page| page.bytes == HTML.as_bytes()));
}

#[test]
fn arc_records_with_bad_lengths_are_reported() {
    let archive = format!(
        "filedesc://z.arc 127.0.0.1 20240506070809 text/plain -1\n\
         https://z.example/a 192.0.2.7 20240506070809 text/html abc\n\n\
         https://z.example/b 192.0.2.7 20240506070809 text/html {}\n{HTML}\n",
        HTML.len()
    );
    let read = read(&arc::FORMAT, archive.as_bytes());
    assert_eq!(read.urls(), ["https://z.example/b"]);
    assert_eq!(read.problems.len(), 2, "{:?}", read.problems);
}

#[test]
fn noise_ends() {
    let mut state = 7_u32;
    let mut noise = Vec::new();
    for round in 0..40_000_u32 {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        noise.push((state >> 24) as u8);
        if round % 997 == 0 {
            noise.extend_from_slice(b"WARC/1.0\r\nContent-Length: 7\r\n\r\n");
        }
    }
    for format in [&warc::FORMAT, &arc::FORMAT] {
        assert!(read(format, &noise).pages.is_empty());
    }
}
