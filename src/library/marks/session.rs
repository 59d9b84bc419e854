//! The marks of the loaded articles, by their ids: what lists and queries read. A copy of what is stored, changed after
//! the store has been written.

use crate::library::marks::edit::{MarkEdit, MarkTransaction};
use crate::library::marks::load_marks::StoredMarks;
use crate::library::marks::tags::Tag;
use crate::library::marks::{Mark, MarksView};
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use tantivy::BitSet;

/// The marks of a session. A copy is cheap, so that queries can be asked of a snapshot.
#[derive(Debug, Clone)]
pub struct Marks {
    /// The ids with each [`Mark`].
    sets: [BitSet; 2],
    words: Arc<TagsAndNote>,
}

/// Tags and notes; few articles have any.
#[derive(Debug, Clone, Default)]
struct TagsAndNote {
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
        self.words.tags.get(&id).map_or(&[], Vec::as_slice)
    }

    /// Returns the note of the article, which is never empty.
    pub fn note(&self, id: u32) -> Option<&Arc<str>> {
        self.words.notes.get(&id)
    }

    /// Returns every tag that is in use anywhere, sorted.
    pub fn known_tags(&self) -> impl Iterator<Item = &Tag> {
        self.words.known.iter()
    }

    /// Returns the tag as it was first written.
    pub fn known_tag(&self, tag: &Tag) -> Option<Tag> {
        self.words.known.get(tag).cloned()
    }

    /// Returns whether any article has a tag or a note.
    pub fn has_remarks(&self) -> bool {
        !self.words.tags.is_empty() || !self.words.notes.is_empty()
    }

    /// Returns how many articles have the mark.
    pub fn count(&self, mark: Mark) -> usize {
        self.sets[mark as usize].len()
    }

    /// Returns the tags of the articles of this session, sorted.
    pub fn tags_carried(&self) -> BTreeSet<Tag> {
        self.words.tags.values().flatten().cloned().collect()
    }

    /// Adds tags that are in use.
    pub fn know_tags(&mut self, tags: impl IntoIterator<Item = Tag>) {
        let words = Arc::make_mut(&mut self.words);
        for tag in tags {
            // The first spelling stays.
            if !words.known.contains(&tag) {
                words.known.insert(tag);
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
    pub fn recall(&mut self, id: u32, kept: &StoredMarks) {
        self.put(Mark::Read, id, kept.read);
        self.put(Mark::Star, id, kept.starred);
        let has_words = self.words.tags.contains_key(&id) || self.words.notes.contains_key(&id);
        if kept.tags.is_empty() && kept.note.is_none() && !has_words {
            return;
        }
        let words = Arc::make_mut(&mut self.words);
        words.tags.remove(&id);
        words.notes.remove(&id);
        if !kept.tags.is_empty() {
            let mut tags = kept.tags.clone();
            tags.sort_unstable();
            words.tags.insert(id, tags);
        }
        if let Some(note) = &kept.note {
            words.notes.insert(id, Arc::clone(note));
        }
    }

    /// Removes the marks of every article, for another load with other ids. The tags in use stay.
    pub fn forget_articles(&mut self) {
        self.sets = Self::default().sets;
        let words = Arc::make_mut(&mut self.words);
        words.tags.clear();
        words.notes.clear();
    }

    /// Applies a step that has been stored.
    pub fn apply(&mut self, step: &MarkTransaction) {
        for stroke in &step.strokes {
            for &id in &stroke.ids {
                self.apply_to(id, &stroke.deed);
            }
        }
    }

    fn apply_to(&mut self, id: u32, deed: &MarkEdit) {
        match deed {
            MarkEdit::Mark(mark, on) => self.put(*mark, id, *on),
            MarkEdit::Tag(tag, on) => {
                let words = Arc::make_mut(&mut self.words);
                let tags = words.tags.entry(id).or_default();
                match (tags.binary_search(tag), on) {
                    (Err(at), true) => tags.insert(at, tag.clone()),
                    (Ok(at), false) => drop(tags.remove(at)),
                    _ => {}
                }
                if tags.is_empty() {
                    words.tags.remove(&id);
                }
                if *on && !words.known.contains(tag) {
                    words.known.insert(tag.clone());
                }
            }
            MarkEdit::Note { new, .. } => {
                let words = Arc::make_mut(&mut self.words);
                if new.is_empty() {
                    words.notes.remove(&id);
                } else {
                    words.notes.insert(id, Arc::clone(new));
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
            words: Arc::default(),
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

    fn has_tag(&self, id: u32, folded_tag: &str) -> bool {
        self.tags(id).iter().any(|tag| tag.folded() == folded_tag)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::marks::edit::MarkRequest;
    use crate::library::marks::tags::read_tags;

    fn done(marks: &mut Marks, wish: MarkRequest) -> Option<String> {
        let step = wish.step(marks)?;
        marks.apply(&step);
        Some(step.to_string())
    }

    #[test]
    fn a_step_covers_only_what_changes_and_can_be_reversed() {
        let mut marks = Marks::default();
        marks.restore(Mark::Read, [3]);
        let step = MarkRequest::Toggle(Mark::Read, vec![1, 3, 70])
            .step(&marks)
            .unwrap();
        assert_eq!(step.to_string(), "marked 2 read");
        marks.apply(&step);
        assert!(marks.is_read(70) && marks.count(Mark::Read) == 3);
        assert_eq!(MarkRequest::Set(Mark::Read, vec![1]).step(&marks), None);
        let back = step.reversed();
        assert_eq!(back.to_string(), "marked 2 unread");
        marks.apply(&back);
        assert!(!marks.is_read(70) && marks.is_read(3));
        assert_eq!(back.reversed(), step);
    }

    #[test]
    fn tags_change_only_on_articles_that_differ() {
        let mut marks = Marks::default();
        marks.know_tags(Tag::new("Grain"));
        let wish = |written: &str, ids: &[u32]| MarkRequest::Tags(read_tags(written), ids.to_vec());
        assert_eq!(
            done(&mut marks, wish("grain sea", &[1])).unwrap(),
            "tagged Grain sea"
        );
        let step = wish("GRAIN -sea", &[1, 2]).step(&marks).unwrap();
        assert_eq!(step.to_string(), "tagged 2 articles Grain -sea");
        marks.apply(&step);
        let names = |marks: &Marks, id| -> Vec<String> {
            marks.tags(id).iter().map(|tag| tag.name().to_owned()).collect()
        };
        assert_eq!(
            (names(&marks, 1), names(&marks, 2)),
            (vec!["Grain".to_owned()], vec!["Grain".to_owned()])
        );
        assert!(marks.has_tag(2, "grain"));
        marks.apply(&step.reversed());
        assert_eq!(names(&marks, 1), ["Grain", "sea"]);
        assert!(names(&marks, 2).is_empty());
        assert_eq!(done(&mut marks, wish("-none", &[1])), None);
    }

    #[test]
    fn reversing_a_note_restores_the_previous_one() {
        let mut marks = Marks::default();
        let wish = |text: &str| MarkRequest::Note(text.to_owned(), vec![4]);
        assert_eq!(done(&mut marks, wish("one\n")).unwrap(), "noted");
        let step = wish("two").step(&marks).unwrap();
        marks.apply(&step);
        marks.apply(&step.reversed());
        assert_eq!(marks.note(4).unwrap().as_ref(), "one");
        assert!(marks.is_noted(4));
        done(&mut marks, wish(" "));
        assert_eq!(marks.note(4), None);
    }

    #[test]
    fn a_step_is_translated_to_the_ids_of_another_load() {
        let step = MarkRequest::Set(Mark::Star, vec![1, 2])
            .step(&Marks::default())
            .unwrap();
        let moved = step.moved(|id| (id == 2).then_some(0)).unwrap();
        assert_eq!(moved.strokes[0].ids.as_ref(), [0]);
        assert_eq!(step.moved(|_| None), None);
    }
}
