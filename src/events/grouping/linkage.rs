//! Average linkage: joins the two groups whose members have the highest mean probability of belonging together, until no
//! mean is high enough. Pairs that were not compared count as 0, so a group cannot grow along a chain.

use std::cmp::Ordering;
use std::collections::{BinaryHeap, HashMap, HashSet};

/// Pairs that a person put together or kept apart, by the numbers of their articles.
#[derive(Debug, Clone, Default)]
pub struct PairConstraints {
    /// Pairs of one event.
    pub together: Vec<(u32, u32)>,
    /// Pairs of different events.
    pub apart: Vec<(u32, u32)>,
}

#[derive(PartialEq)]
struct Join {
    mean: f32,
    a: u32,
    b: u32,
    sizes: (u32, u32),
}

impl Eq for Join {}

impl Ord for Join {
    fn cmp(&self, other: &Self) -> Ordering {
        self.mean
            .total_cmp(&other.mean)
            .then_with(|| (other.a, other.b).cmp(&(self.a, self.b)))
    }
}

impl PartialOrd for Join {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// The mean probability that joins two groups: a mean of few pairs is less certain than one of many.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct JoinLimit {
    /// For large groups.
    pub least: f32,
    /// What is added for two articles; it falls as groups grow.
    pub few: f32,
    /// The number of further articles that halves the addition.
    pub halved: f32,
}

impl JoinLimit {
    /// The limit for two groups that have this number of articles together.
    fn of(self, articles: u32) -> f32 {
        self.least + self.few * self.halved / (self.halved + articles.saturating_sub(2) as f32)
    }
}

struct Groups {
    members: Vec<Vec<u32>>,
    /// The sum of probabilities to each neighbouring group.
    sums: Vec<HashMap<u32, f32>>,
    apart: Vec<HashSet<u32>>,
    heap: BinaryHeap<Join>,
    limit: JoinLimit,
}

/// The groups of `count` articles, each sorted, in order of their first members. `pairs` are the compared pairs with their
/// probabilities; two groups are joined while their mean is at least `limit`.
pub fn link(
    count: usize,
    pairs: &[(u32, u32, f32)],
    constraints: &PairConstraints,
    limit: JoinLimit,
) -> Vec<Vec<u32>> {
    let mut groups = Groups {
        members: (0..count as u32).map(|article| vec![article]).collect(),
        sums: vec![HashMap::new(); count],
        apart: vec![HashSet::new(); count],
        heap: BinaryHeap::new(),
        limit,
    };
    for &(a, b, probability) in pairs {
        groups.sums[a as usize].insert(b, probability);
        groups.sums[b as usize].insert(a, probability);
    }
    for &(a, b) in &constraints.apart {
        groups.apart[a as usize].insert(b);
        groups.apart[b as usize].insert(a);
    }
    let mut of: Vec<u32> = (0..count as u32).collect();
    for &(a, b) in &constraints.together {
        let (a, b) = (of[a as usize], of[b as usize]);
        if a != b && !groups.apart[a as usize].contains(&b) {
            let (kept, gone) = groups.join(a, b);
            for member in &groups.members[kept as usize] {
                of[*member as usize] = kept;
            }
            groups.members[gone as usize].clear();
        }
    }
    for a in 0..count as u32 {
        groups.offer(a, |b| b > a);
    }
    groups.run();
    let mut found: Vec<Vec<u32>> = groups
        .members
        .into_iter()
        .filter(|members| !members.is_empty())
        .collect();
    for members in &mut found {
        members.sort_unstable();
    }
    found.sort_unstable_by_key(|members| members[0]);
    found
}

impl Groups {
    fn run(&mut self) {
        while let Some(join) = self.heap.pop() {
            let (a, b) = (join.a, join.b);
            let sizes = (self.size(a), self.size(b));
            // An entry from before one of the groups grew or was joined.
            if sizes != join.sizes {
                continue;
            }
            let (kept, gone) = self.join(a, b);
            self.members[gone as usize].clear();
            self.offer(kept, |_| true);
        }
    }

    fn size(&self, group: u32) -> u32 {
        self.members[group as usize].len() as u32
    }

    /// Offers the joins of a group with its neighbours.
    fn offer(&mut self, group: u32, wanted: impl Fn(u32) -> bool) {
        let size = self.size(group);
        if size == 0 {
            return;
        }
        for (&other, &sum) in &self.sums[group as usize] {
            let mean = sum / (size * self.size(other)).max(1) as f32;
            let limit = self.limit.of(size + self.size(other));
            if wanted(other) && mean >= limit && !self.apart[group as usize].contains(&other) {
                let (a, b) = (group.min(other), group.max(other));
                self.heap.push(Join {
                    mean,
                    a,
                    b,
                    sizes: (self.size(a), self.size(b)),
                });
            }
        }
    }

    /// Joins two groups; returns the number that stays and the one that is free. Members of the latter are left in place.
    fn join(&mut self, a: u32, b: u32) -> (u32, u32) {
        let (kept, gone) = if self.sums[a as usize].len() >= self.sums[b as usize].len() {
            (a, b)
        } else {
            (b, a)
        };
        let members = self.members[gone as usize].clone();
        self.members[kept as usize].extend(members);
        for (other, sum) in std::mem::take(&mut self.sums[gone as usize]) {
            self.sums[other as usize].remove(&gone);
            if other != kept {
                *self.sums[kept as usize].entry(other).or_default() += sum;
                *self.sums[other as usize].entry(kept).or_default() += sum;
            }
        }
        for other in std::mem::take(&mut self.apart[gone as usize]) {
            self.apart[other as usize].remove(&gone);
            self.apart[other as usize].insert(kept);
            self.apart[kept as usize].insert(other);
        }
        (kept, gone)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grouped(pairs: &[(u32, u32, f32)], constraints: &PairConstraints) -> Vec<Vec<u32>> {
        let limit = JoinLimit {
            least: 0.3,
            few: 0.22,
            halved: 4.0,
        };
        link(5, pairs, constraints, limit)
    }

    const CHAIN: [(u32, u32, f32); 4] = [(0, 1, 0.9), (1, 2, 0.8), (2, 3, 0.9), (3, 4, 0.6)];

    #[test]
    fn groups_do_not_grow_along_a_chain() {
        let found = grouped(&CHAIN, &PairConstraints::default());
        assert_eq!(found, [vec![0, 1], vec![2, 3], vec![4]]);
    }

    #[test]
    fn constraints_hold() {
        let apart = PairConstraints {
            apart: vec![(0, 1)],
            ..PairConstraints::default()
        };
        assert!(
            grouped(&CHAIN, &apart)
                .iter()
                .all(|group| !(group.contains(&0) && group.contains(&1)))
        );
        let together = PairConstraints {
            together: vec![(0, 4), (4, 2)],
            apart: vec![(2, 3)],
        };
        let found = grouped(&CHAIN, &together);
        assert!(
            found
                .iter()
                .any(|group| [0, 2, 4].iter().all(|article| group.contains(article)))
        );
        assert!(!found.iter().any(|group| group.contains(&2) && group.contains(&3)));
    }
}
