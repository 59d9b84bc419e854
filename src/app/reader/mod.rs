//! The article pane: the open article, its position, its selection and its metadata.

pub(crate) mod annotations;
pub(crate) mod changes;
pub(crate) mod meta_line;
pub(crate) mod mode;
pub(crate) mod open_article;
pub(crate) mod pane;
pub(crate) mod select_text;
pub(crate) mod selection;
pub(crate) mod source_view;
