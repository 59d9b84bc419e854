//! Correcting the class of a line, on this page or on all pages of its outlet, from the key to the rule in the profile.
//! Not cleaning the pages again, which the library does.

use crate::app::App;
use crate::app::edit::undo::UndoStep;
use crate::app::effect::Effect;
use crate::app::input::confirmation::{Confirmation, RuleConfirmation, RulePreview, pages};
use crate::app::jobs::job::{Job, RulePreviewJob};
use crate::app::panes::pane_layout::Pane;
use crate::app::panes::status::Level;
use crate::config::action::Action;
use crate::config::profile::RuleChange;
use crate::extract::corrections::suggest;
use crate::extract::outlets::rules::{RuleClass, RulePages, Rules};
use crate::library::query::scope::Scope;
use std::sync::Arc;

/// A correction that was written to the user's profile.
#[derive(Debug, Clone)]
pub struct Corrected {
    /// The change as it was made: with the rule that was replaced, where one was.
    pub change: RuleChange,
    /// All rules of the profile now.
    pub rules: Arc<Rules>,
}

/// Why nothing was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotCorrected {
    /// The message.
    pub text: String,
    /// Whether trying again is useless, because the rule to remove no longer exists.
    pub is_gone: bool,
}

/// The origin of a requested correction.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) enum CorrectionEdit {
    /// A correction of one page.
    #[default]
    New,
    /// A correction of all pages of an outlet; the number of pages.
    Counted(usize),
    /// This change is undone.
    Undo(RuleChange),
    /// This change is redone.
    Redo(RuleChange),
}

impl App {
    pub(crate) fn act_on_correction(&mut self, action: Action) {
        let Some((class, everywhere)) = action.correction() else {
            return;
        };
        let open = self
            .reader
            .open()
            .filter(|open| open.shows_source() && self.panes.focus == Pane::Reader);
        let Some(open) = open else {
            let key = self.key_of(Action::SourceView);
            let text = format!("Lines are corrected in the source view: press {key} in an open article");
            return self.status.inform(text);
        };
        let (entry, at) = (Arc::clone(&open.entry), open.line_cursor);
        let article = &entry.article;
        if !everywhere {
            let line = article.lines.get(at);
            if line.is_some_and(|line| class.is(line.class) && line.is_corrected()) {
                let text = format!("This line is already corrected to {}", class.name());
                return self.status.inform(text);
            }
            return match suggest::for_page(article, at, class) {
                Some(rule) => {
                    let note = entry.display_title().0;
                    self.remember_corrected_page(&entry);
                    self.change_rule(RuleChange::add(rule, &note), CorrectionEdit::New);
                }
                None => self.status.inform("No date with a year in this line"),
            };
        }
        let Some(outlet) = article.meta.outlet.clone() else {
            let text =
                "The outlet is unknown, so there are no other pages; the small letter corrects this page";
            return self.status.inform(text);
        };
        let rules = suggest::for_outlet(article, at, class);
        if rules.is_empty() {
            return self.status.inform(nothing_recurs(class));
        }
        self.input.confirmation = Some(Confirmation::Rule(RuleConfirmation {
            class,
            outlet,
            preview: None,
        }));
        self.request(Job::PreviewRules(RulePreviewJob {
            scope: Scope::of(entry.outlet.as_ref()),
            rules,
            knowledge: self.edits.knowledge.clone(),
        }));
    }

    /// Handles the previews of the suggested rules: offers the rule with the most pages.
    pub(crate) fn on_rule_previews(&mut self, previews: Vec<RulePreview>) {
        let Some(Confirmation::Rule(confirmation)) = &mut self.input.confirmation else {
            return;
        };
        let mut best: Option<RulePreview> = None;
        for next in previews {
            // The neighbours of a line prove nothing if they occur on one page only.
            let fits = next.pages > usize::from(next.rule.lines.is_beside());
            if fits && best.as_ref().is_none_or(|best| next.pages > best.pages) {
                best = Some(next);
            }
        }
        if best.is_some() {
            confirmation.preview = best;
        } else {
            let text = nothing_recurs(confirmation.class);
            self.input.confirmation = None;
            self.status.inform(text);
        }
    }

    pub(crate) fn change_rule(&mut self, change: RuleChange, edit: CorrectionEdit) {
        self.edits.correcting = edit;
        self.emit(Effect::Correct(change));
    }

    /// Handles the result of writing a correction: a rule takes effect only if it was written.
    pub(crate) fn on_corrected(&mut self, result: Result<Corrected, NotCorrected>) {
        let edit = std::mem::take(&mut self.edits.correcting);
        let corrected = match result {
            Ok(corrected) => corrected,
            Err(error) => {
                match edit {
                    CorrectionEdit::Undo(change) if !error.is_gone => {
                        self.edits.undo_stack.push_done(UndoStep::Correction(change));
                    }
                    CorrectionEdit::Redo(change) if !error.is_gone => {
                        self.edits.undo_stack.push_undone(UndoStep::Correction(change));
                    }
                    _ => {}
                }
                return self.status.report(Level::Error, error.text);
            }
        };
        self.edits.knowledge = self.edits.knowledge.with_own_rules(&corrected.rules);
        let change = corrected.change;
        self.reclean(&change);
        let undo = self.key_of(Action::Undo);
        let text = match edit {
            CorrectionEdit::New | CorrectionEdit::Counted(_) => {
                let text = describe(&change, &edit);
                self.edits.undo_stack.push(UndoStep::Correction(change));
                format!("Corrected to {text}; {undo} undoes it")
            }
            CorrectionEdit::Undo(change) => {
                let text = format!("Undone: {}", describe(&change, &CorrectionEdit::New));
                self.edits.undo_stack.push_undone(UndoStep::Correction(change));
                text
            }
            CorrectionEdit::Redo(_) => {
                let text = format!("Redone: {}", describe(&change, &CorrectionEdit::New));
                self.edits.undo_stack.push_done(UndoStep::Correction(change));
                text
            }
        };
        self.status.inform(text);
    }
}

/// Describes what a change does.
fn describe(change: &RuleChange, edit: &CorrectionEdit) -> String {
    let Some(rule) = change.new.as_ref().or(change.old.as_ref()) else {
        return String::new();
    };
    let class = rule.class.name();
    match (&rule.pages, edit) {
        (RulePages::One(_), _) => format!("{class} on this page"),
        (RulePages::Outlet(outlet), CorrectionEdit::Counted(count)) => {
            format!("{class} on {} of {outlet}", pages(*count))
        }
        (RulePages::Outlet(outlet), _) => format!("{class} on all pages of {outlet}"),
    }
}

fn nothing_recurs(class: RuleClass) -> String {
    match class {
        RuleClass::Date => "No date with a year in this line, so none in lines like it".to_owned(),
        class => format!(
            "Nothing in or next to this line recurs on other pages; the small letter corrects this page to {}",
            class.name()
        ),
    }
}
