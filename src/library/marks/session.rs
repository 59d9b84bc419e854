//! The marks of the loaded articles by their ids, for lists and queries. They are a copy of the stored marks and change
//! after the store has been written.

use crate::library::marks::edit::{MarkEdit, MarkTransaction};
use crate::library::marks::load_marks::StoredMarks;
use crate::library::marks::mark::{Mark, MarksView};
use crate::library::marks::tags::Tag;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use tantivy::BitSet;

/// The marks of a session. A copy is cheap, so that queries can be asked of a snapshot.
#[derive(Debug, Clone)]
pub struct Marks {
    /// The ids with each [`Mark`].
    sets: [BitSet; 2],
    /// Articles from this id on were imported since the last session; `None` if that is not known.
    new_from: Option<u32>,
    annotations: Arc<Annotations>,
}

/// Tags and notes; few articles have any.
#[derive(Debug, Clone, Default)]
struct Annotations {
    tags: HashMap<u32, Vec<Tag>>,
    notes: HashMap<u32, Arc<str>>,
    known: BTreeSet<Tag>,
}

impl Marks {
    /// Returns whether the article was read.
    pub fn is_read(&self, id: u32) -> bool {
        self.has(Mark::Read, id)
    }

    /// Returns whether the article is starred.
    pub fn is_starred(&self, id: u32) -> bool {
        self.has(Mark::Star, id)
    }

    /// Returns the tags of the article, sorted.
    pub fn tags(&self, id: u32) -> &[Tag] {
        self.annotations.tags.get(&id).map_or(&[], Vec::as_slice)
    }

    /// Returns the note of the article, which is never empty.
    pub fn note(&self, id: u32) -> Option<&Arc<str>> {
        self.annotations.notes.get(&id)
    }

    /// Returns every tag that is in use anywhere, sorted.
    pub fn known_tags(&self) -> impl Iterator<Item = &Tag> {
        self.annotations.known.iter()
    }

    /// Returns the tag as it was first written.
    pub fn known_tag(&self, tag: &Tag) -> Option<Tag> {
        self.annotations.known.get(tag).cloned()
    }

    /// Returns whether any article has a tag or a note.
    pub fn has_annotations(&self) -> bool {
        !self.annotations.tags.is_empty() || !self.annotations.notes.is_empty()
    }

    /// Sets from which id on articles were imported since the last session. Ids rise with each import.
    pub fn set_new_from(&mut self, id: Option<u32>) {
        self.new_from = id;
    }

    /// Returns how many articles have the mark.
    pub fn count(&self, mark: Mark) -> usize {
        self.sets[mark as usize].len()
    }

    /// Returns the tags of the articles of this session, sorted.
    pub fn tags_of_session(&self) -> BTreeSet<Tag> {
        self.annotations.tags.values().flatten().cloned().collect()
    }

    /// Adds tags that are in use.
    pub fn know_tags(&mut self, tags: impl IntoIterator<Item = Tag>) {
        let annotations = Arc::make_mut(&mut self.annotations);
        for tag in tags {
            // The first spelling stays.
            if !annotations.known.contains(&tag) {
                annotations.known.insert(tag);
            }
        }
    }

    /// Sets a mark that is already stored.
    pub fn restore(&mut self, mark: Mark, ids: impl IntoIterator<Item = u32>) {
        for id in ids {
            self.put(mark, id, true);
        }
    }

    /// Replaces the marks of an article by the stored ones.
    pub fn set_stored(&mut self, id: u32, stored: &StoredMarks) {
        self.put(Mark::Read, id, stored.read);
        self.put(Mark::Star, id, stored.starred);
        let has_annotations =
            self.annotations.tags.contains_key(&id) || self.annotations.notes.contains_key(&id);
        if stored.tags.is_empty() && stored.note.is_none() && !has_annotations {
            return;
        }
        let annotations = Arc::make_mut(&mut self.annotations);
        annotations.tags.remove(&id);
        annotations.notes.remove(&id);
        if !stored.tags.is_empty() {
            let mut tags = stored.tags.clone();
            tags.sort_unstable();
            annotations.tags.insert(id, tags);
        }
        if let Some(note) = &stored.note {
            annotations.notes.insert(id, Arc::clone(note));
        }
    }

    /// Applies a transaction that has been stored.
    pub fn apply(&mut self, transaction: &MarkTransaction) {
        for change in &transaction.changes {
            for &id in &change.ids {
                self.apply_to(id, &change.edit);
            }
        }
    }

    fn apply_to(&mut self, id: u32, edit: &MarkEdit) {
        match edit {
            MarkEdit::Mark(mark, on) => self.put(*mark, id, *on),
            MarkEdit::Tag(tag, on) => {
                let annotations = Arc::make_mut(&mut self.annotations);
                let tags = annotations.tags.entry(id).or_default();
                match (tags.binary_search(tag), on) {
                    (Err(at), true) => tags.insert(at, tag.clone()),
                    (Ok(at), false) => drop(tags.remove(at)),
                    _ => {}
                }
                if tags.is_empty() {
                    annotations.tags.remove(&id);
                }
                if *on && !annotations.known.contains(tag) {
                    annotations.known.insert(tag.clone());
                }
            }
            MarkEdit::Note { new, .. } => {
                let annotations = Arc::make_mut(&mut self.annotations);
                if new.is_empty() {
                    annotations.notes.remove(&id);
                } else {
                    annotations.notes.insert(id, Arc::clone(new));
                }
            }
        }
    }

    fn put(&mut self, mark: Mark, id: u32, on: bool) {
        let set = &mut self.sets[mark as usize];
        if id >= set.max_value() {
            if !on {
                return;
            }
            *set = enlarged(set, id);
        }
        if on {
            set.insert(id);
        } else {
            set.remove(id);
        }
    }
}

impl Default for Marks {
    fn default() -> Self {
        Self {
            sets: [0, 0].map(BitSet::with_max_value),
            new_from: None,
            annotations: Arc::default(),
        }
    }
}

/// Returns a copy of the set that has room for this id: a bit set has a fixed size.
fn enlarged(set: &BitSet, id: u32) -> BitSet {
    let size = set.max_value().saturating_mul(2).max(id.saturating_add(1));
    let mut larger = BitSet::with_max_value(size);
    for id in (0..set.max_value()).filter(|id| set.contains(*id)) {
        larger.insert(id);
    }
    larger
}

impl MarksView for Marks {
    fn has(&self, mark: Mark, id: u32) -> bool {
        let set = &self.sets[mark as usize];
        id < set.max_value() && set.contains(id)
    }

    fn is_noted(&self, id: u32) -> bool {
        self.note(id).is_some()
    }

    fn is_new(&self, id: u32) -> bool {
        self.new_from.is_some_and(|from| id >= from)
    }

    fn has_tag(&self, id: u32, folded_tag: &str) -> bool {
        self.tags(id).iter().any(|tag| tag.folded() == folded_tag)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::marks::request::MarkRequest;
    use crate::library::marks::tags::read_tags;

    fn done(marks: &mut Marks, request: MarkRequest) -> Option<String> {
        let transaction = request.transaction(marks)?;
        marks.apply(&transaction);
        Some(transaction.to_string())
    }

    #[test]
    fn a_transaction_covers_only_what_changes_and_can_be_reversed() {
        let mut marks = Marks::default();
        marks.restore(Mark::Read, [3]);
        let transaction = MarkRequest::Toggle(Mark::Read, vec![1, 3, 70])
            .transaction(&marks)
            .unwrap();
        assert_eq!(transaction.to_string(), "Marked 2 as read");
        marks.apply(&transaction);
        assert!(marks.is_read(70) && marks.count(Mark::Read) == 3);
        assert_eq!(MarkRequest::Set(Mark::Read, vec![1]).transaction(&marks), None);
        let back = transaction.reversed();
        assert_eq!(back.to_string(), "Marked 2 as unread");
        marks.apply(&back);
        assert!(!marks.is_read(70) && marks.is_read(3));
        assert_eq!(back.reversed(), transaction);
    }

    #[test]
    fn tags_change_only_on_articles_that_differ() {
        let mut marks = Marks::default();
        marks.know_tags(Tag::new("Grain"));
        let request = |written: &str, ids: &[u32]| MarkRequest::Tags(read_tags(written), ids.to_vec());
        assert_eq!(
            done(&mut marks, request("grain sea", &[1])).unwrap(),
            "Tagged Grain sea"
        );
        let transaction = request("GRAIN -sea", &[1, 2]).transaction(&marks).unwrap();
        assert_eq!(transaction.to_string(), "Tagged 2 articles: Grain -sea");
        marks.apply(&transaction);
        let names = |marks: &Marks, id| -> Vec<String> {
            marks.tags(id).iter().map(|tag| tag.name().to_owned()).collect()
        };
        assert_eq!(
            (names(&marks, 1), names(&marks, 2)),
            (vec!["Grain".to_owned()], vec!["Grain".to_owned()])
        );
        assert!(marks.has_tag(2, "grain"));
        marks.apply(&transaction.reversed());
        assert_eq!(names(&marks, 1), ["Grain", "sea"]);
        assert!(names(&marks, 2).is_empty());
        assert_eq!(done(&mut marks, request("-none", &[1])), None);
    }

    #[test]
    fn reversing_a_note_restores_the_previous_one() {
        let mut marks = Marks::default();
        let request = |text: &str| MarkRequest::Note(text.to_owned(), vec![4]);
        assert_eq!(done(&mut marks, request("one\n")).unwrap(), "Note saved");
        let transaction = request("two").transaction(&marks).unwrap();
        marks.apply(&transaction);
        marks.apply(&transaction.reversed());
        assert_eq!(marks.note(4).unwrap().as_ref(), "one");
        assert!(marks.is_noted(4));
        done(&mut marks, request(" "));
        assert_eq!(marks.note(4), None);
    }
}
