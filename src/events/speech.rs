//! The words around quotations by language: verbs of saying, pronouns, offices. The data is in
//! `assets/events/speech.toml`.

use crate::extract::dates::calendar::Calendar;
use crate::extract::lines::vocabulary::{Vocabulary, words_of};
use crate::extract::meta::byline_lexicon::BylineLexicon;
use crate::text::fold;
use crate::text::hash::{Lookup, WordSet};
use serde::Deserialize;
use std::collections::HashMap;
use std::sync::OnceLock;

const DATA: &str = include_str!("../../assets/events/speech.toml");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SpeechData {
    say: Vec<String>,
    before: Vec<String>,
    he: Vec<String>,
    she: Vec<String>,
    they: Vec<String>,
    #[serde(default)]
    auxiliary: Vec<String>,
    roles: Vec<Vec<String>>,
}

/// What a pronoun can stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pronoun {
    /// One man.
    He,
    /// One woman.
    She,
    /// Several, or a thing.
    They,
}

/// The words around quotations in one language.
pub struct Speech {
    say: WordSet,
    /// Verbs of several words, and those of scripts without blanks, folded.
    phrases: Vec<String>,
    before: Vec<String>,
    pronouns: Lookup<Pronoun>,
    roles: Lookup<u32>,
    auxiliary: WordSet,
    /// The bit of the language among the function words.
    language: u64,
}

impl Speech {
    /// The words of a language, by its code; those of English for a language without data.
    pub fn of(language: &str) -> &'static Self {
        static ALL: OnceLock<HashMap<String, Speech>> = OnceLock::new();
        let all = ALL.get_or_init(read);
        all.get(language)
            .or_else(|| all.get("en"))
            .unwrap_or_else(|| unreachable_speech())
    }

    /// Returns whether a word is a form of a verb of saying.
    pub fn says(&self, word: &str) -> bool {
        self.say.contains(word)
    }

    /// The byte range of the first verb of several words, or of a script without blanks, in a text.
    pub fn phrase_in(&self, text: &str) -> Option<std::ops::Range<usize>> {
        let found = self.phrases.iter().filter_map(|phrase| {
            let at = find_phrase(text, phrase)?;
            Some(at..at + phrase.len())
        });
        found.min_by_key(|range| range.start)
    }

    /// The words directly before a speaker without a verb.
    pub fn before(&self) -> &[String] {
        &self.before
    }

    /// What a pronoun stands for.
    pub fn pronoun(&self, word: &str) -> Option<Pronoun> {
        self.pronouns.get(word).copied()
    }

    /// Returns whether a word is an auxiliary verb, which shows that the name before it is a subject.
    pub fn is_auxiliary(&self, word: &str) -> bool {
        self.auxiliary.contains(word)
    }

    /// Returns whether a word names an office.
    pub fn is_role(&self, word: &str) -> bool {
        self.roles.contains(word)
    }

    /// The office that a word names; words for the same office have the same number.
    pub fn role_group(&self, word: &str) -> Option<u32> {
        self.roles.get(word).copied()
    }

    /// Returns whether a word is a function word of the language.
    pub fn is_function_word(&self, word: &str) -> bool {
        let vocabulary = Vocabulary::builtin();
        let languages = words_of(word)
            .first()
            .map_or(0, |word| vocabulary.languages_of(*word));
        languages & self.language != 0
    }

    /// Returns whether a word is an honorific or title.
    pub fn is_title(&self, word: &str) -> bool {
        BylineLexicon::get().is_title(word.trim_end_matches('.'))
    }

    /// Returns whether a word in lower case can be part of a name.
    pub fn is_particle(&self, word: &str) -> bool {
        BylineLexicon::get().is_particle(word)
    }

    /// Returns whether a word names a month or a day of the week.
    pub fn is_calendar_word(&self, word: &str) -> bool {
        let calendar = Calendar::get();
        let key = fold::key(word);
        calendar.is_weekday(&key) || calendar.month(&key, None).is_some()
    }
}

/// The place of a phrase in a text, case aside.
fn find_phrase(text: &str, phrase: &str) -> Option<usize> {
    if let Some(at) = text.find(phrase) {
        return Some(at);
    }
    let folded = fold::Folded::new(text);
    let at = folded.text().find(&fold::fold(phrase))?;
    Some(folded.original(at)).filter(|&at| text.is_char_boundary(at))
}

fn read() -> HashMap<String, Speech> {
    let data: HashMap<String, SpeechData> = toml::from_str(DATA).unwrap_or_default();
    data.into_iter()
        .map(|(language, data)| {
            let speech = Speech::new(&language, data);
            (language, speech)
        })
        .collect()
}

impl Speech {
    fn new(language: &str, data: SpeechData) -> Self {
        let languages = &Vocabulary::builtin().languages;
        let bit = languages.iter().position(|code| code == language);
        let is_phrase =
            |verb: &String| verb.contains(' ') || verb.chars().any(crate::events::words::is_unspaced);
        let mut pronouns = Lookup::default();
        for (words, pronoun) in [
            (&data.he, Pronoun::He),
            (&data.she, Pronoun::She),
            (&data.they, Pronoun::They),
        ] {
            for word in words {
                pronouns.insert(word, pronoun);
            }
        }
        let mut roles = Lookup::default();
        for (group, words) in (0..).zip(&data.roles) {
            for word in words {
                roles.insert(word, group);
            }
        }
        Self {
            say: data.say.iter().filter(|verb| !is_phrase(verb)).collect(),
            phrases: data.say.iter().filter(|verb| is_phrase(verb)).cloned().collect(),
            before: data.before,
            pronouns,
            roles,
            auxiliary: data.auxiliary.iter().collect(),
            language: bit.map_or(0, |bit| 1 << bit),
        }
    }
}

/// The data is part of the program and a test reads it, so English is always there.
fn unreachable_speech() -> &'static Speech {
    static EMPTY: OnceLock<Speech> = OnceLock::new();
    EMPTY.get_or_init(|| {
        Speech::new(
            "",
            SpeechData {
                say: Vec::new(),
                before: Vec::new(),
                he: Vec::new(),
                she: Vec::new(),
                they: Vec::new(),
                auxiliary: Vec::new(),
                roles: Vec::new(),
            },
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_data_is_valid() {
        let data: HashMap<String, SpeechData> = toml::from_str(DATA).unwrap();
        assert!(data.len() >= 30);
        let english = Speech::of("en");
        assert!(english.says("Said") && !english.says("ferry"));
        assert_eq!(english.pronoun("She"), Some(Pronoun::She));
        assert_eq!(english.role_group("spokeswoman"), english.role_group("spokesman"));
        assert!(english.is_function_word("The") && !english.is_function_word("Ferry"));
        assert!(english.is_calendar_word("Monday") && english.is_calendar_word("May"));
    }

    #[test]
    fn verbs_of_several_words_are_found() {
        let text = "Bà Lan cho biết: “Phà dừng.”";
        let range = Speech::of("vi").phrase_in(text).unwrap();
        assert_eq!(&text[range], "cho biết");
    }
}
