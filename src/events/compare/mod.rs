//! Compares two tellings: which paragraphs correspond, what only one has, which quotations and figures both have.

pub mod align;
pub mod passages;
pub mod shared_facts;
pub mod vectors;

pub use passages::{AlignKind, AlignedPair, Comparison, compare};
