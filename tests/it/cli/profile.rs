//! `newsprint profile` as a person meets it: what it prints, where, and how it ends.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use tempfile::TempDir;

const CALL: &str = "Hoist the flag with us and keep our lanterns burning through the winter.";

/// A corpus of three pages of one outlet with a profile of its own, and a home for the configuration.
struct Place {
    folder: TempDir,
    home: TempDir,
}

impl Place {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        for (at, thing) in ["bridge", "ferry", "bakery"].into_iter().enumerate() {
            let page = format!(
                "Menu\nThe {thing} opens again after repairs\nBy Ilka Fenn\n{} May 2024\n\
                 The {thing} was the talk of the town on Monday, after two years in which nobody had seen it at work.\n\
                 {CALL}\n\
                 Hundreds of people came to see the {thing} before noon, and most of them stayed until the evening.\n\
                 Share this article\n© 2024 The Quay Courier. All rights reserved\n",
                at + 3
            );
            fs::write(folder.path().join(format!("{at}.txt")), page).unwrap();
        }
        let profile =
            "[[outlet]]\nname = \"The Quay Courier\"\naliases = [\"QC\"]\ndomains = [\"quay.example\"]\n";
        fs::write(folder.path().join("outlets.toml"), profile).unwrap();
        let home = tempfile::tempdir().unwrap();
        Self { folder, home }
    }

    fn run(&self, action: &str, outlet: &str) -> (String, String, Option<i32>) {
        let output = self.command(&["profile", action, outlet, self.folder.path().to_str().unwrap()]);
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        (text(&output.stdout), text(&output.stderr), output.status.code())
    }

    fn command(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_newsprint"))
            .args(arguments)
            .env("HOME", self.home.path())
            .env("XDG_CONFIG_HOME", self.home.path())
            .output()
            .unwrap()
    }

    fn profile(&self, text: &str) {
        let file = self.home.path().join("newsprint/outlets.toml");
        fs::create_dir_all(Path::parent(&file).unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }
}

#[test]
fn what_is_learnt_can_be_put_into_the_profile_and_tested() {
    let place = Place::new();
    let (learnt, said, code) = place.run("learn", "QC");
    assert_eq!(code, Some(0));
    assert!(
        learnt.starts_with("# on 3 of 3 pages; taken for text on 3\n[[line]]\n"),
        "{learnt}"
    );
    assert!(
        learnt.contains(CALL) && learnt.contains("outlet = \"The Quay Courier\""),
        "{learnt}"
    );
    assert!(said.contains("3 different pages"), "{said}");

    place.profile(&learnt);
    let (tested, said, code) = place.run("test", "The Quay Courier");
    assert_eq!((said.as_str(), code), ("", Some(0)));
    assert!(tested.contains("on 3 of 3 pages; 3 lines change"), "{tested}");
    assert!(
        tested.contains(&format!("1.txt:6  body -> chrome (template)  {CALL}")),
        "{tested}"
    );

    let (shown, _, code) = place.run("show", "qc");
    assert_eq!(code, Some(0));
    assert!(shown.starts_with("The Quay Courier\n"), "{shown}");
    for part in [
        "also called QC",
        "quay.example",
        "newsprint/outlets.toml",
        "class = \"chrome\"",
    ] {
        assert!(shown.contains(part), "{part} is not in {shown}");
    }
    assert!(
        place.run("learn", "QC").0.is_empty(),
        "what has a rule is not proposed again"
    );
}

#[test]
fn what_follows_from_a_rule_is_told_apart() {
    let place = Place::new();
    place.profile("[[line]]\noutlet = \"QC\"\nafter = '^Menu$'\nclass = \"chrome\"\n");
    let (tested, ..) = place.run("test", "QC");
    assert!(tested.contains("title -> chrome (correction)"), "{tested}");
    let page = place.folder.path().join("0.txt");
    let extracted = place.command(&["extract", "--format", "json", page.to_str().unwrap()]);
    let json = String::from_utf8(extracted.stdout).unwrap();
    assert!(
        json.contains("\"title\":null"),
        "a person's rules hold for extract too: {json}"
    );
}

#[test]
fn a_misspelt_outlet_is_answered_with_the_nearest() {
    let place = Place::new();
    for action in ["show", "test", "learn"] {
        let (printed, said, code) = place.run(action, "The Quay Curier");
        assert_eq!((printed.as_str(), code), ("", Some(1)), "{action}");
        assert!(
            said.contains("did you mean \"The Quay Courier\"?"),
            "{action}: {said}"
        );
    }
}

#[test]
fn the_directory_is_shown_without_a_corpus() {
    let place = Place::new();
    let output = place.command(&["profile", "show", "trt world"]);
    let shown = String::from_utf8(output.stdout).unwrap();
    assert!(shown.starts_with("TRT World\n\nbuilt-in directory\n"), "{shown}");
    assert!(shown.contains("trtworld.com"), "{shown}");
}

#[test]
fn a_broken_profile_is_complained_of_with_its_line() {
    let place = Place::new();
    place.profile("# mine\n[[line]]\noutlet = 7\n");
    let (_, said, code) = place.run("show", "QC");
    assert!(said.contains("outlets.toml: line 3, column 10"), "{said}");
    assert_eq!(code, Some(1));
    let (_, said, code) = place.run("test", "QC");
    assert!(said.contains("outlets.toml: line 3, column 10"), "{said}");
    assert_eq!(code, Some(0));
}

#[test]
fn a_rule_for_one_page_holds_in_a_file_of_several_articles() {
    use newsprint::extract::rules::{PageId, Says};
    use newsprint::extract::{Hints, Knowledge, extract, suggest};
    let knowledge = Knowledge::builtin();
    let hints = |knowledge| Hints::new(knowledge);
    let page = |thing: &str| {
        format!(
            "The {thing} opens again after repairs\nBy Ilka Fenn\n3 May 2024\n\n\
             The {thing} was the talk of the town on Monday, after two years in which nobody had seen it at work.\n{CALL}\n\
             Hundreds of people came to see the {thing} before noon, and most of them stayed until the evening.\n\
             The mayor said that the {thing} had cost less than was feared when the repairs began two years ago.\n\
             A band played beside the {thing} until midnight, and nobody went home before the last song was over.\n"
        )
    };
    let file = format!("{}\n\u{c}\n{}", page("bridge"), page("ferry"));
    let articles = extract(file.as_bytes(), &hints(&knowledge));
    let last = articles.last().unwrap();
    let at = last
        .lines
        .iter()
        .position(|line| last.text_of(line) == CALL)
        .unwrap();
    let rule = suggest::for_page(last, at, Says::Chrome).unwrap();
    let text = newsprint::config::rules_to_toml([(&rule, "one".to_owned())]);
    assert!(text.contains(&PageId::of(&last.source).to_string()), "{text}");
    let knowledge = knowledge.with_own_profile(&text).unwrap();
    let corrected = extract(file.as_bytes(), &hints(&knowledge));
    assert_eq!((articles.len(), corrected.len()), (2, 2));
    assert!(corrected[1].lines[at].is_corrected());
    assert_eq!(corrected[0], articles[0]);
}
