//! A question before a correction of many pages: how many they are and which rule is written down; Enter is yes, Esc
//! no.

use crate::config::profile::{RuleChange, shown_rule};
use crate::extract::outlets::rules::{LineRule, RuleClass};

/// The open question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Confirmation {
    /// What the lines are to be.
    pub says: RuleClass,
    /// On the pages of which outlet.
    pub outlet: String,
    /// The rule and its pages, once they are counted.
    pub weighed: Option<RulePreview>,
}

/// A rule and what it would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RulePreview {
    /// The rule.
    pub rule: LineRule,
    /// Pages that have a line that it is about.
    pub pages: usize,
    /// Of these, the pages whose line is taken for something else now.
    pub changes: usize,
}

impl Confirmation {
    /// The question.
    pub fn question(&self) -> String {
        let (says, outlet) = (self.says.name(), &self.outlet);
        match &self.weighed {
            None => format!("{says} on all pages of {outlet}: counting them …"),
            Some(weighed) => {
                let already = weighed.pages - weighed.changes.min(weighed.pages);
                let already = match already {
                    0 => String::new(),
                    count => format!(" ({count} have it so already)"),
                };
                format!("{says} on {} of {outlet}{already}?", pages(weighed.pages))
            }
        }
    }

    /// The rule as it is written down; empty while it is looked for.
    pub fn rule(&self) -> String {
        self.weighed
            .as_ref()
            .map_or_else(String::new, |weighed| shown_rule(&weighed.rule))
    }

    /// The change that a yes asks for.
    pub(crate) fn change(&self) -> Option<RuleChange> {
        Some(RuleChange::add(self.weighed.as_ref()?.rule.clone(), ""))
    }
}

/// So many pages, in words.
pub(crate) fn pages(count: usize) -> String {
    match count {
        1 => "1 page".to_owned(),
        count => format!("{count} pages"),
    }
}
