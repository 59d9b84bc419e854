//! Cleaning stored articles again after a rule was changed. Not the rule: see [`correct`](crate::app::edit::correct).

use crate::app::App;
use crate::app::effect::{Effect, RecleanTarget};
use crate::config::profile::RuleChange;
use crate::extract::outlets::rules::{PageId, RulePages};
use crate::library::entry::Entry;

impl App {
    /// Remembers which article a correction of one page applies to.
    pub(crate) fn remember_corrected_page(&mut self, entry: &Entry) {
        let page = PageId::of(&entry.article.source);
        self.edits.corrected_pages.insert(page, entry.id);
    }

    /// Requests that the articles to which a changed rule applies are cleaned again.
    pub(crate) fn reclean(&mut self, change: &RuleChange) {
        for rule in change.rules() {
            let pages = match &rule.pages {
                RulePages::Outlet(outlet) => RecleanTarget::Outlet(outlet.clone()),
                RulePages::One(page) => match self.edits.corrected_pages.get(page) {
                    Some(&id) => RecleanTarget::Article(id),
                    None => continue,
                },
            };
            self.emit(Effect::Reclean(pages));
        }
    }
}
