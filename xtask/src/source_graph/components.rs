//! Strongly connected components of a graph (Tarjan, "Depth-first search and linear graph algorithms", 1972).

use std::collections::{BTreeMap, BTreeSet};

/// The strongly connected components of a graph, including those of a single node.
pub fn components(graph: &BTreeMap<usize, BTreeSet<usize>>) -> Vec<Vec<usize>> {
    let mut search = Search {
        graph,
        numbers: BTreeMap::new(),
        stack: Vec::new(),
        found: Vec::new(),
    };
    for &node in graph.keys() {
        if !search.numbers.contains_key(&node) {
            search.visit(node);
        }
    }
    search.found
}

struct Search<'a> {
    graph: &'a BTreeMap<usize, BTreeSet<usize>>,
    /// The order in which nodes were reached; `usize::MAX` once their component is complete.
    numbers: BTreeMap<usize, usize>,
    stack: Vec<usize>,
    found: Vec<Vec<usize>>,
}

impl Search<'_> {
    /// Returns the smallest number that is reachable from the node within its component.
    fn visit(&mut self, node: usize) -> usize {
        let number = self.numbers.len();
        let depth = self.stack.len();
        self.numbers.insert(node, number);
        self.stack.push(node);
        let mut lowest = number;
        for &next in self.graph.get(&node).into_iter().flatten() {
            let reached = match self.numbers.get(&next) {
                Some(&number) => number,
                None => self.visit(next),
            };
            lowest = lowest.min(reached);
        }
        if lowest == number {
            let component = self.stack.split_off(depth);
            for node in &component {
                self.numbers.insert(*node, usize::MAX);
            }
            self.found.push(component);
        }
        lowest
    }
}
