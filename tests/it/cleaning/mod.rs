//! Extraction as a whole: golden pages, the sample corpus, and the laws that hold for any input.

mod accounting;
mod clean_text;
mod golden;
mod seeds;
mod template;
