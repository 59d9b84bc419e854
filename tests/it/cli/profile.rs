//! `newsprint profile`: rules for an outlet, as a person learns, tests and looks them up.

use crate::harness::cases;
use crate::harness::page_text::{CALL, town};
use crate::harness::workspace::{Finished, Workspace, argument};

/// A corpus of three pages of one outlet, with a profile of its own.
fn workspace() -> Workspace {
    let workspace = Workspace::new();
    for (at, thing) in ["bridge", "ferry", "bakery"].into_iter().enumerate() {
        let title = format!("The {thing} opens again after repairs");
        let page = town(
            &title,
            thing,
            at + 3,
            "© 2024 The Quay Courier. All rights reserved",
        );
        workspace.write(format!("{at}.txt"), page.text());
    }
    workspace.write(
        "outlets.toml",
        "[[outlet]]\nname = \"The Quay Courier\"\naliases = [\"QC\"]\ndomains = [\"quay.example\"]\n",
    );
    workspace
}

fn run(workspace: &Workspace, action: &str, outlet: &str) -> Finished {
    workspace.run(["profile", action, outlet, argument(&workspace.news())])
}

#[test]
fn learned_rules_can_be_put_into_the_profile_and_tested() {
    let workspace = workspace();
    let learned = run(&workspace, "learn", "QC");
    assert_eq!(learned.code, Some(0));
    let rules = learned.stdout;
    assert!(
        rules.starts_with("# on 3 of 3 pages; classified as text on 3\n[[line]]\n"),
        "{rules}"
    );
    assert!(rules.contains(CALL), "{rules}");
    assert!(rules.contains("outlet = \"The Quay Courier\""), "{rules}");
    assert!(learned.stderr.contains("3 different pages"), "{}", learned.stderr);

    workspace.write_profile(&rules);
    let tested = run(&workspace, "test", "The Quay Courier");
    assert_eq!((tested.stderr.as_str(), tested.code), ("", Some(0)));
    let line = format!("1.txt:6  body -> chrome (template)  {CALL}");
    for expected in ["on 3 of 3 pages; 3 lines change", &line] {
        assert!(tested.stdout.contains(expected), "{}", tested.stdout);
    }

    let shown = run(&workspace, "show", "qc");
    assert_eq!(shown.code, Some(0));
    assert!(shown.stdout.starts_with("The Quay Courier\n"), "{}", shown.stdout);
    for part in [
        "also called QC",
        "quay.example",
        "newsprint/outlets.toml",
        "class = \"chrome\"",
    ] {
        assert!(shown.stdout.contains(part), "{part} is not in {}", shown.stdout);
    }
    let learned = run(&workspace, "learn", "QC");
    assert_eq!(learned.stdout, "", "a line that has a rule is not proposed again");
}

#[test]
fn lines_that_change_because_of_a_rule_are_told_from_lines_it_matches() {
    let workspace = workspace();
    workspace.write_profile("[[line]]\noutlet = \"QC\"\nafter = '^Menu$'\nclass = \"chrome\"\n");
    let tested = run(&workspace, "test", "QC").stdout;
    assert!(tested.contains("title -> chrome (correction)"), "{tested}");
    let json = workspace.succeed(["extract", "--format", "json", argument(&workspace.path("0.txt"))]);
    assert!(
        json.contains("\"title\":null"),
        "the rules of the profile apply to extract: {json}"
    );
}

fn misspelt_outlet(action: &str) {
    let finished = run(&workspace(), action, "The Quay Curier");
    assert_eq!((finished.stdout.as_str(), finished.code), ("", Some(1)));
    let expected = "did you mean \"The Quay Courier\"?";
    assert!(finished.stderr.contains(expected), "{}", finished.stderr);
}

cases! { misspelt_outlet
    in_show: ("show");
    in_test: ("test");
    in_learn: ("learn");
}

#[test]
fn the_built_in_directory_is_shown_without_a_corpus() {
    let shown = Workspace::new().succeed(["profile", "show", "trt world"]);
    assert!(shown.starts_with("TRT World\n\nbuilt-in directory\n"), "{shown}");
    assert!(shown.contains("trtworld.com"), "{shown}");
}

fn invalid_profile(action: &str, code: i32) {
    let workspace = workspace();
    workspace.write_profile("# mine\n[[line]]\noutlet = 7\n");
    let finished = run(&workspace, action, "QC");
    let expected = "outlets.toml: line 3, column 10";
    assert!(finished.stderr.contains(expected), "{}", finished.stderr);
    assert_eq!(finished.code, Some(code));
}

cases! { invalid_profile
    is_an_error_for_show: ("show", 1);
    is_a_warning_for_test: ("test", 0);
}

#[test]
fn a_rule_for_one_page_applies_in_a_file_of_several_articles() {
    use newsprint::extract::corrections::suggest;
    use newsprint::extract::outlets::rules::{PageId, RuleClass};
    use newsprint::extract::{Hints, OutletDirectory, extract};
    let knowledge = OutletDirectory::builtin();
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
    let articles = extract(file.as_bytes(), &Hints::new(&knowledge));
    let last = articles.last().unwrap();
    let is_call = |line| last.text_of(line) == CALL;
    let at = last.lines.iter().position(is_call).unwrap();
    let rule = suggest::for_page(last, at, RuleClass::Chrome).unwrap();
    let text = newsprint::config::rules_to_toml([(&rule, "one".to_owned())]);
    assert!(text.contains(&PageId::of(&last.source).to_string()), "{text}");
    let knowledge = knowledge.with_own_profile(&text).unwrap().0;
    let corrected = extract(file.as_bytes(), &Hints::new(&knowledge));
    assert_eq!((articles.len(), corrected.len()), (2, 2));
    assert!(corrected[1].lines[at].is_corrected());
    assert_eq!(corrected[0], articles[0]);
}
