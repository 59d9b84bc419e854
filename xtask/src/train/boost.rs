//! Gradient boosting of symmetric trees over small histograms (Friedman 2001; Prokhorenkova et al. 2018), with the
//! logistic loss and second-order leaf values. Deterministic: the random numbers are seeded and threads share no sums.

use newsprint::extract::training::{
    Columns, DEPTH, Forest, ForestTree, LEAVES, MOST, PADDING, TreeSplit, probability,
};

const BINS: usize = MOST as usize + 1;
/// What is added to the curvature of each leaf.
const SMOOTHING: f32 = 12.0;
const THREADS: usize = 4;
/// The approximate share of the rows that a tree learns from.
const SAMPLE: f32 = 0.15;
/// The smallest probability with which a row is sampled.
const LEAST_CHANCE: f32 = 0.02;

/// The columns of all pages, concatenated with padding between them.
#[derive(Default)]
pub struct Data {
    columns: Vec<Vec<u8>>,
    rows: Vec<Row>,
}

struct Row {
    place: u32,
    label: bool,
    weight: f32,
}

/// How to train.
pub struct Settings {
    /// Number of trees.
    pub trees: usize,
    /// The learning rate.
    pub rate: f32,
    /// The largest distance of a row that a tree can look at.
    pub reach: i8,
    /// The share of the splits that each tree can choose from.
    pub share: f32,
    /// The first column that can be looked at from twice that distance.
    pub from_reach: usize,
}

impl Data {
    /// Adds a page.
    pub fn add(&mut self, page: &Columns, labels: &[bool], weights: &[f32]) {
        self.columns.resize(page.len(), Vec::new());
        let start = self.columns.first().map_or(0, Vec::len) + PADDING;
        for (at, column) in self.columns.iter_mut().enumerate() {
            // One padding serves both the end of a page and the beginning of the next.
            let values = page.column(at);
            column.extend(&values[..values.len() - PADDING]);
        }
        let rows = labels.iter().zip(weights).enumerate();
        self.rows.extend(rows.map(|(at, (&label, &weight))| Row {
            place: (start + at) as u32,
            label,
            weight,
        }));
    }

    /// Adds the padding after the last page.
    pub fn close(&mut self, padding: usize) {
        for column in &mut self.columns {
            column.resize(column.len() + padding, 0);
        }
    }
}

struct Random(u64);

impl Random {
    fn next(&mut self) -> f32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 40) as f32 / (1_u64 << 24) as f32
    }
}

/// A row that a tree learns from: its place, slope, curvature and leaf.
struct Active {
    place: u32,
    slope: f32,
    curve: f32,
    leaf: u8,
}

/// Trains a forest.
pub fn train(data: &Data, settings: &Settings) -> Forest {
    let mut random = Random(0x1234_5678_9ABC_DEF1);
    let mut odds = vec![0.0_f32; data.rows.len()];
    let mut trees = Vec::new();
    for nth in 0..settings.trees {
        let mut active = sample(data, &odds, &mut random);
        let candidates = candidates(data, settings, &mut random);
        let mut splits = [TreeSplit::default(); DEPTH];
        for (level, chosen) in splits.iter_mut().enumerate() {
            let split = best_split(data, &active, &candidates, level);
            let column = &data.columns[usize::from(split.column)];
            for row in &mut active {
                row.leaf |= u8::from(value(column, row.place, split.offset) > split.threshold) << level;
            }
            *chosen = split;
        }
        let tree = leaf_values(data, &mut odds, splits, settings.rate);
        trees.push(tree);
        if nth % 50 == 49 {
            let loss: f32 = data
                .rows
                .iter()
                .zip(&odds)
                .map(|(row, &odds)| row.weight * loss(row.label, odds))
                .sum();
            let weight: f32 = data.rows.iter().map(|row| row.weight).sum();
            eprintln!("  {} trees, loss {:.4}", nth + 1, loss / weight);
        }
    }
    Forest { trees }
}

/// Samples the rows for one tree. Rows with a large gradient are more likely, and weigh correspondingly less (Ibragimov
/// and Gusev, "Minimal variance sampling in stochastic gradient boosting", 2019).
fn sample(data: &Data, odds: &[f32], random: &mut Random) -> Vec<Active> {
    let all: Vec<Active> = data
        .rows
        .iter()
        .zip(odds)
        .map(|(row, &odds)| {
            let probability = probability(odds);
            Active {
                place: row.place,
                slope: row.weight * (f32::from(u8::from(row.label)) - probability),
                curve: row.weight * probability * (1.0 - probability),
                leaf: 0,
            }
        })
        .collect();
    let size = |row: &Active| row.slope.hypot(row.curve);
    let mean = all.iter().map(|row| f64::from(size(row))).sum::<f64>() / all.len().max(1) as f64;
    let unit = mean as f32 / SAMPLE;
    let mut active = Vec::with_capacity(data.rows.len() / 4);
    for mut row in all {
        let chance = (size(&row) / unit).clamp(LEAST_CHANCE, 1.0);
        if random.next() < chance {
            row.slope /= chance;
            row.curve /= chance;
            active.push(row);
        }
    }
    active
}

fn loss(label: bool, odds: f32) -> f32 {
    (1.0 + if label { -odds } else { odds }.exp()).ln()
}

fn value(column: &[u8], place: u32, offset: i8) -> u8 {
    column[(place as usize).wrapping_add_signed(isize::from(offset))]
}

fn candidates(data: &Data, settings: &Settings, random: &mut Random) -> Vec<(u8, i8)> {
    let mut all = Vec::new();
    for column in 0..data.columns.len() {
        let reach = if column >= settings.from_reach {
            settings.reach * 2
        } else {
            settings.reach
        };
        for offset in -reach..=reach {
            // A split on a unit's own values is twice as likely as one on a neighbour's.
            let share = if offset == 0 {
                settings.share * 2.0
            } else {
                settings.share
            };
            if random.next() < share {
                all.push((column as u8, offset));
            }
        }
    }
    all
}

fn best_split(data: &Data, active: &[Active], candidates: &[(u8, i8)], level: usize) -> TreeSplit {
    let chunk = candidates.len().div_ceil(THREADS).max(1);
    let best = std::thread::scope(|scope| {
        let work: Vec<_> = candidates
            .chunks(chunk)
            .map(|candidates| {
                scope.spawn(move || {
                    candidates
                        .iter()
                        .map(|&at| gain_of(data, active, at, level))
                        .fold((f32::MIN, TreeSplit::default()), better)
                })
            })
            .collect();
        work.into_iter()
            .filter_map(|thread| thread.join().ok())
            .fold((f32::MIN, TreeSplit::default()), better)
    });
    best.1
}

fn better(a: (f32, TreeSplit), b: (f32, TreeSplit)) -> (f32, TreeSplit) {
    if b.0 > a.0 { b } else { a }
}

fn gain_of(data: &Data, active: &[Active], (column, offset): (u8, i8), level: usize) -> (f32, TreeSplit) {
    let values = &data.columns[usize::from(column)];
    let leaves = 1_usize << level;
    let mut sums = vec![[0.0_f32; 2]; leaves * BINS];
    for row in active {
        let sum = &mut sums[usize::from(row.leaf) * BINS + usize::from(value(values, row.place, offset))];
        sum[0] += row.slope;
        sum[1] += row.curve;
    }
    let mut gains = [0.0_f32; BINS];
    for leaf in sums.chunks(BINS) {
        let total = leaf
            .iter()
            .fold([0.0_f32; 2], |total, sum| [total[0] + sum[0], total[1] + sum[1]]);
        let mut left = [0.0_f32; 2];
        for (gain, sum) in gains.iter_mut().zip(leaf) {
            left = [left[0] + sum[0], left[1] + sum[1]];
            let right = [total[0] - left[0], total[1] - left[1]];
            *gain += left[0] * left[0] / (left[1] + SMOOTHING) + right[0] * right[0] / (right[1] + SMOOTHING);
        }
    }
    let best = (0..BINS - 1).fold((f32::MIN, 0), |best, bin| {
        if gains[bin] > best.0 {
            (gains[bin], bin)
        } else {
            best
        }
    });
    (
        best.0,
        TreeSplit {
            column,
            offset,
            threshold: best.1 as u8,
        },
    )
}

fn leaf_values(data: &Data, odds: &mut [f32], splits: [TreeSplit; DEPTH], rate: f32) -> ForestTree {
    let mut sums = [[0.0_f64; 2]; LEAVES];
    let leaf_of = |row: &Row| {
        let bit = |(level, split): (usize, &TreeSplit)| {
            usize::from(
                value(&data.columns[usize::from(split.column)], row.place, split.offset) > split.threshold,
            ) << level
        };
        splits.iter().enumerate().map(bit).sum::<usize>()
    };
    let leaves: Vec<u8> = data.rows.iter().map(|row| leaf_of(row) as u8).collect();
    for ((row, &leaf), &odds) in data.rows.iter().zip(&leaves).zip(odds.iter()) {
        let probability = probability(odds);
        sums[usize::from(leaf)][0] += f64::from(row.weight * (f32::from(u8::from(row.label)) - probability));
        sums[usize::from(leaf)][1] += f64::from(row.weight * probability * (1.0 - probability));
    }
    let values = sums.map(|[slope, curve]| {
        (slope as f32 / (curve as f32 + SMOOTHING) * rate * 1024.0).clamp(-30_000.0, 30_000.0) as i16
    });
    for (odds, &leaf) in odds.iter_mut().zip(&leaves) {
        *odds += f32::from(values[usize::from(leaf)]) / 1024.0;
    }
    ForestTree::new(splits, values.map(i32::from))
}
