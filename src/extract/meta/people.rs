//! The persons and organisations in a piece of text. Where such a piece may be on a page is decided elsewhere.

use crate::extract::lines::cost;
use crate::extract::meta::byline_lexicon::{BylineLexicon, HELP};
use crate::extract::meta::line_facts::trimmed;
use crate::extract::meta::name_parts::{leading_name, name_after_office, name_before_station};
use crate::extract::meta::person_name::{NameConfidence, in_a_row, name_confidence, unglued};
use crate::extract::outlets::directory::OutletDirectory;
use crate::extract::outlets::profile::Outlet;

/// The persons and organisations in a piece of text.
#[derive(Debug, Clone, Default)]
pub(crate) struct NamedParties<'a> {
    /// The persons, in order.
    pub(crate) persons: Vec<NamedPerson<'a>>,
    /// Outlets and agencies.
    pub(crate) organisations: Vec<Organisation>,
    /// Whether every person has a known given name.
    pub(crate) known: bool,
    /// The text that was glued to a name, before it: `CulturePaul Martin`.
    pub(crate) prefix: Option<&'a str>,
    /// Whether a place or a paper follows a name, as it does in a headline too: `Ana Ferro in Zelm`.
    pub(crate) stationed: bool,
}

impl<'a> NamedParties<'a> {
    /// Gives the last person a role, if it has none.
    pub(crate) fn give_role(&mut self, role: &'a str) {
        if let Some(last) = self.persons.last_mut().filter(|last| last.role.is_none()) {
            last.role = Some(role);
        }
    }
}

/// A person in a piece of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NamedPerson<'a> {
    /// The name as it is written.
    pub(crate) name: &'a str,
    /// An office as it is written, or one of [`HELP`].
    pub(crate) role: Option<&'a str>,
}

impl<'a> NamedPerson<'a> {
    pub(crate) fn new(name: &'a str) -> Self {
        Self { name, role: None }
    }

    /// Returns whether the person helped with what others wrote.
    pub(crate) fn helps(&self) -> bool {
        self.role.is_some_and(|role| HELP[1..].contains(&role))
    }
}

/// An outlet or agency in a credit.
#[derive(Debug, Clone)]
pub(crate) enum Organisation {
    Known(Outlet),
    /// Unnamed agencies: "agencies".
    Agencies,
}

/// The persons and organisations in a piece that has nothing else. `introduced` is set after a word like `By`: then
/// names need less confidence.
pub(crate) fn parties_in<'a>(
    piece: &'a str,
    outlets: &OutletDirectory,
    introduced: bool,
) -> Option<NamedParties<'a>> {
    let lexicon = BylineLexicon::get();
    cost::count(piece.len());
    let mut named = NamedParties {
        known: true,
        ..NamedParties::default()
    };
    let aside = bracketed_agency(piece, outlets, lexicon);
    let piece = without_asides(piece);
    if piece.is_empty() || piece.len() > 160 && piece.chars().count() > 160 {
        return None;
    }
    let mut any = false;
    let mut task = None;
    for part in parts(piece, outlets, lexicon) {
        let part = match lexicon.after_help(part) {
            Some((its, rest)) => {
                task = Some(its);
                rest
            }
            None => part,
        };
        if part.is_empty() || any && lexicon.is_degree(part) {
            continue;
        }
        if let Some(organisation) = organisation(part, outlets, lexicon) {
            named.organisations.push(organisation);
            any = true;
        } else if let Some((name, agency)) = before_agency(part, outlets, lexicon) {
            named.known &= name_confidence(name, lexicon) == NameConfidence::Given;
            named.persons.push(NamedPerson {
                role: task,
                ..NamedPerson::new(name)
            });
            named.organisations.push(agency);
            any = true;
        } else if let Some(persons) = persons(part, lexicon, introduced, &mut named) {
            let person = |person: NamedPerson<'a>| NamedPerson {
                role: person.role.or(task),
                ..person
            };
            named.persons.extend(persons.into_iter().map(person));
            any = true;
        } else if !any {
            return None;
        } else if !is_office(part, lexicon) {
            // Text after the names that is not an office makes the piece a sentence or a list of other things.
            return introduced_rest(named, introduced);
        } else if lexicon.names_office(part) {
            named.give_role(part);
        }
    }
    named.organisations.extend(aside.filter(|_| any));
    any.then_some(named)
}

/// The agency in the first brackets of a piece: `Ana Ferro (with AFP)`.
fn bracketed_agency(piece: &str, outlets: &OutletDirectory, lexicon: &BylineLexicon) -> Option<Organisation> {
    let (_, aside) = piece.split_once(['(', '（'])?;
    let (inner, _) = aside.split_once([')', '）'])?;
    organisation(inner, outlets, lexicon)
}

/// The name and the agency of a part without a mark between them: `ANA FERRO Associated Press`.
fn before_agency<'a>(
    part: &'a str,
    outlets: &OutletDirectory,
    lexicon: &BylineLexicon,
) -> Option<(&'a str, Organisation)> {
    if part.split_whitespace().count() < 3 {
        return None;
    }
    let last = outlets
        .mentions(part)
        .pop()
        .filter(|last| last.range.end == part.len())?;
    let name = trimmed(&part[..last.range.start]);
    let is_name = last.outlet.agency && name_confidence(name, lexicon) >= NameConfidence::Shape;
    is_name.then(|| {
        (
            name,
            Organisation::Known(last.outlet.in_script_of(&part[last.range.clone()])),
        )
    })
}

/// After `By`, names count even if other text follows.
fn introduced_rest(named: NamedParties<'_>, introduced: bool) -> Option<NamedParties<'_>> {
    (introduced && named.known && !named.persons.is_empty()).then_some(named)
}

/// A piece up to its first bracket, handle, mail address or link.
fn without_asides(piece: &str) -> &str {
    let aside = |(at, c): (usize, char)| match c {
        '(' | '[' | '（' | '【' => at > 0,
        '@' => true,
        _ => false,
    };
    let mut end = piece
        .char_indices()
        .find(|&found| aside(found))
        .map_or(piece.len(), |(at, _)| at);
    let word = piece[end..].split(char::is_whitespace).next().unwrap_or("");
    // Text before `@` in the same word is part of a mail address; a handle is glued to a person's name.
    if word.starts_with('@') && word.contains('.') && !word.starts_with("@@") {
        end = piece[..end].rfind(char::is_whitespace).map_or(0, |at| at);
    }
    let four = piece.as_bytes().windows(4);
    let web = four
        .into_iter()
        .position(|four| four == b"http" || four == b"www.");
    trimmed(&piece[..web.map_or(end, |web| web.min(end))])
}

/// The parts between commas, slashes and words like `and`.
fn parts<'a>(piece: &'a str, outlets: &OutletDirectory, lexicon: &BylineLexicon) -> Vec<&'a str> {
    let mut parts = Vec::new();
    let parts_names = |c| matches!(c, ',' | ';' | '/' | '&' | '、' | '،' | '，' | '／' | '|' | '+');
    for part in piece.split(parts_names) {
        let mut start = 0;
        let mut at = 0;
        for word in part.split_inclusive(char::is_whitespace) {
            let bare = word.trim();
            let next = part[at + word.len()..].chars().next();
            // A lower-case word between two names; Arabic `و` may be a word of its own.
            let splits = at > 0
                && !bare.starts_with(char::is_uppercase)
                && next.is_some_and(|c| !c.is_lowercase())
                && lexicon.is_and(bare)
                && !lexicon.names.never_and.iter().any(|never| never == bare)
                && !(lexicon.names.inside_names.iter().any(|inside| inside == bare)
                    && ends_name(&part[at + word.len()..], outlets));
            if splits {
                parts.push(trimmed(&part[start..at]));
                start = at + word.len();
            }
            at += word.len();
        }
        parts.push(trimmed(&part[start..]));
    }
    parts
}

/// Returns whether a text is the last word of a name, such as that after the conjunction in `Ana Ferro y Gasset`.
fn ends_name(rest: &str, outlets: &OutletDirectory) -> bool {
    let rest = rest.trim();
    !rest.contains(char::is_whitespace)
        && rest.chars().all(char::is_alphabetic)
        && outlets.named(rest).is_none()
}

/// The outlet or agency of a part: its whole text, or its beginning with a place after it (`… in Rome`).
pub(crate) fn organisation(
    part: &str,
    outlets: &OutletDirectory,
    lexicon: &BylineLexicon,
) -> Option<Organisation> {
    let bare = trimmed(part);
    let before_agency = lexicon.names.before_agency.iter();
    let inner = before_agency.fold(bare, |text, word| strip_word(text, word));
    let shorter = Some(inner).filter(|inner| inner.len() < bare.len());
    if [Some(bare), shorter]
        .into_iter()
        .flatten()
        .any(|text| lexicon.is_unnamed_agency(text))
    {
        return Some(Organisation::Agencies);
    }
    if let Some(outlet) = outlets.named(bare).or_else(|| outlets.named(shorter?)) {
        // With other case, a short key can be a common word: `ap`, `Is`.
        let fits = bare.chars().count() > 4
            || outlet
                .aliases
                .iter()
                .chain([&outlet.name])
                .any(|name| name == inner || name == bare);
        return fits.then(|| Organisation::Known(outlet.in_script_of(bare)));
    }
    let mention = outlets.mentioned_first(inner)?;
    let rest = inner[mention.range.end..].trim();
    let few = rest.split_whitespace().count() <= 3;
    let mut before_place = lexicon.names.before_place.iter();
    let place = before_place.any(|word| rest.starts_with(word.as_str()));
    let staff =
        rest.split_whitespace().all(|word| lexicon.is_role(word)) && rest.split_whitespace().count() <= 2;
    let written = &inner[mention.range.clone()];
    (few && (place || staff) && !mention.outlet.word)
        .then(|| Organisation::Known(mention.outlet.in_script_of(written)))
}

fn strip_word<'a>(text: &'a str, word: &str) -> &'a str {
    match text.split_once(char::is_whitespace) {
        Some((first, rest)) if first.eq_ignore_ascii_case(word) => rest.trim_start(),
        _ => text,
    }
}

/// The persons in a part: one, or several in a row.
fn persons<'a>(
    part: &'a str,
    lexicon: &BylineLexicon,
    introduced: bool,
    named: &mut NamedParties<'a>,
) -> Option<Vec<NamedPerson<'a>>> {
    let one = |name| Some(vec![NamedPerson::new(name)]);
    // Only scripts without blanks write names as one word.
    if part.is_ascii() && !part.bytes().any(|byte| byte.is_ascii_whitespace()) {
        let is_given = introduced && part.starts_with(char::is_uppercase) && lexicon.is_given_name(part);
        return is_given.then(|| vec![NamedPerson::new(part)]);
    }
    if let Some(several) = in_a_row(part, lexicon) {
        return Some(several.into_iter().map(NamedPerson::new).collect());
    }
    if let Some((prefix, name)) = unglued(part, lexicon) {
        named.prefix = Some(prefix);
        return one(name);
    }
    let least = if introduced {
        NameConfidence::Shape
    } else {
        NameConfidence::Given
    };
    let confidence = name_confidence(part, lexicon);
    if confidence >= least
        || (confidence == NameConfidence::Shape && named.persons.is_empty() == named.organisations.is_empty())
    {
        named.known &= confidence == NameConfidence::Given;
        return one(part);
    }
    if confidence <= NameConfidence::Plain && introduced {
        let found = leading_name(part, lexicon).or_else(|| name_after_office(part, lexicon))?;
        named.known &= found.is_known;
        return Some(vec![NamedPerson {
            name: found.name,
            role: found.office,
        }]);
    }
    if confidence == NameConfidence::No {
        let name = name_before_station(part, lexicon)?;
        named.stationed = true;
        return one(name);
    }
    (confidence == NameConfidence::Shape).then(|| {
        named.known = false;
        vec![NamedPerson::new(part)]
    })
}

/// The person after a label with a colon, in a script without capitals, where only the label shows that it is a name.
pub(crate) fn labelled_person(text: &str) -> Option<NamedParties<'_>> {
    let name = without_asides(text);
    let is_name = name_confidence(name, BylineLexicon::get()) == NameConfidence::Plain;
    is_name.then(|| NamedParties {
        persons: vec![NamedPerson::new(name)],
        ..NamedParties::default()
    })
}

/// The name of two words that begins a piece next to the date, before other words: `Ana Ferro Politics, Harbour 3 comments`.
pub(crate) fn leading_pair(piece: &str) -> Option<NamedParties<'_>> {
    let end = piece.match_indices(' ').nth(1).map(|(at, _)| at)?;
    let name = trimmed(&piece[..end]);
    let is_name = name_confidence(name, BylineLexicon::get()) == NameConfidence::Given;
    is_name.then(|| NamedParties {
        persons: vec![NamedPerson::new(name)],
        known: true,
        ..NamedParties::default()
    })
}

/// Returns whether a part is an office or a place: it begins in lower case, or has a word of an office.
fn is_office(part: &str, lexicon: &BylineLexicon) -> bool {
    let host = !part.contains(' ') && part.contains('.');
    host || part.split_whitespace().count() <= 6
        && (part.starts_with(char::is_lowercase) || part.split_whitespace().any(|word| lexicon.is_role(word)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::cases::cases;

    fn persons_of(text: &str, introduced: bool) -> Vec<String> {
        let outlets = OutletDirectory::builtin();
        let named = parties_in(text, &outlets, introduced);
        named.map_or(Vec::new(), |named| {
            named
                .persons
                .iter()
                .map(|person| person.name.to_owned())
                .collect()
        })
    }

    mod persons {
        use super::*;

        fn check(text: &str, expected: &[&str]) {
            assert_eq!(persons_of(text, false), expected, "{text}");
        }

        cases! { check:
            one: "Jana Vella", &["Jana Vella"];
            capitals: "PAUL MARTIN and ANNA FERRO", &["PAUL MARTIN", "ANNA FERRO"];
            german_list: "Paul Martin, Anna Ferro und Jan de Vries", &["Paul Martin", "Anna Ferro", "Jan de Vries"];
            office: "Paul Martin, harbour reporter", &["Paul Martin"];
            handle: "Paul Martin (@pmartin)", &["Paul Martin"];
            conjunction_inside_a_name: "Ana Ferro y Gasset", &["Ana Ferro y Gasset"];
            french_place: "Anna Ferro, correspondante à Zelm", &["Anna Ferro"];
            place_after_the_name: "Anna Ferro in Zelm Harbour", &["Anna Ferro"];
            paper_after_the_name: "Paul Martin For Lenne Post", &["Paul Martin"];
            agency_after_the_name: "ANNA FERRO Associated Press", &["ANNA FERRO"];
            agency_in_brackets: "Anna Ferro (avec AFP)", &["Anna Ferro"];
            russian_in_a_row: "Анна Петрова Иван Соколов", &["Анна Петрова", "Иван Соколов"];
            ukrainian: "Олена Коваль", &["Олена Коваль"];
            ukrainian_glued_to_a_section: "КультураОлена Коваль", &["Олена Коваль"];
            arabic: "سارة منصور", &["سارة منصور"];
            japanese: "佐藤一郎", &["佐藤一郎"];
            hyphens_and_slash: "Marie-Claire Dupont/Jean-Paul Roy", &["Marie-Claire Dupont", "Jean-Paul Roy"];
        }
    }

    mod not_persons {
        use super::*;

        fn check(text: &str) {
            assert_eq!(persons_of(text, false), Vec::<String>::new(), "{text}");
        }

        cases! { check:
            section: "World News";
            button: "Share this article";
            league: "Premier League";
            link: "READ MORE";
            place: "Moscow";
            span_of_time: "5 minutes";
            command: "Copy link";
            outlet: "The Guardian";
            arabic_section: "أخبار العالم";
            picture_credit: "Photo: Anna Ferro";
        }
    }

    #[test]
    fn offices_before_a_name_are_its_role() {
        assert_eq!(persons_of("unserem Redakteur Paul Martin", true), ["Paul Martin"]);
        assert_eq!(
            persons_of("LENNE-online-Redakteurin Anna Ferro", true),
            ["Anna Ferro"]
        );
    }

    #[test]
    fn an_agency_next_to_a_name_is_found_with_it() {
        for text in [
            "Anna Ferro (mit dpa)",
            "ANNA FERRO Associated Press",
            "Anna Ferro, PAP",
            "Anna Ferro avec AFP",
        ] {
            let named = parties_in(text, &OutletDirectory::builtin(), false).unwrap();
            assert!(
                matches!(&named.organisations[..], [Organisation::Known(outlet)] if outlet.agency),
                "{text}"
            );
        }
    }

    #[test]
    fn organisations_are_not_persons() {
        let outlets = OutletDirectory::builtin();
        let named = parties_in("Associated Press in Valencia", &outlets, false).unwrap();
        assert!(named.persons.is_empty());
        assert!(matches!(&named.organisations[0], Organisation::Known(outlet) if outlet.agency));
        assert!(
            super::parties_in("dpa", &outlets, true)
                .unwrap()
                .persons
                .is_empty()
        );
    }
}
