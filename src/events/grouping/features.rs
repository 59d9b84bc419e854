//! What is kept of an article to compare it with others: its strongest terms with weights, skeletons of names, numbers,
//! fingerprints of word runs, and when and where it appeared. At most 500 bytes an article.

use crate::events::grouping::background::{Background, TermCounts};
use crate::events::grouping::skeleton::skeleton;
use crate::events::grouping::terms::{Term, terms};
use crate::events::telling::Telling;
use crate::events::words::words;
use crate::text::hash::{next_word, of_bytes, of_letters};

/// The number of terms that are kept.
const TERMS: usize = 36;
/// The number of terms of the title that are kept whatever their weight.
const TITLE_TERMS: usize = 14;
const SKELETONS: usize = 16;
const NUMBERS: usize = 8;
const PRINTS: usize = 28;
/// The words of a fingerprint.
const RUN: usize = 8;
/// A stored weight is in this part of one.
const WEIGHT_UNIT: f32 = 16.0;

/// A kept term: its hash, its weight in 16ths, and where it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeptTerm {
    /// The hash of the term.
    pub hash: u32,
    weight: u8,
    flags: u8,
}

const IN_TITLE: u8 = 1;
const IN_LEAD: u8 = 2;
const IS_NAME: u8 = 4;

/// A set of kept terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TermSet {
    /// All of them.
    All,
    /// Those of the title.
    Title,
    /// Those of the title and the first words.
    Lead,
    /// Names.
    Names,
}

impl KeptTerm {
    /// The weight of the term in the article.
    pub fn weight(self) -> f32 {
        f32::from(self.weight) / WEIGHT_UNIT
    }

    /// Returns whether it belongs to a set.
    pub fn is_in(self, set: TermSet) -> bool {
        let flag = match set {
            TermSet::All => return true,
            TermSet::Title => IN_TITLE,
            TermSet::Lead => IN_LEAD,
            TermSet::Names => IS_NAME,
        };
        self.flags & flag != 0
    }
}

/// What is kept of an article.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ArticleFeatures {
    /// The strongest terms, sorted by hash.
    pub terms: Box<[KeptTerm]>,
    /// Skeletons of its names, sorted.
    pub skeletons: Box<[u32]>,
    /// Hashes of the numbers in title and lead, sorted.
    pub numbers: Box<[u32]>,
    /// Hashes of the numbers in the title, sorted.
    pub title_numbers: Box<[u32]>,
    /// The smallest fingerprints of runs of eight words, sorted.
    pub prints: Box<[u32]>,
    /// Days since 1970-01-01.
    pub day: Option<i32>,
    /// Minutes of the day.
    pub minute: Option<u16>,
    /// The hash of the outlet.
    pub outlet: Option<u32>,
    /// The hash of the language code; 0 if it is unknown.
    pub language: u32,
    /// The number of words, on a scale of 4 steps for each doubling.
    pub length: u8,
    /// The lengths of the vectors of the term sets.
    norms: [f32; 4],
}

/// What features are computed from: the words of an article, before weights are known.
pub struct RawFeatures {
    /// The terms of the article.
    pub terms: Vec<Term>,
    /// The code of its language.
    pub language: String,
    rest: ArticleFeatures,
}

impl RawFeatures {
    /// Reads a telling.
    pub fn of(telling: &Telling) -> Self {
        let terms = terms(telling);
        let mut prints = prints(telling);
        prints.sort_unstable();
        prints.dedup();
        prints.truncate(PRINTS);
        let count: usize = telling
            .body()
            .map(|paragraph| paragraph.text.len())
            .sum::<usize>()
            / 6;
        let title = telling.title.as_deref().unwrap_or_default();
        let lead: String = telling
            .paragraphs
            .iter()
            .take(2)
            .map(|paragraph| paragraph.text.as_str())
            .collect();
        let title_numbers = numbers(title);
        let mut all = numbers(&lead);
        all.extend(&title_numbers);
        let rest = ArticleFeatures {
            prints: prints.into(),
            numbers: sorted(all, NUMBERS),
            title_numbers: sorted(title_numbers, NUMBERS / 2),
            day: telling.date.map(crate::article::Date::days),
            minute: telling
                .time
                .map(|time| u16::from(time.hour) * 60 + u16::from(time.minute)),
            outlet: telling
                .outlet
                .as_deref()
                .map(|outlet| (of_letters(outlet) >> 32) as u32),
            language: (of_bytes(telling.language()) >> 32) as u32,
            length: ((count + 1) as f32).log2().mul_add(4.0, 0.0) as u8,
            ..ArticleFeatures::default()
        };
        Self {
            terms,
            language: telling.language().to_owned(),
            rest,
        }
    }

    /// The features, with the weights of a background and of the articles at hand.
    pub fn weighted(&self, background: &Background, own: &TermCounts) -> ArticleFeatures {
        let mut weighed: Vec<(f32, &Term)> = self
            .terms
            .iter()
            .map(|term| {
                let rare = background.weight(&self.language, term.hash, own);
                (rare * (1.0 + (term.count as f32).ln()), term)
            })
            .collect();
        weighed.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.hash.cmp(&b.1.hash)));
        let skeletons = skeletons(&weighed);
        let in_title = weighed.iter().filter(|(_, term)| term.in_title).count();
        let of_title = in_title.min(TITLE_TERMS);
        let (mut title_left, mut others_left) = (of_title, TERMS - of_title);
        let mut kept: Vec<KeptTerm> = Vec::with_capacity(TERMS);
        for (weight, term) in weighed {
            let left = if term.in_title && title_left > 0 {
                &mut title_left
            } else {
                &mut others_left
            };
            if *left > 0 {
                *left -= 1;
                kept.push(kept_term(weight, term));
            }
        }
        kept.sort_unstable_by_key(|term| term.hash);
        let mut features = self.rest.clone();
        features.norms =
            [TermSet::All, TermSet::Title, TermSet::Lead, TermSet::Names].map(|set| norm(&kept, set));
        features.terms = kept.into();
        features.skeletons = skeletons;
        features
    }
}

fn kept_term(weight: f32, term: &Term) -> KeptTerm {
    let flag = |is_set: bool, flag: u8| if is_set { flag } else { 0 };
    KeptTerm {
        hash: term.hash,
        weight: (weight * WEIGHT_UNIT).round().clamp(1.0, 255.0) as u8,
        flags: flag(term.in_title, IN_TITLE)
            | flag(term.in_title || term.in_lead, IN_LEAD)
            | flag(term.is_name, IS_NAME),
    }
}

fn norm(terms: &[KeptTerm], set: TermSet) -> f32 {
    let of_set = terms.iter().filter(|term| term.is_in(set));
    of_set
        .map(|term| term.weight() * term.weight())
        .sum::<f32>()
        .sqrt()
}

/// The skeletons of the strongest terms of the lead.
fn skeletons(weighed: &[(f32, &Term)]) -> Box<[u32]> {
    let lead = weighed
        .iter()
        .filter(|(_, term)| (term.in_title || term.in_lead) && !term.is_number);
    let found: Vec<u32> = lead
        .filter_map(|(_, term)| skeleton(&term.text))
        .take(SKELETONS)
        .collect();
    sorted(found, SKELETONS)
}

fn sorted(mut hashes: Vec<u32>, most: usize) -> Box<[u32]> {
    hashes.truncate(most);
    hashes.sort_unstable();
    hashes.dedup();
    hashes.into()
}

/// The numbers of a text, of at least two digits or as part of a score.
fn numbers(text: &str) -> Vec<u32> {
    let digits = text.split(|c: char| !c.is_ascii_digit() && !matches!(c, ',' | '.' | ':' | '-'));
    let trimmed = digits.map(|number| number.trim_matches(|c: char| !c.is_ascii_digit()));
    trimmed
        .filter(|number| number.starts_with(|c: char| c.is_ascii_digit()))
        .map(|number| number.replace(',', ""))
        .map(|number| (crate::text::hash::of_key(&number) >> 32) as u32)
        .collect()
}

/// The fingerprints of all runs of eight words of the body.
fn prints(telling: &Telling) -> Vec<u32> {
    let mut hashes = Vec::new();
    for paragraph in telling.body() {
        hashes.extend(words(&paragraph.text).iter().map(|word| word.hash));
    }
    let print = |run: &[u64]| (run.iter().fold(0, |hash, &word| next_word(hash, word)) >> 32) as u32;
    hashes.windows(RUN).map(print).collect()
}

impl ArticleFeatures {
    /// The cosine between the terms of a set here and of a set of another article.
    pub fn cosine(&self, set: TermSet, other: &Self, other_set: TermSet) -> f32 {
        let dot = self
            .shared(other)
            .filter(|(a, b)| a.is_in(set) && b.is_in(other_set))
            .map(|(a, b)| a.weight() * b.weight());
        let norms = self.norms[set as usize] * other.norms[other_set as usize];
        let dot: f32 = dot.sum();
        if norms > 0.0 { (dot / norms).min(1.0) } else { 0.0 }
    }

    /// The terms that both articles have.
    pub fn shared<'a>(&'a self, other: &'a Self) -> impl Iterator<Item = (KeptTerm, KeptTerm)> + 'a {
        let (mut a, mut b) = (self.terms.iter().peekable(), other.terms.iter().peekable());
        std::iter::from_fn(move || {
            loop {
                let (x, y) = (**a.peek()?, **b.peek()?);
                match x.hash.cmp(&y.hash) {
                    std::cmp::Ordering::Less => drop(a.next()),
                    std::cmp::Ordering::Greater => drop(b.next()),
                    std::cmp::Ordering::Equal => {
                        a.next();
                        b.next();
                        return Some((x, y));
                    }
                }
            }
        })
    }

    /// An estimate of the shares of text that two articles have word for word, of this one and of the other (Broder, "On
    /// the resemblance and containment of documents", 1997).
    pub fn verbatim(&self, other: &Self) -> (f32, f32) {
        let limit = |prints: &[u32]| {
            if prints.len() < PRINTS {
                u32::MAX
            } else {
                prints.last().copied().unwrap_or(0)
            }
        };
        let most = limit(&self.prints).min(limit(&other.prints));
        let below = |prints: &[u32]| prints.partition_point(|&print| print <= most);
        let (a, b) = (
            &self.prints[..below(&self.prints)],
            &other.prints[..below(&other.prints)],
        );
        let both = common(a, b) as f32;
        (both / a.len().max(1) as f32, both / b.len().max(1) as f32)
    }

    /// The bytes that the features need.
    pub fn size(&self) -> usize {
        self.terms.len() * 6
            + (self.skeletons.len() + self.numbers.len() + self.title_numbers.len() + self.prints.len()) * 4
            + 40
    }
}

/// The number of values that two sorted lists have in common.
pub fn common(a: &[u32], b: &[u32]) -> usize {
    a.iter().filter(|value| b.binary_search(value).is_ok()).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::events::telling::Paragraph;

    fn read(title: &str, body: &str) -> ArticleFeatures {
        let telling = Telling {
            title: Some(title.to_owned()),
            language: Some("en".to_owned()),
            paragraphs: vec![Paragraph {
                text: body.to_owned(),
                ..Paragraph::default()
            }],
            ..Telling::default()
        };
        RawFeatures::of(&telling).weighted(&Background::default(), &TermCounts::default())
    }

    #[test]
    fn features_are_small_whatever_the_length_of_the_article() {
        let words: Vec<String> = (0..4_000)
            .map(|nth| format!("Harbour{nth} pier{nth} {nth}"))
            .collect();
        let title = words[..60].join(" ");
        assert!(read(&title, &words.join(" ")).size() <= 500);
    }

    #[test]
    fn articles_are_alike_by_words_and_by_wording() {
        let body = "The ferry company of Lenne ordered four vessels from a shipyard in the north on Monday.";
        let (a, b) = (
            read("Ferry company orders vessels", body),
            read("Four new vessels for Lenne", body),
        );
        let other = read(
            "Rain stops the harbour festival",
            "A brass band played while visitors left before noon.",
        );
        assert!(a.cosine(TermSet::All, &b, TermSet::All) > 0.6);
        assert!(a.cosine(TermSet::All, &other, TermSet::All) < 0.1);
        assert!(a.verbatim(&b).0 > 0.9 && a.verbatim(&other).0 < 0.1);
    }
}
