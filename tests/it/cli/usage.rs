//! Help, wrong usage, configuration, completions and `list`: what is printed where, and the exit code.

use crate::harness::cases;
use crate::harness::page_text::harbour;
use crate::harness::workspace::Workspace;
use std::fs;

fn help_shows_examples(command: &[&str]) {
    let help = Workspace::new().run([command, &["--help"]].concat());
    assert_eq!(help.code, Some(0));
    assert!(help.stdout.contains("Example"), "{}", help.stdout);
    assert_eq!(help.stderr, "");
}

cases! { help_shows_examples
    of_the_reader: (&[]);
    of_extract: (&["extract"]);
    of_list: (&["list"]);
    of_config: (&["config"]);
    of_completions: (&["completions"]);
}

#[test]
fn version_names_the_program() {
    assert!(Workspace::new().succeed(["--version"]).starts_with("newsprint "));
}

/// What cannot be written to standard output is a failure with a message, for every command that prints.
#[cfg(target_os = "linux")]
fn a_full_output_fails(arguments: &[&str]) {
    let workspace = Workspace::with_reports();
    workspace.succeed(["import", "news"]);
    let full = || fs::File::options().write(true).open("/dev/full").unwrap();
    let finished = workspace.command(arguments).stdout(full()).output().unwrap();
    let message = String::from_utf8_lossy(&finished.stderr).into_owned();
    assert_eq!(finished.status.code(), Some(1), "{message}");
    assert!(message.contains("standard output"), "{message}");
}

#[cfg(target_os = "linux")]
cases! { a_full_output_fails
    of_help: (&["--help"]);
    of_the_version: (&["--version"]);
    of_extract: (&["extract", "news"]);
    of_extract_json: (&["extract", "--format", "json", "news"]);
    of_list: (&["list"]);
    of_list_json: (&["list", "--format", "json"]);
    of_import: (&["import", "news"]);
    of_library: (&["library", "info"]);
    of_the_path: (&["library", "path"]);
    of_marks: (&["marks", "export"]);
    of_the_path_of_marks: (&["marks", "path"]);
    of_the_configuration: (&["config", "print-default"]);
    of_completions: (&["completions", "bash"]);
    of_the_manual: (&["man"]);
}

#[cfg(unix)]
#[test]
fn names_that_could_act_on_a_terminal_are_harmless_in_tables_and_exact_in_json() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let name = "\u{1b}]0;pwned\u{7}\u{9b}31m\u{202e}\ta.txt";
    let workspace = Workspace::new();
    workspace.write(
        OsStr::from_bytes(name.as_bytes()),
        harbour("Harbour reopens after the storm", 3, "storm"),
    );
    workspace.succeed(["import", "news"]);
    let is_control = |c: char| (c.is_control() && !matches!(c, '\n' | '\t')) || c == '\u{202e}';
    for arguments in [
        &["list"][..],
        &["list", "news"],
        &["list", "--no-library", "news"],
    ] {
        let table = workspace.succeed(arguments);
        assert!(
            !table.contains(is_control) && table.matches('\t').count() == 3,
            "{table:?}"
        );
        let json = workspace.succeed([arguments, &["--format", "json"]].concat());
        assert!(!json.contains(is_control), "{json:?}");
        let row: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert!(row["path"].as_str().unwrap().ends_with(name), "{row}");
    }
    let json = workspace.succeed(["extract", "--format", "json", "news"]);
    assert!(!json.contains(is_control), "{json:?}");
    let page: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert!(page["path"].as_str().unwrap().ends_with(name));
}

/// Wrong usage ends with 2, prints nothing to standard output and says what is meant.
fn wrong_usage(arguments: &[&str], expected: &str) {
    let finished = Workspace::new().run(arguments);
    assert_eq!(finished.code, Some(2), "{finished:?}");
    assert!(finished.stderr.contains(expected), "{}", finished.stderr);
    assert_eq!(finished.stdout, "");
}

cases! { wrong_usage
    no_input: (&["extract"], "required arguments");
    misspelt_option: (&["extract", "--formt", "json", "x"], "--format");
    misspelt_value: (&["extract", "--format", "jsn", "x"], "json");
    body_of_json: (&["extract", "--format", "json", "--body", "x"], "leave out --body");
    standard_input_twice: (&["extract", "-", "-"], "once");
    standard_input_as_page_and_list: (&["extract", "-", "--files-from", "-"], "once");
    nul_without_list: (&["extract", "-0", "a.txt"], "--files-from");
    explanation_of_the_body: (&["extract", "--explain", "--body", "a.txt"], "cannot be used with");
    misspelt_shell: (&["completions", "zzsh"], "zsh");
    misspelt_subcommand: (&["config", "chek"], "check");
    missing_configuration: (&["config", "check", "missing.toml"], "missing.toml: ");
}

/// Without a terminal the reader points to the other commands.
fn no_terminal(term: &str) {
    let output = Workspace::new()
        .command([""; 0])
        .env("TERM", term)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    let message = String::from_utf8(output.stderr).unwrap();
    assert!(message.contains("newsprint list"), "{message}");
    assert!(message.contains("newsprint extract"), "{message}");
}

cases! { no_terminal
    xterm: ("xterm");
    dumb: ("dumb");
}

#[test]
fn options_of_the_library_work_before_the_command_too() {
    let workspace = Workspace::with_reports();
    workspace.succeed(["--library", "own", "import", "news"]);
    let count = workspace.succeed(["--library=own", "list", "--count"]);
    assert_eq!(count, workspace.succeed(["list", "--library", "own", "--count"]));
    assert_ne!(count.trim(), "0");
}

/// The reader reports what it cannot open before it looks for a terminal.
fn cannot_open(arguments: &[&str], code: i32, expected: &str) {
    let finished = Workspace::new().run(arguments);
    assert_eq!(finished.code, Some(code), "{finished:?}");
    assert!(finished.stderr.contains(expected), "{}", finished.stderr);
}

cases! { cannot_open
    misspelt_command: (&["lst"], 2, "did you mean the command `newsprint list`?");
    missing_folder: (&["no/such/folder"], 1, "no/such/folder: no such file or folder; check the path");
    wrong_query: (&["--query", "date:2025-99"], 2, "--query: ");
}

#[test]
fn a_query_may_begin_with_a_minus() {
    let workspace = Workspace::new();
    let count = |query: &str| workspace.succeed(["list", "--count", "--query", query]);
    assert_ne!(count("-storm"), count("storm"));
}

#[test]
fn list_is_sorted_newest_first_and_filtered_by_a_query() {
    let workspace = Workspace::new();
    let rows: Vec<serde_json::Value> = workspace
        .succeed(["list", "--format", "json"])
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert!(rows.len() >= 30);
    let dates: Vec<&str> = rows.iter().filter_map(|row| row["date"].as_str()).collect();
    assert!(dates.is_sorted_by(|earlier, later| earlier >= later), "{dates:?}");
    assert!(rows.iter().skip(dates.len()).all(|row| row["date"].is_null()));

    let undated = workspace.succeed(["list", "--query", "date:none"]);
    assert_eq!(undated.lines().count(), rows.len() - dates.len());
    assert!(undated.lines().all(|line| line.split('\t').count() == 4));
}

#[test]
fn default_configuration_is_valid_and_mistakes_are_located() {
    let workspace = Workspace::new();
    let file = workspace.home().join("config.toml");
    let check = || workspace.run(["config".as_ref(), "check".as_ref(), file.as_os_str()]);
    fs::write(&file, workspace.succeed(["config", "print-default"])).unwrap();
    let finished = check();
    assert_eq!(finished.code, Some(0), "{}", finished.stderr);
    assert_eq!(finished.stdout, format!("{}: no mistakes\n", file.display()));

    fs::write(&file, "[reader]\ncolum-width = 60\n").unwrap();
    fs::write(
        workspace.home().join("outlets.toml"),
        "[[outlet]]\nnmae = \"Q\"\n",
    )
    .unwrap();
    let finished = check();
    assert_eq!(finished.code, Some(2));
    for expected in ["config.toml: line 2, column 1", "column-width", "outlets.toml: "] {
        assert!(
            finished.stderr.contains(expected),
            "{expected}: {}",
            finished.stderr
        );
    }
}

#[test]
fn configuration_is_in_the_folder_of_the_platform() {
    let workspace = Workspace::new();
    let path = workspace.succeed(["config", "path"]);
    assert_eq!(
        path.trim_end(),
        workspace.config().join("config.toml").display().to_string()
    );
}

fn completions_know_the_commands(shell: &str) {
    let script = Workspace::new().succeed(["completions", shell]);
    assert!(script.contains("extract"), "{script}");
}

cases! { completions_know_the_commands
    bash: ("bash");
    zsh: ("zsh");
    fish: ("fish");
    elvish: ("elvish");
    powershell: ("powershell");
}

#[test]
fn manual_has_the_options_of_commands() {
    let manual = Workspace::new().succeed(["man"]);
    for expected in [".TH", "COMMAND EXTRACT", "\\-\\-body"] {
        assert!(manual.contains(expected), "{expected}");
    }
}

#[test]
fn kwic_shows_each_hit_in_context() {
    let workspace = Workspace::new();
    let csv = workspace.succeed(["kwic", "crane", "--format", "csv", "--sort", "right"]);
    let mut lines = csv.lines();
    assert_eq!(lines.next(), Some("date,outlet,left,hit,right,title,path,part"));
    assert!(lines.count() > 5, "{csv}");
    let json = workspace.succeed(["kwic", "crane", "--format", "json"]);
    let rows: Vec<serde_json::Value> = json
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(rows.len(), csv.lines().count() - 1);
    let is_hit = |row: &serde_json::Value| {
        row["hit"]
            .as_str()
            .is_some_and(|hit| hit.eq_ignore_ascii_case("crane"))
    };
    assert!(rows.iter().all(is_hit), "{json}");
    let finished = workspace.run(["kwic", "outlet:rt"]);
    assert_eq!(finished.code, Some(2));
}
