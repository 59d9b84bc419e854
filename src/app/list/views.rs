//! Saved views: adding and removing them from inside the reader. Not the file that they are written to.

use crate::app::App;
use crate::app::effect::Effect;
use crate::app::input::prompt::PromptKind;
use crate::app::saved_queries;
use crate::config::editable_settings::SettingChange;
use crate::config::settings::ViewSetting;
use crate::library::query::edit::with_outlets;
use crate::library::query::scope::Scope;

impl App {
    /// Asks for the name of a view of what is listed.
    pub(crate) fn ask_for_view(&mut self) {
        if self.input.prompt.is_some() {
            // The filter has a mistake.
            return;
        }
        if self.listed_query().trim().is_empty() {
            return self
                .status
                .inform("Everything is listed; filter first, then save the view");
        }
        self.open_prompt(PromptKind::ViewName, "");
    }

    /// Returns the query that finds what is listed, in any scope.
    fn listed_query(&self) -> String {
        let filter = self.filter.text.trim();
        match self.listing.scope() {
            Scope::All => filter.to_owned(),
            Scope::Outlet(name) => with_outlets(filter, &[Some(name)]),
            Scope::Unknown => with_outlets(filter, &[None]),
            Scope::Saved(saved) if filter.is_empty() => saved.query.to_string(),
            Scope::Saved(saved) => format!("({}) {filter}", saved.query),
        }
    }

    /// Saves what is listed under a name.
    pub(crate) fn save_view(&mut self, name: &str) {
        let order = self.listing.order();
        let view = ViewSetting {
            name: name.to_owned(),
            query: self.listed_query(),
            order: Some(order).filter(|order| *order != self.settings.sort),
        };
        self.change_views(
            |views| match views.iter_mut().find(|known| known.name == view.name) {
                Some(known) => known.clone_from(&view),
                None => views.push(view.clone()),
            },
        );
        self.emit(Effect::ChangeSettings(SettingChange::View(view)));
    }

    /// Removes the view with this name.
    pub(crate) fn remove_view(&mut self, name: &str) {
        let Some(view) = self
            .settings
            .views
            .iter()
            .find(|view| view.name.eq_ignore_ascii_case(name))
        else {
            let names: Vec<&str> = self
                .settings
                .views
                .iter()
                .map(|view| view.name.as_str())
                .collect();
            let text = format!("No view {name}; the views are {}", names.join(", "));
            return self.status.inform(text);
        };
        let name = view.name.clone();
        self.change_views(|views| views.retain(|view| view.name != name));
        self.emit(Effect::ChangeSettings(SettingChange::NoView(name)));
    }

    fn change_views(&mut self, change: impl FnOnce(&mut Vec<ViewSetting>)) {
        change(&mut self.settings.views);
        let saved = saved_queries(&self.settings.views, self.today());
        let is_gone = matches!(self.listing.scope(), Scope::Saved(shown) if !saved.contains(shown) && !shown.name.starts_with('#'));
        self.listing.set_saved(saved);
        if is_gone {
            self.list_scope(Scope::All);
        }
        self.recount();
    }
}
