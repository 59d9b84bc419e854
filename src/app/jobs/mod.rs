//! Work outside the loop: jobs for workers, their results, and what the library and the loader report.

pub(crate) mod job;
pub(crate) mod last_session;
pub(crate) mod library_events;
pub(crate) mod load_events;
pub(crate) mod reclean;
pub(crate) mod results;
pub(crate) mod run;
