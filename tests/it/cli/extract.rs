//! `newsprint extract`: where its pages come from, where its results go, and in which order. What extraction finds in a
//! page is tested in `cleaning`.

use super::page;
use crate::harness::workspace::{Finished, Workspace, argument};
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::process::Stdio;

const JSON: [&str; 3] = ["extract", "--format", "json"];

/// A workspace with pages of these names.
fn pages(names: &[&str]) -> Workspace {
    Workspace::with(names.iter().map(|name| (*name, page())))
}

fn many(count: usize) -> (Workspace, Vec<String>) {
    let names: Vec<String> = (0..count).map(|number| format!("deep/{number:03}.txt")).collect();
    let workspace = pages(&names.iter().map(String::as_str).collect::<Vec<_>>());
    (workspace, names)
}

/// The names of pages as a list of paths, each followed by `separator` but for the last.
fn list(workspace: &Workspace, names: &[&str], separator: &str) -> String {
    let paths = names.iter().map(|name| path(workspace, name));
    paths.collect::<Vec<_>>().join(separator)
}

fn path(workspace: &Workspace, name: &str) -> String {
    argument(&workspace.path(name)).to_owned()
}

/// The JSON objects that a run printed.
fn objects(finished: &Finished) -> Vec<serde_json::Value> {
    let lines = finished.stdout.lines();
    lines.map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The paths of the articles in the JSON that a run printed.
fn paths(finished: &Finished) -> Vec<String> {
    let objects = objects(finished);
    let path = |object: &serde_json::Value| object["path"].as_str().unwrap().to_owned();
    objects.iter().map(path).collect()
}

#[test]
fn json_is_one_object_per_line_in_the_order_of_the_pages() {
    let (workspace, names) = many(40);
    let finished = workspace.run([&JSON[..], &[argument(&workspace.news())]].concat());
    assert_eq!(finished.code, Some(0), "{}", finished.stderr);
    let expected: Vec<String> = names.iter().map(|name| path(&workspace, name)).collect();
    assert_eq!(paths(&finished), expected);
    assert_eq!(objects(&finished)[0]["part"], 1);
}

#[test]
fn an_unreadable_path_is_reported_and_sets_the_exit_code() {
    let workspace = pages(&["a.txt", "b.txt"]);
    let missing = path(&workspace, "missing.txt");
    let finished = workspace.run([&JSON[..], &[&missing, argument(&workspace.news())]].concat());
    assert_eq!(finished.code, Some(1));
    assert_eq!(finished.stdout.lines().count(), 2);
    let start = format!("newsprint: {missing}: ");
    assert!(finished.stderr.starts_with(&start), "{}", finished.stderr);
}

#[test]
fn a_page_is_read_from_standard_input() {
    let finished = Workspace::new().run_with_input([&JSON[..], &["-"]].concat(), page());
    assert_eq!(finished.code, Some(0));
    assert_eq!(paths(&finished), ["-"]);
}

#[test]
fn a_closed_pipe_is_not_a_failure() {
    let (workspace, _) = many(500);
    let mut child = workspace
        .command([&JSON[..], &[argument(&workspace.news())]].concat())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut first = [0; 16];
    child.stdout.take().unwrap().read_exact(&mut first).unwrap();
    let finished = Finished::from(child.wait_with_output().unwrap());
    assert_eq!((finished.code, finished.stderr.as_str()), (Some(0), ""));
}

#[test]
fn out_writes_one_file_per_page_and_creates_the_folder() {
    let workspace = pages(&["in/a.txt", "in/b.b.txt"]);
    let (input, out) = (path(&workspace, "in"), path(&workspace, "new/out"));
    let finished = workspace.run(["extract", "--format", "markdown", "--out", &out, &input]);
    assert_eq!(finished.code, Some(0), "{}", finished.stderr);
    assert_eq!(finished.stdout, "");
    let mut names: Vec<String> = fs::read_dir(&out)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(names, ["a.md", "b.b.md"]);
}

#[test]
fn out_refuses_two_pages_of_one_name_before_it_writes() {
    let workspace = pages(&["in/a.txt", "in/deep/a.txt"]);
    let (input, out) = (path(&workspace, "in"), path(&workspace, "out"));
    let finished = workspace.run([&JSON[..], &["--out", &out, &input]].concat());
    assert_eq!(finished.code, Some(2));
    assert!(!workspace.path("out").exists());
}

#[test]
fn out_never_overwrites_a_page() {
    let workspace = pages(&["a.txt"]);
    let news = workspace.news();
    let finished = workspace.run(["extract", "--out", argument(&news), argument(&news)]);
    assert_eq!(finished.code, Some(2));
    assert_eq!(fs::read_to_string(workspace.path("a.txt")).unwrap(), page());
}

#[test]
fn standard_input_keeps_its_position_among_the_paths() {
    let workspace = pages(&["a.txt", "b.txt"]);
    let (a, b) = (path(&workspace, "a.txt"), path(&workspace, "b.txt"));
    let finished = workspace.run_with_input([&JSON[..], &[&a, "-", &b]].concat(), page());
    assert_eq!(finished.code, Some(0), "{}", finished.stderr);
    assert_eq!(paths(&finished), [&a, "-", &b]);
}

#[test]
fn a_list_separated_by_line_feeds_may_contain_names_with_spaces() {
    let names = ["two words.txt", " blank at the ends ", "deep"];
    let workspace = pages(&["two words.txt", " blank at the ends ", "deep/x.txt"]);
    let list = list(&workspace, &names, "\n").replacen('\n', "\n\n", 1);
    let finished = workspace.run_with_input([&JSON[..], &["--files-from", "-"]].concat(), list);
    assert_eq!(finished.code, Some(0), "{}", finished.stderr);
    let expected = ["two words.txt", " blank at the ends ", "deep/x.txt"];
    assert_eq!(paths(&finished), expected.map(|name| path(&workspace, name)));
}

#[test]
fn a_list_from_another_system_may_begin_with_a_byte_order_mark_and_have_carriage_returns() {
    let names = ["a.txt", "two words.txt", "c.txt"];
    let workspace = pages(&names);
    let list = format!("\u{feff}{}", list(&workspace, &names, "\r\n"));
    let finished = workspace.run_with_input([&JSON[..], &["--files-from", "-"]].concat(), list);
    assert_eq!(finished.code, Some(0), "{}", finished.stderr);
    assert_eq!(paths(&finished), names.map(|name| path(&workspace, name)));
}

#[test]
fn a_list_separated_by_nul_may_contain_names_with_line_feeds() {
    let names = ["a line\nfeed.txt", "two words.txt"];
    let workspace = pages(&names);
    let arguments = [&JSON[..], &["-0", "--files-from", "-"]].concat();
    let finished = workspace.run_with_input(arguments, list(&workspace, &names, "\0"));
    assert_eq!(paths(&finished), names.map(|name| path(&workspace, name)));
}

#[test]
fn paths_come_before_the_names_of_a_list() {
    let workspace = pages(&["a.txt", "b.txt"]);
    let (a, b, file) = (
        path(&workspace, "a.txt"),
        path(&workspace, "b.txt"),
        path(&workspace, "list"),
    );
    fs::write(&file, format!("{a}\n")).unwrap();
    let finished = workspace.run([&JSON[..], &["--files-from", &file, &b]].concat());
    assert_eq!(paths(&finished), [b, a]);
}

#[test]
fn a_list_that_ends_with_nul_is_answered_with_the_option_for_it() {
    let finished = Workspace::new().run_with_input(["extract", "--files-from", "-"], b"a.txt\0b.txt\0");
    assert_eq!(finished.code, Some(1));
    assert!(finished.stderr.contains("add -0"), "{}", finished.stderr);
}

#[cfg(unix)]
#[test]
fn a_name_that_is_not_utf8_is_read_like_any_other() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let workspace = Workspace::new();
    let file = workspace.write(OsStr::from_bytes(b"caf\xe9.txt"), page());
    let arguments = [&JSON[..], &["--files-from", "-"]].concat();
    let finished = workspace.run_with_input(arguments, file.as_os_str().as_bytes());
    assert_eq!(finished.code, Some(0), "{}", finished.stderr);
    assert!(paths(&finished)[0].ends_with("caf\u{fffd}.txt"));
}

#[test]
fn results_are_written_while_the_list_is_still_open() {
    let workspace = pages(&["a.txt", "b.txt"]);
    let mut child = workspace
        .command([&JSON[..], &["--files-from", "-"]].concat())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut names = child.stdin.take().unwrap();
    let mut results = BufReader::new(child.stdout.take().unwrap());
    for name in ["a.txt", "missing.txt", "b.txt"] {
        writeln!(names, "{}", path(&workspace, name)).unwrap();
        if name != "missing.txt" {
            // The next name is written only after the result for this one has arrived.
            let mut line = String::new();
            results.read_line(&mut line).unwrap();
            assert!(line.contains(name), "{line}");
        }
    }
    drop(names);
    assert_eq!(child.wait().unwrap().code(), Some(1), "one page is missing");
}

#[test]
fn a_closed_pipe_ends_the_run_while_standard_input_is_open() {
    let workspace = pages(&["a.txt", "b.txt"]);
    let mut child = workspace
        .command([&JSON[..], &["--files-from", "-"]].concat())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let mut names = child.stdin.take().unwrap();
    writeln!(names, "{}", path(&workspace, "a.txt")).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(0));
    let mut messages = String::new();
    child
        .stderr
        .take()
        .unwrap()
        .read_to_string(&mut messages)
        .unwrap();
    assert_eq!(messages, "");
}

#[test]
fn pages_of_a_list_are_written_to_a_folder() {
    let workspace = pages(&["in/a.txt", "in/b.txt", "in/deep/a.txt"]);
    let out = path(&workspace, "out");
    let run = |names: &[&str]| {
        let arguments = [&JSON[..], &["--out", &out, "--files-from", "-"]].concat();
        workspace.run_with_input(arguments, list(&workspace, names, "\n"))
    };
    let finished = run(&["in/a.txt", "in/b.txt"]);
    assert_eq!(finished.code, Some(0), "{}", finished.stderr);
    assert_eq!(fs::read_dir(&out).unwrap().count(), 2);

    let finished = run(&["in/a.txt", "in/deep/a.txt"]);
    assert_eq!(finished.code, Some(2));
    let expected = "in/deep/a.txt would be written to the same file";
    assert!(finished.stderr.contains(expected), "{}", finished.stderr);
}

#[test]
fn a_corpus_is_read_twice_and_written_in_order_from_every_source() {
    let workspace = pages(&["a.txt", "b.txt", "c.txt"]);
    let (a, b) = (path(&workspace, "a.txt"), path(&workspace, "b.txt"));
    let (file, out) = (path(&workspace, "list"), path(&workspace, "out"));
    fs::write(&file, format!("{a}\n{b}")).unwrap();
    let corpus = [&JSON[..], &["--corpus"]].concat();

    let finished = workspace.run_with_input([&corpus[..], &["--files-from", &file, "-"]].concat(), page());
    assert_eq!(finished.code, Some(0), "{}", finished.stderr);
    assert_eq!(paths(&finished), ["-", &a, &b]);

    let arguments = [&corpus[..], &["--out", &out, "--files-from", "-"]].concat();
    let finished = workspace.run_with_input(arguments, fs::read(&file).unwrap());
    assert_eq!(finished.code, Some(0), "{}", finished.stderr);
    assert_eq!(fs::read_dir(&out).unwrap().count(), 2);

    let missing = path(&workspace, "missing.txt");
    let finished = workspace.run([&corpus[..], &[&missing, &a]].concat());
    assert_eq!(finished.code, Some(1));
    let mentions = finished.stderr.matches("missing.txt").count();
    assert_eq!(mentions, 1, "{}", finished.stderr);
    assert!(
        finished
            .stderr
            .contains("there is only one page, so it cannot be compared")
    );
}

#[test]
fn an_explanation_has_a_row_for_each_line_and_each_value() {
    let finished = Workspace::new().run_with_input(["extract", "--explain", "-"], page());
    assert_eq!(finished.code, Some(0), "{}", finished.stderr);
    assert!(!finished.stdout.contains('\x1b'), "no colours in a pipe");
    let (lines, values) = finished.stdout.split_once("\n\n").unwrap();
    assert_eq!(lines.lines().next(), Some("-"));
    let cells = |row: &str| -> Vec<String> {
        let cells = row.split_whitespace().take(2);
        cells.map(str::to_owned).collect()
    };
    let rows: Vec<Vec<String>> = lines.lines().skip(1).map(cells).collect();
    let classes = [
        (1, "chrome"),
        (3, "title"),
        (4, "byline"),
        (5, "date-line"),
        (6, "paragraph"),
    ];
    for (number, class) in classes {
        assert_eq!(rows[number - 1], [number.to_string(), class.to_owned()]);
    }
    assert_eq!(rows.len(), page().lines().count());
    let date = values.lines().find(|row| cells(row)[1] == "date").unwrap();
    assert!(date.trim_start().starts_with("5 "), "{date}");
    assert!(date.ends_with("2024-05-03"), "{date}");
    assert!(values.contains("unknown: "), "{values}");
}
