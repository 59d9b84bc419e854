//! The article pane: the visible rows with their highlights, the scroll bar with the marks of hits, the legend and,
//! in the source view, the class of each line.

use crate::app::App;
use crate::app::panes::frames::{ListFrame, ReaderFrame};
use crate::app::panes::geometry::Area;
use crate::app::panes::pane_layout::Pane;
use crate::app::reader::pane::OpenArticle;
use crate::app::search::highlight::{DocumentHit, HitKind};
use crate::article::document::BlockKind;
use crate::article::line::Line;
use crate::article::reason::Reason;
use crate::config::role::Role;
use crate::config::style::Style;
use crate::layout::{LayoutRow, RowKind};
use crate::text::width;
use crate::ui::canvas::Canvas;
use crate::ui::list::articles::hit_style;
use crate::ui::panes::status;
use crate::ui::reader::changes;
use crate::ui::widgets;
use std::ops::Range;

/// Draws the pane if it is shown.
pub fn draw(app: &App, canvas: &mut Canvas) {
    if app.screen.areas.reader.is_empty() {
        return;
    }
    let frame = app.reader_frame();
    let focused = app.panes.focus == Pane::Reader;
    canvas.line_down(
        frame.border,
        canvas.style(if focused {
            Role::BorderFocused
        } else {
            Role::Border
        }),
    );
    let Some(open) = app.reader.open() else {
        let text = if app.listing.corpus_len() == 0 {
            ""
        } else {
            "No article selected"
        };
        canvas.text(frame.text, text, canvas.style(Role::Dim));
        return;
    };
    draw_title(app, canvas, frame, open, focused);
    let hits = visible_hits(open);
    for (line, row) in open.rows.iter().enumerate().take(usize::from(frame.text.height)) {
        let y = frame.text.y + line as u16;
        draw_row(
            app,
            canvas,
            open,
            row,
            Area {
                y,
                height: 1,
                ..frame.text
            },
            &hits,
        );
        if open.shows_source() {
            draw_source_columns(canvas, open, row, frame, y, focused);
        }
    }
    draw_scroll_bar(app, canvas, open, frame.scroll_bar);
    draw_legend(app, canvas, frame.legend);
}

fn draw_title(app: &App, canvas: &mut Canvas, frame: ReaderFrame, open: &OpenArticle, focused: bool) {
    let headline = open
        .document
        .blocks
        .first()
        .map_or(0..0, |block| block.range.clone());
    let changes = open.mode().changes().map(changes::title);
    let name = if let Some(changes) = &changes {
        changes
    } else if open.shows_source() {
        "Source: every line and its class"
    } else if open.top() > headline.end {
        // The headline has been scrolled out of the window, so the title repeats it.
        &open.document.text[headline]
    } else {
        "Article"
    };
    let marked;
    let name = if app.open_is_not_listed() {
        marked = format!("Not in this list · {name}");
        &marked
    } else {
        name
    };
    let percent = format!("{}%", open.percent());
    let place = match app.hit_counter() {
        Some((at, of)) => format!("{at}/{of}  {percent}"),
        None => percent,
    };
    let bar = ListFrame {
        border: Area::default(),
        title: frame.title,
        rows: Area::default(),
    };
    status::pane_title(canvas, bar, name, &place, focused);
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
    let base = block_style(canvas, open.kind_of(row));
    let text = open.layout().text_of(row);
    let bullet = open.kind_of(row) == BlockKind::ListItem && row.first;
    let selected = open
        .selection
        .map(|selection| selection.range(&open.document.text));
    for grapheme in open.layout().place(row) {
        let mut style = base;
        if bullet && grapheme.x < row.indent.saturating_add(2) && !text.is_empty() {
            style = style.patch(canvas.style(Role::Bullet));
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

fn block_style(canvas: &Canvas, kind: BlockKind) -> Style {
    canvas.style(match kind {
        BlockKind::Title => Role::Title,
        BlockKind::StandInTitle => Role::StandInTitle,
        BlockKind::Subtitle => Role::Subtitle,
        BlockKind::Meta | BlockKind::MetaLine => Role::Meta,
        BlockKind::Note => Role::Note,
        BlockKind::Caption => Role::Caption,
        BlockKind::Heading => Role::Heading,
        BlockKind::Quote => Role::Quote,
        BlockKind::Paragraph | BlockKind::ListItem => Role::Text,
        BlockKind::Removed(_) => Role::Removed,
    })
}

fn draw_source_columns(
    canvas: &mut Canvas,
    open: &OpenArticle,
    row: &LayoutRow,
    frame: ReaderFrame,
    y: u16,
    focused: bool,
) {
    let Some(block) = open.document.blocks.get(row.block) else {
        return;
    };
    let line = |area: Area| Area { y, height: 1, ..area };
    if row.first {
        let (numbers, _) = frame.numbers.split_left(frame.numbers.width.saturating_sub(1));
        canvas.text_right(line(numbers), &block.line.to_string(), canvas.style(Role::Dim));
        // The source view has a block for each line.
        if let Some(of) = open.entry.article.lines.get(row.block) {
            draw_verdict(
                canvas,
                of,
                [frame.classes, frame.reasons, frame.confidences].map(line),
            );
        }
    }
    if row.block == open.line_cursor {
        let all = Area {
            x: frame.numbers.x,
            y,
            width: frame.confidences.right() - frame.numbers.x,
            height: 1,
        };
        widgets::mark_chosen(canvas, all, focused);
    }
}

/// Draws the class of a line, the reason for its removal, and the confidence.
fn draw_verdict(canvas: &mut Canvas, line: &Line, [class, reason, confidence]: [Area; 3]) {
    let behind_blank = |area: Area| area.split_left(1).1;
    let (dim, of_reason) = (canvas.style(Role::Dim), canvas.style(Role::Reason));
    let why = match line.reason {
        Some(reason) => reason.name(),
        None if line.is_corrected() => Reason::Correction.name(),
        None => "",
    };
    if class.is_empty() && line.reason.is_none() {
        canvas.text(behind_blank(reason), line.class.label(), dim);
    } else {
        canvas.text(behind_blank(class), line.class.label(), dim);
        canvas.text(behind_blank(reason), why, of_reason);
    }
    let sure = format!("{}%", line.confidence);
    let style = if line.is_corrected() { of_reason } else { dim };
    canvas.text_right(behind_blank(confidence), &sure, style);
}

/// Draws the scroll bar: the visible part of the text, and the hits.
fn draw_scroll_bar(app: &App, canvas: &mut Canvas, open: &OpenArticle, bar: Area) {
    let length = open.document.text.len().max(1);
    if bar.is_empty() {
        return;
    }
    let line_of = |offset: usize| (offset as u64 * u64::from(bar.height) / length as u64) as u16;
    let window = open.window();
    let all_seen = window.start == 0 && open.is_at_end();
    let thumb = line_of(window.start)..=line_of(window.end.saturating_sub(1)).max(line_of(window.start));
    let mut marks = vec![None; usize::from(bar.height)];
    for hit in &open.hits {
        if let Some(mark) = marks.get_mut(usize::from(line_of(hit.range.start))) {
            *mark = Some(hit.kind);
        }
    }
    for (line, mark) in (0..bar.height).zip(marks) {
        let seen = !all_seen && thumb.contains(&line);
        let role = if seen {
            Role::ScrollbarThumb
        } else {
            Role::Scrollbar
        };
        let (symbol, style) = match mark {
            Some(kind) if all_seen || !seen => ("▐", mark_style(app, canvas, kind)),
            Some(kind) => ("█", mark_style(app, canvas, kind)),
            None if all_seen => (" ", canvas.style(Role::Text)),
            None if seen => ("█", canvas.style(role)),
            None => ("│", canvas.style(role)),
        };
        canvas.put(bar.x, bar.y + line, symbol, 1, style);
    }
}

/// Returns the style of the mark of a hit: its colour as a foreground.
fn mark_style(app: &App, canvas: &Canvas, kind: HitKind) -> Style {
    let hit = hit_style(app, canvas, kind);
    Style {
        fg: hit.bg.or(hit.fg),
        ..canvas.style(Role::ScrollbarMark)
    }
}

/// Draws the colours of the keyword sets, with their hits here and in the list.
fn draw_legend(app: &App, canvas: &mut Canvas, line: Area) {
    let mut rest = line.inset(1, 0);
    for (number, set) in app
        .search
        .sets()
        .sets()
        .iter()
        .enumerate()
        .filter(|(_, set)| set.on)
    {
        let here = app
            .hits_here(number)
            .map_or_else(|| "…".to_owned(), |hits| hits.to_string());
        let counts = app.search.counts.as_ref().and_then(|counts| counts.get(number));
        let all = counts.map_or_else(|| "…".to_owned(), u64::to_string);
        let (name, count) = (format!(" {} ", set.name), format!(" {here} here, {all} in view"));
        let wanted = width::width(&name) + width::width(&count);
        if wanted > usize::from(rest.width) {
            break;
        }
        let spans = [
            (name.as_str(), canvas.styles().keyword(set.color)),
            (count.as_str(), canvas.style(Role::Dim)),
        ];
        let used = canvas.spans(rest, &spans);
        rest = rest.split_left(used.saturating_add(2)).1;
    }
}
