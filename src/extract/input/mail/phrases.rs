//! The words by which forwarded messages and newsletters are recognised, in many languages: `assets/mail/phrases.toml`.

use serde::Deserialize;
use std::collections::HashMap;
use std::sync::LazyLock;

/// The phrases, in lower case.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Phrases {
    /// What mail programs put before the subject of a forwarded message, without the colon.
    pub(super) forward_prefixes: Vec<String>,
    /// The line before a forwarded message, without dashes.
    pub(super) forward_marks: Vec<String>,
    /// The names of fields in the head of a forwarded message.
    labels: Labels,
    /// Words that only newsletters have.
    pub(super) newsletter: Vec<String>,
    /// What is between the name of an author and that of the newsletter, with blanks.
    pub(super) sender_joints: Vec<String>,
    #[serde(skip)]
    by_label: HashMap<String, Label>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Labels {
    from: Vec<String>,
    date: Vec<String>,
    subject: Vec<String>,
    other: Vec<String>,
}

/// A field in the head of a forwarded message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Label {
    From,
    Date,
    Subject,
    Other,
}

impl Phrases {
    /// The built-in phrases.
    pub(super) fn builtin() -> &'static Self {
        static PHRASES: LazyLock<Phrases> = LazyLock::new(|| {
            let mut phrases: Phrases =
                toml::from_str(include_str!("../../../../assets/mail/phrases.toml")).expect("valid phrases");
            let labels = &phrases.labels;
            let all = [
                (&labels.from, Label::From),
                (&labels.date, Label::Date),
                (&labels.subject, Label::Subject),
                (&labels.other, Label::Other),
            ];
            let named = |(names, label): (&Vec<String>, Label)| -> Vec<(String, Label)> {
                names.iter().map(|name| (name.clone(), label)).collect()
            };
            phrases.by_label = all.into_iter().flat_map(named).collect();
            phrases
        });
        &PHRASES
    }

    /// The field that a label names.
    pub(super) fn label(&self, text: &str) -> Option<Label> {
        let text = text.trim().trim_matches('*').trim().to_lowercase();
        self.by_label.get(&text).copied()
    }

    /// Returns whether a text has words that only newsletters have.
    pub(super) fn is_newsletter(&self, text: &str) -> bool {
        let text = text.to_lowercase();
        self.newsletter
            .iter()
            .any(|phrase| text.contains(phrase.as_str()))
    }
}
