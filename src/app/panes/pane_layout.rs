//! The three panes: which has the focus, and how the screen is divided between them. Draws nothing.

use crate::app::panes::geometry::{Area, Size};

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
    /// The line at the top: the corpus and the filter.
    pub header: Area,
    /// The outlets, with their title row.
    pub sources: Area,
    /// The articles, with their title row.
    pub articles: Area,
    /// The article, with its title row.
    pub reader: Area,
    /// The open prompt and its messages.
    pub prompt: Area,
    /// The line at the bottom: messages, progress, hints.
    pub status: Area,
}

impl Areas {
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
    /// Whether the article list has room for titles of two rows.
    pub roomy: bool,
}

/// What decides how the screen is divided between the panes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PaneLayout {
    /// Which pane has the focus.
    pub focus: Pane,
    /// Whether only the article is shown.
    pub zen: bool,
    /// The width of the outlet list that the user chose.
    pub sources_width: u16,
    /// The width of the article list that the user chose.
    pub articles_width: u16,
    /// The width of the reading column that the user chose.
    pub column: u16,
}

/// Below this width two panes are shown.
const THREE_PANES: u16 = 100;
/// Below this width one pane is shown.
const TWO_PANES: u16 = 60;
/// The minimum width of a list that is shown.
const MIN_LIST_WIDTH: u16 = 14;
/// The columns that the reader needs in addition to its reading column: margins and the scroll bar.
pub const READER_MARGIN: u16 = 4;

impl PaneLayout {
    /// Divides a screen of this size; `prompt_rows` rows above the status line belong to the prompt.
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
            // The article comes first; the list gets the rest, but at least a minimum.
            let wanted = area.width.saturating_sub(self.column + READER_MARGIN);
            let list = wanted
                .clamp(MIN_LIST_WIDTH.max(area.width / 4), area.width / 2)
                .min(self.articles_width);
            (areas.articles, areas.reader) = area.split_left(list);
        } else {
            let list = self.sources_width.clamp(MIN_LIST_WIDTH, area.width / 2);
            (areas.sources, areas.articles) = area.split_left(list);
        }
    }

    fn share_three(self, area: Area, areas: &mut Areas) {
        let reader = self.column + READER_MARGIN;
        let lists = self.sources_width + self.articles_width;
        let (sources, articles) = if self.focus == Pane::Reader && area.width < lists + reader {
            let left = area.width.saturating_sub(reader).max(2 * MIN_LIST_WIDTH + 2);
            let sources = (left / 3).clamp(MIN_LIST_WIDTH, self.sources_width.max(MIN_LIST_WIDTH));
            (sources, left.saturating_sub(sources))
        } else {
            let most = area.width.saturating_sub(MIN_LIST_WIDTH);
            let sources = self.sources_width.clamp(MIN_LIST_WIDTH, most / 3);
            let articles = self
                .articles_width
                .clamp(MIN_LIST_WIDTH, most.saturating_sub(sources));
            // Columns that the text does not need widen the list, to at most twice its width.
            let slack = area.width.saturating_sub(sources + articles + reader);
            let articles = articles + slack.min(articles);
            // A preview next to the lists needs about forty columns to be useful.
            (
                sources,
                articles.min(area.width.saturating_sub(sources + 40).max(MIN_LIST_WIDTH)),
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
