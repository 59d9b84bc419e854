//! The accounting law: title, standfirst, captions, body, meta lines and removed lines, put in order by their numbers,
//! give back every line of the page that is not blank. Nothing is lost, nothing stands twice, nothing is invented.

use newsprint::export;
use newsprint::library::{LoadEvent, LoadOptions, Source, builtin_corpus, load};
use newsprint::text::harmless_line;
use proptest::prelude::*;
use serde_json::Value;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

/// The JSON objects of a page, one an article.
fn articles(name: &str, bytes: &[u8]) -> Vec<Value> {
    let source = Source::Memory {
        name: PathBuf::from(name),
        bytes: Cow::Owned(bytes.to_vec()),
    };
    let mut articles = Vec::new();
    load(
        &[source],
        &LoadOptions::default(),
        &AtomicBool::new(false),
        |event| {
            if let LoadEvent::Batch(entries) = event {
                articles.extend(entries.iter().map(|entry| export::json(&entry.article, name)));
            }
        },
    );
    articles
}

/// The lines of a page that are not blank, by number, trimmed and made harmless.
fn lines_of(page: &str) -> BTreeMap<u64, String> {
    let numbered = (1..).zip(page.lines());
    let harmless = numbered.map(|(number, line)| (number, harmless_line(line).trim().to_owned()));
    harmless.filter(|(_, line)| !line.is_empty()).collect()
}

/// What the articles say about the lines of their page: each number once, each text that of its lines.
fn account(page: &str, articles: &[Value]) -> Result<(), String> {
    let lines = lines_of(page);
    let mut seen = BTreeMap::new();
    for article in articles {
        for (what, numbers, text) in claims(article)? {
            let expected: Vec<&str> = numbers
                .iter()
                .map(|number| {
                    lines
                        .get(number)
                        .map(String::as_str)
                        .ok_or(format!("{what}: no line {number}"))
                })
                .collect::<Result<_, _>>()?;
            if expected.join(" ") != text {
                return Err(format!("{what}: {text:?} is not {expected:?} of {numbers:?}"));
            }
            for number in numbers {
                if let Some(other) = seen.insert(number, what) {
                    return Err(format!("line {number} stands in {other} and in {what}"));
                }
            }
        }
    }
    let lost: Vec<_> = lines
        .iter()
        .filter(|(number, _)| !seen.contains_key(number))
        .collect();
    if lost.is_empty() {
        Ok(())
    } else {
        Err(format!("lost: {lost:?}"))
    }
}

/// Where a text stands, the lines that it claims to be, and the text.
type Claim = (&'static str, Vec<u64>, String);

/// Each text of an article with the numbers of the lines that it claims to be.
fn claims(article: &Value) -> Result<Vec<Claim>, String> {
    let mut claims = Vec::new();
    let lines = &article["lines"];
    if let Some(line) = lines["title"].as_u64() {
        claims.push(title_claim(article, line));
    }
    if !lines["subtitle"].as_array().is_none_or(Vec::is_empty) {
        claims.push((
            "subtitle",
            numbers(list(&lines["subtitle"])),
            string(&article["subtitle"]),
        ));
    }
    for what in ["captions", "body"] {
        let (texts, groups) = (list(&article[what]), list(&lines[what]));
        if texts.len() != groups.len() {
            return Err(format!(
                "{what}: {} texts, {} groups of lines",
                texts.len(),
                groups.len()
            ));
        }
        let pairs = texts.iter().zip(groups);
        claims.extend(pairs.map(|(text, group)| (what, numbers(list(group)), string(text))));
    }
    for what in ["meta", "removed"] {
        for entry in list(&article[what]) {
            claims.push((what, numbers(&[entry["line"].clone()]), string(&entry["text"])));
        }
    }
    Ok(claims)
}

/// A headline that its page breaks into several lines has the later ones among the meta lines; they may stand in the
/// title too.
fn title_claim(article: &Value, line: u64) -> Claim {
    let title = string(&article["title"]);
    let meta = list(&article["meta"]).iter();
    let later = meta.filter(|entry| list(&entry["fields"]).contains(&"title".into()));
    let later: Vec<String> = later.map(|entry| string(&entry["text"])).collect();
    let first = title.strip_suffix(&later.join(" ")).unwrap_or(&title).trim_end();
    ("title", vec![line], first.to_owned())
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn numbers(values: &[Value]) -> Vec<u64> {
    values.iter().filter_map(Value::as_u64).collect()
}

fn string(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

#[test]
fn the_law_notices_what_is_wrong() {
    let page = "Menu\nOne.\n";
    let right = serde_json::json!({
        "title": null, "subtitle": null, "captions": [], "body": ["One."], "meta": [],
        "removed": [{"line": 1, "text": "Menu", "reason": "navigation"}],
        "lines": {"title": null, "subtitle": [], "captions": [], "body": [[2]]},
    });
    assert_eq!(account(page, std::slice::from_ref(&right)), Ok(()));
    let mut lost = right.clone();
    lost["removed"] = Value::Array(Vec::new());
    let mut twice = right.clone();
    twice["lines"]["title"] = 2.into();
    twice["title"] = "One.".into();
    let mut changed = right;
    changed["body"][0] = "Two.".into();
    for wrong in [lost, twice, changed] {
        assert!(account(page, &[wrong]).is_err());
    }
}

#[test]
fn the_built_in_pages_are_accounted_for() {
    let pages = builtin_corpus();
    assert!(!pages.is_empty());
    for page in pages {
        let Source::Memory { name, bytes } = page else {
            continue;
        };
        let text = String::from_utf8_lossy(&bytes);
        let name = name.display().to_string();
        assert_eq!(account(&text, &articles(&name, &bytes)), Ok(()), "{name}");
    }
}

#[test]
fn the_pages_of_the_evaluation_folder_are_accounted_for_where_it_is() {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    for folder in ["seeds", "cleaning-dev"] {
        let Ok(entries) = fs::read_dir(shared.join(folder)) else {
            continue;
        };
        for path in entries.filter_map(|entry| Some(entry.ok()?.path())) {
            if path.extension().is_some_and(|ending| ending == "txt") {
                let bytes = fs::read(&path).unwrap();
                let name = path.display().to_string();
                let text = String::from_utf8_lossy(&bytes);
                assert_eq!(account(&text, &articles(&name, &bytes)), Ok(()), "{name}");
            }
        }
    }
}

/// Lines as pages have them: furniture, metadata, text in several scripts, and what no page should have.
const LINES: [&str; 28] = [
    "",
    "   ",
    "Home",
    "icon arrow-downicon bellicon close",
    "Pier Courier | World",
    "Harbour of Zelm reopens after the storm",
    "By Ilka Fenn",
    "Ilka FennThursday, 13 February 2025, 12:58",
    "13 February 2025",
    "SOURCE: Pier Courier and agencies",
    "The harbour opened again on Friday, three days after the storm had closed it, the port authority said.",
    "Two cranes are still out of order, and ships have to wait for about nine hours before a berth is free",
    "for them, said the harbour master. “It will take a week,” he added.",
    "  • A list item of the article with a few words",
    "  1. A numbered one",
    "What happens next",
    "Read more: Ferry runs again",
    "READ MORE: Ferry runs again",
    "The quay under water on Tuesday. [Pier Courier]",
    "Advertisement",
    "Share",
    "StormHarbourZelm",
    "Leave a comment",
    "12:04 Ferry runs again",
    "Der Hafen von Zelm ist nach dem Sturm wieder offen, teilte die Behörde am Freitag mit.",
    "泽尔姆港周五重新开放，此前风暴使其关闭了三天。",
    "\u{1b}[31mred\u{1b}[0m and \u{202e}turned\u{202c} round",
    "\tTabs\tand\u{0}zeros",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn pages_of_any_lines_are_accounted_for(
        lines in proptest::collection::vec(prop_oneof![
            8 => proptest::sample::select(LINES.as_slice()).prop_map(str::to_owned),
            1 => "[^\\p{Cc}\\p{Zl}\\p{Zp}]{0,40}",
        ], 0..40),
        ending in prop_oneof![Just("\n"), Just("\r\n")],
    ) {
        let page = lines.join(ending);
        let articles = articles("page.txt", page.as_bytes());
        // A page that holds nothing is a problem of the loader, not an article.
        prop_assume!(!articles.is_empty());
        prop_assert_eq!(account(&page, &articles), Ok(()));
    }
}
