//! The events of a library: grouping in one import or in several, interrupted or not, corrected, and as queries see them.

use crate::article::date::Date;
use crate::library::load::options::LoadOptions;
use crate::library::marks::event_correction::EventCorrection;
use crate::library::marks::session::Marks;
use crate::library::query::parsed::Query;
use crate::library::query::sort::SortOrder;
use crate::library::store::handle::Store;
use crate::library::tests::fixtures::{SampleArticle, article};
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};

/// What happened, each with the names, the places and the numbers of its tellings.
const EVENTS: [[&str; 5]; 4] = [
    ["Quillon", "Marbeck", "ferry", "harbour", "412"],
    ["Tessaly", "Orvane", "satellite", "observatory", "76"],
    ["Brundel", "Kestrow", "saffron", "growers", "1830"],
    ["Halvard", "Pemsey", "orchestra", "concert hall", "59"],
];
const OUTLETS: [&str; 3] = ["Tern Review", "Harbour Ledger", "La Nuez"];

/// A telling of an event by an outlet, in words of its own.
fn paragraphs(event: usize, outlet: usize) -> Vec<String> {
    let [name, place, subject, scene, number] = EVENTS[event];
    let opening = [
        format!(
            "{name} told reporters in {place} that the {subject} would be closed after {number} complaints about the {scene}."
        ),
        format!("After {number} complaints about the {scene} of {place}, {name} has closed the {subject}."),
        format!("The {subject} of {place} is closed: {name} counted {number} complaints about the {scene}."),
    ];
    let own = [
        "Nobody was hurt.",
        "Neighbours were surprised.",
        "A decision is expected in spring.",
    ];
    let shared = [
        format!(
            "The {subject} near the {scene} has been a matter of dispute in {place} since {name} took office."
        ),
        format!(
            "“We have heard all {number} of them, and the {subject} of {place} stays closed,” {name} said."
        ),
    ];
    [&opening[outlet..=outlet], &shared, &[own[outlet].to_owned()]].concat()
}

fn sample(event: usize, outlet: usize) -> (PathBuf, crate::article::Article) {
    let [name, place, subject, ..] = EVENTS[event];
    let titles = [
        format!("{name} closes the {subject} of {place}"),
        format!("The {subject} of {place} is closed"),
        format!("{place}: {name} has closed the {subject}"),
    ];
    let texts = paragraphs(event, outlet);
    let body: Vec<&str> = texts.iter().map(String::as_str).collect();
    let date = format!("2024-05-0{}", event + 1);
    let article = article(&SampleArticle {
        title: &titles[outlet],
        body: &body,
        outlet: OUTLETS[outlet],
        date: &date,
        language: "en",
        ..SampleArticle::default()
    });
    (PathBuf::from(format!("/news/{event}-{outlet}.txt")), article)
}

fn everything() -> Vec<(usize, usize)> {
    (0..EVENTS.len())
        .flat_map(|event| (0..OUTLETS.len()).map(move |outlet| (event, outlet)))
        .collect()
}

/// A temporary library to which these tellings were added one part after the other, each grouped at once.
fn library(parts: &[&[(usize, usize)]]) -> Store {
    let store = Store::temporary().unwrap();
    for part in parts {
        let articles = part
            .iter()
            .map(|&(event, outlet)| sample(event, outlet))
            .collect();
        store.importer(LoadOptions::default()).add(articles).unwrap();
        group(&store, &[]);
    }
    store
}

fn group(store: &Store, corrections: &[EventCorrection]) -> usize {
    store
        .group_events(corrections, &AtomicBool::new(false), |_| {})
        .unwrap()
}

/// The events as sets of the paths of their articles.
fn groups(store: &Store) -> BTreeSet<BTreeSet<String>> {
    let snapshot = store.snapshot().unwrap();
    let index = snapshot.events().unwrap();
    let path = |id: &u32| snapshot.row(*id).unwrap().unwrap().path.display().to_string();
    index
        .events()
        .iter()
        .map(|event| index.members(*event).iter().map(path).collect())
        .collect()
}

fn found(store: &Store, query: &str) -> usize {
    let today: Date = "2024-06-01".parse().unwrap();
    let query = Query::parse(query, today).unwrap();
    let never = AtomicBool::new(false);
    let snapshot = store.snapshot().unwrap();
    let found = snapshot.search(&query, &Marks::default(), SortOrder::Newest, usize::MAX, &never);
    found.unwrap().unwrap().total
}

#[test]
fn the_order_of_imports_does_not_matter() {
    let all = everything();
    let expected = groups(&library(&[&all]));
    assert_eq!(expected.len(), EVENTS.len());
    let mut reversed = all.clone();
    reversed.reverse();
    let (first, second) = all.split_at(5);
    let one_by_one: Vec<&[(usize, usize)]> = all.chunks(1).collect();
    for parts in [vec![reversed.as_slice()], vec![second, first], one_by_one] {
        assert_eq!(groups(&library(&parts)), expected);
    }
}

#[test]
fn the_number_of_an_event_stays_when_articles_are_added() {
    let all = everything();
    let (first, second) = all.split_at(4);
    let store = library(&[first]);
    let event = store.snapshot().unwrap().events().unwrap().event_of(0);
    store
        .importer(LoadOptions::default())
        .add(
            second
                .iter()
                .map(|&(event, outlet)| sample(event, outlet))
                .collect(),
        )
        .unwrap();
    assert_eq!(group(&store, &[]), second.len());
    let snapshot = store.snapshot().unwrap();
    assert_eq!(snapshot.events().unwrap().event_of(0), event);
    assert_eq!(group(&store, &[]), 0);
}

#[test]
fn grouping_that_is_cancelled_continues() {
    let all = everything();
    let store = Store::temporary().unwrap();
    let articles = all.iter().map(|&(event, outlet)| sample(event, outlet)).collect();
    store.importer(LoadOptions::default()).add(articles).unwrap();
    let cancel = AtomicBool::new(true);
    assert_eq!(store.group_events(&[], &cancel, |_| {}).unwrap(), 0);
    cancel.store(false, Ordering::Relaxed);
    assert_eq!(store.group_events(&[], &cancel, |_| {}).unwrap(), all.len());
    assert_eq!(groups(&store), groups(&library(&[&all])));
}

#[test]
fn corrections_hold_and_can_be_taken_back() {
    let store = library(&[&everything()]);
    let before = groups(&store);
    let snapshot = store.snapshot().unwrap();
    let source = |id: u32| snapshot.entry(id).unwrap().unwrap().content.source;
    let correction =
        |a: u32, b: u32, together: bool| EventCorrection::new(source(a), source(b), together).unwrap();
    let apart = [correction(0, 1, false), correction(0, 2, false)];
    assert!(group(&store, &apart) > 0);
    assert_eq!(groups(&store).len(), before.len() + 1);
    let together = [
        correction(0, 3, true),
        correction(0, 4, true),
        correction(0, 5, true),
    ];
    group(&store, &[apart.as_slice(), &together].concat());
    assert!(groups(&store).iter().any(|group| group.len() == 4));
    group(&store, &[]);
    assert_eq!(groups(&store), before);
}

#[test]
fn queries_find_events_by_number_and_by_their_tellings() {
    let mut all = everything();
    all.truncate(7);
    let store = library(&[&all]);
    let event = store.snapshot().unwrap().events().unwrap().event_of(0).unwrap();
    assert_eq!(found(&store, &format!("event:{event}")), 3);
    assert_eq!(found(&store, "tellings:>2"), 6);
    assert_eq!(found(&store, "tellings:1"), 1);
    assert_eq!(found(&store, "is:copy"), 0);
    assert_eq!(found(&store, "event:9999"), 0);
}

#[test]
fn an_article_that_is_gone_leaves_its_event() {
    let home = tempfile::tempdir().unwrap();
    let store = Store::at(&home.path().join("library"));
    let articles = everything()
        .into_iter()
        .map(|(event, outlet)| sample(event, outlet))
        .collect();
    store.importer(LoadOptions::default()).add(articles).unwrap();
    group(&store, &[]);
    store.forget(&PathBuf::from("/news/0-0.txt"), None).unwrap();
    group(&store, &[]);
    let snapshot = store.snapshot().unwrap();
    assert_eq!(snapshot.events().unwrap().event_of(0), None);
    assert_eq!(snapshot.events().unwrap().tellings(1), 2);
}
