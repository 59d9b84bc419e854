//! Whether a text is the name of a person, by its shape and by known given names and surnames. Where a text has names
//! is decided in [`people`](crate::extract::meta::people).

use crate::extract::dates::token::is_ideograph;
use crate::extract::meta::byline_lexicon::BylineLexicon;

/// The confidence that a text is the name of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum NameConfidence {
    No,
    /// A few words of a script without capitals, whose shape shows nothing.
    Plain,
    /// It has the shape of a name.
    Shape,
    /// Its given name is known.
    Given,
}

/// Endings of a possessive, which begins a sentence or a headline.
const POSSESSIVES: [&str; 4] = ["'s", "’s", "'S", "’S"];

/// The confidence that a text is the name of one person.
pub(crate) fn name_confidence(text: &str, lexicon: &BylineLexicon) -> NameConfidence {
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
        return NameConfidence::No;
    }
    if is_ideograph(first) || ('\u{ac00}'..='\u{d7a3}').contains(&first) {
        return east_asian(text, lexicon);
    }
    let tokens: Vec<&str> = text.split_whitespace().collect();
    let tokens = match tokens.first() {
        Some(title) if lexicon.is_title(title) && tokens.len() > 2 => &tokens[1..],
        _ => &tokens[..],
    };
    let core = tokens.iter().filter(|word| !lexicon.is_particle(word)).count();
    if !(2..=4).contains(&core) || tokens.len() > 6 || text.chars().count() > 48 {
        return NameConfidence::No;
    }
    let cased = first.is_uppercase() || first.is_lowercase();
    let shaped = |word: &&str| {
        let is_name =
            word.starts_with(char::is_uppercase) || (!cased && word.chars().all(|c| !c.is_uppercase()));
        let letters = word.chars().filter(|c| c.is_alphabetic()).count();
        let initial = letters == 1 && word.chars().count() <= 2;
        (is_name && (letters > 1 || initial))
            || lexicon.is_particle(word)
            || word.starts_with("d'")
            || word.starts_with("al-")
            || word.starts_with("el-")
    };
    if !tokens.iter().all(shaped)
        || tokens
            .last()
            .is_some_and(|word| word.ends_with('.') && word.chars().count() > 3 && !is_initials(word))
        || tokens.iter().any(|word| {
            POSSESSIVES.iter().any(|ending| word.ends_with(ending)) || is_office_word(word, lexicon)
        })
    {
        return NameConfidence::No;
    }
    let given = tokens
        .iter()
        .take(2.min(tokens.len() - 1))
        .any(|word| lexicon.is_given_name(word));
    if given {
        NameConfidence::Given
    } else if cased {
        NameConfidence::Shape
    } else {
        NameConfidence::Plain
    }
}

/// Returns whether a word, or its last part after a hyphen, belongs to an office or a newspaper.
fn is_office_word(word: &str, lexicon: &BylineLexicon) -> bool {
    let last = word.rsplit('-').next().unwrap_or(word);
    (lexicon.is_role(word) || lexicon.is_role(last)) && !lexicon.is_given_name(word)
}

/// Returns whether a word consists of initials: `C.J.`
fn is_initials(word: &str) -> bool {
    word.split_terminator('.')
        .all(|letter| letter.chars().count() == 1)
}

/// Names in Chinese, Japanese and Korean letters.
fn east_asian(text: &str, lexicon: &BylineLexicon) -> NameConfidence {
    let bare: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let count = bare.chars().count();
    let pure = bare.chars().all(is_ideograph) || bare.chars().all(|c| ('\u{ac00}'..='\u{d7a3}').contains(&c));
    let prefix = |length: usize| bare.chars().take(length).collect::<String>();
    let fits = match count {
        2 | 3 => lexicon.is_surname(&prefix(1)) || (count == 3 && lexicon.is_surname(&prefix(2))),
        4 | 5 => lexicon.is_surname(&prefix(2)) || lexicon.is_surname(&prefix(3)),
        _ => false,
    };
    match (pure && fits, count) {
        (true, 4 | 5) => NameConfidence::Given,
        (true, _) => NameConfidence::Shape,
        _ => NameConfidence::No,
    }
}

/// Several names without commas, each of which begins with a known given name.
pub(crate) fn in_a_row<'a>(part: &'a str, lexicon: &BylineLexicon) -> Option<Vec<&'a str>> {
    let count = part.split_whitespace().count();
    if !(4..=12).contains(&count) || !count.is_multiple_of(2) {
        return None;
    }
    let tokens: Vec<&str> = part.split_whitespace().collect();
    let paired = tokens.chunks(2).all(|pair| {
        lexicon.is_given_name(pair[0]) && name_confidence(&pair.join(" "), lexicon) == NameConfidence::Given
    });
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

/// Returns whether the capital at an offset is inside a surname: `McInnes`, `DeFino`.
fn is_inside_surname(part: &str, at: usize) -> bool {
    let head = part[..at].rsplit(' ').next().unwrap_or("");
    let tail = part[at..].split(' ').next().unwrap_or("");
    let is_prefix = (2..=3).contains(&head.len()) && at > head.len();
    is_prefix && tail.chars().skip(1).all(char::is_lowercase)
}

/// A name that the page glued to the text before or after it: `CulturePaul Martin`, `Ana FerroUpdated`. The text
/// before it comes first.
pub(crate) fn unglued<'a>(part: &'a str, lexicon: &BylineLexicon) -> Option<(&'a str, &'a str)> {
    let mut before = ' ';
    for (at, c) in part.char_indices() {
        if before.is_lowercase() && c.is_uppercase() && !is_inside_surname(part, at) {
            let (head, tail) = part.split_at(at);
            if name_confidence(tail, lexicon) == NameConfidence::Given && !head.contains(' ') {
                return Some((head, tail));
            }
            if name_confidence(head, lexicon) == NameConfidence::Given {
                return Some(("", head));
            }
        }
        before = c;
    }
    None
}
