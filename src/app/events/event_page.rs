//! The page of an event: what is known about it, and a cursor among its tellings.

use crate::app::list::cursor::ListState;
use crate::library::store::search::event_details::EventDetails;
use std::sync::Arc;

/// The page of an event.
#[derive(Debug, Clone)]
pub struct EventPage {
    /// The event.
    pub details: Arc<EventDetails>,
    /// The cursor among the tellings.
    pub list: ListState,
}
