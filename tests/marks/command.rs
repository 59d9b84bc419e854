//! `newsprint marks`.

use crate::harness::article;
use newsprint::library::{
    Deed, Entry, LoadEvent, LoadOptions, MARKS_FILE, Mark, Marks, MarksStore, Source, Store, Wish, load_with,
};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use tempfile::TempDir;

fn newsprint(home: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_newsprint"))
        .args(arguments)
        .env_clear()
        .env("HOME", home)
        .output()
        .expect("it runs")
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A home folder in which one article is starred.
fn home() -> (TempDir, Arc<Entry>) {
    let home = tempfile::tempdir().unwrap();
    let page = article("outlet: The Tern\ntitle: Fog \"over\" the strait\ntext: One.");
    let entry = Arc::new(Entry::new(Arc::from(Path::new("/n/fog.txt")), page));
    let mut marks = MarksStore::open(&folder_in(home.path())).unwrap();
    let deed = Deed::Mark(Mark::Star, true);
    marks.write(&[(deed, vec![Arc::clone(&entry)])]).unwrap();
    (home, entry)
}

/// Where the program keeps marks in a home folder.
fn folder_in(home: &Path) -> PathBuf {
    let path = newsprint(home, &["marks", "path"]);
    let path = PathBuf::from(String::from_utf8(path.stdout).unwrap().trim_end());
    assert!(path.ends_with(MARKS_FILE) && path.starts_with(home));
    path.parent().unwrap().to_owned()
}

#[test]
fn marks_go_from_one_home_to_another() {
    let (home, entry) = home();
    let file = home.path().join("marks.jsonl");
    let name = file.to_str().unwrap();
    let exported = newsprint(home.path(), &["marks", "export", name]);
    assert!(
        said(&exported).contains("marks.jsonl: marks of 1 articles"),
        "{}",
        said(&exported)
    );
    let printed = newsprint(home.path(), &["marks", "export"]);
    assert_eq!(printed.stdout, fs::read(&file).unwrap());
    let line = String::from_utf8(printed.stdout).unwrap();
    let line: serde_json::Value = serde_json::from_str(line.lines().nth(1).unwrap()).unwrap();
    assert_eq!(line["title"], "Fog \"over\" the strait");
    assert_eq!(line["origins"][0]["path"], "/n/fog.txt");
    assert!(line["starred"].is_string() && line.get("read").is_none());

    let other = tempfile::tempdir().unwrap();
    let imported = newsprint(other.path(), &["marks", "import", name]);
    assert!(imported.status.success());
    assert!(
        said(&imported).contains("1 articles read, 1 of them not known before; 1 marks"),
        "{}",
        said(&imported)
    );
    let mut marks = MarksStore::open(&folder_in(other.path())).unwrap();
    assert!(marks.recall(&[entry]).unwrap()[0].1.starred);
}

#[test]
fn list_knows_what_was_marked_in_files_and_in_the_library() {
    let home = tempfile::tempdir().unwrap();
    let news = home.path().join("news");
    fs::create_dir(&news).unwrap();
    for (name, title) in [("a", "Fog over the strait"), ("b", "Bridge toll rises")] {
        let text = format!(
            "Menu\n{title}\n\nBy Ilka Fenn\n3 May 2024\n\nThe harbour master counted forty ships on Monday, and most of them \
             stayed until the evening.\n\nNobody in the {name} quarter had expected that, said the people of the town.\n"
        );
        fs::write(news.join(format!("{name}.txt")), text).unwrap();
    }
    let path = news.to_str().unwrap();
    let titles = |arguments: &[&str]| {
        let listed = newsprint(
            home.path(),
            &[&["list", "--query", "is:starred"], arguments].concat(),
        );
        assert!(listed.status.success(), "{}", said(&listed));
        String::from_utf8(listed.stdout).unwrap()
    };
    assert_eq!(titles(&[path]), "");
    let mut entries = Vec::new();
    let sources = [Source::Path(news.clone())];
    let sources = sources.into_iter().map(Ok);
    let never = AtomicBool::new(false);
    let make = |path, article| Arc::new(Entry::new(path, article));
    load_with(sources, &LoadOptions::default(), &never, make, |event| {
        if let LoadEvent::Batch(batch) = event {
            entries.extend(batch);
        }
    });
    entries.retain(|entry| entry.path.ends_with("a.txt"));
    let mut marks = MarksStore::open(&folder_in(home.path())).unwrap();
    marks.write(&[(Deed::Mark(Mark::Star, true), entries)]).unwrap();
    for arguments in [&[path][..], &[]] {
        if arguments.is_empty() {
            let imported = newsprint(home.path(), &["import", path]);
            assert!(imported.status.success(), "{}", said(&imported));
        }
        let titles = titles(arguments);
        assert!(
            titles.contains("Fog over") && !titles.contains("Bridge"),
            "{titles}"
        );
    }
}

#[test]
fn what_cannot_be_done_ends_with_1_and_says_why() {
    let (home, _) = home();
    let broken = home.path().join("broken.jsonl");
    fs::write(&broken, "no marks\n").unwrap();
    for (arguments, says) in [
        (
            &["marks", "import", broken.to_str().unwrap()][..],
            "these are no marks of newsprint",
        ),
        (
            &["marks", "import", "/nowhere/marks.jsonl"],
            "nothing was read in",
        ),
        (&["marks", "export", "/nowhere/marks.jsonl"], "may it be written?"),
    ] {
        let output = newsprint(home.path(), arguments);
        assert_eq!(output.status.code(), Some(1));
        assert!(said(&output).contains(says), "{}", said(&output));
    }
    fs::write(folder_in(home.path()).join(MARKS_FILE), "My marks".repeat(200)).unwrap();
    let output = newsprint(home.path(), &["marks", "export"]);
    assert_eq!((output.status.code(), output.stdout.len()), (Some(1), 0));
    assert!(
        said(&output).contains("move it away to begin anew"),
        "{}",
        said(&output)
    );
}

#[test]
fn a_library_of_its_own_has_its_own_marks_and_what_is_forgotten_takes_them_along_where_asked() {
    let home = tempfile::tempdir().unwrap();
    let news = home.path().join("news");
    fs::create_dir(&news).unwrap();
    for (name, title) in [
        ("a", "Fog over the strait"),
        ("b", "Bridge toll rises"),
        ("c", "New ferry"),
    ] {
        let text = format!(
            "Menu\n{title}\n3 May 2024\nThe master of the {name} quay counted forty ships on Monday.\n"
        );
        fs::write(news.join(format!("{name}.txt")), text).unwrap();
    }
    let (path, own) = (news.to_str().unwrap(), home.path().join("project"));
    let run = |arguments: &[&str]| {
        let output = newsprint(home.path(), arguments);
        assert!(output.status.success(), "{}", said(&output));
        String::from_utf8(output.stdout).unwrap()
    };
    let starred = |more: &[&str]| {
        let listed = run(&[&["list", "--count", "--query", "is:starred"], more].concat());
        listed.trim().parse::<usize>().unwrap()
    };
    let in_own: [&str; 2] = ["--library", own.to_str().unwrap()];
    for more in [&[][..], &in_own] {
        run(&[&["import", path], more].concat());
    }
    let store = Store::at(&own);
    let mut marks = MarksStore::open(&own).unwrap();
    let step = Wish::Set(Mark::Star, vec![0, 1, 2])
        .step(&Marks::default())
        .unwrap();
    store
        .snapshot()
        .unwrap()
        .write_marks(&mut marks, &step.strokes)
        .unwrap();
    assert_eq!((starred(&in_own), starred(&[])), (3, 0));
    assert_eq!(
        run(&[&["marks", "export"], &in_own[..]].concat()).lines().count(),
        4
    );

    let (a, b) = (news.join("a.txt"), news.join("b.txt"));
    let forget = |path: &Path, more: &[&str]| {
        run(&[&["library", "forget", path.to_str().unwrap()], more, &in_own].concat())
    };
    assert_eq!(forget(&a, &[]).trim(), "1 articles forgotten");
    assert_eq!(
        forget(&b, &["--marks"]).trim(),
        "1 articles forgotten, and their marks"
    );
    run(&[&["import", path], &in_own[..]].concat());
    let query = ["list", "--query", "is:starred"];
    let listed = run(&[&query, &in_own[..]].concat());
    assert!(
        listed.contains("a.txt") && listed.contains("c.txt") && !listed.contains("b.txt"),
        "{listed}"
    );
}
