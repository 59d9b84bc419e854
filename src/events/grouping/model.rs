//! The forest that judges pairs of articles, and the probability from which they belong together. How it is trained:
//! `cargo xtask train-events`.

use crate::events::grouping::pair::{COLUMNS, columns};
use crate::extract::body::forest::{Forest, probability};
use std::sync::OnceLock;

const MODEL: &[u8] = include_bytes!("../../../assets/models/events.bin");
/// Pairs that are scored together.
const AT_ONCE: usize = 2_048;

/// Judges pairs of articles.
#[derive(Clone, Default)]
pub struct PairModel {
    /// The trees.
    pub forest: Forest,
}

impl PairModel {
    /// The built-in model.
    pub fn builtin() -> &'static Self {
        static BUILT: OnceLock<PairModel> = OnceLock::new();
        BUILT.get_or_init(|| Self {
            forest: Forest::from_bytes(MODEL).unwrap_or_default(),
        })
    }

    /// The probability that each pair reports one event.
    pub fn probabilities(&self, rows: &[[u8; COLUMNS]]) -> Vec<f32> {
        let scored = rows
            .chunks(AT_ONCE)
            .flat_map(|rows| self.forest.log_odds(&columns(rows)));
        scored.map(probability).collect()
    }
}
