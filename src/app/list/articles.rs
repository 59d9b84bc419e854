//! Stepping from article to article, by day and to unread articles, and the rule for marking an article as read.

use crate::app::App;
use crate::app::panes::pane_layout::Pane;
use crate::app::reader::pane::OpenArticle;
use crate::config::action::Action;
use crate::library::query::sort::SortOrder;

impl App {
    pub(crate) fn act_on_articles(&mut self, action: Action, times: usize) {
        let times = times.cast_signed();
        match action {
            Action::NextOutlet => self.step_outlet(times),
            Action::PreviousOutlet => self.step_outlet(-times),
            Action::AllOutlets => self.list_all(),
            Action::NextArticle => self.step_article(times),
            Action::PreviousArticle => self.step_article(-times),
            Action::JumpBack | Action::JumpForward => {
                self.jump(action == Action::JumpBack, times.unsigned_abs());
            }
            Action::NextDay => self.step_block(times),
            Action::PreviousDay => self.step_block(-times),
            Action::NextUnread | Action::PreviousUnread => {
                let forwards = action == Action::NextUnread;
                for _ in 0..times.unsigned_abs().min(self.listing.len()) {
                    self.step_unread(forwards);
                }
            }
            _ => {}
        }
    }

    /// Moves through the articles of the list, also while reading.
    pub(crate) fn step_article(&mut self, steps: isize) {
        let before = self.articles.cursor;
        let chosen = self.chosen_id();
        // If the open article is no longer in the list, the one under the cursor is the next.
        let away =
            self.panes.focus == Pane::Reader && chosen.is_some_and(|id| self.reader.open_id() != Some(id));
        let steps = if away && steps > 0 { steps - 1 } else { steps };
        self.articles.move_by(steps, self.listing.len());
        if self.articles.cursor == before && !away {
            let end = if steps > 0 { "last" } else { "first" };
            return self
                .status
                .inform(format!("This is the {end} article of the list"));
        }
        self.open_chosen();
    }

    /// Goes to another block: a day in the list or, in the source view, a run of removed lines.
    fn step_block(&mut self, steps: isize) {
        let height = self.reader.height();
        let is_reading = self.panes.focus == Pane::Reader;
        let Some(open) = self
            .reader
            .open_mut()
            .filter(|open| is_reading && open.shows_source())
        else {
            return self.step_day(steps);
        };
        if !open.step_removed_run(steps, height) {
            self.status.inform("No further removed line");
        }
    }

    fn step_day(&mut self, steps: isize) {
        if self.listing.days().is_empty() {
            return self.status.inform("Jumping by day needs a list sorted by date");
        }
        let days = self.listing.days();
        let current = days
            .partition_point(|day| day.range.start <= self.articles.cursor)
            .saturating_sub(1);
        let target = current
            .saturating_add_signed(steps)
            .min(days.len().saturating_sub(1));
        match days.get(target) {
            Some(day) if target != current => {
                self.articles.cursor = day.range.start;
                self.open_chosen();
            }
            _ => self.status.inform("No further day"),
        }
    }

    fn step_unread(&mut self, forwards: bool) {
        let (listed, cursor) = (self.listing.listed(), self.articles.cursor);
        let unread = |place: &usize| listed.get(*place).is_some_and(|&id| !self.marks.is_read(id));
        let place = if forwards {
            (cursor + 1..listed.len())
                .chain(0..cursor.min(listed.len()))
                .find(unread)
        } else {
            (0..cursor.min(listed.len()))
                .rev()
                .chain((cursor + 1..listed.len()).rev())
                .find(unread)
        };
        match place {
            Some(place) => {
                let around = (place < cursor) == forwards;
                self.articles.cursor = place;
                self.open_chosen();
                if around {
                    self.status.inform("Continued from the other end");
                }
            }
            None => self.status.inform("No other unread article in this list"),
        }
    }

    pub(crate) fn sort_by(&mut self, item: usize) {
        let Some(&order) = SortOrder::ALL.get(item) else {
            return;
        };
        self.listing.set_order(order);
        self.refresh_list(None);
    }

    /// Marks the open article as read if it was shown to its end or scrolled by some rows. This happens only once, so
    /// that the article stays unread if the user marks it as unread.
    pub(crate) fn mark_read_article(&mut self) {
        // While another article is being opened, the pane still shows the one before.
        if self.panes.focus != Pane::Reader || self.is_going_in() {
            return;
        }
        let rows = usize::from(self.settings.reader.read_after);
        let is_read = |open: &OpenArticle| open.has_been_read(rows);
        let (Some(id), true) = (self.reader.open_id(), self.reader.open().is_some_and(is_read)) else {
            return;
        };
        if self.reader.decide_open_read_mark() && !self.marks.is_read(id) {
            self.mark_as_read(id);
        }
    }
}
