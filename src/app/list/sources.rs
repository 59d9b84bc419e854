//! The outlet list: selecting an outlet and stepping from outlet to outlet.

use crate::app::App;
use crate::app::reader::open_article::OnListed;
use crate::library::query::scope::Scope;

impl App {
    /// Lists the outlet under the cursor of the outlet list.
    pub(crate) fn list_chosen_source(&mut self) {
        if let Some(row) = self.listing.sources().get(self.sources.cursor) {
            let scope = row.scope.clone();
            self.change_scope(scope);
        }
    }

    /// Lists an outlet and puts the cursor of the outlet list on it.
    pub(crate) fn list_scope(&mut self, scope: Scope) {
        self.change_scope(scope);
        self.follow_scope();
    }

    /// Moves the cursor of the outlet list to the listed outlet.
    pub(crate) fn follow_scope(&mut self) {
        let place = self
            .listing
            .sources()
            .iter()
            .position(|row| row.scope == *self.listing.scope());
        self.sources.cursor = place.unwrap_or(0);
    }

    fn change_scope(&mut self, scope: Scope) {
        if let Scope::Saved(saved) = &scope
            && let Some(order) = saved.order
        {
            self.listing.set_order(order);
        }
        self.listing.set_scope(scope);
        self.refresh_list(None);
    }

    /// Lists the outlet `steps` rows further, from any pane.
    pub(crate) fn step_outlet(&mut self, steps: isize) {
        // Saved queries are skipped, because they are not outlets.
        let rows = self.listing.sources().iter().enumerate();
        let outlets = rows.filter(|(_, row)| !matches!(row.scope, Scope::Saved(_)));
        let outlets: Vec<usize> = outlets.map(|(place, _)| place).collect();
        let at = outlets.partition_point(|&place| place < self.sources.cursor);
        let goes_on = steps > 0;
        let is_between = goes_on && outlets.get(at) != Some(&self.sources.cursor);
        let steps = steps - isize::from(is_between);
        // Tags follow the outlets: from there, no outlet is further on.
        let furthest = outlets.len().saturating_sub(usize::from(at < outlets.len()));
        let target = outlets.get(at.saturating_add_signed(steps).min(furthest));
        match target {
            Some(&target) if target != self.sources.cursor => self.sources.cursor = target,
            _ => {
                let end = if goes_on { "last" } else { "first" };
                return self.status.inform(format!("This is the {end} outlet"));
            }
        }
        self.list_chosen_source();
        self.when_listed(OnListed::OpenCursor);
    }
}
