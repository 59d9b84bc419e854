//! Names that are a part of a longer text: next to an office, a place or a paper. Texts that are names are read in
//! [`people`](crate::extract::meta::people).

use crate::extract::meta::byline_lexicon::BylineLexicon;
use crate::extract::meta::line_facts::trimmed;
use crate::extract::meta::person_name::{NameConfidence, name_confidence};

/// A name in a longer text.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NamePart<'a> {
    /// The name as it is written.
    pub(crate) name: &'a str,
    /// The office next to it.
    pub(crate) office: Option<&'a str>,
    /// Whether its given name is known.
    pub(crate) is_known: bool,
}

/// The name at the beginning of a longer part: `Ana Ferro Sports Reporter`, `Ana Ferro for The Herald`.
pub(crate) fn leading_name<'a>(part: &'a str, lexicon: &BylineLexicon) -> Option<NamePart<'a>> {
    let ends: Vec<usize> = part
        .match_indices(char::is_whitespace)
        .map(|(at, _)| at)
        .collect();
    let found = ends.iter().take(4).rev().find(|&&end| {
        let rest = part[end..].trim_start();
        let next = rest.split_whitespace().next().unwrap_or("");
        let breaks =
            next.starts_with(|c: char| c.is_lowercase() || c.is_ascii_digit()) || lexicon.is_role(next);
        let confidence = name_confidence(&part[..end], lexicon);
        let works_for = lexicon
            .names
            .before_station
            .iter()
            .any(|word| next.eq_ignore_ascii_case(word))
            && confidence == NameConfidence::Shape;
        let breaks = breaks || works_for;
        breaks && (confidence == NameConfidence::Given || works_for)
    })?;
    let office = Some(trimmed(&part[*found..])).filter(|office| {
        let words_of_it = office.split_whitespace().count();
        words_of_it <= 6 && lexicon.names_office(office)
    });
    Some(NamePart {
        name: trimmed(&part[..*found]),
        office,
        is_known: true,
    })
}

/// The name after an office: `our correspondent Ana Ferro`, `Lenne-online-Redakteurin Ana Ferro`.
pub(crate) fn name_after_office<'a>(part: &'a str, lexicon: &BylineLexicon) -> Option<NamePart<'a>> {
    let words: Vec<&str> = part.split_whitespace().collect();
    let is_office = |word: &str| {
        let last = word.rsplit('-').next().unwrap_or(word);
        lexicon.names_office(last)
    };
    let mut offices = words.iter().take(OFFICE_WORDS).enumerate();
    let (office, _) = offices.rfind(|(_, word)| is_office(word))?;
    let first = words.get(office + 1)?;
    let start = first.as_ptr() as usize - part.as_ptr() as usize;
    let name = trimmed(&part[start..]);
    let confidence = name_confidence(name, lexicon);
    (confidence >= NameConfidence::Shape).then(|| NamePart {
        name,
        office: Some(trimmed(&part[..start])),
        is_known: confidence == NameConfidence::Given,
    })
}

/// The name before a place or a paper: `Ana Ferro in Zelm`, `Ana Ferro For The Herald`.
pub(crate) fn name_before_station<'a>(part: &'a str, lexicon: &BylineLexicon) -> Option<&'a str> {
    let spaces = part.match_indices(char::is_whitespace).map(|(at, _)| at);
    let (name, station) = spaces.take(4).find_map(|end| {
        let (word, station) = part[end..].trim_start().split_once(char::is_whitespace)?;
        let mut before = lexicon.names.before_station.iter();
        before
            .any(|known| word.eq_ignore_ascii_case(known))
            .then(|| (trimmed(&part[..end]), station))
    })?;
    let mut words = station.split_whitespace();
    let is_place = station.split_whitespace().count() <= STATION_WORDS
        && words.all(|word| !word.starts_with(char::is_lowercase));
    (is_place && name_confidence(name, lexicon) == NameConfidence::Given).then_some(name)
}

/// The most words of an office before a name.
const OFFICE_WORDS: usize = 4;
/// The most words of a place or a paper after a name.
const STATION_WORDS: usize = 4;
