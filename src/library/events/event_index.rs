//! The events of all articles of a library, in memory, as queries and lists need them. It does not change.

use crate::library::error::StoreError;
use crate::library::events::database::EventDatabase;
use std::collections::{BTreeMap, HashMap};

/// A copy: an article whose own text is mostly in another one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CopyOf {
    /// The article that has the text too.
    pub source: u32,
    /// The share of the copy's own text.
    pub share: f32,
}

/// The events of a library. Articles and events are named by their ids.
#[derive(Debug, Default)]
pub struct EventIndex {
    event_of: HashMap<u32, u32>,
    members: HashMap<u32, Vec<u32>>,
    story_of: HashMap<u32, u32>,
    first: HashMap<u32, u32>,
    aliases: BTreeMap<u32, u32>,
    copies: HashMap<u32, CopyOf>,
    /// The articles that waited to be grouped.
    waiting: usize,
}

impl EventIndex {
    /// Reads the events.
    pub(crate) fn read(database: &EventDatabase) -> Result<Self, StoreError> {
        let mut index = Self::default();
        let text = "SELECT id, event FROM article WHERE event IS NOT NULL ORDER BY day, id";
        for (article, event) in database.select(text, [], |row| Ok((row.get(0)?, row.get(1)?)))? {
            index.event_of.insert(article, event);
            index.members.entry(event).or_default().push(article);
        }
        for (event, story, first) in database.select("SELECT id, story, first FROM event", [], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get::<_, Option<u32>>(2)?))
        })? {
            index.story_of.insert(event, story);
            index.first.extend(first.map(|first| (event, first)));
        }
        let aliases = database.select("SELECT old, new FROM alias", [], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
        index.aliases = aliases.into_iter().collect();
        let text = "SELECT article, source, share FROM copy";
        let copies = database.select(text, [], |row| {
            let copy = CopyOf {
                source: row.get(1)?,
                share: row.get(2)?,
            };
            Ok((row.get(0)?, copy))
        })?;
        index.copies = copies.into_iter().collect();
        let waiting: Option<u32> = database.value("SELECT count(*) FROM article WHERE waits", [])?;
        index.waiting = waiting.unwrap_or(0) as usize;
        Ok(index)
    }

    /// Returns the event of an article.
    pub fn event_of(&self, article: u32) -> Option<u32> {
        self.event_of.get(&article).copied()
    }

    /// Returns the articles of an event, by day.
    pub fn members(&self, event: u32) -> &[u32] {
        self.members.get(&event).map_or(&[], Vec::as_slice)
    }

    /// Returns the number of articles that report the event of an article; 1 if it is alone or not grouped yet.
    pub fn tellings(&self, article: u32) -> usize {
        self.event_of(article)
            .map_or(1, |event| self.members(event).len())
    }

    /// Returns the present number of an event, which may have been merged into another.
    pub fn resolve(&self, event: u32) -> u32 {
        let mut event = event;
        // An alias leads to an older event, so this ends.
        while let Some(older) = self.aliases.get(&event).filter(|older| **older < event) {
            event = *older;
        }
        event
    }

    /// Returns the story of an event.
    pub fn story_of(&self, event: u32) -> Option<u32> {
        self.story_of.get(&event).copied()
    }

    /// Returns whether an event belongs to a story.
    pub fn is_in_story(&self, event: u32, story: u32) -> bool {
        let story = self.resolve(story);
        self.story_of(event) == Some(self.story_of(story).unwrap_or(story))
    }

    /// Returns the other events of a story, in the order of their numbers.
    pub fn events_of_story(&self, story: u32) -> Vec<u32> {
        let of_story = self.story_of.iter().filter(|(_, other)| **other == story);
        let mut events: Vec<u32> = of_story.map(|(event, _)| *event).collect();
        events.sort_unstable();
        events
    }

    /// Returns the article that told an event first, if that is known.
    pub fn first_of(&self, event: u32) -> Option<u32> {
        self.first.get(&event).copied()
    }

    /// Returns what an article is a copy of.
    pub fn copy_of(&self, article: u32) -> Option<CopyOf> {
        self.copies.get(&article).copied()
    }

    /// Returns whether an article is known to be the first that told its event.
    pub fn is_first(&self, article: u32) -> bool {
        self.event_of(article).and_then(|event| self.first_of(event)) == Some(article)
    }

    /// Returns all events, in the order of their numbers.
    pub fn events(&self) -> Vec<u32> {
        let mut events: Vec<u32> = self.members.keys().copied().collect();
        events.sort_unstable();
        events
    }

    /// Returns the number of articles that waited to be grouped.
    pub fn waiting(&self) -> usize {
        self.waiting
    }
}
