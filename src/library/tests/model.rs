//! Compares the library with a simple scan: random queries over the sample corpus and generated pages must match the
//! same articles in the index as `Query::matches` does, in the same order.

use crate::library::entry::Entry;
use crate::library::load::event::LoadEvent;
use crate::library::load::options::builtin_corpus;
use crate::library::load::options::{LoadOptions, LoadSource};
use crate::library::load::pipeline::run::load_with;
use crate::library::marks::mark::Mark;
use crate::library::marks::session::Marks;
use crate::library::query::parsed::Query;
use crate::library::query::scope::{ListRequest, Scope};
use crate::library::query::sort::SortOrder;
use crate::library::store::handle::Store;
use crate::library::store::search::snapshot::Snapshot;
use crate::library::tests::fixtures::Random;
use crate::library::tests::naive;
use crate::library::tests::naive::{days, sorted};
use std::collections::HashMap;
use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// The words of the generated pages: similar words, signs within words, several scripts, accents.
const WORDS: &[&str] = &[
    "harbour",
    "harbours",
    "harbouring",
    "port",
    "ports",
    "porter",
    "don't",
    "u.s.",
    "c++",
    "covid-19",
    "élan",
    "elan",
    "Straße",
    "strasse",
    "北京",
    "東京都",
    "港口",
    "мир",
    "мира",
    "війна",
    "війну",
    "한국",
    "한국어는",
    "ไทย",
    "go_on",
    "3.5%",
    "$5",
    "—",
    "OR",
    "storm",
    "ferry",
    "tern",
    "“quoted”",
    "a",
    "the",
    "of",
    "re-opened",
    "e\u{301}te\u{301}",
    "😀",
];

/// Writes pages into a folder: those of the sample corpus and as many generated ones.
fn pages(folder: &Path, count: usize, random: &mut Random) {
    for source in builtin_corpus() {
        let LoadSource::Memory { name, bytes } = source else {
            continue;
        };
        let path = folder.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    for number in 0..count {
        let mut page = String::new();
        let text = |random: &mut Random, words: usize| {
            let words: Vec<&str> = (0..words).map(|_| *random.of(WORDS)).collect();
            words.join(*random.of(&[" ", " ", " ", ", ", ""]))
        };
        let title = 3 + random.below(5);
        writeln!(page, "{}\n", text(random, title)).unwrap();
        if random.below(2) == 0 {
            writeln!(
                page,
                "By {} Tern\n{} March 2025",
                random.of(&["Ada", "Ole", "Åse"]),
                1 + random.below(28)
            )
            .unwrap();
        }
        for _ in 0..=random.below(4) {
            let words = 12 + random.below(30);
            writeln!(page, "\n{}.", text(random, words)).unwrap();
        }
        let inner = folder.join(random.of(&["Été/Nord", "sea-side", "sea", "sea side/deep"]));
        std::fs::create_dir_all(&inner).unwrap();
        std::fs::write(inner.join(format!("p{number}.txt")), page).unwrap();
    }
}

/// Returns a query with several parts.
fn query(random: &mut Random, entries: &[Arc<Entry>], depth: usize) -> String {
    if depth > 0 && random.below(3) == 0 {
        let parts: Vec<String> = (0..2 + random.below(2))
            .map(|_| query(random, entries, depth - 1))
            .collect();
        return format!("({})", parts.join([" ", " OR "][random.below(2)]));
    }
    let not = if random.below(5) == 0 { "-" } else { "" };
    format!("{not}{}", leaf(random, entries))
}

fn leaf(random: &mut Random, entries: &[Arc<Entry>]) -> String {
    let entry = entries[random.below(entries.len())].clone();
    let meta = &entry.article.meta;
    let quoted = |value: Option<&str>| {
        value.map_or("none".to_owned(), |value| {
            format!("\"{}\"", value.replace(['"', '\\'], ""))
        })
    };
    match random.below(16) {
        0..3 => format!("\"{}\"", piece(random, entry.search_text(), 1)),
        3..6 => format!("\"{}\"", piece(random, entry.search_text(), 4)),
        6 => format!(
            "{}*",
            piece(random, entry.search_text(), 1).replace(['"', '('], "")
        ),
        7 => match random.below(3) {
            0 => format!("~{}", random.of(WORDS)),
            // A word of a text, searched in the language of the text.
            _ => format!(
                "~{}",
                piece(random, entry.search_text(), 1).replace(['"', '(', ')'], "")
            ),
        },
        8 => format!("title:\"{}\"", piece(random, entry.folded_title(), 2)),
        9 => format!("outlet:{}", quoted(meta.outlet.as_deref())),
        10 => format!(
            "{}:{}",
            random.of(&["via", "section", "byline"]),
            quoted(meta.byline.as_deref().or(meta.section.as_deref()))
        ),
        11 => format!("lang:{}", meta.language.as_deref().unwrap_or("none")),
        12 => meta.date.map_or("date:none".to_owned(), |day| {
            format!("{}:{day}", random.of(&["date", "since", "until"]))
        }),
        13 => (*random.of(&["is:read", "is:unread", "is:starred", "is:noted"])).to_owned(),
        14 => format!(
            "path:\"{}\"",
            random.of(&[
                "sea", "sea-side", "ete/nord", "sea side", "deep", "p1.txt", "/tmp"
            ])
        ),
        _ => format!("path:{}*", random.of(&["sea", "nor", "p1", "Été/n"])),
    }
}

/// Returns a few characters or words of a text, often cut within a word.
fn piece(random: &mut Random, text: &str, words: usize) -> String {
    let line: Vec<&str> = text.lines().filter(|line| !line.is_empty()).collect();
    if line.is_empty() {
        return "a".to_owned();
    }
    let all: Vec<&str> = random.of(&line).split(' ').collect();
    let start = random.below(all.len());
    let some = all[start..all.len().min(start + 1 + random.below(words))].join(" ");
    let chars: Vec<char> = some.chars().filter(|c| *c != '"' && *c != '\\').collect();
    let cut = |random: &mut Random, most: usize| {
        if random.below(3) == 0 {
            random.below(most)
        } else {
            0
        }
    };
    let (from, to) = (
        cut(random, chars.len().min(3)),
        chars.len() - cut(random, chars.len().min(3)),
    );
    let piece: String = chars.get(from..to).unwrap_or_default().iter().collect();
    if piece.trim().is_empty() {
        "a".to_owned()
    } else {
        piece
    }
}

/// Returns the entries with the ids of the library. They are cleaned as in the library, also by what the pages share.
fn entries(folder: &Path, snapshot: &Snapshot, options: &LoadOptions) -> Vec<Arc<Entry>> {
    let mut numbers = HashMap::new();
    let all: Vec<u32> = (0..snapshot.id_bound()).collect();
    snapshot
        .rows(&all, |row| {
            numbers.insert((row.path, row.part), row.id);
            true
        })
        .unwrap();
    let mut entries = Vec::new();
    let mut compare = |entry: Entry| {
        let id = numbers[&(entry.path.to_path_buf(), entry.article.part)];
        let kept = snapshot.entry(id).unwrap().unwrap();
        assert_eq!(kept.article.source, entry.article.source);
        entries.push(Arc::new(kept));
    };
    let sources = [Ok(LoadSource::Path(folder.to_path_buf()))].into_iter();
    let never = AtomicBool::new(false);
    load_with(sources, options, &never, Entry::new, |event| {
        if let LoadEvent::Batch(batch) = event {
            batch.into_iter().for_each(&mut compare);
        }
    });
    entries.sort_by_key(|entry| entry.id);
    assert_eq!(entries.len(), snapshot.len());
    entries
}

/// Compares the complete listing of a query and its start, with the outlets.
fn check_listing(
    snapshot: &Snapshot,
    query: &Query,
    marks: &Marks,
    order: SortOrder,
    entries: &[Arc<Entry>],
) {
    let matching: Vec<&Arc<Entry>> = entries
        .iter()
        .filter(|entry| query.matches(entry, marks))
        .collect();
    let some_outlet = matching.last().map(|entry| Scope::of(entry.outlet.as_ref()));
    for scope in [Some(Scope::All), some_outlet].into_iter().flatten() {
        let in_scope = matching.iter().filter(|entry| naive::is_in(&scope, entry, marks));
        let ids: Vec<u32> = in_scope.map(|entry| entry.id).collect();
        let ids = sorted(entries, &ids, order);
        let wanted = ListRequest {
            query: query.clone(),
            scope,
            order,
        };
        for count in [0, 5, usize::MAX] {
            let listing = snapshot.list(&wanted, marks, count, &AtomicBool::new(false));
            let listing = listing.unwrap().unwrap();
            let first = &ids[..count.min(ids.len())];
            assert_eq!(
                (listing.ids.as_slice(), listing.total),
                (first, ids.len()),
                "{query}"
            );
            let grouped = if order.is_by_day() {
                days(entries, first)
            } else {
                Vec::new()
            };
            assert_eq!(listing.days, grouped, "{query}");
            let outlets = naive::count_outlets(matching.iter().copied(), marks);
            assert_eq!(listing.outlets, outlets, "{query}");
        }
        if order == SortOrder::Newest {
            for (newest, count) in [(1, 1), (entries.len() / 8, 3), (entries.len() / 2, 20)] {
                let never = AtomicBool::new(false);
                let partial = snapshot.partial_list_among(newest, &wanted, marks, count, &never);
                if let Some(partial) = partial.unwrap() {
                    let first = ids.get(..count);
                    assert_eq!(
                        (Some(partial.ids.as_slice()), partial.is_partial),
                        (first, true),
                        "{query}"
                    );
                    assert_eq!(partial.days, days(entries, &partial.ids), "{query}");
                }
            }
        }
    }
}

fn compare(pages_made: usize, queries: usize) {
    let home = tempfile::tempdir().unwrap();
    let mut random = Random(7);
    let folder = home.path().join("pages");
    pages(&folder, pages_made, &mut random);
    let (store, options) = (Store::at(&home.path().join("library")), LoadOptions::default());
    let never = AtomicBool::new(false);
    let imported = store
        .import(std::slice::from_ref(&folder), &options, &never, |_| {})
        .unwrap();
    let snapshot = store.snapshot().unwrap();
    assert_eq!(imported.new, snapshot.len());
    let entries = entries(&folder, &snapshot, &options);
    let mut marks = Marks::default();
    marks.restore(Mark::Read, (0..snapshot.id_bound()).filter(|id| id % 3 == 0));
    marks.restore(Mark::Star, (0..snapshot.id_bound()).filter(|id| id % 7 == 0));
    let today = "2025-03-20".parse().unwrap();
    let mut found_something = 0;
    for at in 0..queries {
        let text = query(&mut random, &entries, 2);
        let Ok(query) = Query::parse(&text, today) else {
            continue;
        };
        let order = SortOrder::ALL[at % SortOrder::ALL.len()];
        let matching = entries
            .iter()
            .filter(|entry| query.matches(entry, &marks))
            .map(|entry| entry.id);
        let wanted = sorted(&entries, &matching.collect::<Vec<_>>(), order);
        let found = snapshot
            .search(&query, &marks, order, usize::MAX, &never)
            .unwrap()
            .unwrap();
        let (mut sorted_found, mut sorted_wanted) = (found.ids.clone(), wanted.clone());
        sorted_found.sort_unstable();
        sorted_wanted.sort_unstable();
        assert_eq!(sorted_found, sorted_wanted, "{text}");
        // The index weights words by their rarity, so only the set of matches is the same.
        let is_same_order =
            order != SortOrder::Title && (order != SortOrder::Relevance || query.words().is_empty());
        if is_same_order {
            assert_eq!(found.ids, wanted, "{text} by {order:?}");
        }
        found_something += usize::from(!found.ids.is_empty() && found.ids.len() < entries.len());
        if is_same_order {
            check_listing(&snapshot, &query, &marks, order, &entries);
        }
        if at % 50 == 0 {
            let counted = naive::facets(&entries, &wanted);
            assert_eq!(snapshot.facets_of(&found.ids).unwrap(), counted, "{text}");
        }
    }
    assert!(
        found_something * 2 > queries,
        "{found_something} of {queries} queries found some but not all"
    );
    check_snapshot(&snapshot, &entries);
}

/// Compares what a snapshot knows without a query.
fn check_snapshot(snapshot: &Snapshot, entries: &[Arc<Entry>]) {
    let all: Vec<u32> = entries.iter().map(|entry| entry.id).collect();
    assert_eq!(*snapshot.facets().unwrap(), naive::facets(entries, &all));
    assert_eq!(
        snapshot.newest(30).unwrap(),
        sorted(entries, &all, SortOrder::Newest)[..30]
    );
    for entry in entries.iter().step_by(97) {
        let kept = snapshot.entry(entry.id).unwrap().unwrap();
        assert_eq!(
            (&kept.article.source, &kept.article.lines),
            (&entry.article.source, &entry.article.lines)
        );
        assert_eq!(kept.search_text(), entry.search_text());
    }
}

#[test]
fn the_index_and_the_texts_have_the_same_matches() {
    compare(1_000, 600);
}

/// The same with ten thousand pages: `cargo test --release --lib ten_thousand -- --ignored`.
#[test]
#[ignore = "takes a minute"]
fn the_index_and_the_texts_have_the_same_matches_in_ten_thousand_pages() {
    compare(10_000, 1_000);
}
