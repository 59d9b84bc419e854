//! Pages of invented text and what each of their lines is. `WRITE_GOLDEN=1 cargo test --test golden` writes the
//! answers anew, to be read before they are kept.

use newsprint::article::{Article, Reason};
use newsprint::extract::{Hints, Knowledge, extract};
use std::collections::BTreeSet;
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
        let hints = Hints {
            path: None,
            knowledge: &knowledge,
            siblings: None,
        };
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
    let hints = Hints {
        path: None,
        knowledge: &knowledge,
        siblings: None,
    };
    let articles = extract(page.as_bytes(), &hints);
    assert!(articles[0].body().len() >= 11, "{:#?}", articles[0].body());
}
