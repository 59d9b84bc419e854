//! Outlets, sources and sections.

use crate::article::line::{Fields, LineClass};
use crate::article::meta::Field;
use crate::extract::cases::cases;
use crate::extract::corpus::hints::Hints;
use crate::extract::meta::collect::collect;
use crate::extract::meta::tests::{BODY, collected, page};
use crate::extract::outlets::directory::OutletDirectory;

#[test]
fn a_section_next_to_the_date() {
    let article = collected(&[". date 2024-07-09 WORLD", "T The ferry sails again", BODY, BODY]);
    assert_eq!(article.meta.section.as_deref(), Some("WORLD"));
    assert_eq!(article.lines[0].class, LineClass::DateLine);
    assert!(article.lines[0].fields.has(Fields::DATE.with(Fields::SECTION)));
}

#[test]
fn an_agency_as_the_author_is_via() {
    let article = collected(&["T The ferry sails again", ". By Associated Press", BODY, BODY]);
    assert_eq!(
        (article.meta.byline.as_deref(), article.meta.via.as_deref()),
        (None, Some("Associated Press"))
    );
    let dateline = "B PORT LENNE (AP) — The old ferry left the harbour on Monday with forty people on board.";
    let article = collected(&["T The ferry sails again", dateline, BODY]);
    assert_eq!(
        (article.meta.outlet.as_deref(), article.meta.via.as_deref()),
        (None, Some("Associated Press"))
    );
}

#[test]
fn a_source_line_separates_outlet_and_agencies() {
    let article = collected(&[
        "T The ferry sails again",
        BODY,
        BODY,
        ". SOURCE:SkyNews and agencies",
    ]);
    assert_eq!(
        (article.meta.outlet.as_deref(), article.meta.via.as_deref()),
        (Some("Sky News"), Some("agencies"))
    );
    assert_eq!(article.lines[3].class, LineClass::Credit);
    let credit = collected(&[BODY, BODY, "C Credit: Sky News"]);
    assert_eq!(
        (credit.meta.outlet.as_deref(), credit.meta.via.as_deref()),
        (None, Some("Sky News"))
    );
}

#[test]
fn a_source_in_the_text_is_text() {
    let inside =
        "B Source: a dockworker close to TASS and other agencies, who spoke at a briefing on the quay";
    let article = collected(&["T The ferry sails again", BODY, inside, BODY, BODY, BODY, BODY]);
    assert_eq!(article.meta.via, None);
    assert_eq!(article.lines[2].class, LineClass::Paragraph);
}

#[test]
fn a_folder_named_like_a_site_or_an_outlet_is_weak_evidence() {
    let outlet = |path: &str| {
        let mut article = page(&["T The ferry sails again", BODY, BODY]);
        let outlets = OutletDirectory::builtin();
        let hints = Hints {
            path: Some(path),
            ..Hints::new(&outlets)
        };
        collect(&mut article, &hints, None);
        if let Some(evidence) = article.meta.evidence_of(Field::Outlet) {
            assert!(evidence.rule == "path" && evidence.confidence < 0.5);
        }
        article.meta.outlet
    };
    for named in ["bbc.co.uk", "BBC News", "bbc-news", "www.bbc.com/2024"] {
        let path = format!("corpus/{named}/0001.txt");
        assert_eq!(outlet(&path).as_deref(), Some("BBC News"), "{named}");
    }
    for unnamed in ["economy", "time", "2024-05-03", "rt", "the-arden-courier"] {
        assert_eq!(outlet(&format!("corpus/{unnamed}/0001.txt")), None, "{unnamed}");
    }
    assert_eq!(
        outlet("corpus/bbc-news.txt"),
        None,
        "a file is named by its story"
    );
}

fn check_outlet(line: &str, outlet: &str) {
    let article = collected(&["T The ferry sails again", BODY, BODY, line]);
    assert_eq!(article.meta.outlet.as_deref(), Some(outlet), "{line}");
}

cases! { check_outlet:
    notice_of_rights: ". © 2024 The Guardian. All rights reserved.", "The Guardian";
    call_to_readers: ". Follow Sky News on Telegram", "Sky News";
    mail_address: ". Questions: write to feedback@rttv.ru", "RT";
    after_the_headline: ". The ferry sails again - BBC News", "BBC News";
}

#[test]
fn an_unknown_holder_of_rights_is_the_outlet_if_the_page_names_it_elsewhere() {
    let notice = ". © 2019-2024 Lenne Courier Ltd. All rights reserved.";
    let named = collected(&[". Lenne Courier", "T The ferry sails again", BODY, BODY, notice]);
    assert_eq!(named.meta.outlet.as_deref(), Some("Lenne Courier"));
    // Alone, such a firm is the owner of several papers more often than a paper.
    let alone = collected(&["T The ferry sails again", BODY, BODY, notice]);
    assert_eq!(alone.meta.outlet, None);
}
