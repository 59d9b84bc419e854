//! Small invented pages whose lines have their classes, and what must be read out of them. Each test is named after
//! what it caught.

use super::*;
use crate::article::{Line, Reason};

/// An article of lines written as `T headline`, `S standfirst`, `B body`, `C caption`, `. chrome`.
fn page(lines: &[&str]) -> Article {
    let mut article = Article {
        part: 1,
        ..Article::default()
    };
    for (number, line) in (1..).zip(lines) {
        let (mark, text) = line.split_at(2);
        let start = article.source.len() as u32;
        article.source.push_str(text);
        let end = article.source.len() as u32;
        article.source.push('\n');
        let class = match mark {
            "T " => LineClass::Title,
            "S " => LineClass::Subtitle,
            "B " => LineClass::Paragraph,
            "C " => LineClass::Caption,
            _ => LineClass::Chrome,
        };
        if class == LineClass::Title {
            article.meta.title = Some(text.to_owned());
        }
        let reason = (class == LineClass::Chrome).then_some(Reason::BeforeArticle);
        article.lines.push(Line {
            number,
            start,
            end,
            class,
            reason,
            ..Line::default()
        });
    }
    article
}

fn collected(lines: &[&str]) -> Article {
    let mut article = page(lines);
    collect(&mut article, &Hints::new(&Knowledge::builtin()), None);
    article
}

fn date_of(article: &Article) -> String {
    article.meta.date.map_or(String::new(), |date| date.to_string())
}

const BODY: &str = "B The old ferry left the harbour on Monday with forty people on board, and the port said that it would come back at night.";

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
fn section_beside_the_date() {
    let article = collected(&[". date 2024-07-09 WORLD", "T The ferry sails again", BODY, BODY]);
    assert_eq!(article.meta.section.as_deref(), Some("WORLD"));
    assert_eq!(article.lines[0].class, LineClass::DateLine);
    assert!(article.lines[0].fields.has(Fields::DATE.with(Fields::SECTION)));
}

#[test]
fn a_site_clock_is_no_date() {
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

#[test]
fn relative_and_yearless_dates_are_no_dates() {
    for line in [
        ". 2 hours ago",
        ". 9 July, 06:05",
        ". Yesterday, 06:05",
        ". Published 1:34 pm",
    ] {
        assert_eq!(
            date_of(&collected(&["T The ferry sails again", line, BODY, BODY])),
            "",
            "{line}"
        );
    }
}

#[test]
fn dates_of_captions_issues_and_events_are_no_dates() {
    for lines in [
        [
            "T The ferry sails again",
            "C The ferry on July 9, 2024. Photograph: the port",
            BODY,
            BODY,
        ],
        [
            "T The ferry sails again",
            ". Print edition of July 9, 2024",
            BODY,
            BODY,
        ],
        [
            "T The ferry sails again",
            BODY,
            "B It had sunk on 9 July 2019 after a storm that nobody in the town had seen coming.",
            BODY,
        ],
    ] {
        assert_eq!(date_of(&collected(&lines)), "", "{lines:?}");
    }
}

#[test]
fn the_day_of_publication_wins_over_that_of_a_change() {
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
fn day_and_month_are_told_by_the_page_or_stay_unknown() {
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
fn an_agency_for_an_author_is_via() {
    let article = collected(&["T The ferry sails again", ". By Associated Press", BODY, BODY]);
    assert_eq!(
        (article.meta.byline.as_deref(), article.meta.via.as_deref()),
        (None, Some("Associated Press"))
    );
    let dateline = "B PORT LENNE (AP) — The old ferry left the harbour on Monday with forty people on board.";
    let article = collected(&["T The ferry sails again", dateline, BODY]);
    assert_eq!(
        (article.meta.outlet.as_deref(), article.meta.via.as_deref()),
        (None, Some("Associated Press"))
    );
}

#[test]
fn a_source_line_parts_outlet_and_agencies() {
    let article = collected(&[
        "T The ferry sails again",
        BODY,
        BODY,
        ". SOURCE:SkyNews and agencies",
    ]);
    assert_eq!(
        (article.meta.outlet.as_deref(), article.meta.via.as_deref()),
        (Some("Sky News"), Some("agencies"))
    );
    assert_eq!(article.lines[3].class, LineClass::Credit);
    let credit = collected(&[BODY, BODY, "C Credit: Sky News"]);
    assert_eq!(
        (credit.meta.outlet.as_deref(), credit.meta.via.as_deref()),
        (None, Some("Sky News"))
    );
}

#[test]
fn a_source_in_the_text_is_text() {
    let inside =
        "B Source: a dockworker close to TASS and other agencies, who spoke at a briefing on the quay";
    let article = collected(&["T The ferry sails again", BODY, inside, BODY, BODY, BODY, BODY]);
    assert_eq!(article.meta.via, None);
    assert_eq!(article.lines[2].class, LineClass::Paragraph);
}

#[test]
fn outlets_are_named_by_their_notices() {
    for (line, outlet) in [
        (". © 2024 The Guardian. All rights reserved.", "The Guardian"),
        (". Follow Sky News on Telegram", "Sky News"),
        (". Questions: write to feedback@rttv.ru", "RT"),
        (". The ferry sails again - BBC News", "BBC News"),
        (
            ". © 2019-2024 Lenne Courier Ltd. All rights reserved.",
            "Lenne Courier",
        ),
    ] {
        let article = collected(&["T The ferry sails again", BODY, BODY, line]);
        assert_eq!(article.meta.outlet.as_deref(), Some(outlet), "{line}");
    }
}

#[test]
fn credits_of_pictures_name_neither_outlet_nor_author() {
    for line in [
        ". © Anna Petrova/Getty Images",
        ". Copyright Paul Martin/AP",
        ". Paul Martin / AP",
        ". Photo: Paul Martin",
    ] {
        let article = collected(&["T The ferry sails again", line, BODY, BODY]);
        assert_eq!((article.meta.outlet, article.meta.byline), (None, None), "{line}");
    }
}

#[test]
fn people_of_the_story_are_no_authors() {
    let story = "B The captain, Paul Martin, took the old ferry out of the harbour on Monday with forty people on board.";
    let article = collected(&["T The ferry sails again", ". Paul Martin", story, BODY]);
    assert_eq!(article.meta.byline, None);
}

#[test]
fn authors_in_many_languages() {
    for (line, byline) in [
        (". By PAUL MARTIN and ANNA PETROVA", "PAUL MARTIN, ANNA PETROVA"),
        (
            ". Von Anna Schmidt und Jan de Vries",
            "Anna Schmidt, Jan de Vries",
        ),
        (". Par P. MARTIN - 05:01 - Temps de lecture :", "P. MARTIN"),
        (". Автор: Анна Петрова", "Анна Петрова"),
        (". بقلم: سارة منصور", "سارة منصور"),
        (". 記者林大同／即時報導", "林大同"),
        (". By Paul Martin | Fox News", "Paul Martin"),
        (
            ". Anna Petrova (@apetrova) 12 minutes ago Tue 9th July 2024 | 03:32 PM",
            "Anna Petrova",
        ),
    ] {
        let article = collected(&["T The ferry sails again", line, BODY, BODY]);
        assert_eq!(article.meta.byline.as_deref(), Some(byline), "{line}");
    }
}

#[test]
fn a_folder_named_like_a_site_or_an_outlet_is_weak_evidence() {
    let outlet = |path: &str| {
        let mut article = page(&["T The ferry sails again", BODY, BODY]);
        let knowledge = Knowledge::builtin();
        let hints = Hints {
            path: Some(path),
            ..Hints::new(&knowledge)
        };
        collect(&mut article, &hints, None);
        if let Some(evidence) = article.meta.evidence_of(Field::Outlet) {
            assert!(evidence.rule == "path" && evidence.confidence < 0.5);
        }
        article.meta.outlet
    };
    for named in ["bbc.co.uk", "BBC News", "bbc-news", "www.bbc.com/2024"] {
        let path = format!("corpus/{named}/0001.txt");
        assert_eq!(outlet(&path).as_deref(), Some("BBC News"), "{named}");
    }
    for unnamed in ["economy", "time", "2024-05-03", "rt", "the-arden-courier"] {
        assert_eq!(outlet(&format!("corpus/{unnamed}/0001.txt")), None, "{unnamed}");
    }
    assert_eq!(
        outlet("corpus/bbc-news.txt"),
        None,
        "a file is named by its story"
    );
}

#[test]
fn lines_are_known_by_themselves() {
    for (line, fields) in [
        ("Tuesday, 9 July 2024, 06:05", Fields::DATE),
        ("By Anna Petrova", Fields::BYLINE),
        (
            "By Anna PetrovaPublished 9 July 2024",
            Fields::BYLINE.with(Fields::DATE),
        ),
        ("SOURCE:SkyNews and agencies", Fields::CREDIT),
        ("By the time the ferry came back it was night.", Fields::NONE),
        (
            "The ferry sank on 9 July 2019 after a storm that nobody had seen coming.",
            Fields::NONE,
        ),
        ("14:39", Fields::NONE),
        ("", Fields::NONE),
    ] {
        assert_eq!(detect(line), fields, "{line}");
    }
}

#[test]
fn the_day_of_a_change_stands_apart() {
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
fn authors_have_roles() {
    let roles = |line: &str, below: &str| {
        let article = collected(&["T The ferry sails again", line, below, BODY, BODY]);
        let authors = article.meta.authors.iter();
        let shown: Vec<String> = authors
            .map(|author| match &author.role {
                Some(role) => format!("{} ({role})", author.name),
                None => author.name.clone(),
            })
            .collect();
        (article.meta.byline.unwrap_or_default(), shown.join("; "))
    };
    for (line, below, byline, authors) in [
        (
            ". By Anna Petrova, harbour correspondent",
            ". Share",
            "Anna Petrova",
            "Anna Petrova (harbour correspondent)",
        ),
        (
            ". By Anna Petrova and Paul Martin, photographs by Lena Schmidt",
            ". Share",
            "Anna Petrova, Paul Martin",
            "Anna Petrova; Paul Martin; Lena Schmidt (photographs)",
        ),
        (
            ". By Anna Petrova",
            ". Harbour correspondent",
            "Anna Petrova",
            "Anna Petrova (Harbour correspondent)",
        ),
        (
            ". Von Anna Schmidt",
            ". Übersetzt von Paul Martin",
            "Anna Schmidt",
            "Anna Schmidt; Paul Martin (translation)",
        ),
        (
            ". Reporting by Anna Petrova; editing by Paul Martin",
            ". Share",
            "Anna Petrova",
            "Anna Petrova (reporting); Paul Martin (editing)",
        ),
        (". By Anna Petrova", ". Sport", "Anna Petrova", "Anna Petrova"),
    ] {
        assert_eq!(
            roles(line, below),
            (byline.to_owned(), authors.to_owned()),
            "{line}"
        );
    }
}

#[test]
fn an_unambiguous_copy_of_a_date_tells_the_order() {
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
    // June lies far beyond every other day of the page.
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
fn of_two_glued_days_the_later_is_that_of_a_change() {
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
fn a_date_that_stands_a_little_inside_of_the_body() {
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

#[test]
fn names_that_are_glued_repeated_or_under_a_missed_headline() {
    for (lines, byline) in [
        (
            [
                "T The ferry sails again",
                ". ByAnna Petrova via logo",
                BODY,
                BODY,
                BODY,
                BODY,
            ],
            Some("Anna Petrova"),
        ),
        (
            [
                "T The ferry sails again",
                ". Anna Petrova 7 hours",
                BODY,
                BODY,
                BODY,
                BODY,
            ],
            Some("Anna Petrova"),
        ),
        (
            [
                "T The ferry sails again",
                ". Anna Petrova@annap",
                BODY,
                BODY,
                BODY,
                BODY,
            ],
            Some("Anna Petrova"),
        ),
        (
            [
                "T The ferry sails again",
                ". Anna Petrova \u{a0} The Lenne Courier-Post",
                BODY,
                BODY,
                BODY,
                BODY,
            ],
            Some("Anna Petrova"),
        ),
        (
            [
                "T The ferry sails again",
                ". Travel by Anna Petrova Travel Writer",
                BODY,
                BODY,
                BODY,
                BODY,
            ],
            Some("Anna Petrova"),
        ),
        (
            [
                "T The ferry sails again",
                ". Harbour Night",
                BODY,
                BODY,
                BODY,
                ". Harbour Night",
            ],
            None,
        ),
        (
            [
                "T The ferry sails again",
                ". Anna Petrova/Sky News",
                BODY,
                BODY,
                BODY,
                BODY,
            ],
            None,
        ),
    ] {
        assert_eq!(collected(&lines).meta.byline.as_deref(), byline, "{lines:?}");
    }
}
