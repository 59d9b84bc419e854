//! The index, built with tantivy: words with their positions and the stored articles.

pub(crate) mod checksums;
pub(crate) mod directory;
pub(crate) mod guard;
pub(crate) mod merge_policy;
pub(crate) mod schema;
pub(crate) mod stored_article;
pub(crate) mod tokenizer;
