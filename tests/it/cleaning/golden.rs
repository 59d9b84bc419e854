//! Pages of invented text and what each of their lines is. `WRITE_GOLDEN=1 cargo test --test golden` writes the
//! answers anew, to be read before they are kept.

use newsprint::article::{Article, LineClass, Reason};
use newsprint::extract::{Hints, Knowledge, extract};
use newsprint::library::{Source, builtin_corpus};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

/// Reasons that no text alone can give, or that only a known outlet gives.
const NOT_FROM_TEXT: &[Reason] = &[Reason::Correction, Reason::Template, Reason::SiteName];

fn pages() -> Vec<PathBuf> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut pages: Vec<_> = files
        .filter(|path| path.extension().is_some_and(|end| end == "txt"))
        .collect();
    pages.sort();
    pages
}

fn answer(article: &Article) -> String {
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
fn every_line_is_what_the_golden_file_says() {
    let knowledge = Knowledge::builtin();
    for page in pages() {
        let hints = Hints::new(&knowledge);
        let articles = extract(&fs::read(&page).unwrap(), &hints);
        let got: String = articles.iter().map(answer).collect();
        let golden = page.with_extension("golden");
        if std::env::var_os("WRITE_GOLDEN").is_some() {
            fs::write(&golden, &got).unwrap();
        }
        let wanted = fs::read_to_string(&golden).unwrap_or_default();
        assert_eq!(got, wanted, "{}", page.display());
    }
}

#[test]
fn every_reason_stands_in_a_golden_file() {
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
fn an_article_cleaned_again_keeps_its_body() {
    let knowledge = Knowledge::builtin();
    let hints = Hints::new(&knowledge);
    let read = |bytes: &[u8]| extract(bytes, &hints);
    let seeds = builtin_corpus().into_iter().filter_map(|page| match page {
        Source::Memory { bytes, .. } => Some(bytes.into_owned()),
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
    // Three pages of the sample corpus begin their body with a date, which is no body of the text either.
    assert!(all > 50 && kept + 3 >= all, "{kept} of {all} keep their body");
}

#[test]
fn paragraphs_that_differ_in_a_number_are_all_kept() {
    let mut page = "Harbour opens\n\nBy Ilka Fenn\n3 May 2024\n\n".to_owned();
    for number in 1..=12 {
        let _ = write!(
            page,
            "In week {number} the people of the harbour went down to the quay, and the pilots said that nothing \
             had come.\n\n"
        );
    }
    let knowledge = Knowledge::builtin();
    let hints = Hints::new(&knowledge);
    let articles = extract(page.as_bytes(), &hints);
    assert!(articles[0].body().len() >= 11, "{:#?}", articles[0].body());
}

/// A page that a person judged: `= field value` says what it gives (`= part` begins its next article), and each line of
/// the page has a letter before it, as in `seeds/README.md`: `T` title, `S` standfirst, `B` body, `b` the same paragraph
/// going on, `C` caption, `X` all else.
struct Judged {
    page: String,
    /// Of each article: fields and their values, and the letters of its lines.
    articles: Vec<(BTreeMap<String, String>, String)>,
}

fn judged(text: &str) -> Judged {
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
    Judged { page, articles }
}

/// What the cleaning makes of an article, in the words of its judge.
fn made_of(article: &Article) -> (BTreeMap<String, String>, String) {
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

/// What the cleaning makes otherwise than the judge: `file field`, with what is wrong.
fn differences() -> BTreeMap<String, String> {
    let knowledge = Knowledge::builtin();
    let hints = Hints::new(&knowledge);
    let mut found = BTreeMap::new();
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden/by-hand");
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let Judged {
            page,
            articles: wanted,
        } = judged(&fs::read_to_string(&path).unwrap());
        let articles = extract(page.as_bytes(), &hints);
        if articles.len() != wanted.len() {
            found.insert(
                format!("{name} articles"),
                format!("{} for {}", articles.len(), wanted.len()),
            );
            continue;
        }
        for (article, (fields, letters)) in articles.iter().zip(wanted) {
            let made = made_of(article);
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
fn pages_are_read_as_the_person_who_wrote_them_reads_them() {
    let differences = differences();
    for (what, detail) in &differences {
        println!("{what}: {detail}");
    }
    assert!(differences.is_empty(), "{} are wrong", differences.len());
}
