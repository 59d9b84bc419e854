//! The laws of extraction, which hold for any bytes: nothing is lost, duplicated or invented, no output contains what a
//! terminal would obey, and dates and outlets have evidence. The property tests and the fuzz target share these
//! assertions. They do not measure quality: a wrong article can satisfy every law.

use newsprint::article::{Article, BlockKind, Document, Evidence, Field, LineClass, Warning, join_lines};
use newsprint::export;
use newsprint::extract::{Hints, OutletDirectory, extract};
use newsprint::text::harmless;
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The non-blank lines of a page by number, trimmed.
pub type Lines = BTreeMap<u64, String>;

/// Extracts articles from the bytes, without and with a path, and checks every law.
///
/// The error names the broken law and shows the input that broke it.
pub fn hold_for(bytes: &[u8]) -> Result<(), String> {
    static KNOWLEDGE: LazyLock<OutletDirectory> = LazyLock::new(OutletDirectory::builtin);
    for path in [None, Some("corpus/pier-courier.example/2024/05/03/harbour.txt")] {
        let hints = Hints {
            path,
            ..Hints::new(&KNOWLEDGE)
        };
        let articles = extract(bytes, &hints);
        file(bytes, &articles).map_err(|broken| format!("with the path {path:?}: {broken}"))?;
    }
    Ok(())
}

/// Checks the laws of a file and of each of its articles.
fn file(bytes: &[u8], articles: &[Article]) -> Result<(), String> {
    for (part, article) in (1..).zip(articles) {
        law(article.part == part, || {
            format!("part {} is at position {part}", article.part)
        })?;
        lines_match_the_source(article)?;
        values_occur_in_the_source(article)?;
        evidence_exists(article)?;
        output_is_harmless(article)?;
    }
    let expected = lines_of_bytes(bytes).unwrap_or_else(|| lines_of_articles(articles));
    let json: Vec<Value> = articles.iter().map(json_of).collect();
    account(&expected, &json)
}

fn law(holds: bool, broken: impl FnOnce() -> String) -> Result<(), String> {
    if holds { Ok(()) } else { Err(broken()) }
}

/// Returns the JSON of an article, parsed.
fn json_of(article: &Article) -> Value {
    serde_json::to_value(export::json(article, "-")).expect("an article has a JSON form")
}

/// Lines are sorted, trimmed, non-blank and complete, and exactly the chrome lines have a reason.
fn lines_match_the_source(article: &Article) -> Result<(), String> {
    let of_source = article.source.split('\n').map(str::trim);
    let kept = article.lines.iter().map(|line| article.text_of(line));
    // Nothing is left of a line of invisible characters.
    let kept = kept.filter(|text| !text.is_empty());
    law(of_source.filter(|text| !text.is_empty()).eq(kept), || {
        "the lines are not those of the source".to_owned()
    })?;
    for pair in article.lines.windows(2) {
        law(
            pair[0].number < pair[1].number && pair[0].end < pair[1].start,
            || format!("line {} does not follow line {}", pair[1].number, pair[0].number),
        )?;
    }
    for line in &article.lines {
        let is_chrome = line.class == LineClass::Chrome;
        law(
            line.reason.is_some() == is_chrome && line.confidence <= 100,
            || format!("line {} is {:?} for {:?}", line.number, line.class, line.reason),
        )?;
    }
    let no_body = !article.lines.iter().any(|line| line.class.is_body());
    law(no_body == article.warnings.contains(&Warning::NoArticle), || {
        "an article has either a body or the warning no-article".to_owned()
    })
}

/// Every word of the title, subtitle and byline occurs in the page.
fn values_occur_in_the_source(article: &Article) -> Result<(), String> {
    let meta = &article.meta;
    let joined = join_lines(article.source.lines().map(str::trim));
    for (what, value) in [
        ("title", &meta.title),
        ("subtitle", &meta.subtitle),
        ("byline", &meta.byline),
    ] {
        // Names of a byline are joined by commas.
        let mut words = value.iter().flat_map(|value| value.split([' ', ',']));
        let invented = words.find(|word| !article.source.contains(word) && !joined.contains(word));
        law(invented.is_none(), || format!("{what}: {invented:?} is invented"))?;
    }
    Ok(())
}

/// A date has a line with a number as evidence, an outlet has a line or the path, and every line of evidence exists.
fn evidence_exists(article: &Article) -> Result<(), String> {
    let text = |line: Option<u32>| {
        let line = article.lines.iter().find(|known| Some(known.number) == line)?;
        Some(article.text_of(line))
    };
    for Evidence {
        field, line, rule, ..
    } in &article.meta.evidence
    {
        law(line.is_none() || text(*line).is_some(), || {
            format!(
                "{}: the rule {rule} names line {line:?}, which is blank or does not exist",
                field.name()
            )
        })?;
    }
    let days = [
        (Field::Date, article.meta.date.is_some()),
        (Field::Updated, article.meta.updated.is_some()),
    ];
    for (field, _) in days.into_iter().filter(|(_, known)| *known) {
        let line = article
            .meta
            .evidence_of(field)
            .and_then(|evidence| text(evidence.line));
        // Unicode classifies Chinese and Japanese numerals as letters.
        let has_number =
            |text: &str| text.contains(|c: char| c.is_numeric() || "〇一二三四五六七八九十".contains(c));
        law(line.is_some_and(has_number), || {
            format!("the evidence of {} is {line:?}", field.name())
        })?;
    }
    if let Some(outlet) = &article.meta.outlet {
        let evidence = article.meta.evidence_of(Field::Outlet);
        law(evidence.is_some(), || {
            format!("the outlet {outlet:?} has no evidence")
        })?;
    }
    Ok(())
}

/// No output contains a character that a terminal would obey or that is invisible.
fn output_is_harmless(article: &Article) -> Result<(), String> {
    let check = |what: &str, text: &str| {
        law(harmless(text) == text, || {
            format!("{what} is not harmless: {text:?}")
        })?;
        law(!text.contains(|c: char| c.is_control() && c != '\n'), || {
            format!("{what} contains a control character: {text:?}")
        })
    };
    check("the source", &article.source)?;
    for body_only in [false, true] {
        check("the text", &export::text(article, body_only))?;
        check("the Markdown", &export::markdown(article, body_only))?;
    }
    check_strings("the JSON", &json_of(article), &check)?;
    for document in [Document::clean(article, "meta"), Document::source(article)] {
        check("the document", &document.text)?;
        let shown = document
            .blocks
            .iter()
            .filter(|block| block.kind != BlockKind::Meta);
        for block in shown {
            let text = document.text.get(block.range.clone());
            law(
                text.is_some_and(|text| !text.is_empty() && !text.contains('\n')),
                || format!("the block {block:?} is {text:?}"),
            )?;
        }
    }
    Ok(())
}

fn check_strings(
    what: &str,
    value: &Value,
    check: &impl Fn(&str, &str) -> Result<(), String>,
) -> Result<(), String> {
    match value {
        Value::String(text) => check(what, text),
        Value::Array(values) => values
            .iter()
            .try_for_each(|value| check_strings(what, value, check)),
        Value::Object(fields) => fields
            .iter()
            .try_for_each(|(name, value)| check_strings(name, value, check)),
        _ => Ok(()),
    }
}

/// Returns the lines of bytes whose encoding is certain: UTF-8 without a byte order mark and without NUL.
fn lines_of_bytes(bytes: &[u8]) -> Option<Lines> {
    let text = std::str::from_utf8(bytes).ok()?;
    (!text.starts_with('\u{feff}') && !text.contains('\0')).then(|| lines_of(text))
}

/// Returns the non-blank lines of a text by number, trimmed and made harmless; a line of invisible characters is empty.
pub fn lines_of(text: &str) -> Lines {
    // Line ends come first, because an unfinished escape sequence ends with its line.
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let raw = text.replace(['\u{2028}', '\u{2029}'], "\n");
    let text = harmless(&text);
    let numbered = (1..).zip(raw.split('\n').zip(text.split('\n')));
    numbered
        .filter(|(_, (raw, line))| !raw.trim().is_empty() || !line.trim().is_empty())
        .map(|(number, (_, line))| (number, line.replace('\t', " ").trim().to_owned()))
        .collect()
}

/// Returns the lines of the articles, used instead of the lines of the page when its encoding was guessed.
fn lines_of_articles(articles: &[Article]) -> Lines {
    let lines = |article: &Article| -> Vec<(u64, String)> {
        let entry =
            |line: &newsprint::article::Line| (u64::from(line.number), article.text_of(line).to_owned());
        article.lines.iter().map(entry).collect()
    };
    articles.iter().flat_map(lines).collect()
}

/// Checks that the JSON of a file's articles accounts for every line exactly once: title, subtitle, captions, body, meta and
/// removed lines together are the lines of the page, and each text is the text of its lines.
pub fn account(lines: &Lines, articles: &[Value]) -> Result<(), String> {
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
            let whole = join_lines(expected.iter().copied());
            let holds = whole == text || what == TITLE && is_spoken_form(&text, &whole);
            if !holds {
                return Err(format!("{what}: {text:?} is not {expected:?} of {numbers:?}"));
            }
            for number in numbers {
                if let Some(other) = seen.insert(number, what) {
                    return Err(format!("line {number} is in {other} and in {what}"));
                }
            }
        }
    }
    let lost: Vec<_> = lines
        .iter()
        .filter(|(number, _)| !seen.contains_key(number))
        .collect();
    law(lost.is_empty(), || format!("lost: {lost:?}"))
}

/// The name of the headline's claim.
const TITLE: &str = "title";

/// Returns whether a headline is its lines without bullets, bars and quotes around it, without a label before it, and
/// without the name of the site after a separator at its end.
fn is_spoken_form(title: &str, whole: &str) -> bool {
    let Some(at) = whole.find(title).filter(|_| !title.is_empty()) else {
        return false;
    };
    let (before, after) = (whole[..at].trim(), whole[at + title.len()..].trim());
    let is_mark = |c: char| !c.is_alphanumeric();
    let is_label = before.trim_end_matches(is_mark).len() < before.len() && before.contains(':')
        || before.len() == 2 && before.chars().all(char::is_uppercase);
    let is_site = after.starts_with(is_mark);
    (before.chars().all(is_mark) || is_label) && (after.is_empty() || is_site)
}

/// The field of a text, the lines it claims, and the text.
type Claim = (&'static str, Vec<u64>, String);

/// Returns each text of an article with the numbers of the lines it claims.
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
            claims.push((
                what,
                numbers(std::slice::from_ref(&entry["line"])),
                string(&entry["text"]),
            ));
        }
    }
    Ok(claims)
}

/// Returns the claim of the title without the later lines of a broken headline, which are meta lines and may also be part
/// of the title.
fn title_claim(article: &Value, line: u64) -> Claim {
    let title = string(&article["title"]);
    let meta = list(&article["meta"]).iter();
    let later = meta.filter(|entry| list(&entry["fields"]).contains(&"title".into()));
    let later: Vec<String> = later.map(|entry| string(&entry["text"])).collect();
    let first = title.strip_suffix(&later.join(" ")).unwrap_or(&title).trim_end();
    (TITLE, vec![line], first.to_owned())
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
