//! The terms of an article: words with their counts and places, as far as they can tell events apart. Words are cut to
//! stems by a rule per language; scripts without blanks and Vietnamese, which is written in syllables, are taken by pairs.

use crate::events::telling::Telling;
use crate::events::words::{Word, words};
use crate::extract::lines::vocabulary::{Vocabulary, words_of};
use crate::text::fold;
use crate::text::hash::of_key;
use std::collections::HashMap;

/// A term of an article.
#[allow(clippy::struct_excessive_bools)] // four independent facts
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// The hash of the term, cut to 32 bits.
    pub hash: u32,
    /// The number of times it occurs.
    pub count: u32,
    /// It is in the title.
    pub in_title: bool,
    /// It is in the title or in the first words of the body.
    pub in_lead: bool,
    /// It is written with a capital letter within sentences, in a script that has them.
    pub is_name: bool,
    /// It is a number.
    pub is_number: bool,
    /// The word as written, for explanations; a pair is joined by a blank.
    pub text: String,
}

/// The words of the body that make up its lead.
const LEAD: usize = 60;
/// At most this number of words are read; the rest of a long text repeats what it is about.
const MOST_WORDS: usize = 1_500;

#[derive(Default)]
struct Counted {
    count: u32,
    capitals: u32,
    inner: u32,
    in_title: bool,
    in_lead: bool,
    is_number: bool,
    text: String,
    /// The number of terms before its first place.
    first: usize,
}

/// The terms of an article, in no particular order.
pub fn terms(telling: &Telling) -> Vec<Term> {
    let mut found: HashMap<u32, Counted> = HashMap::new();
    let style = TermStyle::of(telling.language());
    let mut read = 0;
    if let Some(title) = &telling.title {
        style.read(title, true, true, &mut found);
    }
    for paragraph in &telling.paragraphs {
        if read >= MOST_WORDS {
            break;
        }
        read += style.read(&paragraph.text, false, read < LEAD, &mut found);
    }
    let mut terms: Vec<Term> = found
        .into_iter()
        .map(|(hash, term)| Term {
            hash,
            count: term.count,
            in_title: term.in_title,
            in_lead: term.in_lead,
            // A title may capitalise every word, so only words within sentences count, if there are any.
            is_name: term.inner > 0 && term.capitals * 3 >= term.inner * 2,
            is_number: term.is_number,
            text: term.text,
        })
        .collect();
    terms.sort_by_key(|term| term.hash);
    terms
}

/// The hashes of the terms of a text, in order.
pub fn term_hashes(text: &str, language: &str) -> Vec<u32> {
    let mut found = HashMap::new();
    TermStyle::of(language).read(text, false, false, &mut found);
    let mut terms: Vec<(usize, u32)> = found.into_iter().map(|(hash, term)| (term.first, hash)).collect();
    terms.sort_unstable();
    terms.into_iter().map(|(_, hash)| hash).collect()
}

/// How words become terms in a language.
struct TermStyle {
    /// The bit of the language among the function words; 0 if it has none.
    language: u64,
    /// Letters that are cut from the end of long words.
    cut: usize,
    is_english: bool,
    is_syllabic: bool,
}

impl TermStyle {
    fn of(language: &str) -> Self {
        let languages = &Vocabulary::builtin().languages;
        let bit = languages.iter().position(|code| code == language);
        Self {
            language: bit.map_or(0, |bit| 1 << bit),
            cut: match language {
                "ru" | "uk" | "be" | "bg" | "sr" | "hr" | "sl" | "pl" | "cs" | "sk" | "fi" | "hu" | "et"
                | "lt" | "lv" | "tr" => 2,
                "de" | "fr" | "es" | "pt" | "it" | "nl" | "ro" | "sv" | "no" | "da" | "el" | "ca" => 1,
                _ => 0,
            },
            is_english: language == "en" || language.is_empty(),
            is_syllabic: language == "vi",
        }
    }

    /// Adds the terms of a text; returns the number of its words.
    fn read(&self, text: &str, is_title: bool, is_lead: bool, found: &mut HashMap<u32, Counted>) -> usize {
        let words = words(text);
        let mut previous: Option<Word> = None;
        for word in &words {
            let written = &text[word.range()];
            let pairs = word.is_half || self.is_syllabic;
            if pairs {
                let near =
                    previous.filter(|before| before.is_half == word.is_half && word.start <= before.end + 1);
                if let Some(before) = near {
                    let pair = format!("{} {written}", &text[before.range()]);
                    add(found, of_key(&pair), &pair, is_title, is_lead, None);
                }
                previous = Some(*word);
            }
            let is_alone = !pairs || written.contains(|c: char| c.is_ascii_digit());
            if is_alone && self.is_content(written) {
                let before = text[..word.start as usize].trim_end().chars().next_back();
                let begins = before
                    .is_none_or(|before| matches!(before, '.' | '!' | '?' | '“' | '"' | ':' | '«' | '…'));
                let is_capital = written.starts_with(char::is_uppercase);
                let inner = (!begins && !is_title).then_some(is_capital);
                add(
                    found,
                    of_key(&self.stem(written)),
                    written,
                    is_title,
                    is_lead,
                    inner,
                );
            }
        }
        words.len()
    }

    fn is_content(&self, word: &str) -> bool {
        if word.chars().nth(1).is_none() {
            return word.starts_with(|c: char| c.is_ascii_digit());
        }
        let languages = words_of(word)
            .first()
            .map_or(0, |hash| Vocabulary::builtin().languages_of(*hash));
        languages & self.language == 0
    }

    /// The word without its most common endings.
    fn stem(&self, word: &str) -> String {
        let key = fold::fold(word);
        if key.starts_with(|c: char| c.is_ascii_digit()) {
            return key;
        }
        let length = key.chars().count();
        if self.is_english {
            return english_stem(&key).to_owned();
        }
        let kept = if length >= 5 + self.cut {
            length - self.cut
        } else {
            length
        };
        key.chars().take(kept).collect()
    }
}

/// English words without the endings of plurals and of verbs, roughly.
fn english_stem(word: &str) -> &str {
    let cut = |ending: &str, least: usize| word.strip_suffix(ending).filter(|rest| rest.len() >= least);
    if word.ends_with("ss") || word.ends_with("us") || word.ends_with("is") {
        return word;
    }
    cut("ing", 4)
        .or_else(|| cut("ed", 4))
        .or_else(|| cut("es", 4))
        .or_else(|| cut("s", 3))
        .or_else(|| cut("e", 4))
        .unwrap_or(word)
}

fn add(
    found: &mut HashMap<u32, Counted>,
    hash: u64,
    text: &str,
    is_title: bool,
    is_lead: bool,
    inner: Option<bool>,
) {
    let first = found.len();
    let term = found.entry((hash >> 32) as u32).or_default();
    term.count += 1;
    term.in_title |= is_title;
    term.in_lead |= is_lead;
    term.inner += u32::from(inner.is_some());
    term.capitals += u32::from(inner == Some(true));
    term.is_number = text.starts_with(|c: char| c.is_ascii_digit());
    if term.text.is_empty() {
        text.clone_into(&mut term.text);
        term.first = first;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(language: &str, title: &str) -> Vec<String> {
        let telling = Telling {
            title: Some(title.to_owned()),
            language: Some(language.to_owned()),
            ..Telling::default()
        };
        let mut found: Vec<String> = terms(&telling).into_iter().map(|term| term.text).collect();
        found.sort();
        found
    }

    #[test]
    fn function_words_are_left_out_and_syllables_are_paired() {
        assert_eq!(
            read("en", "The ferry and the 24 ferries"),
            ["24", "ferries", "ferry"]
        );
        assert_eq!(read("zh", "渡轮停"), ["渡 轮", "轮 停"]);
        assert_eq!(read("vi", "phà dừng 24"), ["24", "dừng 24", "phà dừng"]);
        assert_eq!(read("ru", "столица столицы").len(), 1);
    }
}
