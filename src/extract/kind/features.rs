//! What tells the kinds of texts apart, in numbers: the lengths and ends of the paragraphs, items, questions, speakers.

use crate::article::Article;
use crate::article::line::LineClass;
use crate::text::sentence::{CLOSING, ends_sentence, is_dense};
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::LazyLock;

/// The number of features.
pub const FEATURES: usize = 26;

/// A paragraph with at most this many words and no sentence mark at its end is a heading or an item.
const SHORT: usize = 14;
/// A longer paragraph, in words, is not a question of an interview.
const QUESTION: usize = 60;
/// A longer label of a speaker, in characters, is not one.
const SPEAKER_CHARS: usize = 30;
/// A speaker has at least this many turns.
const TURNS: u32 = 3;

const LIST_WORDS: &str = include_str!("../../../assets/kinds/list_words.toml");

#[derive(Deserialize, Default)]
struct ListWords(BTreeMap<String, String>);

// The file is part of the program, and a test parses it; without it no headline has such a word.
static LISTING: LazyLock<HashSet<String>> = LazyLock::new(|| {
    let words: ListWords = toml::from_str(LIST_WORDS).unwrap_or_default();
    let each = words.0.values().flat_map(|words| words.split_whitespace());
    each.map(str::to_owned).collect()
});

/// The features of an article, for training.
#[cfg(feature = "training")]
pub fn features(article: &Article) -> [f32; FEATURES] {
    BodyText::of(article).features(article)
}

/// What begins an item of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ItemMark {
    Bullet,
    Number,
    /// Both, in this order.
    BulletAndNumber,
}

/// A paragraph by its form.
pub(crate) struct ParagraphForm {
    words: usize,
    is_short: bool,
    /// Whether a bullet or a number begins it.
    mark: Option<ItemMark>,
    is_question: bool,
    digits: usize,
    chars: usize,
}

/// The paragraphs of a body.
pub(crate) struct BodyText {
    pub paragraphs: Vec<ParagraphForm>,
    /// All words.
    pub words: usize,
    /// Paragraphs that begin with a clock time.
    pub entries: usize,
    /// Paragraphs that begin with the label of a speaker.
    turns: u32,
}

/// The number of words; a letter of a script without blanks is half a word.
pub(crate) fn words(text: &str) -> usize {
    let dense = text.chars().filter(|&c| is_dense(c)).count();
    (text.split_whitespace().count()).max(dense / 2)
}

impl BodyText {
    pub fn of(article: &Article) -> Self {
        let mut paragraphs = Vec::new();
        let mut entries = 0;
        let mut speakers: HashMap<String, u32> = HashMap::new();
        for text in article.texts(LineClass::is_body) {
            paragraphs.push(ParagraphForm::of(&text));
            entries += usize::from(begins_with_time(&text));
            if let Some(speaker) = speaker(&text) {
                *speakers.entry(speaker.to_owned()).or_default() += 1;
            }
        }
        Self {
            words: paragraphs.iter().map(|paragraph| paragraph.words).sum(),
            entries,
            turns: speakers.into_values().filter(|&turns| turns >= TURNS).sum(),
            paragraphs,
        }
    }

    pub fn features(&self, article: &Article) -> [f32; FEATURES] {
        let count = |wanted: fn(&ParagraphForm) -> bool| {
            self.paragraphs
                .iter()
                .filter(|paragraph| wanted(paragraph))
                .count() as f32
        };
        let sum = |of: fn(&ParagraphForm) -> usize| self.paragraphs.iter().map(of).sum::<usize>() as f32;
        let all = (self.paragraphs.len() as f32).max(1.0);
        let words = (self.words as f32).max(1.0);
        let short = count(|paragraph| paragraph.is_short);
        let short_words = sum(|paragraph| if paragraph.is_short { paragraph.words } else { 0 });
        let item_words = sum(|paragraph| {
            if paragraph.has_bullet() {
                paragraph.words
            } else {
                0
            }
        });
        let pairs = || self.paragraphs.windows(2);
        let headings = pairs()
            .filter(|pair| pair[0].is_short && !pair[1].is_short)
            .count() as f32;
        let answers = pairs()
            .filter(|pair| pair[0].is_question && !pair[1].is_question)
            .count() as f32;
        let sections = self.sections();
        let mean = sections.iter().sum::<f32>() / (sections.len() as f32).max(1.0);
        let variance = sections.iter().map(|words| (words - mean).powi(2)).sum::<f32>();
        let spread = (variance / (sections.len() as f32).max(1.0)).sqrt() / mean.max(1.0);
        let title = article.meta.title.as_deref().unwrap_or_default();
        let (number, begins) = number_in(title);
        let listing = names_list(title);
        [
            listing,
            listing * number,
            listing * sections.len().min(10) as f32 / 10.0,
            listing * short / all,
            spread,
            f32::from(u8::from(sections.len() >= 4)) * (150.0 / mean.max(1.0)).min(1.0),
            short_words / short.max(1.0) / SHORT as f32,
            short / all,
            count(ParagraphForm::has_bullet) / all,
            item_words / words,
            count(ParagraphForm::is_numbered).min(10.0) / 10.0,
            number,
            begins,
            (words / all).ln() / 4.0,
            self.longest_run().min(20) as f32 / 20.0,
            headings.min(20.0) / 20.0,
            (words / (headings + 1.0)).ln_1p() / 6.0,
            count(|paragraph| paragraph.is_question) / all,
            answers.min(8.0) / 8.0,
            (self.turns as f32).min(12.0) / 12.0,
            words.ln() / 8.0,
            sum(|paragraph| paragraph.digits) * 10.0 / sum(|paragraph| paragraph.chars).max(1.0),
            f32::from(u8::from(self.words < 130)),
            f32::from(u8::from(self.paragraphs.len() <= 4)),
            self.turns as f32 / all,
            answers / all,
        ]
    }

    /// The words between headings; before the first heading only if there is no other.
    fn sections(&self) -> Vec<f32> {
        let parts = self
            .paragraphs
            .split(|paragraph| paragraph.is_short || paragraph.is_numbered());
        let words = parts.map(|part| part.iter().map(|paragraph| paragraph.words).sum::<usize>() as f32);
        let mut sections: Vec<f32> = words.filter(|&words| words > 0.0).collect();
        if sections.len() > 1 {
            sections.remove(0);
        }
        sections
    }

    /// The longest run of short paragraphs.
    fn longest_run(&self) -> usize {
        let runs = self.paragraphs.split(|paragraph| !paragraph.is_short);
        runs.map(<[_]>::len).max().unwrap_or(0)
    }
}

impl ItemMark {
    fn of(has_bullet: bool, is_numbered: bool) -> Option<Self> {
        match (has_bullet, is_numbered) {
            (true, true) => Some(Self::BulletAndNumber),
            (true, false) => Some(Self::Bullet),
            (false, true) => Some(Self::Number),
            (false, false) => None,
        }
    }
}

impl ParagraphForm {
    fn has_bullet(&self) -> bool {
        matches!(self.mark, Some(ItemMark::Bullet | ItemMark::BulletAndNumber))
    }

    fn is_numbered(&self) -> bool {
        matches!(self.mark, Some(ItemMark::Number | ItemMark::BulletAndNumber))
    }

    fn of(text: &str) -> Self {
        let words = words(text);
        let bare = text.trim_end_matches(CLOSING);
        let closed = bare.ends_with(|c| c == '…' || ends_sentence(c));
        let rest = text.trim_start_matches(['•', '*', '▪', '◦', '●', '·', '–', '—', '-']);
        let number = rest.trim_start().trim_start_matches('#');
        let after = number.trim_start_matches(|c: char| c.is_ascii_digit());
        let digits = number.len() - after.len();
        let parted = after.trim_start_matches(['.', ')', ':']);
        let has_bullet = rest.len() < text.len() && rest.starts_with(char::is_whitespace);
        let is_numbered = (1..=3).contains(&digits) && parted.starts_with(' ') && words <= SHORT + 2;
        Self {
            words,
            is_short: words <= SHORT && !closed,
            mark: ItemMark::of(has_bullet, is_numbered),
            is_question: bare.ends_with(['?', '？', '؟']) && words <= QUESTION,
            digits: text.chars().filter(char::is_ascii_digit).count(),
            chars: text.chars().count(),
        }
    }
}

/// Whether a text has a number from 2 to 100 that is a word of its own, and whether it begins with one.
fn number_in(text: &str) -> (f32, f32) {
    let is_number = |word: &str| {
        let number = word.trim_matches(|c: char| !c.is_alphanumeric());
        number.len() <= 3
            && number
                .parse()
                .is_ok_and(|number: u32| (2..=100).contains(&number))
    };
    let any = text.split_whitespace().any(is_number);
    let first = text.split_whitespace().next().is_some_and(is_number);
    (f32::from(u8::from(any)), f32::from(u8::from(first)))
}

/// Whether a headline has a word of rankings, guides and recipes.
fn names_list(title: &str) -> f32 {
    let lower = title.to_lowercase();
    let mut words = lower.split(|c: char| !c.is_alphanumeric());
    f32::from(u8::from(words.any(|word| LISTING.contains(word))))
}

/// Returns whether a text begins with a clock time and goes on.
fn begins_with_time(text: &str) -> bool {
    let digits = |text: &str| text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let hours = digits(text);
    let Some(rest) = text
        .get(hours..)
        .and_then(|rest| rest.strip_prefix([':', '.', 'h']))
    else {
        return false;
    };
    let minutes = digits(rest);
    (1..=2).contains(&hours) && minutes == 2 && rest[minutes..].starts_with([' ', ':', '–', '-', '\u{a0}'])
}

/// The label of a speaker before a text: a few words and a colon.
fn speaker(text: &str) -> Option<&str> {
    let (label, rest) = text.split_once([':', '：'])?;
    let is_name = label.chars().count() <= SPEAKER_CHARS && !label.contains(['.', '!', '?', ',']);
    let goes_on = rest.is_empty() || rest.starts_with(char::is_whitespace);
    (is_name && goes_on && label.contains(char::is_alphabetic)).then_some(label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_lists_are_lower_case() {
        let words: ListWords = toml::from_str(LIST_WORDS).unwrap();
        for words in words.0.values() {
            assert_eq!(*words, words.to_lowercase());
        }
    }

    #[test]
    fn entries_and_speakers_are_recognised() {
        assert!(begins_with_time("12.31 Uhr: Die Fähre liegt still"));
        assert!(begins_with_time("14:05 The wind drops"));
        assert!(!begins_with_time("12:31"));
        assert!(!begins_with_time("12.5 million people"));
        assert_eq!(speaker("Ilka Fenn: I do not know."), Some("Ilka Fenn"));
        assert_eq!(speaker("He said it, and then: nothing."), None);
    }
}
