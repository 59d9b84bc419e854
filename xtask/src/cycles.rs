//! `cargo xtask cycles`: prints the import cycles of more than two files in `src`.

use crate::source_graph::cycles;
use crate::source_graph::module_tree::SourceTree;
use crate::source_graph::references::{Reference, references};
use crate::source_graph::resolve::Target;
use crate::{Outcome, repository};
use std::collections::BTreeSet;
use std::path::PathBuf;

/// The type whose `impl` blocks are spread over files.
const EXTENDED: &str = "App";

#[derive(clap::Args)]
pub struct Arguments {
    /// The folder to read instead of this repository's `src`
    folder: Option<PathBuf>,
    /// Also print the imports that form each cycle
    #[arg(long)]
    imports: bool,
}

pub fn run(arguments: &Arguments) -> Outcome {
    let folder = arguments
        .folder
        .clone()
        .unwrap_or_else(|| repository().join("src"));
    let tree = SourceTree::read(&folder)?;
    let references = references(&tree, &[], Some(EXTENDED));
    let cycles = cycles(&tree, &references);
    for cycle in &cycles {
        println!("{} files: {}", cycle.len(), cycle.join(", "));
        if arguments.imports {
            let inside = references
                .iter()
                .filter_map(|reference| import(&tree, cycle, reference));
            let inside: BTreeSet<String> = inside.collect();
            for import in inside {
                println!("  {import}");
            }
        }
    }
    let largest = cycles.first().map_or(0, Vec::len);
    let files: usize = cycles.iter().map(Vec::len).sum();
    println!(
        "{} cycles of more than two files with {files} files; the largest has {largest}",
        cycles.len()
    );
    Ok(())
}

/// Describes a reference from one file of a cycle to another.
fn import(tree: &SourceTree, cycle: &[String], reference: &Reference) -> Option<String> {
    let Target::Item { file, .. } = reference.target else {
        return None;
    };
    let (from, to) = (&tree.files[reference.file].path, &tree.files[file].path);
    let is_inside = from != to && cycle.contains(from) && cycle.contains(to);
    (is_inside && reference.is_import()).then(|| format!("{from} -> {to} ({})", reference.path))
}
