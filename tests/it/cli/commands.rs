//! The command line from outside: help, wrong input, closed pipes, exit codes. What cleaning finds is tested elsewhere.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

/// An invented page: site furniture around one article.
const PAGE: &str = "\
Home
News
Harbour reopens after the storm
By Ilka Fenn
3 May 2024
The harbour of Zelm opened again on Friday, three days after the storm had closed it, the port authority said.
Two cranes are still out of order, and ships have to wait for about nine hours before a berth is free for them.
Share
";

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_newsprint"));
    // The configuration of the person who runs the tests has no say in them.
    let home = env!("CARGO_TARGET_TMPDIR");
    command
        .env("HOME", home)
        .env("XDG_CONFIG_HOME", home)
        .env("XDG_DATA_HOME", home);
    command.args(arguments).env("TERM", "xterm").stdin(Stdio::null());
    command
}

fn run(arguments: &[&str]) -> Output {
    command(arguments).output().unwrap()
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// A folder with pages of these names.
fn folder(names: &[&str]) -> TempDir {
    let home = tempfile::tempdir().unwrap();
    for name in names {
        let path = home.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, PAGE).unwrap();
    }
    home
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[test]
fn help_of_every_command_shows_examples_and_ends_well() {
    let helps: [&[&str]; 5] = [&[], &["extract"], &["list"], &["config"], &["completions"]];
    for command in helps {
        let output = run(&[command, &["--help"]].concat());
        assert_eq!(output.status.code(), Some(0), "{command:?}");
        assert!(stdout(&output).contains("Example"), "{command:?}");
        assert!(stderr(&output).is_empty(), "{command:?}");
    }
    assert!(stdout(&run(&["--version"])).starts_with("newsprint "));
}

#[test]
fn wrong_usage_ends_with_2_and_says_what_is_meant() {
    let cases: [(&[&str], &str); 11] = [
        (&["extract"], "required arguments"),
        (&["extract", "--formt", "json", "x"], "--format"),
        (&["extract", "--format", "jsn", "x"], "json"),
        (
            &["extract", "--format", "json", "--body", "x"],
            "leave out --body",
        ),
        (&["extract", "-", "-"], "once"),
        (&["extract", "-", "--files-from", "-"], "once"),
        (&["extract", "-0", "a.txt"], "--files-from"),
        (
            &["extract", "--explain", "--body", "a.txt"],
            "cannot be used with",
        ),
        (&["completions", "zzsh"], "zsh"),
        (&["config", "chek"], "check"),
        (&["config", "check", "missing.toml"], "missing.toml: "),
    ];
    for (arguments, expected) in cases {
        let output = run(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(
            stderr(&output).contains(expected),
            "{arguments:?}: {}",
            stderr(&output)
        );
        assert!(output.stdout.is_empty(), "{arguments:?}");
    }
}

#[test]
fn the_reader_without_a_terminal_points_to_the_other_commands() {
    for term in ["xterm", "dumb"] {
        let output = command(&[]).env("TERM", term).output().unwrap();
        assert_eq!(output.status.code(), Some(2));
        let message = stderr(&output);
        assert!(
            message.contains("newsprint list") && message.contains("newsprint extract"),
            "{message}"
        );
    }
}

#[test]
fn the_reader_says_at_once_what_it_cannot_open() {
    let cases: [(&[&str], i32, &str); 3] = [
        (&["lst"], 2, "did you mean the command `newsprint list`?"),
        (
            &["no/such/folder"],
            1,
            "no/such/folder: no such file or folder; check the path",
        ),
        (&["--query", "date:2025-99"], 2, "--query: "),
    ];
    for (arguments, code, expected) in cases {
        let output = run(arguments);
        assert_eq!(output.status.code(), Some(code), "{arguments:?}");
        assert!(
            stderr(&output).contains(expected),
            "{arguments:?}: {}",
            stderr(&output)
        );
    }
}

#[test]
fn a_list_is_newest_first_and_picked_by_a_query() {
    let output = run(&["list", "--format", "json"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let rows: Vec<serde_json::Value> = stdout(&output)
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert!(rows.len() >= 30);
    let dates: Vec<&str> = rows.iter().filter_map(|row| row["date"].as_str()).collect();
    assert!(dates.is_sorted_by(|earlier, later| earlier >= later), "{dates:?}");
    assert!(rows.iter().skip(dates.len()).all(|row| row["date"].is_null()));

    let undated = stdout(&run(&["list", "--query", "date:none"]));
    assert_eq!(undated.lines().count(), rows.len() - dates.len());
    assert!(undated.lines().all(|line| line.split('\t').count() == 4));
}

#[test]
fn json_is_one_object_a_line_in_the_order_of_the_pages() {
    let names: Vec<String> = (0..40).map(|n| format!("deep/{n:02}.txt")).collect();
    let home = folder(&names.iter().map(String::as_str).collect::<Vec<_>>());
    let output = run(&["extract", "--format", "json", text(home.path())]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let lines: Vec<serde_json::Value> = stdout(&output)
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let paths: Vec<&str> = lines.iter().map(|line| line["path"].as_str().unwrap()).collect();
    let expected: Vec<String> = names
        .iter()
        .map(|name| home.path().join(name).to_str().unwrap().to_owned())
        .collect();
    assert_eq!(paths, expected);
    assert_eq!(lines[0]["part"], 1);
}

#[test]
fn what_cannot_be_read_costs_a_message_and_the_exit_code() {
    let home = folder(&["a.txt", "b.txt"]);
    let missing = home.path().join("missing.txt");
    let output = run(&["extract", "--format", "json", text(&missing), text(home.path())]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(stdout(&output).lines().count(), 2);
    assert!(
        stderr(&output).starts_with(&format!("newsprint: {}: ", missing.display())),
        "{}",
        stderr(&output)
    );
}

#[test]
fn a_page_from_a_pipe() {
    let mut child = command(&["extract", "--format", "json", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(PAGE.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    let line: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(line["path"], "-");
}

#[test]
fn a_closed_pipe_is_no_failure() {
    let names: Vec<String> = (0..500).map(|n| format!("{n}.txt")).collect();
    let home = folder(&names.iter().map(String::as_str).collect::<Vec<_>>());
    let mut child = command(&["extract", "--format", "json", text(home.path())])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut first = [0; 16];
    child.stdout.take().unwrap().read_exact(&mut first).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert!(output.stderr.is_empty(), "{}", stderr(&output));
}

#[test]
fn out_writes_one_file_a_page_and_makes_the_folder() {
    let home = folder(&["in/a.txt", "in/b.b.txt"]);
    let out = home.path().join("new/out");
    let output = run(&[
        "extract",
        "--format",
        "markdown",
        "--out",
        text(&out),
        text(&home.path().join("in")),
    ]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(output.stdout.is_empty());
    let mut names: Vec<String> = fs::read_dir(&out)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(names, ["a.md", "b.b.md"]);
}

#[test]
fn out_refuses_two_pages_of_one_name_before_it_writes() {
    let home = folder(&["in/a.txt", "in/deep/a.txt"]);
    let out = home.path().join("out");
    let output = run(&[
        "extract",
        "--format",
        "json",
        "--out",
        text(&out),
        text(&home.path().join("in")),
    ]);
    assert_eq!(output.status.code(), Some(2));
    assert!(!out.exists());
}

#[test]
fn out_never_takes_the_place_of_a_page() {
    let home = folder(&["a.txt"]);
    let output = run(&["extract", "--out", text(home.path()), text(home.path())]);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(fs::read_to_string(home.path().join("a.txt")).unwrap(), PAGE);
}

/// Runs it with this on standard input.
fn run_with(arguments: &[&str], input: &[u8]) -> Output {
    let mut child = command(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input).unwrap();
    child.wait_with_output().unwrap()
}

/// The paths of the articles in a run's JSON.
fn paths(output: &Output) -> Vec<String> {
    let path = |line: &str| {
        let value: serde_json::Value = serde_json::from_str(line).unwrap();
        value["path"].as_str().unwrap().to_owned()
    };
    stdout(output).lines().map(path).collect()
}

#[test]
fn standard_input_is_cleaned_in_its_place_among_the_paths() {
    let home = folder(&["a.txt", "b.txt"]);
    let (a, b) = (home.path().join("a.txt"), home.path().join("b.txt"));
    let output = run_with(
        &["extract", "--format", "json", text(&a), "-", text(&b)],
        PAGE.as_bytes(),
    );
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert_eq!(paths(&output), [text(&a), "-", text(&b)]);
}

#[test]
fn names_come_from_a_list_with_blanks_and_with_line_feeds_in_them() {
    let home = folder(&[
        "two words.txt",
        "a line\nfeed.txt",
        " blank at the ends ",
        "deep/x.txt",
    ]);
    let name = |name: &str| home.path().join(name).to_str().unwrap().to_owned();
    let list = [
        name("two words.txt"),
        String::new(),
        name(" blank at the ends "),
        name("deep"),
    ]
    .join("\n");
    let output = run_with(
        &["extract", "--format", "json", "--files-from", "-"],
        list.as_bytes(),
    );
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let expected = [
        name("two words.txt"),
        name(" blank at the ends "),
        name("deep/x.txt"),
    ];
    assert_eq!(paths(&output), expected);

    let list = [name("a line\nfeed.txt"), name("two words.txt")].join("\0");
    let output = run_with(
        &["extract", "--format", "json", "-0", "--files-from", "-"],
        list.as_bytes(),
    );
    assert_eq!(paths(&output), [name("a line\nfeed.txt"), name("two words.txt")]);

    let file = home.path().join("list");
    fs::write(&file, name("two words.txt") + "\n").unwrap();
    let first = name("deep/x.txt");
    let output = run(&["extract", "--format", "json", "--files-from", text(&file), &first]);
    assert_eq!(
        paths(&output),
        [first, name("two words.txt")],
        "the PATHs come first"
    );
}

#[test]
fn a_list_of_names_that_ends_with_nul_is_told_of_the_option() {
    let output = run_with(&["extract", "--files-from", "-"], b"a.txt\0b.txt\0");
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("add -0"), "{}", stderr(&output));
}

#[cfg(unix)]
#[test]
fn a_name_that_is_no_text_is_a_name_like_any_other() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join(OsStr::from_bytes(b"caf\xe9.txt"));
    fs::write(&file, PAGE).unwrap();
    let output = run_with(
        &["extract", "--format", "json", "--files-from", "-"],
        file.as_os_str().as_bytes(),
    );
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(paths(&output)[0].ends_with("caf\u{fffd}.txt"));
}

#[test]
fn a_page_comes_out_while_the_list_of_names_goes_on() {
    let home = folder(&["a.txt", "b.txt"]);
    let mut child = command(&["extract", "--format", "json", "--files-from", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let (mut names, mut results) = (
        child.stdin.take().unwrap(),
        BufReader::new(child.stdout.take().unwrap()),
    );
    for name in ["a.txt", "missing.txt", "b.txt"] {
        writeln!(names, "{}", home.path().join(name).display()).unwrap();
        if name != "missing.txt" {
            // The next name is not written before the page of this one is there.
            let mut line = String::new();
            results.read_line(&mut line).unwrap();
            assert!(line.contains(name), "{line}");
        }
    }
    drop(names);
    assert_eq!(child.wait().unwrap().code(), Some(1), "one page is missing");
}

#[test]
fn a_closed_pipe_ends_the_run_though_standard_input_stays_open() {
    let home = folder(&["a.txt", "b.txt"]);
    let mut child = command(&["extract", "--format", "json", "--files-from", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let mut names = child.stdin.take().unwrap();
    writeln!(names, "{}", home.path().join("a.txt").display()).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(0));
    let mut said = String::new();
    child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
    assert!(said.is_empty(), "{said}");
}

#[test]
fn pages_of_a_list_are_written_to_a_folder_too() {
    let home = folder(&["in/a.txt", "in/b.txt", "in/deep/a.txt"]);
    let name = |name: &str| home.path().join(name).to_str().unwrap().to_owned();
    let out = home.path().join("out");
    let arguments = [
        "extract",
        "--format",
        "json",
        "--out",
        text(&out),
        "--files-from",
        "-",
    ];
    let list = [name("in/a.txt"), name("in/b.txt")].join("\n");
    let output = run_with(&arguments, list.as_bytes());
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert_eq!(fs::read_dir(&out).unwrap().count(), 2);

    let list = [name("in/a.txt"), name("in/deep/a.txt")].join("\n");
    let output = run_with(&arguments, list.as_bytes());
    assert_eq!(output.status.code(), Some(2));
    assert!(
        stderr(&output).contains("in/deep/a.txt would be written to the same file"),
        "{}",
        stderr(&output)
    );
}

#[test]
fn a_corpus_is_read_twice_and_written_in_order_wherever_it_comes_from() {
    let home = folder(&["a.txt", "b.txt", "c.txt"]);
    let name = |name: &str| home.path().join(name).to_str().unwrap().to_owned();
    let (list, out) = (home.path().join("list"), home.path().join("out"));
    fs::write(&list, [name("a.txt"), name("b.txt")].join("\n")).unwrap();
    let json = ["extract", "--corpus", "--format", "json"];

    let output = run_with(
        &[&json[..], &["--files-from", text(&list), "-"]].concat(),
        PAGE.as_bytes(),
    );
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert_eq!(paths(&output), ["-".to_owned(), name("a.txt"), name("b.txt")]);

    let arguments = [&json[..], &["--out", text(&out), "--files-from", "-"]].concat();
    let output = run_with(&arguments, &fs::read(&list).unwrap());
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert_eq!(fs::read_dir(&out).unwrap().count(), 2);

    let missing = name("missing.txt");
    let output = run(&[&json[..], &[&missing, &name("a.txt")]].concat());
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(
        stderr(&output).matches("missing.txt").count(),
        1,
        "{}",
        stderr(&output)
    );
    assert!(stderr(&output).contains("a single page has no other pages"));
}

#[test]
fn an_explanation_tells_of_each_line_and_each_value() {
    let output = run_with(&["extract", "--explain", "-"], PAGE.as_bytes());
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let out = stdout(&output);
    assert!(!out.contains('\x1b'), "no colours in a pipe");
    let (lines, values) = out.split_once("\n\n").unwrap();
    assert_eq!(lines.lines().next(), Some("-"));
    let cells = |row: &str| {
        row.split_whitespace()
            .take(2)
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let rows: Vec<Vec<String>> = lines.lines().skip(1).map(cells).collect();
    for (number, class) in [
        (1, "chrome"),
        (3, "title"),
        (4, "byline"),
        (5, "date-line"),
        (6, "paragraph"),
    ] {
        assert_eq!(rows[number - 1], [number.to_string(), class.to_owned()]);
    }
    assert_eq!(rows.len(), PAGE.lines().count());
    let date = values.lines().find(|row| cells(row)[1] == "date").unwrap();
    assert!(
        date.trim_start().starts_with("5 ") && date.ends_with("2024-05-03"),
        "{date}"
    );
    assert!(values.contains("not said: "), "{values}");
}

#[test]
fn the_default_configuration_is_in_order_and_mistakes_are_named() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("config.toml");
    let default = run(&["config", "print-default"]);
    fs::write(&file, &default.stdout).unwrap();
    let output = run(&["config", "check", text(&file)]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert_eq!(stdout(&output), format!("{}: in order\n", file.display()));

    fs::write(&file, "[reader]\ncolum-width = 60\n").unwrap();
    fs::write(home.path().join("outlets.toml"), "[[outlet]]\nnmae = \"Q\"\n").unwrap();
    let output = run(&["config", "check", text(&file)]);
    assert_eq!(output.status.code(), Some(2));
    let messages = stderr(&output);
    assert!(messages.contains("config.toml: line 2, column 1"), "{messages}");
    assert!(
        messages.contains("column-width") && messages.contains("outlets.toml: "),
        "{messages}"
    );
}

#[test]
fn the_configuration_is_looked_for_in_the_platforms_folder() {
    let path = stdout(&run(&["config", "path"]));
    assert!(
        path.trim_end().ends_with("config.toml") && path.contains("newsprint"),
        "{path}"
    );
}

#[test]
fn completions_and_manual_know_the_commands() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        assert!(
            stdout(&run(&["completions", shell])).contains("extract"),
            "{shell}"
        );
    }
    let manual = stdout(&run(&["man"]));
    assert!(manual.contains(".TH") && manual.contains("COMMAND EXTRACT"));
    assert!(
        manual.contains("\\-\\-body"),
        "options of commands stand there too"
    );
}
