//! The words around the names of authors and outlets, from `assets/bylines/` and `assets/outlets/phrases.toml`. Which
//! names they introduce is decided in [`people`](crate::extract::meta::people) and
//! [`publisher`](crate::extract::meta::publisher).

use crate::text::edges::Edges;
use crate::text::fold::key;
use crate::text::hash;
use crate::text::hash::{Lookup, WordSet};
use aho_corasick::{AhoCorasick, AhoCorasickKind};
use serde::Deserialize;
use std::collections::HashMap;
use std::sync::OnceLock;

/// The words, ready for look-ups. The files describe each list.
pub(crate) struct BylineLexicon {
    by: WordSet,
    by_far: WordSet,
    /// The first words of `by` and `by_far`, to leave other lines alone quickly.
    by_first: WordSet,
    and: WordSet,
    roles: WordSet,
    offices: WordSet,
    /// The phrases for a task other than writing, with the task.
    help: Lookup<&'static str>,
    help_first: WordSet,
    particles: WordSet,
    titles: WordSet,
    degrees: WordSet,
    given: WordSet,
    surnames: WordSet,
    /// Calls of an outlet to its readers: the folded text before the name, and after it.
    pub(crate) calls: Vec<(String, String)>,
    /// Folded words of a note about an author, before the name of the outlet.
    pub(crate) bios: Vec<String>,
    rights: Vec<String>,
    rights_search: Option<AhoCorasick>,
    pub(crate) firm: WordSet,
    credits: WordSet,
    credits_first: WordSet,
    /// How the first words of `by`, `by_far` and `credits` begin.
    openings: Edges,
    /// How the words before an author's name begin.
    by_edges: Edges,
    unnamed: WordSet,
    picture_search: Option<AhoCorasick>,
    /// Words around authors' names that are compared as they are.
    pub(crate) names: NameForms,
    /// Words of notices and credits that are compared as they are.
    pub(crate) notices: NoticeForms,
}

/// What a person in a byline may have done other than write: the keys of the data.
pub(crate) const HELP: [&str; 5] = [
    "reporting",
    "editing",
    "translation",
    "photographs",
    "illustration",
];

#[derive(Default, Deserialize)]
struct BylineFile {
    by: Vec<String>,
    by_far: Vec<String>,
    and: Vec<String>,
    roles: Vec<String>,
    offices: Vec<String>,
    help: HashMap<String, Vec<String>>,
    particles: Vec<String>,
    titles: Vec<String>,
    degrees: Vec<String>,
    picture_marks: Vec<String>,
    #[serde(flatten)]
    names: NameForms,
}

/// Words around authors' names that are compared as they are; the file describes each.
#[derive(Clone, Default, Deserialize)]
pub(crate) struct NameForms {
    pub(crate) inner_by: Vec<String>,
    pub(crate) glued_by: Vec<String>,
    pub(crate) repeated_by: String,
    pub(crate) cjk_before: Vec<String>,
    pub(crate) cjk_after: String,
    pub(crate) before_station: Vec<String>,
    pub(crate) never_and: Vec<String>,
    pub(crate) inside_names: Vec<String>,
    pub(crate) before_agency: Vec<String>,
    pub(crate) before_place: Vec<String>,
    pub(crate) picture_label_letters: String,
}

#[derive(Default, Deserialize)]
struct PhraseFile {
    calls: Vec<String>,
    bios: Vec<String>,
    rights: Vec<String>,
    firm: Vec<String>,
    credits: Vec<String>,
    unnamed: Vec<String>,
    #[serde(flatten)]
    notices: NoticeForms,
}

/// Words of notices and credits that are compared as they are; the file describes each.
#[derive(Clone, Default, Deserialize)]
pub(crate) struct NoticeForms {
    pub(crate) via: String,
    pub(crate) credit_and: String,
    pub(crate) own_correspondent: String,
    pub(crate) holder_marks: Vec<String>,
    pub(crate) holder_by: String,
    pub(crate) holder_ends: Vec<String>,
    pub(crate) common: Vec<String>,
    pub(crate) signature_ends: Vec<String>,
    pub(crate) signature_sign: String,
    pub(crate) own_openings: Vec<String>,
    pub(crate) own_endings: Vec<String>,
    pub(crate) news_words: Vec<String>,
    pub(crate) articles: Vec<String>,
    pub(crate) foreign_hosts: Vec<String>,
    pub(crate) mail_offices: Vec<String>,
}

const BYLINE_FILE: &str = include_str!("../../../assets/bylines/words.toml");
const PHRASE_FILE: &str = include_str!("../../../assets/outlets/phrases.toml");

impl BylineLexicon {
    /// The built-in words.
    pub(crate) fn get() -> &'static Self {
        static BUILT: OnceLock<BylineLexicon> = OnceLock::new();
        // The files are part of the program, and a test parses them; without them no word is known.
        BUILT.get_or_init(|| {
            Self::new(
                toml::from_str(BYLINE_FILE).unwrap_or_default(),
                toml::from_str(PHRASE_FILE).unwrap_or_default(),
            )
        })
    }

    fn new(bylines: BylineFile, phrases: PhraseFile) -> Self {
        let set = |list: &[String]| list.iter().collect::<WordSet>();
        let rights: Vec<String> = phrases
            .rights
            .iter()
            .map(|phrase| phrase.to_lowercase())
            .collect();
        let (by, by_far, credits) = (&bylines.by, &bylines.by_far, &phrases.credits);
        let edges = |lists: &[&[String]]| {
            let mut edges = Edges::default();
            for word in lists.iter().flat_map(|list| first_words(list)) {
                edges.add_word(&word);
            }
            edges
        };
        let mut by_edges = edges(&[by, by_far]);
        for by in &bylines.names.inner_by {
            by_edges.add_start(by);
        }
        Self {
            openings: edges(&[by, by_far, credits]),
            by_edges,
            by_first: first_words(by).chain(first_words(by_far)).collect(),
            by: set(by),
            by_far: set(by_far),
            and: set(&bylines.and),
            roles: set(&bylines.roles),
            offices: set(&bylines.offices),
            help_first: bylines.help.values().flat_map(|list| first_words(list)).collect(),
            help: tasks(&bylines.help),
            particles: set(&bylines.particles),
            titles: set(&bylines.titles),
            degrees: set(&bylines.degrees),
            given: words_of(include_str!("../../../assets/bylines/given_names.txt")),
            surnames: words_of(include_str!("../../../assets/bylines/cjk_surnames.txt")),
            calls: phrases.calls.iter().filter_map(|call| call_parts(call)).collect(),
            bios: phrases.bios.iter().map(|phrase| key(phrase)).collect(),
            rights_search: search(&rights),
            rights,
            firm: set(&phrases.firm),
            credits_first: first_words(credits).collect(),
            credits: set(credits),
            unnamed: set(&phrases.unnamed),
            picture_search: AhoCorasick::new(&bylines.picture_marks).ok(),
            names: bylines.names,
            notices: phrases.notices,
        }
    }

    /// Returns whether a line may introduce an author or a source: cheap, to be called first.
    pub(crate) fn may_introduce(&self, text: &str) -> bool {
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

    /// Returns whether a text may have a word that comes before an author's name: cheap, to be called first.
    pub(crate) fn may_hold_by(&self, text: &str) -> bool {
        // The blank after the word may be one that does not break.
        self.by_edges.may_open_word(text) || text.contains('\u{a0}')
    }

    /// The names after a leading `By`, `Author:` and the like, and whether these words count far from the headline.
    pub(crate) fn after_by<'a>(&self, text: &'a str) -> Option<(&'a str, bool)> {
        let text = text.trim_start_matches(|c: char| !c.is_alphanumeric());
        if !self.by_first.may_open(text) || !self.by_first.contains(leading_word(text)) {
            return None;
        }
        let ends = phrase_ends(text);
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

    /// The task of a leading phrase like `Translated by`, and the text after the phrase.
    pub(crate) fn after_help<'a>(&self, text: &'a str) -> Option<(&'static str, &'a str)> {
        if !self.help_first.may_open(text) || !self.help_first.contains(leading_word(text)) {
            return None;
        }
        let ends = phrase_ends(text);
        ends.iter().rev().find_map(|&(end, colon)| {
            let phrase = &text[..end];
            // A single word is a label only before a colon or as an abbreviation; headlines use it too.
            let labels = colon || phrase.ends_with('.') || phrase.contains(char::is_whitespace);
            let task = labels.then(|| self.help.get(phrase)).flatten()?;
            let rest = text[end..]
                .trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '：' | '/' | '／'));
            Some((*task, rest))
        })
    }

    /// Returns whether a piece has the noun of an office: `harbour correspondent`.
    pub(crate) fn names_office(&self, piece: &str) -> bool {
        piece
            .split(|c: char| c.is_whitespace() || matches!(c, ',' | '/' | '&'))
            .any(|word| self.offices.contains(word))
    }

    pub(crate) fn is_and(&self, word: &str) -> bool {
        self.and.contains(word)
    }

    pub(crate) fn is_role(&self, word: &str) -> bool {
        self.roles.contains(word)
    }

    pub(crate) fn is_particle(&self, word: &str) -> bool {
        !word.starts_with(char::is_uppercase) && self.particles.contains(word)
    }

    /// Returns whether a part after a name is an academic degree or an order: `PhD`, `Jr.`
    pub(crate) fn is_degree(&self, part: &str) -> bool {
        self.degrees.contains(part)
    }

    pub(crate) fn is_title(&self, word: &str) -> bool {
        self.titles.contains(word)
    }

    pub(crate) fn is_given_name(&self, word: &str) -> bool {
        self.given.contains(word)
            || word
                .split_once('-')
                .is_some_and(|(first, _)| self.given.contains(first))
    }

    pub(crate) fn is_surname(&self, word: &str) -> bool {
        self.surnames.contains(word)
    }

    /// The source after a leading `Source:` or `Credit:`.
    pub(crate) fn after_credit<'a>(&self, text: &'a str) -> Option<&'a str> {
        if !self.credits_first.may_open(text) || !self.credits_first.contains(leading_word(text)) {
            return None;
        }
        let ends = phrase_ends(text);
        let found = ends
            .iter()
            .rev()
            .find(|(end, _)| self.credits.contains(&text[..*end]))?;
        let rest = &text[found.0..];
        let named = rest.trim_start().starts_with([':', '：', '/', '-', '–']);
        let is_via = key(&text[..found.0]) == self.notices.via;
        (named || is_via || rest.trim().is_empty()).then(|| {
            rest.trim_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '：' | '/' | '-' | '–'))
        })
    }

    /// Returns whether a line is about rights, in lower case, upper case or both.
    pub(crate) fn has_rights(&self, text: &str) -> bool {
        self.rights_search
            .as_ref()
            .is_some_and(|search| search.is_match(text))
    }

    /// Returns whether a line is about rights in more words than a sign or one word.
    pub(crate) fn reserves_rights(&self, text: &str) -> bool {
        let lower = text.to_lowercase();
        self.rights
            .iter()
            .filter(|phrase| phrase.len() > LONGEST_RIGHTS_WORD)
            .any(|phrase| lower.contains(phrase.as_str()))
    }

    /// Returns whether a line is about a picture or its rights.
    pub(crate) fn is_of_picture(&self, text: &str) -> bool {
        // One search for all marks: one for each would cost more than all other checks of a line.
        self.picture_search
            .as_ref()
            .is_some_and(|search| search.is_match(text))
    }

    pub(crate) fn is_unnamed_agency(&self, text: &str) -> bool {
        self.unnamed.contains(text)
    }
}

/// The longest phrase about rights that is a sign or one word, `copyright`, in bytes.
const LONGEST_RIGHTS_WORD: usize = 9;

/// The tasks of helpers, by phrase.
fn tasks(phrases: &HashMap<String, Vec<String>>) -> Lookup<&'static str> {
    let mut tasks = Lookup::default();
    for task in HELP {
        for phrase in phrases.get(task).into_iter().flatten() {
            tasks.insert(phrase, task);
        }
    }
    tasks
}

/// The folded text before and after the `{}` of a call.
fn call_parts(call: &str) -> Option<(String, String)> {
    let (before, after) = call.split_once("{}")?;
    Some((key(before), key(after)))
}

/// A search for phrases in lower case, in upper case, and with an initial capital.
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

/// The words of a file that has them between blanks, without its comments.
fn words_of(file: &str) -> WordSet {
    let lines = file.lines().filter(|line| !line.starts_with('#'));
    lines.flat_map(str::split_whitespace).collect()
}

/// The folded first words of phrases.
fn first_words(phrases: &[String]) -> impl Iterator<Item = String> {
    phrases.iter().filter_map(|phrase| {
        let phrase = key(phrase);
        let first = phrase.split([' ', '/']).next()?;
        (!first.is_empty()).then(|| first.to_owned())
    })
}

/// The first word of a text as written, up to a blank, a colon or a slash.
fn leading_word(text: &str) -> &str {
    let ends = |c: char| c.is_whitespace() || matches!(c, ':' | '：' | '/' | '／' | '=');
    let mut chars = text.char_indices();
    let end = chars.by_ref().take(PHRASE_CHARS).find(|&(_, c)| ends(c));
    let end = end.or_else(|| chars.next());
    end.map_or(text, |(at, _)| &text[..at])
}

/// The most characters of a phrase.
const PHRASE_CHARS: usize = 40;
/// The most places at which a leading phrase may end, one after each word.
const PHRASE_ENDS: usize = 5;

/// The beginning of a text that can hold a phrase.
fn head(text: &str) -> &str {
    let mut chars = text.char_indices();
    let end = chars.nth(PHRASE_CHARS).map_or(text.len(), |(at, _)| at);
    &text[..end]
}

/// Where a leading phrase may end, and whether a colon is there: before a blank, a colon or a slash.
fn phrase_ends(text: &str) -> Vec<(usize, bool)> {
    let mut ends = Vec::new();
    let text = head(text);
    for (at, c) in text.char_indices() {
        let is_colon = matches!(c, ':' | '：' | '/' | '／');
        if (is_colon || c.is_whitespace()) && at > 0 {
            ends.push((at, is_colon));
            if is_colon || ends.len() == PHRASE_ENDS {
                break;
            }
        }
    }
    if ends.is_empty() || text.len() < PHRASE_CHARS {
        ends.push((text.len(), false));
    }
    ends
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_data_is_well_formed() {
        let bylines: BylineFile = toml::from_str(BYLINE_FILE).unwrap();
        let phrases: PhraseFile = toml::from_str(PHRASE_FILE).unwrap();
        assert!(HELP.iter().all(|task| bylines.help.contains_key(*task)) && bylines.help.len() == HELP.len());
        assert!(phrases.calls.iter().all(|call| call.contains("{}")));
        assert!(BylineLexicon::new(bylines, phrases).given.len() > 2000);
    }

    #[test]
    fn names_are_found_after_by_words() {
        let after = |text| BylineLexicon::get().after_by(text).map(|(rest, _)| rest);
        assert_eq!(after("By Jana Vella"), Some("Jana Vella"));
        assert_eq!(after("Written by: Jana Vella"), Some("Jana Vella"));
        assert_eq!(after("Ein Kommentar von Jana Vella"), Some("Jana Vella"));
        assert_eq!(after("Par\u{a0}Jana Vella"), Some("Jana Vella"));
        assert_eq!(after("Автор: Яна Велла"), Some("Яна Велла"));
        assert_eq!(after("文/王小明"), Some("王小明"));
        assert_eq!(after("Bystanders saw it"), None);
    }

    #[test]
    fn sources_are_found_after_credit_words() {
        let lexicon = BylineLexicon::get();
        assert_eq!(
            lexicon.after_credit("SOURCE:Harbour Radio"),
            Some("Harbour Radio")
        );
        assert_eq!(lexicon.after_credit("Source close to the port"), None);
    }
}
