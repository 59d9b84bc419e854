//! The list by events: its lines and its cursor. The articles of an event are shown below it while it is unfolded.

use crate::app::list::cursor::ListState;
use crate::library::store::search::event_details::EventListing;
use std::collections::BTreeSet;

/// A line of the list. Events are named by their places.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EventLine {
    /// An event, or an article that is alone.
    Event(usize),
    /// An article of an unfolded event, by its place.
    Telling(usize, usize),
    /// The outlets that do not have the event.
    Absent(usize),
}

/// The list by events.
#[derive(Debug, Default)]
pub struct EventList {
    listing: EventListing,
    lines: Vec<EventLine>,
    /// The numbers of unfolded events.
    unfolded: BTreeSet<u32>,
    /// The cursor, as a line.
    pub list: ListState,
    /// Whether the list is being computed.
    pub is_pending: bool,
}

impl EventList {
    /// Shows a list. The cursor stays at its event.
    pub fn set_listing(&mut self, listing: EventListing) {
        let before = self
            .event_at_cursor()
            .and_then(|at| self.listing.events[at].articles.first().copied());
        self.listing = listing;
        self.is_pending = false;
        self.refresh();
        let has_before = |line: &EventLine| match line {
            EventLine::Event(at) => before.is_some_and(|id| self.listing.events[*at].articles.contains(&id)),
            _ => false,
        };
        self.list.cursor = self.lines.iter().position(has_before).unwrap_or(0);
    }

    /// Returns the events.
    pub fn listing(&self) -> &EventListing {
        &self.listing
    }

    /// Returns the lines.
    pub fn lines(&self) -> &[EventLine] {
        &self.lines
    }

    /// Returns the line under the cursor.
    pub fn chosen(&self) -> Option<EventLine> {
        self.lines.get(self.list.cursor).copied()
    }

    /// Returns the event at the cursor, by its place.
    pub fn event_at_cursor(&self) -> Option<usize> {
        self.chosen().map(|line| match line {
            EventLine::Event(at) | EventLine::Telling(at, _) | EventLine::Absent(at) => at,
        })
    }

    /// Returns the article at the cursor: of an event the first one.
    pub fn article_at_cursor(&self) -> Option<u32> {
        let (at, nth) = match self.chosen()? {
            EventLine::Event(at) | EventLine::Absent(at) => (at, 0),
            EventLine::Telling(at, nth) => (at, nth),
        };
        self.listing.events.get(at)?.articles.get(nth).copied()
    }

    /// Returns whether an event is unfolded.
    pub fn is_unfolded(&self, at: usize) -> bool {
        let event = self.listing.events.get(at).and_then(|event| event.event);
        event.is_some_and(|event| self.unfolded.contains(&event))
    }

    /// Folds or unfolds an event of several articles; returns whether it has several.
    pub fn fold(&mut self, at: usize, folded: bool) -> bool {
        let Some(listed) = self
            .listing
            .events
            .get(at)
            .filter(|event| event.articles.len() > 1)
        else {
            return false;
        };
        let Some(event) = listed.event else { return false };
        if folded {
            self.unfolded.remove(&event);
        } else {
            self.unfolded.insert(event);
        }
        self.refresh();
        let head = self.lines.iter().position(|line| *line == EventLine::Event(at));
        self.list.cursor = head.unwrap_or(0);
        true
    }

    /// Returns the articles of the events in a window of this many lines.
    pub fn shown_articles(&self, window: usize) -> Vec<u32> {
        let shown = self.lines.iter().skip(self.list.top).take(window);
        let mut places: Vec<usize> = shown
            .map(|line| match line {
                EventLine::Event(at) | EventLine::Telling(at, _) | EventLine::Absent(at) => *at,
            })
            .collect();
        places.dedup();
        let articles = places
            .into_iter()
            .flat_map(|at| &self.listing.events[at].articles);
        articles.copied().collect()
    }

    fn refresh(&mut self) {
        self.lines.clear();
        for (at, event) in self.listing.events.iter().enumerate() {
            self.lines.push(EventLine::Event(at));
            let is_unfolded = event.event.is_some_and(|event| self.unfolded.contains(&event));
            if is_unfolded && event.articles.len() > 1 {
                let tellings = (0..event.articles.len()).map(|nth| EventLine::Telling(at, nth));
                self.lines.extend(tellings);
                self.lines.push(EventLine::Absent(at));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::store::search::event_details::ListedEvent;

    fn list() -> EventList {
        let event = |event, articles: &[u32]| ListedEvent {
            event: Some(event),
            articles: articles.to_vec(),
        };
        let mut list = EventList::default();
        list.set_listing(EventListing {
            events: vec![event(1, &[5, 6]), event(2, &[9])],
            ..EventListing::default()
        });
        list
    }

    #[test]
    fn an_event_of_several_articles_unfolds_and_one_that_is_alone_does_not() {
        let mut list = list();
        assert!(list.fold(0, false) && !list.fold(1, false));
        assert_eq!(list.lines().len(), 5);
        list.list.cursor = 2;
        assert_eq!(list.article_at_cursor(), Some(6));
        list.fold(0, true);
        assert_eq!((list.lines().len(), list.list.cursor), (2, 0));
    }

    #[test]
    fn the_cursor_stays_at_its_event_when_the_list_changes() {
        let mut list = list();
        list.list.cursor = 1;
        let mut listing = list.listing().clone();
        listing.events.swap(0, 1);
        list.set_listing(listing);
        assert_eq!(list.article_at_cursor(), Some(9));
    }
}
