//! Tests of `matcher`: what is a hit, and that a window has the hits of the whole text.

use crate::text::matcher::*;
use proptest::prelude::*;

fn found<'a>(patterns: &[&str], text: &'a str) -> Vec<&'a str> {
    let matcher = Matcher::new(patterns.iter().map(|written| Pattern::parse(written).unwrap()));
    let hits = matcher.hits(text);
    assert_eq!(matcher.is_match(text), !hits.is_empty());
    hits.iter().map(|hit| &text[hit.range.clone()]).collect()
}

#[test]
fn words_phrases_prefixes_and_regexes() {
    let text = "NATO's talks: the White\u{a0} House denies natostan; denials, Denial (deny) 2025";
    assert_eq!(found(&["nato"], text), ["NATO"]);
    // A prefix is shown as the whole word that begins with it.
    assert_eq!(found(&["nato*"], text), ["NATO", "natostan"]);
    assert_eq!(found(&["\"white house\""], text), ["White\u{a0} House"]);
    assert_eq!(found(&["denial*"], text), ["denials", "Denial"]);
    assert_eq!(found(&["/den(y|ies)\\b/"], text), ["denies", "deny"]);
    assert_eq!(found(&["/x*/"], text), [""; 0]);
    assert_eq!(found(&["/(?-i)nato/"], text), ["nato"]);
}

#[test]
fn case_and_accents_do_not_matter_but_ranges_are_of_the_original() {
    assert_eq!(
        found(&["elysee"], "L’Élysée, l’e\u{301}lyse\u{301}e\u{301}."),
        ["Élysée", "e\u{301}lyse\u{301}e\u{301}"]
    );
    assert_eq!(
        found(&["Zelenský"], "Zelensky ZELENSKY"),
        ["Zelensky", "ZELENSKY"]
    );
    assert_eq!(found(&["strasse"], "Die Straße"), ["Straße"]);
    assert_eq!(found(&["путин"], "Путин, Путину"), ["Путин"]);
    assert_eq!(found(&["don't"], "I don’t"), ["don’t"]);
}

#[test]
fn scripts_without_blanks_match_within_a_run() {
    assert_eq!(found(&["北京"], "在北京市，NATO成员"), ["北京"]);
    assert_eq!(found(&["nato"], "在北京市，NATO成员"), ["NATO"]);
    assert_eq!(found(&["나토"], "나토는 나토"), ["나토", "나토"]);
    assert_eq!(found(&["กรุงเทพ"], "ในกรุงเทพมหานคร"), ["กรุงเทพ"]);
}

#[test]
fn the_first_and_longest_overlapping_hit_wins() {
    let patterns = ["house", "white house", "white", "/house denies/"];
    assert_eq!(
        found(&patterns, "white house denies white"),
        ["white house", "white"]
    );
    let matcher = Matcher::new(["a b", "b c", "a"].map(Pattern::word));
    let hits = matcher.hits("b c a b");
    assert_eq!(hits.iter().map(|hit| hit.pattern).collect::<Vec<_>>(), [1, 0]);
}

#[test]
fn find_text_looks_within_words_with_smart_case() {
    let find = |what: &str, text: &str| Matcher::new([Pattern::find_text(what)]).hits(text).len();
    assert_eq!(find("resi", "President PRESIDENT Präsident présidént"), 3);
    assert_eq!(find("Presi", "President PRESIDENT president"), 1);
    assert_eq!(find("c", "no SUCH thing"), 1);
    assert_eq!(find("", "text"), 0);
    assert!(Matcher::new([Pattern::find_text(" ")]).is_empty());
}

proptest! {
    #[test]
    fn a_window_has_the_hits_of_the_whole_text(
        text in "([ab]{1,3}[ \n]|é|北|ß|ab ){0,60}",
        from in 0usize..200,
        length in 1usize..100,
    ) {
        let patterns = ["a", "ab*", "\"a b\"", "é", "北", "/b[ab]/", "s*"];
        let matcher = Matcher::new(patterns.map(|written| Pattern::parse(written).unwrap()));
        let hits = matcher.hits(&text);
        let mut end = 0;
        for hit in &hits {
            prop_assert!(hit.range.start >= end && text.get(hit.range.clone()).is_some());
            end = hit.range.end;
        }
        let range = from..from + length;
        let touching: Vec<_> = hits
            .into_iter()
            .filter(|hit| hit.range.start < range.end && hit.range.end > range.start)
            .collect();
        prop_assert_eq!(matcher.hits_in(&text, range), touching);
    }
}

#[test]
fn many_words_are_found_as_few_are() {
    let text = "W1 w12 w123* the w999999 éw5 w1 w12\nw1  w77 x";
    let words = |count: usize| -> Vec<Pattern> {
        let words = (0..count).map(|number| match number % 3 {
            0 => format!("w{number}"),
            1 => format!("w{number}*"),
            _ => format!("\"w{number} w{}\"", number + 10),
        });
        let extra = ["w1 w12", "éw5", "x"].map(str::to_owned);
        words
            .chain(extra)
            .map(|word| Pattern::parse(&word).unwrap())
            .collect()
    };
    let (few, many) = (Matcher::new(words(MANY / 2)), Matcher::new(words(50 * MANY)));
    let ranges = |matcher: &Matcher| -> Vec<_> {
        let hits = matcher.hits(text).into_iter();
        hits.map(|hit| (hit.range.clone(), &text[hit.range])).collect()
    };
    assert!(ranges(&few).len() > 5, "{:?}", ranges(&few));
    assert_eq!(ranges(&few), ranges(&many));
    assert!(many.is_match("see w999") && !many.is_match("see xw999"));
}
