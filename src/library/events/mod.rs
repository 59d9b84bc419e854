//! The events of a library: what is stored of them, and how new articles are added to them. How articles are compared: see
//! `crate::events`; reading the articles: see `store::import::grouping`.

pub(crate) mod database;
pub(crate) mod event_index;
pub(crate) mod regroup;
pub(crate) mod story_links;
