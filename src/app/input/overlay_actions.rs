//! What keys do in a picker, in the date picker and on the problems page, and what a choice does.

use crate::app::App;
use crate::app::effect::Effect;
use crate::app::input::date_picker::{DatePicked, DatePicker, DayCounts};
use crate::app::input::overlay::{Overlay, PickerKind};
use crate::app::input::picker::{Picked, Picker, PickerItem};
use crate::app::jobs::job::{Job, JobKind};
use crate::app::list::listing::TypedQuery;
use crate::app::reader::open_article::OnListed;
use crate::config::action::Action;
use crate::config::key::Key;
use crate::config::keymap::{Context, KeyLookup};
use crate::library::query::edit::{outlets_in, with_dates, with_field, with_outlets};
use crate::library::query::field::QueryField;
use crate::library::query::scope::{ListRequest, Scope};
use crate::library::query::sort::SortOrder;
use crate::text::fold::fold;
use crate::text::safe;

/// The label of the unknown outlet in lists.
const UNKNOWN_OUTLET: &str = "outlet unknown";

impl App {
    pub(crate) fn press_in_picker(&mut self, key: Key) {
        let context = self
            .input
            .overlay
            .as_ref()
            .map_or(Context::Picker, Overlay::context);
        let action = match self.settings.keymap.lookup(context, &[key]) {
            KeyLookup::Action(action) => Some(action),
            KeyLookup::Pending(_) | KeyLookup::None => None,
        };
        let page = isize::try_from(self.screen.size.height / 2).unwrap_or(1).max(1);
        match &mut self.input.overlay {
            Some(Overlay::Picker(PickerKind::Palette, _)) => self.press_in_command_line(action, key, page),
            Some(Overlay::Picker(kind, picker)) => {
                let kind = *kind;
                let outcome = picker.press(action, key, page);
                self.on_picked(kind, outcome);
            }
            Some(Overlay::Dates(picker)) => {
                let outcome = picker.press(action, key, page);
                self.on_dates_picked(outcome);
            }
            Some(Overlay::Help(_)) => self.search_help(key),
            _ => {}
        }
    }

    pub(crate) fn on_picked(&mut self, kind: PickerKind, picked: Picked) {
        match picked {
            Picked::Nothing | Picked::Toggled(_) => {}
            Picked::Cancelled => self.input.overlay = None,
            Picked::Other(action) => self.act_on_program(action),
            Picked::Chosen(item) => {
                let outlets = self.checked_outlets(item);
                self.input.overlay = None;
                match kind {
                    // It is closed when its command runs.
                    PickerKind::Palette => {}
                    PickerKind::Outlets => self.filter_outlets(&outlets),
                    PickerKind::Orders => self.sort_by(item),
                    PickerKind::Reasons => self.show_first_removed(item),
                    PickerKind::EventCorrections => self.correct_event(item),
                }
            }
        }
    }

    pub(crate) fn open_picker(&mut self, kind: PickerKind, picker: Picker) {
        self.input.overlay = Some(Overlay::Picker(kind, picker));
    }

    pub(crate) fn open_outlets(&mut self) {
        let facets = self.facets();
        let chosen = outlets_in(&self.filter.text);
        let is_chosen = |name: Option<&str>| {
            chosen
                .iter()
                .any(|chosen| chosen.as_deref().map(fold) == name.map(fold))
        };
        let item = |name: Option<&str>, count: usize| PickerItem {
            label: name.unwrap_or(UNKNOWN_OUTLET).to_owned(),
            detail: count.to_string(),
            checked: is_chosen(name),
            ..PickerItem::default()
        };
        let mut items: Vec<PickerItem> = facets
            .outlets
            .iter()
            .map(|outlet| item(Some(&outlet.name), outlet.count))
            .collect();
        if facets.unknown_outlet > 0 {
            items.push(item(None, facets.unknown_outlet));
        }
        self.open_picker(PickerKind::Outlets, Picker::new(items));
    }

    /// Returns the checked outlets; without any, the one under the cursor.
    fn checked_outlets(&self, chosen: usize) -> Vec<String> {
        let Some(Overlay::Picker(PickerKind::Outlets, picker)) = &self.input.overlay else {
            return Vec::new();
        };
        let label = |item: usize| picker.items().get(item).map(|item| item.label.clone());
        let checked: Vec<String> = picker.checked().filter_map(label).collect();
        if checked.is_empty() {
            label(chosen).into_iter().collect()
        } else {
            checked
        }
    }

    fn filter_outlets(&mut self, outlets: &[String]) {
        let known = |name: &'_ String| {
            Some(name.as_str())
                .filter(|name| *name != UNKNOWN_OUTLET)
                .map(str::to_owned)
        };
        let names: Vec<Option<String>> = outlets.iter().map(known).collect();
        let names: Vec<Option<&str>> = names.iter().map(Option::as_deref).collect();
        let text = with_outlets(&self.filter.text, &names);
        self.list_scope(Scope::All);
        self.set_query(text);
        self.when_listed(OnListed::FocusListIfGone);
    }

    pub(crate) fn open_dates(&mut self) {
        let counts = self.all_days();
        self.input.overlay = Some(Overlay::Dates(DatePicker::new(counts, self.today())));
        self.count_days();
    }

    fn all_days(&self) -> DayCounts {
        let facets = self.facets();
        DayCounts {
            days: facets.days,
            undated: facets.undated,
        }
    }

    /// Counts the days of what is listed, without the present range of days, if the date picker is open.
    pub(crate) fn count_days(&mut self) {
        self.requests.cancel(JobKind::CountDays);
        if !matches!(self.input.overlay, Some(Overlay::Dates(_))) {
            return;
        }
        let text = with_dates(&self.filter.text, None, None);
        let Ok(typed) = TypedQuery::parse(text, self.today()) else {
            return;
        };
        let scope = self.listing.scope().clone();
        if typed.query.is_empty() && scope == Scope::All {
            let counts = self.all_days();
            return self.on_days_counted(counts);
        }
        self.request(Job::CountDays {
            request: ListRequest {
                query: typed.query,
                scope,
                order: SortOrder::Newest,
            },
            marks: self.marks.clone(),
        });
    }

    /// Shows the counts of days in the date picker, if it is still open.
    pub(crate) fn on_days_counted(&mut self, counts: DayCounts) {
        let today = self.today();
        if let Some(Overlay::Dates(picker)) = &mut self.input.overlay {
            picker.recount(counts, today);
        }
    }

    fn on_dates_picked(&mut self, picked: DatePicked) {
        let range = match picked {
            DatePicked::Nothing => return,
            DatePicked::Cancelled => {
                self.input.overlay = None;
                return;
            }
            DatePicked::Range(range) => range.unwrap_or((None, None)),
            DatePicked::Typed(text) => return self.filter_typed_dates(&text),
        };
        self.input.overlay = None;
        let text = with_dates(&self.filter.text, range.0, range.1);
        self.set_query(text);
        self.when_listed(OnListed::FocusListIfGone);
    }

    fn filter_typed_dates(&mut self, typed: &str) {
        // The text is the value of `date:`.
        let value = typed.split("..").map(str::trim).collect::<Vec<_>>().join("..");
        let text = with_field(&self.filter.text, QueryField::Date, &value);
        match TypedQuery::parse(text, self.today()) {
            Ok(typed) => {
                self.input.overlay = None;
                self.filter_by(typed, None);
                self.when_listed(OnListed::FocusListIfGone);
            }
            Err(error) => {
                if let Some(Overlay::Dates(picker)) = &mut self.input.overlay {
                    picker.reject(error.message);
                }
            }
        }
    }

    pub(crate) fn act_on_problems(&mut self, action: Action, times: usize) {
        let len = self.status.rows(self.problem_columns()).len();
        let page = isize::try_from(self.screen.size.height / 2).unwrap_or(1).max(1);
        let Some(Overlay::Problems(list)) = &mut self.input.overlay else {
            return;
        };
        match action {
            Action::CopyText => {
                let text: Vec<String> = self.status.lines().into_iter().map(|(_, text)| text).collect();
                self.status.inform(match text.len() {
                    1 => "Copied 1 line".to_owned(),
                    lines => format!("Copied {lines} lines"),
                });
                let text = safe::harmless(&text.join("\n")).into_owned();
                self.emit(Effect::Copy(text));
            }
            _ if list.walk(action, times, page, len) => {}
            Action::Back | Action::Escape | Action::GoOut => self.input.overlay = None,
            action => self.act_on_program(action),
        }
    }
}
