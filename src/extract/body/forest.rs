//! Forests of symmetric trees, and how they score rows. Not how they are learnt: see `examples/train`.
//!
//! A symmetric tree asks the same question on a whole level, so a block of rows passes through it without branches
//! (Prokhorenkova et al., "`CatBoost`: unbiased boosting with categorical features", 2018).

use crate::extract::body::columns::{BLOCK, Columns, MOST, PADDING};
use crate::extract::lines::cost;

/// Levels of a tree.
pub const DEPTH: usize = 6;
/// Leaves of a tree.
pub const LEAVES: usize = 1 << DEPTH;
/// Space for as many leaves as a byte can number, so that no index has to be checked.
const ROOM: usize = 1 << 8;
/// A leaf of this size is a factor of e.
const LEAF_UNIT: f32 = 1024.0;
/// The answers of this many trees for a row are summed before they are added to it.
const GROUP: usize = 8;
/// This many rows pass through all trees before the next rows do, so that their columns stay in the cache.
const SPAN: usize = 16 * BLOCK;

/// The question of a tree about a row: is the value of the column, `offset` rows away, larger than the threshold?
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[allow(missing_docs)]
pub struct TreeSplit {
    pub column: u8,
    pub offset: i8,
    pub threshold: u8,
}

/// A symmetric tree.
#[derive(Clone)]
pub struct ForestTree {
    /// One question for each level; the first is the lowest bit of the leaf's number.
    splits: [TreeSplit; DEPTH],
    /// The log-odds that each leaf adds, in 1024ths. As wide as a sum, though stored with 16 bits: each is added
    /// millions of times.
    leaves: [i32; ROOM],
}

impl ForestTree {
    /// A tree with these questions and leaves.
    pub fn new(mut splits: [TreeSplit; DEPTH], leaves: [i32; LEAVES]) -> Self {
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

/// Trees whose answers are summed.
#[derive(Clone, Default)]
pub struct Forest {
    /// The trees.
    pub trees: Vec<ForestTree>,
}

impl Forest {
    /// The log-odds of each row.
    pub fn log_odds(&self, columns: &Columns) -> Vec<f32> {
        let rows = columns.rows();
        cost::count(rows);
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
        Self::read(&mut bytes)
    }

    /// Reads the forest at the beginning of the bytes, and leaves the bytes after it.
    pub(crate) fn read(bytes: &mut &[u8]) -> Option<Self> {
        read_forest(bytes)
    }

    /// The serialised trees.
    #[cfg_attr(not(feature = "training"), allow(dead_code))]
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

/// Adds the answers of some trees to the sums of the rows from `start` on. `leaves` is a work buffer.
fn add_answers<const N: usize>(
    trees: &[ForestTree; N],
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

impl ForestTree {
    /// The leaf that each row from `start` on ends in. All levels are evaluated without branches, so that whole blocks
    /// compile to vector instructions.
    fn find_leaves(&self, columns: &Columns, start: usize, leaves: &mut [u8]) {
        let values = self.splits.map(|split| {
            let place = columns.place(usize::from(split.column), split.offset) + start;
            columns.values(place, leaves.len()).unwrap_or(&[0; SPAN])
        });
        // Values are small, and vector instructions compare signed bytes directly.
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

fn take<'a>(bytes: &mut &'a [u8], count: usize) -> Option<&'a [u8]> {
    let (taken, rest) = bytes.split_at_checked(count)?;
    *bytes = rest;
    Some(taken)
}

fn read_forest(bytes: &mut &[u8]) -> Option<Forest> {
    let count = u32::from_le_bytes(take(bytes, 4)?.try_into().ok()?);
    let mut trees = Vec::new();
    for _ in 0..count {
        let (mut splits, mut leaves) = ([TreeSplit::default(); DEPTH], [0; LEAVES]);
        for split in &mut splits {
            let [column, offset, threshold] = *take(bytes, 3)? else {
                return None;
            };
            *split = TreeSplit {
                column,
                offset: offset.cast_signed().clamp(-(PADDING as i8), PADDING as i8),
                threshold,
            };
        }
        for leaf in &mut leaves {
            *leaf = i16::from_le_bytes(take(bytes, 2)?.try_into().ok()?).into();
        }
        trees.push(ForestTree::new(splits, leaves));
    }
    Some(Forest { trees })
}

/// The probability for these log-odds.
pub fn probability(log_odds: f32) -> f32 {
    1.0 / (1.0 + (-log_odds).exp())
}
