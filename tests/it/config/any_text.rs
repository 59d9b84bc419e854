//! Properties of configuration files with any text: nothing panics, and changed files can be read again.

use newsprint::config::{Key, KeywordColor, KeywordSets, Settings, Theme, split_words};
use proptest::prelude::*;

/// Meaningful lines, so that some of the texts are valid.
const LINES: &[&str] = &[
    "[reader]",
    "[keys.main]",
    "[keys.prompt]",
    "[[set]]",
    "[styles]",
    "[palette]",
    "[keywords]",
    "column-width = 70",
    "max-file-size = \"9 GiB\"",
    "g = \"zen\"",
    "\"gg\" = \"none\"",
    "\"C-x C-x\" = \"quit\"",
    "name = \"a\"",
    "words = [\"ä*\", \"/x/\", 1]",
    "set = [{ name = \"b\" }]",
    "title = { fg = \"#ff0000\", 16 = \"bold\", mono = 3 }",
    "red = { fg = { rgb = \"#000000\", 256 = 300 } }",
    "theme = 1979-05-27",
    "# é",
    "\"",
];

proptest! {
    #[test]
    fn any_text_is_read(picks in prop::collection::vec(0..LINES.len(), 0..12), tail in ".{0,20}") {
        let lines = picks.iter().map(|at| LINES[*at]).chain([tail.as_str()]);
        let text = lines.collect::<Vec<_>>().join("\n");
        let lines = text.split('\n').count();
        let (_, settings) = Settings::parse(&text);
        let (_, theme) = Theme::parse(&text);
        let (_, sets) = KeywordSets::parse(&text);
        for diagnostic in settings.iter().chain(&theme).chain(&sets) {
            prop_assert!((1..=lines).contains(&diagnostic.line), "{diagnostic}");
        }
    }

    #[test]
    fn any_key_is_read_and_printed_back(text in ".{0,6}") {
        if let Ok(keys) = Key::parse_sequence(&text) {
            prop_assert_eq!(Key::parse_sequence(&Key::print_sequence(&keys)), Ok(keys));
        }
    }

    #[test]
    fn changed_sets_are_read_again(
        begin in prop::sample::select(vec!["", "[[set]]\nname = \"x\"", "set = []\n", "set = [{ name = \"x\" }]", "# only\n"]),
        acts in prop::collection::vec((0..7, 0..4usize, ".{0,8}"), 0..12),
    ) {
        let (mut sets, _) = KeywordSets::parse(begin);
        for (act, index, text) in acts {
            match act {
                0 => { sets.add_set(&text, &split_words(&text)); }
                1 => sets.remove_set(index),
                2 => { sets.add_word(index, &text); }
                3 => { sets.remove_word(index, &text); }
                4 => sets.set_on(index, index % 2 == 0),
                5 => sets.set_color(index, KeywordColor::NAMED[index].1),
                _ => { sets.add_for_this_run("run", &text); }
            }
        }
        let written = sets.to_toml().unwrap();
        let (again, diagnostics) = KeywordSets::parse(&written);
        let saved: Vec<_> = sets.sets().iter().filter(|set| !set.is_for_this_run()).cloned().collect();
        prop_assert!(diagnostics.is_empty(), "{written}: {diagnostics:?}");
        prop_assert_eq!(again.sets(), saved.as_slice());
    }
}
