//! Tests of finding figures.

use super::*;
use crate::events::telling::Paragraph;

fn read(language: &str, text: &str) -> Vec<(String, Option<String>)> {
    let telling = Telling {
        language: Some(language.to_owned()),
        date: "2024-05-10".parse().ok(),
        paragraphs: vec![Paragraph {
            text: text.to_owned(),
            ..Paragraph::default()
        }],
        ..Telling::default()
    };
    let found = figures(&telling);
    found
        .into_iter()
        .map(|figure| (text[figure.range].to_owned(), figure.value))
        .collect()
}

fn assert_figures(language: &str, text: &str, expected: &[(&str, &str)]) {
    let found = read(language, text);
    let found: Vec<(&str, &str)> = found
        .iter()
        .map(|(text, value)| (text.as_str(), value.as_deref().unwrap_or("null")))
        .collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn numbers_have_hedges_and_units() {
    assert_figures(
        "en",
        "At least 24 people waited for more than an hour.",
        &[("At least 24", ">=24"), ("more than an hour", ">1")],
    );
    assert_figures(
        "en",
        "A three-year plan of $2.5 million for 10 to 15 boats.",
        &[
            ("three-year", "3"),
            ("$2.5 million", "2500000"),
            ("10 to 15", "10/15"),
        ],
    );
    assert_figures(
        "en",
        "Twenty-five boats, thousands of people and 7% of the fleet.",
        &[("Twenty", "25"), ("thousands", "thousands"), ("7", "7")],
    );
    assert_figures(
        "de",
        "Mehr als 1.250 Gäste in drei Jahren.",
        &[("Mehr als 1.250", ">1250"), ("drei Jahren", "3")],
    );
}

#[test]
fn days_are_figures_too() {
    assert_figures(
        "en",
        "On Thursday, 9 May, and yesterday; in June 2021 and in 2019.",
        &[
            ("Thursday", "2024-05-09"),
            ("9 May", "2024-05-09"),
            ("yesterday", "2024-05-09"),
            ("June 2021", "2021-06"),
            ("2019", "2019"),
        ],
    );
    assert_figures(
        "fr",
        "Le 3 mars et lundi.",
        &[("3 mars", "2024-03-03"), ("lundi", "2024-05-06")],
    );
}

#[test]
fn pronouns_references_and_open_spans_are_not() {
    assert_figures(
        "en",
        "One of the two leaders said that for some time, in recent weeks, nobody came at 7:30 on an F-16.",
        &[],
    );
}
