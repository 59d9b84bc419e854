//! Going from telling to telling of the event of the open article, and comparing two of them. A telling that is not in the
//! list is shown all the same; the title of its pane says so.

use crate::app::App;
use crate::app::effect::Effect;
use crate::app::events::compare_rows::rows;
use crate::app::events::event_line::event_line;
use crate::app::events::views::{DetailsPurpose, EventView};
use crate::app::jobs::job::{FetchPurpose, Job, JobKind};
use crate::app::panes::pane_layout::Pane;
use crate::app::reader::annotations::Annotations;
use crate::text::safe;

/// From this width on, two tellings are side by side.
const DOUBLE_FROM: u16 = 100;
/// The cells between the columns, with the sign and the margins.
const GUTTER: u16 = 7;

impl App {
    /// Opens the list by events.
    pub(crate) fn open_event_list(&mut self) {
        self.events.is_listing = true;
        self.events.page_is_open = false;
        self.request_event_list();
        self.show_event_view(EventView::List);
    }

    /// Requests the events of what is listed.
    pub(crate) fn request_event_list(&mut self) {
        let request = self.listing.list_request(self.listing.query());
        self.events.list.is_pending = true;
        self.request(Job::ListEvents(Box::new((request, self.marks.clone()))));
    }

    /// Returns the tags, the note and the event of an article, as they are shown.
    pub(crate) fn annotations_of(&self, id: u32) -> Annotations {
        let summary = self.events.summary_of(id);
        let line = summary.map(|summary| event_line(summary, |id| self.marks.is_read(id)));
        Annotations::of(&self.marks, id).with_event(line)
    }

    /// Requests the event of the open article, unless it is known.
    pub(crate) fn request_event_summary(&mut self) {
        let Some(id) = self.reader.open_id() else { return };
        if self.events.summary.as_ref().is_none_or(|(known, _)| *known != id) {
            self.request(Job::EventSummary(id));
        }
    }

    /// Goes to another telling of the event of the open article.
    pub(crate) fn step_telling(&mut self, steps: isize) {
        let Some(id) = self.reader.open_id().filter(|_| self.panes.focus == Pane::Reader) else {
            return self
                .status
                .inform("Open an article first; then this goes to the next telling of its event");
        };
        let Some(summary) = self.events.summary_of(id) else {
            let text = if self.requests.awaits(JobKind::EventSummary) {
                "The event of this article is being looked up"
            } else {
                "No other article tells this event"
            };
            return self.status.inform(text);
        };
        let at = summary.rows.iter().position(|row| row.id == id).unwrap_or(0);
        let next = at.saturating_add_signed(steps).min(summary.rows.len() - 1);
        let (next_id, len) = (summary.rows[next].id, summary.rows.len());
        if next == at {
            let end = if steps > 0 { "last" } else { "first" };
            return self
                .status
                .inform(format!("This is the {end} telling of the event"));
        }
        self.open_telling(next_id);
        self.status.inform(format!("Telling {} of {len}", next + 1));
    }

    /// Opens an article of an event, which may not be in the list.
    pub(crate) fn open_telling(&mut self, id: u32) {
        self.panes.focus = Pane::Reader;
        if let Some(place) = self.listing.place_of(id) {
            self.events.unlisted = None;
            self.articles.cursor = place;
            return self.open_chosen();
        }
        if let Some(entry) = self.listing.entry(id).cloned() {
            self.show_unlisted(&entry);
        } else {
            self.events.unlisted = Some(id);
            self.library_state.fetching = Some(id);
            self.request(Job::Fetch(vec![id], FetchPurpose::Show));
        }
    }

    /// Requests the open article's event in full.
    pub(crate) fn request_details_of_open(&mut self, purpose: DetailsPurpose) {
        let reading = self.reader.open_id().filter(|_| self.panes.focus == Pane::Reader);
        match reading.or_else(|| self.chosen_id()) {
            Some(id) => self.request_details(id, purpose),
            None => self.status.inform("No article selected"),
        }
    }

    pub(crate) fn request_details(&mut self, id: u32, purpose: DetailsPurpose) {
        self.events.purpose = Some(purpose);
        self.request(Job::EventDetails(id, self.marks.clone()));
    }

    pub(crate) fn request_details_at_cursor(&mut self) {
        if let Some(id) = self.events.list.article_at_cursor() {
            self.request_details(id, DetailsPurpose::Page);
        }
    }

    pub(crate) fn request_details_at(&mut self, at: usize, purpose: DetailsPurpose) {
        let event = self.events.list.listing().events.get(at);
        let is_known = event
            .and_then(|event| event.event)
            .is_some_and(|event| self.events.details.contains_key(&event));
        if let Some(id) = event
            .and_then(|event| event.articles.first().copied())
            .filter(|_| !is_known)
        {
            self.request_details(id, purpose);
        }
    }

    /// Compares the open article with the next telling of its event, or the last one with the one before.
    pub(crate) fn compare_open(&mut self) {
        let Some(id) = self.reader.open_id().filter(|_| self.panes.focus == Pane::Reader) else {
            return self.request_details_of_open(DetailsPurpose::Page);
        };
        let Some(summary) = self.events.summary_of(id) else {
            return self
                .status
                .inform("No other article tells this event; there is nothing to compare it with");
        };
        let ids: Vec<u32> = summary.rows.iter().map(|row| row.id).collect();
        let at = ids.iter().position(|other| *other == id).unwrap_or(0);
        let other = ids.get(at + 1).or_else(|| ids.get(at.wrapping_sub(1)));
        if let Some(&other) = other {
            self.request(Job::Compare(id, other));
        }
    }

    pub(crate) fn compare_at_cursor(&mut self) {
        let Some(at) = self.events.list.event_at_cursor() else {
            return;
        };
        let ids = &self.events.list.listing().events[at].articles;
        let chosen = self.events.list.article_at_cursor();
        let place = ids.iter().position(|id| Some(*id) == chosen).unwrap_or(0);
        let pair = ids.get(place + 1).map(|other| (ids[place], *other));
        match pair.or_else(|| place.checked_sub(1).map(|before| (ids[before], ids[place]))) {
            Some((a, b)) => self.request(Job::Compare(a, b)),
            None => self
                .status
                .inform("This article is alone; there is nothing to compare it with"),
        }
    }

    pub(crate) fn compare_of_page(&mut self) {
        let Some(page) = &self.events.page else { return };
        let rows = &page.details.summary.rows;
        let at = page.list.cursor.min(rows.len().saturating_sub(1));
        let other = if at + 1 < rows.len() {
            at + 1
        } else {
            at.saturating_sub(1)
        };
        let (a, b) = (rows[at].id, rows[other].id);
        self.request(Job::Compare(a, b));
    }

    /// Compares the first telling with the next or the previous one of the event.
    pub(crate) fn compare_with_other(&mut self, steps: isize) {
        let Some(shown) = &self.events.compare else { return };
        let [a, b] = shown.compared.entries.each_ref().map(|entry| entry.id);
        let of_page = self.events.page.as_ref().map(|page| &page.details.summary);
        let summary = self.events.summary_of(a).map(|summary| &**summary).or(of_page);
        let ids: Vec<u32> = summary.map_or_else(Vec::new, |summary| {
            summary
                .rows
                .iter()
                .map(|row| row.id)
                .filter(|id| *id != a)
                .collect()
        });
        let at = ids.iter().position(|id| *id == b).unwrap_or(0);
        let next = at.saturating_add_signed(steps).min(ids.len().saturating_sub(1));
        match ids.get(next).filter(|id| **id != b) {
            Some(&other) => self.request(Job::Compare(a, other)),
            None => self.status.inform("No further telling of this event"),
        }
    }

    /// Lays the comparison out for the width of the screen.
    pub(crate) fn lay_out_comparison(&mut self) {
        let width = self.screen.size.width;
        if let Some(shown) = &mut self.events.compare {
            let is_double = width >= DOUBLE_FROM;
            let columns = if is_double {
                (width - GUTTER) / 2
            } else {
                width.saturating_sub(5)
            };
            shown.rows = rows(&shown.compared, columns, is_double, shown.hides_same);
            shown.list.cursor = shown.list.cursor.min(shown.rows.len().saturating_sub(1));
        }
    }

    /// Returns whether two tellings are side by side.
    pub fn compares_side_by_side(&self) -> bool {
        self.screen.size.width >= DOUBLE_FROM
    }

    /// Copies the paragraphs of the current difference, each with its source.
    pub(crate) fn copy_compared(&mut self) {
        let Some(shown) = &self.events.compare else { return };
        let (start, mut left, mut right) = (shown.list.cursor, Vec::new(), Vec::new());
        for row in shown.rows.iter().skip(start).take_while(|row| row.kind.is_some()) {
            left.extend(Some(row.left.as_str()).filter(|text| !text.is_empty()));
            right.extend(Some(row.right.as_str()).filter(|text| !text.is_empty()));
        }
        let texts = [left.join(" "), right.join(" ")]
            .into_iter()
            .zip(&shown.compared.entries);
        let cited = texts.filter(|(text, _)| !text.is_empty()).map(|(text, entry)| {
            let outlet = entry.outlet.as_deref().unwrap_or("unknown outlet");
            let day = entry
                .date()
                .map_or_else(|| "no date".to_owned(), |date| date.to_string());
            format!("{text}\n— {outlet}, {day}")
        });
        let text = cited.collect::<Vec<_>>().join("\n\n");
        self.emit(Effect::Copy(safe::harmless(&text).into_owned()));
        self.status.inform("Copied with the sources");
    }

    /// Dims the paragraphs of the open article that were read in other tellings, or shows them again.
    pub(crate) fn toggle_known(&mut self) {
        let Some(id) = self.reader.open_id().filter(|_| self.panes.focus == Pane::Reader) else {
            return self
                .status
                .inform("Open an article first; then this dims what other tellings said");
        };
        if self
            .events
            .known_lines
            .take_if(|(known, _)| *known == id)
            .is_some()
        {
            return self.status.inform("Everything is shown alike");
        }
        self.request(Job::KnownLines(id, self.marks.clone()));
    }
}

impl App {
    /// Returns whether a paragraph of the open article is dimmed because it was read in another telling, by its first line.
    pub fn is_known_line(&self, line: u32) -> bool {
        let Some((id, lines)) = &self.events.known_lines else {
            return false;
        };
        line > 0 && self.reader.open_id() == Some(*id) && lines.contains(&line)
    }

    /// Fits the window of a view to the screen, and requests what it shows.
    pub(crate) fn relayout_event_view(&mut self, view: EventView) {
        let window = self.event_rows();
        match view {
            EventView::List => {
                let list = &mut self.events.list;
                let len = list.lines().len();
                list.list.follow(len, window);
                let ids = list.shown_articles(window);
                self.prepare_rows_of(&ids);
            }
            EventView::Page => {
                if let Some(page) = &mut self.events.page {
                    page.list
                        .follow(page.details.summary.rows.len(), window.saturating_sub(4));
                }
            }
            EventView::Compare => self.lay_out_comparison(),
        }
    }
}
