//! The confirmation of a change of many articles: how many they are and, for a correction, the rule that will be written.
//! Enter confirms it.

use crate::config::profile::{RuleChange, shown_rule};
use crate::extract::outlets::rules::{LineRule, RuleClass};
use crate::library::marks::request::MarkRequest;

/// The open question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Confirmation {
    /// Whether all pages of an outlet are corrected.
    Rule(RuleConfirmation),
    /// Whether many articles are marked.
    Marks {
        /// The question.
        question: String,
        /// The change.
        request: MarkRequest,
    },
}

/// The question whether all pages of an outlet are corrected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleConfirmation {
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
        match self {
            Self::Rule(rule) => rule.question(),
            Self::Marks { question, .. } => question.clone(),
        }
    }

    /// Returns what is shown below the question: the rule as it will be written.
    pub fn detail(&self) -> String {
        match self {
            Self::Rule(rule) => {
                let preview = rule.preview.as_ref();
                preview.map_or_else(String::new, |preview| shown_rule(&preview.rule))
            }
            Self::Marks { .. } => String::new(),
        }
    }
}

impl RuleConfirmation {
    fn question(&self) -> String {
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
