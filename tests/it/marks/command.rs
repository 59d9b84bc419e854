//! `newsprint marks`, and what the other commands do with marks.

use crate::harness::article;
use crate::harness::cases;
use crate::harness::library::mark;
use crate::harness::page_text::harbour;
use crate::harness::workspace::{Workspace, argument};
use newsprint::library::{
    Entry, LoadEvent, LoadOptions, LoadSource, MARKS_FILE, Mark, MarkEdit, MarkRequest, Marks, MarksStore,
    Store, load_with,
};
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// A workspace in which one article is starred.
fn with_star() -> (Workspace, Arc<Entry>) {
    let workspace = Workspace::new();
    let page = article("outlet: The Tern\ntitle: Fog \"over\" the strait\ntext: One.");
    let entry = Arc::new(Entry::new(Arc::from(Path::new("/n/fog.txt")), page));
    let edit = MarkEdit::Mark(Mark::Star, true);
    mark(&mut workspace.marks(), &[Arc::clone(&entry)], edit);
    (workspace, entry)
}

#[test]
fn marks_are_in_the_folder_for_data() {
    let workspace = Workspace::new();
    let path = workspace.succeed(["marks", "path"]);
    assert_eq!(Path::new(path.trim_end()), workspace.data().join(MARKS_FILE));
}

#[test]
fn exported_marks_can_be_imported_in_another_home() {
    let (workspace, entry) = with_star();
    let file = workspace.home().join("marks.jsonl");
    let exported = workspace.run(["marks", "export", argument(&file)]);
    let expected = "marks.jsonl: marks of 1 article";
    assert!(exported.stderr.contains(expected), "{}", exported.stderr);
    let printed = workspace.run(["marks", "export"]).stdout;
    assert_eq!(printed, fs::read_to_string(&file).unwrap());
    let line: serde_json::Value = serde_json::from_str(printed.lines().nth(1).unwrap()).unwrap();
    assert_eq!(line["title"], "Fog \"over\" the strait");
    assert_eq!(line["origins"][0]["path"], "/n/fog.txt");
    assert!(line["starred"].is_string() && line.get("read").is_none());

    let other = Workspace::new();
    let imported = other.run(["marks", "import", argument(&file)]);
    assert_eq!(imported.code, Some(0));
    let expected = "1 article read, 1 of them new; marks and tags added: 1";
    assert!(imported.stderr.contains(expected), "{}", imported.stderr);
    assert!(other.marks().load_marks(&[entry]).unwrap()[0].1.starred);
}

/// The articles of a page, as they are loaded without a library.
fn loaded(path: &Path) -> Vec<Arc<Entry>> {
    let mut entries = Vec::new();
    let sources = [LoadSource::Path(path.to_owned())].into_iter().map(Ok);
    let never = AtomicBool::new(false);
    let make = |path, article| Arc::new(Entry::new(path, article));
    load_with(sources, &LoadOptions::default(), &never, make, |event| {
        if let LoadEvent::Batch(batch) = event {
            entries.extend(batch);
        }
    });
    entries
}

#[test]
fn list_knows_marks_of_files_and_of_the_library() {
    let workspace = Workspace::with([
        ("a.txt", harbour("Fog over the strait", 3, "fog")),
        ("b.txt", harbour("Bridge toll rises", 3, "toll")),
    ]);
    let starred = |arguments: &[&str]| {
        let query = ["list", "--query", "is:starred"];
        workspace.succeed([&query, arguments].concat())
    };
    assert_eq!(starred(&["news"]), "");
    let edit = MarkEdit::Mark(Mark::Star, true);
    let entries = loaded(&workspace.path("a.txt"));
    mark(&mut workspace.marks(), &entries, edit);
    let of_files = starred(&["news"]);
    workspace.succeed(["import", "news"]);
    for titles in [of_files, starred(&[])] {
        assert!(titles.contains("Fog over"), "{titles}");
        assert!(!titles.contains("Bridge"), "{titles}");
    }
}

/// A failure ends with 1 and reports its reason.
fn failure(arguments: &[&str], expected: &str) {
    let (workspace, _) = with_star();
    fs::write(workspace.home().join("broken.jsonl"), "no marks\n").unwrap();
    let finished = workspace.run(arguments);
    assert_eq!(finished.code, Some(1));
    assert!(finished.stderr.contains(expected), "{}", finished.stderr);
}

cases! { failure
    import_of_another_file: (&["marks", "import", "broken.jsonl"], "this is not an export of marks");
    import_of_a_missing_file: (&["marks", "import", "/nowhere/marks.jsonl"], "nothing was imported");
    export_to_a_missing_folder: (&["marks", "export", "/nowhere/marks.jsonl"], "check free space and permissions");
}

#[test]
fn a_file_that_does_not_contain_marks_is_reported() {
    let (workspace, _) = with_star();
    fs::write(workspace.data().join(MARKS_FILE), "My marks".repeat(200)).unwrap();
    let finished = workspace.run(["marks", "export"]);
    assert_eq!((finished.code, finished.stdout.as_str()), (Some(1), ""));
    let expected = "move it away to start with an empty one";
    assert!(finished.stderr.contains(expected), "{}", finished.stderr);
}

#[test]
fn each_library_has_its_own_marks_and_forgetting_removes_them_on_request() {
    let workspace = Workspace::with([
        ("a.txt", harbour("Fog over the strait", 3, "fog")),
        ("b.txt", harbour("Bridge toll rises", 3, "toll")),
        ("c.txt", harbour("New ferry", 3, "ferry")),
    ]);
    let own = workspace.home().join("project");
    let in_own: [&str; 2] = ["--library", argument(&own)];
    let run = |arguments: &[&str], more: &[&str]| workspace.succeed([arguments, more].concat());
    let starred = |more: &[&str]| {
        let count = run(&["list", "--count", "--query", "is:starred"], more);
        count.trim().parse::<usize>().unwrap()
    };
    run(&["import", "news"], &[]);
    run(&["import", "news"], &in_own);
    let step = MarkRequest::Set(Mark::Star, vec![0, 1, 2])
        .transaction(&Marks::default())
        .unwrap();
    let snapshot = Store::at(&own).snapshot().unwrap();
    let mut marks = MarksStore::open(&own).unwrap();
    snapshot.write_marks(&mut marks, &step.changes).unwrap();
    assert_eq!((starred(&in_own), starred(&[])), (3, 0));
    assert_eq!(run(&["marks", "export"], &in_own).lines().count(), 4);

    let forgotten = run(&["library", "forget", "news/a.txt"], &in_own);
    assert_eq!(forgotten.trim(), "1 article forgotten");
    let forgotten = run(&["library", "forget", "news/b.txt", "--marks"], &in_own);
    assert_eq!(forgotten.trim(), "1 article forgotten with marks");
    run(&["import", "news"], &in_own);
    let listed = run(&["list", "--query", "is:starred"], &in_own);
    assert!(listed.contains("a.txt") && listed.contains("c.txt"), "{listed}");
    assert!(!listed.contains("b.txt"), "{listed}");
}
