//! `newsprint library`: check, rebuild, forget, and a library that is damaged, old, or was left by a killed import.

use super::{catalogue, import, names, rows};
use crate::harness::page_text::harbour;
use crate::harness::workspace::{Workspace, argument};
use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;

/// The files of the index with this extension.
fn files_of_index(workspace: &Workspace, ending: &str) -> Vec<PathBuf> {
    let index = workspace.library().join("index");
    let files = fs::read_dir(index).unwrap().map(|entry| entry.unwrap().path());
    files
        .filter(|path| path.extension().is_some_and(|found| found == ending))
        .collect()
}

#[test]
fn a_damaged_index_is_reported_and_rebuilt_from_what_is_left() {
    let workspace = Workspace::new();
    for number in 0..4 {
        let title = format!("Harbour number {number} reopens after the storm");
        workspace.write(
            format!("{number}.txt"),
            harbour(&title, number + 1, &format!("storm{number}")),
        );
    }
    import(&workspace);
    assert_eq!(
        workspace.succeed(["library", "check"]).trim(),
        "4 articles, no faults"
    );
    fs::remove_file(workspace.news().join("0.txt")).unwrap();
    import(&workspace);
    assert!(
        workspace
            .succeed(["library", "rebuild"])
            .starts_with("4 articles kept, 0 read again")
    );
    let before = workspace.succeed(["list", "--format", "json"]);
    for file in files_of_index(&workspace, "store") {
        let mut bytes = fs::read(&file).unwrap();
        bytes[40..80].fill(0xff);
        fs::write(&file, bytes).unwrap();
    }
    let output = workspace.run(["library", "check"]);
    assert_eq!(output.code, Some(1));
    assert!(output.stderr.contains("library rebuild"), "{}", output.stderr);
    let report = workspace.succeed(["library", "rebuild"]);
    assert_eq!(
        report.trim(),
        "0 articles kept, 3 read again from their files, 1 lost"
    );
    assert_eq!(
        workspace.succeed(["library", "check"]).trim(),
        "3 articles, no faults"
    );
    let lost = before.lines().filter(|row| !row.contains("number 0"));
    let after = workspace.succeed(["list", "--format", "json"]);
    assert!(lost.eq(after.lines()), "{after}");

    let index = workspace.library().join("index");
    fs::remove_dir_all(&index).unwrap();
    for arguments in [&["list"][..], &["import", "news"]] {
        let output = workspace.run(arguments);
        assert!(output.stderr.contains("library rebuild"), "{}", output.stderr);
    }
    assert!(
        workspace
            .succeed(["library", "rebuild"])
            .starts_with("0 articles kept, 3 read again")
    );
    assert_eq!(names(&workspace, "storm2"), ["2.txt"]);
}

#[test]
fn a_catalogue_that_cannot_be_read_is_set_aside_and_its_articles_are_kept() {
    let workspace = Workspace::new();
    workspace.write("a.txt", harbour("Harbour reopens after the storm", 3, "storm"));
    import(&workspace);
    fs::write(
        workspace.library().join("catalogue.db"),
        "not a database, but a text that is long enough",
    )
    .unwrap();
    let output = workspace.run(["list"]);
    assert!(output.stderr.contains("library rebuild"), "{}", output.stderr);
    let output = workspace.run(["library", "rebuild"]);
    assert!(
        output.stderr.contains("import your folders again"),
        "{}",
        output.stderr
    );
    assert!(output.stdout.starts_with("1 article kept"), "{}", output.stdout);
    let aside = workspace.library().join("broken-1/catalogue.db");
    assert!(fs::read_to_string(aside).unwrap().starts_with("not a database"));
    assert_eq!(rows(&workspace, "storm").len(), 1);
    assert_eq!(import(&workspace), "1 moved");
    assert_eq!(names(&workspace, "storm"), ["a.txt"]);
    assert_eq!(
        workspace.succeed(["library", "check"]).trim(),
        "1 article, no faults"
    );
}

#[test]
fn forgetting_a_folder_keeps_pages_that_are_also_elsewhere() {
    let workspace = Workspace::new();
    let text = harbour("Harbour reopens after the storm", 3, "storm");
    workspace.write("old/a.txt", &text);
    workspace.write("new/a.txt", &text);
    workspace.write("old/b.txt", harbour("Ferry waits for calmer water", 5, "flood"));
    import(&workspace);
    assert_eq!(
        workspace.succeed(["library", "forget", "news/old"]).trim(),
        "1 article forgotten"
    );
    assert_eq!(names(&workspace, ""), ["new/a.txt"]);
    assert!(names(&workspace, "flood").is_empty() && names(&workspace, "path:old").is_empty());
    assert!(workspace.succeed(["library", "compact"]).contains("bytes before"));
    assert_eq!(
        workspace.succeed(["library", "check"]).trim(),
        "1 article, no faults"
    );
    assert_eq!(names(&workspace, "storm"), ["new/a.txt"]);
    import(&workspace);
    assert_eq!(workspace.succeed(["list", "--count"]).trim(), "2");
}

#[test]
fn a_library_of_the_first_format_is_migrated() {
    let workspace = Workspace::new();
    workspace.write("a.txt", harbour("Harbour reopens after the storm", 3, "storm"));
    import(&workspace);
    let open = catalogue(&workspace);
    // Removes what later formats have added.
    let added = "DROP TABLE versions; DROP TABLE renewed; DROP TABLE waiting; DROP TABLE roots; ALTER TABLE files DROP COLUMN rest;
                 ALTER TABLE articles DROP COLUMN rest; ALTER TABLE articles DROP COLUMN source_rest; PRAGMA user_version = 1";
    open.execute_batch(added).unwrap();
    drop(open);
    assert_eq!(names(&workspace, "storm"), ["a.txt"]);
    assert!(
        workspace
            .succeed(["library", "info"])
            .contains("earlier versions of articles\t0\n")
    );
    // Pages imported before the migration are recognised.
    workspace.write("b.txt", harbour("Harbour reopens after the storm", 3, "storm"));
    assert_eq!(import(&workspace), "1 also found elsewhere, 1 unchanged");
}

#[test]
fn pages_are_identical_only_if_their_whole_hash_is() {
    let workspace = Workspace::new();
    workspace.write_settled("a.txt", harbour("Harbour reopens after the storm", 3, "storm"));
    import(&workspace);
    let open = catalogue(&workspace);
    // As if another page had a hash with the same beginning.
    open.execute_batch("UPDATE files SET rest = rest + 1; UPDATE articles SET rest = rest + 1")
        .unwrap();
    drop(open);
    workspace.write("b.txt", harbour("Harbour reopens after the storm", 3, "storm"));
    assert!(import(&workspace).starts_with("1 new"));
    assert_eq!(rows(&workspace, "").len(), 2);
}

/// Kills one import after each of these pauses in milliseconds, then lets one finish.
fn killed_imports(pages: usize, kills: impl Iterator<Item = u64>) {
    let workspace = Workspace::new();
    for number in 0..pages {
        let title = format!("Harbour number {number} reopens after the storm");
        workspace.write(
            format!("{}/{number}.txt", number % 7),
            harbour(&title, 3, &format!("storm{number}")),
        );
    }
    let mut seen = 0;
    for pause in kills {
        let mut import = workspace
            .command(["import", "news"])
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        // The moment of the kill is what is tested; the import may have finished by then.
        std::thread::sleep(Duration::from_millis(pause));
        import.kill().unwrap();
        import.wait().unwrap();
        let output = workspace.run(["list", "--count", "--library", argument(&workspace.library())]);
        let count = output.stdout.trim().parse().unwrap_or(0);
        let has_library = output.code == Some(0) || output.stderr.contains("no library here");
        assert!(has_library, "after {pause} ms: {}", output.stderr);
        assert!(count >= seen, "{count} articles after {seen}");
        seen = count;
    }
    import(&workspace);
    let found: BTreeSet<String> = names(&workspace, "harbour").into_iter().collect();
    assert_eq!(found.len(), pages);
    assert_eq!(workspace.succeed(["list", "--count"]).trim(), pages.to_string());
    assert_eq!(names(&workspace, &format!("storm{}", pages - 1)).len(), 1);
    assert!(import(&workspace).ends_with(&format!("{pages} unchanged")));
}

#[test]
fn a_killed_import_resumes() {
    killed_imports(400, (0..12).map(|kill| kill * 17 % 240));
}

/// Imports into a new library, and interrupts the import as `C-c` does when it has begun.
#[cfg(unix)]
fn interrupted_import(pages: usize) -> std::process::Output {
    use rustix::process::{Pid, Signal, kill_process};
    let workspace = Workspace::new();
    for number in 0..pages {
        let title = format!("Harbour number {number} reopens after the storm");
        workspace.write(format!("{number}.txt"), harbour(&title, 3, "storm"));
    }
    let import = workspace
        .command(["import", "news"])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    while !workspace.library().join("import.lock").exists() {
        std::thread::yield_now();
    }
    kill_process(Pid::from_child(&import), Signal::INT).unwrap();
    import.wait_with_output().unwrap()
}

#[cfg(unix)]
#[test]
fn an_interrupted_import_ends_by_the_signal_that_it_has_caught() {
    use std::os::unix::process::ExitStatusExt;
    let mut pages = 200;
    let output = loop {
        let output = interrupted_import(pages);
        if !output.status.success() {
            break output;
        }
        // It had ended before the signal came.
        pages *= 2;
    };
    assert_eq!(output.status.signal(), Some(2), "{output:?}");
    let report = String::from_utf8_lossy(&output.stdout);
    assert!(report.starts_with("stopped: "), "it was caught first: {report}");
}

/// `cargo test --release --test it killed_500_times -- --ignored`
#[test]
#[ignore = "takes minutes"]
fn an_import_that_is_killed_500_times_resumes() {
    killed_imports(3_000, (0..500).map(|kill| kill * 7_919 % 900));
}
