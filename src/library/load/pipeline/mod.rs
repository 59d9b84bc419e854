//! The threads of a load: one lists pages, workers read and clean them, and the caller's thread restores their order.

pub(crate) mod backpressure;
pub(crate) mod reorder;
pub(crate) mod run;
pub(crate) mod source;
pub(crate) mod task;
pub(crate) mod worker;
