//! Names in running text, in scripts with capital letters: runs of capitalised words, and who they are within one
//! article. Not the names of a byline: see `extract::meta`.

use crate::events::speech::Speech;
use crate::text::fold;
use crate::text::hash::of_key;
use std::collections::HashMap;
use std::ops::Range;

/// A name at a place of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameMention {
    /// Its bytes in the text, without titles before it.
    pub range: Range<usize>,
    /// Where the titles before it begin (`US President Donald …`).
    pub start: usize,
    /// Whether a possessive ending follows (`Trump's`).
    pub is_possessive: bool,
    /// Whether it begins a sentence, so that its first word may be any word.
    pub begins_sentence: bool,
}

/// A word of a text with what precedes it.
#[derive(Debug, Clone, Copy)]
struct NameWord<'a> {
    text: &'a str,
    start: usize,
    end: usize,
    /// Only blanks are between it and the word before.
    follows: bool,
    begins_sentence: bool,
}

/// The names of a text, in order.
pub fn mentions(text: &str, speech: &Speech) -> Vec<NameMention> {
    let words = name_words(text);
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        if !is_capitalised(words[at].text) {
            at += 1;
            continue;
        }
        let mut end = at + 1;
        while end < words.len() && words[end].follows && !words[end].begins_sentence {
            if is_capitalised(words[end].text) {
                end += 1;
            } else if let Some(name) = after_particles(&words, end, speech) {
                end = name + 1;
            } else {
                break;
            }
        }
        found.extend(mention(text, &words[at..end], speech));
        at = end;
    }
    found
}

/// The capitalised word that particles from `at` on lead to, as in `van der Berg`.
fn after_particles(words: &[NameWord<'_>], at: usize, speech: &Speech) -> Option<usize> {
    let rest = &words[at..];
    let goes_on = |word: &NameWord<'_>| word.follows && !word.begins_sentence;
    let particles = rest
        .iter()
        .take_while(|word| goes_on(word) && speech.is_particle(word.text))
        .count();
    let next = rest.get(particles)?;
    (particles > 0 && goes_on(next) && is_capitalised(next.text)).then_some(at + particles)
}

/// The name in a run of capitalised words: without titles and function words at its start.
fn mention(text: &str, words: &[NameWord<'_>], speech: &Speech) -> Option<NameMention> {
    let is_office = |word: &NameWord<'_>| speech.is_title(word.text) || speech.is_role(word.text);
    let is_no_name =
        |word: &NameWord<'_>| is_office(word) || word.begins_sentence && speech.is_function_word(word.text);
    let mut first = words.iter().take_while(|word| is_no_name(word)).count();
    // `Prime Minister Jane Roe`: the last title decides where the name begins, unless it is the name (`Jane King`).
    let last = words.iter().rposition(is_office).map_or(0, |last| last + 1);
    if last < words.len() {
        first = first.max(last);
    }
    let name = words.get(first..).filter(|name| !name.is_empty())?;
    let (start, mut end) = (name[0].start, name[name.len() - 1].end);
    let last = name[name.len() - 1].text;
    let bare = strip_possessive(last);
    let is_possessive = bare.len() < last.len();
    end -= last.len() - bare.len();
    let is_word = bare.chars().count() > 1 || name.len() > 1;
    (is_word && !speech.is_calendar_word(bare)).then(|| NameMention {
        range: start..end,
        start: words[0].start,
        is_possessive: is_possessive || text[end..].starts_with("’s") || text[end..].starts_with("'s"),
        begins_sentence: words[0].begins_sentence,
    })
}

/// A word without `'s` or a lone apostrophe at its end.
pub fn strip_possessive(word: &str) -> &str {
    let bare = word.strip_suffix("'s").or_else(|| word.strip_suffix("’s"));
    let bare = bare.unwrap_or(word);
    bare.trim_end_matches(['\'', '’'])
}

fn is_capitalised(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
}

/// The words of a text: letters and digits with hyphens and apostrophes inside, and initials with their full stop.
fn name_words(text: &str) -> Vec<NameWord<'_>> {
    let mut words: Vec<NameWord<'_>> = Vec::new();
    let mut at = 0;
    while let Some(from) = text[at..].find(char::is_alphanumeric) {
        let start = at + from;
        let rest = &text[start..];
        let within = |c: char| c.is_alphanumeric() || matches!(c, '-' | '\'' | '’' | '\u{300}'..='\u{36f}');
        let length = rest.find(|c: char| !within(c)).unwrap_or(rest.len());
        let mut end = start + rest[..length].trim_end_matches(['-', '\'', '’']).len();
        end += initials_length(&text[start..end], &text[end..]);
        let gap = &text[at..start];
        let follows = !words.is_empty() && !gap.is_empty() && gap.trim().is_empty();
        let ends_sentence =
            gap.contains(['.', '!', '?', '…', '\n']) || gap.contains(['“', '"', '«', '„', '•', ':']);
        let begins_sentence = words.is_empty() || ends_sentence;
        if is_abbreviated(&text[start..end]) && text[end..].starts_with('.') {
            end += 1;
        }
        words.push(NameWord {
            text: &text[start..end],
            start,
            end,
            follows,
            begins_sentence,
        });
        at = end;
    }
    words
}

/// The length of further initials after a first one: `.K` in `G.K.`
fn initials_length(word: &str, after: &str) -> usize {
    if word.chars().count() != 1 {
        return 0;
    }
    let mut length = 0;
    while let Some(rest) = after[length..].strip_prefix('.') {
        let mut chars = rest.chars();
        match (chars.next(), chars.next()) {
            (Some(letter), Some('.')) if letter.is_uppercase() => length += 1 + letter.len_utf8(),
            _ => break,
        }
    }
    length
}

/// An initial, or an abbreviated title: the full stop after it does not end a sentence.
fn is_abbreviated(word: &str) -> bool {
    const TITLES: [&str; 23] = [
        "Mr", "Mrs", "Ms", "Dr", "Sen", "Rep", "Gov", "Gen", "Lt", "Col", "Capt", "Sgt", "Rev", "Prof", "St",
        "Jr", "Sr", "Maj", "Cmdr", "Hon", "Pres", "Adm", "Del",
    ];
    let mut chars = word.chars();
    let is_initial =
        chars.next().is_some_and(char::is_uppercase) && chars.next().is_none_or(|next| next == '.');
    is_initial || TITLES.contains(&word)
}

/// The people and organisations that an article names.
#[derive(Debug, Default)]
pub struct Cast {
    /// By the key of the last word of the name: the longest form of the name.
    full: HashMap<u64, Vec<FullName>>,
}

#[derive(Debug, Clone)]
struct FullName {
    name: String,
    /// The words of the titles and roles before and after the name, folded.
    roles: Vec<String>,
    /// Whether it has a place where its capital letter shows that it is a name.
    is_certain: bool,
}

impl Cast {
    /// Reads the names of all paragraphs.
    pub fn of<'a>(paragraphs: impl Iterator<Item = &'a str>, speech: &Speech) -> Self {
        let mut cast = Self::default();
        for text in paragraphs {
            for mention in mentions(text, speech) {
                cast.add(text, &mention, speech);
            }
        }
        cast
    }

    fn add(&mut self, text: &str, mention: &NameMention, speech: &Speech) {
        let name = &text[mention.range.clone()];
        let key = last_word_key(name);
        let roles = roles_around(text, mention, speech);
        let is_certain = !mention.begins_sentence || name.contains(' ');
        let known = self.full.entry(key).or_default();
        let same = known.iter_mut().find(|full| is_same_person(&full.name, name));
        match same {
            Some(full) => {
                if name.split(' ').count() > full.name.split(' ').count() {
                    name.clone_into(&mut full.name);
                }
                full.roles.extend(roles);
                full.is_certain |= is_certain;
            }
            None => known.push(FullName {
                name: name.to_owned(),
                roles,
                is_certain,
            }),
        }
    }

    /// The names of a text, without words that are only capitalised because they begin a sentence.
    pub fn mentions(&self, text: &str, speech: &Speech) -> Vec<NameMention> {
        let mut found = mentions(text, speech);
        found.retain(|mention| {
            let name = &text[mention.range.clone()];
            let next = next_word(text, mention.range.end);
            !mention.begins_sentence
                || name.contains(' ')
                || self.is_certain(name)
                || next.is_some_and(|next| speech.says(next) || speech.is_auxiliary(next))
        });
        found
    }

    fn is_certain(&self, name: &str) -> bool {
        let known = self.full.get(&last_word_key(name));
        known.is_some_and(|known| known.iter().any(|full| full.is_certain))
    }

    /// The longest form of a name; of several people with the same last name, the first that fits.
    pub fn full_name<'a>(&'a self, name: &'a str) -> &'a str {
        let known = self.full.get(&last_word_key(name));
        let same = known.and_then(|known| known.iter().find(|full| is_same_person(&full.name, name)));
        same.map_or(name, |full| &full.name)
    }

    /// The person whose titles fit a role best: `the US president`, `the spokesman`. `recent` are names in the order of
    /// their last mention, newest first, which decides between equals.
    pub fn with_role(&self, role: &str, speech: &Speech, recent: &[&str]) -> Option<&str> {
        let wanted: Vec<String> = words_of(role).collect();
        let group = wanted.iter().rev().find_map(|word| speech.role_group(word))?;
        let mut best: Option<(usize, usize, &str)> = None;
        for full in self.full.values().flatten() {
            let has_role = full
                .roles
                .iter()
                .any(|word| speech.role_group(word) == Some(group));
            if !has_role {
                continue;
            }
            let shared = wanted.iter().filter(|word| full.roles.contains(word)).count();
            // `the Lenne mayor` is not the mayor of another town.
            let is_qualified = |words: &[String]| {
                words
                    .iter()
                    .any(|word| !speech.is_role(word) && !speech.is_function_word(word))
            };
            let shares_qualifier = wanted
                .iter()
                .any(|word| !speech.is_role(word) && full.roles.contains(word));
            if is_qualified(&wanted) && is_qualified(&full.roles) && !shares_qualifier {
                continue;
            }
            let age = recent.iter().position(|name| is_same_person(&full.name, name));
            let rank = usize::MAX - age.unwrap_or(usize::MAX - 1);
            if best.is_none_or(|best| (shared, rank, full.name.as_str()) > best) {
                best = Some((shared, rank, &full.name));
            }
        }
        best.map(|(_, _, name)| name)
    }
}

/// The word that follows a place after a single blank.
pub fn next_word(text: &str, at: usize) -> Option<&str> {
    let rest = text[at..].strip_prefix(' ')?;
    rest.split(|c: char| !c.is_alphanumeric() && c != '-')
        .next()
        .filter(|word| !word.is_empty())
}

fn words_of(text: &str) -> impl Iterator<Item = String> + '_ {
    let words = text.split(|c: char| !c.is_alphanumeric() && c != '-');
    words.filter(|word| !word.is_empty()).map(fold::key)
}

fn last_word_key(name: &str) -> u64 {
    of_key(name.rsplit(' ').next().unwrap_or(name))
}

/// Returns whether two names can be one person: the same last word, and first words that do not differ.
fn is_same_person(a: &str, b: &str) -> bool {
    let (a, b): (Vec<&str>, Vec<&str>) = (a.split(' ').collect(), b.split(' ').collect());
    let same = |a: &str, b: &str| of_key(a) == of_key(b);
    let last = a.last().zip(b.last()).is_some_and(|(a, b)| same(a, b));
    last && (a.len() == 1 || b.len() == 1 || same(a[0], b[0]) || a[0].ends_with('.') || b[0].ends_with('.'))
}

/// The words of titles and roles next to a name: before it in its noun phrase, or after a comma.
fn roles_around(text: &str, mention: &NameMention, speech: &Speech) -> Vec<String> {
    let before = &text[..mention.range.start];
    let mut roles: Vec<String> = Vec::new();
    let mut words: Vec<&str> = before.split(' ').rev().take(7).collect();
    if before.ends_with(' ') {
        words.remove(0);
    }
    // `Roe's spokesman, Jan Berg`
    if let Some(nearest) = words.first_mut()
        && let Some(role) = nearest.strip_suffix(',').filter(|role| speech.is_role(role))
    {
        *nearest = role;
    }
    for word in words {
        let is_edge = word.ends_with([',', ';', ':', '.', ')', '”', '"']) && !word.ends_with("S.");
        if word.is_empty() || is_edge || speech.is_function_word(word) {
            break;
        }
        roles.push(fold::key(strip_possessive(word)));
    }
    if let Some(after) = text[mention.range.end..].strip_prefix(", ") {
        let phrase = after.split([',', ';', '.', ':']).next().unwrap_or_default();
        let words: Vec<String> = words_of(phrase).take(8).collect();
        let is_office = words.iter().take(5).any(|word| speech.is_role(word));
        let is_clause = words
            .first()
            .is_some_and(|word| word.ends_with("ing") || speech.says(word));
        if is_office && !is_clause {
            roles.extend(words);
        }
    }
    if !roles.iter().any(|word| speech.role_group(word).is_some()) {
        return Vec::new();
    }
    roles
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<&str> {
        let speech = Speech::of("en");
        let cast = Cast::of([text].into_iter(), speech);
        let found = cast.mentions(text, speech);
        found.iter().map(|mention| &text[mention.range.clone()]).collect()
    }

    #[test]
    fn names_are_runs_of_capitalised_words_without_titles() {
        assert_eq!(
            names("On Monday harbour spokesman Jan van der Berg met Mayor Ilse K. Roe in Lenne."),
            ["Jan van der Berg", "Ilse K. Roe", "Lenne"]
        );
        assert_eq!(
            names("The ferry's owner, Roe, left. Asked about Berg’s plan, she smiled."),
            ["Roe", "Berg"]
        );
    }

    #[test]
    fn roles_lead_to_their_person() {
        let text = "Harbour spokesman Jan Berg met Mayor Ilse Roe. Roe, mayor of Lenne, and Berg left.";
        let speech = Speech::of("en");
        let cast = Cast::of([text].into_iter(), speech);
        assert_eq!(cast.full_name("Berg"), "Jan Berg");
        assert_eq!(cast.with_role("the spokesman", speech, &[]), Some("Jan Berg"));
        assert_eq!(cast.with_role("the mayor", speech, &[]), Some("Ilse Roe"));
        assert_eq!(cast.with_role("the judge", speech, &[]), None);
    }
}
