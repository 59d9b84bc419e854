//! The names that one line gives: after `By`, next to a date, or alone. Whether they are the author's is decided in
//! [`byline`](crate::extract::meta::byline).

use crate::extract::dates::token::is_ideograph;
use crate::extract::meta::byline_lexicon::BylineLexicon;
use crate::extract::meta::context::{LinePosition, NearbyLine, PageContext};
use crate::extract::meta::line_facts::count_words;
use crate::extract::meta::name_use::is_subject;
use crate::extract::meta::people::{
    NamedParties, NamedPerson, Organisation, labelled_person, leading_pair, parties_in,
};
use memchr::memmem;

/// The names after `By` and the like, and whether these words count far from the headline. The words may also be
/// alone on the line above.
pub(crate) fn introduced<'a>(
    context: &PageContext<'a>,
    near: &NearbyLine<'a>,
) -> Option<(NamedParties<'a>, bool)> {
    let lexicon = BylineLexicon::get();
    if near.class.is_body() && near.text.len() > 90 {
        return None;
    }
    for piece in near.facts.rest() {
        let inner = || {
            let name = inner_by(piece)?;
            let known = parties_in(name, context.outlets, true).is_some_and(|named| named.known);
            (known && near.facts.words() <= 12).then_some((name, false))
        };
        let Some((rest, far)) = lexicon.after_by(piece).or_else(inner) else {
            continue;
        };
        if rest.is_empty()
            || rest.starts_with(char::is_lowercase)
                && !rest.contains('/')
                && !begins_with_office(rest)
                && !is_lower_case_organisation(rest, context)
        {
            continue;
        }
        let has_colon = || piece[..piece.len() - rest.len()].contains([':', '：']);
        let labelled = || labelled_person(rest).filter(|_| has_colon());
        if let Some(mut named) = parties_in(rest, context.outlets, true).or_else(labelled) {
            named.organisations.extend(agencies_next_to(context, near, piece));
            if let Some((task, _)) = lexicon.after_help(piece) {
                let open = named.persons.iter_mut().filter(|person| person.role.is_none());
                open.for_each(|person| person.role = Some(task));
            }
            return Some((named, far));
        }
    }
    if let Some(found) = glued_asian(near.text, context) {
        return Some((found, true));
    }
    let above = context.text(near.at.checked_sub(1)?);
    if above.len() > 40 || near.facts.rest().len() != 1 || near.class.is_body() {
        return None;
    }
    let (rest, far) = lexicon.after_by(above)?;
    let names = parties_in(near.facts.rest()[0], context.outlets, true).filter(|_| rest.is_empty())?;
    let longest = names
        .persons
        .iter()
        .map(|person| person.name.len())
        .max()
        .unwrap_or(0);
    let whole = !names.persons.is_empty() && near.text.len() <= longest + 40;
    (whole && !is_subject(context, &names)).then_some((names, far))
}

/// The organisations in the other pieces of a line, if they have nothing else: `By Ana Ferro | Reuters`.
fn agencies_next_to(context: &PageContext<'_>, near: &NearbyLine<'_>, piece: &str) -> Vec<Organisation> {
    let others = near
        .facts
        .rest()
        .iter()
        .filter(|other| other.as_ptr() != piece.as_ptr());
    let named = others.filter_map(|other| parties_in(other, context.outlets, false));
    let only = named.filter(|named| named.persons.is_empty());
    only.flat_map(|named| named.organisations).collect()
}

/// Returns whether [`introduced`] may find names: cheap, to be called first.
pub(crate) fn may_introduce(context: &PageContext<'_>, near: &NearbyLine<'_>) -> bool {
    let lexicon = BylineLexicon::get();
    let above = near.at.checked_sub(1).map_or("", |at| context.text(at));
    lexicon.may_hold_by(near.text) || lexicon.may_hold_by(above)
}

/// The names after a later `By`, if a name or one word comes before it: `Ana Ferro By Ana Ferro`, `Portrait of Ana
/// FerroBy Ana …`, `News by Ana Ferro`, `Kolumne von Ana Ferro`; or after a `By` that is glued to the name.
fn inner_by(piece: &str) -> Option<&str> {
    let lexicon = BylineLexicon::get();
    let words = &lexicon.names;
    for by in &words.glued_by {
        let glued = piece
            .strip_prefix(by.as_str())
            .filter(|rest| rest.starts_with(char::is_uppercase));
        if glued.is_some_and(|rest| rest.chars().nth(1).is_some_and(char::is_lowercase)) {
            return glued;
        }
    }
    if let Some(at) =
        memmem::find(piece.as_bytes(), words.repeated_by.as_bytes()).filter(|at| *at > 0 && *at < 60)
    {
        let before = piece[..at].chars().next_back()?;
        return (before.is_lowercase() || before == ' ').then(|| &piece[at + words.repeated_by.len()..]);
    }
    let (kind, rest) = piece.split_once(' ')?;
    let (by, name) = rest.split_once(' ')?;
    let is_kind = kind.starts_with(char::is_uppercase) && kind.chars().count() >= 4;
    (is_kind && words.inner_by.iter().any(|inner| inner == by) && !lexicon.is_of_picture(kind))
        .then_some(name)
}

/// Returns whether one of the first words of a text is an office: `unserem Redakteur Paul Martin`.
fn begins_with_office(rest: &str) -> bool {
    let lexicon = BylineLexicon::get();
    rest.split_whitespace()
        .take(3)
        .any(|word| lexicon.names_office(word))
}

/// Returns whether a text begins with an organisation that writes itself in lower case: `dpa`, `epd`.
fn is_lower_case_organisation(rest: &str, context: &PageContext<'_>) -> bool {
    let first = rest.split([' ', ',', '/']).next().unwrap_or("");
    context
        .outlets
        .named(first)
        .is_some_and(|outlet| outlet.name == first)
}

/// Names in scripts without blanks: `記者王小明／報導`, `（林大同）`, `김민준 기자`.
fn glued_asian<'a>(text: &'a str, context: &PageContext<'a>) -> Option<NamedParties<'a>> {
    let words = &BylineLexicon::get().names;
    // The lead bytes of ideographs, Hangul and full-width marks.
    if !text.bytes().any(|byte| (0xE3..=0xEF).contains(&byte)) {
        return None;
    }
    let mut before = words.cjk_before.iter();
    let name = if let Some(at) = before.find_map(|mark| text.find(mark.as_str()).map(|at| at + mark.len())) {
        let rest = text[at..].trim_start_matches([' ', '：', ':', '／', '/', '|', '　']);
        let end = rest
            .char_indices()
            .find(|(_, c)| !is_ideograph(*c))
            .map_or(rest.len(), |(end, _)| end);
        &rest[..end]
    } else if let Some(at) = text.find(&words.cjk_after) {
        text[..at].rsplit([' ', '=', ']', ')']).next()?
    } else {
        let inner = text.strip_prefix('（').and_then(|rest| rest.strip_suffix('）'))?;
        inner.trim()
    };
    (name.chars().count() <= 5)
        .then(|| parties_in(name, context.outlets, true))
        .flatten()
}

/// The parties in the first piece next to a date that names any, and the organisations in the others.
pub(crate) fn first_named<'a>(context: &PageContext<'a>, near: &NearbyLine<'a>) -> Option<NamedParties<'a>> {
    let mut found: Option<NamedParties<'a>> = None;
    for piece in near.facts.rest() {
        let is_head = matches!(near.position, LinePosition::Head(_) | LinePosition::Lead(_));
        let leading = || leading_pair(piece).filter(|_| is_head && found.is_none());
        let Some(next) = parties_in(piece, context.outlets, false).or_else(leading) else {
            continue;
        };
        match &mut found {
            None => found = Some(next),
            Some(first) => first.organisations.extend(next.organisations),
        }
    }
    found
}

/// The names of a line that has nothing else.
pub(crate) fn alone<'a>(context: &PageContext<'a>, near: &NearbyLine<'a>) -> Option<NamedParties<'a>> {
    let text = near.text.trim_start_matches(|c: char| !c.is_alphanumeric());
    if text.len() > 120 || text.ends_with(['.', '!', '?', ':', '…', '。']) || near.facts.rest().is_empty()
    {
        return None;
    }
    let first = near.facts.rest()[0];
    let initials = first
        .split_once('/')
        .filter(|(first, _)| is_initials(first) && context.outlets.named(first).is_none());
    let mut found = parties_in(initials.map_or(first, |(_, rest)| rest), context.outlets, false)?;
    let agency_alone = found.persons.is_empty() && !found.organisations.is_empty();
    found.persons.extend(
        initials
            .map(|(first, _)| NamedPerson::new(first))
            .filter(|_| agency_alone),
    );
    for piece in &near.facts.rest()[1..] {
        match parties_in(piece, context.outlets, false) {
            Some(next) => found.organisations.extend(next.organisations),
            // A place or an office next to the name is common; a longer piece makes it another kind of line.
            None if count_words(piece) <= 4 && near.facts.rest().len() == 2 => {}
            None => return None,
        }
    }
    let only_words = found.persons.is_empty()
        && found
            .organisations
            .iter()
            .all(|organisation| matches!(organisation, Organisation::Known(outlet) if outlet.word));
    (!only_words).then_some(found)
}

/// Returns whether a text is an author's sign, as newspapers write it next to an agency's: `abc/dpa`.
fn is_initials(text: &str) -> bool {
    (2..=4).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_lowercase())
}
