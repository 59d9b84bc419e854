//! Invented pages in `tests/golden`, with the expected class of each of their lines.

use crate::harness::expected::{assert_all, compare, repository};
use newsprint::article::{Article, LineClass, Reason};
use newsprint::extract::{Hints, OutletDirectory, extract};
use newsprint::library::{LoadSource, builtin_corpus};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

/// Reasons that need more than the text of one page: other pages, a correction or a known outlet.
const NOT_FROM_TEXT: &[Reason] = &[Reason::Correction, Reason::Template, Reason::SiteName];

fn pages() -> Vec<PathBuf> {
    let files = fs::read_dir(repository("tests/golden"))
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let mut pages: Vec<_> = files
        .filter(|path| path.extension().is_some_and(|end| end == "txt"))
        .collect();
    pages.sort();
    pages
}

/// The classes of an article's lines, as golden files have them.
fn classes(article: &Article) -> String {
    let mut out = String::new();
    for line in &article.lines {
        let class = line.reason.map_or_else(
            || format!("{:?}", line.class),
            |reason| format!("- {}", reason.name()),
        );
        let joined = if line.continues { "+" } else { " " };
        let text = article.text_of(line);
        let _ = writeln!(out, "{class:16}{joined} {text}");
    }
    for warning in &article.warnings {
        let _ = writeln!(out, "warning: {}", warning.code());
    }
    out
}

#[test]
fn every_line_has_the_class_of_the_golden_file() {
    let outlets = OutletDirectory::builtin();
    let failure = |page: &PathBuf| {
        let articles = extract(&fs::read(page).unwrap(), &Hints::new(&outlets));
        let name = page.file_stem().unwrap().display();
        let classes: String = articles.iter().map(classes).collect();
        compare(&format!("tests/golden/{name}.golden"), &classes).err()
    };
    assert_all(pages().iter().filter_map(failure));
}

#[test]
fn every_reason_occurs_in_a_golden_file() {
    let found: BTreeSet<String> = pages()
        .iter()
        .flat_map(|page| {
            fs::read_to_string(page.with_extension("golden"))
                .unwrap_or_default()
                .lines()
                .map(str::to_owned)
                .collect::<Vec<_>>()
        })
        .filter_map(|line| {
            line.strip_prefix("- ")?
                .split([' ', '+'])
                .next()
                .map(str::to_owned)
        })
        .collect();
    let missing: Vec<_> = Reason::ALL
        .iter()
        .filter(|reason| !NOT_FROM_TEXT.contains(reason) && !found.contains(reason.name()))
        .collect();
    assert!(missing.is_empty(), "no golden line has {missing:?}");
}

#[test]
fn extracting_an_extracted_article_keeps_its_body() {
    let outlets = OutletDirectory::builtin();
    let hints = Hints::new(&outlets);
    let read = |bytes: &[u8]| extract(bytes, &hints);
    let seeds = builtin_corpus().into_iter().filter_map(|page| match page {
        LoadSource::Memory { bytes, .. } => Some(bytes.into_owned()),
        _ => None,
    });
    let golden = pages().into_iter().map(|page| fs::read(page).unwrap());
    let (mut kept, mut all) = (0, 0);
    for article in seeds.chain(golden).flat_map(|page| read(&page)) {
        let body = article.body();
        let again: Vec<String> = read(newsprint::export::text(&article, false).as_bytes())
            .iter()
            .flat_map(Article::body)
            .collect();
        all += 1;
        kept += usize::from(body.iter().all(|paragraph| again.contains(paragraph)));
    }
    // Three pages of the sample corpus begin their body with a date, which is removed the second time.
    assert!(all > 50 && kept + 3 >= all, "{kept} of {all} keep their body");
}

#[test]
fn paragraphs_that_differ_only_in_a_number_are_kept() {
    let mut page = "Harbour opens\n\nBy Ilka Fenn\n3 May 2024\n\n".to_owned();
    for number in 1..=12 {
        let _ = write!(
            page,
            "In week {number} the people of the harbour went down to the quay, and the pilots said that nothing \
             had come.\n\n"
        );
    }
    let outlets = OutletDirectory::builtin();
    let hints = Hints::new(&outlets);
    let articles = extract(page.as_bytes(), &hints);
    assert!(articles[0].body().len() >= 11, "{:#?}", articles[0].body());
}

/// A page labelled by hand: `= field value` gives a field of the article (`= part` begins the next article), and each
/// line of the page has a letter before it, as in `seeds/README.md`: `T` title, `S` standfirst, `B` body, `b` body that
/// continues a paragraph, `C` caption, `X` everything else.
struct Labelled {
    page: String,
    /// For each article its fields and the letters of its lines.
    articles: Vec<(BTreeMap<String, String>, String)>,
}

fn labelled(text: &str) -> Labelled {
    let (mut page, mut articles) = (String::new(), vec![Default::default()]);
    for line in text.lines() {
        let (mark, rest) = line.split_at(line.len().min(2));
        let (fields, letters): &mut (BTreeMap<String, String>, String) = articles.last_mut().unwrap();
        match (mark, rest.split_once(' ')) {
            ("= ", None) => articles.push(Default::default()),
            ("= ", Some((field, value))) => drop(fields.insert(field.to_owned(), value.to_owned())),
            _ => {
                letters.push_str(mark.trim());
                page.push_str(rest);
                page.push('\n');
            }
        }
    }
    Labelled { page, articles }
}

/// The fields and letters that extraction gives an article.
fn extracted(article: &Article) -> (BTreeMap<String, String>, String) {
    let meta = &article.meta;
    let fields = [
        ("title", meta.title.clone()),
        ("byline", meta.byline.clone()),
        ("date", meta.date.map(|date| date.to_string())),
    ];
    let or_null = |value: Option<String>| value.unwrap_or_else(|| "null".to_owned());
    let letter = |line: &newsprint::article::Line| match line.class {
        LineClass::Title => 'T',
        LineClass::Subtitle => 'S',
        LineClass::Caption => 'C',
        class if class.is_body() && line.continues => 'b',
        class if class.is_body() => 'B',
        _ => 'X',
    };
    let fields = fields.map(|(field, value)| (field.to_owned(), or_null(value)));
    (fields.into(), article.lines.iter().map(letter).collect())
}

/// The fields that differ from the label: `file field` and the difference.
fn differences() -> BTreeMap<String, String> {
    let outlets = OutletDirectory::builtin();
    let hints = Hints::new(&outlets);
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(repository("tests/golden/by-hand")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let Labelled {
            page,
            articles: wanted,
        } = labelled(&fs::read_to_string(&path).unwrap());
        let articles = extract(page.as_bytes(), &hints);
        if articles.len() != wanted.len() {
            found.insert(
                format!("{name} articles"),
                format!("{} for {}", articles.len(), wanted.len()),
            );
            continue;
        }
        for (article, (fields, letters)) in articles.iter().zip(wanted) {
            let made = extracted(article);
            for (field, value) in fields {
                let is = made.0.get(&field).cloned().unwrap_or_default();
                if is != value {
                    found.insert(format!("{name} {field}"), format!("is {is}, must be {value}"));
                }
            }
            if made.1 != letters {
                found.insert(format!("{name} lines"), wrong_lines(article, &made.1, &letters));
            }
        }
    }
    found
}

fn wrong_lines(article: &Article, is: &str, must_be: &str) -> String {
    let mut out = String::new();
    for ((line, is), must_be) in article.lines.iter().zip(is.chars()).zip(must_be.chars()) {
        if is != must_be {
            let _ = write!(
                out,
                "\n    line {}: is {is}, must be {must_be}: {}",
                line.number,
                article.text_of(line)
            );
        }
    }
    out
}

#[test]
fn pages_labelled_by_hand_are_extracted_as_labelled() {
    let differences = differences();
    let text = |(field, difference): (&String, &String)| format!("{field}: {difference}\n");
    assert!(
        differences.is_empty(),
        "{} fields are wrong:\n{}",
        differences.len(),
        differences.iter().map(text).collect::<String>()
    );
}
