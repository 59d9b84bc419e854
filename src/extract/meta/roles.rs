//! What the persons of a byline did: who wrote, and who helped. Not who they are.

use super::frame::Frame;
use super::people::{Person, named};
use super::words::Words;
use crate::article::Author;

/// A person as the article keeps it.
pub(super) fn author(person: &Person<'_>) -> Author {
    Author {
        name: person.name.to_owned(),
        role: person.role.map(str::to_owned),
    }
}

/// The names of those who wrote; of all where nobody else is named.
pub(super) fn written_by(persons: &[Person<'_>]) -> String {
    let writers: Vec<&str> = persons
        .iter()
        .filter(|person| !person.helps())
        .map(|person| person.name)
        .collect();
    if writers.is_empty() {
        return persons
            .iter()
            .map(|person| person.name)
            .collect::<Vec<_>>()
            .join(", ");
    }
    writers.join(", ")
}

/// Adds what the line below the names says: the last one's office, or who translated, took the pictures.
pub(super) fn add_helpers<'a>(frame: &Frame<'a>, persons: &mut Vec<Person<'a>>, lines: &mut Vec<usize>) {
    let words = Words::get();
    let Some(last) = lines.iter().max().copied() else {
        return;
    };
    let Some(near) = frame.near_at(last + 1) else {
        return;
    };
    if near.class.is_body() || near.text.len() > 80 || !near.facts.stamps.is_empty() {
        return;
    }
    let text = near.text.trim_start_matches(|c: char| !c.is_alphanumeric());
    if words.after_help(text).is_some() {
        let found = named(text, frame.knowledge, true);
        let new = found.into_iter().flat_map(|named| named.persons);
        let new: Vec<_> = new
            .filter(|new| new.helps() && persons.iter().all(|person| person.name != new.name))
            .collect();
        if !new.is_empty() {
            persons.extend(new);
            lines.push(near.at);
        }
    } else if let &[office] = near.facts.rest() {
        let plain = near.facts.words() <= 6 && !text.ends_with(['.', '!', '?', ':']);
        let open = persons.last().is_some_and(|last| last.role.is_none());
        let is_office = words.names_office(office) && words.after_by(text).is_none();
        if plain && open && is_office && named(office, frame.knowledge, false).is_none() {
            if let Some(last) = persons.last_mut() {
                last.role = Some(office);
            }
            lines.push(near.at);
        }
    }
}
