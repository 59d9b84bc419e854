//! The article pane: its title row, the visible rows with their highlights, the scroll bar with the marks of hits and, in
//! the source view, the class or the reason of each line.

use crate::app::App;
use crate::app::panes::frames::{ListFrame, ReaderFrame};
use crate::app::panes::geometry::Area;
use crate::app::panes::pane_layout::Pane;
use crate::app::reader::meta_line::SEPARATOR;
use crate::app::reader::pane::OpenArticle;
use crate::app::search::highlight::DocumentHit;
use crate::article::document::BlockKind;
use crate::article::line::{Line, LineClass};
use crate::article::reason::Reason;
use crate::config::role::Role;
use crate::config::style::Style;
use crate::layout::{LayoutRow, RowKind};
use crate::text::digits::grouped;
use crate::ui::canvas::Canvas;
use crate::ui::list::articles::hit_style;
use crate::ui::reader::changes;
use crate::ui::widgets::{mark_cursor, pane_title, rows_of};
use std::ops::Range;

/// Draws the pane if it is shown.
pub fn draw(app: &App, canvas: &mut Canvas) {
    if app.screen.areas.reader.is_empty() {
        return;
    }
    let frame = app.reader_frame();
    let focused = app.panes.focus == Pane::Reader;
    let [name, place] = title_of(app);
    let bar = ListFrame {
        border: frame.border,
        title: frame.title.split_left(frame.border.width).1,
        rows: Area::default(),
    };
    pane_title(canvas, bar, [&name, "", &place], focused);
    let Some(open) = app.reader.open() else {
        let text = if app.listing.corpus_len() == 0 {
            ""
        } else {
            "No article selected"
        };
        canvas.text(frame.text, text, canvas.style(Role::Faint));
        return;
    };
    let hits = visible_hits(open);
    draw_label_row(canvas, open, frame);
    for (area, row) in rows_of(frame.text).zip(&open.rows) {
        if is_rule(app, open, row) {
            canvas.line_across(area, canvas.style(Role::Line));
        }
        draw_row(app, canvas, open, row, area, &hits);
        if open.shows_source() {
            let labels = Area {
                y: area.y,
                height: 1,
                ..frame.labels
            };
            draw_label(canvas, open, row, labels, area);
            if row.block == open.line_cursor && row.kind == RowKind::Text {
                let x = frame.labels.x;
                let width = frame.text.right() - x;
                mark_cursor(canvas, Area { x, width, ..area }, focused);
            }
        }
    }
    if !app.panes.zen {
        draw_scroll_bar(app, canvas, open, frame);
    }
}

/// Returns the title of the pane, and the place in the article.
fn title_of(app: &App) -> [String; 2] {
    let Some(open) = app.reader.open() else {
        return [String::new(), String::new()];
    };
    let name = if let Some(changes) = open.mode().changes() {
        changes::title(changes)
    } else if open.shows_source() {
        open.entry.display_title().0
    } else {
        let meta = &open.entry.article.meta;
        let day = meta
            .date
            .map(|date| format!("{} {}", date.weekday().short(), date.day_and_month()));
        let outlet = meta.outlet.clone().unwrap_or_else(|| "unknown outlet".to_owned());
        [Some(outlet), day]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(" · ")
    };
    let place = if open.shows_source() {
        let of = open.document.blocks.len();
        vec![format!("line {}/{}", grouped(open.line_cursor + 1), grouped(of))]
    } else {
        let left = open.minutes_left().filter(|_| open.mode().changes().is_none());
        left.into_iter().chain(app.place_in_article()).collect()
    };
    let name = if app.open_is_not_listed() {
        format!("not in this list · {name}")
    } else {
        name
    };
    [name, place.join(" · ")]
}

/// Returns whether a row is the rule between the head of an article and its text.
fn is_rule(app: &App, open: &OpenArticle, row: &LayoutRow) -> bool {
    let before = row
        .block
        .checked_sub(1)
        .and_then(|before| open.document.blocks.get(before));
    let is_head = before
        .is_some_and(|block| matches!(block.kind, BlockKind::Meta | BlockKind::Event | BlockKind::Note));
    row.kind == RowKind::Gap && is_head && !app.panes.zen
}

/// Returns the hits that touch the window, sorted by their start.
fn visible_hits(open: &OpenArticle) -> Vec<&DocumentHit> {
    let window = open.window();
    // A hit that begins before the window may reach into it, but hits are at most a few rows long.
    let from = open
        .hits
        .partition_point(|hit| hit.range.start + LONGEST_HIT < window.start);
    open.hits[from..]
        .iter()
        .take_while(|hit| hit.range.start < window.end)
        .collect()
}

/// The bytes of the longest hit that is still drawn if it begins above the window.
const LONGEST_HIT: usize = 4096;

fn draw_row(
    app: &App,
    canvas: &mut Canvas,
    open: &OpenArticle,
    row: &LayoutRow,
    line: Area,
    hits: &[&DocumentHit],
) {
    if row.kind == RowKind::Gap {
        return;
    }
    let kind = open.kind_of(row);
    let line_number = open.document.blocks.get(row.block).map_or(0, |block| block.line);
    let base = if app.is_known_line(line_number) {
        canvas.style(Role::Faint)
    } else {
        block_style(canvas, kind)
    };
    let text = open.layout().text_of(row);
    let outlet = if kind == BlockKind::Meta {
        outlet_end(open, row)
    } else {
        0
    };
    let bullet = kind == BlockKind::ListItem && row.first;
    let selected = open
        .selection
        .map(|selection| selection.range(&open.document.text));
    for grapheme in open.layout().place(row) {
        let mut style = base;
        if bullet && grapheme.x < row.indent.saturating_add(2) && !text.is_empty() {
            style = style.patch(canvas.style(Role::Faint));
        }
        if grapheme.range.start < outlet {
            style = canvas.style(Role::Outlet);
        }
        if let Some(changes) = open.mode().changes() {
            style = style.patch(changes::style(canvas, changes, grapheme.range.start));
        }
        style = style_at(app, canvas, open, hits, grapheme.range.start, style);
        if selected
            .as_ref()
            .is_some_and(|range| range.contains(&grapheme.range.start))
        {
            style = style.patch(canvas.style(Role::Selection));
        }
        if grapheme.x + grapheme.width <= line.width {
            let symbol = grapheme.symbol(&open.document.text);
            canvas.put(line.x + grapheme.x, line.y, symbol, grapheme.width, style);
        }
    }
}

fn style_at(
    app: &App,
    canvas: &Canvas,
    open: &OpenArticle,
    hits: &[&DocumentHit],
    offset: usize,
    base: Style,
) -> Style {
    let is_current = |range: &Range<usize>| open.current_hit.as_ref().is_some_and(|hit| hit.range == *range);
    let until = hits.partition_point(|hit| hit.range.start <= offset);
    let here = hits[..until]
        .iter()
        .rev()
        .take(NEAR_HITS)
        .filter(|hit| hit.range.contains(&offset));
    // If hits overlap, the find takes precedence over the words of the query, and these over the sets.
    let Some(hit) = here.min_by_key(|hit| (!is_current(&hit.range), hit.kind)) else {
        return base;
    };
    let role = hit_style(app, canvas, hit.kind);
    if is_current(&hit.range) {
        base.patch(role).patch(canvas.style(Role::CurrentHit))
    } else {
        base.patch(role)
    }
}

/// The number of hits before an offset that are checked for covering it.
const NEAR_HITS: usize = 16;

/// Returns where the outlet at the beginning of the line of metadata ends.
fn outlet_end(open: &OpenArticle, row: &LayoutRow) -> usize {
    let block = open.document.blocks.get(row.block);
    let range = block.map_or(0..0, |block| block.range.clone());
    let text = open.document.text.get(range.clone()).unwrap_or_default();
    range.start + text.find(SEPARATOR).unwrap_or(text.len())
}

fn block_style(canvas: &Canvas, kind: BlockKind) -> Style {
    canvas.style(match kind {
        BlockKind::Title => Role::Title,
        BlockKind::NoHeadline | BlockKind::Meta | BlockKind::Event => Role::Faint,
        BlockKind::Subtitle => Role::Subtitle,
        BlockKind::Note => Role::Filter,
        BlockKind::Caption => Role::Caption,
        BlockKind::Heading => Role::Heading,
        BlockKind::Quote => Role::Quote,
        BlockKind::Paragraph | BlockKind::ListItem | BlockKind::MetaLine => Role::Text,
        BlockKind::Removed(_) => Role::Removed,
    })
}

/// Draws the class of a line of the source view, or the reason for its removal, where a run of such lines begins, and a
/// bar next to each removed line. Labels are in their column or, in a narrow view, in the blank row above the run.
fn draw_label(canvas: &mut Canvas, open: &OpenArticle, row: &LayoutRow, labels: Area, text: Area) {
    let lines = &open.entry.article.lines;
    // The source view has a block for each line.
    let Some(line) = lines.get(row.block) else { return };
    let before = row.block.checked_sub(1).and_then(|before| lines.get(before));
    let is_new = before.is_none_or(|before| label_of(before) != label_of(line));
    let (column, bar) = labels.split_left(labels.width.saturating_sub(2));
    if row.kind == RowKind::Gap {
        return put_label(canvas, line, text);
    }
    if row.first && is_new && column.width > 1 {
        put_label(canvas, line, column.split_left(1).1);
    }
    if line.class == LineClass::Chrome {
        canvas.put(bar.x, bar.y, "▌", 1, canvas.style(Role::Line));
    }
}

/// Draws the label of the first line in the window, where labels are in rows: its own row may be above the window.
fn draw_label_row(canvas: &mut Canvas, open: &OpenArticle, frame: ReaderFrame) {
    let first = open.rows.first().filter(|row| row.kind == RowKind::Text);
    if let Some(line) = first.and_then(|row| open.entry.article.lines.get(row.block)) {
        let x = frame.text.x - frame.label_row.x.min(frame.text.x);
        put_label(canvas, line, frame.label_row.split_left(x).1);
    }
}

fn label_of(line: &Line) -> &'static str {
    line.reason.map_or(line.class.label(), Reason::name)
}

fn put_label(canvas: &mut Canvas, line: &Line, area: Area) {
    let role = match line.class {
        LineClass::Chrome => Role::Reason,
        LineClass::Paragraph | LineClass::Heading | LineClass::ListItem | LineClass::Quote => Role::Faint,
        _ => Role::Accent,
    };
    canvas.text(area, label_of(line), canvas.style(role));
}

/// Draws the scroll bar, which shows the visible part of the text, and next to it the marks of the hits.
fn draw_scroll_bar(app: &App, canvas: &mut Canvas, open: &OpenArticle, frame: ReaderFrame) {
    let (bar, length) = (frame.scroll_bar, open.document.text.len().max(1));
    if bar.is_empty() {
        return;
    }
    let line_of = |offset: usize| (offset as u64 * u64::from(bar.height) / length as u64) as u16;
    // Where all of the text is shown, a mark is in the row of its hit.
    let fits = open.fits();
    let row_of = |offset: usize| open.rows.partition_point(|row| row.range.end <= offset) as u16;
    for hit in &open.hits {
        let at = hit.range.start;
        let y = frame.marks.y + if fits { row_of(at) } else { line_of(at) }.min(bar.height - 1);
        let style = canvas.styles().letters(hit_style(app, canvas, hit.kind));
        canvas.put(frame.marks.x, y, "╴", 1, style);
    }
    if fits {
        return;
    }
    let window = open.window();
    let thumb = line_of(window.start)..=line_of(window.end.saturating_sub(1)).max(line_of(window.start));
    for line in thumb.filter(|line| *line < bar.height) {
        canvas.put(bar.x, bar.y + line, "▐", 1, canvas.style(Role::Thumb));
    }
}
