//! The library from outside: import, list, what becomes of files that change, move and vanish, and a kill at any moment.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, SystemTime};
use tempfile::TempDir;

/// A folder of invented pages and a library beside it.
struct Place {
    home: TempDir,
}

impl Place {
    fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        fs::create_dir(home.path().join("news")).unwrap();
        Self { home }
    }

    fn news(&self) -> PathBuf {
        self.home.path().join("news")
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.news().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_newsprint"));
        let home = self.home.path();
        command
            .env("HOME", home)
            .env("XDG_CONFIG_HOME", home.join("config"));
        command.env("XDG_DATA_HOME", home.join("data"));
        command
            .current_dir(home)
            .args(arguments)
            .env("TERM", "xterm")
            .stdin(Stdio::null());
        command
    }

    fn run(&self, arguments: &[&str]) -> String {
        let output = self.command(arguments).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        String::from_utf8(output.stdout).unwrap()
    }

    fn import(&self) -> String {
        self.run(&["import", "news"]).trim().to_owned()
    }

    /// The rows of the library that a query finds.
    fn list(&self, query: &str) -> Vec<serde_json::Value> {
        let rows = self.run(&["list", "--format", "json", "--query", query]);
        rows.lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }

    fn names(&self, query: &str) -> Vec<String> {
        let name = |row: &serde_json::Value| {
            let path = PathBuf::from(row["path"].as_str().unwrap());
            path.strip_prefix(fs::canonicalize(self.home.path()).unwrap().join("news"))
                .or(path.strip_prefix(self.news()))
                .unwrap()
                .display()
                .to_string()
        };
        self.list(query).iter().map(name).collect()
    }
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn page(title: &str, day: u8, word: &str) -> String {
    format!(
        "Home\nNews\n{title}\nBy Ilka Fenn\n{day} May 2024\n\
         The harbour of Zelm opened again on Friday, three days after the {word} had closed it, the port authority said.\n\
         Two cranes are still out of order, and ships have to wait for about nine hours before a berth is free.\nShare\n"
    )
}

#[test]
fn what_was_imported_is_listed_newest_first_and_found_by_its_words() {
    let place = Place::new();
    place.write("a.txt", &page("Harbour reopens after the storm", 3, "storm"));
    place.write("deep/b.txt", &page("Ferry waits for calmer water", 5, "flood"));
    place.write(
        "deep/c.txt",
        &page("Old bridge is to be repaired soon", 4, "fire"),
    );
    assert_eq!(place.import(), "3 new");
    assert_eq!(place.names(""), ["deep/b.txt", "deep/c.txt", "a.txt"]);
    assert_eq!(place.names("flood OR fire"), ["deep/b.txt", "deep/c.txt"]);
    assert_eq!(place.names("path:deep -date:2024-05-05"), ["deep/c.txt"]);
    assert_eq!(place.names("\"the storm had\""), ["a.txt"]);
    assert_eq!(place.run(&["list", "--count", "--query", "harbour"]).trim(), "3");
    let first = place.run(&["list", "--limit", "1", "--sort", "oldest"]);
    assert!(
        first.starts_with("2024-05-03\t") && first.lines().count() == 1,
        "{first}"
    );
    let info = place.run(&["library", "info"]);
    assert!(
        info.contains("articles\t3\n") && info.contains("days\t2024-05-03 to 2024-05-05\n"),
        "{info}"
    );
    let folder = place.run(&["library", "path"]);
    assert!(
        Path::new(folder.trim()).starts_with(place.home.path().join("data")),
        "{folder}"
    );
    // The same rows as from the files.
    let files = place.run(&["list", "--format", "json", "news"]);
    let paths = files.replace(
        "\"path\":\"news/",
        &format!("\"path\":\"{}/", place.news().display()),
    );
    assert_eq!(place.run(&["list", "--format", "json"]), paths);
}

#[test]
fn an_import_again_takes_what_is_new_or_changed_and_marks_what_is_gone() {
    let place = Place::new();
    for number in 0..5 {
        let title = format!("Harbour number {number} reopens after the storm");
        place.write(
            &format!("{number}.txt"),
            &page(&title, number + 1, &format!("storm{number}")),
        );
    }
    assert_eq!(place.import(), "5 new");
    place.write("5.txt", &page("Ferry waits for calmer water", 9, "flood"));
    place.write(
        "1.txt",
        &page("Harbour number 1 reopens after the storm", 2, "earthquake"),
    );
    fs::rename(place.news().join("2.txt"), place.news().join("two.txt")).unwrap();
    fs::remove_file(place.news().join("3.txt")).unwrap();
    let said = place.import();
    for what in ["1 new", "1 changed", "1 moved", "1 gone"] {
        assert!(said.contains(what), "{said}");
    }
    assert_eq!(place.names("earthquake"), ["1.txt"]);
    assert!(place.names("storm1").is_empty());
    assert_eq!(place.names("storm2"), ["two.txt"]);
    assert_eq!(
        (place.names("path:two.txt").len(), place.names("path:2.txt").len()),
        (1, 0)
    );
    assert_eq!(place.names("storm3"), ["3.txt"], "what is gone is not dropped");
    assert_eq!(place.run(&["list", "--count"]).trim(), "6");
    let info = place.run(&["library", "info"]);
    assert!(
        info.contains("files\t5\n") && info.contains("files gone\t1\n"),
        "{info}"
    );
    place.write(
        "3.txt",
        &page("Harbour number 3 reopens after the storm", 4, "storm3"),
    );
    place.import();
    assert!(place.run(&["library", "info"]).contains("files gone\t0\n"));
    assert_eq!(place.run(&["list", "--count"]).trim(), "6");
}

#[test]
fn a_profile_written_by_hand_counts_for_what_is_there_once_it_is_cleaned_again() {
    let place = Place::new();
    for (name, day) in [("quay.example/a.txt", 3), ("quay.example/b.txt", 4), ("c.txt", 5)] {
        let title = format!("Harbour reopens for the {day}th time");
        place.write(name, &page(&title, day, "storm"));
    }
    assert_eq!(place.import(), "3 new");
    place.write(
        "outlets.toml",
        "[[outlet]]\nname = \"The Quay Courier\"\ndomains = [\"quay.example\"]\n",
    );
    assert_eq!(place.import(), "3 unchanged");
    assert!(place.names("outlet:courier").is_empty());
    let again = place.run(&["import", "--again", "news"]);
    assert_eq!(again, "3 unchanged\n2 articles changed by cleaning again\n");
    let found = ["quay.example/b.txt", "quay.example/a.txt"];
    assert_eq!(place.names("outlet:courier"), found);
    let again = place.run(&["import", "--again", "news"]);
    assert_eq!(again, "3 unchanged\n0 articles changed by cleaning again\n");
    assert_eq!(place.run(&["library", "check"]), "3 articles, no faults\n");
}

#[test]
fn the_same_page_in_two_places_is_one_row_found_by_both() {
    let place = Place::new();
    let text = page("Harbour reopens after the storm", 3, "storm");
    place.write("a/one.txt", &text);
    place.write("b/two.txt", &text);
    place.import();
    assert_eq!(place.run(&["list", "--count"]).trim(), "1");
    assert_eq!((place.list("path:a").len(), place.list("path:b").len()), (1, 1));
    fs::remove_file(place.news().join("a/one.txt")).unwrap();
    place.import();
    assert_eq!(place.names(""), ["b/two.txt"], "the place that is left is shown");
}

#[test]
fn a_library_that_cannot_be_used_says_so() {
    let place = Place::new();
    place.write("a.txt", &page("Harbour reopens after the storm", 3, "storm"));
    let output = place.command(&["library", "info"]).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(
        stderr(&output).contains("newsprint import FOLDER"),
        "{}",
        stderr(&output)
    );
    place.import();
    let folder = PathBuf::from(place.run(&["library", "path"]).trim());
    let open = rusqlite::Connection::open(folder.join("catalogue.db")).unwrap();
    open.pragma_update(None, "user_version", 999).unwrap();
    drop(open);
    for arguments in [&["list"][..], &["import", "news"]] {
        let output = place.command(arguments).output().unwrap();
        assert_eq!(output.status.code(), Some(1));
        assert!(
            stderr(&output).contains("newer version of newsprint"),
            "{}",
            stderr(&output)
        );
    }
    // The files can be read all the same.
    assert_eq!(place.run(&["list", "--count", "news"]).trim(), "1");
    assert!(
        place
            .run(&["list", "--count", "--no-library"])
            .trim()
            .parse::<usize>()
            .unwrap()
            > 10
    );
}

#[test]
fn a_changed_page_is_a_version_of_its_article_or_another_article() {
    let place = Place::new();
    place.write("a.txt", &page("Harbour reopens after the storm", 3, "storm"));
    place.import();
    place.write("a.txt", &page("Harbour reopens after the storm", 3, "flood"));
    assert_eq!(place.import(), "1 changed");
    assert_eq!(
        (place.names("\"the storm had\"").len(), place.names("flood").len()),
        (0, 1)
    );
    assert!(
        place
            .run(&["library", "info"])
            .contains("earlier versions of articles\t1\n")
    );
    let other = "Ferry waits for calmer water\nBy Ole Brandt\n7 May 2024\n\
        The ferry to Grell stayed at its pier on Tuesday since the waves were too high, its captain told the passengers.\n\
        Most of them slept in the hall of the station and went on by bus the next morning, tired and hungry.\n";
    place.write("a.txt", other);
    place.import();
    assert_eq!(
        (place.names("flood").len(), place.names("ferry").len()),
        (1, 1),
        "both are kept"
    );
    assert!(
        place
            .run(&["library", "info"])
            .contains("earlier versions of articles\t1\n")
    );
}

#[test]
fn the_same_article_in_another_page_of_its_outlet_is_found_in_two_places() {
    let place = Place::new();
    let text = page("Harbour reopens after the storm", 3, "storm").replace("Share", "Source: Zelm Gazette");
    place.write("a.txt", &text);
    place.write("b.txt", &text.replace("Home\n", "Home page\n"));
    place.import();
    let rows = place.list("");
    let outlets = rows.iter().filter(|row| row["outlet"].is_string()).count();
    assert_eq!(rows.len(), if outlets > 0 { 1 } else { 2 }, "{rows:?}");
    assert_eq!(
        (place.list("path:a.txt").len(), place.list("path:b.txt").len()),
        (1, 1)
    );
}

#[test]
fn the_best_or_the_last_to_come_are_listed_first() {
    let place = Place::new();
    let sorted = |place: &Place, query: &str, order: &str, paths: &[&str]| -> Vec<String> {
        let arguments = [&["list", "--query", query, "--sort", order], paths].concat();
        let rows = place.run(&arguments);
        let name = |row: &str| row.rsplit('/').next().unwrap().to_owned();
        rows.lines().map(name).collect()
    };
    place.write("d.txt", &page("Ferry waits for calmer water", 9, "storm"));
    place.import();
    place.write(
        "c.txt",
        &page(
            "Old bridge is closed by a storm",
            1,
            "storm and the storm of storms",
        ),
    );
    place.write(
        "b.txt",
        &page(
            "Fishermen stay at home today",
            3,
            "storm, as a storm of that kind,",
        ),
    );
    place.import();
    place.write("a.txt", &page("Town hall gets a new roof", 5, "fire"));
    place.import();
    for paths in [&[][..], &["news"]] {
        assert_eq!(
            sorted(&place, "storm", "relevance", paths),
            ["c.txt", "b.txt", "d.txt"]
        );
        assert_eq!(
            sorted(&place, "since:2024-05-01", "relevance", paths)[0],
            "d.txt",
            "the newest"
        );
    }
    assert_eq!(sorted(&place, "", "imported", &[])[0], "a.txt");
    assert_eq!(sorted(&place, "", "imported", &[])[3], "d.txt");
    // A page that changed came when it changed.
    place.write("d.txt", &page("Ferry waits for calmer water", 9, "flood"));
    assert_eq!(place.import(), "1 changed, 3 unchanged");
    assert_eq!(sorted(&place, "", "imported", &[])[..2], ["d.txt", "a.txt"]);
}

/// The files of the index that end so.
fn files_of_index(place: &Place, ending: &str) -> Vec<PathBuf> {
    let index = PathBuf::from(place.run(&["library", "path"]).trim()).join("index");
    let files = fs::read_dir(index).unwrap().map(|entry| entry.unwrap().path());
    files
        .filter(|path| path.extension().is_some_and(|found| found == ending))
        .collect()
}

#[test]
fn a_broken_index_is_told_of_and_made_anew_with_what_is_left() {
    let place = Place::new();
    for number in 0..4 {
        let title = format!("Harbour number {number} reopens after the storm");
        place.write(
            &format!("{number}.txt"),
            &page(&title, number + 1, &format!("storm{number}")),
        );
    }
    place.import();
    assert_eq!(place.run(&["library", "check"]).trim(), "4 articles, no faults");
    fs::remove_file(place.news().join("0.txt")).unwrap();
    place.import();
    assert!(
        place
            .run(&["library", "rebuild"])
            .starts_with("4 articles kept, 0 read again")
    );
    let before = place.run(&["list", "--format", "json"]);
    for file in files_of_index(&place, "store") {
        let mut bytes = fs::read(&file).unwrap();
        bytes[40..80].fill(0xff);
        fs::write(&file, bytes).unwrap();
    }
    let output = place.command(&["library", "check"]).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("library rebuild"), "{}", stderr(&output));
    let said = place.run(&["library", "rebuild"]);
    assert_eq!(
        said.trim(),
        "0 articles kept, 3 read again from their files, 1 lost"
    );
    assert_eq!(place.run(&["library", "check"]).trim(), "3 articles, no faults");
    let lost = before.lines().filter(|row| !row.contains("number 0"));
    let after = place.run(&["list", "--format", "json"]);
    assert!(lost.eq(after.lines()), "{after}");

    let index = PathBuf::from(place.run(&["library", "path"]).trim()).join("index");
    fs::remove_dir_all(&index).unwrap();
    for arguments in [&["list"][..], &["import", "news"]] {
        let output = place.command(arguments).output().unwrap();
        assert!(stderr(&output).contains("library rebuild"), "{}", stderr(&output));
    }
    assert!(
        place
            .run(&["library", "rebuild"])
            .starts_with("0 articles kept, 3 read again")
    );
    assert_eq!(place.names("storm2"), ["2.txt"]);
}

#[test]
fn a_broken_catalogue_is_set_aside() {
    let place = Place::new();
    place.write("a.txt", &page("Harbour reopens after the storm", 3, "storm"));
    place.import();
    let folder = PathBuf::from(place.run(&["library", "path"]).trim());
    fs::write(
        folder.join("catalogue.db"),
        "no database at all, but some text that is long enough",
    )
    .unwrap();
    let output = place.command(&["list"]).output().unwrap();
    assert!(stderr(&output).contains("library rebuild"), "{}", stderr(&output));
    let output = place.command(&["library", "rebuild"]).output().unwrap();
    assert!(
        stderr(&output).contains("import your folders again"),
        "{}",
        stderr(&output)
    );
    assert_eq!(place.import(), "1 new");
}

#[test]
fn a_corpus_is_forgotten_but_for_what_stands_elsewhere_too() {
    let place = Place::new();
    let text = page("Harbour reopens after the storm", 3, "storm");
    place.write("old/a.txt", &text);
    place.write("new/a.txt", &text);
    place.write("old/b.txt", &page("Ferry waits for calmer water", 5, "flood"));
    place.import();
    assert_eq!(
        place.run(&["library", "forget", "news/old"]).trim(),
        "1 article forgotten"
    );
    assert_eq!(place.names(""), ["new/a.txt"]);
    assert!(place.names("flood").is_empty() && place.names("path:old").is_empty());
    assert!(place.run(&["library", "compact"]).contains("bytes before"));
    assert_eq!(place.run(&["library", "check"]).trim(), "1 article, no faults");
    assert_eq!(place.names("storm"), ["new/a.txt"]);
    place.import();
    assert_eq!(place.run(&["list", "--count"]).trim(), "2");
}

#[test]
fn a_library_of_the_first_format_is_brought_up_to_date() {
    let place = Place::new();
    place.write("a.txt", &page("Harbour reopens after the storm", 3, "storm"));
    place.import();
    let folder = PathBuf::from(place.run(&["library", "path"]).trim());
    let open = rusqlite::Connection::open(folder.join("catalogue.db")).unwrap();
    // What later formats have added.
    let added = "DROP TABLE versions; DROP TABLE renewed; ALTER TABLE files DROP COLUMN rest;
                 ALTER TABLE articles DROP COLUMN rest; ALTER TABLE articles DROP COLUMN source_rest; PRAGMA user_version = 1";
    open.execute_batch(added).unwrap();
    drop(open);
    assert_eq!(place.names("storm"), ["a.txt"]);
    assert!(
        place
            .run(&["library", "info"])
            .contains("earlier versions of articles\t0\n")
    );
    // What came before is known again without what is new.
    place.write("b.txt", &page("Harbour reopens after the storm", 3, "storm"));
    assert_eq!(place.import(), "1 also found elsewhere, 1 unchanged");
}

#[test]
fn two_pages_are_one_by_the_whole_of_their_hash_only() {
    let place = Place::new();
    place.write("a.txt", &page("Harbour reopens after the storm", 3, "storm"));
    // A file that was written just now is read again by the next import.
    let file = fs::File::options().append(true).open(place.news().join("a.txt"));
    file.unwrap()
        .set_modified(SystemTime::now() - Duration::from_secs(60))
        .unwrap();
    place.import();
    let folder = PathBuf::from(place.run(&["library", "path"]).trim());
    let open = rusqlite::Connection::open(folder.join("catalogue.db")).unwrap();
    // As if another page had the same beginning of its hash.
    open.execute_batch("UPDATE files SET rest = rest + 1; UPDATE articles SET rest = rest + 1")
        .unwrap();
    drop(open);
    place.write("b.txt", &page("Harbour reopens after the storm", 3, "storm"));
    assert!(place.import().starts_with("1 new"));
    assert_eq!(place.list("").len(), 2);
}

/// Kills imports after so many milliseconds each, then lets one end.
fn killed_imports(pages: usize, kills: impl Iterator<Item = u64>) {
    let place = Place::new();
    for number in 0..pages {
        let title = format!("Harbour number {number} reopens after the storm");
        place.write(
            &format!("{}/{number}.txt", number % 7),
            &page(&title, 3, &format!("storm{number}")),
        );
    }
    let mut seen = 0;
    for pause in kills {
        let mut import = place
            .command(&["import", "news"])
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        // The moment of the kill is what is tested; whether the import has ended by then does not matter.
        std::thread::sleep(Duration::from_millis(pause));
        import.kill().unwrap();
        import.wait().unwrap();
        let output = place
            .command(&["list", "--count", "--library", "data/newsprint/library"])
            .output()
            .unwrap();
        let count = String::from_utf8_lossy(&output.stdout)
            .trim()
            .parse()
            .unwrap_or(0);
        let has_library = output.status.success() || stderr(&output).contains("no library here");
        assert!(has_library, "after {pause} ms: {}", stderr(&output));
        assert!(count >= seen, "{count} articles after {seen}");
        seen = count;
    }
    place.import();
    let names: BTreeSet<String> = place.names("harbour").into_iter().collect();
    assert_eq!(names.len(), pages);
    assert_eq!(place.run(&["list", "--count"]).trim(), pages.to_string());
    assert_eq!(place.names(&format!("storm{}", pages - 1)).len(), 1);
    assert!(place.import().ends_with(&format!("{pages} unchanged")));
}

#[test]
fn an_import_that_is_killed_at_any_moment_goes_on_the_next_time() {
    killed_imports(400, (0..12).map(|kill| kill * 17 % 240));
}

/// `cargo test --release --test library many_times -- --ignored`
#[test]
#[ignore = "takes minutes"]
fn an_import_that_is_killed_many_times_goes_on_the_next_time() {
    killed_imports(3_000, (0..500).map(|kill| kill * 7_919 % 900));
}
