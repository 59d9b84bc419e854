//! Whether a piece of text names persons, agencies or outlets, and which. Says nothing of where it may stand.

use super::Knowledge;
use super::facts::trimmed;
use super::profile::Outlet;
use super::token::is_ideograph;
use super::words::{HELP, Words};
use crate::extract::work;

/// Who a piece of text names.
#[derive(Debug, Clone, Default)]
pub(super) struct Named<'a> {
    /// Persons, in order.
    pub(super) persons: Vec<Person<'a>>,
    /// Outlets and agencies.
    pub(super) houses: Vec<House>,
    /// Whether every person bears a known given name.
    pub(super) known: bool,
    /// What stood before a name that was glued to it: `CulturePaul Martin`.
    pub(super) prefix: Option<&'a str>,
}

impl<'a> Named<'a> {
    /// Gives the last person an office, where none is known.
    pub(super) fn give_role(&mut self, role: &'a str) {
        if let Some(last) = self.persons.last_mut().filter(|last| last.role.is_none()) {
            last.role = Some(role);
        }
    }
}

/// A person whom a piece of text names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Person<'a> {
    /// The name as it is written.
    pub(super) name: &'a str,
    /// An office as it is written, or one of [`HELP`].
    pub(super) role: Option<&'a str>,
}

impl<'a> Person<'a> {
    pub(super) fn new(name: &'a str) -> Self {
        Self { name, role: None }
    }

    /// Whether the person helped with what others wrote.
    pub(super) fn helps(&self) -> bool {
        self.role.is_some_and(|role| HELP[1..].contains(&role))
    }
}

/// An outlet or agency that a credit names.
#[derive(Debug, Clone)]
pub(super) enum House {
    Known(Outlet),
    /// "agencies".
    Agencies,
}

/// How surely a text is a person's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Surety {
    No,
    /// It has the shape of a name.
    Shape,
    /// Its given name is known.
    Given,
}

/// The persons and houses that a piece names, where it names nothing else. `introduced` means that a word like `By`
/// stands before it, so that less is asked of the names.
pub(super) fn named<'a>(piece: &'a str, knowledge: &Knowledge, introduced: bool) -> Option<Named<'a>> {
    let words = Words::get();
    work::note(piece.len());
    let mut named = Named {
        known: true,
        ..Named::default()
    };
    let piece = without_asides(piece);
    if piece.is_empty() || piece.len() > 160 && piece.chars().count() > 160 {
        return None;
    }
    let mut any = false;
    let mut task = None;
    for part in parts(piece, words) {
        let part = match words.after_help(part) {
            Some((its, rest)) => {
                task = Some(its);
                rest
            }
            None => part,
        };
        if part.is_empty() {
            continue;
        }
        if let Some(house) = house(part, knowledge, words) {
            named.houses.push(house);
            any = true;
        } else if let Some(persons) = persons(part, words, introduced, &mut named) {
            let person = |person: Person<'a>| Person {
                role: person.role.or(task),
                ..person
            };
            named.persons.extend(persons.into_iter().map(person));
            any = true;
        } else if !any {
            return None;
        } else if !is_office(part, words) {
            // What follows the names and is no office makes the piece a sentence or a list of other things.
            return introduced_rest(named, introduced);
        } else if words.names_office(part) {
            named.give_role(part);
        }
    }
    any.then_some(named)
}

/// After `By`, names count even where something else follows them.
fn introduced_rest(named: Named<'_>, introduced: bool) -> Option<Named<'_>> {
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
    // What stands before the sign in the same word is a mail address's name; a handle is glued to a person's.
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
fn parts<'a>(piece: &'a str, words: &Words) -> Vec<&'a str> {
    let mut parts = Vec::new();
    let parts_names = |c| matches!(c, ',' | ';' | '/' | '&' | '、' | '،' | '，' | '／' | '|' | '+');
    for part in piece.split(parts_names) {
        let mut start = 0;
        let mut at = 0;
        for word in part.split_inclusive(char::is_whitespace) {
            let bare = word.trim();
            let next = part[at + word.len()..].chars().next();
            // A small word between two names; Arabic `و` stands alone too.
            let splits = at > 0
                && !bare.starts_with(char::is_uppercase)
                && next.is_some_and(|c| !c.is_lowercase())
                && words.is_and(bare);
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

/// The outlet or agency that a part names: by its whole, or by its beginning with a place behind (`… in Rome`).
pub(super) fn house(part: &str, knowledge: &Knowledge, words: &Words) -> Option<House> {
    let bare = trimmed(part);
    let inner = strip_word(strip_word(bare, "the"), "with");
    let shorter = Some(inner).filter(|inner| inner.len() < bare.len());
    if [Some(bare), shorter]
        .into_iter()
        .flatten()
        .any(|text| words.is_unnamed_agency(text))
    {
        return Some(House::Agencies);
    }
    if let Some(outlet) = knowledge.named(bare).or_else(|| knowledge.named(shorter?)) {
        // A short key can be an ordinary word in other letters' case: `ap`, `Is`.
        let fits = bare.chars().count() > 4
            || outlet
                .aliases
                .iter()
                .chain([&outlet.name])
                .any(|name| name == inner || name == bare);
        return fits.then(|| known(outlet, bare));
    }
    let mention = knowledge.mentioned_first(inner)?;
    let rest = inner[mention.range.end..].trim();
    let few = rest.split_whitespace().count() <= 3;
    let place = rest.starts_with("in ") || rest.starts_with("à ") || rest.starts_with("en ");
    let staff =
        rest.split_whitespace().all(|word| words.is_role(word)) && rest.split_whitespace().count() <= 2;
    (few && (place || staff) && !mention.outlet.word)
        .then(|| known(mention.outlet, &inner[mention.range.clone()]))
}

/// A known house under the name that the text's script gives it.
fn known(outlet: &Outlet, written: &str) -> House {
    House::Known(Outlet {
        name: outlet.written_as(written),
        ..outlet.clone()
    })
}

fn strip_word<'a>(text: &'a str, word: &str) -> &'a str {
    match text.split_once(char::is_whitespace) {
        Some((first, rest)) if first.eq_ignore_ascii_case(word) => rest.trim_start(),
        _ => text,
    }
}

/// The persons of a part: one, or several written one after another.
fn persons<'a>(
    part: &'a str,
    words: &Words,
    introduced: bool,
    named: &mut Named<'a>,
) -> Option<Vec<Person<'a>>> {
    let one = |name| Some(vec![Person::new(name)]);
    // Only scripts without blanks write names in one word.
    if part.is_ascii() && !part.bytes().any(|byte| byte.is_ascii_whitespace()) {
        return None;
    }
    if let Some(several) = in_a_row(part, words) {
        return Some(several.into_iter().map(Person::new).collect());
    }
    if let Some((prefix, name)) = unglued(part, words) {
        named.prefix = Some(prefix);
        return one(name);
    }
    let least = if introduced { Surety::Shape } else { Surety::Given };
    let sure = surety(part, words);
    if sure >= least || (sure == Surety::Shape && named.persons.is_empty() == named.houses.is_empty()) {
        named.known &= sure == Surety::Given;
        return one(part);
    }
    if sure == Surety::No && introduced {
        return leading_name(part, words, named);
    }
    (sure == Surety::Shape).then(|| {
        named.known = false;
        vec![Person::new(part)]
    })
}

/// The name at the beginning of a longer part: `Ana Ferro Sports Reporter`, `Ana Ferro for The Herald`.
fn leading_name<'a>(part: &'a str, words: &Words, named: &mut Named<'a>) -> Option<Vec<Person<'a>>> {
    let ends: Vec<usize> = part
        .match_indices(char::is_whitespace)
        .map(|(at, _)| at)
        .collect();
    let found = ends.iter().take(4).rev().find(|&&end| {
        let rest = part[end..].trim_start();
        let next = rest.split_whitespace().next().unwrap_or("");
        let breaks = next.starts_with(char::is_lowercase) || words.is_role(next);
        let sure = surety(&part[..end], words);
        let works_for = next.eq_ignore_ascii_case("for") && sure == Surety::Shape;
        breaks && (sure == Surety::Given || works_for)
    })?;
    named.known = true;
    let office = Some(trimmed(&part[*found..])).filter(|office| {
        let words_of_it = office.split_whitespace().count();
        words_of_it <= 6 && words.names_office(office)
    });
    Some(vec![Person {
        name: trimmed(&part[..*found]),
        role: office,
    }])
}

/// How surely a text is one person's name.
fn surety(text: &str, words: &Words) -> Surety {
    let first = text.chars().next().unwrap_or(' ');
    if !first.is_alphabetic()
        || text.chars().any(|c| {
            c.is_numeric()
                || matches!(
                    c,
                    '!' | '?' | '"' | '“' | '«' | '%' | '$' | '_' | '=' | ':' | '#' | '…'
                )
        })
    {
        return Surety::No;
    }
    if is_ideograph(first) || ('\u{ac00}'..='\u{d7a3}').contains(&first) {
        return east_asian(text, words);
    }
    let tokens: Vec<&str> = text.split_whitespace().collect();
    let tokens = match tokens.first() {
        Some(title) if words.is_title(title) && tokens.len() > 2 => &tokens[1..],
        _ => &tokens[..],
    };
    let core = tokens.iter().filter(|word| !words.is_particle(word)).count();
    if !(2..=4).contains(&core) || tokens.len() > 6 || text.chars().count() > 48 {
        return Surety::No;
    }
    let cased = first.is_uppercase() || first.is_lowercase();
    let shaped = |word: &&str| {
        let is_name =
            word.starts_with(char::is_uppercase) || (!cased && word.chars().all(|c| !c.is_uppercase()));
        let letters = word.chars().filter(|c| c.is_alphabetic()).count();
        let initial = letters == 1 && word.chars().count() <= 2;
        (is_name && (letters > 1 || initial))
            || words.is_particle(word)
            || word.starts_with("d'")
            || word.starts_with("al-")
            || word.starts_with("el-")
    };
    if !tokens.iter().all(shaped)
        || tokens
            .last()
            .is_some_and(|word| word.ends_with('.') && word.chars().count() > 3 && !is_initials(word))
        || tokens
            .iter()
            .any(|word| word.ends_with("'s") || word.ends_with("’s") || is_office_word(word, words))
    {
        return Surety::No;
    }
    let given = tokens
        .iter()
        .take(2.min(tokens.len() - 1))
        .any(|word| words.is_given_name(word));
    if given {
        Surety::Given
    } else if cased {
        Surety::Shape
    } else {
        Surety::No
    }
}

/// Whether a word, or the last part of one with a hyphen, is that of an office or a paper.
fn is_office_word(word: &str, words: &Words) -> bool {
    let last = word.rsplit('-').next().unwrap_or(word);
    (words.is_role(word) || words.is_role(last)) && !words.is_given_name(word)
}

/// Whether a word is made of initials: `C.J.`
fn is_initials(word: &str) -> bool {
    word.split_terminator('.')
        .all(|letter| letter.chars().count() == 1)
}

/// Names in Chinese, Japanese and Korean letters.
fn east_asian(text: &str, words: &Words) -> Surety {
    let bare: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let count = bare.chars().count();
    let pure = bare.chars().all(is_ideograph) || bare.chars().all(|c| ('\u{ac00}'..='\u{d7a3}').contains(&c));
    let prefix = |length: usize| bare.chars().take(length).collect::<String>();
    let fits = match count {
        2 | 3 => words.is_surname(&prefix(1)) || (count == 3 && words.is_surname(&prefix(2))),
        4 | 5 => words.is_surname(&prefix(2)) || words.is_surname(&prefix(3)),
        _ => false,
    };
    match (pure && fits, count) {
        (true, 4 | 5) => Surety::Given,
        (true, _) => Surety::Shape,
        _ => Surety::No,
    }
}

/// Several names without commas: each begins with a known given name.
fn in_a_row<'a>(part: &'a str, words: &Words) -> Option<Vec<&'a str>> {
    let count = part.split_whitespace().count();
    if !(4..=12).contains(&count) || !count.is_multiple_of(2) {
        return None;
    }
    let tokens: Vec<&str> = part.split_whitespace().collect();
    let paired = tokens
        .chunks(2)
        .all(|pair| words.is_given_name(pair[0]) && surety(&pair.join(" "), words) == Surety::Given);
    if !paired {
        return None;
    }
    let mut names = Vec::new();
    let mut from = 0;
    for pair in tokens.chunks(2) {
        let start = from + part[from..].find(pair[0])?;
        let second = start + pair[0].len();
        let end = second + part[second..].find(pair[1])? + pair[1].len();
        names.push(&part[start..end]);
        from = end;
    }
    Some(names)
}

/// A name that the page glued to what stood before or behind it: `CulturePaul Martin`, `Ana FerroUpdated`.
fn unglued<'a>(part: &'a str, words: &Words) -> Option<(&'a str, &'a str)> {
    let mut before = ' ';
    for (at, c) in part.char_indices() {
        if before.is_lowercase() && c.is_uppercase() {
            let (head, tail) = part.split_at(at);
            if surety(tail, words) == Surety::Given && !head.contains(' ') {
                return Some((head, tail));
            }
            if surety(head, words) == Surety::Given {
                return Some(("", head));
            }
        }
        before = c;
    }
    None
}

/// Whether a part is somebody's office or place: it begins small, or has a word of an office.
fn is_office(part: &str, words: &Words) -> bool {
    let host = !part.contains(' ') && part.contains('.');
    host || part.split_whitespace().count() <= 6
        && (part.starts_with(char::is_lowercase) || part.split_whitespace().any(|word| words.is_role(word)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn persons_of(text: &str, introduced: bool) -> Vec<String> {
        let knowledge = Knowledge::builtin();
        let named = named(text, &knowledge, introduced);
        named.map_or(Vec::new(), |named| {
            named
                .persons
                .iter()
                .map(|person| person.name.to_owned())
                .collect()
        })
    }

    #[test]
    fn persons_of_many_scripts() {
        for (text, expected) in [
            ("Jana Vella", vec!["Jana Vella"]),
            ("PAUL MARTIN and ANNA FERRO", vec!["PAUL MARTIN", "ANNA FERRO"]),
            (
                "Paul Martin, Anna Ferro und Jan de Vries",
                vec!["Paul Martin", "Anna Ferro", "Jan de Vries"],
            ),
            ("Paul Martin, harbour reporter", vec!["Paul Martin"]),
            ("Paul Martin (@pmartin)", vec!["Paul Martin"]),
            ("Анна Петрова Иван Соколов", vec!["Анна Петрова", "Иван Соколов"]),
            ("Олена Коваль", vec!["Олена Коваль"]),
            ("КультураОлена Коваль", vec!["Олена Коваль"]),
            ("سارة منصور", vec!["سارة منصور"]),
            ("佐藤一郎", vec!["佐藤一郎"]),
            (
                "Marie-Claire Dupont/Jean-Paul Roy",
                vec!["Marie-Claire Dupont", "Jean-Paul Roy"],
            ),
        ] {
            assert_eq!(persons_of(text, false), expected, "{text}");
        }
    }

    #[test]
    fn what_is_no_person() {
        for text in [
            "World News",
            "Share this article",
            "Premier League",
            "READ MORE",
            "Moscow",
            "5 minutes",
            "Copy link",
            "The Guardian",
            "أخبار العالم",
            "Photo: Anna Ferro",
        ] {
            let persons = persons_of(text, false);
            assert!(persons.is_empty(), "{text}: {persons:?}");
        }
    }

    #[test]
    fn houses_are_no_persons() {
        let knowledge = Knowledge::builtin();
        let named = named("Associated Press in Valencia", &knowledge, false).unwrap();
        assert!(named.persons.is_empty());
        assert!(matches!(&named.houses[0], House::Known(outlet) if outlet.agency));
        assert!(super::named("dpa", &knowledge, true).unwrap().persons.is_empty());
    }
}
