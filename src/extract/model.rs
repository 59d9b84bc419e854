//! The learnt weights: a lexicon and two forests of symmetric trees, and how they are asked. Not how they are learnt,
//! see `xtask/src/train`.
//!
//! A symmetric tree asks the same question on a whole level, so a block of rows goes through it without branches
//! (Prokhorenkova et al., "`CatBoost`: unbiased boosting with categorical features", 2018).

use super::features::{BLOCK, Columns, MOST, PADDING, coarse, shared_words};
use super::measure::Measured;
use super::work;
use std::sync::OnceLock;

const BODY: &[u8] = include_bytes!("../../assets/models/body.bin");
const HEADLINE: &[u8] = include_bytes!("../../assets/models/headline.bin");

/// Levels of a tree.
pub const DEPTH: usize = 6;
/// Leaves of a tree.
pub const LEAVES: usize = 1 << DEPTH;
/// Room for as many leaves as a byte can name, so that the number of none has to be checked.
const ROOM: usize = 1 << 8;
/// Words of the lexicon, by hash; the upper half is for long units.
pub const WORDS: usize = 1 << 14;
/// A lexicon's weight of 16 is a factor of e; a leaf's of 1024 too.
#[cfg(feature = "training")]
pub const WORD_UNIT: f32 = 16.0;
const LEAF_UNIT: f32 = 1024.0;
/// A unit of so many words is a long one.
const LONG: usize = 12;
/// Trees whose answers for a row are summed up before they are added to it.
const GROUP: usize = 8;
/// So many rows go through all trees before the next ones do: their columns stay in the fast memory.
const SPAN: usize = 16 * BLOCK;

/// Word to weight: positive for words of articles, negative for words of furniture.
#[derive(Clone)]
pub struct Lexicon {
    /// The weights, in units of `WORD_UNIT`.
    pub weights: Vec<i8>,
}

/// What the lexicon says of a unit, each on the scale of [`Columns`], 32 in the middle.
#[derive(Debug, Clone, Copy)]
#[allow(missing_docs)]
pub struct WordScore {
    pub mean: u8,
    pub sum: u8,
    pub worst: u8,
}

impl Lexicon {
    /// Knows no word.
    pub fn empty() -> Self {
        Self {
            weights: vec![0; WORDS],
        }
    }

    /// The place of a word in a unit of so many words.
    pub fn slot(word: u64, words_in_unit: usize) -> usize {
        let half = WORDS / 2;
        (word >> 22) as usize % half + if words_in_unit >= LONG { half } else { 0 }
    }

    /// Weighs the words of a unit.
    pub fn score(&self, words: &[u64]) -> WordScore {
        let (mut sum, mut worst, mut known) = (0_i32, 0_i32, 0_i32);
        let mut window = 0;
        for &word in words {
            let weight = i32::from(self.weights[Self::slot(word, words.len())]);
            sum += weight;
            known += i32::from(weight != 0);
            window = (window + weight).min(0);
            worst = worst.min(window);
        }
        let scale = |value: i32| (value + 32).clamp(0, i32::from(MOST)) as u8;
        WordScore {
            mean: scale(sum * 2 / known.max(1)),
            sum: scale(sum / 12),
            worst: scale(32 + worst / 6),
        }
    }
}

/// A question that a tree asks of a row: is the value that far away in that column larger?
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[allow(missing_docs)]
pub struct Split {
    pub column: u8,
    pub offset: i8,
    pub threshold: u8,
}

/// A symmetric tree.
#[derive(Clone)]
pub struct Tree {
    /// One question a level; the first is the lowest bit of the leaf's number.
    splits: [Split; DEPTH],
    /// The log-odds that each leaf adds, in 1024ths. As wide as a sum, though written in 16 bits: each is added millions of
    /// times.
    leaves: [i32; ROOM],
}

impl Tree {
    /// A tree that asks these questions and adds so much for each answer.
    pub fn new(mut splits: [Split; DEPTH], leaves: [i32; LEAVES]) -> Self {
        for split in &mut splits {
            split.threshold = split.threshold.min(MOST);
        }
        let mut tree = Self {
            splits,
            leaves: [0; ROOM],
        };
        tree.leaves[..LEAVES].copy_from_slice(&leaves);
        tree
    }
}

/// Trees whose answers are added.
#[derive(Clone, Default)]
pub struct Forest {
    /// The trees.
    pub trees: Vec<Tree>,
}

impl Forest {
    /// The log-odds of each row.
    pub fn log_odds(&self, columns: &Columns) -> Vec<f32> {
        let rows = columns.rows();
        work::note(rows);
        let mut sums = vec![0_i32; rows];
        let (groups, rest) = self.trees.as_chunks::<GROUP>();
        let (mut leaves, mut single) = ([[0; SPAN]; GROUP], [[0; SPAN]]);
        for (start, span) in (0..).step_by(SPAN).zip(sums.chunks_mut(SPAN)) {
            for trees in groups {
                add_answers(trees, span, columns, start, &mut leaves);
            }
            for tree in rest {
                add_answers(std::array::from_ref(tree), span, columns, start, &mut single);
            }
        }
        sums.into_iter().map(|sum| sum as f32 / LEAF_UNIT).collect()
    }

    /// Reads what [`to_bytes`](Self::to_bytes) wrote.
    pub fn from_bytes(mut bytes: &[u8]) -> Option<Self> {
        read_forest(&mut bytes)
    }

    /// The trees, byte by byte.
    #[cfg(feature = "training")]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = (self.trees.len() as u32).to_le_bytes().to_vec();
        for tree in &self.trees {
            for split in &tree.splits {
                bytes.extend([split.column, split.offset.cast_unsigned(), split.threshold]);
            }
            let narrow = |leaf: i32| leaf.clamp(i16::MIN.into(), i16::MAX.into()) as i16;
            let leaves = tree.leaves.iter().take(LEAVES);
            bytes.extend(leaves.flat_map(|&leaf| narrow(leaf).to_le_bytes()));
        }
        bytes
    }
}

/// Adds the answers of some trees to the sums of the rows from `start` on. `leaves` is room to work in.
fn add_answers<const N: usize>(
    trees: &[Tree; N],
    sums: &mut [i32],
    columns: &Columns,
    start: usize,
    leaves: &mut [[u8; SPAN]; N],
) {
    let whole_blocks = sums.len().next_multiple_of(BLOCK).min(SPAN);
    for (tree, leaves) in trees.iter().zip(&mut *leaves) {
        tree.find_leaves(columns, start, &mut leaves[..whole_blocks]);
    }
    for (row, sum) in sums.iter_mut().enumerate() {
        let mut answer = 0;
        for (tree, leaves) in trees.iter().zip(&*leaves) {
            answer += tree.leaves[usize::from(leaves[row % SPAN])];
        }
        *sum += answer;
    }
}

impl Tree {
    /// The leaf that each row from `start` on comes to. All levels are asked at once, without branches: whole blocks compile
    /// to vector instructions.
    fn find_leaves(&self, columns: &Columns, start: usize, leaves: &mut [u8]) {
        let values = self.splits.map(|split| {
            let place = columns.place(usize::from(split.column), split.offset) + start;
            columns.values(place, leaves.len()).unwrap_or(&[0; SPAN])
        });
        // Values are small, and vector instructions compare signed bytes at once.
        let thresholds = self.splits.map(|split| split.threshold.cast_signed());
        let [first, second, third, fourth, fifth, sixth] = values;
        let rows = first
            .iter()
            .zip(second)
            .zip(third)
            .zip(fourth)
            .zip(fifth)
            .zip(sixth);
        for (leaf, (((((first, second), third), fourth), fifth), sixth)) in leaves.iter_mut().zip(rows) {
            let values = [first, second, third, fourth, fifth, sixth];
            *leaf = 0;
            for (level, (value, threshold)) in values.into_iter().zip(thresholds).enumerate() {
                *leaf |= u8::from(value.cast_signed() > threshold) << level;
            }
        }
    }
}

/// All learnt weights.
#[derive(Clone)]
pub struct Model {
    /// The words.
    pub lexicon: Lexicon,
    /// Sees a unit and its neighbours.
    pub first: Forest,
    /// Sees also what the first says of them.
    pub second: Forest,
    /// Weighs which unit is the headline.
    pub headline: Forest,
}

impl Model {
    /// The model that is built in.
    pub fn builtin() -> &'static Self {
        static BUILT: OnceLock<Model> = OnceLock::new();
        BUILT.get_or_init(|| {
            let body = Self::from_bytes(BODY).unwrap_or_else(Self::empty);
            body.with_headline(Forest::from_bytes(HEADLINE).unwrap_or_default())
        })
    }

    /// These weights with another forest for headlines.
    #[must_use]
    pub fn with_headline(self, headline: Forest) -> Self {
        Self { headline, ..self }
    }

    /// A model that knows nothing.
    pub fn empty() -> Self {
        Self {
            lexicon: Lexicon::empty(),
            first: Forest::default(),
            second: Forest::default(),
            headline: Forest::default(),
        }
    }

    /// How likely each unit belongs to the body, as log-odds.
    pub fn log_odds(&self, columns: &mut Columns, measured: &Measured) -> Vec<f32> {
        let first = self.first.log_odds(columns);
        second_columns(columns, measured, &first);
        self.second.log_odds(columns)
    }

    /// Reads what [`to_bytes`](Self::to_bytes) wrote.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (words, mut rest) = bytes.split_at_checked(WORDS)?;
        let lexicon = Lexicon {
            weights: words.iter().map(|&byte| byte.cast_signed()).collect(),
        };
        let first = read_forest(&mut rest)?;
        let second = read_forest(&mut rest)?;
        Some(Self {
            lexicon,
            first,
            second,
            headline: Forest::default(),
        })
    }

    /// The weights, byte by byte.
    #[cfg(feature = "training")]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes: Vec<u8> = self
            .lexicon
            .weights
            .iter()
            .map(|weight| weight.cast_unsigned())
            .collect();
        bytes.extend(self.first.to_bytes());
        bytes.extend(self.second.to_bytes());
        bytes
    }
}

fn take<'a>(bytes: &mut &'a [u8], count: usize) -> Option<&'a [u8]> {
    let (taken, rest) = bytes.split_at_checked(count)?;
    *bytes = rest;
    Some(taken)
}

fn read_forest(bytes: &mut &[u8]) -> Option<Forest> {
    let count = u32::from_le_bytes(take(bytes, 4)?.try_into().ok()?);
    let mut trees = Vec::new();
    for _ in 0..count {
        let (mut splits, mut leaves) = ([Split::default(); DEPTH], [0; LEAVES]);
        for split in &mut splits {
            let [column, offset, threshold] = *take(bytes, 3)? else {
                return None;
            };
            *split = Split {
                column,
                offset: offset.cast_signed().clamp(-(PADDING as i8), PADDING as i8),
                threshold,
            };
        }
        for leaf in &mut leaves {
            *leaf = i16::from_le_bytes(take(bytes, 2)?.try_into().ok()?).into();
        }
        trees.push(Tree::new(splits, leaves));
    }
    Some(Forest { trees })
}

/// Log-odds to a probability.
pub fn probability(log_odds: f32) -> f32 {
    1.0 / (1.0 + (-log_odds).exp())
}

/// Adds what the first forest says of the units and of the page around them.
pub fn second_columns(columns: &mut Columns, measured: &Measured, first: &[f32]) {
    let count = first.len();
    let sure: Vec<f32> = first.iter().map(|&odds| probability(odds)).collect();
    columns.push(
        first
            .iter()
            .map(|&odds| (odds * 6.0 + 32.0).clamp(0.0, 63.0) as u8),
    );
    let words: Vec<f32> = measured
        .units
        .iter()
        .map(|unit| unit.shape.measured_words().min(80) as f32 + 1.0)
        .collect();
    let gain: Vec<f32> = sure
        .iter()
        .zip(&words)
        .map(|(sure, words)| sure * words)
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
        columns.push(faded(&sure, &words, decay, forwards).into_iter());
    }
    let run = weighted_run(&sure, &words);
    columns.push((0..count).map(|at| if at < run.0 { 0 } else { 1 + u8::from(at >= run.1) }));
    columns.push((0..count).map(|at| coarse(at.abs_diff(run.0) as u32)));
    columns.push((0..count).map(|at| coarse(at.abs_diff(run.1) as u32)));
    shared_words(columns, measured, |at| sure[at] >= 0.5);
}

/// The mean of the probabilities before or after each unit, by words, nearer ones counting more.
fn faded(sure: &[f32], words: &[f32], decay: f32, forwards: bool) -> Vec<u8> {
    let mut out = vec![0; sure.len()];
    let (mut sum, mut weight) = (0.0, 4.0);
    let mut step = |at: usize| {
        out[at] = (sum / weight * 63.0) as u8;
        sum = (sum + sure[at] * words[at]) * decay;
        weight = (weight - 4.0 + words[at]) * decay + 4.0;
    };
    if forwards {
        (0..sure.len()).for_each(&mut step);
    } else {
        (0..sure.len()).rev().for_each(&mut step);
    }
    out
}

/// The run whose words are most likely body, as first unit and unit behind it.
pub fn weighted_run(sure: &[f32], words: &[f32]) -> (usize, usize) {
    let (mut best, mut best_sum) = ((0, 0), 0.0);
    let (mut start, mut sum) = (0, 0.0);
    for (at, (sure, words)) in sure.iter().zip(words).enumerate() {
        if sum <= 0.0 {
            start = at;
            sum = 0.0;
        }
        sum += (sure - 0.45) * words;
        if sum > best_sum {
            best_sum = sum;
            best = (start, at + 1);
        }
    }
    best
}
