//! The threads of a load: the source that lists files, workers that clean, back pressure, and the order of results.

pub(crate) mod backpressure;
pub(crate) mod reorder;
pub(crate) mod source;
pub(crate) mod worker;
