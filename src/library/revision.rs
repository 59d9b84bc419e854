//! The changes between two versions of an article, word by word. Not the list of versions: see [`Snapshot::versions`].
//! Not how changes are shown.
//!
//! [`Snapshot::versions`]: crate::library::store::search::snapshot::Snapshot::versions

use crate::article::Article;
use crate::article::date::Date;
use similar::{Algorithm, DiffTag, capture_diff_slices_deadline};
use std::time::{Duration, Instant};
use unicode_segmentation::UnicodeSegmentation;

/// What happened to some words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Change {
    /// They are in both versions.
    Same,
    /// They are only in the later version.
    Added,
    /// They are only in the earlier version.
    Removed,
}

/// Consecutive words with the same change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeRun {
    /// What happened to them.
    pub change: Change,
    /// The words, with the spaces and punctuation between them. A line feed ends a paragraph.
    pub text: String,
}

/// The changes of an article when its page changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    /// The day on which the earlier version was imported, in UTC.
    pub before: Date,
    /// The day on which the later version was imported, in UTC.
    pub after: Date,
    /// The changes, word by word: see [`word_changes`].
    pub runs: Vec<ChangeRun>,
}

impl Revision {
    /// Returns whether any word changed.
    pub fn has_changes(&self) -> bool {
        self.runs.iter().any(|run| run.change != Change::Same)
    }
}

/// After this time a coarser result is good enough: for two texts of megabytes with little in common.
const PATIENCE: Duration = Duration::from_millis(300);

/// Returns the changes from one version of an article to a later one: title, standfirst and each paragraph are a line each.
///
/// The runs that are not added form the earlier text, the runs that are not removed the later one. If words were replaced,
/// the removed ones come first.
pub fn word_changes(before: &Article, after: &Article) -> Vec<ChangeRun> {
    changes(&text_of(before), &text_of(after))
}

fn text_of(article: &Article) -> String {
    let meta = &article.meta;
    let head = [meta.title.as_deref(), meta.subtitle.as_deref()];
    let body = article.body();
    let lines = head.into_iter().flatten().chain(body.iter().map(AsRef::as_ref));
    lines.flat_map(|line| [line, "\n"]).collect()
}

fn changes(before: &str, after: &str) -> Vec<ChangeRun> {
    let (old, new) = (words(before), words(after));
    let mut runs = ChangeRuns::default();
    // Anchored at the words that occur once in each text, as a human would compare; the rest by the shortest edit.
    let until = Instant::now().checked_add(PATIENCE);
    for operation in capture_diff_slices_deadline(Algorithm::Patience, &old, &new, until) {
        let (tag, from, to) = operation.as_tag_tuple();
        if tag == DiffTag::Equal {
            runs.same(&new[to].concat());
        } else {
            runs.removed.extend(old[from].iter().copied());
            runs.added.extend(new[to].iter().copied());
        }
    }
    runs.end_change();
    runs.all
}

/// Splits a text into words, punctuation and spaces, and into characters in scripts without spaces. Together they are the
/// text.
fn words(text: &str) -> Vec<&str> {
    text.split_word_bounds().collect()
}

#[derive(Default)]
struct ChangeRuns {
    all: Vec<ChangeRun>,
    removed: String,
    added: String,
}

impl ChangeRuns {
    fn same(&mut self, text: &str) {
        let is_changing = !self.removed.is_empty() && !self.added.is_empty();
        // A space that stayed between replaced words is not worth showing.
        if is_changing && text == " " {
            self.removed.push_str(text);
            self.added.push_str(text);
            return;
        }
        self.end_change();
        self.push(Change::Same, text.to_owned());
    }

    fn end_change(&mut self) {
        let (mut removed, mut added) = (std::mem::take(&mut self.removed), std::mem::take(&mut self.added));
        // The space was added for words that did not follow.
        let is_blank_left = removed.ends_with(' ') && added.ends_with(' ');
        if is_blank_left {
            removed.pop();
            added.pop();
        }
        self.push(Change::Removed, removed);
        self.push(Change::Added, added);
        if is_blank_left {
            self.push(Change::Same, " ".to_owned());
        }
    }

    fn push(&mut self, change: Change, text: String) {
        match self.all.last_mut() {
            _ if text.is_empty() => {}
            Some(last) if last.change == change => last.text.push_str(&text),
            _ => self.all.push(ChangeRun { change, text }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(before: &str, after: &str) -> String {
        let shown = |run: &ChangeRun| match run.change {
            Change::Same => run.text.clone(),
            Change::Added => format!("+[{}]", run.text),
            Change::Removed => format!("-[{}]", run.text),
        };
        changes(before, after).iter().map(shown).collect()
    }

    #[test]
    fn added_removed_and_replaced_words_are_found() {
        assert_eq!(
            shown(
                "Two cranes are out of order.",
                "Three cranes are still out of order."
            ),
            "-[Two]+[Three] cranes are +[still ]out of order."
        );
        assert_eq!(
            shown("The old bridge opens today\n", "The new ferry leaves today\n"),
            "The -[old bridge opens]+[new ferry leaves] today\n"
        );
        assert_eq!(
            shown("One.\nTwo.\n", "One.\nNew.\nTwo.\n"),
            "One.\n+[New.\n]Two.\n"
        );
        assert_eq!(shown("他在北京工作", "他在上海工作"), "他在-[北京]+[上海]工作");
        assert_eq!(shown("", "a"), "+[a]");
        assert!(changes("", "").is_empty());
    }

    #[test]
    fn title_standfirst_and_body_are_compared() {
        let mut before = Article::default();
        before.meta.title = Some("Harbour closed".to_owned());
        let mut after = before.clone();
        after.meta.title = Some("Harbour open".to_owned());
        let runs = word_changes(&before, &after);
        let texts: Vec<&str> = runs.iter().map(|run| run.text.as_str()).collect();
        assert_eq!(texts, ["Harbour ", "closed", "open", "\n"]);
    }

    proptest! {
        #[test]
        fn both_texts_can_be_restored(before in "([a-c]{1,2}[ .\n]){0,20}", after in "([a-c]{1,2}[ .\n]){0,20}") {
            let runs = changes(&before, &after);
            let without = |other: Change| -> String {
                runs.iter().filter(|run| run.change != other).map(|run| run.text.as_str()).collect()
            };
            prop_assert_eq!(without(Change::Added), before);
            prop_assert_eq!(without(Change::Removed), after);
            prop_assert!(runs.windows(2).all(|pair| pair[0].change != pair[1].change));
        }
    }
}
