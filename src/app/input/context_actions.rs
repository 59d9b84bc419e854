//! What keys do on the page of keyword in context, and the articles that it reads. Not the page: see
//! [`context_page`](crate::app::input::context_page).

use crate::app::App;
use crate::app::effect::Effect;
use crate::app::input::context_page::ContextPage;
use crate::app::input::overlay::Overlay;
use crate::app::input::prompt::PromptKind;
use crate::app::jobs::job::{Job, JobKind};
use crate::app::list::cursor::ListState;
use crate::app::panes::pane_layout::Pane;
use crate::app::search::highlight::Highlighter;
use crate::config::action::Action;
use crate::config::keywords::KeywordSets;
use crate::library::concordance::{ContextOrder, ContextRow};
use crate::text::pattern::Pattern;
use std::path::PathBuf;

/// How many articles are read in one step.
const STEP: usize = 500;
/// More lines than this are not collected, because nobody reads them; the command line prints all.
const MOST_LINES: usize = 20_000;

impl App {
    /// Opens the page for the selection, or else for what `n` walks.
    pub(crate) fn open_context(&mut self) {
        let selected = self
            .selected_text()
            .map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "));
        let highlighter = match selected {
            Some(text) => Highlighter::new(
                &KeywordSets::default(),
                Vec::new(),
                Some(Pattern::find_text(&text)),
            ),
            None => self.search.highlighter().clone(),
        };
        if highlighter.is_empty() {
            return self.report_no_search();
        }
        self.input.overlay = Some(Overlay::Context(Box::new(ContextPage {
            rows: Vec::new(),
            list: ListState::default(),
            order: ContextOrder::default(),
            pending: self.listing.listed().to_vec(),
            highlighter,
        })));
        self.request_context();
    }

    /// Requests the lines of the next articles.
    fn request_context(&mut self) {
        let Some(Overlay::Context(page)) = &mut self.input.overlay else {
            return;
        };
        let step = STEP.min(page.pending.len());
        let ids: Vec<u32> = page.pending.drain(..step).collect();
        let highlighter = page.highlighter.clone();
        if !ids.is_empty() {
            self.request(Job::Context { ids, highlighter });
        }
    }

    /// Adds lines to the page, if it is still open.
    pub(crate) fn on_context(&mut self, rows: Vec<ContextRow>) {
        let Some(Overlay::Context(page)) = &mut self.input.overlay else {
            return;
        };
        page.rows.extend(rows);
        if page.rows.len() > MOST_LINES {
            page.pending.clear();
            page.rows.truncate(MOST_LINES);
            self.status
                .inform("There are more hits; `newsprint kwic` prints all");
        }
        if let Some(Overlay::Context(page)) = &mut self.input.overlay
            && page.order != ContextOrder::Article
        {
            page.sort();
        }
        self.request_context();
    }

    pub(crate) fn act_on_context(&mut self, action: Action, times: usize) {
        let page_rows = isize::try_from(self.overlay_rows()).unwrap_or(1);
        let Some(Overlay::Context(page)) = &mut self.input.overlay else {
            return;
        };
        let len = page.rows.len();
        match action {
            _ if page.list.walk(action, times, page_rows, len) => {}
            Action::GoIn => self.go_to_context(),
            Action::Sort => {
                page.order = page.order.next();
                page.sort();
                page.list = ListState::default();
            }
            Action::EditItem => self.open_prompt(PromptKind::SaveLines, "kwic.csv"),
            Action::CopyText => {
                let text = page
                    .rows
                    .get(page.list.cursor)
                    .map(|row| format!("{}{}{}", row.line.left, row.line.hit, row.line.right));
                if let Some(text) = text {
                    self.copy(text.trim(), "line");
                }
            }
            Action::Back | Action::Escape | Action::GoOut => {
                self.input.overlay = None;
                self.requests.cancel(JobKind::Context);
            }
            action => self.act_on_program(action),
        }
    }

    /// Saves the lines as comma-separated values.
    pub(crate) fn save_lines(&mut self, name: &str) {
        if let Some(Overlay::Context(page)) = &self.input.overlay {
            let (path, text) = (PathBuf::from(name), page.csv());
            self.emit(Effect::Save { path, text });
        }
    }

    /// Opens the article of the line under the cursor, at its hit.
    fn go_to_context(&mut self) {
        let Some(Overlay::Context(page)) = &self.input.overlay else {
            return;
        };
        let Some(row) = page.rows.get(page.list.cursor).cloned() else {
            return;
        };
        self.input.overlay = None;
        self.requests.cancel(JobKind::Context);
        let Some(place) = self.listing.place_of(row.id) else {
            return self.status.inform("The article is no longer in this list");
        };
        self.articles.cursor = place;
        self.search.line = Some((row.id, row.line.line, row.line.within));
        self.focus(Pane::Reader);
        self.relayout();
    }

    /// Goes to the line of the page that was chosen, once its article is open.
    pub(crate) fn finish_context(&mut self) {
        let height = self.reader.height();
        let Some((id, line, within)) = self.search.line else {
            return;
        };
        let Some(open) = self.reader.open_mut().filter(|open| open.entry.id == id) else {
            return;
        };
        let block = open.document.blocks.iter().find(|block| block.line == line);
        if let Some(at) = block.map(|block| block.range.start + within) {
            open.reveal(at, height);
            open.current_hit = open.hits.iter().find(|hit| hit.range.start == at).cloned();
        }
        self.search.line = None;
        self.relayout();
    }
}
