//! Numbers of events that stay: an event keeps its number while most of its articles stay together. When events are joined
//! the older number survives and the others become aliases; when one is split, the larger part keeps it.

use crate::events::grouping::group::Event;
use std::collections::HashMap;

/// An event that has a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownEvent {
    /// The number. Older events have smaller ones.
    pub id: u32,
    /// Its articles.
    pub articles: Event,
}

/// The number of a group of articles, and the numbers that lead to it as well.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventIdentity {
    /// The number.
    pub id: u32,
    /// The numbers of events that were joined with it.
    pub aliases: Vec<u32>,
}

/// Gives each group its number; groups of new articles get numbers from `next` on, which is raised.
pub fn identities(known: &[KnownEvent], groups: &[Event], next: &mut u32) -> Vec<EventIdentity> {
    let mut group_of: HashMap<u32, usize> = HashMap::new();
    for (at, group) in groups.iter().enumerate() {
        group_of.extend(group.iter().map(|&article| (article, at)));
    }
    let mut claims: Vec<Vec<u32>> = vec![Vec::new(); groups.len()];
    for event in known {
        let mut parts: HashMap<usize, usize> = HashMap::new();
        for group in event.articles.iter().filter_map(|article| group_of.get(article)) {
            *parts.entry(*group).or_default() += 1;
        }
        // Of equal parts, the one with the earlier group.
        let largest = parts
            .into_iter()
            .max_by_key(|&(group, size)| (size, std::cmp::Reverse(group)));
        if let Some((group, _)) = largest {
            claims[group].push(event.id);
        }
    }
    let number = |mut ids: Vec<u32>| {
        ids.sort_unstable();
        ids.dedup();
        let id = ids.first().copied().unwrap_or_else(|| {
            *next += 1;
            *next - 1
        });
        EventIdentity {
            id,
            aliases: ids.split_off(ids.len().min(1)),
        }
    };
    claims.into_iter().map(number).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(id: u32, articles: &[u32]) -> KnownEvent {
        KnownEvent {
            id,
            articles: articles.to_vec(),
        }
    }

    #[test]
    fn numbers_stay_with_most_articles() {
        let mut next = 9;
        let known = [known(3, &[1, 2, 3]), known(5, &[4, 5])];
        let groups = [vec![1], vec![2, 3, 4, 5], vec![6, 7]];
        let found = identities(&known, &groups, &mut next);
        let ids: Vec<u32> = found.iter().map(|event| event.id).collect();
        assert_eq!(ids, [9, 3, 10]);
        assert_eq!(found[1].aliases, [5]);
        assert_eq!(next, 11);
    }
}
