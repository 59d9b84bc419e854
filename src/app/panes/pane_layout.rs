//! The three panes: which has the focus and how the screen is shared among them. Draws nothing.

use crate::app::panes::geometry::{Area, Size};

/// One of the three panes, from left to right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Pane {
    /// The outlets with their counts.
    Sources,
    /// The articles of the current view.
    Articles,
    /// The open article.
    Reader,
}

impl Pane {
    /// The pane to the left, if there is one.
    pub fn left(self) -> Option<Self> {
        match self {
            Self::Sources => None,
            Self::Articles => Some(Self::Sources),
            Self::Reader => Some(Self::Articles),
        }
    }

    /// The next pane, around the end.
    #[must_use]
    pub fn next(self) -> Self {
        match self {
            Self::Sources => Self::Articles,
            Self::Articles => Self::Reader,
            Self::Reader => Self::Sources,
        }
    }

    /// The pane before, around the beginning.
    #[must_use]
    pub fn previous(self) -> Self {
        self.next().next()
    }
}

/// Where each part of the screen stands; a part that is not shown is empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Areas {
    /// The line at the top: what is open, what is filtered.
    pub header: Area,
    /// The outlets, with their title row.
    pub sources: Area,
    /// The articles, with their title row.
    pub articles: Area,
    /// The article, with its title row.
    pub reader: Area,
    /// The prompt and its messages, while one is open.
    pub prompt: Area,
    /// The line at the bottom: messages, progress, hints.
    pub status: Area,
}

impl Areas {
    /// The area of a pane.
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

/// The terminal and where everything is on it.
#[derive(Debug)]
pub struct Screen {
    /// The size of the terminal.
    pub size: Size,
    /// Where everything is, as of the last event.
    pub areas: Areas,
    /// Whether the article list has room for titles of two rows.
    pub roomy: bool,
}

/// What decides how the screen is shared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PaneLayout {
    /// Which pane has the focus.
    pub focus: Pane,
    /// The article alone.
    pub zen: bool,
    /// Width of the outlet list that the person wants.
    pub sources_width: u16,
    /// Width of the article list that the person wants.
    pub articles_width: u16,
    /// Width of the reading column that the person wants.
    pub column: u16,
}

/// Under this width two panes are shown.
const THREE_PANES: u16 = 100;
/// Under this width one pane is shown.
const TWO_PANES: u16 = 60;
/// Lists get no narrower than this while they are shown.
const LEAST_LIST: u16 = 14;
/// What the reader needs beside its column: margins and the scroll bar.
pub const READER_MARGIN: u16 = 4;

impl PaneLayout {
    /// Shares a screen of this size; `prompt_rows` rows above the status line belong to the prompt.
    pub fn areas(self, size: Size, prompt_rows: u16) -> Areas {
        let mut areas = Areas::default();
        let mut rest = Area::of(size);
        if size.height >= 4 && !self.zen {
            (areas.header, rest) = rest.split_top(1);
        }
        if size.height >= 3 {
            (rest, areas.status) = rest.split_bottom(1);
        }
        (rest, areas.prompt) = rest.split_bottom(prompt_rows);
        self.share(rest, &mut areas);
        areas
    }

    fn share(self, area: Area, areas: &mut Areas) {
        if self.zen {
            areas.reader = area;
        } else if area.width < TWO_PANES {
            *areas.of_mut(self.focus) = area;
        } else if area.width < THREE_PANES {
            self.share_two(area, areas);
        } else {
            self.share_three(area, areas);
        }
    }

    fn share_two(self, area: Area, areas: &mut Areas) {
        if self.focus == Pane::Reader {
            // The article comes first; the list keeps what is left, but stays a list.
            let wanted = area.width.saturating_sub(self.column + READER_MARGIN);
            let list = wanted
                .clamp(LEAST_LIST.max(area.width / 4), area.width / 2)
                .min(self.articles_width);
            (areas.articles, areas.reader) = area.split_left(list);
        } else {
            let list = self.sources_width.clamp(LEAST_LIST, area.width / 2);
            (areas.sources, areas.articles) = area.split_left(list);
        }
    }

    fn share_three(self, area: Area, areas: &mut Areas) {
        let reader = self.column + READER_MARGIN;
        let lists = self.sources_width + self.articles_width;
        let (sources, articles) = if self.focus == Pane::Reader && area.width < lists + reader {
            let left = area.width.saturating_sub(reader).max(2 * LEAST_LIST + 2);
            let sources = (left / 3).clamp(LEAST_LIST, self.sources_width.max(LEAST_LIST));
            (sources, left.saturating_sub(sources))
        } else {
            let most = area.width.saturating_sub(LEAST_LIST);
            let sources = self.sources_width.clamp(LEAST_LIST, most / 3);
            let articles = self
                .articles_width
                .clamp(LEAST_LIST, most.saturating_sub(sources));
            // What the text does not need widens the list, which has use for it, to twice its width at most.
            let slack = area.width.saturating_sub(sources + articles + reader);
            let articles = articles + slack.min(articles);
            // A preview beside the lists still wants some forty columns to be worth its place.
            (
                sources,
                articles.min(area.width.saturating_sub(sources + 40).max(LEAST_LIST)),
            )
        };
        let (left, rest) = area.split_left(sources);
        let (middle, right) = rest.split_left(articles);
        (areas.sources, areas.articles, areas.reader) = (left, middle, right);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layout(focus: Pane) -> PaneLayout {
        PaneLayout {
            focus,
            zen: false,
            sources_width: 26,
            articles_width: 60,
            column: 72,
        }
    }

    #[test]
    fn panes_fold_to_two_and_one() {
        let wide = layout(Pane::Sources).areas(
            Size {
                width: 200,
                height: 60,
            },
            0,
        );
        assert!(!wide.sources.is_empty() && !wide.articles.is_empty() && !wide.reader.is_empty());
        let start = layout(Pane::Articles).areas(
            Size {
                width: 80,
                height: 24,
            },
            0,
        );
        assert!(!start.sources.is_empty() && !start.articles.is_empty() && start.reader.is_empty());
        let reading = layout(Pane::Reader).areas(
            Size {
                width: 80,
                height: 24,
            },
            0,
        );
        assert!(reading.sources.is_empty() && !reading.articles.is_empty() && !reading.reader.is_empty());
        let narrow = layout(Pane::Reader).areas(
            Size {
                width: 59,
                height: 24,
            },
            0,
        );
        assert_eq!(narrow.reader.width, 59);
        assert!(narrow.articles.is_empty());
    }

    #[test]
    fn the_focused_article_gets_its_column_first() {
        for width in 100..300 {
            let areas = layout(Pane::Reader).areas(Size { width, height: 40 }, 0);
            assert!(areas.reader.width >= 68, "{width}: {areas:?}");
            assert_eq!(
                areas.sources.width + areas.articles.width + areas.reader.width,
                width
            );
        }
    }

    #[test]
    fn every_size_has_areas_that_tile_it() {
        for width in 0..130 {
            for height in 0..8 {
                for focus in [Pane::Sources, Pane::Articles, Pane::Reader] {
                    let areas = layout(focus).areas(Size { width, height }, 2);
                    let shown = [areas.sources, areas.articles, areas.reader];
                    let columns: u16 = shown.iter().map(|area| area.width).sum();
                    assert_eq!(columns, width);
                    assert!(
                        shown
                            .iter()
                            .all(|area| area.bottom() <= height && area.right() <= width)
                    );
                }
            }
        }
    }
}
