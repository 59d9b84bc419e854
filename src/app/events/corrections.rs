//! Corrections of the grouping: splitting an article off, joining an event of the same story, and keeping two events apart.
//! The menu says what each does before it is chosen; every correction can be undone.

use crate::app::App;
use crate::app::edit::undo::UndoStep;
use crate::app::effect::Effect;
use crate::app::events::event_edit::EventEdit;
use crate::app::events::event_line::counted;
use crate::app::events::views::EventView;
use crate::app::input::overlay::PickerKind;
use crate::app::input::picker::{Picker, PickerItem};
use crate::library::store::search::event_details::EventSummary;

/// What can be corrected, as the menu lists it.
fn corrections(summary: &EventSummary, chosen: u32) -> Vec<(PickerItem, EventEdit)> {
    let item = |label: String, detail: String| PickerItem {
        label,
        detail,
        ..PickerItem::default()
    };
    let row = summary.rows.iter().find(|row| row.id == chosen);
    let outlet = row
        .and_then(|row| row.outlet.as_deref())
        .unwrap_or("unknown outlet");
    let others = || {
        summary
            .rows
            .iter()
            .map(|row| row.id)
            .filter(move |id| *id != chosen)
    };
    let split = EventEdit {
        pairs: others().map(|other| (chosen, other, false)).collect(),
        ..EventEdit::default()
    };
    let stay = counted(summary.rows.len().saturating_sub(1), "article");
    let mut found = vec![(
        item(format!("Split off: {outlet}"), format!("{stay} stay together")),
        split,
    )];
    for neighbour in &summary.neighbours {
        let of_both = |together: bool| EventEdit {
            // Each article with one of the other event: that is enough to join or part them.
            pairs: summary
                .rows
                .iter()
                .flat_map(|row| {
                    neighbour
                        .articles
                        .iter()
                        .map(move |other| (row.id, *other, together))
                })
                .collect(),
            ..EventEdit::default()
        };
        let detail = counted(neighbour.articles.len(), "article");
        found.push((
            item(format!("Merge with: {}", neighbour.title), detail.clone()),
            of_both(true),
        ));
        found.push((
            item(format!("Never together: {}", neighbour.title), detail),
            of_both(false),
        ));
    }
    found
}

impl App {
    /// Opens the menu of corrections for the telling under the cursor of the page.
    pub(crate) fn open_event_corrections(&mut self) {
        let items = self.event_corrections();
        if items.is_empty() {
            return self.status.inform("No event is open");
        }
        let items = items.into_iter().map(|(item, _)| item).collect();
        self.open_picker(PickerKind::EventCorrections, Picker::new(items));
    }

    fn event_corrections(&self) -> Vec<(PickerItem, EventEdit)> {
        let Some(page) = &self.events.page else {
            return Vec::new();
        };
        let summary = &page.details.summary;
        let chosen = summary.rows.get(page.list.cursor);
        chosen.map_or_else(Vec::new, |row| corrections(summary, row.id))
    }

    /// Makes a correction of the menu.
    pub(crate) fn correct_event(&mut self, item: usize) {
        self.show_event_view(EventView::Page);
        let Some((item, edit)) = self.event_corrections().into_iter().nth(item) else {
            return;
        };
        self.edits.undo_stack.push(UndoStep::Events(edit.clone()));
        self.write_event_edit(edit);
        let undo = self.key_of(crate::config::action::Action::Undo);
        self.status.inform(format!("{}; {undo} undoes it", item.label));
    }

    /// Writes corrections. The articles are grouped again afterwards, in the background.
    pub(crate) fn write_event_edit(&mut self, edit: EventEdit) {
        if let Some(corpus) = self.listing.corpus().cloned() {
            self.emit(Effect::CorrectEvents { edit, corpus });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Article;
    use crate::library::entry::Entry;
    use crate::library::store::catalogue::rows::ArticleRow;
    use crate::library::store::search::event_details::NeighbourEvent;
    use std::path::Path;
    use std::sync::Arc;

    #[test]
    fn the_menu_counts_what_a_correction_affects() {
        let row = |id: u32| ArticleRow {
            id,
            ..ArticleRow::from(&Entry::new(Arc::from(Path::new("a.txt")), Article::default()))
        };
        let summary = EventSummary {
            event: 1,
            rows: vec![row(1), row(2), row(3)],
            first: None,
            copies: std::collections::HashMap::new(),
            absent: Vec::new(),
            story_events: 2,
            story: 1,
            neighbours: vec![NeighbourEvent {
                title: "Pier closed".to_owned(),
                articles: vec![9],
            }],
        };
        let found = corrections(&summary, 2);
        assert_eq!(found[0].0.detail, "2 articles stay together");
        assert_eq!(found[0].1.pairs, [(2, 1, false), (2, 3, false)]);
        assert_eq!(found[1].1.pairs, [(1, 9, true), (2, 9, true), (3, 9, true)]);
        assert_eq!(found[1].1.reversed().reversed(), found[1].1);
    }
}
