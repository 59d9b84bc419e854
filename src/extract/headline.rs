//! Each unit around the beginning of the body as a row of small numbers, for a forest to weigh which is the headline.
//! Not which lines become title and standfirst: see `title`.

use super::features::{Columns, MOST, Totals, coarse, kind_of, own_shape, sentence_words, share};
use super::measure::{Measure, Measured};
use super::model::{Model, weighted_run};
use super::page::Page;
use super::phrases::{HashTable, Meaning};
use super::select::is_heading;
use super::topic::Topic;
use super::{Knowledge, Verdict};
use crate::article::Fields;
use std::cmp::Ordering;
use std::ops::Range;

/// How many units above the body's first are looked at.
const ABOVE: usize = 60;
/// How many below it: the body may have been taken to begin too early.
const BELOW: usize = 24;
/// What has more words is not compared with other units.
const LONGEST: usize = 60;
/// What has fewer words is not either.
const SHORTEST: usize = 3;
/// A line that says who or when has at most so many words.
const SIGNATURE_WORDS: u32 = 14;
/// The page's own title stands among so many first units.
const TOP: usize = 6;
/// So many paragraphs say what the article is about.
const LEAD: usize = 4;

/// A paragraph is the headline from these log-odds on.
const PARAGRAPH_ODDS: f32 = -0.7;

/// The units that may be the headline, and what is known of each.
pub(super) struct Candidates {
    /// The units.
    pub(super) range: Range<usize>,
    /// Which metadata each seems to give.
    pub(super) fields: Vec<Fields>,
    /// The log-odds that each is the headline.
    odds: Vec<f32>,
    /// Which belong to a picture, by their credit or by that of the next.
    pictured: Vec<u8>,
}

impl Candidates {
    /// The candidates of a page whose body is known; none where it has no body.
    pub(super) fn of(seen: &Seen<'_>, knowledge: &Knowledge, model: &Model) -> Option<Self> {
        let rows = Rows::new(seen, knowledge)?;
        let odds = model.headline.log_odds(&rows.columns(model));
        Some(Self {
            odds,
            range: rows.range,
            fields: rows.fields,
            pictured: rows.pictured,
        })
    }

    /// Which metadata a unit near the headline seems to give.
    pub(super) fn fields_of(&self, page: &Page<'_>, measured: &Measured, at: usize) -> Fields {
        let known = at
            .checked_sub(self.range.start)
            .and_then(|at| self.fields.get(at));
        known.copied().unwrap_or_else(|| measured.fields_of(page, at))
    }

    /// The likeliest, the first of equals, with its log-odds. A paragraph must be likelier than others: it may
    /// open the text. What belongs to a picture is no headline.
    pub(super) fn best(&self, seen: &Seen<'_>) -> Option<(usize, f32)> {
        let is_paragraph =
            |at: usize| seen.verdicts[at].class.is_body() && seen.measured.units[at].shape.is_sentence_like();
        let all = self
            .range
            .clone()
            .zip(self.odds.iter().copied())
            .zip(&self.pictured);
        let possible = all
            .filter(|&((at, odds), &pictured)| pictured == 0 && (odds > PARAGRAPH_ODDS || !is_paragraph(at)));
        let candidates = possible.map(|(candidate, _)| candidate);
        candidates.reduce(|best, next| if next.1 > best.1 { next } else { best })
    }
}

/// A page with what was made of its units.
pub(super) struct Seen<'a> {
    pub(super) page: &'a Page<'a>,
    pub(super) measured: &'a Measured,
    pub(super) verdicts: &'a [Verdict],
    /// How likely each unit is body.
    pub(super) sure: &'a [f32],
}

/// What a forest is to learn from: the rows of a page's candidates, and their texts.
#[cfg(feature = "training")]
pub fn rows_of(text: &str, model: &Model) -> Option<(Columns, Vec<String>)> {
    use super::phrases::Vocabulary;
    use super::{refine, select};

    let page = Page::new(text);
    let measured = Measured::new(&page, Vocabulary::builtin());
    let (mut verdicts, sure) = select::body(&page, &measured, model, None);
    refine::refine(&page, &measured, &sure, &mut verdicts);
    let seen = Seen {
        page: &page,
        measured: &measured,
        verdicts: &verdicts,
        sure: &sure,
    };
    let knowledge = Knowledge::builtin();
    let rows = Rows::new(&seen, &knowledge)?;
    let texts = rows.range.clone().map(|at| page.text_of(at).into_owned());
    Some((rows.columns(model), texts.collect()))
}

struct Rows<'a> {
    seen: &'a Seen<'a>,
    knowledge: &'a Knowledge,
    range: Range<usize>,
    fields: Vec<Fields>,
    pictured: Vec<u8>,
    /// The body's first unit.
    first: usize,
    /// Where the run of units begins that are most likely body.
    run: usize,
}

impl<'a> Rows<'a> {
    fn new(seen: &'a Seen<'a>, knowledge: &'a Knowledge) -> Option<Self> {
        let is_body = |verdict: &Verdict| verdict.class.is_body();
        let first = seen.verdicts.iter().position(is_body)?;
        let words = |unit: &Measure| unit.shape.measured_words().min(80) as f32 + 1.0;
        let words: Vec<f32> = seen.measured.units.iter().map(words).collect();
        let run = weighted_run(seen.sure, &words).0;
        let last = seen.verdicts.iter().rposition(is_body)?;
        let range = first.saturating_sub(ABOVE)..(first + BELOW).min(last + 1);
        let is_short = |at: usize| seen.measured.units[at].shape.measured_words() as usize <= LONGEST;
        let pictured = |at: usize| {
            let credit = is_short(at) && seen.measured.has_credit(seen.page, at);
            let described = is_short(at) && describes_picture(seen.page, seen.measured, at);
            u8::from(credit) + 2 * u8::from(described)
        };
        let detect = |at: usize| {
            if is_short(at) {
                seen.measured.fields_of(seen.page, at)
            } else {
                Fields::NONE
            }
        };
        let fields = range.clone().map(detect).collect();
        let pictured = range.clone().map(pictured).collect();
        Some(Self {
            seen,
            knowledge,
            range,
            fields,
            pictured,
            first,
            run,
        })
    }

    fn columns(&self, model: &Model) -> Columns {
        let units = &self.seen.measured.units[self.range.clone()];
        let mut columns = Columns::new(units.len());
        own_shape(&mut columns, units);
        self.words(&mut columns, model);
        self.form(&mut columns);
        self.phrases(&mut columns);
        self.topics(&mut columns);
        self.place(&mut columns);
        self.copies(&mut columns);
        self.signatures(&mut columns);
        self.surroundings(&mut columns);
        columns
    }

    fn units(&self) -> impl Iterator<Item = (usize, &'a Measure)> {
        let units = &self.seen.measured.units;
        self.range.clone().map(|at| (at, &units[at]))
    }

    fn words(&self, columns: &mut Columns, model: &Model) {
        let words = |at: usize| self.seen.measured.words_of(at);
        let scores: Vec<_> = self
            .range
            .clone()
            .map(|at| model.lexicon.score(words(at)))
            .collect();
        columns.push(scores.iter().map(|score| score.mean));
        columns.push(scores.iter().map(|score| score.sum));
        columns.push(scores.iter().map(|score| score.worst));
        columns.push(self.range.clone().map(|at| u8::from(is_said_twice(words(at)))));
    }

    /// What the page's source and the model of the body make of each.
    fn form(&self, columns: &mut Columns) {
        let Seen {
            page, verdicts, sure, ..
        } = *self.seen;
        let line = |at: usize| page.lines[page.units[at].first as usize];
        let count = |at: usize| page.units[at].end - page.units[at].first;
        columns.push(self.range.clone().map(|at| u8::from(line(at).blank_before)));
        columns.push(self.range.clone().map(|at| coarse(u32::from(line(at).indent))));
        columns.push(self.range.clone().map(|at| coarse(count(at))));
        columns.push(self.range.clone().map(|at| (sure[at] * 63.0) as u8));
        columns.push(
            self.range
                .clone()
                .map(|at| u8::from(verdicts[at].class.is_body())),
        );
    }

    fn phrases(&self, columns: &mut Columns) {
        let page = self.seen.page;
        columns.push(
            self.units()
                .map(|(_, unit)| unit.known.map_or(0, |known| known.place as u8)),
        );
        columns.push(self.units().map(|(_, unit)| {
            unit.known.map_or(0, |known| match known.meaning {
                Meaning::Caption => 1,
                Meaning::Chrome(reason) => 2 + kind_of(reason) as u8,
            })
        }));
        columns.push(self.fields.iter().map(|fields| {
            u8::from(fields.has(Fields::DATE))
                + 2 * u8::from(fields.has(Fields::BYLINE))
                + 4 * u8::from(fields.has(Fields::CREDIT))
        }));
        columns.push(self.pictured.iter().copied());
        columns.push(self.units().map(|(at, unit)| {
            u8::from(unit.shape.words <= 5 && self.knowledge.named(&page.text_of(at)).is_some())
        }));
    }

    /// How much each has in common with the body and with its first paragraphs.
    fn topics(&self, columns: &mut Columns) {
        let Seen {
            measured,
            verdicts,
            sure,
            ..
        } = *self.seen;
        let body = |at: usize| verdicts[at].class.is_body();
        let lead: Vec<usize> = (self.run..verdicts.len())
            .filter(|&at| sure[at] > 0.5 && measured.units[at].shape.is_sentence_like())
            .take(LEAD)
            .collect();
        let topics = [
            Topic::of(measured, (0..verdicts.len()).filter(|&at| body(at))),
            Topic::of(measured, lead.into_iter()),
        ];
        for topic in topics {
            let shared: Vec<(u32, u32)> = self.range.clone().map(|at| topic.shared(measured, at)).collect();
            columns.push(shared.iter().map(|&(shared, all)| share(shared, all)));
            columns.push(shared.iter().map(|&(shared, _)| coarse(shared)));
            // Of short units, which has most in common with the text.
            let short = |at: usize| measured.units[at].shape.measured_words() <= 24;
            let counts = self.range.clone().zip(&shared).filter(|(at, _)| short(*at));
            let most = counts.map(|(_, &(shared, _))| shared).max().unwrap_or(0);
            columns.push(shared.iter().map(|&(shared, _)| share(shared, most)));
        }
    }

    fn place(&self, columns: &mut Columns) {
        let (first, run) = (self.first, self.run);
        let all = self.seen.measured.units.len() as u32;
        columns.push(self.range.clone().map(|at| coarse(at as u32)));
        columns.push(self.range.clone().map(|at| share(at as u32, all)));
        for anchor in [first, run] {
            columns.push(
                self.range
                    .clone()
                    .map(|at| coarse(anchor.saturating_sub(at) as u32)),
            );
            columns.push(
                self.range
                    .clone()
                    .map(|at| coarse(at.saturating_sub(anchor) as u32)),
            );
        }
        // Lines like headlines, and words, between each and the body.
        for (least, most) in [(4, 20), (1, 400)] {
            let mut between = 0;
            let mut counts = vec![0; self.range.len()];
            for (at, unit) in self
                .units()
                .take(first.max(run).saturating_sub(self.range.start))
                .collect::<Vec<_>>()
                .into_iter()
                .rev()
            {
                counts[at - self.range.start] = coarse(between);
                let words = unit.shape.measured_words();
                let counted = (least..=most).contains(&words) && (least == 1 || is_heading(unit));
                between += if counted {
                    if least == 1 { words } else { 1 }
                } else {
                    0
                };
            }
            columns.push(counts.into_iter());
        }
    }

    /// Whether the same words stand elsewhere, alone or as the beginning or end of more.
    fn copies(&self, columns: &mut Columns) {
        let measured = self.seen.measured;
        columns.push(self.range.clone().map(|at| coarse(measured.copies_of(at).0)));
        columns.push(
            self.range
                .clone()
                .map(|at| match measured.copies_of(at).1 as usize {
                    original if original >= at => 0,
                    original if original < TOP => 2,
                    _ => 1,
                }),
        );
        let top = 0..TOP.min(self.range.start);
        let others: Vec<Comparable<'_>> = top
            .chain(self.range.clone())
            .filter_map(|at| Comparable::of(at, measured.words_of(at)))
            .collect();
        let top_words = TopWords::of(&others);
        let mut relations = vec![[0_u8; 5]; self.range.len()];
        for (own, relation) in self.range.clone().zip(&mut relations) {
            let Some(unit) = Comparable::of(own, measured.words_of(own)) else {
                continue;
            };
            let words = unit.words;
            // Most have neither their first nor their last word in common: nothing more need be compared.
            let like = |other: &&Comparable<'_>| other.first == unit.first || other.last == unit.last;
            for other in others.iter().filter(like) {
                let its = other.words;
                let place = if other.at < TOP {
                    3
                } else if other.at < own {
                    2
                } else {
                    1
                };
                let found = match its.len().cmp(&words.len()) {
                    Ordering::Greater => [its.starts_with(words), its.ends_with(words), false, false],
                    Ordering::Less => [false, false, words.starts_with(its), words.ends_with(its)],
                    Ordering::Equal => [false; 4],
                };
                for (relation, found) in relation.iter_mut().zip(found) {
                    *relation = if found { place.max(*relation) } else { *relation };
                }
            }
            let shared = top_words.most_shared(words, TOP.min(own));
            relation[4] = share(shared, words.len() as u32);
        }
        for at in 0..5 {
            columns.push(relations.iter().map(|relation| relation[at]));
        }
    }

    /// How far below and above each a line says who or when.
    fn signatures(&self, columns: &mut Columns) {
        for field in [Fields::DATE, Fields::BYLINE] {
            let signs = |at: usize| {
                let unit = &self.seen.measured.units[at + self.range.start];
                unit.shape.measured_words() <= SIGNATURE_WORDS
                    && unit.known.is_none()
                    && self.fields[at].has(field)
            };
            let signs: Vec<bool> = (0..self.range.len()).map(signs).collect();
            columns.push(since(signs.iter()).into_iter());
            columns.push(since(signs.iter().rev()).into_iter().rev());
        }
    }

    /// How much text stands below and above each, and how many lines like it.
    fn surroundings(&self, columns: &mut Columns) {
        let units = &self.seen.measured.units;
        let text = Totals::of(units.iter().map(sentence_words));
        for reach in [3, 8, 20] {
            columns.push(self.range.clone().map(|at| coarse(text.below(at, reach))));
            columns.push(self.range.clone().map(|at| coarse(text.above(at, reach))));
        }
        let like = |unit: &Measure| u32::from(is_heading(unit) && unit.shape.measured_words() >= 4);
        let small = |unit: &Measure| u32::from(unit.shape.measured_words() <= 3);
        let (like, small) = (units.iter().map(like), units.iter().map(small));
        for (totals, reach) in [(Totals::of(like), 4), (Totals::of(small), 8)] {
            columns.push(self.range.clone().map(|at| totals.above(at, reach) as u8));
            columns.push(self.range.clone().map(|at| totals.below(at, reach) as u8));
        }
        let page = self.seen.page;
        let dense = units.iter().map(|unit| unit.shape.dense).sum::<u32>() * 4
            > units.iter().map(|unit| unit.shape.words).sum::<u32>();
        for value in [u8::from(page.broken), u8::from(dense), coarse(units.len() as u32)] {
            columns.push(std::iter::repeat_n(value, self.range.len()));
        }
    }
}

/// How many steps before each the last sign was.
fn since<'a>(signs: impl Iterator<Item = &'a bool>) -> Vec<u8> {
    let mut far = MOST;
    let step = |&sign: &bool| {
        let before = far;
        far = if sign { 1 } else { (far + 1).min(MOST) };
        before
    };
    signs.map(step).collect()
}

/// Which of the page's first units have a word, for all of their words.
struct TopWords {
    /// A bit a unit.
    units: HashTable<u8>,
    /// A bit for each of the words: most others are seen to be none of them at once.
    marks: [u64; 16],
}

impl TopWords {
    fn of(units: &[Comparable<'_>]) -> Self {
        let mut words = Self {
            units: HashTable::default(),
            marks: [0; 16],
        };
        for unit in units.iter().take_while(|unit| unit.at < TOP) {
            for &word in unit.words {
                *words.units.entry(word).or_default() |= 1 << unit.at;
                words.marks[(word >> 60) as usize] |= 1 << (word >> 54 & 63);
            }
        }
        words
    }

    /// The most of these words that one of so many first units has.
    fn most_shared(&self, words: &[u64], units: usize) -> u32 {
        let mut shared = [0; TOP];
        let marked = |word: &&u64| self.marks[(**word >> 60) as usize] >> (**word >> 54 & 63) & 1 != 0;
        for its in words
            .iter()
            .filter(marked)
            .filter_map(|word| self.units.get(word))
        {
            for (at, shared) in shared.iter_mut().enumerate() {
                *shared += u32::from(its >> at & 1);
            }
        }
        shared.into_iter().take(units).max().unwrap_or(0)
    }
}

/// A unit that is neither too short nor too long to be compared with others.
struct Comparable<'a> {
    at: usize,
    words: &'a [u64],
    first: u64,
    last: u64,
}

impl<'a> Comparable<'a> {
    fn of(at: usize, words: &'a [u64]) -> Option<Self> {
        let (&[first, ..], &[.., last]) = (words, words) else {
            return None;
        };
        (SHORTEST..=LONGEST).contains(&words.len()).then_some(Self {
            at,
            words,
            first,
            last,
        })
    }
}

/// Whether the next unit says the same with a credit or a label: both belong to a picture.
pub(super) fn describes_picture(page: &Page<'_>, measured: &Measured, at: usize) -> bool {
    let (words, next) = (measured.words_of(at), measured.words_of(at + 1));
    let shared = || words.iter().filter(|word| next.contains(word)).count();
    let same = next.len() > words.len()
        && next.len() <= LONGEST
        && (next.starts_with(words) || next.ends_with(words) || shared() * 3 >= words.len() * 2);
    let labelled = measured
        .units
        .get(at + 1)
        .and_then(|next| next.known)
        .is_some_and(|known| known.meaning == Meaning::Caption);
    same && (labelled || measured.has_credit(page, at + 1))
}

/// A site's name beside its logo: the same words twice in a row.
fn is_said_twice(words: &[u64]) -> bool {
    let (first, second) = words.split_at(words.len() / 2);
    !words.is_empty() && first == second
}
