//! The sample corpus: every page compared with what a careful person extracts from it (`seeds/truth.json`). Quality on
//! real pages is scored elsewhere.

use crate::harness::expected::{regenerates, repository};
use newsprint::article::{Article, LineClass};
use newsprint::config::KeywordSets;
use newsprint::extract::{Hints, OutletDirectory, extract};
use newsprint::library::{BUILTIN_KEYWORDS, BUILTIN_PROFILES};
use newsprint::text::{Matcher, Pattern};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The fields that are still wrong, one `file field` per line. The list may only shrink.
const GAPS: &str = include_str!("../../seeds.gaps");

fn seeds() -> PathBuf {
    repository("seeds")
}

fn read(name: &str) -> String {
    fs::read_to_string(seeds().join(name)).unwrap()
}

fn truth() -> Map<String, Value> {
    serde_json::from_str(&read("truth.json")).unwrap()
}

fn outlets() -> OutletDirectory {
    OutletDirectory::builtin().with_toml(BUILTIN_PROFILES).unwrap().0
}

/// One letter for each line, as in `seeds/README.md`. A line outside the article is `X` whether or not it gave
/// metadata, because a second copy of a date may be either.
fn classes(article: &Article) -> String {
    let letter = |line: &newsprint::article::Line| match line.class {
        LineClass::Title => 'T',
        LineClass::Subtitle => 'S',
        LineClass::Caption => 'C',
        class if class.is_body() && line.continues => 'b',
        class if class.is_body() => 'B',
        _ => 'X',
    };
    article.lines.iter().map(letter).collect()
}

fn extracted(article: &Article) -> Value {
    let body = article.body();
    let first: String = body
        .first()
        .map(|text| text.chars().take(40).collect())
        .unwrap_or_default();
    let last: String = body.last().map_or_else(String::new, |text| {
        text.chars()
            .skip(text.chars().count().saturating_sub(40))
            .collect()
    });
    let meta = &article.meta;
    json!({
        "title": meta.title,
        "subtitle": meta.subtitle,
        "date": meta.date.map(|date| date.to_string()),
        "time": meta.time.map(|time| time.to_string()),
        "outlet": meta.outlet,
        "via": meta.via,
        "byline": meta.byline,
        "section": meta.section,
        "language": meta.language,
        "first_body": first,
        "last_body": last,
        "paragraphs": body.len(),
        "captions": article.captions(),
        "classes": classes(article),
    })
}

/// The fields that differ from the truth: `file field`, with both values.
fn differences() -> Vec<(String, String)> {
    let outlets = outlets();
    let mut found = Vec::new();
    for (file, expected) in truth() {
        let hints = Hints::new(&outlets);
        let articles = extract(read(&file).as_bytes(), &hints);
        assert_eq!(articles.len(), 1, "{file} is one article");
        let made = extracted(&articles[0]);
        for (field, value) in made.as_object().unwrap() {
            let mut wanted = expected[field].clone();
            if field == "classes" {
                wanted = json!(wanted.as_str().unwrap().replace('M', "X"));
            }
            if *value != wanted {
                let detail = format!("\n    is      {value}\n    must be {wanted}");
                found.push((format!("{file} {field}"), detail));
            }
        }
    }
    found
}

#[test]
fn every_page_is_extracted_as_in_the_truth() {
    let gaps: BTreeSet<&str> = GAPS.lines().collect();
    let differences = differences();
    for gap in &gaps {
        if !differences.iter().any(|(what, _)| what == gap) {
            println!("{gap} is right now: remove it from tests/seeds.gaps");
        }
    }
    for (what, detail) in &differences {
        println!("{what}{detail}");
    }
    let new: Vec<String> = differences
        .iter()
        .filter(|(what, _)| !gaps.contains(what.as_str()))
        .map(|(what, detail)| format!("{what}{detail}"))
        .collect();
    if regenerates() {
        let list: BTreeSet<&str> = differences.iter().map(|(what, _)| what.as_str()).collect();
        let text: String = list.iter().flat_map(|what| [what, "\n"]).collect();
        fs::write(repository("tests/seeds.gaps"), text).unwrap();
        return;
    }
    assert!(
        new.is_empty(),
        "{} fields are wrong that are not in tests/seeds.gaps; look at each, and only if the other fields improved more, \
         rewrite the list with `NEWSPRINT_REGENERATE=1 cargo test --test it seeds`:\n{}",
        new.len(),
        new.join("\n")
    );
}

#[test]
fn the_truth_describes_every_page_and_no_other() {
    let mut pages: Vec<String> = fs::read_dir(seeds())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| Path::new(name).extension().is_some_and(|ending| ending == "txt"))
        .collect();
    pages.sort();
    let described: Vec<String> = truth().keys().cloned().collect();
    assert_eq!(pages, described);
}

#[test]
fn the_keyword_sets_are_valid_and_every_word_occurs() {
    let (sets, complaints) = KeywordSets::parse(BUILTIN_KEYWORDS);
    assert!(complaints.is_empty(), "{complaints:?}");
    assert_eq!(sets.sets().len(), 2);
    let texts: Vec<String> = truth().keys().map(|file| read(file)).collect();
    for word in sets.sets().iter().flat_map(|set| &set.words) {
        let matcher = Matcher::new([Pattern::parse(word).unwrap()]);
        let occurs = texts.iter().any(|text| !matcher.hits(text).is_empty());
        assert!(occurs, "{word} occurs nowhere in the corpus");
    }
}
