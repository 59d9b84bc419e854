//! Tags, and the text in which the user lists tags to add and to remove.

use crate::text::fold::fold;
use crate::text::safe::harmless_line;
use std::cmp::Ordering;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

/// A tag. Compared without case and accents, and shown as it was first written.
#[derive(Debug, Clone)]
pub struct Tag {
    name: Arc<str>,
    folded: Arc<str>,
}

impl Tag {
    /// Returns the tag of this name, or `None` if nothing of the name is visible.
    pub fn new(name: &str) -> Option<Self> {
        let safe = harmless_line(name);
        let name = safe.split_whitespace().collect::<Vec<_>>().join(" ");
        let name = name.trim_matches('"');
        let folded = fold(name);
        (!folded.trim().is_empty()).then(|| Self {
            name: Arc::from(name),
            folded: Arc::from(folded.as_str()),
        })
    }

    /// Returns the name as it is shown.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns the name without case and accents, by which tags are compared.
    pub fn folded(&self) -> &str {
        &self.folded
    }

    /// Returns the name as it is typed: in quotes if it has a space, a comma or a leading dash.
    pub fn written(&self) -> String {
        if self.name.contains([' ', ',']) || self.name.starts_with('-') {
            format!("\"{}\"", self.name)
        } else {
            self.name.to_string()
        }
    }
}

impl PartialEq for Tag {
    fn eq(&self, other: &Self) -> bool {
        self.folded == other.folded
    }
}

impl Eq for Tag {}

impl PartialOrd for Tag {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Tag {
    fn cmp(&self, other: &Self) -> Ordering {
        self.folded.cmp(&other.folded)
    }
}

impl Hash for Tag {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.folded.hash(state);
    }
}

/// A tag to add or to remove.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TagChange {
    /// The tag.
    pub tag: Tag,
    /// Whether to add it.
    pub on: bool,
}

/// Parses a list of tags: names separated by spaces or commas, in quotes if they contain one; a leading dash removes the tag.
/// Of two changes of the same tag the later one counts.
pub fn read_tags(written: &str) -> Vec<TagChange> {
    let mut changes: Vec<TagChange> = Vec::new();
    for (start, end) in words(written) {
        let word = &written[start..end];
        let (name, on) = match word.strip_prefix('-') {
            Some(name) => (name, false),
            None => (word, true),
        };
        if let Some(tag) = Tag::new(name) {
            changes.retain(|change| change.tag != tag);
            changes.push(TagChange { tag, on });
        }
    }
    changes
}

/// Returns the range of the word at the cursor (a byte offset) of such a text, without its dash.
pub fn tag_at(written: &str, cursor: usize) -> std::ops::Range<usize> {
    let mut words = words(written);
    match words.find(|&(start, end)| start <= cursor && cursor <= end) {
        Some((start, end)) => {
            let dash = usize::from(written[start..end].starts_with('-'));
            (start + dash).min(end)..end
        }
        None => cursor..cursor,
    }
}

/// Returns the words as byte ranges that include quotes and dashes.
fn words(written: &str) -> impl Iterator<Item = (usize, usize)> + '_ {
    let mut from = 0;
    std::iter::from_fn(move || {
        let separates = |c: char| c.is_whitespace() || c == ',';
        let rest = &written[from..];
        let start = from + rest.find(|c| !separates(c))?;
        let mut in_quotes = false;
        let end = written[start..].find(|c| {
            in_quotes ^= c == '"';
            !in_quotes && separates(c)
        });
        let end = end.map_or(written.len(), |end| start + end);
        from = end;
        Some((start, end))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(written: &str) -> Vec<String> {
        let shown = |change: &TagChange| {
            let sign = if change.on { '+' } else { '-' };
            format!("{sign}{}", change.tag.name())
        };
        read_tags(written).iter().map(shown).collect()
    }

    #[test]
    fn tags_are_separated_by_spaces_or_commas_and_a_dash_removes() {
        assert_eq!(read("grain, Black-Sea -old"), ["+grain", "+Black-Sea", "-old"]);
        assert_eq!(
            read("\"peace talks\" -\"oil, gas\""),
            ["+peace talks", "-oil, gas"]
        );
        assert_eq!(read("grain Grain -GRAIN"), ["-GRAIN"]);
        assert_eq!(read(" , - \"\" \u{1b}[31m "), Vec::<String>::new());
        assert_eq!(read("\"open end"), ["+open end"]);
    }

    #[test]
    fn tags_are_compared_without_case_and_accents() {
        assert_eq!(Tag::new("Café"), Tag::new("cafe"));
        assert_eq!(Tag::new("  a  b ").unwrap().written(), "\"a b\"");
        assert_eq!(Tag::new("\u{200b} "), None);
    }

    #[test]
    fn the_word_at_the_cursor_is_completed() {
        assert_eq!(tag_at("grain -bla", 10), 7..10);
        assert_eq!(tag_at("grain bla", 3), 0..5);
        assert_eq!(tag_at("grain ", 6), 6..6);
        assert_eq!(tag_at("", 0), 0..0);
    }
}
