//! Tests of press databases, with invented downloads in the forms of each.

use crate::extract::input::decoder::{Decode, Decoded, Format, Head, Limits, Origin, Reading};
use crate::extract::input::press::{DOCX, PRESS_HTML, PRESS_TEXT, RTF, docx};
use crate::extract::input::record::{Content, Record};
use std::ops::ControlFlow;

fn decode(format: &Format, bytes: &[u8]) -> (Vec<Record>, Vec<String>) {
    let Reading::Whole(decode) = format.reading else {
        panic!("read as a whole")
    };
    run(decode, bytes)
}

fn run(decode: Decode, bytes: &[u8]) -> (Vec<Record>, Vec<String>) {
    let (limits, mut records, mut problems) = (Limits::default(), Vec::new(), Vec::new());
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

fn records(format: &Format, bytes: &[u8], ending: &str) -> Vec<Record> {
    assert!(
        (format.sniff)(&Head::new(bytes, true, ending)),
        "{}",
        String::from_utf8_lossy(bytes)
    );
    let (records, problems) = decode(format, bytes);
    assert!(problems.is_empty(), "{problems:?}");
    records
}

fn paragraphs(record: &Record) -> Vec<String> {
    match &record.content {
        Content::Paragraphs(paragraphs) => paragraphs.clone(),
        Content::Text(text) => text.lines().map(str::to_owned).collect(),
        other => panic!("{other:?}"),
    }
}

/// The value of a field; none without a text.
fn some(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

const NEXIS_UNI: &str = "Date and Time: Friday, 3. May 2024 09:31:00 CEST\nJob Number: 1\nDocuments (2)\n1. The quay opens\n\
    Client/Matter: -None-\nSearch Terms: quay\n\n\n\
    The quay opens\nThe Quay Courier\nMay 2, 2024 Thursday 10:30 AM GMT\n\nCopyright 2024 The Quay Courier All Rights Reserved\n\n\
    Section: LOCAL; Pg. 7\nLength: 152 words\nByline:\u{a0}Ilka Fenn\nHighlight: Ships are back.\nBody\n\n\
    The quay of Zelm is open again.\n\nLanguage: they spoke of it.\n\nShips are back.\nClassification\n\nLanguage: ENGLISH\n\
    Load-Date: June 1, 2024\n\nEnd of Document\n\n\
    Zelm plant in 2000 um 4,5 Prozent\nZelmer Bote\n12. Januar 2023\n\nCopyright 2023 Zelmer Bote\n\n\
    Rubrik: WIRTSCHAFT; S. 9\nLänge: 80 Wörter\nTextkörper\n\nDie Brücke ist offen.\n\nGraphic: Die Brücke, Foto\n\nEnde des Dokuments\n";

#[test]
fn nexis_uni_is_read_in_any_language() {
    let records = records(&DOCX, &docx::tests::docx(NEXIS_UNI), "docx");
    assert_eq!(records.len(), 2, "{records:#?}");
    assert_eq!(records[0].title, some("The quay opens"));
    assert_eq!(records[0].outlet, some("The Quay Courier"));
    assert_eq!(records[0].published, some("May 2, 2024 Thursday 10:30 AM GMT"));
    assert_eq!(records[0].section, some("LOCAL"));
    assert_eq!(records[0].authors, ["Ilka Fenn"]);
    assert_eq!(records[0].subtitle, some("Ships are back."));
    assert_eq!(paragraphs(&records[0])[0], "The quay of Zelm is open again.");
    assert_eq!(records[1].title, some("Zelm plant in 2000 um 4,5 Prozent"));
    assert_eq!(records[1].outlet, some("Zelmer Bote"));
    assert_eq!(records[1].published, some("12. Januar 2023"));
    assert_eq!(paragraphs(&records[1]), ["Die Brücke ist offen."]);
    assert_eq!(records[1].captions, ["Die Brücke, Foto"]);
}

const LEXIS: &str = "\u{feff}\n\nDownload Request: Selected Items: 1-2\nTerms: (quay)\n\n\n\
    \x20                              1 of 2 DOCUMENTS\n\n\n\n\
    \x20                             The Quay Courier\n\n                           May 2, 2024 Thursday\n\
    \x20                               Final Edition\n\n\
    The quay opens after a winter in which the ships of Zelm stayed where they\nwere\n\n\
    BYLINE: Ilka Fenn\n\nSECTION: LOCAL; Pg. 7\n\nLENGTH: 152 words\n\nDATELINE: ZELM\n\n\
    The quay of Zelm is open again, and the ships that lay in the harbour are on\ntheir way.\n\n\
    Subject: to no one.\n\nIt was closed for a year.\n\nLOAD-DATE: June 1, 2024\n\nLANGUAGE: ENGLISH\n\n\
    \x20                        Copyright 2024 The Quay Courier\n                              All Rights Reserved\n\n\n\
    \x20                              2 of 2 DOCUMENTS\n\n                             Zelmer Bote\n\n\
    \x20                             12. Januar 2023\n\nLÄNGE: 80 Wörter\n\nÜBERSCHRIFT: Die Brücke\n\nAUTOR: Jo Reet\n\n\
    TEXT: \nDie Brücke ist offen.\n\nSPRACHE: Deutsch\n";

#[test]
fn older_texts_are_read_with_their_paragraphs() {
    let records = records(&PRESS_TEXT, LEXIS.as_bytes(), "txt");
    assert_eq!(records.len(), 2, "{records:#?}");
    assert_eq!(
        records[0].title,
        some("The quay opens after a winter in which the ships of Zelm stayed where they were")
    );
    assert_eq!(records[0].outlet, some("The Quay Courier"));
    assert_eq!(records[0].published, some("May 2, 2024 Thursday"));
    assert_eq!(records[0].authors, ["Ilka Fenn"]);
    let text = [
        "The quay of Zelm is open again, and the ships that lay in the harbour are on their way.",
        "Subject: to no one.",
        "It was closed for a year.",
    ];
    assert_eq!(paragraphs(&records[0]), text);
    assert_eq!(records[1].title, some("Die Brücke"));
    assert_eq!(records[1].outlet, some("Zelmer Bote"));
    assert_eq!(paragraphs(&records[1]), ["Die Brücke ist offen."]);
}

#[test]
fn rtf_is_read_like_the_text_in_it() {
    let lines = NEXIS_UNI.replace('\n', "\\par\n");
    let mut rtf = "{\\rtf1\\ansi ".to_owned();
    for c in lines.chars() {
        if c.is_ascii() {
            rtf.push(c);
        } else {
            rtf = format!("{rtf}\\u{}?", c as u32);
        }
    }
    let records = records(&RTF, rtf.as_bytes(), "rtf");
    assert_eq!(records.len(), 2);
    assert_eq!(records[0].authors, ["Ilka Fenn"]);
    assert_eq!(records[1].captions, ["Die Brücke, Foto"]);
}

#[test]
fn lexisnexis_html_is_read() {
    let block =
        |line: &str| format!("<div class=\"c0\"><p class=\"c1\"><span class=\"c2\">{line}</span></p></div>");
    let mut html = "<!DOCTYPE html><html><head></head><body><!-- Hide XML section from browser\n<DOC NUMBER=1>\n<DOCFULL> -->".to_owned();
    for line in [
        "1 of 1 DOCUMENT",
        "The Quay Courier",
        "May 2, 2024 Thursday",
        "The quay opens",
        "BYLINE: Ilka Fenn",
        "LENGTH: 152 words",
        "The quay of Zelm is open.",
        "LOAD-DATE: June 1, 2024",
    ] {
        html.push_str(&block(line));
    }
    let records = records(&PRESS_HTML, html.as_bytes(), "html");
    assert_eq!(records.len(), 1);
    assert_eq!(records[0].title, some("The quay opens"));
    assert_eq!(records[0].authors, ["Ilka Fenn"]);
    assert_eq!(paragraphs(&records[0]), ["The quay of Zelm is open."]);
}

#[test]
fn factiva_html_is_read_with_codes_and_without() {
    let row = |code: &str, value: &str| {
        format!("<tr><td class=\"index\"><b>{code}</b>&nbsp;</td><td>{value}</td></tr>")
    };
    let coded: String = [
        ("SE", "Local"), ("HD", "<b class='enHeadline'>The quay opens</b>"), ("BY", "By Ilka Fenn"), ("WC", "1,152 words"),
        ("PD", "2 May 2024"), ("ET", "10:30"), ("SN", "The Quay Courier"), ("LA", "English"),
        ("LP", "<p class=\"articleParagraph enarticleParagraph\">The quay is open.</p>"),
        ("TD", "<p class=\"articleParagraph enarticleParagraph\">Ships are back.</p><p class=\"articleParagraph\">All of them.</p>"),
        ("AN", "Document QUAYC00020240502ek52000b1"),
    ].iter().map(|(code, value)| row(code, value)).collect();
    let plain = "<div id=\"hd\"><span class='enHeadline'>The ferry stops</span></div><div>By Jon Reed</div><div>80 words</div>\
        <div>3 May 2024</div><div>The Quay Courier</div><div>QUAYC</div><div>English</div><div>© 2024 The Quay Courier</div>\
        <p class=\"articleParagraph enarticleParagraph\">It stops at noon.</p><p>Document QUAYC00020240503ek53000b2</p>";
    let html = format!(
        "<html><head><title>Factiva</title></head><body><div class=\"article enArticle\"><table>{coded}</table></div>\
         <div class=\"article enArticle\">{plain}</div></body></html>"
    );
    let records = records(&PRESS_HTML, html.as_bytes(), "html");
    assert_eq!(records.len(), 2, "{records:#?}");
    assert_eq!(records[0].title, some("The quay opens"));
    assert_eq!(
        (records[0].published.clone(), records[0].time.clone()),
        (some("2 May 2024"), some("10:30"))
    );
    assert_eq!(records[0].id, some("QUAYC00020240502ek52000b1"));
    assert_eq!(
        paragraphs(&records[0]),
        ["The quay is open.", "Ships are back.", "All of them."]
    );
    assert_eq!(records[1].title, some("The ferry stops"));
    assert_eq!(records[1].authors, ["By Jon Reed"]);
    assert_eq!(records[1].outlet, some("The Quay Courier"));
    assert_eq!(records[1].published, some("3 May 2024"));
    assert_eq!(paragraphs(&records[1]), ["It stops at noon."]);
}

#[test]
fn factiva_rtf_is_read_with_codes_and_without() {
    let rtf = br"{\rtf1\ansi{\trowd HD\cell The quay opens\cell\row}{\trowd PD\cell 2 May 2024\cell\row}{\trowd SN\cell The Quay Courier\cell\row}
{\trowd LP\cell The quay is open.\par\cell\row}{\trowd TD\cell Ships are back.\par\par All of them.\cell\row}
{\trowd AN\cell Document QUAYC00020240502ek52000b1\cell\row}\par
The ferry stops\par By Jon Reed\par 80 words\par 3 May 2024\par 11:30\par The Quay Courier\par QUAYC\par English\par Copyright 2024\par\par
It stops at noon.\par\par Document QUAYC00020240503ek53000b2\par}";
    let records = records(&RTF, rtf, "rtf");
    assert_eq!(records.len(), 2, "{records:#?}");
    assert_eq!(
        paragraphs(&records[0]),
        ["The quay is open.", "Ships are back.", "All of them."]
    );
    assert_eq!(records[0].id, some("QUAYC00020240502ek52000b1"));
    assert_eq!(records[1].title, some("The ferry stops"));
    assert_eq!(records[1].time, some("11:30"));
    assert_eq!(records[1].language, some("English"));
}

#[test]
fn europresse_is_read_without_its_certificate() {
    let html = "<!DOCTYPE html><html><body><article><header><div><span class=\"DocPublicationName\">Le Quai (site web), no. 12</span></div>\
        <div><span class=\"DocHeader\">Ville, jeudi 2 mai 2024, p. 16</span></div><div class=\"titreArticle\">\
        <p class=\"titreArticleVisu\">Le quai rouvre</p></div><div>Ilka Fenn</div></header><section><div class=\"DocText\">\
        <div class='docOcurrContainer'><p>Le <mark>quai</mark> est ouvert.</p><p>Les bateaux reviennent.</p></div></div></section>\
        <footer><p>Num\u{e9}ro de document : news\u{b7}20240502\u{b7}LQ\u{b7}7</p><span>Date d'\u{e9}mission : <b>2025-07-04</b></span></footer></article></body></html>";
    let records = records(&PRESS_HTML, html.as_bytes(), "html");
    assert_eq!(records[0].title, some("Le quai rouvre"));
    assert_eq!(records[0].outlet, some("Le Quai"));
    assert_eq!(records[0].section, some("Ville"));
    assert_eq!(records[0].published, some("jeudi 2 mai 2024"));
    assert_eq!(records[0].authors, ["Ilka Fenn"]);
    assert_eq!(records[0].id, some("news\u{b7}20240502\u{b7}LQ\u{b7}7"));
    let text: Vec<String> = paragraphs(&records[0])
        .into_iter()
        .filter(|line| !line.is_empty())
        .collect();
    assert_eq!(text, ["Le quai est ouvert.", "Les bateaux reviennent."]);
}

#[test]
fn proquest_is_read_with_its_fields() {
    let rule = "_".repeat(60);
    let text = format!(
        "{rule}\n\nThe quay opens\n\nAuthor: Fenn, Ilka; Reed, Jon\n\nPublication info: The Quay Courier ; Zelm, 2024-05-02: A.7.\n\n\
         Abstract: None available.\n\nFull text: The quay is open.\n\nSubject: to no one.\n\nShips are back.\n\nSubject: Harbours;\n\n\
         Publication title: The Quay Courier\n\nPublication date: May 2, 2024\n\nProQuest document ID: 123456\n\n\
         Document URL: https://quay.example/1\n\nLast updated: 2025-01-01\n\n{rule}\n\nDie Brücke\n\nVolltext: Sie ist offen.\n\n\
         Titel der Publikation: Zelmer Bote\n\nDatum der Publikation: 12. Januar 2023\n\n{rule}\n\nContact ProQuest\n"
    );
    let records = records(&PRESS_TEXT, text.as_bytes(), "txt");
    assert_eq!(records.len(), 2, "{records:#?}");
    assert_eq!(records[0].authors, ["Fenn, Ilka", "Reed, Jon"]);
    assert_eq!(records[0].outlet, some("The Quay Courier"));
    assert_eq!(records[0].published, some("May 2, 2024"));
    assert_eq!(records[0].id, some("123456"));
    assert_eq!(
        paragraphs(&records[0]),
        ["The quay is open.", "Subject: to no one.", "Ships are back."]
    );
    assert_eq!(records[1].title, some("Die Brücke"));
    assert_eq!(records[1].published, some("12. Januar 2023"));
}

#[test]
fn without_marks_nothing_is_guessed() {
    let article = "The quay opens\nThe Quay Courier\nMay 2, 2024\n\nCopyright 2024\n\nThe quay is open. Length: 152 words.\n";
    assert!(!(PRESS_TEXT.sniff)(&Head::new(article.as_bytes(), true, "txt")));
    let page =
        "<html><body><article class=\"article\"><h1 class=\"headline\">The quay</h1></article></body></html>";
    assert!(!(PRESS_HTML.sniff)(&Head::new(page.as_bytes(), true, "html")));
    let (records, _) = decode(&DOCX, &docx::tests::docx(article));
    assert!(matches!(
        &records[..],
        [Record {
            content: Content::TextPage(_),
            title: None,
            ..
        }]
    ));
}

#[test]
fn every_beginning_of_a_download_ends() {
    for text in [NEXIS_UNI, LEXIS] {
        for (length, _) in text.char_indices() {
            decode(&PRESS_TEXT, &text.as_bytes()[..length]);
        }
    }
}
