//! Tests of `safe`: what is removed, what stays, and that applying it twice equals applying it once.

use crate::text::safe::*;
use proptest::prelude::*;

/// Checks every character of the text by itself and slowly: the fast scan must not miss any.
fn is_clean(text: &str) -> bool {
    text.chars().all(|c| match c {
        '\n'
        | '\t'
        | '\u{200c}'
        | '\u{200d}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{180b}'..='\u{180f}'
        | '\u{e0020}'..='\u{e007f}'
        | '\u{e0100}'..='\u{e01ef}' => true,
        '\u{2028}' | '\u{2029}' => false,
        _ => !is_hidden(c),
    })
}

#[test]
fn clean_text_is_borrowed() {
    for text in [
        "",
        "Plain text.\n\tIndented",
        "Привет, “мир” — 北京，東京 😀",
        "می‌خواهم",
        "👩‍🚀 🏳️‍🌈 🇩🇪 1️⃣",
    ] {
        assert!(
            matches!(harmless(text), Cow::Borrowed(_)) || harmless(text) == text,
            "{text}"
        );
        assert_eq!(harmless(text), text);
    }
    assert!(matches!(harmless("Plain — “text”\n"), Cow::Borrowed(_)));
}

#[test]
fn sequences_are_removed_whole() {
    let cases = [
        ("a\x1b[31mred\x1b[0m", "ared"),
        ("a\x1b[?25;1 qb", "ab"),
        ("a\x1b]0;title\x07b", "ab"),
        ("a\x1b]8;;http://x.test\x1b\\link\x1b]8;;\x1b\\b", "alinkb"),
        ("a\x1b]52;c;aGk=\u{9c}b", "ab"),
        (
            "a\x1bPq#0;2\x1b\\b\x1b_G\x1b\\c\x1b^x\x1b\\d\x1bXy\x1b\\e",
            "abcde",
        ),
        (
            "a\u{9b}1;31mb\u{9d}0;t\u{7}c\u{90}q\u{9c}d\u{9f}x\u{9c}e",
            "abcde",
        ),
        ("a\x1b(Bb\x1b#8c\x1b7d\x1bce", "abcde"),
        ("a\x1b", "a"),
        ("a\x1b[31", "a"),
        ("a\x1b\u{e9}b", "a\u{e9}b"),
        ("a\x08\x00\x7f\x0bb\u{85}\u{8d}c", "abc"),
    ];
    for (raw, wanted) in cases {
        assert_eq!(harmless(raw), wanted, "{raw:?}");
    }
}

#[test]
fn an_unterminated_string_ends_with_its_line() {
    assert_eq!(harmless("one \x1b]0;never ends\ntwo\n"), "one \ntwo\n");
    let long = format!("one \x1b]{}\ntwo", "word ".repeat(1000));
    assert_eq!(harmless(&long), format!("one {}\ntwo", "word ".repeat(1000)));
    // Half of a closing quotation mark, decoded twice, does not open a string.
    assert_eq!(harmless("he saidâ€\u{9d} and left"), "he saidâ€ and left");
}

#[test]
fn invisible_tricks_are_removed_and_real_joiners_stay() {
    let cases = [
        ("ev\u{ad}il\u{200b} \u{2060}word\u{feff}", "evil word"),
        ("a\u{202e}b\u{2066}c\u{2069}\u{200e}\u{200f}\u{61c}d", "abcd"),
        ("a\u{200d}b\u{200c}c", "abc"),
        ("a\u{fe0f}b\u{fe00}", "ab"),
        ("\u{fe0f}x \u{fe0f}", "x "),
        ("❤\u{fe0f}\u{fe0f}", "❤\u{fe0f}"),
        ("葛\u{e0100}a\u{e0101}", "葛\u{e0100}a"),
        ("a\u{e0041}\u{e0042}", "a"),
        (
            "🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}",
            "🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}",
        ),
        ("🏴\u{e0067}\u{e0062}x", "🏴x"),
        ("ക്\u{200d} می\u{200c}خواهم", "ക്\u{200d} می\u{200c}خواهم"),
        ("می\u{200c}\u{200c}\u{200d}خ", "می\u{200c}خ"),
        ("👨\u{200d}👩\u{200d}👧\u{200d}", "👨\u{200d}👩\u{200d}👧"),
        ("a\u{fff9}b\u{fffa}c\u{fffb}\u{fffe}\u{3164}", "abc"),
        (
            "one\u{2028}two\u{2029}three\r\nfour\rfive",
            "one\ntwo\nthree\nfour\nfive",
        ),
    ];
    for (raw, wanted) in cases {
        assert_eq!(harmless(raw), wanted, "{raw:?}");
    }
}

#[test]
fn one_line_has_no_breaks_and_no_tabs() {
    assert_eq!(harmless_line("a\tb\nc\r\nd\u{2028}e\x1b[1mf"), "a b c d ef");
    assert!(matches!(harmless_line("plain"), Cow::Borrowed(_)));
}

#[test]
fn the_fast_scan_misses_no_character() {
    for c in (0..=0x10_ffff).filter_map(char::from_u32) {
        let text = format!("{}{c}x", "plain text of more than thirty-two bytes");
        let clean = harmless(&text);
        assert!(is_clean(&clean), "{c:?}");
        let stays = !is_hidden(c)
            && is_clean(&text)
            && !matches!(c, '\u{200c}' | '\u{200d}' | '\u{180b}'..='\u{180f}' | '\u{fe00}'..='\u{fe0f}');
        assert!(!stays || clean == text, "{c:?}");
    }
}

proptest! {
    #[test]
    fn cleaning_is_idempotent(text in "(?s)([a-c]|[\\x00-\\x1f]|[\u{80}-\u{a0}]|\u{1b}[\\[\\]PX^_(]?|[0-9;m\\\\]|[\u{200b}-\u{200f}]|[\u{2028}-\u{202e}]|[\u{2060}-\u{2069}]|[بم👩🚀🏴❤葛]|[\u{fe00}-\u{fe0f}]|[\u{e0061}-\u{e0064}\u{e007f}\u{e0100}]|.){0,40}") {
        let once = harmless(&text).into_owned();
        prop_assert!(is_clean(&once), "{:?}", once);
        prop_assert_eq!(harmless(&once), once.as_str());
        let line = harmless_line(&text).into_owned();
        prop_assert!(!line.contains(['\n', '\t']));
        prop_assert_eq!(harmless_line(&line), line.as_str());
    }
}
