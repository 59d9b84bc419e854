//! What the views of events show. They cover the panes like an overlay.

use crate::app::events::compare_rows::CompareRow;
use crate::app::events::event_list::EventList;
use crate::app::events::event_page::EventPage;
use crate::app::list::cursor::ListState;
use crate::library::store::search::event_details::{ComparedArticles, EventDetails, EventSummary};
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

/// A view of events.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EventView {
    /// The list by events.
    List,
    /// The page of an event.
    Page,
    /// Two tellings side by side.
    Compare,
}

/// Two tellings side by side.
#[derive(Debug, Clone)]
pub struct CompareView {
    /// The articles.
    pub compared: Arc<ComparedArticles>,
    /// The rows for the present width.
    pub rows: Vec<CompareRow>,
    /// The first row of the window, and the row of the current difference.
    pub list: ListState,
    /// Whether paragraphs that both have are hidden.
    pub hides_same: bool,
}

/// The purpose for which the details of an event were requested.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DetailsPurpose {
    /// The list by events shows them.
    List,
    /// The page of the event opens.
    Page,
    /// The telling with the most new content opens.
    MostNew,
}

/// The state of the views.
#[derive(Debug, Default)]
pub struct EventViews {
    /// The list by events.
    pub list: EventList,
    /// The page that was opened last.
    pub page: Option<EventPage>,
    /// The comparison that was opened last.
    pub compare: Option<CompareView>,
    /// The event of the open article, once it is known; `None` if it is alone.
    pub summary: Option<(u32, Option<Arc<EventSummary>>)>,
    /// The events that were read in full, by their numbers.
    pub details: HashMap<u32, Arc<EventDetails>>,
    /// What the details that were requested last are for.
    pub purpose: Option<DetailsPurpose>,
    /// Whether the list by events is open, if covered by another view or an article.
    pub is_listing: bool,
    /// Whether the page of an event is open, if covered by a comparison.
    pub page_is_open: bool,
    /// The view to return to from the article.
    pub returns_to: Option<EventView>,
    /// The article that is being read to be shown although it is not in the list.
    pub unlisted: Option<u32>,
    /// The open article and the source lines of its paragraphs that were read in other tellings, while they are dimmed.
    pub known_lines: Option<(u32, BTreeSet<u32>)>,
}

impl EventViews {
    /// Forgets what was read from an earlier state of the library.
    pub fn forget(&mut self) {
        self.details.clear();
        self.summary = None;
        self.known_lines = None;
    }

    /// Returns the event of an article, if it is known and the article is not alone.
    pub fn summary_of(&self, article: u32) -> Option<&Arc<EventSummary>> {
        let (id, summary) = self.summary.as_ref()?;
        summary.as_ref().filter(|_| *id == article)
    }
}
