//! Text that articles share word for word, in runs of eight words and more. Case and punctuation do not matter.
//!
//! The runs are exact: each window of eight words of each article is a fingerprint, articles with an equal one are
//! compared word by word. Not which article was first.

use crate::events::marks;
use crate::events::telling::Telling;
use crate::events::words::words;
use crate::text::hash::{self, HashTable, next_word};
use std::collections::HashSet;

/// The shortest run, in halves of a word.
const RUN: u32 = 16;
/// A run that this number of articles of one outlet have is a phrase of the outlet.
const RECURRING: usize = 3;
/// Fingerprints that are sorted at once, which limits memory.
const AT_ONCE: usize = 8 << 20;

/// The words of an article's body, prepared for comparison.
#[derive(Debug, Clone, Default)]
pub struct ReuseText {
    words: Vec<u64>,
    /// The weight of each word, in halves of a word.
    halves: Vec<u8>,
    /// Whether each word is part of a quotation.
    quoted: Vec<bool>,
    /// The hash of the outlet's name.
    outlet: Option<u64>,
}

/// What two articles share. Shares are of all words of the article's body.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SharedText {
    /// The share of the first article's words that are in runs of eight or more that the second has too.
    pub share_a: f64,
    /// The same of the second article.
    pub share_b: f64,
    /// `share_a` without quotations and without phrases that recur in its outlet.
    pub share_own_a: f64,
    /// The same of the second article.
    pub share_own_b: f64,
    /// The length of the longest run, in words.
    pub longest: u32,
}

impl ReuseText {
    /// Prepares the body of a telling.
    pub fn of(telling: &Telling) -> Self {
        let mut text = Self {
            outlet: telling.outlet.as_deref().map(hash::of_letters),
            ..Self::default()
        };
        let mut open = None;
        for paragraph in telling.body() {
            let spans = marks::spans(&paragraph.text, &mut open);
            for word in words(&paragraph.text) {
                text.words.push(word.hash);
                text.halves.push(word.halves() as u8);
                let at = word.start as usize;
                text.quoted
                    .push(spans.iter().any(|span| span.range.contains(&at)));
            }
        }
        text
    }

    /// The end of the shortest run that starts at a word, and its fingerprint.
    fn run(&self, start: usize) -> Option<(usize, u64)> {
        let (mut halves, mut hash) = (0, 0);
        for at in start..self.words.len() {
            hash = next_word(hash, self.words[at]);
            halves += u32::from(self.halves[at]);
            if halves >= RUN {
                return Some((at + 1, hash));
            }
        }
        None
    }

    fn runs(&self) -> impl Iterator<Item = (usize, u64)> {
        (0..self.words.len()).map_while(|start| Some((start, self.run(start)?.1)))
    }
}

/// Every pair of texts that shares a run, in order of the texts, with what they share.
pub fn shared_pairs(texts: &[ReuseText]) -> Vec<(usize, usize, SharedText)> {
    let (pairs, recurring) = candidates(texts);
    let mut shared = Vec::with_capacity(pairs.len());
    let mut at = 0;
    while let Some(&(first, _)) = pairs.get(at) {
        let places = RunPlaces::of(&texts[first as usize]);
        while let Some(&(_, second)) = pairs.get(at).filter(|pair| pair.0 == first) {
            let (a, b) = (first as usize, second as usize);
            if let Some(found) = compare(&texts[a], &places, &texts[b], &recurring) {
                shared.push((a, b, found));
            }
            at += 1;
        }
    }
    shared
}

/// What two texts share; `None` if that is no run. Phrases of the outlets are not known from two texts.
pub fn shared(a: &ReuseText, b: &ReuseText) -> Option<SharedText> {
    compare(a, &RunPlaces::of(a), b, &HashSet::new())
}

/// A fingerprint, and the outlet in which it recurs.
type Recurring = HashSet<(u64, u64)>;

/// The pairs of texts with an equal fingerprint, sorted, and the fingerprints that recur in an outlet.
fn candidates(texts: &[ReuseText]) -> (Vec<(u32, u32)>, Recurring) {
    let total: usize = texts.iter().map(|text| text.words.len()).sum();
    let passes = (total / AT_ONCE + 1) as u64;
    let (mut pairs, mut recurring) = (HashSet::new(), Recurring::new());
    for pass in 0..passes {
        let mut prints = Vec::new();
        for (at, text) in (0_u32..).zip(texts) {
            let of_pass = text.runs().filter(|(_, print)| print % passes == pass);
            prints.extend(of_pass.map(|(_, print)| (print, at)));
        }
        prints.sort_unstable();
        prints.dedup();
        for group in prints.chunk_by(|a, b| a.0 == b.0) {
            for (nth, (_, first)) in group.iter().enumerate() {
                pairs.extend(group[nth + 1..].iter().map(|(_, second)| (*first, *second)));
            }
            if group.len() >= RECURRING {
                add_recurring(group, texts, &mut recurring);
            }
        }
    }
    let mut pairs: Vec<(u32, u32)> = pairs.into_iter().collect();
    pairs.sort_unstable();
    (pairs, recurring)
}

fn add_recurring(group: &[(u64, u32)], texts: &[ReuseText], recurring: &mut Recurring) {
    let outlet_of = |(_, at): &(u64, u32)| texts[*at as usize].outlet;
    let mut outlets: Vec<u64> = group.iter().filter_map(outlet_of).collect();
    outlets.sort_unstable();
    for outlet in outlets.chunk_by(|a, b| a == b) {
        if outlet.len() >= RECURRING {
            recurring.insert((group[0].0, outlet[0]));
        }
    }
}

/// Where each run of a text starts.
struct RunPlaces(HashTable<Vec<u32>>);

/// At most this number of places of one run are compared.
const PLACES: usize = 32;

impl RunPlaces {
    fn of(text: &ReuseText) -> Self {
        let mut places: HashTable<Vec<u32>> = HashTable::default();
        for (start, print) in text.runs() {
            let starts = places.entry(print).or_default();
            if starts.len() < PLACES {
                starts.push(start as u32);
            }
        }
        Self(places)
    }
}

fn compare(a: &ReuseText, places: &RunPlaces, b: &ReuseText, recurring: &Recurring) -> Option<SharedText> {
    let (mut in_a, mut in_b) = (vec![false; a.words.len()], vec![false; b.words.len()]);
    let mut longest = 0;
    for (start_b, print) in b.runs() {
        let Some(starts) = places.0.get(&print) else {
            continue;
        };
        for &start_a in starts {
            let start_a = start_a as usize;
            let continues = start_a > 0 && start_b > 0 && a.words[start_a - 1] == b.words[start_b - 1];
            // A run that continues the one before was found with it, if that one is as long.
            if continues
                && in_a[start_a]
                && in_b[start_b]
                && a.run(start_a).is_some_and(|(end, _)| in_a[end - 1])
            {
                continue;
            }
            let pairs = a.words[start_a..].iter().zip(&b.words[start_b..]);
            let length = pairs.take_while(|(a, b)| a == b).count();
            let halves: u32 = a.halves[start_a..start_a + length]
                .iter()
                .map(|&half| u32::from(half))
                .sum();
            if halves >= RUN {
                in_a[start_a..start_a + length].fill(true);
                in_b[start_b..start_b + length].fill(true);
                longest = longest.max(halves / 2);
            }
        }
    }
    (longest > 0).then(|| SharedText {
        share_a: share(&in_a),
        share_b: share(&in_b),
        share_own_a: share(&own(a, in_a, recurring)),
        share_own_b: share(&own(b, in_b, recurring)),
        longest,
    })
}

fn share(words: &[bool]) -> f64 {
    words.iter().filter(|&&is_shared| is_shared).count() as f64 / words.len().max(1) as f64
}

/// The shared words that are neither quoted nor part of a phrase of the outlet, in runs that are still long enough.
fn own(text: &ReuseText, mut shared: Vec<bool>, recurring: &Recurring) -> Vec<bool> {
    for (shared, quoted) in shared.iter_mut().zip(&text.quoted) {
        *shared &= !quoted;
    }
    if let Some(outlet) = text.outlet.filter(|_| !recurring.is_empty()) {
        for (start, print) in text.runs() {
            if recurring.contains(&(print, outlet)) {
                let end = text.run(start).map_or(start, |(end, _)| end);
                shared[start..end].fill(false);
            }
        }
    }
    let mut start = 0;
    while start < shared.len() {
        let length = shared[start..].iter().take_while(|&&is_shared| is_shared).count();
        let halves: u32 = text.halves[start..start + length]
            .iter()
            .map(|&half| u32::from(half))
            .sum();
        if halves < RUN {
            shared[start..start + length].fill(false);
        }
        start += length.max(1);
    }
    shared
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::events::telling::Paragraph;

    fn telling(outlet: &str, paragraphs: &[&str]) -> Telling {
        let paragraph = |text: &&str| Paragraph {
            text: (*text).to_owned(),
            ..Paragraph::default()
        };
        Telling {
            outlet: Some(outlet.to_owned()).filter(|outlet| !outlet.is_empty()),
            paragraphs: paragraphs.iter().map(paragraph).collect(),
            ..Telling::default()
        }
    }

    fn pairs(tellings: &[Telling]) -> Vec<(usize, usize, SharedText)> {
        let texts: Vec<ReuseText> = tellings.iter().map(ReuseText::of).collect();
        shared_pairs(&texts)
    }

    const FERRY: &str = "The ferry across the bay stops at noon";

    #[test]
    fn eight_words_in_a_row_are_shared_and_seven_are_not() {
        let others = [
            "the FERRY across – the bay stops at noon, they say",
            "the ferry across the bay stops at one",
        ];
        let tellings = [
            telling("", &[FERRY]),
            telling("", &others[..1]),
            telling("", &others[1..]),
        ];
        let found = pairs(&tellings);
        assert_eq!(found.len(), 1);
        let (a, b, shared) = found[0];
        assert_eq!((a, b, shared.longest), (0, 1, 8));
        assert!((shared.share_a - 1.0).abs() < 1e-9 && (shared.share_b - 0.8).abs() < 1e-9);
    }

    #[test]
    fn runs_go_on_from_one_paragraph_to_the_next() {
        let tellings = [
            telling("", &["The ferry across", "the bay stops at noon."]),
            telling("", &[FERRY]),
        ];
        assert_eq!(pairs(&tellings)[0].2.longest, 8);
    }

    #[test]
    fn eight_words_of_a_script_without_blanks_are_sixteen_characters() {
        let text = "渡轮中午停止运行直到周五早上再次开航";
        let shorter = telling("", &[&text[..15 * 3]]);
        let tellings = [
            telling("", &[text]),
            shorter.clone(),
            telling("", &[&text[..16 * 3]]),
        ];
        let found: Vec<_> = pairs(&tellings).iter().map(|(a, b, _)| (*a, *b)).collect();
        assert_eq!(found, [(0, 2)]);
    }

    #[test]
    fn quotations_and_phrases_of_an_outlet_are_not_its_own_text() {
        let quote = format!("“{FERRY}”");
        let found = pairs(&[telling("", &[&quote]), telling("", &[FERRY])]);
        let shared = found[0].2;
        assert!(shared.share_a > 0.99 && shared.share_own_a < 0.01 && shared.share_own_b > 0.99);
        let same_outlet = ["A", "A", "A"].map(|outlet| telling(outlet, &[FERRY]));
        assert!(
            pairs(&same_outlet)
                .iter()
                .all(|(_, _, shared)| shared.share_own_a < 0.01)
        );
    }
}
