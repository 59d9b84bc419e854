//! `keywords.toml`: messages for mistakes, and what is preserved when sets are changed.

use super::messages;
use crate::harness::cases;
use newsprint::config::{KeywordColor, KeywordSets};

/// A mistake in a keyword set is reported with its line, and the rest is used.
fn wrong_set(text: &str, message: &str, count: usize) {
    let (sets, diagnostics) = KeywordSets::parse(text);
    assert_eq!(messages(&diagnostics), [message]);
    assert_eq!(sets.sets().len(), count);
}

cases! { wrong_set
    misspelt_table: ("[[sets]]\nname = \"a\"", "line 1, column 3: unknown field `sets`; did you mean `set`?", 0);
    value_for_the_sets: (
        "set = 1",
        "line 1, column 7: `set` must be a list of tables; write `[[set]]` above each set", 0,
    );
    set_without_name: (
        "[[set]]\nwords = [\"a\"]",
        "line 1, column 1: a set without a name is ignored; add `name = \"…\"`", 0,
    );
    misspelt_colour: (
        "[[set]]\nname = \"a\"\ncolor = \"oragne\"",
        "line 3, column 9: `color` must be one of `yellow`, `cyan`, `pink`, `green`, `orange`, `violet`, `red`, `blue`, not `\"oragne\"`; did you mean `orange`?", 1,
    );
    misspelt_field: (
        "[[set]]\nname = \"a\"\nwrods = []",
        "line 3, column 1: unknown field `wrods` in `[set]`; did you mean `words`?", 1,
    );
    text_for_the_words: (
        "[[set]]\nname = \"a\"\nwords = \"b\"",
        "line 3, column 9: `words` must be a list, not `\"b\"`; write `words = [\"…\"]`", 1,
    );
    number_for_a_word: (
        "[[set]]\nname = \"a\"\nwords = [1]",
        "line 3, column 10: `1` is not a word; write it in quotes", 1,
    );
    number_for_a_switch: (
        "[[set]]\nname = \"a\"\non = 1",
        "line 3, column 6: `on` must be `true` or `false`, not `1`; the default is used", 1,
    );
}

#[test]
fn a_word_that_is_not_a_pattern_is_left_out() {
    let (sets, diagnostics) =
        KeywordSets::parse("[[set]]\nname = \"a\"\nwords = [\n  \"b\",\n  \"/(/\",\n]\n");
    assert_eq!(sets.sets()[0].words, ["b"]);
    assert_eq!(diagnostics.len(), 1);
    assert_eq!(diagnostics[0].line, 5);
    assert!(
        diagnostics[0]
            .message
            .starts_with("`/(/` is not a valid pattern: "),
        "{diagnostics:?}"
    );
}

const SETS: &str = r#"# my words
[[set]]
name = "war"            # the first one
color = "red"
words = [
  "NATO",
  "cease*",   # ceasefire, cease-fire
  "peace talks",
]

# quiet for now
[[set]]
name = "people"
on = false
words = ["/Pe[sc]kov/"]
"#;

#[test]
fn keyword_sets_are_read() {
    let (sets, diagnostics) = KeywordSets::parse(SETS);
    assert_eq!(messages(&diagnostics), [""; 0]);
    let [war, people] = sets.sets() else {
        panic!("two sets")
    };
    assert_eq!(
        (war.name.as_str(), war.color, war.on),
        ("war", KeywordColor::Red, true)
    );
    assert_eq!(war.words, ["NATO", "cease*", "peace talks"]);
    assert_eq!((people.color, people.on), (KeywordColor::Yellow, false));
    assert_eq!(sets.to_toml().unwrap(), SETS);
}

#[test]
fn changing_keyword_sets_preserves_comments_and_order() {
    let (mut sets, _) = KeywordSets::parse(SETS);
    sets.set_on(1, true);
    sets.set_color(0, KeywordColor::Blue);
    assert!(sets.add_word(0, " truce "));
    assert!(!sets.add_word(0, "truce"));
    assert!(sets.remove_word(0, "NATO"));
    assert!(!sets.remove_word(0, "NATO"));
    let text = sets.to_toml().unwrap();
    for kept in [
        "# my words",
        "# the first one",
        "# ceasefire, cease-fire",
        "# quiet for now",
    ] {
        assert!(text.contains(kept), "{text}");
    }
    let (again, diagnostics) = KeywordSets::parse(&text);
    assert_eq!(messages(&diagnostics), [""; 0]);
    assert_eq!(again.sets(), sets.sets());
    assert_eq!(again.sets()[0].words, ["cease*", "peace talks", "truce"]);
}

#[test]
fn sets_are_added_and_removed_and_sets_of_a_run_are_not_saved() {
    let (mut sets, _) = KeywordSets::parse(SETS);
    let run = sets
        .add_for_this_run("command line", "Peskov, \"peace, at last\",,/a,b/,Peskov")
        .unwrap();
    assert_eq!(sets.sets()[run].words, ["Peskov", "peace, at last", "/a,b/"]);
    assert!(sets.sets()[run].is_for_this_run());
    assert_eq!(sets.add_for_this_run("command line", " , "), None);
    let added = sets.add_set("places", &["Kyiv".to_owned()]);
    sets.add_word(run, "more");
    sets.remove_set(0);
    sets.add_word(added - 1, "Geneva");
    sets.remove_set(99);
    let (again, _) = KeywordSets::parse(&sets.to_toml().unwrap());
    let names: Vec<_> = again
        .sets()
        .iter()
        .map(|set| (set.name.as_str(), set.words.join("+")))
        .collect();
    assert_eq!(
        names,
        [
            ("people", "/Pe[sc]kov/".to_owned()),
            ("places", "Kyiv+Geneva".to_owned())
        ]
    );

    let mut empty = KeywordSets::default();
    empty.add_set("first", &[]);
    empty.set_words(0, &["a".to_owned(), "b".to_owned()]);
    empty.set_words(0, &["b".to_owned(), "c".to_owned()]);
    let (again, diagnostics) = KeywordSets::parse(&empty.to_toml().unwrap());
    assert_eq!(
        (messages(&diagnostics).len(), again.sets()[0].words.clone()),
        (0, vec!["b".to_owned(), "c".to_owned()])
    );
}

#[test]
fn new_sets_take_unused_colours() {
    let mut sets = KeywordSets::default();
    for color in KeywordColor::all() {
        assert_eq!(sets.next_free_color(), color);
        sets.add_set(color.name(), &[]);
    }
    assert_eq!(sets.next_free_color(), KeywordColor::Yellow);
}

#[test]
fn an_invalid_file_is_not_overwritten() {
    for text in ["[[set\n", "set = [1, { name = \"a\" }]\n"] {
        let (mut sets, diagnostics) = KeywordSets::parse(text);
        assert!(!diagnostics.is_empty());
        sets.add_set("new", &[]);
        assert!(sets.to_toml().is_err(), "{text}");
    }
    let (mut sets, _) = KeywordSets::parse("set = [{ name = \"a\", words = [\"b\"] }]\n");
    sets.add_word(0, "c");
    let (again, _) = KeywordSets::parse(&sets.to_toml().unwrap());
    assert_eq!(again.sets()[0].words, ["b", "c"]);
}

#[test]
fn the_sets_of_the_sample_corpus_are_valid() {
    let (sets, diagnostics) = KeywordSets::parse(include_str!("../../../seeds/keywords.toml"));
    assert_eq!(messages(&diagnostics), [""; 0]);
    assert!(sets.sets().len() >= 2 && sets.sets().iter().all(|set| set.on && !set.words.is_empty()));
}

#[test]
fn words_that_could_not_be_read_back_are_rejected() {
    let mut sets = KeywordSets::default();
    sets.add_set(
        "  ",
        &["/(/".to_owned(), "ok".to_owned(), "ok".to_owned(), " ".to_owned()],
    );
    assert!(!sets.add_word(0, "/[/"));
    assert_eq!(
        (sets.sets()[0].name.as_str(), sets.sets()[0].words.as_slice()),
        ("unnamed", ["ok".to_owned()].as_slice())
    );
    let (corpus, _) = KeywordSets::parse(SETS);
    sets.extend_for_this_run(&corpus);
    assert_eq!(sets.sets().len(), 3);
    assert_eq!(
        KeywordSets::parse(&sets.to_toml().unwrap()).0.sets(),
        &sets.sets()[..1]
    );
}
