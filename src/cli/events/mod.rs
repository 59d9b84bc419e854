//! The commands that compare articles: `reuse`, `quotes`. How they are compared: see `crate::events`.

pub(crate) mod input;
pub(crate) mod quotes;
pub(crate) mod reuse;
pub(crate) mod rows;
