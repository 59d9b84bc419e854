//! The day of publication and of the last change.

use crate::article::line::{Fields, LineClass};
use crate::article::meta::Field;
use crate::extract::cases::cases;
use crate::extract::meta::tests::{BODY, collected, date_of};

#[test]
fn glued_name_and_date_give_both() {
    let article = collected(&[
        ". Menu",
        "T The ferry sails again",
        ". Anna PetrovaTuesday, 9 July 2024, 06:05",
        BODY,
        BODY,
    ]);
    assert_eq!(article.meta.byline.as_deref(), Some("Anna Petrova"));
    assert_eq!(date_of(&article), "2024-07-09");
    assert_eq!(
        article.meta.time.map(|time| time.to_string()).as_deref(),
        Some("06:05")
    );
    let line = article.lines[2];
    assert_eq!(line.class, LineClass::Byline);
    assert!(line.fields.has(Fields::BYLINE.with(Fields::DATE)) && line.reason.is_none());
    assert_eq!(article.lines[0].class, LineClass::Chrome);
}

#[test]
fn the_calendar_of_a_site_is_not_the_date() {
    assert_eq!(
        date_of(&collected(&[
            ". Tuesday, July 9, 2024",
            "T The ferry sails again",
            BODY,
            BODY
        ])),
        ""
    );
}

fn check_no_date(lines: &[&str]) {
    assert_eq!(date_of(&collected(lines)), "", "{lines:?}");
}

cases! { check_no_date:
    hours_ago: &["T The ferry sails again", ". 2 hours ago", BODY, BODY];
    a_day_without_a_year: &["T The ferry sails again", ". 9 July, 06:05", BODY, BODY];
    yesterday: &["T The ferry sails again", ". Yesterday, 06:05", BODY, BODY];
    a_time_without_a_day: &["T The ferry sails again", ". Published 1:34 pm", BODY, BODY];
    the_date_of_a_picture:
        &["T The ferry sails again", "C The ferry on July 9, 2024. Photograph: the port", BODY, BODY];
    the_date_of_a_printed_issue: &["T The ferry sails again", ". Print edition of July 9, 2024", BODY, BODY];
    the_date_of_an_event: &[
        "T The ferry sails again",
        BODY,
        "B It had sunk on 9 July 2019 after a storm that nobody in the town had seen coming.",
        BODY,
    ];
}

#[test]
fn the_day_of_publication_wins_over_the_day_of_a_change() {
    let article = collected(&[
        "T The ferry sails again",
        ". Updated: 10 July 2024 Published: 9 July 2024",
        BODY,
        BODY,
    ]);
    assert_eq!(date_of(&article), "2024-07-09");
    let only = collected(&["T The ferry sails again", ". Updated 10 July 2024", BODY, BODY]);
    assert_eq!(date_of(&only), "2024-07-10");
    assert_eq!(
        only.meta.evidence_of(Field::Date).map(|evidence| evidence.rule),
        Some("updated")
    );
}

#[test]
fn day_and_month_are_ordered_by_the_page_or_stay_unknown() {
    let with = |other: &str| {
        date_of(&collected(&[
            "T The ferry sails again",
            ". 03/04/2024",
            BODY,
            BODY,
            other,
        ]))
    };
    assert_eq!(with(". Menu"), "");
    assert_eq!(with(". 25/03/2024"), "2024-04-03");
    assert_eq!(with(". 03/25/2024"), "2024-03-04");
    let german = "B Die alte Fähre verließ den Hafen am Montag mit vierzig Menschen an Bord, und der Hafen teilte mit, dass sie nachts zurückkommt.";
    assert_eq!(
        date_of(&collected(&[
            "T Die Fähre fährt wieder",
            ". 03/04/2024",
            german,
            german
        ])),
        "2024-04-03"
    );
}

#[test]
fn the_day_of_a_change_is_separate() {
    let article = collected(&[
        "T The ferry sails again",
        ". Published: 9 July 2024 06:05 GMT+3 | Updated: 10 July 2024 07:10 GMT+3",
        BODY,
        BODY,
    ]);
    let meta = &article.meta;
    assert_eq!(date_of(&article), "2024-07-09");
    assert_eq!(
        meta.updated.map(|at| at.to_string()).as_deref(),
        Some("2024-07-10T07:10")
    );
    assert_eq!(meta.zone.map(|zone| zone.to_string()).as_deref(), Some("+03:00"));
    for field in [Field::Date, Field::Time, Field::Zone, Field::Updated] {
        assert_eq!(
            meta.evidence_of(field).and_then(|evidence| evidence.line),
            Some(2),
            "{field:?}"
        );
    }
    let below = collected(&[
        "T The ferry sails again",
        ". 9 July 2024",
        ". Last updated 11 July 2024",
        BODY,
        BODY,
    ]);
    assert_eq!(
        below.meta.updated.map(|at| at.to_string()).as_deref(),
        Some("2024-07-11")
    );
    assert_eq!(below.lines[2].class, LineClass::DateLine);
}

#[test]
fn an_unambiguous_copy_of_a_date_shows_the_order() {
    let with = |other: &str| {
        let article = collected(&[
            "T The ferry sails again",
            ". Published 06/01/2024 - 13:55",
            BODY,
            BODY,
            other,
        ]);
        date_of(&article)
    };
    assert_eq!(with(". The harbour, 6 January, 2024"), "2024-01-06");
    assert_eq!(with(". 2024-06-01"), "2024-06-01");
    // 1 June is far beyond every other day of the page.
    assert_eq!(with(". 2024-01-14 2024-01-15"), "2024-01-06");
}

#[test]
fn an_author_and_a_counter_glued_to_the_date() {
    let article = collected(&[
        ". November 24, 2025",
        "T The ferry sails again",
        ". by Anna PetrovaNovember 21, 202501747",
        BODY,
        BODY,
    ]);
    assert_eq!(date_of(&article), "2025-11-21");
    let racing = collected(&[
        "T The ferry sails again",
        ". Anna Petrova, F1Dec 19, 2023, 05:30 PM",
        BODY,
        BODY,
    ]);
    assert_eq!(date_of(&racing), "2023-12-19");
}

#[test]
fn the_later_of_two_glued_days_is_the_day_of_a_change() {
    let article = collected(&[
        "T The ferry sails again",
        ". May 21, 2025April 24, 2025 by Anna Petrova",
        BODY,
        BODY,
    ]);
    assert_eq!(date_of(&article), "2025-04-24");
    assert_eq!(
        article.meta.updated.map(|at| at.to_string()).as_deref(),
        Some("2025-05-21")
    );
}

#[test]
fn a_date_a_little_inside_the_body() {
    let menu = "B Offers and services of the harbour office for everybody who lives here";
    let article = collected(&[
        "T The ferry sails again",
        menu,
        menu,
        menu,
        menu,
        menu,
        menu,
        "B Published Tuesday, 9 July 2024 17:25",
        BODY,
        BODY,
        BODY,
        BODY,
        BODY,
    ]);
    assert_eq!(date_of(&article), "2024-07-09");
    assert_eq!(article.lines[7].class, LineClass::DateLine);
}
