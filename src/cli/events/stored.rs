//! `newsprint events` of the library: groups the articles that wait, then prints the events, which keep their numbers. Of
//! files: see `group`.

use crate::cli::event_args::EventsArgs;
use crate::cli::events::group::{EventPrinter, JsonEvent};
use crate::cli::events::input::name_of;
use crate::cli::failure::Failure;
use crate::cli::library::{marks_of, store_of};
use crate::cli::output::eprint_line;
use crate::cli::{marks, query};
use crate::library::entry::Entry;
use crate::library::error::StoreError;
use crate::library::events::event_index::EventIndex;
use crate::library::marks::session::Marks;
use crate::library::query::sort::SortOrder;
use crate::library::store::search::snapshot::Snapshot;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::AtomicBool;

/// Prints the events of the library.
pub(crate) fn run(args: &EventsArgs) -> Result<(), Failure> {
    let folder = args.input.library.as_deref();
    let query = query::parsed(args.input.query.as_deref().unwrap_or_default())?;
    for hint in query.hints() {
        eprint_line(format_args!("--query: {}", hint.message));
    }
    let library = store_of(folder)?;
    let corrections = marks_of(folder)?.map_or_else(|| Ok(Vec::new()), |marks| marks.event_corrections())?;
    let never = AtomicBool::new(false);
    match library.group_events(&corrections, &never, |_| {}) {
        Err(error @ (StoreError::Busy(_) | StoreError::ReadOnly(_))) => {
            eprint_line(format_args!(
                "events: the newest articles are not grouped: {error}"
            ));
        }
        grouped => drop(grouped?),
    }
    let snapshot = library.snapshot()?;
    let marks = match marks::marks_for_query(&query, folder)? {
        Some(mut store) => snapshot.marks(&mut store)?,
        None => Marks::default(),
    };
    let found = snapshot.search(&query, &marks, SortOrder::Newest, usize::MAX, &never)?;
    let listed: BTreeSet<u32> = found.unwrap_or_default().ids.into_iter().collect();
    let index = snapshot.events()?;
    let mut events: Vec<(u32, Vec<u32>)> = Vec::new();
    let mut sizes: BTreeMap<u32, usize> = BTreeMap::new();
    for event in index.events() {
        let members = index.members(event).iter().copied();
        let members: Vec<u32> = members.filter(|id| listed.contains(id)).collect();
        if !members.is_empty() {
            *sizes.entry(index.story_of(event).unwrap_or(event)).or_default() += 1;
            events.push((event, members));
        }
    }
    let mut printer = EventPrinter::new(args.format);
    for (event, members) in events {
        let story = index.story_of(event).unwrap_or(event);
        // An article alone is an event only as a part of a story.
        if members.len() > 1 || sizes[&story] > 1 {
            print(&snapshot, index, (event, story), &members, &mut printer)?;
        }
    }
    Ok(printer.end()?)
}

fn print(
    snapshot: &Snapshot,
    index: &EventIndex,
    (event, story): (u32, u32),
    members: &[u32],
    printer: &mut EventPrinter,
) -> Result<(), Failure> {
    let mut entries: Vec<Entry> = Vec::with_capacity(members.len());
    for id in members {
        entries.extend(snapshot.entry(*id)?);
    }
    let names: Vec<String> = entries
        .iter()
        .map(|entry| name_of(&entry.path, &entry.article))
        .collect();
    let first = index.first_of(event);
    let distinct = |values: &mut dyn Iterator<Item = Option<&str>>| {
        values
            .flatten()
            .map(str::to_owned)
            .collect::<BTreeSet<String>>()
            .len()
    };
    let metas = || entries.iter().map(|entry| &entry.article.meta);
    let json = JsonEvent {
        event: event as usize,
        story: story as usize,
        first: entries
            .iter()
            .zip(&names)
            .find(|(entry, _)| Some(entry.id) == first)
            .map(|(_, name)| name.as_str()),
        articles: names.iter().map(String::as_str).collect(),
        title: metas().find_map(|meta| meta.title.as_deref()),
        outlets: distinct(&mut metas().map(|meta| meta.outlet.as_deref())),
        languages: distinct(&mut metas().map(|meta| meta.language.as_deref())),
    };
    Ok(printer.print(&json)?)
}
