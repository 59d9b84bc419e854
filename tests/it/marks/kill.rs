//! A program that marks, killed at random moments: what it acknowledged is stored, and the transaction it was writing
//! is stored as a whole or not at all. `NEWSPRINT_KILLS=500` sets the number of kills; see docs/marks.md.

use crate::harness::page_text::PageText;
use newsprint::library::{
    LoadOptions, Mark, MarkChange, MarkEdit, MarksStore, Snapshot, Store, StoredMarks, Tag,
};
use std::fs;
use std::hash::{BuildHasher, RandomState};
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

const FOLDER: &str = "NEWSPRINT_TEST_MARKS_FOLDER";
const FIRST: &str = "NEWSPRINT_TEST_FIRST_STEP";
const LAST: &str = "NEWSPRINT_TEST_LAST_STEP";

/// The number of articles, which the program marks again and again.
const ARTICLES: usize = 60;
/// The number of kills in a short run.
const FEW: usize = 10;

/// A folder with a library of the articles. Their ids are their numbers.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let news = folder.path().join("news");
    fs::create_dir(&news).unwrap();
    for number in 0..ARTICLES {
        let page = PageText::new(&format!("Report {number} from the harbour")).paragraph(format!(
            "Part {number}. The harbour of Zelm was closed on Friday, the authority said."
        ));
        fs::write(news.join(format!("{number:02}.txt")), page.text()).unwrap();
    }
    let never = AtomicBool::new(false);
    library(folder.path())
        .import(&[news], &LoadOptions::default(), &never, |_| {})
        .unwrap();
    folder
}

fn library(folder: &Path) -> Store {
    Store::at(&folder.join("library"))
}

fn snapshot(folder: &Path) -> Snapshot {
    library(folder).snapshot().unwrap()
}

/// Returns the edit of a step: a star is set or removed, ten articles are tagged at once, a note is replaced, or an
/// article is marked as read.
fn step(number: usize) -> (MarkEdit, Vec<usize>) {
    let at = number / 4 % ARTICLES;
    let round = number / 4 / ARTICLES;
    let note = |round: usize| Arc::from(format!("note {round}"));
    match number % 4 {
        0 => (MarkEdit::Mark(Mark::Star, round.is_multiple_of(2)), vec![at]),
        1 => {
            let ten = (0..10).map(|next| (at + next) % ARTICLES).collect();
            (
                MarkEdit::Tag(Tag::new(&format!("tag {}", number % 7)).unwrap(), true),
                ten,
            )
        }
        2 => {
            let old = round.checked_sub(1).map_or_else(|| Arc::from(""), note);
            (
                MarkEdit::Note {
                    old,
                    new: note(round),
                },
                vec![at],
            )
        }
        _ => (MarkEdit::Mark(Mark::Read, true), vec![at]),
    }
}

/// The marks after this number of steps.
fn model(steps: usize) -> Vec<StoredMarks> {
    let mut all = vec![StoredMarks::default(); ARTICLES];
    for number in 0..steps {
        let (edit, at) = step(number);
        for at in at {
            let stored = &mut all[at];
            match &edit {
                MarkEdit::Mark(Mark::Star, on) => stored.starred = *on,
                MarkEdit::Mark(Mark::Read, on) => stored.read = *on,
                MarkEdit::Tag(tag, _) if stored.tags.contains(tag) => {}
                MarkEdit::Tag(tag, _) => stored.tags.push(tag.clone()),
                MarkEdit::Note { new, .. } => stored.note = Some(Arc::clone(new)),
            }
        }
    }
    for stored in &mut all {
        stored.tags.sort();
    }
    all
}

fn stored(folder: &Path) -> Vec<StoredMarks> {
    let mut store = MarksStore::open(folder).expect("the store opens without a repair");
    let marks = snapshot(folder).marks(&mut store).unwrap();
    let of = |id: u32| StoredMarks {
        read: marks.is_read(id),
        starred: marks.is_starred(id),
        tags: marks.tags(id).to_vec(),
        note: marks.note(id).cloned(),
        place: None,
    };
    (0..ARTICLES as u32).map(of).collect()
}

/// The program of the tests below: takes one step after another and prints each when it is stored.
#[test]
#[ignore = "a program that other tests kill"]
fn marks_until_killed() {
    let number = |name: &str| std::env::var(name).unwrap().parse::<usize>().unwrap();
    let folder = std::env::var(FOLDER).unwrap();
    let (mut store, snapshot) = (
        MarksStore::open(Path::new(&folder)).unwrap(),
        snapshot(Path::new(&folder)),
    );
    let mut out = std::io::stdout().lock();
    for taken in number(FIRST)..number(LAST) {
        let (edit, at) = step(taken);
        let ids = at.into_iter().map(|at| at as u32).collect();
        snapshot
            .write_marks(&mut store, &[MarkChange { edit, ids }])
            .unwrap();
        writeln!(out, "stored {taken}").unwrap();
        out.flush().unwrap();
    }
}

fn program(folder: &Path, first: usize, last: usize) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args([
            "--exact",
            "marks::kill::marks_until_killed",
            "--ignored",
            "--nocapture",
        ])
        .env(FOLDER, folder)
        .env(FIRST, first.to_string())
        .env(LAST, last.to_string())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap()
}

fn acknowledged(line: &str) -> Option<usize> {
    line.split_once("stored ")?.1.trim().parse().ok()
}

fn random(below: u64) -> u64 {
    RandomState::new().hash_one(0) % below
}

#[test]
fn a_killed_program_loses_nothing_that_it_acknowledged() {
    let kills = std::env::var("NEWSPRINT_KILLS").map_or(FEW, |kills| kills.parse().unwrap());
    let folder = folder();
    let mut steps = 0;
    for kill in 0..kills {
        let mut child = program(folder.path(), steps, usize::MAX);
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let wanted = random(30);
        let (mut seen, mut newest) = (0, None);
        while seen < wanted {
            let line = lines.next().expect("the program is still running").unwrap();
            if let Some(step) = acknowledged(&line) {
                newest = Some(step);
                seen += 1;
            }
        }
        // Lets the program get somewhere into its next step.
        for _ in 0..random(2_000_000) {
            std::hint::spin_loop();
        }
        child.kill().unwrap();
        child.wait().unwrap();
        let rest = lines
            .map_while(Result::ok)
            .filter_map(|line| acknowledged(&line))
            .last();
        let done = rest.or(newest).map_or(steps, |step| step + 1);
        let now = stored(folder.path());
        steps = if now == model(done) { done } else { done + 1 };
        assert_eq!(now, model(steps), "kill {kill}, after {done} acknowledged steps");
    }
    assert!(steps > kills, "{steps} steps were taken");
}

#[test]
fn two_programs_lose_nothing_of_each_other() {
    let folder = folder();
    // Each program takes whole rounds of the four kinds of steps with its own articles.
    let mut programs = [program(folder.path(), 0, 80), program(folder.path(), 120, 200)];
    for program in &mut programs {
        let lines = BufReader::new(program.stdout.take().unwrap()).lines();
        assert_eq!(lines.filter_map(|line| acknowledged(&line.unwrap())).count(), 80);
        assert!(program.wait().unwrap().success());
    }
    let now = stored(folder.path());
    for step in (0..80).chain(120..200).filter(|step| step % 4 == 2) {
        let stored = &now[step / 4 % ARTICLES];
        assert!(stored.starred && stored.read && stored.note.is_some() && !stored.tags.is_empty());
    }
}
