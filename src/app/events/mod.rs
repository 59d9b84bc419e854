//! Events: the list by events, the page of an event, two tellings side by side, and going from telling to telling. How
//! articles are grouped: see `library::events`.

pub(crate) mod act;
pub(crate) mod answers;
pub(crate) mod compare_rows;
pub(crate) mod corrections;
pub(crate) mod event_edit;
pub(crate) mod event_line;
pub(crate) mod event_list;
pub(crate) mod event_page;
pub(crate) mod tellings;
pub(crate) mod views;
