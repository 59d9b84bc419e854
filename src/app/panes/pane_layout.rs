//! The three panes: which has the focus, and how the screen is divided between them. Draws nothing.

use crate::app::panes::frames::{ListFrame, ROWS_FROM};
use crate::app::panes::geometry::{Area, Size};
use serde::{Deserialize, Serialize};

/// One of the three panes, from left to right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Pane {
    /// The outlets with their counts.
    Sources,
    /// The articles of the list.
    Articles,
    /// The open article.
    Reader,
}

impl Pane {
    /// Returns the pane to the left, if there is one.
    pub fn left(self) -> Option<Self> {
        match self {
            Self::Sources => None,
            Self::Articles => Some(Self::Sources),
            Self::Reader => Some(Self::Articles),
        }
    }

    /// Returns the next pane, wrapping around.
    #[must_use]
    pub fn next(self) -> Self {
        match self {
            Self::Sources => Self::Articles,
            Self::Articles => Self::Reader,
            Self::Reader => Self::Sources,
        }
    }

    /// Returns the previous pane, wrapping around.
    #[must_use]
    pub fn previous(self) -> Self {
        self.next().next()
    }
}

/// The areas of the parts of the screen; a part that is not shown is empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Areas {
    /// The row at the top: what is listed, and how much of it.
    pub header: Area,
    /// The outlets, with their title row.
    pub sources: Area,
    /// The articles, with their title row.
    pub articles: Area,
    /// The rule between the strip of the list and the article below it.
    pub rule: Area,
    /// The article, with its title row.
    pub reader: Area,
    /// The open prompt and its messages.
    pub prompt: Area,
    /// The row at the bottom: messages, progress, hints.
    pub status: Area,
    /// Whether the lists have title rows.
    pub has_list_titles: bool,
    /// Whether the article has a title row; otherwise the header takes its place.
    pub has_reader_title: bool,
}

impl Areas {
    /// Returns whether the list is a strip of three rows above the article.
    pub fn has_strip(&self) -> bool {
        !self.rule.is_empty()
    }

    /// Returns the frame of a list pane.
    pub fn list_frame(&self, pane: Pane) -> ListFrame {
        ListFrame::of(self.of(pane), self.has_list_titles)
    }

    /// Returns the area of a pane.
    pub fn of(&self, pane: Pane) -> Area {
        match pane {
            Pane::Sources => self.sources,
            Pane::Articles => self.articles,
            Pane::Reader => self.reader,
        }
    }

    fn of_mut(&mut self, pane: Pane) -> &mut Area {
        match pane {
            Pane::Sources => &mut self.sources,
            Pane::Articles => &mut self.articles,
            Pane::Reader => &mut self.reader,
        }
    }
}

/// The terminal and the areas on it.
#[derive(Debug)]
pub struct Screen {
    /// The size of the terminal.
    pub size: Size,
    /// The areas after the last event.
    pub areas: Areas,
}

/// What decides how the screen is divided between the panes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PaneLayout {
    /// Which pane has the focus.
    pub focus: Pane,
    /// Whether only the article is shown.
    pub zen: bool,
    /// The width of the outlet list that the user chose; 0 if it follows from the size of the screen.
    pub sources_width: u16,
    /// The width of the article list that the user chose; 0 if it follows from the size of the screen.
    pub articles_width: u16,
    /// The width of the reading column that the user chose.
    pub column: u16,
}

/// What of the panes is kept for the next session; 0 for a width that follows from the size of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct KeptPanes {
    /// The width of the outlet list.
    pub outlets: u16,
    /// The width of the article list.
    pub articles: u16,
    /// The width of the reading column; 0 if it was not changed.
    pub column: u16,
}

/// What is shown in addition to the panes, or instead of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ScreenNeeds {
    /// The rows above the hint row that belong to the prompt.
    pub prompt_rows: u16,
    /// Whether the article pane shows the source or the changes, which need its whole width and a title.
    pub whole_page: bool,
    /// Whether the hint row has something to say that no other place says. Otherwise zen hides it.
    pub hint_row: bool,
}

/// Below this width one pane is shown.
const TWO_PANES: u16 = 60;
/// Below this width the article and the list of outlets are not shown together.
const THREE_PANES: u16 = 120;
/// Below this width the list of outlets is hidden while reading.
const ALL_PANES: u16 = 150;
/// From this width on, the list of articles is in rows next to the article.
const ROWS_NEXT_TO_ARTICLE: u16 = 200;
/// The least height at which three rows of the list are above the article.
const STRIP_FROM: u16 = 20;
/// The rows of the list above the article.
pub const STRIP_ROWS: u16 = 3;
/// The minimum width of a pane that is shown.
const MIN_WIDTH: u16 = 14;
/// The minimum width of an article next to lists.
const MIN_ARTICLE: u16 = 40;
/// The columns of the article pane next to its text: the line to the left of the pane, margins, the marks of hits, the
/// scroll bar.
const READER_MARGIN: u16 = 8;

impl PaneLayout {
    /// Returns the layout with the widths of the last session where the configuration has none. `column`: the width of
    /// the reading column if nobody chose one.
    #[must_use]
    pub fn or_kept(mut self, kept: KeptPanes, column: u16) -> Self {
        let or = |width: u16, unset: u16, kept: u16| if width == unset && kept > 0 { kept } else { width };
        self.sources_width = or(self.sources_width, 0, kept.outlets);
        self.articles_width = or(self.articles_width, 0, kept.articles);
        self.column = or(self.column, column, kept.column);
        self
    }

    /// Returns what is kept for the next session.
    pub fn kept(self) -> KeptPanes {
        KeptPanes {
            outlets: self.sources_width,
            articles: self.articles_width,
            column: self.column,
        }
    }

    /// Divides a screen of this size.
    pub fn areas(self, size: Size, needs: ScreenNeeds) -> Areas {
        let mut areas = Areas {
            has_list_titles: size.width >= TWO_PANES,
            has_reader_title: !self.zen
                && (size.width >= THREE_PANES || needs.whole_page && size.width >= TWO_PANES),
            ..Areas::default()
        };
        let mut rest = Area::of(size);
        if size.height >= 4 && !self.zen {
            (areas.header, rest) = rest.split_top(1);
        }
        if size.height >= 3 && (!self.zen || needs.hint_row) {
            (rest, areas.status) = rest.split_bottom(1);
        }
        (rest, areas.prompt) = rest.split_bottom(needs.prompt_rows);
        if self.zen {
            areas.reader = rest;
        } else if size.width < TWO_PANES {
            *areas.of_mut(self.focus) = rest;
        } else if size.width < THREE_PANES {
            self.share_two(rest, size, needs, &mut areas);
        } else {
            self.share_three(rest, &mut areas);
        }
        areas
    }

    fn share_two(self, area: Area, size: Size, needs: ScreenNeeds, areas: &mut Areas) {
        if self.focus != Pane::Reader {
            let sources = self.sources_width(area.width);
            (areas.sources, areas.articles) = area.split_left(sources);
        } else if needs.whole_page || size.height < STRIP_FROM {
            areas.reader = area;
        } else {
            let (strip, rest) = area.split_top(STRIP_ROWS);
            (areas.articles, areas.has_list_titles) = (strip, false);
            (areas.rule, areas.reader) = rest.split_top(1);
        }
    }

    fn share_three(self, area: Area, areas: &mut Areas) {
        let is_reading = self.focus == Pane::Reader;
        let has_sources = !is_reading || area.width >= ALL_PANES;
        let sources = if has_sources {
            self.sources_width(area.width)
        } else {
            0
        };
        let room = area.width - sources;
        let articles = match (self.articles_width, area.width) {
            (0, ROWS_NEXT_TO_ARTICLE..) => room
                .saturating_sub(self.column + READER_MARGIN)
                .clamp(ROWS_FROM + 1, 100),
            (0, ALL_PANES..) => 45,
            (0, _) if is_reading => 34,
            (0, _) => 43,
            (chosen, _) => chosen,
        };
        let most = room.saturating_sub(MIN_ARTICLE).max(MIN_WIDTH);
        let (left, rest) = area.split_left(sources);
        let (middle, right) = rest.split_left(articles.clamp(MIN_WIDTH, most));
        (areas.sources, areas.articles, areas.reader) = (left, middle, right);
    }

    /// Returns the width of the outlet list on a screen of this width.
    fn sources_width(self, width: u16) -> u16 {
        match (self.sources_width, width) {
            (0, ALL_PANES..) => 22,
            (0, THREE_PANES..) => 20,
            (0, _) => (width / 10 + 10).clamp(MIN_WIDTH.min(width / 2), 22),
            (chosen, _) => chosen.clamp(MIN_WIDTH, (width / 3).max(MIN_WIDTH)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn areas(focus: Pane, width: u16, height: u16) -> Areas {
        let layout = PaneLayout {
            focus,
            zen: false,
            sources_width: 0,
            articles_width: 0,
            column: 72,
        };
        layout.areas(Size { width, height }, ScreenNeeds::default())
    }

    #[test]
    fn panes_fold_with_the_width() {
        let shown = |areas: Areas| [areas.sources, areas.articles, areas.reader].map(|area| !area.is_empty());
        assert_eq!(shown(areas(Pane::Reader, 150, 40)), [true, true, true]);
        assert_eq!(shown(areas(Pane::Articles, 120, 30)), [true, true, true]);
        assert_eq!(shown(areas(Pane::Reader, 120, 30)), [false, true, true]);
        assert_eq!(shown(areas(Pane::Sources, 80, 24)), [true, true, false]);
        assert_eq!(shown(areas(Pane::Reader, 80, 24)), [false, true, true]);
        assert!(areas(Pane::Reader, 80, 24).has_strip());
        assert_eq!(shown(areas(Pane::Reader, 80, 19)), [false, false, true]);
        assert_eq!(shown(areas(Pane::Articles, 59, 24)), [false, true, false]);
    }

    #[test]
    fn the_list_is_in_rows_where_there_is_room() {
        let width = |focus, width| areas(focus, width, 24).list_frame(Pane::Articles).rows.width;
        assert!(width(Pane::Articles, 80) >= ROWS_FROM && width(Pane::Articles, 74) < ROWS_FROM);
        assert!(width(Pane::Articles, 120) < ROWS_FROM && width(Pane::Reader, 199) < ROWS_FROM);
        assert!(width(Pane::Articles, 200) >= ROWS_FROM && width(Pane::Reader, 200) >= ROWS_FROM);
    }

    #[test]
    fn every_size_has_areas_that_tile_it() {
        for width in 0..260 {
            for height in 0..30 {
                for focus in [Pane::Sources, Pane::Articles, Pane::Reader] {
                    let areas = areas(focus, width, height);
                    let shown = [areas.sources, areas.articles, areas.reader];
                    if !areas.has_strip() {
                        assert_eq!(shown.iter().map(|area| area.width).sum::<u16>(), width);
                    }
                    let is_inside = |area: &Area| area.bottom() <= height && area.right() <= width;
                    assert!(shown.iter().all(is_inside));
                }
            }
        }
    }
}
