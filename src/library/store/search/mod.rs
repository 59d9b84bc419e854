//! Queries against the index: compilation, collection, sorting, listing.

pub(crate) mod bitset_scorer;
pub(crate) mod collect;
pub(crate) mod compile;
pub(crate) mod event_details;
pub(crate) mod listing;
pub(crate) mod marked;
pub(crate) mod marked_versions;
pub(crate) mod not_query;
pub(crate) mod prefix_query;
pub(crate) mod snapshot;
pub(crate) mod stem_query;
pub(crate) mod top_k;
pub(crate) mod versions;
