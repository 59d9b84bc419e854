//! From records to articles: the values of their fields, and texts that are taken as given. Not how a page is cleaned: see
//! `extract::pipeline`.

pub(crate) mod authors;
pub(crate) mod fields;
pub(crate) mod given;
pub(crate) mod outlet;
pub(crate) mod page_fields;
