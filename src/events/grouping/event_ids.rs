//! The ids of events when articles are grouped again. An id is given once. It stays with most of its members: on a merge the
//! older id survives, and on a split the larger part keeps it.

use std::collections::BTreeMap;

/// The ids of regrouped events.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct EventIds {
    /// The id of each group.
    pub ids: Vec<u32>,
    /// Ids that are gone, each with the id that its articles have now.
    pub aliases: Vec<(u32, u32)>,
}

/// The ids of some groups, each given by the earlier ids of its members. `outside` is the number of members of an event that
/// were not grouped again, and keep its id. New groups get ids from `next` on.
pub fn event_ids(groups: &[Vec<Option<u32>>], outside: impl Fn(u32) -> usize, next: u32) -> EventIds {
    let mut heirs: BTreeMap<u32, (usize, usize)> = BTreeMap::new();
    for (group, members) in groups.iter().enumerate() {
        let mut counts: BTreeMap<u32, usize> = BTreeMap::new();
        for event in members.iter().flatten() {
            *counts.entry(*event).or_default() += 1;
        }
        for (event, count) in counts {
            let heir = heirs.entry(event).or_insert((0, group));
            if count > heir.0 {
                *heir = (count, group);
            }
        }
    }
    let mut ids: Vec<Option<u32>> = vec![None; groups.len()];
    let mut aliases = Vec::new();
    for (&event, &(count, group)) in &heirs {
        let stays = outside(event);
        match ids[group] {
            // Most of the event's articles are not here: they keep the id.
            _ if stays > count => {}
            None => ids[group] = Some(event),
            Some(older) if stays == 0 => aliases.push((event, older)),
            Some(_) => {}
        }
    }
    let mut next = next;
    let ids = ids.into_iter().map(|id| {
        id.unwrap_or_else(|| {
            next += 1;
            next - 1
        })
    });
    EventIds {
        ids: ids.collect(),
        aliases,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(groups: &[&[u32]]) -> EventIds {
        let known = |event: &u32| (*event > 0).then_some(*event);
        let groups: Vec<Vec<_>> = groups
            .iter()
            .map(|group| group.iter().map(known).collect())
            .collect();
        event_ids(&groups, |_| 0, 10)
    }

    #[test]
    fn an_id_stays_with_most_of_its_members() {
        assert_eq!(ids(&[&[1, 1, 0], &[0]]).ids, [1, 10]);
        assert_eq!(ids(&[&[1], &[1, 1]]).ids, [10, 1]);
    }

    #[test]
    fn on_a_merge_the_older_id_survives_and_the_other_is_an_alias() {
        let merged = ids(&[&[7, 7, 7, 2]]);
        assert_eq!((merged.ids, merged.aliases), (vec![2], vec![(7, 2)]));
    }

    #[test]
    fn articles_that_were_not_grouped_again_keep_their_id() {
        let left = event_ids(&[vec![Some(3)]], |_| 5, 10);
        assert_eq!((left.ids, left.aliases), (vec![10], vec![]));
    }
}
