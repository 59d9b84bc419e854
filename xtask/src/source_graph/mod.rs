//! Reads the source of a crate and finds out which file uses which. Used by `cargo xtask loc` and `cycles`, and by
//! `tests/layers.rs`, which includes this module by its path. It follows paths, not method calls or types of values.

pub mod components;
pub mod module_tree;
pub mod references;
pub mod resolve;
#[cfg(test)]
mod tests;

use components::components;
use module_tree::SourceTree;
use references::Reference;
use resolve::Target;
use std::collections::{BTreeMap, BTreeSet};

/// For each file the files that it imports, both as indices of `tree.files`. Re-exports, test modules, and the type
/// that a file's own `impl` blocks extend (`use super::App` of `impl App`) do not count.
pub fn imports(tree: &SourceTree, references: &[Reference]) -> BTreeMap<usize, BTreeSet<usize>> {
    let mut graph: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for reference in references.iter().filter(|reference| reference.is_import()) {
        if let Target::Item { file, .. } = reference.target
            && file != reference.file
            && !tree.files[file].is_test
        {
            graph.entry(reference.file).or_default().insert(file);
        }
    }
    graph
}

/// The cycles of imports with more than two files, largest first; each as the sorted paths of its files.
pub fn cycles(tree: &SourceTree, references: &[Reference]) -> Vec<Vec<String>> {
    let path = |file: usize| tree.files[file].path.clone();
    let mut cycles: Vec<Vec<String>> = components(&imports(tree, references))
        .into_iter()
        .filter(|component| component.len() > 2)
        .map(|component| component.into_iter().map(path).collect())
        .collect();
    for cycle in &mut cycles {
        cycle.sort();
    }
    cycles.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
    cycles
}
