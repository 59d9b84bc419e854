//! What is known about outlets: names, profiles, rules.

pub(crate) mod directory;
pub(crate) mod gazetteer;
pub(crate) mod mention;
pub(crate) mod name_filter;
pub(crate) mod profile;
pub mod rules;
