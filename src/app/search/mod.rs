//! Search in text: keyword sets, find, and the hits that are highlighted.

pub(crate) mod find;
pub(crate) mod highlight;
pub(crate) mod hit_walk;
pub(crate) mod state;
