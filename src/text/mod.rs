//! Operations on text itself: making it harmless, folding and hashing it for comparison, matching, measuring it in
//! cells, ordering it visually. It knows nothing of articles and nothing of a terminal.

#[cfg(feature = "reader")]
pub(crate) mod bidi;
pub(crate) mod boundary;
pub mod digits;
pub mod edges;
pub mod fold;
pub mod hash;
pub(crate) mod matcher;
pub(crate) mod pattern;
#[cfg(feature = "library")]
pub(crate) mod pieces;
pub(crate) mod safe;
pub(crate) mod sentence;
pub(crate) mod width;

#[cfg(feature = "reader")]
pub use bidi::{Direction, VisualGrapheme, base_direction, logical_order, needs_bidi, visual_order};
pub use boundary::{ceil_boundary, floor_boundary};
pub use fold::{Folded, fold, fold_into};
pub use matcher::{Hit, Matcher, is_word_end, is_word_start};
pub use pattern::{Pattern, PatternError};
pub use safe::{harmless, harmless_line};
pub use width::{clip, clip_start, grapheme_width, plain_width, width};
