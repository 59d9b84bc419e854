//! What pages of one corpus have in common.

pub(crate) mod hints;
pub(crate) mod page_facts;
pub(crate) mod template;
