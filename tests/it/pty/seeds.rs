//! Five real pages in `../shared/seeds`; without that folder these tests pass without a check.

use super::clipboard::{base64, copied};
use super::session::{Session, Start, rows, shows};
use serde_json::Value;
use std::fs;
use std::path::PathBuf;

/// What a careful reader extracts from a page; the screen must show a row for it. In the order of the file names.
struct Expected {
    file: String,
    title: Option<String>,
    outlet: Option<String>,
}

fn folder() -> Option<PathBuf> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/seeds");
    folder.is_dir().then(|| folder.canonicalize().unwrap())
}

fn expected() -> Vec<Expected> {
    let gold = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/seeds-gold");
    let mut files: Vec<_> = fs::read_dir(gold)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    let expected = |path: &PathBuf| {
        let article: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
        let field = |name: &str| article[name].as_str().map(str::to_owned);
        Expected {
            file: path
                .with_extension("txt")
                .file_name()
                .unwrap()
                .to_str()
                .unwrap()
                .to_owned(),
            title: field("title"),
            outlet: field("outlet"),
        }
    };
    files.iter().map(expected).collect()
}

fn open(arguments: &[&str], (width, height): (u16, u16)) -> Option<Session> {
    let folder = folder()?;
    let all = [&[folder.to_str().unwrap()], arguments].concat();
    let mut session = Start::program(&all).size(width, height).open();
    session.wait_for_text("5 articles");
    Some(session)
}

const SIZES: [(u16, u16); 2] = [(120, 40), (80, 24)];

#[test]
fn every_outlet_and_article_is_on_the_first_screen() {
    for size in SIZES {
        let Some(mut session) = open(&[], size) else {
            return;
        };
        session.wait_for_text("? keys");
        let screen = rows(session.screen());
        let articles: Vec<_> = screen.iter().filter_map(|row| row.split('│').nth(1)).collect();
        for page in expected() {
            // Long names end early.
            let outlet = page.outlet.unwrap_or_else(|| "unknown".to_owned());
            let outlet: String = outlet.chars().take(12).collect();
            let outlets = || screen.iter().filter_map(|row| row.split('│').next());
            assert!(
                outlets().any(|row| row.contains(&outlet)),
                "{outlet}:\n{}",
                session.text()
            );
            if let Some(title) = page.title {
                // Long titles end early.
                let begins: String = title.chars().take(16).collect();
                assert!(
                    articles.iter().any(|row| row.contains(&begins)),
                    "{title}:\n{}",
                    session.text()
                );
            }
        }
        assert!(
            articles.iter().any(|row| row.contains("no date")),
            "{}",
            session.text()
        );
        assert!(
            articles.iter().any(|row| row.contains("13 Feb")),
            "{}",
            session.text()
        );
        assert!(
            articles.iter().any(|row| row.contains("24 Jan")),
            "{}",
            session.text()
        );
    }
}

#[test]
fn the_bracket_steps_through_the_outlets() {
    let Some(mut session) = open(&[], (80, 24)) else {
        return;
    };
    for name in ["RT", "TRT World", "Ukrainska Pravda", "unknown"] {
        session.type_keys("]");
        session.wait_for(name, |screen| rows(screen)[0].contains(&format!("▸ {name}")));
    }
}

#[test]
fn a_filter_matches_one_page() {
    for size in SIZES {
        let Some(mut session) = open(&[], size) else {
            return;
        };
        session.type_keys("f");
        session.type_keys("outlet:rt since:2025-01-20\r");
        session.wait_for_text("1 of 5");
        session.type_keys("Y");
        session.wait_for_text("Copied the path");
        let folder = folder().unwrap();
        let page = expected().into_iter().nth(4).expect("five pages").file;
        let path = folder.join(page);
        assert_eq!(
            copied(&session.bytes),
            [base64(path.to_str().unwrap().as_bytes())]
        );
    }
}

#[test]
fn hits_are_highlighted_and_reasons_are_shown() {
    let Some(mut session) = open(&["--highlight", "Peskov"], (120, 40)) else {
        return;
    };
    session.wait_for_text("Peskov");
    let screen = session.screen();
    let (row, text) = rows(screen)
        .into_iter()
        .enumerate()
        .find(|(_, row)| row.rsplit('│').next().is_some_and(|text| text.contains("Peskov")))
        .expect("a hit in the text");
    let column = text[..text.rfind("Peskov").unwrap()].chars().count();
    let cell = |column: usize| screen.cell(row as u16, column as u16).unwrap();
    let style = |column: usize| {
        (
            cell(column).fgcolor(),
            cell(column).bgcolor(),
            cell(column).underline(),
        )
    };
    assert_eq!(style(column), style(column + 5));
    assert_ne!(style(column), style(column + 6), "{text}");

    session.type_keys("foutlet:rt\r");
    session.wait_for_text("1 of 5");
    session.type_keys("\r");
    session.wait_for_text("x source");
    session.type_keys("x");
    session.wait_for("reasons", |screen| shows(screen, "repeated-ti"));
}
