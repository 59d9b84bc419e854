//! The units around the beginning of the body as rows of small numbers, from which a forest decides which unit is the
//! headline. Not which lines become title and standfirst: see `title`.

use crate::article::line::Fields;
use crate::extract::body::classify::is_heading;
use crate::extract::body::columns::{Columns, MOST, coarse, share};
use crate::extract::body::densest_run::weighted_run;
use crate::extract::body::features::{RunningTotals, kind_of, own_shape, sentence_words};
use crate::extract::body::headline_copies::{LONGEST, TOP};
use crate::extract::body::model::CleaningModel;
use crate::extract::body::topic::Topic;
use crate::extract::body::{classify, headline_copies, refine};
use crate::extract::detections::Detections;
use crate::extract::input::page::SourcePage;
use crate::extract::lines::analyze::{UnitAnalysis, UnitFeatures};
use crate::extract::lines::label::LineLabel;
use crate::extract::lines::vocabulary::{PhraseMeaning, Vocabulary};
use crate::extract::outlets::directory::OutletDirectory;
use std::ops::Range;

/// Number of units above the body's first unit that may be the headline.
const ABOVE: usize = 60;
/// Number of units below it: the labelled body may begin too early.
const BELOW: usize = 24;
/// A longer line, in words, does not name the author or the date.
const SIGNATURE_WORDS: u32 = 14;
/// Number of paragraphs that show the topic of the article.
const LEAD: usize = 4;

/// A paragraph needs at least these log-odds to be the headline.
const PARAGRAPH_ODDS: f32 = -0.7;

/// The units that may be the headline, with what is known about each.
pub(crate) struct HeadlineCandidates {
    /// The units.
    pub range: Range<usize>,
    /// The metadata that each unit seems to give.
    pub fields: Vec<Fields>,
    /// The log-odds that each unit is the headline.
    odds: Vec<f32>,
    /// Whether each unit belongs to a picture: bit 0 by its own credit, bit 1 by the credit of the next unit.
    pictured: Vec<u8>,
}

impl HeadlineCandidates {
    /// The candidates of a page; `None` if it has no body.
    pub fn of(labelled: &LabelledPage<'_>, outlets: &OutletDirectory, model: &CleaningModel) -> Option<Self> {
        let rows = CandidateRows::new(labelled, outlets)?;
        let odds = model.headline.log_odds(&rows.columns(model));
        Some(Self {
            odds,
            range: rows.range,
            fields: rows.fields,
            pictured: rows.pictured,
        })
    }

    /// The metadata that a unit near the headline seems to give.
    pub fn fields_of(&self, detections: &Detections<'_>, at: usize) -> Fields {
        let known = at
            .checked_sub(self.range.start)
            .and_then(|at| self.fields.get(at));
        known.copied().unwrap_or_else(|| detections.fields_of(at))
    }

    /// The likeliest candidate, the first among equals, with its log-odds. A paragraph needs higher odds, since it may
    /// begin the text. A unit that belongs to a picture is not a headline.
    pub fn best(&self, labelled: &LabelledPage<'_>) -> Option<(usize, f32)> {
        let is_paragraph = |at: usize| {
            labelled.labels[at].class.is_body() && labelled.features.units[at].shape.is_sentence_like()
        };
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

/// A page with the labels of its units.
pub(crate) struct LabelledPage<'a> {
    pub detections: &'a Detections<'a>,
    pub page: &'a SourcePage<'a>,
    pub features: &'a UnitFeatures,
    pub labels: &'a [LineLabel],
    /// The probability that each unit is body.
    pub probabilities: &'a [f32],
}

impl<'a> LabelledPage<'a> {
    pub fn new(detections: &'a Detections<'a>, labels: &'a [LineLabel], probabilities: &'a [f32]) -> Self {
        Self {
            detections,
            page: detections.page,
            features: detections.features,
            labels,
            probabilities,
        }
    }
}

/// The training rows of a page: its candidates, and their texts.
#[cfg_attr(not(feature = "training"), allow(dead_code))]
pub fn rows_of(text: &str, model: &CleaningModel) -> Option<(Columns, Vec<String>)> {
    let page = SourcePage::new(text);
    let features = UnitFeatures::new(&page, Vocabulary::builtin());
    let detections = Detections::new(&page, &features);
    let (mut labels, probabilities) = classify::body(&detections, model, None);
    refine::refine(&detections, &probabilities, &mut labels);
    let labelled = LabelledPage::new(&detections, &labels, &probabilities);
    let outlets = OutletDirectory::builtin();
    let rows = CandidateRows::new(&labelled, &outlets)?;
    let texts = rows.range.clone().map(|at| page.text_of(at).into_owned());
    Some((rows.columns(model), texts.collect()))
}

struct CandidateRows<'a> {
    labelled: &'a LabelledPage<'a>,
    outlets: &'a OutletDirectory,
    range: Range<usize>,
    fields: Vec<Fields>,
    pictured: Vec<u8>,
    /// The first unit of the body.
    first: usize,
    /// The first unit of the densest run.
    run: usize,
}

impl<'a> CandidateRows<'a> {
    fn new(labelled: &'a LabelledPage<'a>, outlets: &'a OutletDirectory) -> Option<Self> {
        let is_body = |label: &LineLabel| label.class.is_body();
        let first = labelled.labels.iter().position(is_body)?;
        let words = |unit: &UnitAnalysis| unit.shape.measured_words().min(80) as f32 + 1.0;
        let words: Vec<f32> = labelled.features.units.iter().map(words).collect();
        let run = weighted_run(labelled.probabilities, &words).0;
        let last = labelled.labels.iter().rposition(is_body)?;
        let range = first.saturating_sub(ABOVE)..(first + BELOW).min(last + 1);
        let is_short = |at: usize| labelled.features.units[at].shape.measured_words() as usize <= LONGEST;
        let pictured = |at: usize| {
            let credit = is_short(at) && labelled.detections.has_credit(at);
            let described = is_short(at) && describes_picture(labelled.detections, at);
            u8::from(credit) + 2 * u8::from(described)
        };
        let detect = |at: usize| {
            if is_short(at) {
                labelled.detections.fields_of(at)
            } else {
                Fields::NONE
            }
        };
        let fields = range.clone().map(detect).collect();
        let pictured = range.clone().map(pictured).collect();
        Some(Self {
            labelled,
            outlets,
            range,
            fields,
            pictured,
            first,
            run,
        })
    }

    fn columns(&self, model: &CleaningModel) -> Columns {
        let units = &self.labelled.features.units[self.range.clone()];
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

    fn units(&self) -> impl Iterator<Item = (usize, &'a UnitAnalysis)> {
        let units = &self.labelled.features.units;
        self.range.clone().map(|at| (at, &units[at]))
    }

    fn words(&self, columns: &mut Columns, model: &CleaningModel) {
        let words = |at: usize| self.labelled.features.words_of(at);
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

    /// The form of each unit in the source, and the answer of the body's model.
    fn form(&self, columns: &mut Columns) {
        let LabelledPage {
            page,
            labels,
            probabilities,
            ..
        } = *self.labelled;
        let line = |at: usize| page.lines[page.units[at].first as usize];
        let count = |at: usize| page.units[at].end - page.units[at].first;
        columns.push(self.range.clone().map(|at| u8::from(line(at).blank_before)));
        columns.push(self.range.clone().map(|at| coarse(u32::from(line(at).indent))));
        columns.push(self.range.clone().map(|at| coarse(count(at))));
        columns.push(self.range.clone().map(|at| (probabilities[at] * 63.0) as u8));
        columns.push(self.range.clone().map(|at| u8::from(labels[at].class.is_body())));
    }

    fn phrases(&self, columns: &mut Columns) {
        let page = self.labelled.page;
        columns.push(
            self.units()
                .map(|(_, unit)| unit.known.map_or(0, |known| known.place as u8)),
        );
        columns.push(self.units().map(|(_, unit)| {
            unit.known.map_or(0, |known| match known.meaning {
                PhraseMeaning::Caption => 1,
                PhraseMeaning::Chrome(reason) => 2 + kind_of(reason) as u8,
            })
        }));
        columns.push(self.fields.iter().map(|fields| {
            u8::from(fields.has(Fields::DATE))
                + 2 * u8::from(fields.has(Fields::BYLINE))
                + 4 * u8::from(fields.has(Fields::CREDIT))
        }));
        columns.push(self.pictured.iter().copied());
        columns.push(self.units().map(|(at, unit)| {
            u8::from(unit.shape.words <= 5 && self.outlets.named(&page.text_of(at)).is_some())
        }));
    }

    /// How many words each unit shares with the body and with its first paragraphs.
    fn topics(&self, columns: &mut Columns) {
        let LabelledPage {
            features,
            labels,
            probabilities,
            ..
        } = *self.labelled;
        let body = |at: usize| labels[at].class.is_body();
        let lead: Vec<usize> = (self.run..labels.len())
            .filter(|&at| probabilities[at] > 0.5 && features.units[at].shape.is_sentence_like())
            .take(LEAD)
            .collect();
        let topics = [
            Topic::of(features, (0..labels.len()).filter(|&at| body(at))),
            Topic::of(features, lead.into_iter()),
        ];
        for topic in topics {
            let shared: Vec<(u32, u32)> = self.range.clone().map(|at| topic.shared(features, at)).collect();
            columns.push(shared.iter().map(|&(shared, all)| share(shared, all)));
            columns.push(shared.iter().map(|&(shared, _)| coarse(shared)));
            // Among short units, the largest number of shared words.
            let short = |at: usize| features.units[at].shape.measured_words() <= 24;
            let counts = self.range.clone().zip(&shared).filter(|(at, _)| short(*at));
            let most = counts.map(|(_, &(shared, _))| shared).max().unwrap_or(0);
            columns.push(shared.iter().map(|&(shared, _)| share(shared, most)));
        }
    }

    fn place(&self, columns: &mut Columns) {
        let (first, run) = (self.first, self.run);
        let all = self.labelled.features.units.len() as u32;
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
        // The number of lines like headlines, and of words, between each unit and the body.
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

    /// Whether the words of each unit appear elsewhere, alone or as the beginning or end of more.
    fn copies(&self, columns: &mut Columns) {
        let features = self.labelled.features;
        columns.push(self.range.clone().map(|at| coarse(features.copies_of(at).0)));
        columns.push(
            self.range
                .clone()
                .map(|at| match features.copies_of(at).1 as usize {
                    original if original >= at => 0,
                    original if original < TOP => 2,
                    _ => 1,
                }),
        );
        let relations = headline_copies::relations(features, &self.range);
        for at in 0..5 {
            columns.push(relations.iter().map(|relation| relation[at]));
        }
    }

    /// The distance from each unit to the next line, below and above, that names the author or the date.
    fn signatures(&self, columns: &mut Columns) {
        for field in [Fields::DATE, Fields::BYLINE] {
            let signs = |at: usize| {
                let unit = &self.labelled.features.units[at + self.range.start];
                unit.shape.measured_words() <= SIGNATURE_WORDS
                    && unit.known.is_none()
                    && self.fields[at].has(field)
            };
            let signs: Vec<bool> = (0..self.range.len()).map(signs).collect();
            columns.push(since(signs.iter()).into_iter());
            columns.push(since(signs.iter().rev()).into_iter().rev());
        }
    }

    /// The amount of text below and above each unit, and the number of similar lines.
    fn surroundings(&self, columns: &mut Columns) {
        let units = &self.labelled.features.units;
        let text = RunningTotals::of(units.iter().map(sentence_words));
        for reach in [3, 8, 20] {
            columns.push(self.range.clone().map(|at| coarse(text.below(at, reach))));
            columns.push(self.range.clone().map(|at| coarse(text.above(at, reach))));
        }
        let like = |unit: &UnitAnalysis| u32::from(is_heading(unit) && unit.shape.measured_words() >= 4);
        let small = |unit: &UnitAnalysis| u32::from(unit.shape.measured_words() <= 3);
        let (like, small) = (units.iter().map(like), units.iter().map(small));
        for (totals, reach) in [(RunningTotals::of(like), 4), (RunningTotals::of(small), 8)] {
            columns.push(self.range.clone().map(|at| totals.above(at, reach) as u8));
            columns.push(self.range.clone().map(|at| totals.below(at, reach) as u8));
        }
        let page = self.labelled.page;
        let dense = units.iter().map(|unit| unit.shape.dense).sum::<u32>() * 4
            > units.iter().map(|unit| unit.shape.words).sum::<u32>();
        for value in [u8::from(page.broken), u8::from(dense), coarse(units.len() as u32)] {
            columns.push(std::iter::repeat_n(value, self.range.len()));
        }
    }
}

/// The distance of each element from the last sign before it.
fn since<'a>(signs: impl Iterator<Item = &'a bool>) -> Vec<u8> {
    let mut far = MOST;
    let step = |&sign: &bool| {
        let before = far;
        far = if sign { 1 } else { (far + 1).min(MOST) };
        before
    };
    signs.map(step).collect()
}

/// Returns whether the next unit repeats the words of this one with a credit or a label: both belong to a picture.
pub(crate) fn describes_picture(detections: &Detections<'_>, at: usize) -> bool {
    let features = detections.features;
    let (words, next) = (features.words_of(at), features.words_of(at + 1));
    let shared = || words.iter().filter(|word| next.contains(word)).count();
    let same = next.len() > words.len()
        && next.len() <= LONGEST
        && (next.starts_with(words) || next.ends_with(words) || shared() * 3 >= words.len() * 2);
    let labelled = features
        .units
        .get(at + 1)
        .and_then(|next| next.known)
        .is_some_and(|known| known.meaning == PhraseMeaning::Caption);
    same && (labelled || detections.has_credit(at + 1))
}

/// Returns whether a text is the same words twice, such as a site's name next to its logo.
fn is_said_twice(words: &[u64]) -> bool {
    let (first, second) = words.split_at(words.len() / 2);
    !words.is_empty() && first == second
}
