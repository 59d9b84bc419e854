//! Classifies lines: body, title, captions, chrome and its reasons.

pub(crate) mod already_clean;
pub(crate) mod author_bio;
pub(crate) mod captions;
pub(crate) mod classify;
pub(crate) mod columns;
pub(crate) mod densest_run;
pub(crate) mod features;
pub(crate) mod flow;
pub(crate) mod forest;
pub(crate) mod headline;
pub(crate) mod headline_copies;
pub(crate) mod index_page;
pub(crate) mod lexicon;
pub(crate) mod model;
pub(crate) mod no_article;
pub(crate) mod reasons;
pub(crate) mod refine;
pub(crate) mod title;
pub(crate) mod topic;
