//! The roles of the persons in a byline: who wrote, and who helped. Who they are is decided in
//! [`people`](crate::extract::meta::people).

use crate::article::meta::Author;
use crate::extract::meta::byline_lexicon::BylineLexicon;
use crate::extract::meta::context::PageContext;
use crate::extract::meta::people::{NamedPerson, parties_in};

/// A person in the form that the article stores.
pub(crate) fn author(person: &NamedPerson<'_>) -> Author {
    Author {
        name: person.name.to_owned(),
        role: person.role.map(str::to_owned),
    }
}

/// The names of the persons who wrote, or all names if all of them helped.
pub(crate) fn written_by(persons: &[NamedPerson<'_>]) -> String {
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

/// Adds the roles on the line below the names: the office of the last person, or persons who translated or took the
/// pictures.
pub(crate) fn add_helpers<'a>(
    context: &PageContext<'a>,
    persons: &mut Vec<NamedPerson<'a>>,
    lines: &mut Vec<usize>,
) {
    let lexicon = BylineLexicon::get();
    let Some(last) = lines.iter().max().copied() else {
        return;
    };
    let Some(near) = context.nearby_at(last + 1) else {
        return;
    };
    if near.class.is_body() || near.text.len() > 80 || !near.facts.dates.is_empty() {
        return;
    }
    let text = near.text.trim_start_matches(|c: char| !c.is_alphanumeric());
    if lexicon.after_help(text).is_some() {
        let found = parties_in(text, context.outlets, true);
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
        let is_office = lexicon.names_office(office) && lexicon.after_by(text).is_none();
        if plain && open && is_office && parties_in(office, context.outlets, false).is_none() {
            if let Some(last) = persons.last_mut() {
                last.role = Some(office);
            }
            lines.push(near.at);
        }
    }
}
