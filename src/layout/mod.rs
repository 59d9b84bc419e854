//! Layout: maps text offsets to rows of cells for a width, and back. It knows no styles and no screen.
//!
//! A position is always a text offset. Rows are computed where they are shown and cached, so that a screenful costs the
//! same in five megabytes as in five kilobytes, in one line as in a hundred thousand.

pub(crate) mod cache;
pub(crate) mod cells;
pub(crate) mod rows;
pub(crate) mod scroll;
pub(crate) mod segment;
pub(crate) mod shape;
pub(crate) mod wrap;

pub use cells::PlacedGrapheme;
pub use rows::{Layout, LayoutRow, RowKind};
pub use scroll::ScrollPosition;
pub use shape::{BlockShape, BlockShapes, Gaps};
pub use wrap::wrap;
