//! The kind of an article's text: features, learnt weights, and rules for the kinds that are rare.

pub(crate) mod features;
pub(crate) mod model;
pub(crate) mod recognise;
