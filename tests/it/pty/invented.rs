//! Invented pages for the tests.

use std::fmt::Write;
use std::fs;
use tempfile::TempDir;

/// A folder with a few pages of two outlets, one of them long.
pub fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let pages = [
        (
            "a.txt",
            page("Ferry returns to Zelm after the winter", "3 May 2024", 3),
        ),
        (
            "b.txt",
            page("Bakers count their loaves before the feast", "4 May 2024", 3),
        ),
        (
            "c.txt",
            page("A long frost ends with a warm rain", "5 May 2024", 60),
        ),
        (
            "d.txt",
            page("Night trains run again between the lakes", "6 May 2024", 3),
        ),
    ];
    for (name, text) in pages {
        fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

/// A folder with this many pages.
pub fn many(count: usize) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for number in 0..count {
        let day = 1 + number % 28;
        let text = page(&format!("Report number {number}"), &format!("{day} May 2024"), 12);
        fs::write(folder.path().join(format!("{number:05}.txt")), text).unwrap();
    }
    folder
}

const WHO: [&str; 8] = [
    "the harbour master",
    "a retired pilot",
    "the mayor of Zelm",
    "two fishermen",
    "the ferry company",
    "a school class",
    "the coast guard",
    "a visitor from Orlin",
];
const WHAT: [&str; 8] = [
    "counted forty ships at anchor",
    "lost a bicycle and found it again",
    "opened the old customs house",
    "measured the tide",
    "asked for longer opening hours",
    "repaired the lamp of the light tower",
    "planted nine lime trees",
    "sold the last tickets",
];
const PLACES: [&str; 8] = [
    "the eastern mole",
    "the fish market",
    "the railway bridge",
    "the salt cellar",
    "the windmill",
    "the new library",
    "the ropewalk",
    "the town gate",
];
const ENDS: [&str; 8] = [
    "nobody had expected it so early in the year",
    "the newspaper of the next day wrote three columns about it",
    "the costs will be shared by the county",
    "rain began soon after",
    "children were the first to notice",
    "the council will talk about it on Monday",
    "the band played until midnight",
    "a plaque is to remember it",
];

/// A page with site furniture, a headline, a date and numbered paragraphs.
pub fn page(title: &str, date: &str, paragraphs: usize) -> String {
    let mut page = format!(
        "{title}\n\nBy Ilka Fenn\n{date}\n\n{title}, people in Zelm say, and they are glad of it.\n\n"
    );
    for number in 1..=paragraphs {
        let [who, what, place, end] = [number, number / 8 + number, number / 3, number / 5].map(|at| at % 8);
        let _ = write!(
            page,
            "Paragraph {number} says that {} {} near {} on day {number}, and that {}.\n\n",
            WHO[who], WHAT[what], PLACES[place], ENDS[end]
        );
    }
    page + "Share this article\n"
}
