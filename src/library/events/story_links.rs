//! Links the events of a library to stories. How two events are judged: see `crate::events::grouping::stories`.

use crate::events::grouping::stories::EventCentre;
use crate::library::error::StoreError;
use crate::library::events::database::EventDatabase;
use rusqlite::params;
use std::collections::BTreeMap;

/// A name that more events have says nothing.
const POSTINGS: usize = 200;
/// The names that two events share before they are compared.
const SHARED: usize = 3;

impl EventDatabase {
    /// Finds the story of an event that is new or has changed. A story has the number of its oldest event.
    pub(crate) fn link_story(&self, event: u32) -> Result<(), StoreError> {
        let Some(centre) = self.centre(event)? else {
            return Ok(());
        };
        let keys = centre.keys();
        self.execute("DELETE FROM event_name WHERE event = ?", params![event])?;
        let mut shared: BTreeMap<u32, usize> = BTreeMap::new();
        for key in &keys {
            let text = "SELECT event FROM event_name WHERE name = ? LIMIT ?";
            let others = self.select(text, params![key, POSTINGS as u32 + 1], |row| {
                row.get::<_, u32>(0)
            })?;
            if others.len() <= POSTINGS {
                for other in others {
                    *shared.entry(other).or_default() += 1;
                }
            }
            self.execute("INSERT INTO event_name VALUES (?, ?)", params![key, event])?;
        }
        for (other, _) in shared.into_iter().filter(|(_, count)| *count >= SHARED) {
            let is_linked = self
                .centre(other)?
                .is_some_and(|other| centre.is_of_story(&other));
            if is_linked {
                self.join_stories(event, other)?;
            }
        }
        Ok(())
    }

    fn centre(&self, event: u32) -> Result<Option<EventCentre>, StoreError> {
        let members = self.tellings("event = ?", params![event])?;
        let features = members.iter().map(|member| &member.features);
        Ok((!members.is_empty()).then(|| EventCentre::of(features)))
    }

    fn join_stories(&self, a: u32, b: u32) -> Result<(), StoreError> {
        let text = "SELECT story FROM event WHERE id = ?";
        let (a, b): (Option<u32>, Option<u32>) =
            (self.value(text, params![a])?, self.value(text, params![b])?);
        let Some((a, b)) = a.zip(b).filter(|(a, b)| a != b) else {
            return Ok(());
        };
        let text = "UPDATE event SET story = ? WHERE story = ?";
        self.execute(text, params![a.min(b), a.max(b)])
    }
}
