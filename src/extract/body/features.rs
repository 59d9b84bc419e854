//! The units of a page as rows of small numbers for the forests of the body: the shape of each unit, its place, the
//! page, and the units above and below it. A forest also looks at neighbouring rows itself: see `forest`.

use crate::article::line::Fields;
use crate::article::reason::Reason;
use crate::extract::body::columns::{Columns, MOST, coarse, share};
use crate::extract::body::densest_run::{best_run, weighted_run};
use crate::extract::body::forest::probability;
use crate::extract::body::lexicon::Lexicon;
use crate::extract::detections::Detections;
use crate::extract::input::page::SourcePage;
use crate::extract::lines::analyze::{UnitAnalysis, UnitFeatures};
use crate::extract::lines::vocabulary::{PhraseMeaning, PhrasePosition};
use crate::extract::meta::detect;
use std::ops::Range;

/// The columns of a page, for the first forest.
pub fn columns(detections: &Detections<'_>, lexicon: &Lexicon) -> Columns {
    let (page, features) = (detections.page, detections.features);
    let units = &features.units;
    let mut columns = Columns::new(units.len());
    own_shape(&mut columns, units);
    source_form(&mut columns, detections);
    phrases(&mut columns, units);
    words(&mut columns, features, lexicon);
    let run = best_run(units);
    place(&mut columns, units, &run);
    sentences_around(&mut columns, units);
    topic(&mut columns, features, &run);
    refrains(&mut columns, features);
    whole_page(&mut columns, page, features, &run);
    columns
}

pub(crate) fn own_shape(columns: &mut Columns, units: &[UnitAnalysis]) {
    columns.push(units.iter().map(|unit| coarse(unit.shape.chars)));
    columns.push(units.iter().map(|unit| coarse(unit.shape.measured_words())));
    columns.push(units.iter().map(|unit| unit.shape.finish as u8));
    columns.push(units.iter().map(|unit| unit.shape.begin as u8));
    columns.push(
        units
            .iter()
            .map(|unit| share(unit.shape.capital_words, unit.shape.words)),
    );
    columns.push(
        units
            .iter()
            .map(|unit| share(unit.shape.upper, unit.shape.letters)),
    );
    columns.push(
        units
            .iter()
            .map(|unit| share(unit.shape.digits, unit.shape.chars)),
    );
    columns.push(units.iter().map(|unit| coarse(unit.shape.commas)));
    columns.push(units.iter().map(|unit| coarse(unit.shape.sentences)));
    columns.push(
        units
            .iter()
            .map(|unit| share(unit.function_words, unit.shape.words)),
    );
    columns.push(units.iter().map(|unit| coarse(unit.function_words)));
    columns.push(
        units
            .iter()
            .map(|unit| (unit.shape.letters * 4 / unit.shape.words.max(1)).min(63) as u8),
    );
    columns.push(units.iter().map(|unit| coarse(unit.shape.separators)));
    columns.push(units.iter().map(|unit| coarse(unit.shape.glued)));
    columns.push(units.iter().map(|unit| coarse(unit.shape.quotes)));
    columns.push(units.iter().map(|unit| coarse(unit.shape.clocks)));
    columns.push(units.iter().map(|unit| coarse(unit.shape.years)));
    columns.push(units.iter().map(|unit| coarse(unit.shape.handles)));
    columns.push(units.iter().map(|unit| coarse(unit.shape.rights)));
    columns.push(units.iter().map(|unit| coarse(unit.shape.gaps)));
}

fn source_form(columns: &mut Columns, detections: &Detections<'_>) {
    let (page, features) = (detections.page, detections.features);
    let first = |at: usize| page.units[at].first as usize;
    let rows = 0..page.units.len();
    columns.push(
        rows.clone()
            .map(|at| u8::from(page.lines[first(at)].blank_before)),
    );
    columns.push(
        rows.clone()
            .map(|at| coarse(u32::from(page.lines[first(at)].indent))),
    );
    columns.push(
        rows.clone()
            .map(|at| coarse(page.units[at].end - page.units[at].first)),
    );
    columns.push(rows.clone().map(|at| coarse(features.copies_of(at).0)));
    columns.push(
        rows.clone()
            .map(|at| u8::from((features.copies_of(at).1 as usize) < at)),
    );
    let fields = rows.map(|at| match (may_name(&features.units[at]), page.single_line(at)) {
        (true, Some(_)) => detections.fields_of(at),
        (true, None) => detect::detect(page.line(first(at))),
        (false, _) => Fields::NONE,
    });
    columns.push(fields.map(|fields| {
        u8::from(fields.has(Fields::DATE))
            + 2 * u8::from(fields.has(Fields::BYLINE))
            + 4 * u8::from(fields.has(Fields::CREDIT))
    }));
}

/// Returns whether a unit may contain a date or a name. Menu entries are skipped.
fn may_name(unit: &UnitAnalysis) -> bool {
    unit.shape.words <= 24 && (unit.shape.words >= 3 || unit.shape.digits > 0)
}

/// The groups of reasons that have a column each.
pub(crate) fn kind_of(reason: Reason) -> usize {
    match reason {
        Reason::CommentForm | Reason::Comments => 0,
        Reason::RelatedList | Reason::RecentList | Reason::Teaser => 1,
        Reason::CrossLink | Reason::Advertisement | Reason::MediaPlayer | Reason::Gallery => 2,
        Reason::Share
        | Reason::Follow
        | Reason::Newsletter
        | Reason::Paywall
        | Reason::PatronCall
        | Reason::Account => 3,
        Reason::Navigation | Reason::Search | Reason::LanguageSwitch | Reason::Label | Reason::Widget => 4,
        Reason::Tags | Reason::AuthorNote | Reason::ReaderNotice => 5,
        _ => 6,
    }
}

fn phrases(columns: &mut Columns, units: &[UnitAnalysis]) {
    let chrome = |unit: &UnitAnalysis| match unit.known {
        Some(known) => match known.meaning {
            PhraseMeaning::Chrome(reason) => Some((kind_of(reason), known.place)),
            PhraseMeaning::Caption => None,
        },
        None => None,
    };
    columns.push(
        units
            .iter()
            .map(|unit| unit.known.map_or(0, |known| known.place as u8)),
    );
    columns.push(units.iter().map(|unit| {
        u8::from(
            unit.known
                .is_some_and(|known| known.meaning == PhraseMeaning::Caption),
        )
    }));
    for kind in 0..7 {
        columns.push(
            units
                .iter()
                .map(|unit| chrome(unit).map_or(0, |(own, place)| if own == kind { place as u8 } else { 0 })),
        );
        if kind < 4 || kind == 5 {
            // The distance from the last line of this kind.
            let mut since = 62;
            columns.push(units.iter().map(|unit| {
                let marks =
                    chrome(unit).is_some_and(|(own, place)| own == kind && place > PhrasePosition::Anywhere);
                since = if marks { 0 } else { (since + 1).min(62) };
                since as u8
            }));
        }
    }
}

fn words(columns: &mut Columns, features: &UnitFeatures, lexicon: &Lexicon) {
    let rows = 0..features.units.len();
    let scores: Vec<_> = rows.map(|at| lexicon.score(features.words_of(at))).collect();
    columns.push(scores.iter().map(|score| score.mean));
    columns.push(scores.iter().map(|score| score.sum));
    columns.push(scores.iter().map(|score| score.worst));
}

fn place(columns: &mut Columns, units: &[UnitAnalysis], run: &Range<usize>) {
    let count = units.len();
    columns.push((0..count).map(|at| share(at as u32, count as u32)));
    columns.push((0..count).map(|at| coarse(at as u32)));
    columns.push((0..count).map(|at| coarse((count - at) as u32)));
    columns.push((0..count).map(|at| {
        if at < run.start {
            0
        } else if at < run.end {
            1
        } else {
            2
        }
    }));
    columns.push((0..count).map(|at| coarse(at.abs_diff(run.start) as u32)));
    columns.push((0..count).map(|at| coarse(at.abs_diff(run.end.saturating_sub(1)) as u32)));
    let total: u32 = units.iter().map(sentence_words).sum();
    let mut before = 0;
    columns.push(units.iter().map(|unit| {
        let value = share(before, total);
        before += sentence_words(unit);
        value
    }));
}

fn sentences_around(columns: &mut Columns, units: &[UnitAnalysis]) {
    let count = units.len();
    let words: Vec<u32> = units.iter().map(sentence_words).collect();
    let totals = RunningTotals::of(words.iter().copied());
    for reach in [2, 5, 15] {
        columns.push((0..count).map(|at| coarse(totals.above(at, reach))));
        columns.push((0..count).map(|at| coarse(totals.below(at, reach))));
    }
    let mut since = 63_u8;
    columns.push(words.iter().map(|&words| {
        since = if words > 0 { 0 } else { (since + 1).min(MOST) };
        since
    }));
    let mut ahead = vec![MOST; count];
    let mut until = MOST;
    for at in (0..count).rev() {
        until = if words[at] > 0 { 0 } else { (until + 1).min(MOST) };
        ahead[at] = until;
    }
    columns.push(ahead.into_iter());
    let short = |unit: &UnitAnalysis| unit.shape.measured_words() <= 6;
    let mut length = 0_u32;
    columns.push(units.iter().map(|unit| {
        length = if short(unit) { length + 1 } else { 0 };
        coarse(length)
    }));
    let mut ahead = vec![0; count];
    let mut length = 0;
    for at in (0..count).rev() {
        length = if short(&units[at]) { length + 1 } else { 0 };
        ahead[at] = coarse(length);
    }
    columns.push(ahead.into_iter());
}

/// The number of words of a unit that reads like sentences; 0 for other units.
pub(crate) fn sentence_words(unit: &UnitAnalysis) -> u32 {
    if unit.shape.is_sentence_like() {
        unit.shape.measured_words()
    } else {
        0
    }
}

/// Running totals over the units of a page, so that the sum of any range costs the same.
pub(crate) struct RunningTotals(Vec<u32>);

impl RunningTotals {
    pub fn of(counts: impl Iterator<Item = u32>) -> Self {
        let sums = counts.scan(0_u32, |sum, count| {
            *sum = sum.saturating_add(count);
            Some(*sum)
        });
        Self(std::iter::once(0).chain(sums).collect())
    }

    /// The sum of a range of units, clipped to the page.
    fn between(&self, from: usize, to: usize) -> u32 {
        let last = self.0.len() - 1;
        self.0[to.min(last)] - self.0[from.min(last)]
    }

    /// The sum of the `reach` units above a unit.
    pub fn above(&self, at: usize, reach: usize) -> u32 {
        self.between(at.saturating_sub(reach), at)
    }

    /// The sum of the `reach` units below a unit.
    pub fn below(&self, at: usize, reach: usize) -> u32 {
        self.between(at + 1, at + 1 + reach)
    }
}

/// The share of a unit's words that also appear elsewhere in the densest run: other news has other words.
fn topic(columns: &mut Columns, features: &UnitFeatures, run: &Range<usize>) {
    shared_words(columns, features, |at| run.contains(&at));
}

/// The share of a unit's words that also appear in other units of a part of the page; words that most of these units
/// have do not count.
pub(crate) fn shared_words(columns: &mut Columns, features: &UnitFeatures, part: impl Fn(usize) -> bool) {
    const SLOTS: usize = 1 << 14;
    let slot = |word: u64| (word >> 24) as usize % SLOTS;
    let mut seen = vec![0_u8; SLOTS];
    let mut units = 0_usize;
    for at in (0..features.units.len()).filter(|&at| part(at)) {
        units += 1;
        for &word in features.words_of(at) {
            let count = &mut seen[slot(word)];
            *count = count.saturating_add(1);
        }
    }
    let common = (units.min(255) as u8).max(6);
    columns.push((0..features.units.len()).map(|at| {
        let need = if part(at) { 2 } else { 1 };
        let words = features.words_of(at);
        let known = words
            .iter()
            .filter(|&&word| (need..common).contains(&seen[slot(word)]))
            .count();
        share(known as u32, words.len() as u32)
    }));
}

/// The distance to texts that the page repeats: each comment has a reply button, each teaser a link to read on.
fn refrains(columns: &mut Columns, features: &UnitFeatures) {
    let count = features.units.len();
    let repeats: Vec<bool> = (0..count).map(|at| features.copies_of(at).0 >= 3).collect();
    let mut since = MOST;
    columns.push(repeats.iter().map(|&repeats| {
        since = if repeats { 0 } else { (since + 1).min(MOST) };
        since
    }));
    let mut below = vec![MOST; count];
    let mut until = MOST;
    for at in (0..count).rev() {
        until = if repeats[at] { 0 } else { (until + 1).min(MOST) };
        below[at] = until;
    }
    columns.push(below.into_iter());
    let totals = RunningTotals::of(repeats.iter().map(|&repeats| u32::from(repeats)));
    columns.push((0..count).map(|at| {
        let (from, to) = (at.saturating_sub(10), (at + 11).min(count));
        share(totals.between(from, to), (to - from) as u32)
    }));
}

fn whole_page(columns: &mut Columns, page: &SourcePage<'_>, features: &UnitFeatures, run: &Range<usize>) {
    let units = &features.units;
    let count = units.len();
    let all: u32 = units.iter().map(|unit| unit.shape.measured_words()).sum();
    let in_run: u32 = units
        .get(run.clone())
        .unwrap_or_default()
        .iter()
        .map(|unit| unit.shape.measured_words())
        .sum();
    let blanks = page.lines.iter().filter(|line| line.blank_before).count();
    let dense = units.iter().map(|unit| unit.shape.dense).sum::<u32>();
    for value in [
        coarse(count as u32),
        coarse(all),
        coarse(in_run),
        share(in_run, all),
        share(blanks as u32, page.lines.len() as u32),
        u8::from(page.broken),
        u8::from(dense * 4 > all),
    ] {
        columns.push(std::iter::repeat_n(value, count));
    }
}

/// Adds the columns for the second forest: the odds of the first forest for the units and for the page around them.
pub fn second_columns(columns: &mut Columns, features: &UnitFeatures, first: &[f32]) {
    let count = first.len();
    let probabilities: Vec<f32> = first.iter().map(|&odds| probability(odds)).collect();
    columns.push(
        first
            .iter()
            .map(|&odds| (odds * 6.0 + 32.0).clamp(0.0, 63.0) as u8),
    );
    let words: Vec<f32> = features
        .units
        .iter()
        .map(|unit| unit.shape.measured_words().min(80) as f32 + 1.0)
        .collect();
    let gain: Vec<f32> = probabilities
        .iter()
        .zip(&words)
        .map(|(probability, words)| probability * words)
        .collect();
    let total: f32 = gain.iter().sum();
    let mut before = 0.0;
    columns.push(gain.iter().map(|gain| {
        let value = before / total.max(1.0);
        before += gain;
        (value * 63.0) as u8
    }));
    columns.push(std::iter::repeat_n(coarse(total as u32), count));
    for (decay, forwards) in [(0.6, true), (0.6, false), (0.9, true), (0.9, false)] {
        columns.push(faded(&probabilities, &words, decay, forwards).into_iter());
    }
    let run = weighted_run(&probabilities, &words);
    columns.push((0..count).map(|at| if at < run.0 { 0 } else { 1 + u8::from(at >= run.1) }));
    columns.push((0..count).map(|at| coarse(at.abs_diff(run.0) as u32)));
    columns.push((0..count).map(|at| coarse(at.abs_diff(run.1) as u32)));
    shared_words(columns, features, |at| probabilities[at] >= 0.5);
}

/// The mean probability of the units before or after each unit, weighted by words and by nearness.
fn faded(probabilities: &[f32], words: &[f32], decay: f32, forwards: bool) -> Vec<u8> {
    let mut out = vec![0; probabilities.len()];
    let (mut sum, mut weight) = (0.0, 4.0);
    let mut step = |at: usize| {
        out[at] = (sum / weight * 63.0) as u8;
        sum = (sum + probabilities[at] * words[at]) * decay;
        weight = (weight - 4.0 + words[at]) * decay + 4.0;
    };
    if forwards {
        (0..probabilities.len()).for_each(&mut step);
    } else {
        (0..probabilities.len()).rev().for_each(&mut step);
    }
    out
}
