//! Keyword in context: a page of every hit in the listed articles, with the words around it. Not what keys do there: see
//! [`context_actions`](crate::app::input::context_actions).

use crate::app::list::cursor::ListState;
use crate::app::search::highlight::Highlighter;
use crate::export::csv::csv_line;
use crate::library::concordance::{ContextOrder, ContextRow};

/// The page.
#[derive(Debug, Clone)]
pub struct ContextPage {
    /// The lines, in order.
    pub rows: Vec<ContextRow>,
    /// The cursor.
    pub list: ListState,
    /// Their order.
    pub order: ContextOrder,
    /// The articles that are still to be read.
    pub(crate) pending: Vec<u32>,
    pub(crate) highlighter: Highlighter,
}

impl ContextPage {
    /// Returns whether more articles are being read.
    pub fn is_searching(&self) -> bool {
        !self.pending.is_empty()
    }

    /// Returns the number of articles with a hit.
    pub fn articles(&self) -> usize {
        let ids: std::collections::HashSet<u32> = self.rows.iter().map(|row| row.id).collect();
        ids.len()
    }

    /// Sorts the lines again.
    pub(crate) fn sort(&mut self) {
        let order = self.order;
        self.rows.sort_by_cached_key(|row| order.key(&row.line));
    }

    /// Returns the lines as comma-separated values.
    pub(crate) fn csv(&self) -> String {
        let mut text = csv_line(&["date", "outlet", "left", "hit", "right"]) + "\n";
        for row in &self.rows {
            let date = row.date.map(|date| date.to_string()).unwrap_or_default();
            let outlet = row.outlet.as_deref().unwrap_or_default();
            let line = &row.line;
            text.push_str(&csv_line(&[
                date.as_str(),
                outlet,
                &line.left,
                &line.hit,
                &line.right,
            ]));
            text.push('\n');
        }
        text
    }
}
