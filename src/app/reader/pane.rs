//! The article pane: which article is open, the position in it, and its highlights.
//!
//! The position is a text offset. Rows are derived from it for the current width ([`Reader::refresh`]) and only for the
//! window, so the cost of a key does not depend on the length of the article.

use crate::app::reader::annotations::Annotations;
use crate::app::reader::changes::Changes;
use crate::app::reader::meta_line::reading_time;
use crate::app::reader::mode::{ReaderMode, ShapeOptions};
use crate::app::reader::selection::Selection;
use crate::app::search::highlight::{DocumentHit, Highlighter, HitKind};
use crate::article::document::{BlockKind, Document};
use crate::layout::scroll::ScrollPosition;
use crate::layout::{Layout, LayoutRow, RowKind};
use crate::library::entry::Entry;
use crate::library::marks::places::ReadingPlace;
use crate::text::boundary;
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

/// Documents up to this many bytes are searched at once, longer ones by a worker.
const SCAN_AT_ONCE: usize = 256 * 1024;
/// The rows that stay in view when a page is turned.
const PAGE_OVERLAP: usize = 2;

/// The identity of an article when the corpus is read again: its path and its part of the file.
pub type ArticleKey = (Arc<Path>, u32);

/// Returns the identity of an article.
pub fn article_key(entry: &Entry) -> ArticleKey {
    (Arc::clone(&entry.path), entry.article.part)
}

/// The article pane.
#[derive(Debug, Default)]
pub struct Reader {
    open: Option<OpenArticle>,
    /// The positions in articles that were open before, as offsets in the clean text.
    places: HashMap<ArticleKey, usize>,
    /// Where reading stopped in earlier sessions.
    kept_places: HashMap<ArticleKey, ReadingPlace>,
    /// Articles whose read mark was set by reading or changed by hand. Reading marks each only once.
    read_mark_decided: HashSet<ArticleKey>,
    width: u16,
    height: u16,
    options: ShapeOptions,
}

/// The open article.
#[derive(Debug)]
pub struct OpenArticle {
    /// The article.
    pub entry: Arc<Entry>,
    /// The user's tags and note, as they are shown.
    annotations: Annotations,
    /// Which view of the article is shown.
    mode: ReaderMode,
    /// The text that is shown.
    pub document: Arc<Document>,
    /// The rows in the window.
    pub rows: Vec<LayoutRow>,
    /// The selection, while there is one.
    pub selection: Option<Selection>,
    /// The block of the source line under the cursor (source view only).
    pub line_cursor: usize,
    /// The hit that was jumped to last.
    pub current_hit: Option<DocumentHit>,
    /// The hits in the document; while [`hits_pending`](Self::hits_pending), only those in the window.
    pub hits: Vec<DocumentHit>,
    /// Whether a worker still searches for hits.
    pub hits_pending: bool,
    pub(crate) layout: Layout,
    options: ShapeOptions,
    pub(crate) place: ScrollPosition,
    rows_scrolled: usize,
    /// The parts of the clean text that were in the window; they do not touch each other.
    seen: Vec<Range<usize>>,
}

impl Reader {
    /// Creates an empty pane. `reorders`: right-to-left rows are put into visual order here, not by the terminal.
    pub fn new(reorders: bool) -> Self {
        Self {
            options: ShapeOptions {
                reorders,
                label_rows: false,
            },
            ..Self::default()
        }
    }

    /// Returns the open article.
    pub fn open(&self) -> Option<&OpenArticle> {
        self.open.as_ref()
    }

    /// Returns the open article, mutable.
    pub fn open_mut(&mut self) -> Option<&mut OpenArticle> {
        self.open.as_mut()
    }

    /// Returns the id of the open article.
    pub fn open_id(&self) -> Option<u32> {
        self.open.as_ref().map(|open| open.entry.id)
    }

    /// Returns whether this entry is open, not one with the same id from an earlier reading of the corpus.
    pub fn has_open(&self, entry: &Arc<Entry>) -> bool {
        self.open
            .as_ref()
            .is_some_and(|open| Arc::ptr_eq(&open.entry, entry))
    }

    /// Opens an article where it was left or at its beginning; does nothing if it is open.
    pub fn show(&mut self, entry: &Arc<Entry>, annotations: Annotations) {
        if self.has_open(entry) {
            return;
        }
        self.close();
        let key = article_key(entry);
        let mut open = OpenArticle::new(Arc::clone(entry), annotations, self.width, self.options);
        let kept = || Some(self.kept_places.get(&key)?.in_document(&open.document));
        let top = self.places.get(&key).copied().or_else(kept);
        open.place = ScrollPosition::at(top.unwrap_or(0));
        self.open = Some(open);
    }

    /// Records where reading stopped in an earlier session. If the article is open at its beginning, the window moves
    /// there.
    pub fn recall_place(&mut self, entry: &Arc<Entry>, place: ReadingPlace) {
        let key = article_key(entry);
        let is_first = !self.places.contains_key(&key) && !self.kept_places.contains_key(&key);
        if let Some(open) = self.open.as_mut().filter(|open| Arc::ptr_eq(&open.entry, entry))
            && is_first
            && open.top() == 0
            && open.mode == ReaderMode::Text
        {
            open.place = ScrollPosition::at(place.in_document(&open.document));
        }
        self.kept_places.insert(key, place);
    }

    /// Shows these tags and this note in the head of the open article. Returns whether the text changed.
    pub fn set_annotations(&mut self, annotations: Annotations) -> bool {
        let Some(open) = self.open.as_mut().filter(|open| open.annotations != annotations) else {
            return false;
        };
        open.annotations = annotations;
        let entry = Arc::clone(&open.entry);
        open.replace_entry(&entry, self.width);
        true
    }

    /// Closes the open article and remembers the position.
    pub fn close(&mut self) {
        if let Some(open) = self.open.take() {
            self.places
                .insert(article_key(&open.entry), open.place_in_clean_text());
        }
    }

    /// Replaces the open article by one that was cleaned again; the window stays at the same line.
    pub fn replace_entry(&mut self, entry: &Arc<Entry>) {
        if let Some(open) = &mut self.open {
            open.replace_entry(entry, self.width);
        }
    }

    /// Fits the window to a text area of this size and lays its rows out. `label_rows`: whether the labels of the source
    /// view are in rows of their own.
    pub fn refresh(&mut self, width: u16, height: u16, label_rows: bool, highlighter: &Highlighter) {
        (self.width, self.height) = (width, height);
        self.options.label_rows = label_rows;
        if let Some(open) = &mut self.open {
            open.fit(width, height, self.options);
            if open.hits_pending {
                open.hits = highlighter.scan_in(&open.document.text, open.window());
            }
        }
    }

    /// Records that the read mark of an article is decided; returns `false` if it was before.
    pub fn decide_read_mark(&mut self, article: ArticleKey) -> bool {
        self.read_mark_decided.insert(article)
    }

    /// Does the same for the open article.
    pub fn decide_open_read_mark(&mut self) -> bool {
        let open = self.open.as_ref().map(|open| article_key(&open.entry));
        open.is_some_and(|open| self.decide_read_mark(open))
    }

    /// Returns the rows of the window.
    pub fn height(&self) -> u16 {
        self.height
    }

    /// Returns the rows that turning a page moves.
    pub fn page(&self) -> isize {
        let height = usize::from(self.height);
        height.saturating_sub(PAGE_OVERLAP).max(1).cast_signed()
    }
}

impl OpenArticle {
    fn new(entry: Arc<Entry>, annotations: Annotations, width: u16, options: ShapeOptions) -> Self {
        let document = Arc::new(annotations.document(&entry));
        let layout = Layout::new(Arc::clone(&document), width, &ReaderMode::Text.shapes(options));
        Self {
            entry,
            annotations,
            mode: ReaderMode::Text,
            document,
            rows: Vec::new(),
            selection: None,
            line_cursor: 0,
            current_hit: None,
            hits: Vec::new(),
            hits_pending: false,
            layout,
            options,
            place: ScrollPosition::at(0),
            rows_scrolled: 0,
            seen: Vec::new(),
        }
    }

    /// Returns the text offset at the top of the window.
    pub fn top(&self) -> usize {
        self.place.top()
    }

    /// Returns the position, which [`return_to`](Self::return_to) restores.
    pub fn place(&self) -> ScrollPosition {
        self.place
    }

    /// Moves the window back to a position in this text.
    pub fn return_to(&mut self, place: ScrollPosition) {
        self.place = place;
    }

    /// Returns the rows and offsets of the text.
    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    /// Returns the text range that the window shows.
    pub fn window(&self) -> Range<usize> {
        let end = self.rows.last().map_or(self.top(), |row| row.range.end);
        self.top().min(end)..end
    }

    /// Returns how far the window is in the text: 0 at the top, 100 at the end.
    pub fn percent(&self) -> usize {
        let window = self.window();
        let hidden = self.document.text.trim_end().len().saturating_sub(window.len());
        if self.is_at_end() {
            return 100;
        }
        (window.start * 100).checked_div(hidden).unwrap_or(100).min(99)
    }

    /// Returns whether the whole text is in the window.
    pub fn fits(&self) -> bool {
        self.top() == 0 && self.is_at_end()
    }

    /// Returns how long it takes to read what is below the top of the window.
    pub fn minutes_left(&self) -> Option<String> {
        if self.fits() {
            return None;
        }
        let rest = u64::from(self.entry.words) * (100 - self.percent() as u64) / 100;
        Some(format!("{} left", reading_time(rest as u32)))
    }

    /// Returns whether the last row of the text is in the window.
    pub fn is_at_end(&self) -> bool {
        self.window().end >= self.document.text.trim_end().len()
    }

    /// Returns whether it counts as read: its end is shown and at least half of its text was, or it was scrolled by
    /// `rows` rows.
    pub fn has_been_read(&self, rows: usize) -> bool {
        let seen: usize = self.seen.iter().map(ExactSizeIterator::len).sum();
        let half_seen = seen * 2 >= self.document.text.trim_end().len();
        self.mode == ReaderMode::Text && (self.is_at_end() && half_seen || self.rows_scrolled >= rows)
    }

    /// Records what the window shows of the clean text.
    fn record_seen(&mut self) {
        let mut window = self.window();
        if self.mode != ReaderMode::Text || window.is_empty() {
            return;
        }
        self.seen.retain(|range| {
            let touches = range.start <= window.end && window.start <= range.end;
            if touches {
                window = window.start.min(range.start)..window.end.max(range.end);
            }
            !touches
        });
        self.seen.push(window);
    }

    /// Moves the window by rows.
    pub fn scroll(&mut self, rows: isize, height: u16) {
        let before = self.top();
        self.place.scroll(&self.layout, rows, usize::from(height));
        if self.top() > before {
            self.rows_scrolled += rows.unsigned_abs();
        }
    }

    /// Moves the window to the beginning.
    pub fn scroll_to_start(&mut self) {
        self.place = ScrollPosition::at(0);
    }

    /// Moves the window to the end.
    pub fn scroll_to_end(&mut self, height: u16) {
        self.place = ScrollPosition::at(self.layout.last_page(usize::from(height)));
    }

    /// Moves the window so that an offset is in it; if it was not, a third of the window is above it.
    pub fn reveal(&mut self, offset: usize, height: u16) {
        // The rows of the last frame are out of date if one event makes several moves.
        let rows = self.layout.rows(self.top(), usize::from(height));
        if rows
            .iter()
            .any(|row| row.kind == RowKind::Text && holds(row, offset))
        {
            return;
        }
        let above = (usize::from(height) / 3).cast_signed();
        let row = self.layout.row_at(offset).range.start;
        self.place_at(self.layout.scroll(row, -above), height);
    }

    pub(crate) fn place_at(&mut self, offset: usize, height: u16) {
        self.place = ScrollPosition::at(offset);
        self.place.fit(&self.layout, usize::from(height));
    }

    /// Shows another entry of the same page. The source view has the same lines as before, with other classes.
    fn replace_entry(&mut self, entry: &Arc<Entry>, width: u16) {
        let top = self.top();
        let block = self.document.blocks.get(self.document.block_at(top));
        let (line, within) = block.map_or((0, 0), |block| {
            (block.line, top.saturating_sub(block.range.start))
        });
        let is_other = self.entry.article != entry.article;
        self.entry = Arc::clone(entry);
        let old = Arc::clone(&self.document);
        match std::mem::take(&mut self.mode) {
            // These changes do not include the newest one.
            ReaderMode::Changes(changes) if is_other => self.leave_changes(changes.left(), width),
            mode => self.set_mode(mode, width),
        }
        if self.document.text == old.text || line == 0 {
            return;
        }
        let block = self.document.blocks.get(self.document.block_of_line(line));
        let at = block.map_or(0, |block| block.range.start + within.min(block.range.len()));
        self.place = ScrollPosition::at(boundary::floor_boundary(&self.document.text, at));
    }

    /// Shows how the article has changed, beginning at the first change.
    pub fn show_changes(&mut self, changes: Changes, width: u16, height: u16) {
        self.set_mode(ReaderMode::Changes(changes), width);
        let first = self.mode.changes().and_then(Changes::first);
        self.place = ScrollPosition::at(0);
        self.reveal(first.unwrap_or(0), height);
    }

    /// Shows the clean text again, at the position from before the changes were shown.
    pub fn leave_changes(&mut self, left: ScrollPosition, width: u16) {
        self.set_mode(ReaderMode::Text, width);
        self.place = left;
    }

    pub(crate) fn set_mode(&mut self, mode: ReaderMode, width: u16) {
        self.document = Arc::new(mode.document(&self.entry, &self.annotations));
        self.layout = Layout::new(Arc::clone(&self.document), width, &mode.shapes(self.options));
        self.mode = mode;
        self.selection = None;
        self.current_hit = None;
        self.hits.clear();
    }

    /// Returns which view of the article is shown.
    pub fn mode(&self) -> &ReaderMode {
        &self.mode
    }

    /// Returns whether the source view is shown.
    pub fn shows_source(&self) -> bool {
        self.mode == ReaderMode::Source
    }

    /// Returns whether the changes view is shown.
    pub fn shows_changes(&self) -> bool {
        self.mode.changes().is_some()
    }

    /// Finds the hits of a short text at once. Returns whether a worker is needed.
    pub fn find_hits(&mut self, highlighter: &Highlighter) -> bool {
        let long = self.document.text.len() > SCAN_AT_ONCE && !highlighter.is_empty();
        self.hits_pending = long;
        self.hits = if long {
            highlighter.scan_in(&self.document.text, self.window())
        } else {
            highlighter.scan(&self.document.text)
        };
        long
    }

    /// Goes to the first hit of the query if the article is at its beginning.
    pub fn go_to_result(&mut self, height: u16) {
        let result = self.hits.iter().find(|hit| hit.kind == HitKind::Query);
        if let Some(hit) = result
            .filter(|_| self.top() == 0 && self.mode == ReaderMode::Text)
            .cloned()
        {
            self.reveal(hit.range.start, height);
            self.current_hit = Some(hit);
        }
    }

    /// Stores the hits that a worker found.
    pub fn set_hits(&mut self, hits: Vec<DocumentHit>) {
        self.hits = hits;
        self.hits_pending = false;
    }

    fn fit(&mut self, width: u16, height: u16, options: ShapeOptions) {
        let is_other = std::mem::replace(&mut self.options, options) != options;
        if self.layout.width() != width.max(1) || is_other && self.mode == ReaderMode::Source {
            self.layout = Layout::new(Arc::clone(&self.document), width, &self.mode.shapes(self.options));
        }
        self.place.fit(&self.layout, usize::from(height));
        self.rows = self.layout.rows(self.top(), usize::from(height));
        self.record_seen();
    }

    fn place_in_clean_text(&self) -> usize {
        match &self.mode {
            ReaderMode::Text => return self.place.requested(),
            ReaderMode::Changes(changes) => return changes.left().requested(),
            ReaderMode::Source => {}
        }
        let block = self.document.block_at(self.top());
        let line = self.document.blocks.get(block).map_or(1, |block| block.line);
        let clean = self.annotations.document(&self.entry);
        clean
            .blocks
            .get(clean.block_of_line(line))
            .map_or(0, |block| block.range.start)
    }

    /// Returns the kind of the block that a row belongs to.
    pub fn kind_of(&self, row: &LayoutRow) -> BlockKind {
        self.document
            .blocks
            .get(row.block)
            .map_or(BlockKind::Paragraph, |block| block.kind)
    }
}

fn holds(row: &LayoutRow, offset: usize) -> bool {
    row.range.contains(&offset) || (row.range.is_empty() && row.range.start == offset)
}
