//! The authors that a field names: one name, a line of names, an address of mail. Not the bylines of pages: see
//! `extract::meta::byline`.

use crate::article::meta::Author;
use crate::extract::meta::byline_lexicon::BylineLexicon;

/// The longest name of an author; longer values are texts.
const MAX_CHARS: usize = 120;

/// The authors that values of an author field name, each once.
pub(crate) fn authors<'a>(values: impl IntoIterator<Item = &'a str>) -> Vec<Author> {
    let lexicon = BylineLexicon::get();
    let mut found: Vec<Author> = Vec::new();
    for value in values {
        let line = value.split_whitespace().collect::<Vec<_>>().join(" ");
        let line = without_by(&line, lexicon);
        for part in parts(line, lexicon) {
            let name = name_of(part);
            let is_new = !found.iter().any(|known| known.name.eq_ignore_ascii_case(name));
            let is_name = name.chars().any(char::is_alphabetic) && name.chars().count() <= MAX_CHARS;
            if is_name && is_new && !is_address(name) {
                found.push(Author {
                    name: name.to_owned(),
                    role: None,
                });
            }
        }
    }
    found
}

/// The names after `By` or `Author:`. A longer word without a colon may be a name itself.
fn without_by<'a>(line: &'a str, lexicon: &BylineLexicon) -> &'a str {
    let Some((rest, _)) = lexicon.after_by(line) else {
        return line;
    };
    let phrase = &line[..line.len() - rest.len()];
    let is_by = phrase.contains([':', '：']) || phrase.trim().chars().count() <= SHORT_BY;
    if is_by { rest.trim() } else { line }
}

/// The characters of the longest word for *by*: `By`, `Von`, `Door`.
const SHORT_BY: usize = 4;

/// Returns whether a value is an address of the web, as `article:author` often is.
fn is_address(name: &str) -> bool {
    name.starts_with("http://") || name.starts_with("https://") || name.starts_with("www.")
}

/// The names of a line. Semicolons separate names always; commas and the word for *and* only between names of two words
/// and more, since `Reed, Jon` is one person.
fn parts<'a>(line: &'a str, lexicon: &BylineLexicon) -> Vec<&'a str> {
    let mut all = Vec::new();
    for part in line.split([';', '|', '\n']) {
        let names = split_at_ands(part, lexicon);
        let is_several = names.len() > 1 && names.iter().all(|name| name.split_whitespace().count() >= 2);
        if is_several {
            all.extend(names);
        } else {
            all.push(part);
        }
    }
    all
}

fn split_at_ands<'a>(part: &'a str, lexicon: &BylineLexicon) -> Vec<&'a str> {
    let (mut names, mut start) = (Vec::new(), 0);
    let mut at = 0;
    for word in part.split(' ') {
        let end = at + word.len();
        if word == "&" || lexicon.is_and(&word.to_lowercase()) {
            names.push(&part[start..at]);
            start = end;
        } else if word.ends_with(',') {
            names.push(&part[start..end - 1]);
            start = end;
        }
        at = end + 1;
    }
    names.push(part.get(start..).unwrap_or_default());
    names
        .into_iter()
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .collect()
}

/// The name in `ana@example.org (Ana Ferro)` and `Ana Ferro <ana@example.org>`; the address if there is no name.
fn name_of(part: &str) -> &str {
    let part = part.trim().trim_matches(['"', '\'', ',']).trim();
    if let (Some(open), true) = (part.find('('), part.ends_with(')'))
        && part[..open].contains('@')
    {
        return part[open + 1..part.len() - 1].trim();
    }
    if let Some((name, address)) = part.split_once('<')
        && address.contains('@')
        && !name.trim().is_empty()
    {
        return name.trim().trim_matches('"').trim();
    }
    part.trim_matches(['<', '>'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_in_every_form() {
        for (value, expected) in [
            ("By Ana Ferro and Jon Reed", "Ana Ferro|Jon Reed"),
            ("Ana Ferro, Jon Reed", "Ana Ferro|Jon Reed"),
            ("Reed, Jon", "Reed, Jon"),
            ("ana@example.org (Ana Ferro)", "Ana Ferro"),
            ("Ana Ferro <ana@example.org>", "Ana Ferro"),
            ("https://www.facebook.com/herald", ""),
            ("Staff", "Staff"),
            ("Author Name", "Author Name"),
            ("Ana Ferro; Jon Reed", "Ana Ferro|Jon Reed"),
        ] {
            let names: Vec<String> = authors([value]).into_iter().map(|author| author.name).collect();
            assert_eq!(names.join("|"), expected, "{value}");
        }
    }
}
