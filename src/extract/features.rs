//! Each unit of a page as a row of small numbers, for a model to weigh: its own shape, its place, the page, and what
//! stands above and below. A model looks at neighbouring rows itself, see `model`.

use super::measure::{Measure, Measured};
use super::meta;
use super::model::Lexicon;
use super::page::Page;
use super::phrases::{Meaning, Place};
use super::run::best_run;
use crate::article::{Fields, Reason};
use std::ops::Range;

/// Rows of zeros before the first unit and after the last, so that a model can look beyond the ends.
pub const PADDING: usize = 8;
/// No value is larger.
pub const MOST: u8 = 63;
/// Values that a model looks at together.
pub const BLOCK: usize = 32;

/// So many columns are made room for at once.
const ABOUT: usize = 82;

/// Columns of values from 0 to [`MOST`], one row a unit.
#[derive(Default)]
pub struct Columns {
    rows: usize,
    count: usize,
    /// Column behind column, zeros behind the last one: room for more, and for a block that begins in it.
    data: Vec<u8>,
}

impl Columns {
    /// So many rows and no column yet.
    pub fn new(rows: usize) -> Self {
        Self {
            rows,
            count: 0,
            data: vec![0; (rows + 2 * PADDING) * ABOUT + BLOCK],
        }
    }

    /// The number of rows, padding not counted.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// The number of columns.
    #[cfg(feature = "training")]
    pub fn len(&self) -> usize {
        self.count
    }

    /// Whether there is no column.
    #[cfg(feature = "training")]
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// A column with its padding: row `n` is at `n + PADDING`.
    #[cfg(feature = "training")]
    pub fn column(&self, at: usize) -> &[u8] {
        let stride = self.rows + 2 * PADDING;
        self.data.get(at * stride..(at + 1) * stride).unwrap_or_default()
    }

    /// Where the first row's value, or that of a row so far away from it, stands in a column; see [`values`](Self::values).
    pub fn place(&self, column: usize, offset: i8) -> usize {
        let stride = self.rows + 2 * PADDING;
        (column * stride + PADDING).wrapping_add_signed(isize::from(offset))
    }

    /// So many values from a place on, be they those of columns behind it; none where there are not so many.
    pub fn values(&self, place: usize, count: usize) -> Option<&[u8]> {
        self.data.get(place..)?.get(..count)
    }

    /// Adds a column, one value a row.
    pub fn push(&mut self, values: impl Iterator<Item = u8>) {
        let stride = self.rows + 2 * PADDING;
        let start = self.count * stride;
        self.count += 1;
        if self.data.len() < start + stride + BLOCK {
            self.data.resize(start + stride * ABOUT + BLOCK, 0);
        }
        let rows = &mut self.data[start + PADDING..start + PADDING + self.rows];
        for (into, value) in rows.iter_mut().zip(values) {
            *into = value.min(MOST);
        }
    }
}

/// A count on a scale that is fine for small and coarse for large ones: 0, 1, 2, 3, 4, then four steps a doubling.
pub fn coarse(count: u32) -> u8 {
    // Most counts are small, and looking up costs less than counting bits.
    match COARSE.get(count as usize) {
        Some(&coarse) => coarse,
        None => coarse_of(count),
    }
}

const COARSE: [u8; 256] = {
    let mut table = [0; 256];
    let mut count = 0;
    while count < 256 {
        table[count] = coarse_of(count as u32);
        count += 1;
    }
    table
};

const fn coarse_of(count: u32) -> u8 {
    if count < 8 {
        return count as u8;
    }
    let power = count.ilog2();
    let quarter = (count >> (power - 2)) & 3;
    let scaled = power * 4 + quarter - 4;
    if scaled < MOST as u32 { scaled as u8 } else { MOST }
}

/// A share from 0 to 1 in 64ths.
pub(super) fn share(part: u32, whole: u32) -> u8 {
    // Dividing is what costs here, and dividing small numbers costs less.
    let share = match part.checked_mul(u32::from(MOST)) {
        Some(part) => part / whole.max(1),
        None => (u64::from(part) * u64::from(MOST) / u64::from(whole.max(1))).min(u64::from(MOST)) as u32,
    };
    share.min(u32::from(MOST)) as u8
}

/// The rows of a page.
pub fn columns(page: &Page<'_>, measured: &Measured, lexicon: &Lexicon) -> Columns {
    let units = &measured.units;
    let mut columns = Columns::new(units.len());
    own_shape(&mut columns, units);
    source_form(&mut columns, page, measured);
    phrases(&mut columns, units);
    words(&mut columns, measured, lexicon);
    let run = best_run(units);
    place(&mut columns, units, &run);
    sentences_around(&mut columns, units);
    topic(&mut columns, measured, &run);
    refrains(&mut columns, measured);
    whole_page(&mut columns, page, measured, &run);
    columns
}

pub(super) fn own_shape(columns: &mut Columns, units: &[Measure]) {
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

fn source_form(columns: &mut Columns, page: &Page<'_>, measured: &Measured) {
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
    columns.push(rows.clone().map(|at| coarse(measured.copies_of(at).0)));
    columns.push(
        rows.clone()
            .map(|at| u8::from((measured.copies_of(at).1 as usize) < at)),
    );
    let fields = rows.map(|at| match (may_name(&measured.units[at]), page.single_line(at)) {
        (true, Some(_)) => measured.fields_of(page, at),
        (true, None) => meta::detect(page.line(first(at))),
        (false, _) => Fields::NONE,
    });
    columns.push(fields.map(|fields| {
        u8::from(fields.has(Fields::DATE))
            + 2 * u8::from(fields.has(Fields::BYLINE))
            + 4 * u8::from(fields.has(Fields::CREDIT))
    }));
}

/// Whether a unit may hold a date or a name at all: menu entries need not be asked.
fn may_name(unit: &Measure) -> bool {
    unit.shape.words <= 24 && (unit.shape.words >= 3 || unit.shape.digits > 0)
}

/// Reasons that begin what follows an article, by kind.
pub(super) fn kind_of(reason: Reason) -> usize {
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

fn phrases(columns: &mut Columns, units: &[Measure]) {
    let chrome = |unit: &Measure| match unit.known {
        Some(known) => match known.meaning {
            Meaning::Chrome(reason) => Some((kind_of(reason), known.place)),
            Meaning::Caption => None,
        },
        None => None,
    };
    columns.push(
        units
            .iter()
            .map(|unit| unit.known.map_or(0, |known| known.place as u8)),
    );
    columns.push(
        units
            .iter()
            .map(|unit| u8::from(unit.known.is_some_and(|known| known.meaning == Meaning::Caption))),
    );
    for kind in 0..7 {
        columns.push(
            units
                .iter()
                .map(|unit| chrome(unit).map_or(0, |(own, place)| if own == kind { place as u8 } else { 0 })),
        );
        if kind < 4 || kind == 5 {
            // How far above the last line of that kind stands.
            let mut since = 62;
            columns.push(units.iter().map(|unit| {
                let marks = chrome(unit).is_some_and(|(own, place)| own == kind && place > Place::Anywhere);
                since = if marks { 0 } else { (since + 1).min(62) };
                since as u8
            }));
        }
    }
}

fn words(columns: &mut Columns, measured: &Measured, lexicon: &Lexicon) {
    let rows = 0..measured.units.len();
    let scores: Vec<_> = rows.map(|at| lexicon.score(measured.words_of(at))).collect();
    columns.push(scores.iter().map(|score| score.mean));
    columns.push(scores.iter().map(|score| score.sum));
    columns.push(scores.iter().map(|score| score.worst));
}

fn place(columns: &mut Columns, units: &[Measure], run: &Range<usize>) {
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

fn sentences_around(columns: &mut Columns, units: &[Measure]) {
    let count = units.len();
    let words: Vec<u32> = units.iter().map(sentence_words).collect();
    let totals = Totals::of(words.iter().copied());
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
    let short = |unit: &Measure| unit.shape.measured_words() <= 6;
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

/// The words of a unit that reads like sentences; 0 of any other.
pub(super) fn sentence_words(unit: &Measure) -> u32 {
    if unit.shape.is_sentence_like() {
        unit.shape.measured_words()
    } else {
        0
    }
}

/// What is counted of a page's units, summed up to each of them, so that any run of them costs the same.
pub(super) struct Totals(Vec<u32>);

impl Totals {
    pub(super) fn of(counts: impl Iterator<Item = u32>) -> Self {
        let sums = counts.scan(0_u32, |sum, count| {
            *sum = sum.saturating_add(count);
            Some(*sum)
        });
        Self(std::iter::once(0).chain(sums).collect())
    }

    /// The sum of a run of units, as far as there are so many.
    fn between(&self, from: usize, to: usize) -> u32 {
        let last = self.0.len() - 1;
        self.0[to.min(last)] - self.0[from.min(last)]
    }

    /// The sum of so many units above one.
    pub(super) fn above(&self, at: usize, reach: usize) -> u32 {
        self.between(at.saturating_sub(reach), at)
    }

    /// The sum of so many units below one.
    pub(super) fn below(&self, at: usize, reach: usize) -> u32 {
        self.between(at + 1, at + 1 + reach)
    }
}

/// How much of a unit's words stands also elsewhere in the run of sentences: other news has other words.
fn topic(columns: &mut Columns, measured: &Measured, run: &Range<usize>) {
    shared_words(columns, measured, |at| run.contains(&at));
}

/// How much of a unit's words stands also in other units of a part of the page; words that most of them have do not count.
pub(super) fn shared_words(columns: &mut Columns, measured: &Measured, part: impl Fn(usize) -> bool) {
    const SLOTS: usize = 1 << 14;
    let slot = |word: u64| (word >> 24) as usize % SLOTS;
    let mut seen = vec![0_u8; SLOTS];
    let mut units = 0_usize;
    for at in (0..measured.units.len()).filter(|&at| part(at)) {
        units += 1;
        for &word in measured.words_of(at) {
            let count = &mut seen[slot(word)];
            *count = count.saturating_add(1);
        }
    }
    let common = (units.min(255) as u8).max(6);
    columns.push((0..measured.units.len()).map(|at| {
        let need = if part(at) { 2 } else { 1 };
        let words = measured.words_of(at);
        let known = words
            .iter()
            .filter(|&&word| (need..common).contains(&seen[slot(word)]))
            .count();
        share(known as u32, words.len() as u32)
    }));
}

/// How near the texts are that the page repeats: each comment has its reply button, each teaser its call to read on.
fn refrains(columns: &mut Columns, measured: &Measured) {
    let count = measured.units.len();
    let repeats: Vec<bool> = (0..count).map(|at| measured.copies_of(at).0 >= 3).collect();
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
    let totals = Totals::of(repeats.iter().map(|&repeats| u32::from(repeats)));
    columns.push((0..count).map(|at| {
        let (from, to) = (at.saturating_sub(10), (at + 11).min(count));
        share(totals.between(from, to), (to - from) as u32)
    }));
}

fn whole_page(columns: &mut Columns, page: &Page<'_>, measured: &Measured, run: &Range<usize>) {
    let units = &measured.units;
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
