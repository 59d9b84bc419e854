//! Tests of the whole layer, and what they share: small articles, and lists written as simply as possible.

mod damaged;
mod events;
pub(crate) mod fixtures;
mod full_disk;
mod interrupted;
mod marked;
mod model;
pub(crate) mod naive;
