//! `newsprint import` and `newsprint list`: what is found in the library as files change, move and vanish.

use super::{catalogue, import, names, rows};
use crate::harness::page_text::harbour;
use crate::harness::workspace::Workspace;
use std::fs;
use std::path::Path;

#[cfg(unix)]
#[test]
fn what_the_program_stores_in_its_own_folder_is_private() {
    use std::os::unix::fs::PermissionsExt;
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let is_private = |folder: &Path| {
        let entries = walkdir::WalkDir::new(folder).into_iter().map(Result::unwrap);
        let open = |entry: &walkdir::DirEntry| mode(entry.path()) & 0o077 != 0;
        let open: Vec<_> = entries.filter(open).map(walkdir::DirEntry::into_path).collect();
        assert!(open.is_empty(), "{open:?}");
    };
    let workspace = Workspace::new();
    workspace.write("a.txt", harbour("Harbour reopens after the storm", 3, "storm"));
    workspace.succeed(["import", "news"]);
    workspace.succeed(["marks", "export"]);
    assert_eq!(mode(&workspace.data()), 0o700);
    is_private(&workspace.data());
    // Folders from an earlier version are made private, once.
    let file = workspace.library().join("catalogue.db");
    fs::remove_file(workspace.data().join("private")).unwrap();
    fs::set_permissions(workspace.data(), fs::Permissions::from_mode(0o755)).unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).unwrap();
    let finished = workspace.run(["list"]);
    assert!(
        finished.stderr.contains("now only you can"),
        "{}",
        finished.stderr
    );
    is_private(&workspace.data());
    assert_eq!(workspace.run(["list"]).stderr, "");
    // A folder that the user names is left as it is.
    let named = workspace.home().join("named");
    fs::create_dir(&named).unwrap();
    fs::set_permissions(&named, fs::Permissions::from_mode(0o755)).unwrap();
    workspace.succeed(["import", "--library", "named", "news"]);
    assert_eq!(mode(&named), 0o755);
    assert_ne!(mode(&named.join("catalogue.db")) & 0o044, 0);
}

#[test]
fn imported_pages_are_listed_newest_first_and_found_by_their_words() {
    let workspace = Workspace::new();
    workspace.write("a.txt", harbour("Harbour reopens after the storm", 3, "storm"));
    workspace.write("deep/b.txt", harbour("Ferry waits for calmer water", 5, "flood"));
    workspace.write(
        "deep/c.txt",
        harbour("Old bridge is to be repaired soon", 4, "fire"),
    );
    assert_eq!(import(&workspace), "3 new");
    assert_eq!(names(&workspace, ""), ["deep/b.txt", "deep/c.txt", "a.txt"]);
    assert_eq!(names(&workspace, "flood OR fire"), ["deep/b.txt", "deep/c.txt"]);
    assert_eq!(names(&workspace, "path:deep -date:2024-05-05"), ["deep/c.txt"]);
    assert_eq!(names(&workspace, "\"the storm had\""), ["a.txt"]);
    assert_eq!(
        workspace
            .succeed(["list", "--count", "--query", "harbour"])
            .trim(),
        "3"
    );
    let first = workspace.succeed(["list", "--limit", "1", "--sort", "oldest"]);
    assert!(
        first.starts_with("2024-05-03\t") && first.lines().count() == 1,
        "{first}"
    );
    let info = workspace.succeed(["library", "info"]);
    assert!(
        info.contains("articles\t3\n") && info.contains("days\t2024-05-03 to 2024-05-05\n"),
        "{info}"
    );
    let folder = workspace.succeed(["library", "path"]);
    assert!(Path::new(folder.trim()) == workspace.library(), "{folder}");
    // The files give the same rows.
    let files = workspace.succeed(["list", "--format", "json", "news"]);
    let paths = files.replace(
        "\"path\":\"news/",
        &format!("\"path\":\"{}/", workspace.news().display()),
    );
    assert_eq!(workspace.succeed(["list", "--format", "json"]), paths);
}

#[test]
fn a_second_import_reads_new_and_changed_files_and_marks_missing_ones() {
    let workspace = Workspace::new();
    for number in 0..5 {
        let title = format!("Harbour number {number} reopens after the storm");
        workspace.write(
            format!("{number}.txt"),
            harbour(&title, number + 1, &format!("storm{number}")),
        );
    }
    assert_eq!(import(&workspace), "5 new");
    workspace.write("5.txt", harbour("Ferry waits for calmer water", 9, "flood"));
    workspace.write(
        "1.txt",
        harbour("Harbour number 1 reopens after the storm", 2, "earthquake"),
    );
    fs::rename(workspace.news().join("2.txt"), workspace.news().join("two.txt")).unwrap();
    fs::remove_file(workspace.news().join("3.txt")).unwrap();
    let report = import(&workspace);
    for what in ["1 new", "1 changed", "1 moved", "1 gone"] {
        assert!(report.contains(what), "{report}");
    }
    assert_eq!(names(&workspace, "earthquake"), ["1.txt"]);
    assert!(names(&workspace, "storm1").is_empty());
    assert_eq!(names(&workspace, "storm2"), ["two.txt"]);
    assert_eq!(
        (
            names(&workspace, "path:two.txt").len(),
            names(&workspace, "path:2.txt").len()
        ),
        (1, 0)
    );
    assert_eq!(
        names(&workspace, "storm3"),
        ["3.txt"],
        "a missing file keeps its article"
    );
    assert_eq!(workspace.succeed(["list", "--count"]).trim(), "6");
    let info = workspace.succeed(["library", "info"]);
    assert!(
        info.contains("files\t5\n") && info.contains("files gone\t1\n"),
        "{info}"
    );
    workspace.write(
        "3.txt",
        harbour("Harbour number 3 reopens after the storm", 4, "storm3"),
    );
    import(&workspace);
    assert!(workspace.succeed(["library", "info"]).contains("files gone\t0\n"));
    assert_eq!(workspace.succeed(["list", "--count"]).trim(), "6");
}

#[test]
fn a_profile_written_by_hand_applies_to_stored_articles_after_recleaning() {
    let workspace = Workspace::new();
    for (name, day) in [("quay.example/a.txt", 3), ("quay.example/b.txt", 4), ("c.txt", 5)] {
        let title = format!("Harbour reopens for the {day}th time");
        workspace.write(name, harbour(&title, day, "storm"));
    }
    assert_eq!(import(&workspace), "3 new");
    workspace.write(
        "outlets.toml",
        "[[outlet]]\nname = \"The Quay Courier\"\ndomains = [\"quay.example\"]\n",
    );
    assert_eq!(import(&workspace), "3 unchanged");
    assert!(names(&workspace, "outlet:courier").is_empty());
    let again = workspace.succeed(["import", "--again", "news"]);
    assert_eq!(again, "3 unchanged\n2 articles changed by cleaning again\n");
    let found = ["quay.example/b.txt", "quay.example/a.txt"];
    assert_eq!(names(&workspace, "outlet:courier"), found);
    let again = workspace.succeed(["import", "--again", "news"]);
    assert_eq!(again, "3 unchanged\n0 articles changed by cleaning again\n");
    assert_eq!(workspace.succeed(["library", "check"]), "3 articles, no faults\n");
}

#[test]
fn identical_pages_are_one_row_that_is_found_by_both_paths() {
    let workspace = Workspace::new();
    let text = harbour("Harbour reopens after the storm", 3, "storm");
    workspace.write("a/one.txt", &text);
    workspace.write("b/two.txt", &text);
    import(&workspace);
    assert_eq!(workspace.succeed(["list", "--count"]).trim(), "1");
    assert_eq!(
        (rows(&workspace, "path:a").len(), rows(&workspace, "path:b").len()),
        (1, 1)
    );
    fs::remove_file(workspace.news().join("a/one.txt")).unwrap();
    import(&workspace);
    assert_eq!(
        names(&workspace, ""),
        ["b/two.txt"],
        "the remaining path is shown"
    );
}

#[test]
fn an_unusable_library_is_reported() {
    let workspace = Workspace::new();
    workspace.write("a.txt", harbour("Harbour reopens after the storm", 3, "storm"));
    let output = workspace.run(["library", "info"]);
    assert_eq!(output.code, Some(1));
    assert!(
        output.stderr.contains("newsprint import FOLDER"),
        "{}",
        output.stderr
    );
    import(&workspace);
    let open = catalogue(&workspace);
    open.pragma_update(None, "user_version", 999).unwrap();
    drop(open);
    for arguments in [&["list"][..], &["import", "news"]] {
        let output = workspace.run(arguments);
        assert_eq!(output.code, Some(1));
        assert!(
            output.stderr.contains("newer version of newsprint"),
            "{}",
            output.stderr
        );
    }
    // The files can still be read.
    assert_eq!(workspace.succeed(["list", "--count", "news"]).trim(), "1");
    assert!(
        workspace
            .succeed(["list", "--count", "--no-library"])
            .trim()
            .parse::<usize>()
            .unwrap()
            > 10
    );
}

#[test]
fn a_changed_page_is_a_new_version_or_another_article() {
    let workspace = Workspace::new();
    workspace.write("a.txt", harbour("Harbour reopens after the storm", 3, "storm"));
    import(&workspace);
    workspace.write("a.txt", harbour("Harbour reopens after the storm", 3, "flood"));
    assert_eq!(import(&workspace), "1 changed");
    assert_eq!(
        (
            names(&workspace, "\"the storm had\"").len(),
            names(&workspace, "flood").len()
        ),
        (0, 1)
    );
    assert!(
        workspace
            .succeed(["library", "info"])
            .contains("earlier versions of articles\t1\n")
    );
    let other = "Ferry waits for calmer water\nBy Ole Brandt\n7 May 2024\n\
        The ferry to Grell stayed at its pier on Tuesday since the waves were too high, its captain told the passengers.\n\
        Most of them slept in the hall of the station and went on by bus the next morning, tired and hungry.\n";
    workspace.write("a.txt", other);
    import(&workspace);
    assert_eq!(
        (names(&workspace, "flood").len(), names(&workspace, "ferry").len()),
        (1, 1),
        "both articles are kept"
    );
    assert!(
        workspace
            .succeed(["library", "info"])
            .contains("earlier versions of articles\t1\n")
    );
}

#[test]
fn an_article_on_two_pages_of_its_outlet_is_found_by_both_paths() {
    let workspace = Workspace::new();
    let text =
        harbour("Harbour reopens after the storm", 3, "storm").replace("Share", "Source: Zelm Gazette");
    workspace.write("a.txt", &text);
    workspace.write("b.txt", text.replace("Home\n", "Home page\n"));
    import(&workspace);
    let all = rows(&workspace, "");
    let outlets = all.iter().filter(|row| row["outlet"].is_string()).count();
    assert_eq!(all.len(), if outlets > 0 { 1 } else { 2 }, "{all:?}");
    assert_eq!(
        (
            rows(&workspace, "path:a.txt").len(),
            rows(&workspace, "path:b.txt").len()
        ),
        (1, 1)
    );
}

#[test]
fn list_can_be_sorted_by_relevance_and_by_import() {
    let workspace = Workspace::new();
    let sorted = |workspace: &Workspace, query: &str, order: &str, paths: &[&str]| -> Vec<String> {
        let arguments = [&["list", "--query", query, "--sort", order], paths].concat();
        let rows = workspace.succeed(&arguments);
        let name = |row: &str| row.rsplit('/').next().unwrap().to_owned();
        rows.lines().map(name).collect()
    };
    workspace.write("d.txt", harbour("Ferry waits for calmer water", 9, "storm"));
    import(&workspace);
    workspace.write(
        "c.txt",
        harbour(
            "Old bridge is closed by a storm",
            1,
            "storm and the storm of storms",
        ),
    );
    workspace.write(
        "b.txt",
        harbour(
            "Fishermen stay at home today",
            3,
            "storm, as a storm of that kind,",
        ),
    );
    import(&workspace);
    workspace.write("a.txt", harbour("Town hall gets a new roof", 5, "fire"));
    import(&workspace);
    for paths in [&[][..], &["news"]] {
        assert_eq!(
            sorted(&workspace, "storm", "relevance", paths),
            ["c.txt", "b.txt", "d.txt"]
        );
        assert_eq!(
            sorted(&workspace, "since:2024-05-01", "relevance", paths)[0],
            "d.txt",
            "the newest"
        );
    }
    assert_eq!(sorted(&workspace, "", "imported", &[])[0], "a.txt");
    assert_eq!(sorted(&workspace, "", "imported", &[])[3], "d.txt");
    // A changed page counts as imported when it changed.
    workspace.write("d.txt", harbour("Ferry waits for calmer water", 9, "flood"));
    assert_eq!(import(&workspace), "1 changed, 3 unchanged");
    assert_eq!(sorted(&workspace, "", "imported", &[])[..2], ["d.txt", "a.txt"]);
}
