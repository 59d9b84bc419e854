//! Records of Factiva, as HTML or RTF, in both forms: a table with a code of two letters for each field, or lines in a fixed
//! order without codes.

use crate::extract::input::html::lines::{Style, lines};
use crate::extract::input::html::{NodeId, Tree};
use crate::extract::input::press::{day, labels};
use crate::extract::input::record::{Content, Record};

/// The codes of fields. Those with text are in the order in which the text is read.
const CODES: [&str; 29] = [
    "HD", "SE", "CLM", "BY", "CR", "WC", "PD", "ET", "SN", "SC", "NGC", "GC", "ED", "PG", "VOL", "LA", "CY",
    "LP", "TD", "CX", "CT", "ART", "RF", "CO", "IN", "NS", "RE", "PUB", "AN",
];
/// The least length of the number of a document: code of the source, day, and a suffix.
const NUMBER_MIN: usize = 16;
const NUMBER_MAX: usize = 32;

/// Returns whether the beginning of a page, in lower case, has the marks of this database.
pub(super) fn is_page(html: &str) -> bool {
    html.contains("articleparagraph") && html.contains("headline") && html.contains("class=\"article ")
        || html.contains("<title>factiva") && html.contains("class=\"article")
}

/// The records of a page, in order; `None` for one that cannot be read.
pub(super) fn of_page(tree: &Tree) -> Vec<Option<Record>> {
    let is_article = |id: &NodeId| {
        let class = tree
            .element(*id)
            .and_then(|element| element.attribute("class"))
            .unwrap_or_default();
        let mut classes = class.split_ascii_whitespace();
        classes.any(|class| class == "article")
    };
    let articles = tree.elements(Tree::ROOT, "div").filter(is_article);
    articles
        .map(|article| of_table(tree, article).or_else(|| of_lines(&own_lines(tree, article))))
        .collect()
}

/// The fields of a table: a code and its paragraphs for each row.
fn of_table(tree: &Tree, article: NodeId) -> Option<Record> {
    let mut fields: Vec<(String, Vec<String>)> = Vec::new();
    for row in tree.elements(article, "tr") {
        let mut cells = tree.children(row).filter(|&cell| tree.element(cell).is_some());
        let (Some(code), Some(value)) = (cells.next(), cells.next()) else {
            continue;
        };
        let code = tree.text_content(code);
        let code = code.trim_matches(|c: char| c.is_whitespace() || c == '\u{a0}');
        if CODES.contains(&code) {
            fields.push((code.to_owned(), own_lines(tree, value)));
        }
    }
    of_fields(fields)
}

fn own_lines(tree: &Tree, below: NodeId) -> Vec<String> {
    let text = lines(tree, below, Style::Article).text;
    let filled = text
        .lines()
        .map(|line| line.replace('\u{a0}', " ").trim().to_owned());
    filled.filter(|line| !line.is_empty()).collect()
}

/// Returns whether a text has the marks of this database: lines with the number of a document, and fields with codes or the
/// number of words.
pub(super) fn has_marks(text: &str) -> bool {
    let has_number = text.lines().any(is_last);
    has_number
        && text
            .lines()
            .any(|line| code(line).is_some_and(|(code, _)| code == "HD") || is_word_count(line))
}

/// The records of a text, in order: a record ends with the number of its document. `None` is one that cannot be read.
pub(super) fn of_text(text: &str) -> Vec<Option<Record>> {
    let mut records = Vec::new();
    let mut one: Vec<String> = Vec::new();
    for line in text.lines().map(|line| line.replace('\u{a0}', " ")) {
        let line = line.trim();
        if line.is_empty() {
            continue;
        }
        one.push(line.to_owned());
        if is_last(line) {
            records.push(of_coded_lines(&one).or_else(|| of_lines(&one)));
            one.clear();
        }
    }
    records.extend(of_coded_lines(&one).map(Some));
    records
}

/// Returns whether a line has the number of a document, with its code or without.
fn is_last(line: &str) -> bool {
    let number_of = |line: &str| number(line).is_some();
    number_of(line) || code(line).is_some_and(|(code, value)| code == "AN" && number_of(value))
}

/// A line that begins with a code, as a row of a table becomes in plain text.
fn code(line: &str) -> Option<(&str, &str)> {
    let (code, value) = line.split_once(['\t', ' ']).unwrap_or((line, ""));
    let is_code =
        CODES.contains(&code) && (line.contains('\t') || value.is_empty() || value.starts_with(' '));
    is_code.then(|| (code, value.trim()))
}

fn of_coded_lines(lines: &[String]) -> Option<Record> {
    let mut fields: Vec<(String, Vec<String>)> = Vec::new();
    for line in lines {
        if let Some((code, value)) = code(line) {
            let value = Some(value.to_owned()).filter(|value| !value.is_empty());
            fields.push((code.to_owned(), value.into_iter().collect()));
        } else if let Some((_, value)) = fields.last_mut() {
            value.push(line.clone());
        }
    }
    of_fields(fields)
}

fn of_fields(fields: Vec<(String, Vec<String>)>) -> Option<Record> {
    let mut record = Record::default();
    let mut text = Vec::new();
    for (code, lines) in fields {
        let joined = lines.join(" ");
        if joined.is_empty() {
            continue;
        }
        match code.as_str() {
            "HD" => record.title = Some(joined),
            "BY" => record.authors.push(joined),
            "SE" => record.section = Some(joined),
            "PD" => record.published = Some(joined),
            "ET" => record.time = Some(joined),
            "SN" => record.outlet = Some(joined),
            "LA" => record.language = Some(joined),
            "LP" | "TD" | "CX" => text.extend(lines),
            "ART" => record.captions.extend(lines),
            "AN" => record.id = number(&joined),
            _ => {}
        }
    }
    if !text.is_empty() {
        record.content = Content::Paragraphs(text);
    }
    (record.title.is_some() && (record.outlet.is_some() || record.published.is_some())).then_some(record)
}

/// Reads lines in a fixed order: section, title, author, `152 words`, day, time, outlet, code, page, language, copyright, text,
/// `Document …`.
fn of_lines(lines: &[String]) -> Option<Record> {
    let words = lines.iter().position(|line| is_word_count(line))?;
    let last = lines
        .iter()
        .rposition(|line| is_last(line))
        .unwrap_or(lines.len());
    let after = lines.get(words + 1..last)?;
    let (published, rest) = after.split_first().filter(|(line, _)| day::is_line(line))?;
    let is_clock = |line: &&String| {
        line.len() <= 8 && line.contains(':') && line.starts_with(|c: char| c.is_ascii_digit())
    };
    let time = rest.first().filter(is_clock);
    let rest = &rest[usize::from(time.is_some())..];
    let (outlet, rest) = rest.split_first()?;
    let copyright = rest.iter().take(8).position(|line| is_copyright(line))?;
    let language = copyright.checked_sub(1).and_then(|at| rest.get(at));
    let mut record = Record {
        published: Some(published.clone()),
        time: time.cloned(),
        outlet: Some(outlet.clone()),
        language: language.cloned(),
        id: lines.get(last).and_then(|line| number(line)),
        ..Record::default()
    };
    take_head(&mut record, &lines[..words]);
    let text = rest[copyright + 1..].to_vec();
    if !text.is_empty() {
        record.content = Content::Paragraphs(text);
    }
    record.title.is_some().then_some(record)
}

/// The lines before the number of words: the title, perhaps after a section and before an author.
fn take_head(record: &mut Record, head: &[String]) {
    match head {
        [title] => record.title = Some(title.clone()),
        [title, author] => {
            record.title = Some(title.clone());
            record.authors.push(author.clone());
        }
        [.., section, title, author] => {
            record.section = Some(section.clone());
            record.title = Some(title.clone());
            record.authors.push(author.clone());
        }
        [] => {}
    }
}

fn is_copyright(line: &str) -> bool {
    let line = line.to_lowercase();
    let words = labels::words(labels::nexis(), "copyright");
    words.iter().any(|word| line.starts_with(word.as_str()))
}

/// Returns whether a line is `1,152 words`, in any language.
fn is_word_count(line: &str) -> bool {
    let line = line.trim();
    let digits =
        line.find(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | ',' | ' ' | '\u{a0}' | '\u{202f}'));
    let (count, word) = line.split_at(digits.unwrap_or(line.len()));
    let has_count = count.chars().any(|c| c.is_ascii_digit());
    has_count && labels::is(labels::factiva(), "words", &word.trim().to_lowercase())
}

/// The number of a document, after the word that says so.
fn number(line: &str) -> Option<String> {
    let mut words = line.split_whitespace();
    let (first, second) = (words.next()?, words.next());
    let is_document = |word: &str| labels::is(labels::factiva(), "document", &word.to_lowercase());
    let number = match second {
        Some(number) if is_document(first) && words.next().is_none() => number,
        _ => return None,
    };
    let is_number = (NUMBER_MIN..=NUMBER_MAX).contains(&number.len())
        && number.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && number.bytes().filter(u8::is_ascii_digit).count() >= 8;
    is_number.then(|| number.to_owned())
}
