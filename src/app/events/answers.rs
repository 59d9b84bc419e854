//! What the answers of workers about events do.

use crate::app::App;
use crate::app::events::event_page::EventPage;
use crate::app::events::views::{CompareView, DetailsPurpose, EventView};
use crate::app::list::cursor::ListState;
use crate::library::store::search::event_details::{
    ComparedArticles, EventDetails, EventListing, EventSummary,
};
use std::sync::Arc;

impl App {
    /// Requests again what is shown of events, because the library has changed.
    pub(crate) fn refresh_events(&mut self) {
        self.events.forget();
        self.request_event_summary();
        if self.events.is_listing {
            self.request_event_list();
        }
    }

    pub(crate) fn on_event_listing(&mut self, listing: EventListing) {
        self.events.list.set_listing(listing);
    }

    /// Shows the event of the open article below its head.
    pub(crate) fn on_event_summary(&mut self, article: u32, summary: Option<EventSummary>) {
        self.events.summary = Some((article, summary.map(Arc::new)));
        self.update_annotations();
    }

    pub(crate) fn on_event_details(&mut self, article: u32, details: Option<EventDetails>) {
        let purpose = self.events.purpose.take();
        let Some(details) = details.map(Arc::new) else {
            return self.status.inform("No other article tells this event");
        };
        self.events
            .details
            .insert(details.summary.event, Arc::clone(&details));
        match purpose {
            Some(DetailsPurpose::Page) => {
                let rows = details.summary.rows.iter();
                let cursor = rows.into_iter().position(|row| row.id == article).unwrap_or(0);
                self.events.page = Some(EventPage {
                    details,
                    list: ListState { cursor, top: 0 },
                });
                self.events.page_is_open = true;
                self.show_event_view(EventView::Page);
            }
            Some(DetailsPurpose::MostNew) => self.open_most_new(&details),
            Some(DetailsPurpose::List) | None => {}
        }
    }

    /// Opens the unread telling that adds most to those that were read.
    fn open_most_new(&mut self, details: &EventDetails) {
        let unread = details
            .new
            .iter()
            .zip(&details.summary.rows)
            .filter(|(_, row)| !self.marks.is_read(row.id));
        let others = unread.filter(|(_, row)| Some(row.id) != self.reader.open_id());
        // Of equal ones the earliest.
        match others
            .rev()
            .max_by_key(|(new, _)| **new)
            .map(|(new, row)| (*new, row.id))
        {
            Some((new, id)) if new > 0 => {
                self.open_telling(id);
                let text = format!("{new} paragraphs of this telling are new");
                self.status.inform(text);
            }
            _ => self
                .status
                .inform("No unread telling of this event has anything new"),
        }
    }

    pub(crate) fn on_known_lines(&mut self, article: u32, lines: Vec<u32>) {
        if self.reader.open_id() != Some(article) {
            return;
        }
        let text = match lines.len() {
            0 => "Nothing here was in other tellings that you have read".to_owned(),
            1 => "1 paragraph that was in other tellings is dimmed".to_owned(),
            many => format!("{many} paragraphs that were in other tellings are dimmed"),
        };
        self.events.known_lines = Some((article, lines.into_iter().collect()));
        self.status.inform(text);
    }

    pub(crate) fn on_compared(&mut self, compared: Option<ComparedArticles>) {
        let Some(compared) = compared else {
            return self.status.inform("One of the articles can no longer be read");
        };
        self.events.compare = Some(CompareView {
            compared: Arc::new(compared),
            rows: Vec::new(),
            list: ListState::default(),
            hides_same: false,
        });
        self.lay_out_comparison();
        self.show_event_view(EventView::Compare);
    }
}
