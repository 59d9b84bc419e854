//! The built-in learnt weights: a lexicon, the two forests of the body and the forest of the headline. Not how they are
//! learnt: see `examples/train`.

use crate::extract::body::columns::Columns;
use crate::extract::body::features::second_columns;
use crate::extract::body::forest::Forest;
use crate::extract::body::lexicon::{Lexicon, WORDS};
use crate::extract::lines::analyze::UnitFeatures;
use std::sync::OnceLock;

const BODY: &[u8] = include_bytes!("../../../assets/models/body.bin");
const HEADLINE: &[u8] = include_bytes!("../../../assets/models/headline.bin");

/// All learnt weights.
#[derive(Clone)]
pub struct CleaningModel {
    /// The word weights.
    pub lexicon: Lexicon,
    /// Scores a unit from its own row and its neighbours' rows.
    pub first: Forest,
    /// Scores it again with the answers of the first forest.
    pub second: Forest,
    /// Scores which unit is the headline.
    pub headline: Forest,
}

impl CleaningModel {
    /// The built-in model.
    pub fn builtin() -> &'static Self {
        static BUILT: OnceLock<CleaningModel> = OnceLock::new();
        BUILT.get_or_init(|| {
            let body = Self::from_bytes(BODY).unwrap_or_else(Self::empty);
            body.with_headline(Forest::from_bytes(HEADLINE).unwrap_or_default())
        })
    }

    /// The same weights with another forest for headlines.
    #[must_use]
    pub fn with_headline(self, headline: Forest) -> Self {
        Self { headline, ..self }
    }

    /// A model without weights.
    pub fn empty() -> Self {
        Self {
            lexicon: Lexicon::empty(),
            first: Forest::default(),
            second: Forest::default(),
            headline: Forest::default(),
        }
    }

    /// The log-odds that each unit is body.
    pub fn log_odds(&self, columns: &mut Columns, features: &UnitFeatures) -> Vec<f32> {
        let first = self.first.log_odds(columns);
        second_columns(columns, features, &first);
        self.second.log_odds(columns)
    }

    /// Reads what [`to_bytes`](Self::to_bytes) wrote.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (words, mut rest) = bytes.split_at_checked(WORDS)?;
        let lexicon = Lexicon {
            weights: words.iter().map(|&byte| byte.cast_signed()).collect(),
        };
        let first = Forest::read(&mut rest)?;
        let second = Forest::read(&mut rest)?;
        Some(Self {
            lexicon,
            first,
            second,
            headline: Forest::default(),
        })
    }

    /// The serialised weights, without those of the headline.
    #[cfg_attr(not(feature = "training"), allow(dead_code))]
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
