//! The laws of `tests/laws/inputs.rs` and `tests/laws/formats.rs` for random input: samples that are changed at random, as a fuzzer does. The numbers
//! come from the seed, so a failure can be repeated. `NEWSPRINT_FUZZ_SECONDS=600` lets each test run that long with seeds of
//! its own; `fuzz/` has the same functions as targets of `cargo fuzz`.

use crate::format_laws as formats;
use crate::harness::cases;
use crate::input_laws::{self as inputs, good_library};
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant, SystemTime};

/// The number of inputs in a short run.
const FEW: usize = 150;

/// Pseudo-random numbers (xorshift64*).
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) as usize % bound.max(1)
    }
}

/// What is put into inputs besides random bytes: the smallest and largest numbers, controls, and what ends texts.
const TOKENS: [&[u8]; 16] = [
    b"\0",
    b"\xff\xff\xff\xff",
    b"\x7f\xff\xff\xff",
    b"\"",
    b"\\",
    b"\n",
    b"\r\n",
    b"(",
    b")",
    b"[[",
    b"18446744073709551616",
    b"-1",
    "\u{202e}".as_bytes(),
    b"\x1b]0;x\x07",
    "\u{feff}".as_bytes(),
    b"\xc0\x80",
];

fn changed(samples: &[Vec<u8>], random: &mut Random) -> Vec<u8> {
    let mut bytes = samples[random.below(samples.len())].clone();
    for _ in 0..=random.below(8) {
        let at = random.below(bytes.len() + 1);
        let end = (at + 1 + random.below(40)).min(bytes.len());
        match random.below(7) {
            0 if at < bytes.len() => bytes[at] ^= 1 << random.below(8),
            1 if at < bytes.len() => bytes[at] = random.below(256) as u8,
            2 => drop(bytes.drain(at..end)),
            3 => {
                let part = bytes[at..end].to_vec();
                let to = random.below(bytes.len() + 1);
                bytes.splice(to..to, part);
            }
            4 => {
                let token = TOKENS[random.below(TOKENS.len())];
                bytes.splice(at..at, token.iter().copied());
            }
            5 => {
                let other = &samples[random.below(samples.len())];
                let from = random.below(other.len() + 1);
                bytes.truncate(at);
                bytes.extend_from_slice(&other[from..]);
            }
            _ => bytes.truncate(at.max(bytes.len() / 2)),
        }
    }
    bytes
}

fn samples(texts: &[&str]) -> Vec<Vec<u8>> {
    texts.iter().map(|text| text.as_bytes().to_vec()).collect()
}

fn queries() -> Vec<Vec<u8>> {
    samples(&[
        "harbour",
        "\"the storm had\" -ferry OR (outlet:\"quay courier\" date:2024-05..2024-06) ~open ship*",
        "is:unread tag:x since:7d until:today lang:en section:none title:a byline:fenn via:ap path:/news",
        "outlet:rt,trt (((a OR b) c) -(d e)) date:newest",
        "北京 שלום café e\u{301} 👨‍👩‍👧",
    ])
}

fn profiles() -> Vec<Vec<u8>> {
    samples(&[
        "[[outlet]]\nname = \"The Quay Courier\"\naliases = [\"QC\"]\ndomains = [\"quay.example\"]\nsignatures = [\"Hoist\"]\n\
         credits = ['^© \\d{4} The Quay']\nagency = false\n[[outlet.chrome]]\nline = \"Menu\"\nreason = \"navigation\"\n",
        "# mine\n[[line]]\noutlet = \"The Quay Courier\"\npattern = '^(Share|Menu)$'\nclass = \"chrome\"  # really\n\n\
         [[line]]\npage = \"00c0ffee00c0ffee\"\nnumber = 7\ntext = \"Ada Venn\"\nclass = \"byline\"\n",
        "[[line]]\noutlet = \"QC\"\nafter = '(?i)share(?:\\w{3,20}|[^a-z]+)*'\nclass = \"body\"\n",
    ])
}

fn exports() -> Vec<Vec<u8>> {
    let hash = "0123456789abcdef0123456789abcdef";
    samples(&[
        &format!(
            "{{\"title\":\"Fog\",\"outlet\":\"The Tern\",\"date\":\"2024-05-03\",\"read\":\"2026-01-31T12:00:00Z\",\
             \"starred\":\"2026-01-31T12:00:00Z\",\"tags\":{{\"ice\":\"2026-01-31T12:00:00Z\"}},\"note\":{{\"text\":\"ask\\nthem\",\
             \"since\":\"2026-01-31T12:00:00Z\"}},\"place\":{{\"paragraph\":\"{hash}\",\"within\":3,\"offset\":40}},\
             \"origins\":[{{\"path\":\"/news/a.txt\",\"part\":1,\"source\":\"{hash}\"}}],\"contents\":[\"{hash}\"],\
             \"shape\":\"00112233445566778899aabbccddeeff\"}}\n"
        ),
        &format!(
            "{{\"newsprint_marks\":1}}\n{{\"title\":\"\",\"outlet\":null,\"date\":null,\"read\":\"2026-01-31T12:00:00Z\",\
             \"origins\":[],\"contents\":[\"{hash}\",\"f{}\"],\"shape\":\"\"}}\n",
            &hash[1..]
        ),
    ])
}

fn catalogues() -> Vec<Vec<u8>> {
    let (folder, name) = good_library();
    vec![
        fs::read(folder.join(name)).unwrap(),
        Vec::new(),
        b"SQLite format 3\0".to_vec(),
    ]
}

fn pages() -> Vec<Vec<u8>> {
    let golden = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden");
    let files = fs::read_dir(golden).unwrap().map(|entry| entry.unwrap().path());
    let texts = files.filter(|path| path.extension().is_some_and(|ending| ending == "txt"));
    let mut pages: Vec<Vec<u8>> = texts.map(|path| fs::read(path).unwrap()).collect();
    pages.sort();
    pages.push(b"Title\x0c\n\nBy Ilka Fenn\n3 May 2024\nA body.\n".to_vec());
    pages
}

fn web_archives() -> Vec<Vec<u8>> {
    samples(&[
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: <https://z.example/a>\r\nContent-Type: application/http\r\n\
         Content-Length: 108\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n\
         1d\r\n<p>The quay is open again.</p>\r\n0\r\n\r\n\r\n\r\nWARC/1.0\r\nWARC-Type: conversion\r\n\
         Content-Type: text/plain\r\nContent-Length: 17\r\n\r\nThe quay is open.\r\n\r\n",
        "filedesc://z.arc 0.0.0.0 20240506070809 text/plain 14\n1 0 Crawler\n\n\nhttps://z.example/a b 192.0.2.7 20240506070809 \
         text/html 56\nHTTP/1.1 200 OK\nContent-Encoding: gzip\n\n<p>It is open.</p>\n",
    ])
}

fn messages() -> Vec<Vec<u8>> {
    samples(&[
        "From a@q.example Fri May  3 09:30:00 2024\nFrom: =?utf-8?Q?J=C3=B6rg?= <a@q.example>\nSubject: =?utf-8?B?Q2Fmw6k=?=\n\
         Date: Fri, 3 May 2024 09:30:00 +0200\nContent-Type: multipart/mixed; boundary=\"b\"\n\n--b\n\
         Content-Type: text/plain; format=flowed; delsp=yes\n\nThe quay \nis open.\n-- \nUnsubscribe\n--b\n\
         Content-Type: text/html; charset=utf-7\nContent-Transfer-Encoding: base64\n\nPHA+YTwvcD4=\n--b\n\
         Content-Type: message/rfc822\n\nFrom: x\n\nText\n--b--\n\nFrom \nX-Mozilla-Status: 0009\nSubject: Fwd: x\n\n\
         ---------- Forwarded message ---------\nFrom: A <a@q.example>\nSubject: x\n\n>From here\n",
        "From: <Saved by Blink>\nSnapshot-Content-Location: https://q.example/1\nContent-Type: multipart/related; boundary=b\n\n\
         --b\nContent-Type: text/html\nContent-Transfer-Encoding: quoted-printable\n\n<p class=3D\"a\">It is op=\nen.</p>\n--b--\n",
    ])
}

fn press_downloads() -> Vec<Vec<u8>> {
    samples(&[
        "The quay opens\nThe Quay Courier\nMay 2, 2024 Thursday\n\nCopyright 2024 Q\n\nLength: 152 words\nByline: Ilka Fenn\n\
         Body\n\nThe quay is open.\n\nLoad-Date: June 1, 2024\n\nEnd of Document\n1 of 2 DOCUMENTS\n",
        "____________________________________\n\nThe quay\n\nFull text: It is open.\n\nSubject: a\n\nPublication date: May 2, 2024\n",
        "{\\rtf1\\ansi\\ansicpg1251{\\fonttbl{\\f1\\fcharset204 A;}}{\\trowd HD\\cell A\\'cc\\u246?\\cell\\row}\\uc0\\u-10179\\u-8704\\par\n\
         Document QUAYC00020240502ek52000b1\\par\\bin3 abc}",
        "<html><title>Factiva</title><div class=\"article enArticle\"><table><tr><td>HD</td><td>A</td></tr><tr><td>AN</td><td>Document \
         QUAYC00020240502ek52000b1</td></tr></table></div><article><span class=\"DocPublicationName\">Q, no. 1</span>\
         <span class=\"DocHeader\">Ville, 2 mai 2024</span><p class=\"titreArticle\">A</p></article><!-- <DOCFULL> -->",
    ])
}

fn exports_of_readers() -> Vec<Vec<u8>> {
    samples(&[
        "<opml><outline text=\"a &amp; b\"><outline xmlUrl='https://q.example/rss' title='&#x41;'/></outline></opml>",
        "https://q.example/rss \"sea ports\" \"~The Quay\"\n# a\n\"query:a:b\"\n",
        "<!DOCTYPE NETSCAPE-Bookmark-file-1><DL><DT><A HREF=\"https://q.example/1\">a</A></DL>",
    ])
}

/// A law that holds for changed samples.
fn holds(samples: fn() -> Vec<Vec<u8>>, law: fn(&[u8]) -> Result<(), String>) {
    let seconds = std::env::var("NEWSPRINT_FUZZ_SECONDS")
        .ok()
        .and_then(|seconds| seconds.parse().ok());
    let until = seconds.map(|seconds| Instant::now() + Duration::from_secs(seconds));
    let mut seed = until.map_or(1, |_| {
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
        now.map_or(1, |now| now.as_nanos() as u64) | 1
    });
    let samples = samples();
    let mut count = 0;
    while until.map_or(count < FEW, |until| Instant::now() < until) {
        let bytes = changed(&samples, &mut Random(seed));
        let broken = catch_unwind(AssertUnwindSafe(|| law(&bytes)));
        let broken = broken.unwrap_or_else(|_| Err("it panicked".to_owned()));
        if let Err(broken) = broken {
            let kept = std::env::temp_dir().join(format!("newsprint-input-{seed:x}"));
            fs::write(&kept, &bytes).unwrap();
            panic!("seed {seed:#x}, kept in {}: {broken}", kept.display());
        }
        seed = seed.wrapping_add(2);
        count += 1;
    }
    if until.is_some() {
        println!("{count} inputs");
    }
}

cases! { holds
    of_queries: (queries, inputs::query);
    of_profiles: (profiles, inputs::profile);
    of_marks: (exports, inputs::marks);
    of_catalogues: (catalogues, inputs::catalogue);
    of_stored_articles: (pages, inputs::stored_article);
    of_web_archives: (web_archives, formats::web_archives);
    of_mail: (messages, formats::mail);
    of_press_downloads: (press_downloads, formats::press);
    of_exports_of_readers: (exports_of_readers, formats::moving_in);
}
