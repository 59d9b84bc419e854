//! Correcting what a line is, on this page or on all pages of its outlet: from the key to the rule that is written
//! down. Not cleaning the pages again, which the library does.

use crate::app::App;
use crate::app::edit::undo::UndoStep;
use crate::app::effect::Effect;
use crate::app::input::confirmation::{Confirmation, RulePreview, pages};
use crate::app::jobs::job::{Job, JobKind};
use crate::app::panes::pane_layout::Pane;
use crate::app::panes::status::Level;
use crate::config::action::Action;
use crate::config::key::Key;
use crate::config::keymap::{Context, KeyLookup};
use crate::config::profile::RuleChange;
use crate::extract::corrections::suggest;
use crate::extract::outlets::rules::{RuleClass, RulePages, Rules};
use crate::library::corpus::Scope;
use std::sync::Arc;

/// What was written into the person's profile.
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
    /// What to say.
    pub text: String,
    /// Whether trying again is of no use, since the rule that was to go has gone.
    pub is_gone: bool,
}

/// What a change that was asked for is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) enum CorrectionEdit {
    /// A correction; on so many pages, where they were counted.
    #[default]
    New,
    /// A correction of so many pages.
    Counted(usize),
    /// This change is undone.
    Undo(RuleChange),
    /// This change is done again.
    Redo(RuleChange),
}

impl App {
    pub(crate) fn act_on_correction(&mut self, action: Action) {
        let Some((says, everywhere)) = meaning(action) else {
            return;
        };
        let open = self
            .reader
            .open()
            .filter(|open| open.shows_source() && self.panes.focus == Pane::Reader);
        let Some(open) = open else {
            let key = self
                .settings
                .keymap
                .key_of(Context::Main, Action::SourceView)
                .unwrap_or_default();
            let text = format!("lines are corrected where all of them are shown: {key} in an open article");
            return self.status.say(Level::Info, text);
        };
        let (entry, at) = (Arc::clone(&open.entry), open.line_cursor);
        let article = &entry.article;
        if !everywhere {
            let name = says.name();
            if article
                .lines
                .get(at)
                .is_some_and(|line| says.is(line.class) && line.is_corrected())
            {
                return self
                    .status
                    .say(Level::Info, format!("the line is corrected to {name} already"));
            }
            return match suggest::for_page(article, at, says) {
                Some(rule) => {
                    let note = entry.display_title().0;
                    self.note_corrected(&entry);
                    self.change_rule(RuleChange::add(rule, &note), CorrectionEdit::New);
                }
                None => self
                    .status
                    .say(Level::Info, "no day with its year can be read in this line"),
            };
        }
        let Some(outlet) = article.meta.outlet.clone() else {
            let text = "the outlet of this page is unknown, so there are no other pages of it; the small letter corrects \
                        this page";
            return self.status.say(Level::Info, text);
        };
        let rules = suggest::for_outlet(article, at, says);
        if rules.is_empty() {
            return self.status.say(Level::Info, nothing_recurs(says));
        }
        self.input.confirmation = Some(Confirmation {
            says,
            outlet,
            weighed: None,
        });
        let Some(corpus) = self.view.corpus().cloned() else {
            return;
        };
        self.request(Job::Weigh {
            corpus,
            scope: Scope::of(entry.outlet.as_ref()),
            rules,
            knowledge: self.edits.knowledge.clone(),
        });
    }

    /// Takes the counts of the rules that were suggested: the one with the most pages is asked about.
    pub(crate) fn take_weighed(&mut self, weighed: Vec<RulePreview>) {
        let Some(confirmation) = &mut self.input.confirmation else {
            return;
        };
        let mut best: Option<RulePreview> = None;
        for next in weighed {
            // What stands beside a line says nothing where it stands on one page only.
            let fits = next.pages > usize::from(next.rule.lines.is_beside());
            if fits && best.as_ref().is_none_or(|best| next.pages > best.pages) {
                best = Some(next);
            }
        }
        if best.is_some() {
            confirmation.weighed = best;
        } else {
            let text = nothing_recurs(confirmation.says);
            self.input.confirmation = None;
            self.status.say(Level::Info, text);
        }
    }

    pub(crate) fn press_in_confirmation(&mut self, key: Key) {
        match self.settings.keymap.lookup(Context::Prompt, &[key]) {
            KeyLookup::Action(Action::PromptAccept) => {
                let confirmation = self.input.confirmation.take();
                let change = confirmation.as_ref().and_then(Confirmation::change);
                match (change, confirmation) {
                    (Some(change), Some(confirmation)) => {
                        let count = confirmation.weighed.map_or(0, |weighed| weighed.pages);
                        self.change_rule(change, CorrectionEdit::Counted(count));
                    }
                    // Nobody says yes before they have seen how many pages it is.
                    (_, confirmation) => self.input.confirmation = confirmation,
                }
            }
            KeyLookup::Action(Action::PromptCancel | Action::Escape) => {
                self.input.confirmation = None;
                self.requests.give_up(JobKind::Weigh);
            }
            KeyLookup::Action(action @ (Action::Redraw | Action::Suspend)) => self.act_on_program(action),
            _ => {}
        }
    }

    fn change_rule(&mut self, change: RuleChange, doing: CorrectionEdit) {
        self.edits.correcting = doing;
        self.ask(Effect::Correct(change));
    }

    /// Takes the answer of the one who writes: what was written takes effect, what was not changes nothing.
    pub(crate) fn hear_of_correction(&mut self, result: Result<Corrected, NotCorrected>) {
        let doing = std::mem::take(&mut self.edits.correcting);
        let corrected = match result {
            Ok(corrected) => corrected,
            Err(error) => {
                match doing {
                    CorrectionEdit::Undo(change) if !error.is_gone => {
                        self.edits.steps.keep(UndoStep::Correction(change))
                    }
                    CorrectionEdit::Redo(change) if !error.is_gone => {
                        self.edits.steps.keep_undone(UndoStep::Correction(change))
                    }
                    _ => {}
                }
                return self.status.say(Level::Error, error.text);
            }
        };
        self.edits.knowledge = self.edits.knowledge.with_own_rules(&corrected.rules);
        let change = corrected.change;
        self.clean_stored(&change);
        let undo = self
            .settings
            .keymap
            .key_of(Context::Main, Action::Undo)
            .unwrap_or_default();
        let text = match doing {
            CorrectionEdit::New | CorrectionEdit::Counted(_) => {
                let said = said(&change, &doing);
                self.edits.steps.push(UndoStep::Correction(change));
                format!("{said}; {undo} undoes it")
            }
            CorrectionEdit::Undo(change) => {
                let text = format!("undone: {}", said(&change, &CorrectionEdit::New));
                self.edits.steps.keep_undone(UndoStep::Correction(change));
                text
            }
            CorrectionEdit::Redo(_) => {
                let text = format!("redone: {}", said(&change, &CorrectionEdit::New));
                self.edits.steps.keep(UndoStep::Correction(change));
                text
            }
        };
        self.status.say(Level::Info, text);
    }
}

/// What a change does, in words.
fn said(change: &RuleChange, doing: &CorrectionEdit) -> String {
    let Some(rule) = change.new.as_ref().or(change.old.as_ref()) else {
        return String::new();
    };
    let says = rule.class.name();
    match (&rule.pages, doing) {
        (RulePages::One(_), _) => format!("{says} on this page"),
        (RulePages::Outlet(outlet), CorrectionEdit::Counted(count)) => {
            format!("{says} on {} of {outlet}", pages(*count))
        }
        (RulePages::Outlet(outlet), _) => format!("{says} on all pages of {outlet}"),
    }
}

fn nothing_recurs(says: RuleClass) -> String {
    match says {
        RuleClass::Date => {
            "no day with its year can be read in this line, so none can in others like it".to_owned()
        }
        says => format!(
            "nothing in or beside this line recurs on other pages of its outlet; the small letter makes it the {} of this page",
            says.name()
        ),
    }
}

/// What a correction calls the line, and whether on all pages of the outlet.
fn meaning(action: Action) -> Option<(RuleClass, bool)> {
    Some(match action {
        Action::CorrectBody => (RuleClass::Body, false),
        Action::CorrectChrome => (RuleClass::Chrome, false),
        Action::CorrectTitle => (RuleClass::Title, false),
        Action::CorrectStandfirst => (RuleClass::Standfirst, false),
        Action::CorrectHeading => (RuleClass::Heading, false),
        Action::CorrectDate => (RuleClass::Date, false),
        Action::CorrectByline => (RuleClass::Byline, false),
        Action::CorrectCaption => (RuleClass::Caption, false),
        Action::CorrectBodyEverywhere => (RuleClass::Body, true),
        Action::CorrectChromeEverywhere => (RuleClass::Chrome, true),
        Action::CorrectTitleEverywhere => (RuleClass::Title, true),
        Action::CorrectStandfirstEverywhere => (RuleClass::Standfirst, true),
        Action::CorrectHeadingEverywhere => (RuleClass::Heading, true),
        Action::CorrectDateEverywhere => (RuleClass::Date, true),
        Action::CorrectBylineEverywhere => (RuleClass::Byline, true),
        Action::CorrectCaptionEverywhere => (RuleClass::Caption, true),
        _ => return None,
    })
}
