//! Compares the query language with a naive evaluation: generated query trees are written as text and parsed, and must
//! match what the tree means for each article, word by word.

use crate::library::marks::mark::Mark;
use crate::library::marks::session::Marks;
use crate::library::query::complete::KnownValues;
use crate::library::query::parsed::Query;
use crate::library::query::{complete, edit};
use crate::library::tests::fixtures::{SampleArticle, entries};
use crate::library::tests::naive;
use proptest::prelude::*;

const WORDS: &[&str] = &["port", "sea", "sea's", "storm", "OR", "trt", "été"];
const OUTLETS: &[&str] = &["", "RT", "TRT World", "Sea Post"];
const DATES: &[&str] = &["", "2025-01-31", "2025-02-01", "2025-02-28"];

/// A query tree that is independent of the parser's.
#[derive(Debug, Clone)]
enum Model {
    Word(&'static str),
    Prefix(&'static str),
    Outlet(&'static str),
    Undated,
    Since(&'static str),
    Read,
    Not(Box<Model>),
    And(Vec<Model>),
    Or(Vec<Model>),
}

/// An article of the model.
#[derive(Debug, Clone)]
struct Page {
    words: Vec<&'static str>,
    outlet: &'static str,
    date: &'static str,
    read: bool,
}

impl Model {
    fn text(&self) -> String {
        let all = |models: &[Self], sign: &str| models.iter().map(Self::text).collect::<Vec<_>>().join(sign);
        match self {
            Self::Word(word) => format!("\"{word}\""),
            Self::Prefix(word) => format!("{}*", &word[..2]),
            Self::Outlet("") => "outlet:none".to_owned(),
            Self::Outlet(outlet) => format!("outlet:\"{outlet}\""),
            Self::Undated => "date:none".to_owned(),
            Self::Since(date) => format!("since:{date}"),
            Self::Read => "is:read".to_owned(),
            Self::Not(model) => format!("-({})", model.text()),
            Self::And(models) => format!("({})", all(models, " ")),
            Self::Or(models) => format!("({})", all(models, "  OR ")),
        }
    }

    fn finds(&self, page: &Page) -> bool {
        match self {
            Self::Word(word) => page
                .words
                .iter()
                .any(|other| other == word || (*word == "sea" && *other == "sea's")),
            Self::Prefix(word) => page
                .words
                .iter()
                .any(|other| other.to_lowercase().starts_with(&word.to_lowercase()[..2])),
            Self::Outlet(outlet) => {
                page.outlet == *outlet
                    || (!outlet.is_empty() && page.outlet.split(' ').any(|word| word == *outlet))
            }
            Self::Undated => page.date.is_empty(),
            Self::Since(date) => !page.date.is_empty() && page.date >= *date,
            Self::Read => page.read,
            Self::Not(model) => !model.finds(page),
            Self::And(models) => models.iter().all(|model| model.finds(page)),
            Self::Or(models) => models.iter().any(|model| model.finds(page)),
        }
    }
}

fn model() -> impl Strategy<Value = Model> {
    let word = || prop::sample::select(WORDS);
    let leaf = prop_oneof![
        word().prop_map(Model::Word),
        prop::sample::select(&["port", "sea", "storm", "OR"][..]).prop_map(Model::Prefix),
        prop::sample::select(OUTLETS).prop_map(Model::Outlet),
        Just(Model::Undated),
        prop::sample::select(&DATES[1..]).prop_map(Model::Since),
        Just(Model::Read),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            inner.clone().prop_map(|model| Model::Not(Box::new(model))),
            prop::collection::vec(inner.clone(), 1..4).prop_map(Model::And),
            prop::collection::vec(inner, 1..4).prop_map(Model::Or),
        ]
    })
}

fn page() -> impl Strategy<Value = Page> {
    let words = prop::collection::vec(prop::sample::select(WORDS), 0..4);
    let (outlet, date) = (prop::sample::select(OUTLETS), prop::sample::select(DATES));
    (words, outlet, date, any::<bool>()).prop_map(|(words, outlet, date, read)| Page {
        words,
        outlet,
        date,
        read,
    })
}

fn found(query: &Query, pages: &[Page]) -> Vec<u32> {
    let samples: Vec<SampleArticle<'_>> = pages
        .iter()
        .map(|page| SampleArticle {
            body: &page.words,
            outlet: page.outlet,
            date: page.date,
            ..SampleArticle::default()
        })
        .collect();
    let mut marks = Marks::default();
    marks.restore(
        Mark::Read,
        (0..).zip(pages).filter(|(_, page)| page.read).map(|(id, _)| id),
    );
    naive::found(query, &entries(&samples), &marks)
}

proptest! {
    #[test]
    fn a_parsed_query_matches_like_its_tree(model in model(), pages in prop::collection::vec(page(), 0..12)) {
        let today = "2025-03-02".parse().unwrap();
        let query = Query::parse(&model.text(), today).unwrap();
        let wanted: Vec<u32> = (0..).zip(&pages).filter(|(_, page)| model.finds(page)).map(|(id, _)| id).collect();
        prop_assert_eq!(found(&query, &pages), wanted.clone(), "{}", model.text());
        let again = Query::parse(&query.to_string(), today).unwrap();
        prop_assert_eq!(found(&again, &pages), wanted, "rewritten: {}", query);
        prop_assert_eq!(again.to_string(), query.to_string());
    }

    #[test]
    fn any_text_is_a_query_or_an_error_inside_it(text in "[a-z\"():~* .,\\-ORé\\\\北]{0,24}|(outlet|is|date):\\PC{0,8}") {
        let today = "2025-03-02".parse().unwrap();
        match Query::parse(&text, today) {
            Err(error) => prop_assert!(text.get(error.range.clone()).is_some(), "{:?}", error),
            Ok(query) => {
                for hint in query.hints() {
                    prop_assert!(text.get(hint.range.clone()).is_some(), "{:?}", hint);
                }
                let rewritten = query.to_string();
                let again = Query::parse(&rewritten, today);
                prop_assert_eq!(again.map(|query| query.to_string()), Ok(rewritten));
                let put = edit::with_outlets(&text, &[Some("A b")]);
                prop_assert_eq!(edit::outlets_in(&put).len(), 1, "{}", put);
            }
        }
        for cursor in 0..=text.len() {
            for completion in complete::complete(&text, cursor, &KnownValues::default()) {
                prop_assert!(text.get(completion.replace.clone()).is_some());
            }
        }
    }
}
