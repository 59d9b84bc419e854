//! The commands that compare articles: `events`, `compare`, `quotes`, `figures`, `reuse`. How they are compared: see
//! `crate::events`.

pub(crate) mod compare;
pub(crate) mod figures;
pub(crate) mod group;
pub(crate) mod input;
pub(crate) mod quotes;
pub(crate) mod reuse;
pub(crate) mod rows;
pub(crate) mod stored;
