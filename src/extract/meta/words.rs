//! The words around names of authors and outlets, from `assets/bylines/` and `assets/outlets/phrases.toml`.

use crate::text::edges::Edges;
use crate::text::fold::key;
use crate::text::hash::{self, Lookup, WordSet};
use aho_corasick::{AhoCorasick, AhoCorasickKind};
use serde::Deserialize;
use std::collections::HashMap;
use std::sync::OnceLock;

/// The data, ready to be looked up in.
pub(super) struct Words {
    by: WordSet,
    by_far: WordSet,
    /// The first words of `by`, to leave other lines alone quickly.
    by_first: WordSet,
    and: WordSet,
    roles: WordSet,
    offices: WordSet,
    /// Phrases that name another task than to write, with the task.
    help: Lookup<&'static str>,
    help_first: WordSet,
    particles: WordSet,
    titles: WordSet,
    given: WordSet,
    surnames: WordSet,
    /// Calls of an outlet to its readers: the folded text before the name, and behind it.
    pub(super) calls: Vec<(String, String)>,
    /// Words of a note on an author, before the name of the outlet.
    pub(super) bios: Vec<String>,
    rights: Vec<String>,
    rights_search: Option<AhoCorasick>,
    pub(super) firm: WordSet,
    credits: WordSet,
    credits_first: WordSet,
    /// How the first words of `by` and `credits` begin.
    openings: Edges,
    /// How the words begin that stand before an author's name.
    by_edges: Edges,
    unnamed: WordSet,
}

/// What somebody whom a byline names may have done instead of writing; the keys of the data.
pub(super) const HELP: [&str; 5] = [
    "reporting",
    "editing",
    "translation",
    "photographs",
    "illustration",
];

/// Words before an author's name that may stand behind another word.
pub(super) const INNER_BY: [&str; 4] = ["by", "von", "par", "door"];

#[derive(Deserialize)]
struct Bylines {
    by: Vec<String>,
    by_far: Vec<String>,
    and: Vec<String>,
    roles: Vec<String>,
    offices: Vec<String>,
    help: HashMap<String, Vec<String>>,
    particles: Vec<String>,
    titles: Vec<String>,
}

#[derive(Deserialize)]
struct Phrases {
    calls: Vec<String>,
    bios: Vec<String>,
    rights: Vec<String>,
    firm: Vec<String>,
    credits: Vec<String>,
    unnamed: Vec<String>,
}

impl Words {
    /// The built-in data.
    pub(super) fn get() -> &'static Self {
        static BUILT: OnceLock<Words> = OnceLock::new();
        BUILT.get_or_init(|| {
            // The files are part of the program, and a test parses them; without them no word is known.
            let bylines: Result<Bylines, _> =
                toml::from_str(include_str!("../../../assets/bylines/words.toml"));
            let phrases: Result<Phrases, _> =
                toml::from_str(include_str!("../../../assets/outlets/phrases.toml"));
            Self::new(bylines.ok().as_ref(), phrases.ok().as_ref())
        })
    }

    fn new(bylines: Option<&Bylines>, phrases: Option<&Phrases>) -> Self {
        let set = |list: Option<&Vec<String>>| list.into_iter().flatten().collect::<WordSet>();
        let list = |list: Option<&Vec<String>>| {
            list.into_iter()
                .flatten()
                .map(|word| key(word))
                .collect::<Vec<_>>()
        };
        let rights: Vec<String> = phrases.map_or(Vec::new(), |words| {
            words.rights.iter().map(|phrase| phrase.to_lowercase()).collect()
        });
        let firsts = |list: Option<&Vec<String>>| {
            let phrases = list.into_iter().flatten();
            phrases
                .filter_map(|phrase| first_word(phrase))
                .collect::<Vec<_>>()
        };
        let by = bylines.map(|words| &words.by);
        let by_far = bylines.map(|words| &words.by_far);
        let credits = phrases.map(|words| &words.credits);
        let calls = phrases.map_or(&[][..], |phrases| &phrases.calls);
        let call = |call: &String| {
            let (before, behind) = call.split_once("{}")?;
            Some((key(before), key(behind)))
        };
        let edges = |lists: &[Option<&Vec<String>>]| {
            let mut edges = Edges::default();
            for word in lists.iter().flat_map(|list| firsts(*list)) {
                edges.add_word(&word);
            }
            edges
        };
        let mut by_edges = edges(&[by, by_far]);
        for by in INNER_BY {
            by_edges.add_start(by);
        }
        Self {
            openings: edges(&[by, by_far, credits]),
            by_edges,
            by_first: firsts(by).iter().chain(&firsts(by_far)).collect(),
            by: set(by),
            by_far: set(by_far),
            and: set(bylines.map(|words| &words.and)),
            roles: set(bylines.map(|words| &words.roles)),
            offices: set(bylines.map(|words| &words.offices)),
            help_first: bylines
                .into_iter()
                .flat_map(|words| words.help.values())
                .flat_map(|list| firsts(Some(list)))
                .collect(),
            help: bylines.map_or_else(Lookup::default, help),
            particles: set(bylines.map(|words| &words.particles)),
            titles: set(bylines.map(|words| &words.titles)),
            given: names(include_str!("../../../assets/bylines/given_names.txt")),
            surnames: names(include_str!("../../../assets/bylines/cjk_surnames.txt")),
            calls: calls.iter().filter_map(call).collect(),
            bios: list(phrases.map(|words| &words.bios)),
            rights_search: search(&rights),
            rights,
            firm: set(phrases.map(|words| &words.firm)),
            credits_first: firsts(credits).iter().collect(),
            credits: set(credits),
            unnamed: set(phrases.map(|words| &words.unnamed)),
        }
    }

    /// Whether a line begins like one that names an author or a source: cheap, to be asked first.
    pub(super) fn may_introduce(&self, text: &str) -> bool {
        let bare = text.trim_start_matches(|c: char| !c.is_alphanumeric());
        if !self.openings.may_open(bare) && !self.openings.may_open(text) {
            return false;
        }
        let begins = |text: &str, words: &[&WordSet]| {
            let word = hash::of_key(leading_word(text));
            words.iter().any(|set| set.has(word))
        };
        if bare.len() == text.len() {
            return begins(text, &[&self.by_first, &self.credits_first]);
        }
        begins(bare, &[&self.by_first]) || begins(text, &[&self.credits_first])
    }

    /// Whether a word that stands before an author's name may stand in a text: cheap, to be asked first.
    pub(super) fn may_hold_by(&self, text: &str) -> bool {
        self.by_edges.may_open_word(text)
    }

    /// The names behind a leading `By`, `Author:` and the like; whether the words may stand away from the headline.
    pub(super) fn after_by<'a>(&self, text: &'a str) -> Option<(&'a str, bool)> {
        let text = text.trim_start_matches(|c: char| !c.is_alphanumeric());
        if !self.by_first.may_open(text) || !self.by_first.contains(leading_word(text)) {
            return None;
        }
        let ends = boundaries(text);
        for &(end, colon) in ends.iter().rev() {
            let phrase = &text[..end];
            let far = self.by_far.contains(phrase);
            if far || self.by.contains(phrase) {
                let rest = text[end..].trim_start_matches(|c: char| {
                    c.is_whitespace() || matches!(c, ':' | '/' | '：' | '／' | '-' | '=')
                });
                return Some((rest, far || colon));
            }
        }
        None
    }

    /// The task that a leading phrase like `Translated by` names, and what follows the phrase.
    pub(super) fn after_help<'a>(&self, text: &'a str) -> Option<(&'static str, &'a str)> {
        if !self.help_first.may_open(text) || !self.help_first.contains(leading_word(text)) {
            return None;
        }
        let ends = boundaries(text);
        ends.iter().rev().find_map(|&(end, colon)| {
            let phrase = &text[..end];
            // A single word is a label only before a colon; it is a word of headlines too.
            let labels = colon || phrase.contains(char::is_whitespace);
            let task = labels.then(|| self.help.get(phrase)).flatten()?;
            let rest = text[end..]
                .trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '：' | '/' | '／'));
            Some((*task, rest))
        })
    }

    /// Whether a piece has the noun of an office: `harbour correspondent`.
    pub(super) fn names_office(&self, piece: &str) -> bool {
        piece
            .split(|c: char| c.is_whitespace() || matches!(c, ',' | '/' | '&'))
            .any(|word| self.offices.contains(word))
    }

    pub(super) fn is_and(&self, word: &str) -> bool {
        self.and.contains(word)
    }

    pub(super) fn is_role(&self, word: &str) -> bool {
        self.roles.contains(word)
    }

    pub(super) fn is_particle(&self, word: &str) -> bool {
        !word.starts_with(char::is_uppercase) && self.particles.contains(word)
    }

    pub(super) fn is_title(&self, word: &str) -> bool {
        self.titles.contains(word)
    }

    pub(super) fn is_given_name(&self, word: &str) -> bool {
        self.given.contains(word)
            || word
                .split_once('-')
                .is_some_and(|(first, _)| self.given.contains(first))
    }

    pub(super) fn is_surname(&self, word: &str) -> bool {
        self.surnames.contains(word)
    }

    /// The source behind a leading `Source:`, `Credit:`.
    pub(super) fn after_credit<'a>(&self, text: &'a str) -> Option<&'a str> {
        if !self.credits_first.may_open(text) || !self.credits_first.contains(leading_word(text)) {
            return None;
        }
        let ends = boundaries(text);
        let found = ends
            .iter()
            .rev()
            .find(|(end, _)| self.credits.contains(&text[..*end]))?;
        let rest = &text[found.0..];
        let named = rest.trim_start().starts_with([':', '：', '/', '-', '–']);
        let is_via = key(&text[..found.0]) == "via";
        (named || is_via || rest.trim().is_empty()).then(|| {
            rest.trim_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '：' | '/' | '-' | '–'))
        })
    }

    /// Whether a line speaks of rights, in small letters, capitals or both.
    pub(super) fn has_rights(&self, text: &str) -> bool {
        self.rights_search
            .as_ref()
            .is_some_and(|search| search.is_match(text))
    }

    /// Whether a line says more of rights than a sign or one word.
    pub(super) fn reserves_rights(&self, text: &str) -> bool {
        let lower = text.to_lowercase();
        self.rights
            .iter()
            .filter(|phrase| phrase.len() > 9)
            .any(|phrase| lower.contains(phrase.as_str()))
    }

    pub(super) fn is_unnamed_agency(&self, text: &str) -> bool {
        self.unnamed.contains(text)
    }
}

/// The tasks of helpers, by phrase.
fn help(bylines: &Bylines) -> Lookup<&'static str> {
    let mut help = Lookup::default();
    for task in HELP {
        for phrase in bylines.help.get(task).into_iter().flatten() {
            help.insert(phrase, task);
        }
    }
    help
}

/// A search for phrases as they are, in capitals, and with the first letter one.
fn search(phrases: &[String]) -> Option<AhoCorasick> {
    let capitalized = |phrase: &String| {
        let mut chars = phrase.chars();
        chars
            .next()
            .map(|first| first.to_uppercase().chain(chars).collect::<String>())
    };
    let forms = phrases.iter().flat_map(|phrase| {
        [
            Some(phrase.clone()),
            Some(phrase.to_uppercase()),
            capitalized(phrase),
        ]
    });
    AhoCorasick::builder()
        .ascii_case_insensitive(true)
        .kind(Some(AhoCorasickKind::DFA))
        .build(forms.flatten())
        .ok()
}

fn names(text: &str) -> WordSet {
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    lines.flat_map(str::split_whitespace).collect()
}

fn first_word(phrase: &str) -> Option<String> {
    let phrase = key(phrase);
    let first = phrase.split([' ', '/']).next()?;
    (!first.is_empty()).then(|| first.to_owned())
}

/// The first word of a text as written, up to a blank, a colon or a slash.
fn leading_word(text: &str) -> &str {
    let ends = |c: char| c.is_whitespace() || matches!(c, ':' | '：' | '/' | '／' | '=');
    let mut chars = text.char_indices();
    let end = chars.by_ref().take(HEAD).find(|&(_, c)| ends(c));
    let end = end.or_else(|| chars.next());
    end.map_or(text, |(at, _)| &text[..at])
}

/// Characters that a phrase has at most.
const HEAD: usize = 40;

/// The beginning of a text that can hold a phrase.
fn head(text: &str) -> &str {
    let end = text.char_indices().nth(HEAD).map_or(text.len(), |(at, _)| at);
    &text[..end]
}

/// Where a leading phrase of up to four words may end: before a blank or a colon, and whether before a colon.
fn boundaries(text: &str) -> Vec<(usize, bool)> {
    let mut ends = Vec::new();
    let text = head(text);
    for (at, c) in text.char_indices() {
        let is_colon = matches!(c, ':' | '：' | '/' | '／');
        if (is_colon || c.is_whitespace()) && at > 0 {
            ends.push((at, is_colon));
            if is_colon || ends.len() == 5 {
                break;
            }
        }
    }
    if ends.is_empty() || text.len() < 40 {
        ends.push((text.len(), false));
    }
    ends
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_data_is_well_formed() {
        let bylines: Bylines = toml::from_str(include_str!("../../../assets/bylines/words.toml")).unwrap();
        let phrases: Phrases = toml::from_str(include_str!("../../../assets/outlets/phrases.toml")).unwrap();
        assert!(HELP.iter().all(|task| bylines.help.contains_key(*task)) && bylines.help.len() == HELP.len());
        assert!(phrases.calls.iter().all(|call| call.contains("{}")));
        assert!(Words::new(Some(&bylines), Some(&phrases)).given.len() > 2000);
    }

    #[test]
    fn names_stand_behind_by_words() {
        let words = Words::get();
        let after = |text| words.after_by(text).map(|(rest, _)| rest);
        assert_eq!(after("By Jana Vella"), Some("Jana Vella"));
        assert_eq!(after("Written by: Jana Vella"), Some("Jana Vella"));
        assert_eq!(after("Ein Kommentar von Jana Vella"), Some("Jana Vella"));
        assert_eq!(after("Par\u{a0}Jana Vella"), Some("Jana Vella"));
        assert_eq!(after("Автор: Яна Велла"), Some("Яна Велла"));
        assert_eq!(after("文/王小明"), Some("王小明"));
        assert_eq!(after("Bystanders saw it"), None);
        assert_eq!(words.after_credit("SOURCE:Harbour Radio"), Some("Harbour Radio"));
        assert_eq!(words.after_credit("Source close to the port"), None);
    }
}
