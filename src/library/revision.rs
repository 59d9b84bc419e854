//! What changed between two versions of an article, word by word. Not which versions there are: see [`Snapshot::versions`],
//! nor how it is shown.
//!
//! [`Snapshot::versions`]: super::Snapshot::versions

use crate::article::{Article, Date};
use similar::{Algorithm, DiffTag, capture_diff_slices_deadline};
use std::time::{Duration, Instant};
use unicode_segmentation::UnicodeSegmentation;

/// What became of some words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Change {
    /// They stand in both versions.
    Same,
    /// They stand in the later version only.
    Added,
    /// They stand in the earlier version only.
    Removed,
}

/// Words one behind the other that the same became of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// What became of them.
    pub change: Change,
    /// The words, with the blanks and signs between them. A line feed ends a paragraph.
    pub text: String,
}

/// What became of an article when its page changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    /// The day on which the earlier version was imported, in UTC.
    pub before: Date,
    /// The same of the later version.
    pub after: Date,
    /// What changed, word by word: see [`word_changes`].
    pub runs: Vec<Run>,
}

impl Revision {
    /// Whether any word changed.
    pub fn has_changes(&self) -> bool {
        self.runs.iter().any(|run| run.change != Change::Same)
    }
}

/// From here on a rougher answer does too: two texts of megabytes without much in common.
const PATIENCE: Duration = Duration::from_millis(300);

/// What changed from one version of an article to a later one: title, standfirst and each paragraph on a line of its own.
///
/// The runs that are not added give the earlier text, those that are not removed the later one; where words were
/// exchanged, those removed come first.
pub fn word_changes(before: &Article, after: &Article) -> Vec<Run> {
    changes(&text_of(before), &text_of(after))
}

fn text_of(article: &Article) -> String {
    let meta = &article.meta;
    let head = [meta.title.as_deref(), meta.subtitle.as_deref()];
    let body = article.body();
    let lines = head.into_iter().flatten().chain(body.iter().map(AsRef::as_ref));
    lines.flat_map(|line| [line, "\n"]).collect()
}

fn changes(before: &str, after: &str) -> Vec<Run> {
    let (old, new) = (words(before), words(after));
    let mut runs = Runs::default();
    // By the words that stand once in each, as a person would compare; within what is left, by the shortest way.
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

/// Words, signs and blanks; characters of scripts without blanks by themselves. Together they are the text.
fn words(text: &str) -> Vec<&str> {
    text.split_word_bounds().collect()
}

#[derive(Default)]
struct Runs {
    all: Vec<Run>,
    removed: String,
    added: String,
}

impl Runs {
    fn same(&mut self, text: &str) {
        let is_changing = !self.removed.is_empty() && !self.added.is_empty();
        // A blank that stayed between exchanged words is no news.
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
        // The blank was taken in for words that did not come.
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
            _ => self.all.push(Run { change, text }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(before: &str, after: &str) -> String {
        let shown = |run: &Run| match run.change {
            Change::Same => run.text.clone(),
            Change::Added => format!("+[{}]", run.text),
            Change::Removed => format!("-[{}]", run.text),
        };
        changes(before, after).iter().map(shown).collect()
    }

    #[test]
    fn words_that_came_went_or_were_exchanged_are_told() {
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
        fn both_texts_come_back(before in "([a-c]{1,2}[ .\n]){0,20}", after in "([a-c]{1,2}[ .\n]){0,20}") {
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
