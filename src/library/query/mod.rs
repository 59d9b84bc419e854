//! The query language: words, fields and dates that select articles, the orders of lists, and counts.

pub(crate) mod complete;
pub(crate) mod edit;
pub(crate) mod evaluate;
pub(crate) mod facets;
pub(crate) mod field;
pub(crate) mod forms;
pub(crate) mod lexer;
#[cfg(test)]
mod model_tests;
pub(crate) mod node;
pub(crate) mod parsed;
pub(crate) mod parser;
pub(crate) mod period;
pub(crate) mod relevance;
pub(crate) mod scope;
pub(crate) mod sort;
pub(crate) mod term;
#[cfg(test)]
mod tests;
pub(crate) mod values;
