//! Text that holds nothing but an article comes out whole, in every script, as it is and wrapped at a width.

use newsprint::extract::{Hints, OutletDirectory, extract};
use std::collections::BTreeMap;

const TEXTS: &str = include_str!("../../data/clean_texts.toml");

#[derive(serde::Deserialize)]
struct CleanText {
    title: String,
    text: Vec<String>,
}

fn texts() -> BTreeMap<String, CleanText> {
    toml::from_str(TEXTS).unwrap()
}

fn body(page: &str) -> String {
    let outlets = OutletDirectory::builtin();
    let articles = extract(page.as_bytes(), &Hints::new(&outlets));
    let bodies: Vec<String> = articles
        .iter()
        .flat_map(newsprint::article::Article::body)
        .collect();
    without_blanks(&bodies.concat())
}

/// A text without blanks, since a script without blanks gets one where a line was wrapped.
fn without_blanks(text: &str) -> String {
    text.split_whitespace().collect()
}

/// Wraps a paragraph: before a word, or before any letter of a script without blanks.
fn wrap(paragraph: &str, width: usize) -> String {
    let mut lines = vec![String::new()];
    for word in paragraph.split(' ') {
        let line = lines.last_mut().unwrap();
        if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > width {
            lines.push(word.to_owned());
        } else {
            line.push_str(if line.is_empty() { "" } else { " " });
            line.push_str(word);
        }
    }
    lines.join("\n")
}

#[test]
fn clean_text_stays_whole_in_every_language() {
    let texts = texts();
    assert!(texts.len() >= 30);
    let mut broken = Vec::new();
    for (language, CleanText { title, text }) in &texts {
        let expected = without_blanks(&text.concat());
        for date in ["", "2025-03-15\n\n"] {
            let page = format!("{title}\n\n{date}{}\n", text.join("\n\n"));
            if body(&page) != expected {
                broken.push((language, date, body(&page)));
            }
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
}

#[test]
fn wrapped_text_stays_whole_in_every_language() {
    let mut broken = Vec::new();
    let texts = texts();
    for (language, CleanText { title, text }) in &texts {
        let expected = without_blanks(&text.concat());
        for width in [60, 72] {
            let wrapped: Vec<String> = text.iter().map(|paragraph| wrap(paragraph, width)).collect();
            let page = format!("{title}\n\n2025-03-15\n\n{}\n", wrapped.join("\n\n"));
            if body(&page) != expected {
                broken.push((language, width, body(&page)));
            }
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
}
