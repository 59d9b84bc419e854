//! What is kept of an article to compare it with others: its strongest terms with weights, skeletons of names, numbers,
//! fingerprints of word runs, and when and where it appeared. At most 500 bytes an article.

use crate::events::grouping::background::{Background, TermCounts};
use crate::events::grouping::order::PublicationMoment;
use crate::events::grouping::skeleton::skeleton;
use crate::events::grouping::terms::{Term, terms};
use crate::events::telling::Telling;
use crate::events::words::words;
use crate::text::hash::{next_word, of_bytes, of_letters};

/// The number of terms that are kept. Articles of one story differ by the less strong ones.
const TERMS: usize = 88;
/// The number of terms of the title that are kept whatever their weight.
const TITLE_TERMS: usize = 14;
const SKELETONS: usize = 12;
const NUMBERS: usize = 6;
const PRINTS: usize = 20;
/// The words of a fingerprint.
const RUN: usize = 8;
/// The bits of a kept hash. Two articles have a term in common by chance once in a hundred times.
const HASH_BITS: u32 = 20;
/// Weights are stored as one of 32 levels, each this factor above the one before.
const LEVELS: u8 = 32;
const LEVEL: f32 = 1.12;

/// A kept term: its hash, its weight as a level, and where it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeptTerm {
    /// The kept part of the hash of the term; see [`kept_hash`].
    pub hash: u32,
    level: u8,
    flags: u8,
}

/// The part of a term's hash that is kept.
pub fn kept_hash(hash: u32) -> u32 {
    hash >> (u32::BITS - HASH_BITS)
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
        LEVEL.powi(self.level.into())
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
    /// When it was published; the day is in `day` too.
    pub moment: PublicationMoment,
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
            moment: PublicationMoment::of(telling),
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
                (rare * (term.count as f32).sqrt(), term)
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
        // Of two terms with the same kept hash the stronger one stays, which comes first.
        kept.sort_by_key(|term| term.hash);
        kept.dedup_by_key(|term| term.hash);
        let mut features = self.rest.clone();
        features.norms = norms(&kept);
        features.terms = kept.into();
        features.skeletons = skeletons;
        features
    }
}

fn kept_term(weight: f32, term: &Term) -> KeptTerm {
    let flag = |is_set: bool, flag: u8| if is_set { flag } else { 0 };
    KeptTerm {
        hash: kept_hash(term.hash),
        level: weight.max(1.0).log(LEVEL).round().min(f32::from(LEVELS - 1)) as u8,
        flags: flag(term.in_title, IN_TITLE)
            | flag(term.in_title || term.in_lead, IN_LEAD)
            | flag(term.is_name, IS_NAME),
    }
}

fn norms(terms: &[KeptTerm]) -> [f32; 4] {
    [TermSet::All, TermSet::Title, TermSet::Lead, TermSet::Names].map(|set| norm(terms, set))
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
        .map(|number| kept_hash((crate::text::hash::of_key(&number) >> 32) as u32))
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

    /// The bytes that [`from_bytes`](Self::from_bytes) reads: about 400, and at most 500.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(420);
        bytes.extend(self.day.unwrap_or(NO_DAY).to_le_bytes());
        bytes.extend(self.moment.minute.unwrap_or(NO_MINUTE).to_le_bytes());
        bytes.extend(self.moment.zone.unwrap_or(NO_ZONE).to_le_bytes());
        bytes.extend(self.outlet.unwrap_or(0).to_le_bytes());
        bytes.extend(self.language.to_le_bytes());
        bytes.extend([self.length, self.terms.len() as u8]);
        let mut before = 0;
        for term in &self.terms {
            write_number(&mut bytes, term.hash - before);
            before = term.hash;
            bytes.push(term.level | term.flags << LEVEL_BITS);
        }
        for hashes in [&self.skeletons, &self.numbers, &self.title_numbers, &self.prints] {
            bytes.push(hashes.len() as u8);
            hashes.iter().for_each(|hash| bytes.extend(hash.to_le_bytes()));
        }
        bytes
    }

    /// Reads what [`to_bytes`](Self::to_bytes) wrote; `None` for other bytes.
    pub fn from_bytes(mut bytes: &[u8]) -> Option<Self> {
        let day = Some(i32::from_le_bytes(take(&mut bytes)?)).filter(|&day| day != NO_DAY);
        let minute = Some(u16::from_le_bytes(take(&mut bytes)?)).filter(|&minute| minute != NO_MINUTE);
        let zone = Some(i16::from_le_bytes(take(&mut bytes)?)).filter(|&zone| zone != NO_ZONE);
        let outlet = u32::from_le_bytes(take(&mut bytes)?);
        let language = u32::from_le_bytes(take(&mut bytes)?);
        let [length, count] = take(&mut bytes)?;
        let mut hash = 0;
        let terms: Option<Vec<KeptTerm>> = (0..count)
            .map(|_| {
                hash += read_number(&mut bytes)?;
                let [packed] = take(&mut bytes)?;
                let (level, flags) = (packed & (LEVELS - 1), packed >> LEVEL_BITS);
                Some(KeptTerm { hash, level, flags })
            })
            .collect();
        let terms = terms?;
        let mut hashes = || -> Option<Box<[u32]>> {
            let [count] = take(&mut bytes)?;
            (0..count)
                .map(|_| Some(u32::from_le_bytes(take(&mut bytes)?)))
                .collect()
        };
        Some(Self {
            skeletons: hashes()?,
            numbers: hashes()?,
            title_numbers: hashes()?,
            prints: hashes()?,
            day,
            moment: PublicationMoment { day, minute, zone },
            outlet: (outlet != 0).then_some(outlet),
            language,
            length,
            norms: norms(&terms),
            terms: terms.into(),
        })
    }
}

/// Stored in the place of an unknown day, minute or zone.
const NO_DAY: i32 = i32::MIN;
const NO_MINUTE: u16 = u16::MAX;
const NO_ZONE: i16 = i16::MAX;

/// The bits of a level; the flags follow it.
const LEVEL_BITS: u32 = 5;

/// Appends a number below 2^21 in seven bits a byte; all but the last byte have the highest bit set.
fn write_number(bytes: &mut Vec<u8>, mut number: u32) {
    while number > 0x7F {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

/// Reads what [`write_number`] wrote.
fn read_number(bytes: &mut &[u8]) -> Option<u32> {
    let mut number = 0;
    for shift in [0, 7, 14] {
        let [byte] = take(bytes)?;
        number |= u32::from(byte & 0x7F) << shift;
        if byte & 0x80 == 0 {
            return Some(number);
        }
    }
    None
}

/// Takes the first bytes of a list.
fn take<const N: usize>(bytes: &mut &[u8]) -> Option<[u8; N]> {
    let (first, rest) = bytes.split_at_checked(N)?;
    *bytes = rest;
    first.try_into().ok()
}

/// The number of values that two sorted lists have in common.
pub fn common(a: &[u32], b: &[u32]) -> usize {
    a.iter().filter(|value| b.binary_search(value).is_ok()).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::events::grouping::neighbourhood;
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
        let read = read(&title, &words.join(" "));
        let bytes = read.to_bytes();
        assert!(bytes.len() + neighbourhood::STORED <= 500, "{}", bytes.len());
        assert_eq!(ArticleFeatures::from_bytes(&bytes), Some(read));
        assert_eq!(ArticleFeatures::from_bytes(&bytes[1..]), None);
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
