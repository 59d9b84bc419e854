//! The confirmation of a correction of many pages: how many they are, and the rule that will be written. Enter
//! confirms it.

use crate::config::profile::{RuleChange, shown_rule};
use crate::extract::outlets::rules::{LineRule, RuleClass};

/// The open question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Confirmation {
    /// The new class of the lines.
    pub class: RuleClass,
    /// The outlet whose pages are corrected.
    pub outlet: String,
    /// The rule and its pages, once they are counted.
    pub preview: Option<RulePreview>,
}

/// A rule and what it would change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RulePreview {
    /// The rule.
    pub rule: LineRule,
    /// The pages that have a line to which it applies.
    pub pages: usize,
    /// Of these, the pages on which such a line has another class now.
    pub changes: usize,
}

impl Confirmation {
    /// Returns the question.
    pub fn question(&self) -> String {
        let (class, outlet) = (self.class.name(), &self.outlet);
        match &self.preview {
            None => format!("{class} on all pages of {outlet}: counting …"),
            Some(preview) => {
                let already = preview.pages - preview.changes.min(preview.pages);
                let already = match already {
                    0 => String::new(),
                    count => format!(" ({count} already)"),
                };
                format!("{class} on {} of {outlet}{already}?", pages(preview.pages))
            }
        }
    }

    /// Returns the rule as it will be written; empty while pages are counted.
    pub fn rule(&self) -> String {
        self.preview
            .as_ref()
            .map_or_else(String::new, |preview| shown_rule(&preview.rule))
    }

    /// Returns the change to make if the user confirms.
    pub(crate) fn change(&self) -> Option<RuleChange> {
        Some(RuleChange::add(self.preview.as_ref()?.rule.clone(), ""))
    }
}

/// Returns a number of pages in words.
pub(crate) fn pages(count: usize) -> String {
    match count {
        1 => "1 page".to_owned(),
        count => format!("{count} pages"),
    }
}
