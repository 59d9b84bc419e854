//! Back and forward: the positions before each jump. A jump is another article, scope or filter, or a long way within the
//! text. Consecutive jumps of one kind leave one position.

use crate::app::App;
use crate::app::jobs::job::JobKind;
use crate::app::list::listing::TypedQuery;
use crate::app::panes::pane_layout::Pane;
use crate::app::reader::mode::ReaderMode;
use crate::app::reader::pane::OpenArticle;
use crate::config::action::{Action, Group};
use crate::layout::scroll::ScrollPosition;
use crate::library::query::scope::Scope;
use std::collections::VecDeque;

/// How many positions are kept in each direction.
const MOST: usize = 100;

/// A position: what is listed, and where in it the reader is.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Position {
    filter: String,
    scope: Scope,
    focus: Pane,
    /// The article that is read, or else the one under the cursor.
    article: Option<u32>,
    /// The place in the text, while an article is read.
    place: Option<ScrollPosition>,
}

impl Position {
    /// Returns the article that is read.
    fn read(&self) -> Option<u32> {
        self.article.filter(|_| self.focus == Pane::Reader)
    }

    fn is_same_list(&self, other: &Self) -> bool {
        self.filter == other.filter && self.scope == other.scope
    }
}

/// The kinds of jumps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum JumpKind {
    Filter,
    Scope,
    Article,
    Text,
}

/// The direction of a return.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Direction {
    Back,
    Forward,
}

/// The positions before and after the present one.
#[derive(Debug, Default)]
pub(crate) struct Jumps {
    back: VecDeque<Position>,
    forward: Vec<Position>,
    /// The position after the last event.
    now: Option<Position>,
    /// The position in the article that was read last.
    last_read: Option<Position>,
    /// The kind of the jumps that follow one another.
    run: Option<JumpKind>,
    /// The position to return to when its list arrives.
    returning: Option<(Position, Direction)>,
    /// The place to return to when the article is open.
    place: Option<(u32, ScrollPosition)>,
}

impl Jumps {
    fn push(&mut self, position: Position, kind: JumpKind) {
        if self.run == Some(kind) {
            return;
        }
        self.run = Some(kind);
        self.forward.clear();
        if self.back.back() != Some(&position) {
            if self.back.len() == MOST {
                self.back.pop_front();
            }
            self.back.push_back(position);
        }
    }

    fn push_for(&mut self, direction: Direction, position: Position) {
        match direction {
            Direction::Back => self.forward.push(position),
            Direction::Forward => self.back.push_back(position),
        }
    }

    fn pop(&mut self, direction: Direction) -> Option<Position> {
        match direction {
            Direction::Back => self.back.pop_back(),
            Direction::Forward => self.forward.pop(),
        }
    }
}

impl App {
    fn position(&self) -> Position {
        let open = self.reader.open().filter(|_| self.panes.focus == Pane::Reader);
        // While another article is being opened, the pane still shows the one before.
        let open = open.filter(|_| !self.is_going_in());
        let in_text = open.filter(|open| *open.mode() == ReaderMode::Text);
        Position {
            filter: self.filter.text.clone(),
            scope: self.listing.scope().clone(),
            focus: self.panes.focus,
            article: open.map(|open| open.entry.id).or_else(|| self.chosen_id()),
            place: in_text.map(OpenArticle::place),
        }
    }

    /// Notes the position before a jump, at the end of each event.
    pub(crate) fn note_jump(&mut self) {
        self.finish_return();
        let now = self.position();
        let Some(before) = self.jumps.now.replace(now.clone()) else {
            return;
        };
        let last_read = self.jumps.last_read.clone();
        if now.read().is_some() {
            self.jumps.last_read = Some(now.clone());
        }
        if self.jumps.returning.is_some() || self.jumps.place.is_some() {
            return;
        }
        if before.filter != now.filter {
            self.jumps.push(before, JumpKind::Filter);
        } else if before.scope != now.scope {
            self.jumps.push(before, JumpKind::Scope);
        } else if let Some(last_read) = last_read
            && now.read().is_some_and(|read| last_read.read() != Some(read))
            && last_read.is_same_list(&now)
        {
            self.jumps.push(last_read, JumpKind::Article);
        }
    }

    /// Notes the position before a jump within the text.
    pub(crate) fn note_jump_in_text(&mut self) {
        if self.panes.focus == Pane::Reader && self.reader.open().is_some() {
            let position = self.position();
            self.jumps.push(position, JumpKind::Text);
        }
    }

    /// Begins another position with the next jump, unless this action only makes the jump longer.
    pub(crate) fn end_run_of_jumps(&mut self, action: Action) {
        let goes_on = matches!(action.group(), Group::Outlets | Group::Find)
            || matches!(action, Action::MoveTop | Action::MoveBottom);
        if !goes_on {
            self.jumps.run = None;
        }
    }

    /// Goes back, or forward again, by some positions.
    pub(crate) fn jump(&mut self, is_back: bool, times: usize) {
        let direction = if is_back {
            Direction::Back
        } else {
            Direction::Forward
        };
        for _ in 0..times.max(1) {
            self.go_to_next_position(direction);
        }
        self.jumps.run = None;
    }

    fn go_to_next_position(&mut self, direction: Direction) {
        let now = self.position();
        // An abandoned find or filter leaves positions that are where the reader is already.
        let next = std::iter::from_fn(|| self.jumps.pop(direction)).find(|next| *next != now);
        let Some(next) = next else {
            let end = match direction {
                Direction::Back => "No earlier position",
                Direction::Forward => "No later position",
            };
            return self.status.inform(end);
        };
        self.jumps.push_for(direction, now.clone());
        if !next.is_same_list(&now) {
            self.listing.set_scope(next.scope.clone());
            match TypedQuery::parse(next.filter.as_str(), self.today()) {
                Ok(typed) => self.filter_by(typed, None),
                Err(_) => self.filter.text.clone_from(&next.filter),
            }
            self.follow_scope();
            self.library_state.restores_cursor_to = next.article;
        }
        self.jumps.returning = Some((next, direction));
        self.finish_return();
    }

    /// Restores the rest of a position once its list has arrived.
    fn finish_return(&mut self) {
        let is_left = |(position, _): &(Position, Direction)| {
            position.filter != self.filter.text || position.scope != *self.listing.scope()
        };
        if self.jumps.returning.as_ref().is_some_and(is_left) {
            // The user went elsewhere before the list arrived.
            self.jumps.returning = None;
        }
        let waits = [JobKind::Filter, JobKind::ListWhole];
        if self.jumps.returning.is_some() && !waits.into_iter().any(|kind| self.requests.awaits(kind)) {
            self.restore_position();
        }
        if let Some((id, place)) = self.jumps.place
            && let Some(open) = self.reader.open_mut()
            && open.entry.id == id
        {
            open.return_to(place);
            self.jumps.place = None;
            self.relayout();
        }
    }

    fn restore_position(&mut self) {
        let Some((position, direction)) = self.jumps.returning.take() else {
            return;
        };
        let Some(id) = position.article else {
            return self.focus(position.focus);
        };
        let Some(place) = self.listing.place_of(id) else {
            self.status
                .inform("Skipped an article that is no longer in this list");
            return self.go_to_next_position(direction);
        };
        if position.read().is_some() {
            self.jumps.last_read = Some(position.clone());
        }
        self.articles.cursor = place;
        self.library_state.restores_cursor_to = None;
        self.jumps.place = position.place.map(|place| (id, place));
        self.focus(position.focus);
        if position.focus != Pane::Reader {
            self.jumps.place = None;
        }
        self.relayout();
    }
}
