//! Tests of the whole layer, and what they share: small articles, and lists written as simply as possible.

pub(crate) mod fixtures;
mod full_disk;
mod marked;
mod model;
pub(crate) mod naive;
