//! Corrections by a person: rules, how they apply, what is suggested.

pub(crate) mod apply;
pub(crate) mod from_rules;
pub(crate) mod recurring;
pub mod suggest;
