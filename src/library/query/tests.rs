//! Tests of the query language by example: matches, error messages, and the edits of pickers.

use crate::article::date::Date;
use crate::library::marks::mark::Mark;
use crate::library::marks::request::MarkRequest;
use crate::library::marks::session::Marks;
use crate::library::marks::tags::read_tags;
use crate::library::query::complete::KnownValues;
use crate::library::query::complete::complete;
use crate::library::query::edit::outlets_in;
use crate::library::query::edit::with_outlets;
use crate::library::query::edit::{with_dates, with_field};
use crate::library::query::field::QueryField;
use crate::library::query::parsed::Query;
use crate::library::tests::fixtures::{SampleArticle, entries};
use crate::library::tests::naive;

fn today() -> Date {
    "2025-03-02".parse().unwrap()
}

fn query(text: &str) -> Query {
    Query::parse(text, today()).unwrap_or_else(|error| panic!("{text}: {error}"))
}

const SAMPLES: &[SampleArticle<'_>] = &[
    SampleArticle {
        path: "news/2025/02/a.txt",
        title: "Harbour opens",
        body: &[
            "The Élite minister said: don’t wait for the IOS update.",
            "A port in Ankara",
        ],
        outlet: "TRT World",
        date: "2025-02-13",
        via: "AP",
        language: "en",
    },
    SampleArticle {
        path: "news/2025/03/b.txt",
        title: "Bridge closed at 12:30",
        body: &["Ministers met, see http://x.y now (C++ and AND)", "was said"],
        outlet: "RT",
        date: "2025-03-01",
        via: "",
        language: "en",
    },
    SampleArticle {
        path: "old/c.txt",
        title: "",
        body: &["北京 他在北京工作", "the minister", "said nothing"],
        outlet: "",
        date: "",
        via: "Reuters",
        language: "zh",
    },
];

fn found(text: &str) -> Vec<u32> {
    let mut marks = Marks::default();
    for (mark, id) in [(Mark::Read, 0), (Mark::Star, 1)] {
        marks.restore(mark, [id]);
    }
    for request in [
        MarkRequest::Tags(read_tags("\"Grain deal\""), vec![2]),
        MarkRequest::Note("ask them".to_owned(), vec![1]),
    ] {
        let transaction = request.transaction(&marks).unwrap();
        marks.apply(&transaction);
    }
    naive::found(&query(text), &entries(SAMPLES), &marks)
}

#[test]
fn plain_words_need_no_syntax() {
    for (text, wanted) in [
        ("IOS", &[0][..]),
        ("minister elite", &[0]),
        ("minister", &[0, 2]),
        ("minister*", &[0, 1, 2]),
        ("don't", &[0]),
        ("C++", &[1]),
        ("12:30", &[1]),
        ("http://x.y", &[1]),
        ("AND", &[1]),
        ("nothing,", &[2]),
        ("harbour - opens", &[0]),
        ("-", &[0, 1, 2]),
        ("北京", &[2]),
        ("\"minister said\"", &[0]),
        ("“minister said”", &[0]),
        ("„minister said“", &[0]),
        ("«minister said»", &[0]),
        ("“minister said\" -europe", &[0]),
        ("title:“bridge closed”", &[1]),
        ("~ministers", &[0, 1, 2]),
        ("-minister", &[1]),
        ("OR", &[]),
    ] {
        assert_eq!(found(text), wanted, "{text}");
    }
}

#[test]
fn fields_and_operators() {
    for (text, wanted) in [
        ("outlet:trt", &[0][..]),
        ("outlet:rt", &[1]),
        ("OUTLET:rt OR via:reuters", &[1, 2]),
        ("outlet:\"trt world\"", &[0]),
        ("outlet:tr*", &[0]),
        ("outlet:none", &[2]),
        ("outlet:\"none\"", &[]),
        ("via:none", &[1]),
        ("-outlet:none said", &[0, 1]),
        ("lang:ZH", &[2]),
        ("title:harbour", &[0]),
        ("title:minister", &[]),
        ("is:unread", &[1, 2]),
        ("is:starred OR is:read", &[0, 1]),
        ("is:noted", &[1]),
        ("tag:\"grain deal\"", &[2]),
        ("date:2025-02", &[0]),
        ("date:none", &[2]),
        ("-date:2025-02", &[1, 2]),
        ("since:7d", &[1]),
        ("until:2025-02", &[0]),
        ("since:2025-02-13 until:2025-03-01", &[0, 1]),
        ("path:news", &[0, 1]),
        ("path:2025/02/", &[0]),
        ("path:new", &[]),
        ("path:new*", &[0, 1]),
        ("path:/news", &[]),
        ("said (harbour OR bridge)", &[0, 1]),
        ("harbour bridge OR 北京", &[2]),
        ("-(harbour OR bridge)", &[2]),
        ("said (harbour OR bridge", &[0, 1]),
        ("said) harbour", &[0]),
        ("harbour OR", &[0]),
        ("outlet: harbour", &[0]),
        ("tag:later", &[]),
    ] {
        assert_eq!(found(text), wanted, "{text}");
    }
}

#[test]
fn errors_have_positions() {
    for (text, range, message) in [
        ("said \"the minister", 5..18, "this quote is not closed"),
        ("outlet:\"TRT", 7..11, "this quote is not closed"),
        ("a date:2025-13", 7..14, "`2025-13` is not a date"),
        ("is:unred", 3..8, "`unred` is not a state"),
        ("since:", 0..0, ""),
    ] {
        match Query::parse(text, today()) {
            Ok(_) => assert!(message.is_empty(), "{text}"),
            Err(error) => {
                assert_eq!(error.range, range, "{text}");
                assert!(error.message.starts_with(message), "{text}: {error}");
            }
        }
    }
    let deep = "(".repeat(100_000);
    assert!(
        Query::parse(&deep, today())
            .unwrap_err()
            .message
            .contains("too many nested")
    );
}

#[test]
fn hints_do_not_prevent_a_match() {
    let hint = |text: &str| query(text).hints().first().map(|hint| hint.message.clone());
    assert_eq!(
        hint("outlets:rt").as_deref(),
        Some("no field `outlets`, searched as a word; did you mean `outlet:`?")
    );
    assert_eq!(
        hint("xyzzy:\"a b\"").as_deref(),
        Some("no field `xyzzy`, searched as a word")
    );
    assert!(hint("a AND b").unwrap().contains("searched as a word"));
    assert_eq!(hint("12:30 https://a.b note-this: IOS"), None);
}

#[test]
fn only_words_that_must_match_are_highlighted() {
    let words = |text: &str| -> Vec<String> {
        query(text)
            .words()
            .iter()
            .map(|pattern| pattern.written().to_owned())
            .collect()
    };
    assert_eq!(
        words("Harbour -bridge (\"the port\" OR min*) title:opens outlet:rt"),
        ["harbour", "the port", "min", "opens"]
    );
    assert!(query("is:unread").depends_on_marks() && !query("unread").depends_on_marks());
}

#[test]
fn a_query_is_written_as_equivalent_text() {
    for (text, wanted) in [
        ("  a   b OR c ", "a b OR c"),
        ("(a OR b) -(c d) -\"e f\"", "(a OR b) -(c d) -\"e f\""),
        ("OR", "\"OR\""),
        (
            "outlet:\"TRT World\" min* ~word",
            "outlet:\"TRT World\" min* ~word",
        ),
        ("\"say \\\"so\\\"\"", "\"say \\\"so\\\"\""),
    ] {
        assert_eq!(query(text).to_string(), wanted);
    }
}

#[test]
fn pickers_add_and_remove_clauses() {
    let outlets = |text: &str, outlets: &[Option<&str>]| with_outlets(text, outlets);
    assert_eq!(
        outlets("nato", &[Some("TRT World"), Some("RT")]),
        "nato (outlet:\"TRT World\" OR outlet:RT)"
    );
    assert_eq!(
        outlets("nato (outlet:\"TRT World\" OR outlet:RT) x", &[None]),
        "nato outlet:none x"
    );
    assert_eq!(outlets("outlet:a OR outlet:b", &[]), "");
    assert_eq!(outlets("a OR b", &[Some("RT")]), "(a OR b) outlet:RT");
    assert_eq!(outlets("(a OR b", &[Some("RT")]), "(a OR b) outlet:RT");
    assert_eq!(outlets("a OR", &[Some("RT")]), "a outlet:RT");
    assert_eq!(outlets("-outlet:a", &[]), "-outlet:a");
    assert_eq!(outlets("\"open", &[Some("RT")]), "outlet:RT \"open");
    assert_eq!(
        outlets_in("x (outlet:\"TRT World\" OR outlet:none) -outlet:b"),
        [Some("TRT World".to_owned()), None]
    );
    let day = |text: &str| Some(text.parse::<Date>().unwrap());
    assert_eq!(
        with_dates("a since:7d b", day("2025-02-01"), day("2025-02-14")),
        "a date:2025-02-01..2025-02-14 b"
    );
    assert_eq!(
        with_dates("a until:2025", day("2025-02-01"), None),
        "a date:2025-02-01.."
    );
    assert_eq!(with_dates("a date:2025-02-01 b", None, None), "a b");
    assert_eq!(with_field("a", QueryField::Date, "none"), "a date:none");
    assert_eq!(with_field("is:read", QueryField::Is, ""), "");
}

#[test]
fn completion_offers_fields_and_values() {
    let known = KnownValues {
        outlets: &["TRT World", "RT", "Ärzteblatt"],
        ..KnownValues::default()
    };
    let texts = |text: &str| -> Vec<String> {
        complete(text, text.len(), &known)
            .into_iter()
            .map(|completion| completion.text)
            .collect()
    };
    assert_eq!(texts("nato -ou"), ["outlet:"]);
    assert_eq!(
        texts("outlet:r"),
        ["outlet:RT ", "outlet:\"TRT World\" ", "outlet:Ärzteblatt "]
    );
    assert_eq!(texts("outlet:\"trt w"), ["outlet:\"TRT World\" "]);
    assert_eq!(texts("(is:un"), ["is:unread "]);
    assert_eq!(texts("date:y"), ["date:yesterday ", "date:today "]);
    assert_eq!(texts("nato"), Vec::<String>::new());
    assert_eq!(texts("foo:b"), Vec::<String>::new());
    let within = complete("a outlet:\"TRT Wor\" b", 14, &known);
    assert_eq!(within[0].replace, 2..19);
}

#[test]
fn a_clause_is_added_after_an_open_end() {
    assert_eq!(with_outlets("a OR(", &[Some("A b")]), "a outlet:\"A b\"");
    assert_eq!(with_outlets("r) OR a", &[Some("A b")]), "(r OR a) outlet:\"A b\"");
}
