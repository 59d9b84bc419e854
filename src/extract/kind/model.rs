//! The learnt weights that tell running text, lists, interviews and stubs apart: one linear score for each. Not how they
//! are learnt: see `xtask/src/train/kinds.rs`.

use crate::article::kind::Kind;
use crate::extract::kind::features::FEATURES;
use std::sync::OnceLock;

const BYTES: &[u8] = include_bytes!("../../../assets/models/kind.bin");

/// The kinds that have a score.
pub const CLASSES: [Kind; 4] = [Kind::Prose, Kind::List, Kind::Interview, Kind::Stub];

/// The weights of the features for each kind; the last one is added as it is.
#[derive(Debug, Clone)]
pub struct KindModel(pub [[f32; FEATURES + 1]; CLASSES.len()]);

impl KindModel {
    /// The built-in weights.
    pub fn builtin() -> &'static Self {
        static BUILT: OnceLock<KindModel> = OnceLock::new();
        // The file is part of the program, and a test reads it; without it every text is prose.
        BUILT.get_or_init(|| Self::from_bytes(BYTES).unwrap_or(Self([[0.0; FEATURES + 1]; CLASSES.len()])))
    }

    /// Reads what [`to_bytes`](Self::to_bytes) wrote.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (values, rest) = bytes.as_chunks::<4>();
        if values.len() != CLASSES.len() * (FEATURES + 1) || !rest.is_empty() {
            return None;
        }
        let mut model = Self([[0.0; FEATURES + 1]; CLASSES.len()]);
        for (weight, &value) in model.0.iter_mut().flatten().zip(values) {
            *weight = f32::from_le_bytes(value);
        }
        Some(model)
    }

    /// The serialised weights.
    #[cfg_attr(not(feature = "training"), allow(dead_code))]
    pub fn to_bytes(&self) -> Vec<u8> {
        self.0
            .iter()
            .flatten()
            .flat_map(|weight| weight.to_le_bytes())
            .collect()
    }

    /// The scores of the kinds.
    pub fn scores(&self, features: &[f32; FEATURES]) -> [f32; CLASSES.len()] {
        self.0.map(|weights| {
            let (own, constant) = weights.split_at(FEATURES);
            own.iter()
                .zip(features)
                .map(|(weight, value)| weight * value)
                .sum::<f32>()
                + constant[0]
        })
    }

    /// The kind with the best score, the first among equals.
    pub fn kind(&self, features: &[f32; FEATURES]) -> Kind {
        let scored = CLASSES.into_iter().zip(self.scores(features));
        let best = scored.reduce(|best, next| if next.1 > best.1 { next } else { best });
        best.map_or(Kind::Prose, |(kind, _)| kind)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_weights_are_of_this_version() {
        assert!(KindModel::from_bytes(BYTES).is_some());
    }
}
