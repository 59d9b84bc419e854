//! Groups the articles of a library into events, after an import: reads what is kept of new and changed articles, then adds
//! them to the events, in chunks. Each chunk is one transaction, so a kill or a cancelled run loses nothing that was done,
//! and the next run continues. It needs no lock of the import, which never waits for it.

use crate::article::Article;
use crate::events::grouping::background::TermCounts;
use crate::events::grouping::event_ids::{EventIds, event_ids};
use crate::events::grouping::features::{ArticleFeatures, RawFeatures};
use crate::events::grouping::order::{PublicationMoment, first_of};
use crate::events::grouping::{Constraints, GroupingModel};
use crate::events::reuse::{ReuseText, shared_pairs};
use crate::events::telling::Telling;
use crate::library::error::StoreError;
use crate::library::events::database::{EventDatabase, StoredTelling};
use crate::library::events::regroup::{Regrouped, Window};
use crate::library::identity::ContentHash;
use crate::library::marks::event_correction::EventCorrection;
use crate::library::store::catalogue::tables::Catalogue;
use crate::library::store::handle::Store;
use crate::library::store::search::snapshot::Snapshot;
use rayon::prelude::*;
use rusqlite::params;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::atomic::{AtomicBool, Ordering};

/// How far the grouping is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct GroupingProgress {
    /// The articles that were grouped in this run.
    pub done: usize,
    /// The articles that waited at its beginning.
    pub total: usize,
}

/// The articles that are read, and grouped, in one transaction.
const READ_AT_ONCE: u32 = 512;
const CHUNK: usize = 4_000;
/// The days around a chunk whose articles it is compared with.
const DAYS: i32 = crate::events::grouping::candidates::WINDOW;
/// Articles without a day are compared with those that were imported at about the same time: this many ids around them.
const SAME_IMPORT: u32 = 4_000;
/// A chunk whose articles were imported at very different times has no such neighbours.
const SPREAD: u32 = 40_000;
/// The estimate of shared text from which two tellings are compared word for word, and the share that makes a copy.
const MAYBE_COPY: f32 = 0.2;
const COPY: f64 = 0.5;
/// At most this number of tellings of an event are compared word for word.
const COMPARED: usize = 60;

impl Store {
    /// Groups all articles that wait, until `cancel` is set. `corrections` are all that a person said about articles. Returns
    /// the number of articles that were grouped. If another process groups, this is [`StoreError::Busy`].
    pub fn group_events(
        &self,
        corrections: &[EventCorrection],
        cancel: &AtomicBool,
        mut sink: impl FnMut(GroupingProgress),
    ) -> Result<usize, StoreError> {
        let snapshot = self.snapshot()?;
        let database = self.events_for_writing()?;
        let grouping = Grouping {
            snapshot: &snapshot,
            database: &database,
            corrections,
        };
        grouping.forget_removed()?;
        grouping.read_articles(cancel)?;
        grouping.follow_corrections()?;
        let waiting: Option<u32> = database.value("SELECT count(*) FROM article WHERE waits", [])?;
        let mut progress = GroupingProgress {
            done: 0,
            total: waiting.unwrap_or(0) as usize,
        };
        while !cancel.load(Ordering::Relaxed) {
            let done = grouping.group_chunk()?;
            if done == 0 {
                break;
            }
            progress.done += done;
            sink(progress);
        }
        Ok(progress.done)
    }
}

struct Grouping<'a> {
    snapshot: &'a Snapshot,
    database: &'a EventDatabase,
    corrections: &'a [EventCorrection],
}

impl Grouping<'_> {
    /// Runs `work` in a transaction.
    fn transaction<T>(&self, work: impl FnOnce() -> Result<T, StoreError>) -> Result<T, StoreError> {
        self.database.run("BEGIN IMMEDIATE")?;
        let result = work();
        self.database
            .run(if result.is_ok() { "COMMIT" } else { "ROLLBACK" })?;
        result
    }

    /// Removes articles that the library no longer has.
    fn forget_removed(&self) -> Result<(), StoreError> {
        let known: u32 = self
            .database
            .value("SELECT count(*) FROM article", [])?
            .unwrap_or(0);
        let next = self.database.state("next")?;
        let there = self.snapshot.catalogue().ids_below(next)?;
        if known as usize <= there.len() {
            return Ok(());
        }
        let there: BTreeSet<u32> = there.into_iter().collect();
        let known = self
            .database
            .select("SELECT id FROM article", [], |row| row.get::<_, u32>(0))?;
        self.transaction(|| {
            for id in known.into_iter().filter(|id| !there.contains(id)) {
                self.database
                    .execute("DELETE FROM article WHERE id = ?", params![id])?;
                self.database
                    .execute("DELETE FROM copy WHERE ?1 IN (article, source)", params![id])?;
                self.database
                    .execute("UPDATE event SET first = NULL WHERE first = ?", params![id])?;
            }
            Ok(())
        })
    }

    /// Reads what is kept of the articles that are new, or have changed.
    fn read_articles(&self, cancel: &AtomicBool) -> Result<(), StoreError> {
        let changed = self.snapshot.catalogue().changed_sources()?;
        let mut again = Vec::new();
        for (id, source) in changed {
            let text = "SELECT source FROM article WHERE id = ?";
            if self
                .database
                .value::<i64>(text, params![id])?
                .is_some_and(|known| known != source)
            {
                again.push(id);
            }
        }
        self.read(&again, None)?;
        let (mut next, end) = (self.database.state("next")?, self.snapshot.id_bound());
        while next < end && !cancel.load(Ordering::Relaxed) {
            let until = next.saturating_add(READ_AT_ONCE).min(end);
            self.read(&(next..until).collect::<Vec<_>>(), Some(until))?;
            next = until;
        }
        Ok(())
    }

    fn read(&self, ids: &[u32], next: Option<u32>) -> Result<(), StoreError> {
        let sources = self.snapshot.catalogue().sources(ids)?;
        let features: Vec<(u32, i64, ArticleFeatures)> = sources
            .par_iter()
            .filter_map(|&(id, source)| {
                let article = self.snapshot.index.article(&self.snapshot.searcher, id).ok()??;
                Some((id, source, features_of(&article)))
            })
            .collect();
        self.transaction(|| {
            for (id, source, features) in &features {
                self.database.add(*id, *source, features)?;
            }
            next.map_or(Ok(()), |next| self.database.set_state("next", next))
        })
    }

    /// Lets articles wait whose corrections have changed.
    fn follow_corrections(&self) -> Result<(), StoreError> {
        let hash = |row: &rusqlite::Row<'_>, at: usize| row.get(at).map(ContentHash::from_bytes);
        let text = "SELECT a, b, together FROM correction";
        let followed = self.database.select(text, [], |row| {
            Ok(EventCorrection {
                a: hash(row, 0)?,
                b: hash(row, 1)?,
                together: row.get(2)?,
            })
        })?;
        let followed: BTreeSet<EventCorrection> = followed.into_iter().collect();
        let wanted: BTreeSet<EventCorrection> = self.corrections.iter().copied().collect();
        if followed == wanted {
            return Ok(());
        }
        let mut touched = BTreeSet::new();
        for correction in followed.symmetric_difference(&wanted) {
            for hash in [correction.a, correction.b] {
                touched.extend(self.snapshot.catalogue().with_source(hash)?);
            }
        }
        self.transaction(|| {
            for id in touched {
                let text = "UPDATE article SET waits = 1
                            WHERE id = ?1 OR event = (SELECT event FROM article WHERE id = ?1)";
                self.database.execute(text, params![id])?;
            }
            self.database.execute("DELETE FROM correction", [])?;
            for correction in &wanted {
                let given = params![
                    correction.a.as_bytes(),
                    correction.b.as_bytes(),
                    correction.together
                ];
                self.database
                    .execute("INSERT OR REPLACE INTO correction VALUES (?, ?, ?)", given)?;
            }
            Ok(())
        })
    }

    /// Groups the next articles that wait; returns their number.
    fn group_chunk(&self) -> Result<usize, StoreError> {
        let text = "SELECT id, day FROM article WHERE waits ORDER BY day, id LIMIT ?";
        let waiting: Vec<(u32, Option<i32>)> = self
            .database
            .select(text, params![CHUNK as u32], |row| Ok((row.get(0)?, row.get(1)?)))?;
        // Articles without a day come first. They are a chunk of their own unless all articles fit into one.
        let undated = waiting.iter().filter(|(_, day)| day.is_none()).count();
        let is_all = waiting.len() < CHUNK;
        let chunk = if undated == 0 || is_all {
            &waiting[..]
        } else {
            &waiting[..undated]
        };
        if chunk.is_empty() {
            return Ok(0);
        }
        let mut articles = self.window(chunk)?;
        let linked = self.linked(chunk)?;
        let there: BTreeSet<u32> = articles.iter().map(|article| article.id).collect();
        for id in linked
            .iter()
            .flat_map(|&(a, b, _)| [a, b])
            .filter(|id| !there.contains(id))
        {
            articles.extend(self.database.tellings("id = ?", params![id])?);
        }
        let place: HashMap<u32, u32> = articles.iter().map(|article| article.id).zip(0..).collect();
        let pairs = |together: bool| {
            let wanted = linked.iter().filter(|(.., is_together)| *is_together == together);
            wanted
                .filter_map(|(a, b, _)| Some((*place.get(a)?, *place.get(b)?)))
                .collect()
        };
        let window = Window {
            articles: &articles,
            chunk: chunk
                .iter()
                .filter_map(|(id, _)| place.get(id))
                .map(|&at| at as usize)
                .collect(),
            constraints: Constraints {
                together: pairs(true),
                apart: pairs(false),
            },
        };
        let regrouped = window.regroup(GroupingModel::builtin().pairs);
        self.transaction(|| self.store(&articles, &regrouped))?;
        Ok(chunk.len())
    }

    /// Reads the articles around a chunk.
    fn window(&self, chunk: &[(u32, Option<i32>)]) -> Result<Vec<StoredTelling>, StoreError> {
        let ids = chunk.iter().map(|(id, _)| *id);
        let (first, last) = (ids.clone().min().unwrap_or(0), ids.max().unwrap_or(0));
        let days = chunk.iter().filter_map(|(_, day)| *day);
        let days = days.clone().min().zip(days.max());
        let has_undated = chunk.iter().any(|(_, day)| day.is_none());
        let (from, to) = days.map_or((1, 0), |(first, last)| (first - DAYS, last + DAYS));
        // An empty range if the articles were imported at very different times.
        let (low, high) = if last - first <= SPREAD {
            (
                first.saturating_sub(SAME_IMPORT),
                last.saturating_add(SAME_IMPORT),
            )
        } else {
            (1, 0)
        };
        let condition = "day BETWEEN ?1 AND ?2 OR (id BETWEEN ?3 AND ?4 AND (day IS NULL OR ?5))";
        let mut articles = self
            .database
            .tellings(condition, params![from, to, low, high, has_undated])?;
        let there: BTreeSet<u32> = articles.iter().map(|article| article.id).collect();
        for (id, _) in chunk.iter().filter(|(id, _)| !there.contains(id)) {
            articles.extend(self.database.tellings("id = ?", params![id])?);
        }
        Ok(articles)
    }

    /// The corrections about articles of a chunk: two articles, and whether they belong together.
    fn linked(&self, chunk: &[(u32, Option<i32>)]) -> Result<Vec<(u32, u32, bool)>, StoreError> {
        let chunk: BTreeSet<u32> = chunk.iter().map(|(id, _)| *id).collect();
        let mut linked = Vec::new();
        for correction in self.corrections {
            let catalogue = self.snapshot.catalogue();
            let (a, b) = (
                catalogue.with_source(correction.a)?,
                catalogue.with_source(correction.b)?,
            );
            for &a in &a {
                linked.extend(b.iter().map(|&b| (a, b, correction.together)));
            }
        }
        // Those of the chunk, and those of articles that they are bound to.
        linked.retain(|(a, b, _)| chunk.contains(a) || chunk.contains(b));
        Ok(linked)
    }

    /// Stores the groups: ids of events, the first telling, copies and stories.
    fn store(&self, articles: &[StoredTelling], regrouped: &Regrouped) -> Result<(), StoreError> {
        let earlier: Vec<Vec<Option<u32>>> = regrouped
            .groups
            .iter()
            .map(|group| group.iter().map(|&at| articles[at].event).collect())
            .collect();
        let mut inside: BTreeMap<u32, usize> = BTreeMap::new();
        for event in earlier.iter().flatten().flatten() {
            *inside.entry(*event).or_default() += 1;
        }
        let mut outside = BTreeMap::new();
        for (event, inside) in inside {
            let text = "SELECT count(*) FROM article WHERE event = ?";
            let all: u32 = self.database.value(text, params![event])?.unwrap_or(0);
            outside.insert(event, (all as usize).saturating_sub(inside));
        }
        let next = self.database.state("next_event")?.max(1);
        let stays = |event: u32| outside.get(&event).copied().unwrap_or(0);
        let EventIds { ids, aliases } = event_ids(&earlier, stays, next);
        let used = ids.iter().max().map_or(next, |&most| next.max(most + 1));
        self.database.set_state("next_event", used)?;
        for (&at, near) in &regrouped.near {
            let mut bytes = Vec::new();
            near.write(&mut bytes);
            self.database.execute(
                "UPDATE article SET near = ? WHERE id = ?",
                params![bytes, articles[at].id],
            )?;
        }
        for (group, &event) in regrouped.groups.iter().zip(&ids) {
            for &at in group {
                let text = "UPDATE article SET event = ?, waits = 0 WHERE id = ?";
                self.database.execute(text, params![event, articles[at].id])?;
            }
        }
        for (old, new) in aliases {
            self.database
                .execute("INSERT OR REPLACE INTO alias VALUES (?, ?)", params![old, new])?;
            for text in [
                "DELETE FROM event WHERE id = ?",
                "DELETE FROM event_name WHERE event = ?",
            ] {
                self.database.execute(text, params![old])?;
            }
        }
        ids.iter()
            .collect::<BTreeSet<_>>()
            .into_iter()
            .try_for_each(|event| self.describe(*event))
    }

    /// Stores what is known about an event as a whole.
    fn describe(&self, event: u32) -> Result<(), StoreError> {
        let members = self.database.tellings("event = ?", params![event])?;
        let moments: Vec<PublicationMoment> = members.iter().map(|member| member.features.moment).collect();
        let first = first_of(&moments).map(|at| members[at].id);
        let text = "INSERT INTO event VALUES (?1, ?1, ?2) ON CONFLICT DO UPDATE SET first = ?2";
        self.database.execute(text, params![event, first])?;
        self.find_copies(&members)?;
        self.database.link_story(event)
    }

    /// Finds the copies among the articles of an event: by fingerprints, then word for word.
    fn find_copies(&self, members: &[StoredTelling]) -> Result<(), StoreError> {
        for member in members {
            self.database
                .execute("DELETE FROM copy WHERE article = ?", params![member.id])?;
        }
        let mut compared = BTreeSet::new();
        for (at, a) in members.iter().enumerate() {
            for (other, b) in members.iter().enumerate().skip(at + 1) {
                let (in_b, in_a) = a.features.verbatim(&b.features);
                if in_a.max(in_b) >= MAYBE_COPY && compared.len() < COMPARED {
                    compared.extend([at, other]);
                }
            }
        }
        let mut texts: Vec<(&StoredTelling, ReuseText)> = Vec::new();
        for at in compared {
            let article = self
                .snapshot
                .index
                .article(&self.snapshot.searcher, members[at].id)?;
            texts.extend(article.map(|article| (&members[at], ReuseText::of(&Telling::of(&article)))));
        }
        let (tellings, texts): (Vec<&StoredTelling>, Vec<ReuseText>) = texts.into_iter().unzip();
        let mut copies: BTreeMap<u32, (f64, u32)> = BTreeMap::new();
        for (a, b, shared) in shared_pairs(&texts) {
            let (a, b) = (tellings[a], tellings[b]);
            // Of two texts the later one is the copy; if that is not known, the one that was imported later.
            let is_a_later = b.features.moment.is_before(a.features.moment)
                || !a.features.moment.is_before(b.features.moment) && a.id > b.id;
            let (copy, source, share) = if is_a_later {
                (a.id, b.id, shared.share_own_a)
            } else {
                (b.id, a.id, shared.share_own_b)
            };
            if share >= COPY && copies.get(&copy).is_none_or(|(most, _)| share > *most) {
                copies.insert(copy, (share, source));
            }
        }
        for (copy, (share, source)) in copies {
            self.database.execute(
                "INSERT OR REPLACE INTO copy VALUES (?, ?, ?)",
                params![copy, source, share],
            )?;
        }
        Ok(())
    }
}

/// What is kept of an article. Its words are weighed by the built-in table alone, so the order of imports does not matter.
fn features_of(article: &Article) -> ArticleFeatures {
    let raw = RawFeatures::of(&Telling::of(article));
    raw.weighted(GroupingModel::builtin().background, &TermCounts::default())
}

impl Catalogue {
    /// Returns the ids below a number.
    fn ids_below(&self, end: u32) -> Result<Vec<u32>, StoreError> {
        self.column("SELECT id FROM articles WHERE id < ?", params![end])
    }

    /// Returns the articles whose page has changed, each with the first half of the hash of its source text.
    fn changed_sources(&self) -> Result<Vec<(u32, i64)>, StoreError> {
        let text = "SELECT id, source FROM articles WHERE id IN (SELECT article FROM renewed)";
        self.select(text, [], |row| Ok((row.get(0)?, row.get(1)?)))
    }

    /// Returns the first half of the hash of the source text of each of these articles; skips ids without an article.
    fn sources(&self, ids: &[u32]) -> Result<Vec<(u32, i64)>, StoreError> {
        let mut sources = Vec::with_capacity(ids.len());
        for id in ids {
            let source = self.number("SELECT source FROM articles WHERE id = ?", params![id])?;
            sources.extend(source.map(|source| (*id, source)));
        }
        Ok(sources)
    }

    /// Returns the articles with a source text.
    fn with_source(&self, hash: ContentHash) -> Result<Vec<u32>, StoreError> {
        let text = "SELECT id FROM articles WHERE source = ?1 AND ifnull(source_rest, ?2) = ?2";
        self.column(text, params![hash.first_half(), hash.second_half()])
    }
}
