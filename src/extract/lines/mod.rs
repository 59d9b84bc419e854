//! What a line is by itself: its shape, its words, its measures.

pub(crate) mod analyze;
pub(crate) mod caption_credit;
pub(crate) mod cost;
pub(crate) mod function_words;
pub(crate) mod label;
pub(crate) mod line_shape;
pub(crate) mod messages;
pub(crate) mod phrase_files;
pub(crate) mod vocabulary;
