//! Events for readers: the events of a list, and what is known about one of them. Grouping: see `import::grouping`.

use crate::article::date::Date;
use crate::events::compare::{Comparison, compare};
use crate::events::grouping::Background;
use crate::events::overview::{
    DifferingFigure, EventQuote, SharedWord, differing_figures, event_quotes, new_paragraphs, novelty,
    shared_words,
};
use crate::events::telling::Telling;
use crate::library::entry::Entry;
use crate::library::error::StoreError;
use crate::library::events::event_index::CopyOf;
use crate::library::query::sort::SortOrder;
use crate::library::store::catalogue::rows::ArticleRow;
use crate::library::store::search::snapshot::Snapshot;
use rusqlite::params;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

/// The articles of a list that report one event, by time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedEvent {
    /// The event; `None` if the article is not grouped yet.
    pub event: Option<u32>,
    /// The articles.
    pub articles: Vec<u32>,
}

/// The events of a list, in the order of their newest articles.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct EventListing {
    /// The events, also those of one article.
    pub events: Vec<ListedEvent>,
    /// The number of articles in events of several.
    pub articles: usize,
    /// The number of articles that are alone.
    pub alone: usize,
    /// The articles that wait to be grouped.
    pub waiting: usize,
}

/// An event, with all its articles.
#[derive(Debug, Clone, PartialEq)]
pub struct EventSummary {
    /// The number of the event.
    pub event: u32,
    /// The rows of its articles, by time.
    pub rows: Vec<ArticleRow>,
    /// The article that told it first, if that is known.
    pub first: Option<u32>,
    /// What its copies are copies of.
    pub copies: HashMap<u32, CopyOf>,
    /// The outlets that have articles of these days, but none of this event, by name.
    pub absent: Vec<String>,
    /// The number of events of its story, with itself.
    pub story_events: usize,
    /// The number of its story.
    pub story: u32,
    /// The nearest other events of its story.
    pub neighbours: Vec<NeighbourEvent>,
}

/// Another event of the same story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NeighbourEvent {
    /// The headline of its first article.
    pub title: String,
    /// Its articles, by day.
    pub articles: Vec<u32>,
}

/// An event, read in full. Places are those of `summary.rows`.
#[derive(Debug, Clone, PartialEq)]
pub struct EventDetails {
    /// The event.
    pub summary: EventSummary,
    /// The number of its articles that were compared, the first ones.
    pub compared: usize,
    /// For each compared article, how many of its paragraphs add something to the articles before it and to those that were
    /// read.
    pub new: Vec<usize>,
    /// The utterances.
    pub quotes: Vec<EventQuote>,
    /// Figures that differ.
    pub figures: Vec<DifferingFigure>,
    /// The words that hold it together.
    pub words: Vec<SharedWord>,
}

/// Two articles, compared.
#[derive(Debug, Clone)]
pub struct ComparedArticles {
    /// The articles.
    pub entries: [Arc<Entry>; 2],
    /// Their paragraphs.
    pub tellings: [Telling; 2],
    /// What they have in common.
    pub comparison: Comparison,
}

/// At most this number of articles of an event are compared with each other.
const COMPARED: usize = 16;
/// The events of its story that are offered for corrections.
const NEIGHBOURS: usize = 6;
/// The words that are shown.
const WORDS: usize = 12;

impl Snapshot {
    /// Groups the articles of a list by event. `ids` are sorted by the newest first.
    pub fn listed_events(&self, ids: &[u32]) -> Result<EventListing, StoreError> {
        let index = self.events()?;
        let mut listing = EventListing {
            waiting: index.waiting(),
            ..EventListing::default()
        };
        let mut places: HashMap<u32, usize> = HashMap::new();
        for &id in ids {
            let event = index.event_of(id);
            if let Some(&place) = event.and_then(|event| places.get(&event)) {
                listing.events[place].articles.push(id);
            } else {
                if let Some(event) = event {
                    places.insert(event, listing.events.len());
                }
                let articles = vec![id];
                listing.events.push(ListedEvent { event, articles });
            }
        }
        for event in &mut listing.events {
            event.articles.reverse();
            match event.articles.len() {
                1 => listing.alone += 1,
                several => listing.articles += several,
            }
        }
        Ok(listing)
    }

    /// Returns the event of an article; `None` if it is alone or not grouped yet.
    pub fn event_summary(&self, article: u32) -> Result<Option<EventSummary>, StoreError> {
        let index = self.events()?;
        let Some(event) = index
            .event_of(article)
            .filter(|event| index.members(*event).len() > 1)
        else {
            return Ok(None);
        };
        let mut rows = Vec::new();
        self.rows(index.members(event), |row| {
            rows.push(row);
            true
        })?;
        rows.sort_by_key(|row| {
            let moment = SortOrder::moment_of(row.date, row.time);
            (moment.is_none(), moment, row.id)
        });
        let copies = rows
            .iter()
            .filter_map(|row| Some((row.id, index.copy_of(row.id)?)));
        let story = index.story_of(event).unwrap_or(event);
        let events = index.events_of_story(story);
        Ok(Some(EventSummary {
            event,
            first: index.first_of(event),
            copies: copies.collect(),
            absent: self.absent(&rows)?,
            story_events: events.len(),
            neighbours: self.neighbours(event, &events)?,
            story,
            rows,
        }))
    }

    /// Returns the events of a story with the nearest numbers.
    fn neighbours(&self, event: u32, events: &[u32]) -> Result<Vec<NeighbourEvent>, StoreError> {
        let index = self.events()?;
        let mut others: Vec<u32> = events.iter().copied().filter(|other| *other != event).collect();
        others.sort_by_key(|other| other.abs_diff(event));
        let mut neighbours = Vec::new();
        for other in others.into_iter().take(NEIGHBOURS) {
            let articles = index.members(other).to_vec();
            if let Some(row) = articles.first().map(|id| self.row(*id)).transpose()?.flatten() {
                let title = row.title;
                neighbours.push(NeighbourEvent { title, articles });
            }
        }
        Ok(neighbours)
    }

    /// Returns the outlets that published on the days of these articles, but none of them.
    fn absent(&self, rows: &[ArticleRow]) -> Result<Vec<String>, StoreError> {
        let days = rows.iter().filter_map(|row| row.date);
        let Some((first, last)) = days.clone().min().zip(days.max()) else {
            return Ok(Vec::new());
        };
        let moments = |day: Date| SortOrder::moments_of(day);
        let text = "SELECT DISTINCT outlet FROM articles WHERE time BETWEEN ? AND ? AND id < ?";
        let given = params![moments(first).0, moments(last).1, self.id_bound()];
        let published: Vec<i64> = self.catalogue().column(text, given)?;
        let there: BTreeSet<&str> = rows.iter().filter_map(|row| row.outlet.as_deref()).collect();
        let names = self.names()?;
        let published = published.into_iter().filter_map(|number| names.get(number));
        let absent = published.filter(|name| !there.contains(&***name));
        let mut absent: Vec<String> = absent.map(|name| (**name).to_owned()).collect();
        absent.sort_unstable();
        Ok(absent)
    }

    fn tellings_of(&self, rows: &[ArticleRow]) -> Result<Vec<Telling>, StoreError> {
        let mut tellings = Vec::with_capacity(rows.len());
        for row in rows {
            let article = self.index.article(&self.searcher, row.id)?;
            tellings.push(article.as_ref().map(Telling::of).unwrap_or_default());
        }
        Ok(tellings)
    }

    /// Returns the event of an article in full. `is_read` returns whether an article was read.
    pub fn event_details(
        &self,
        article: u32,
        is_read: impl Fn(u32) -> bool,
    ) -> Result<Option<EventDetails>, StoreError> {
        let Some(summary) = self.event_summary(article)? else {
            return Ok(None);
        };
        let compared = summary.rows.len().min(COMPARED);
        let tellings = self.tellings_of(&summary.rows[..compared])?;
        let tellings: Vec<&Telling> = tellings.iter().collect();
        let known: Vec<usize> = (0..compared).filter(|&at| is_read(summary.rows[at].id)).collect();
        let background = Background::builtin();
        Ok(Some(EventDetails {
            compared,
            new: novelty(&tellings, &known, background),
            quotes: event_quotes(&tellings),
            figures: differing_figures(&tellings),
            words: shared_words(&tellings, background, WORDS),
            summary,
        }))
    }

    /// Returns the source lines of an article's paragraphs that say nothing new after the articles of its event that were
    /// read.
    pub fn known_lines(&self, article: u32, is_read: impl Fn(u32) -> bool) -> Result<Vec<u32>, StoreError> {
        let Some(summary) = self.event_summary(article)? else {
            return Ok(Vec::new());
        };
        let mut rows: Vec<ArticleRow> = summary.rows.into_iter().filter(|row| row.id == article).collect();
        let read = self
            .events()?
            .members(summary.event)
            .iter()
            .filter(|id| **id != article && is_read(**id));
        for id in read.take(COMPARED) {
            rows.extend(self.row(*id)?);
        }
        let tellings = self.tellings_of(&rows)?;
        let tellings: Vec<&Telling> = tellings.iter().collect();
        let Some(own) = tellings.first() else {
            return Ok(Vec::new());
        };
        let known: Vec<usize> = (1..tellings.len()).collect();
        let new = new_paragraphs(&tellings, 0, &known, Background::builtin());
        let old = own
            .paragraphs
            .iter()
            .enumerate()
            .filter(|(at, _)| !new.contains(at));
        Ok(old
            .filter_map(|(_, paragraph)| paragraph.lines.first().copied())
            .collect())
    }

    /// Compares two articles; `None` if one of them does not exist.
    pub fn compared(&self, a: u32, b: u32) -> Result<Option<ComparedArticles>, StoreError> {
        let Some((a, b)) = self.entry(a)?.zip(self.entry(b)?) else {
            return Ok(None);
        };
        let tellings = [Telling::of(&a.article), Telling::of(&b.article)];
        let comparison = compare(&tellings[0], &tellings[1], Background::builtin());
        Ok(Some(ComparedArticles {
            entries: [Arc::new(a), Arc::new(b)],
            tellings,
            comparison,
        }))
    }
}
