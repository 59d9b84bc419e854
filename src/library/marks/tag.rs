//! Names of tags, and the text in which a person writes which tags to add and to take away.

use crate::text::{fold, harmless_line};
use std::cmp::Ordering;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

/// A tag. Case and accents make no other tag; it is shown as it was written first.
#[derive(Debug, Clone)]
pub struct Tag {
    name: Arc<str>,
    folded: Arc<str>,
}

impl Tag {
    /// The tag of this name; none where nothing of it can be seen.
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

    /// The name as it is shown.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The name as tags are compared: without case and accents.
    pub fn folded(&self) -> &str {
        &self.folded
    }

    /// The name as it is typed, in quotes where it holds a blank.
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

/// A tag that is to come or to go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TagChange {
    /// The tag.
    pub tag: Tag,
    /// Whether it is to come.
    pub on: bool,
}

/// The changes that a text asks for: names between blanks or commas, in quotes where a name holds such; a dash before one
/// takes it away. Of two changes of a tag the later one counts.
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

/// The word at the cursor of such a text, a byte offset: where it begins behind its dash, and where it ends.
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

/// The words as byte ranges, their quotes and dashes included.
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
        let said = |change: &TagChange| {
            let sign = if change.on { '+' } else { '-' };
            format!("{sign}{}", change.tag.name())
        };
        read_tags(written).iter().map(said).collect()
    }

    #[test]
    fn tags_stand_between_blanks_or_commas_and_a_dash_takes_away() {
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
    fn a_tag_is_the_same_without_case_and_accents() {
        assert_eq!(Tag::new("Café"), Tag::new("cafe"));
        assert_eq!(Tag::new("  a  b ").unwrap().written(), "\"a b\"");
        assert_eq!(Tag::new("\u{200b} "), None);
    }

    #[test]
    fn the_word_at_the_cursor_is_the_one_to_complete() {
        assert_eq!(tag_at("grain -bla", 10), 7..10);
        assert_eq!(tag_at("grain bla", 3), 0..5);
        assert_eq!(tag_at("grain ", 6), 6..6);
        assert_eq!(tag_at("", 0), 0..0);
    }
}
