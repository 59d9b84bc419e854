//! Holds `src/` to its layers, to the order of the folders inside them, and to the form of its files. The code is
//! parsed; `xtask/src/source_graph` resolves each path to the file that defines its item. There are no exceptions to the rules.

#[path = "../../xtask/src/source_graph/mod.rs"]
mod source_graph;
mod tables;

use proc_macro2::{TokenStream, TokenTree};
use source_graph::cycles;
use source_graph::module_tree::SourceTree;
use source_graph::references::{Reference, references};
use source_graph::resolve::Target;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::LazyLock;
use tables::{LAYERS, Layer, ORDERS, Order};

/// What `article` may use of other crates.
const CRATES_OF_ARTICLE: [&str; 4] = ["std", "core", "alloc", "serde"];

/// The type whose `impl` blocks are spread over the folders of `app/`. Parts of `app/` that contain such blocks have no
/// order among themselves, and the blocks may also use the events and effects at its root.
const APP: &str = "App";

/// The files of `ui/` that draw no single part of the app.
const SHARED_DRAWING: [&str; 3] = ["canvas.rs", "header.rs", "widgets.rs"];

const MAX_LINES: usize = 500;

/// File names that say nothing.
const EMPTY_NAMES: [&str; 7] = ["utils", "util", "common", "helpers", "helper", "manager", "misc"];

const UNFINISHED: [&str; 3] = ["todo", "unimplemented", "dbg"];

/// The source, without its syntax trees, which threads cannot share.
struct Code {
    /// Paths below `src/`.
    paths: Vec<String>,
    /// The files with `impl App` blocks.
    extends_app: BTreeSet<usize>,
    references: Vec<Reference>,
    cycles: Vec<Vec<String>>,
}

static CODE: LazyLock<Code> = LazyLock::new(|| {
    let tree = SourceTree::read(&root().join("src")).expect("the source is valid");
    let mut externals: Vec<String> = CRATES_OF_ARTICLE.map(str::to_owned).into();
    externals.extend(dependencies());
    let references = references(&tree, &externals, Some(APP));
    let extends_app = (0..tree.files.len()).filter(|&file| has_app_block(&tree.files[file].syntax));
    Code {
        extends_app: extends_app.collect(),
        cycles: cycles(&tree, &references),
        paths: tree.files.into_iter().map(|file| file.path).collect(),
        references,
    }
});

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The names of all dependencies, as code writes them.
fn dependencies() -> Vec<String> {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).expect("the manifest can be read");
    let manifest: toml::Table = toml::from_str(&manifest).expect("the manifest is valid");
    let unix = &manifest["target"]["cfg(unix)"]["dependencies"];
    let tables = [&manifest["dependencies"], unix].map(|table| table.as_table().expect("a table"));
    let names = tables.into_iter().flat_map(toml::Table::keys);
    names.map(|name| name.replace('-', "_")).collect()
}

fn has_app_block(file: &syn::File) -> bool {
    file.items.iter().any(|item| match item {
        syn::Item::Impl(item) if item.trait_.is_none() => match &*item.self_ty {
            syn::Type::Path(path) => path.path.segments.last().is_some_and(|last| last.ident == APP),
            _ => false,
        },
        _ => false,
    })
}

impl Code {
    /// The layer that a file belongs to.
    fn layer(&self, file: usize) -> Option<&'static Layer> {
        let folder = self.paths[file].split_once('/')?.0;
        LAYERS.iter().find(|layer| layer.folder == folder)
    }

    /// The file of this crate that a reference leads to.
    fn target(reference: &Reference) -> Option<usize> {
        match reference.target {
            Target::Item { file, .. } | Target::Module { file, .. } => Some(file),
            Target::External(_) => None,
        }
    }

    fn is_app(reference: &Reference) -> bool {
        matches!(&reference.target, Target::Item { name, .. } if name == APP)
    }

    /// Describes a reference: the file, the path as it is written, and where it leads.
    fn describe(&self, reference: &Reference) -> String {
        let (file, path) = (&self.paths[reference.file], &reference.path);
        match &reference.target {
            Target::Item { file: target, .. } | Target::Module { file: target, .. } => {
                format!("{file}: {path} ({})", self.paths[*target])
            }
            Target::External(full) => format!("{file}: {path} ({})", full.join("::")),
        }
    }
}

/// Fails with all violations of a rule, each once.
fn assert_none(rule: &str, violations: impl IntoIterator<Item = String>) {
    let violations: BTreeSet<String> = violations.into_iter().collect();
    let list: Vec<String> = violations.into_iter().collect();
    assert!(
        list.is_empty(),
        "{rule}: {} violations\n{}",
        list.len(),
        list.join("\n")
    );
}

/// Returns whether a path is equal to another one or below it.
fn is_below(path: &[String], above: &str) -> bool {
    let mut path = path.iter();
    above
        .split("::")
        .all(|segment| path.next().is_some_and(|own| own == segment))
}

#[test]
fn every_folder_is_a_layer() {
    let folders = CODE.paths.iter().filter_map(|path| path.split_once('/'));
    let folders: BTreeSet<&str> = folders.map(|(folder, _)| folder).collect();
    let known: BTreeSet<&str> = LAYERS.iter().map(|layer| layer.folder).collect();
    assert_eq!(folders, known);
}

#[test]
fn layers_use_only_what_is_below_them() {
    let violations = CODE.references.iter().filter(|reference| {
        let Some(layer) = CODE.layer(reference.file) else {
            return false;
        };
        match (
            &reference.target,
            Code::target(reference).and_then(|file| CODE.layer(file)),
        ) {
            (Target::External(path), _) => layer.never.iter().any(|never| is_below(path, never)),
            (_, Some(used)) => used.folder != layer.folder && !layer.may_use.contains(&used.folder),
            // The root of the crate is above all layers.
            (_, None) => Code::target(reference).is_some_and(|file| CODE.paths[file] != "lib.rs"),
        }
    });
    assert_none("layers", violations.map(|reference| CODE.describe(reference)));
}

#[test]
fn articles_use_only_the_standard_library_and_serde() {
    let violations = CODE.references.iter().filter(|reference| {
        let is_article = CODE
            .layer(reference.file)
            .is_some_and(|layer| layer.folder == "article");
        match &reference.target {
            Target::External(path) => is_article && !CRATES_OF_ARTICLE.contains(&path[0].as_str()),
            _ => false,
        }
    });
    assert_none("article", violations.map(|reference| CODE.describe(reference)));
}

#[test]
fn drawing_cannot_change_the_app() {
    let violations = CODE.references.iter().filter(|reference| {
        let is_ui = CODE
            .layer(reference.file)
            .is_some_and(|layer| layer.folder == "ui");
        is_ui && reference.is_mutable && Code::is_app(reference)
    });
    assert_none("&mut App", violations.map(|reference| CODE.describe(reference)));
}

impl Order {
    /// What a file belongs to: the folder or file directly in this folder.
    fn part<'a>(&self, path: &'a str) -> Option<&'a str> {
        let inside = path.strip_prefix(self.folder)?.strip_prefix('/')?;
        let part = inside.split_once('/').map_or(inside, |(folder, _)| folder);
        Some(part.strip_suffix(".rs").unwrap_or(part))
    }

    /// The row of a part; `mod` comes after all rows.
    fn row(&self, part: &str) -> Option<usize> {
        if part == "mod" {
            return Some(self.rows.len());
        }
        self.rows
            .iter()
            .position(|row| row.split(' ').any(|name| name == part))
    }

    /// The parts that contain `impl App` blocks.
    fn parts_of_app(&self) -> BTreeSet<&'static str> {
        let files = CODE.extends_app.iter();
        files.filter_map(|&file| self.part(&CODE.paths[file])).collect()
    }

    /// References against the order, parts that it does not name, and parts that it names but that do not exist.
    fn violations(&self) -> Vec<String> {
        let mut found = Vec::new();
        let parts: BTreeSet<&str> = CODE.paths.iter().filter_map(|path| self.part(path)).collect();
        for part in parts.iter().filter(|part| self.row(part).is_none()) {
            found.push(format!("{}/{part} is not in the table", self.folder));
        }
        let names = self.rows.iter().flat_map(|row| row.split(' '));
        for part in names.filter(|part| !parts.contains(part)) {
            found.push(format!(
                "{}/{part} is in the table but does not exist",
                self.folder
            ));
        }
        let of_app = self.parts_of_app();
        for reference in CODE.references.iter().filter(|reference| reference.is_import()) {
            let from = self.part(&CODE.paths[reference.file]);
            let to = Code::target(reference).and_then(|file| self.part(&CODE.paths[file]));
            let (Some(from), Some(to)) = (from, to) else {
                continue;
            };
            let is_free =
                of_app.contains(from) && (of_app.contains(to) || CODE.extends_app.contains(&reference.file));
            if self.row(from).is_some() && self.row(from) < self.row(to) && !is_free {
                found.push(CODE.describe(reference));
            }
        }
        found
    }
}

#[test]
fn folders_use_only_the_folders_above_them() {
    assert_none("order of the folders", ORDERS.iter().flat_map(Order::violations));
}

#[test]
fn state_types_do_not_import_the_app() {
    let violations = CODE.references.iter().filter(|reference| {
        let is_state = CODE
            .layer(reference.file)
            .is_some_and(|layer| layer.folder == "app")
            && !CODE.extends_app.contains(&reference.file);
        is_state && reference.is_import() && Code::is_app(reference)
    });
    assert_none(
        "state types",
        violations.map(|reference| CODE.describe(reference)),
    );
}

#[test]
fn no_import_cycle_has_more_than_two_files() {
    let cycles = CODE.cycles.iter();
    assert_none(
        "cycles, see `cargo xtask cycles --imports`",
        cycles.map(|cycle| format!("{} files: {}", cycle.len(), cycle.join(", "))),
    );
}

#[test]
fn what_is_drawn_has_the_same_path_in_app_and_ui() {
    let drawn = CODE.paths.iter().filter_map(|path| path.strip_prefix("ui/"));
    let violations = drawn.filter(|path| {
        let is_in_app = |known: &String| known.strip_prefix("app/") == Some(path);
        !SHARED_DRAWING.contains(path) && !CODE.paths.iter().any(is_in_app)
    });
    assert_none("only in ui/", violations.map(str::to_owned));
}

/// All Rust files below some folders of the repository, with their text.
fn files_in(folders: &[&str]) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut folders: Vec<_> = folders.iter().map(|folder| root().join(folder)).collect();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("the folder can be read") {
            let path = entry.expect("the entry can be read").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(&path).expect("the file can be read");
                let name = path.strip_prefix(root()).unwrap_or(&path);
                found.push((name.display().to_string(), text));
            }
        }
    }
    found
}

#[test]
fn files_say_what_they_are_and_are_short_and_finished() {
    let mut violations = Vec::new();
    for (path, text) in files_in(&["src", "tests", "xtask"]) {
        let lines = text.lines().count();
        if !text.starts_with("//! ") {
            violations.push(format!("{path}: does not begin with `//!`"));
        }
        if lines > MAX_LINES {
            violations.push(format!("{path}: {lines} lines, at most {MAX_LINES}"));
        }
        let stem = Path::new(&path).file_stem().unwrap_or_default();
        if EMPTY_NAMES.iter().any(|name| stem == *name) {
            violations.push(format!("{path}: the name says nothing"));
        }
        let tokens: TokenStream = text.parse().expect("the file is valid Rust");
        violations.extend(
            unfinished(tokens)
                .into_iter()
                .map(|name| format!("{path}: {name}!")),
        );
    }
    assert_none("files", violations);
}

/// The calls of macros for unfinished code among some tokens.
fn unfinished(tokens: TokenStream) -> Vec<String> {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut found = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        let is_call = matches!(tokens.get(at + 1), Some(TokenTree::Punct(punct)) if punct.as_char() == '!');
        match token {
            TokenTree::Group(group) => found.extend(unfinished(group.stream())),
            TokenTree::Ident(name) if is_call && UNFINISHED.iter().any(|known| name == known) => {
                found.push(name.to_string());
            }
            _ => {}
        }
    }
    found
}
