//! Small sources, and which file of them uses which.

use super::components::components;
use super::module_tree::SourceTree;
use super::references::{ReferenceKind, references};
use super::resolve::Target;
use super::{cycles, imports};
use std::collections::{BTreeMap, BTreeSet};

fn tree(files: &[(&str, &str)]) -> SourceTree {
    let own = |&(path, text): &(&str, &str)| (path.to_owned(), text.to_owned());
    SourceTree::parse(files.iter().map(own).collect()).expect("the sources are valid")
}

/// The imports of all files, as `from -> to`.
fn edges(files: &[(&str, &str)]) -> Vec<String> {
    let tree = tree(files);
    let references = references(&tree, &[], Some("App"));
    let mut edges = Vec::new();
    for (from, imported) in imports(&tree, &references) {
        let path = |file: usize| tree.files[file].path.clone();
        edges.extend(
            imported
                .into_iter()
                .map(|to| format!("{} -> {}", path(from), path(to))),
        );
    }
    edges
}

#[test]
fn an_import_leads_through_a_facade_to_the_file_that_defines_the_item() {
    let found = edges(&[
        ("lib.rs", "mod a; mod b;"),
        (
            "a/mod.rs",
            "mod one; mod two; pub use one::One as First; pub use two::*;",
        ),
        ("a/one.rs", "pub struct One;"),
        ("a/two.rs", "pub fn two() {}"),
        (
            "b.rs",
            "use crate::a::{self, First}; fn f(_: First) { a::two(); }",
        ),
    ]);
    assert_eq!(found, ["b.rs -> a/one.rs", "b.rs -> a/two.rs"]);
}

#[test]
fn a_name_that_is_a_module_and_a_function_is_the_function_at_the_end_of_a_path() {
    let found = edges(&[
        ("lib.rs", "mod text; mod user;"),
        ("text/mod.rs", "mod width; pub use width::width;"),
        ("text/width.rs", "pub fn width() {} pub const TAB: u8 = 8;"),
        (
            "user.rs",
            "use crate::text::width; const T: u8 = crate::text::width::TAB;",
        ),
    ]);
    assert_eq!(found, ["user.rs -> text/width.rs"]);
}

#[test]
fn variants_methods_and_trait_paths_lead_to_the_type() {
    let found = edges(&[
        ("lib.rs", "mod a; mod b; mod c; mod d;"),
        ("a.rs", "pub enum Kind { One } pub trait Named {}"),
        ("b.rs", "fn f() { let _ = crate::a::Kind::One; }"),
        ("c.rs", "use super::a::Kind; fn f() { Kind::new::<u8>(); }"),
        (
            "d.rs",
            "impl<T: super::a::Named> From<T> for D where T: Copy {} struct D;",
        ),
    ]);
    assert_eq!(found, ["b.rs -> a.rs", "c.rs -> a.rs", "d.rs -> a.rs"]);
}

#[test]
fn paths_in_the_tokens_of_macros_count_but_fields_do_not() {
    let found = edges(&[
        ("lib.rs", "mod a; mod b; mod c;"),
        ("a.rs", "pub const LIMIT: u8 = 1; pub fn name() {}"),
        ("b.rs", "fn f() { println!(\"{}\", vec![crate::a::LIMIT][0]); }"),
        (
            "c.rs",
            "use crate::a::*; fn f(x: X) { println!(\"{}\", x.name); }",
        ),
    ]);
    assert_eq!(found, ["b.rs -> a.rs"]);
}

#[test]
fn globs_and_imports_inside_functions_are_followed() {
    let found = edges(&[
        ("lib.rs", "mod a; mod b; mod c;"),
        ("a.rs", "pub fn one() {}"),
        ("b.rs", "use super::a::*; fn f() { one(); }"),
        ("c.rs", "fn f() { use crate::a::one as first; first(); }"),
    ]);
    assert_eq!(found, ["b.rs -> a.rs", "c.rs -> a.rs"]);
}

#[test]
fn mod_lines_modules_by_themselves_re_exports_and_tests_are_no_imports() {
    let found = edges(&[
        ("lib.rs", "pub mod a; mod b; pub use a::One;"),
        (
            "a.rs",
            "pub struct One; #[cfg(test)] mod tests { use crate::b::two; }",
        ),
        (
            "b.rs",
            "use crate::a; pub fn two() {} #[cfg(test)] #[path = \"b_tests.rs\"] mod tests;",
        ),
        ("b_tests.rs", "use crate::a::One;"),
    ]);
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn the_type_that_impl_blocks_extend_is_no_import_of_theirs_alone() {
    let found = edges(&[
        ("lib.rs", "mod app;"),
        ("app/mod.rs", "mod moving; mod list; pub struct App;"),
        (
            "app/moving.rs",
            "use super::App; impl App { fn go(&mut self, _: &App) {} }",
        ),
        ("app/list.rs", "use super::App; fn draw(_: &App) {}"),
    ]);
    assert_eq!(found, ["app/list.rs -> app/mod.rs"]);
}

#[test]
fn inline_modules_have_names_of_their_own() {
    let found = edges(&[
        ("lib.rs", "mod a; mod b;"),
        (
            "a.rs",
            "pub mod inner { pub fn one() { super::two(); } } fn two() {}",
        ),
        (
            "b.rs",
            "mod inner { use super::super::a::inner::one; fn f() { one(); } }",
        ),
    ]);
    assert_eq!(found, ["b.rs -> a.rs"]);
}

#[test]
fn imports_that_lead_to_one_another_end() {
    assert_eq!(
        edges(&[
            ("lib.rs", "mod a; mod b;"),
            ("a.rs", "pub use crate::b::x;"),
            ("b.rs", "pub use crate::a::x; fn f() { x(); }")
        ]),
        Vec::<String>::new()
    );
}

#[test]
fn paths_of_other_crates_are_known_in_full() {
    let tree = tree(&[(
        "lib.rs",
        "use std::{fs, time as t}; fn f(mut x: &mut T) { fs::read(\"x\"); t::Instant::now(); }",
    )]);
    let references = references(&tree, &["std".to_owned()], None);
    let paths: BTreeSet<String> = references
        .iter()
        .filter_map(|reference| match &reference.target {
            Target::External(path) => Some(path.join("::")),
            _ => None,
        })
        .collect();
    let expected = ["std::fs", "std::fs::read", "std::time", "std::time::Instant::now"];
    assert_eq!(paths, expected.map(str::to_owned).into());
}

#[test]
fn kinds_of_references_and_mutable_ones_are_told_apart() {
    let tree = tree(&[
        (
            "lib.rs",
            "mod a; pub use a::One; use a::*; fn f(_: &mut a::One, _: &One) {}",
        ),
        ("a.rs", "pub struct One;"),
    ]);
    let references = references(&tree, &[], None);
    let found: Vec<_> = references
        .iter()
        .map(|reference| (reference.kind, reference.is_mutable))
        .collect();
    assert_eq!(
        found,
        [
            (ReferenceKind::ReExport, false),
            (ReferenceKind::Glob, false),
            (ReferenceKind::Path, true),
            (ReferenceKind::Path, false),
        ]
    );
}

#[test]
fn cycles_of_two_files_are_allowed() {
    let files = [
        ("lib.rs", "mod a; mod b; mod c; mod d;"),
        ("a.rs", "use crate::b::B; pub struct A;"),
        ("b.rs", "use crate::{a::A, c::C}; pub struct B;"),
        ("c.rs", "use crate::d::D; pub struct C;"),
        ("d.rs", "pub struct D;"),
    ];
    let found = |files: &[(&str, &str)]| {
        let tree = tree(files);
        cycles(&tree, &references(&tree, &[], None))
    };
    assert!(found(&files).is_empty());
    let mut closed = files;
    closed[4].1 = "use crate::a::A; pub struct D;";
    assert_eq!(found(&closed), [["a.rs", "b.rs", "c.rs", "d.rs"]]);
}

#[test]
fn components_of_a_graph() {
    let graph: BTreeMap<usize, BTreeSet<usize>> = [
        (1, [2].into()),
        (2, [3].into()),
        (3, [1, 4].into()),
        (4, [5].into()),
        (5, [4].into()),
    ]
    .into();
    let mut found = components(&graph);
    for component in &mut found {
        component.sort_unstable();
    }
    found.sort();
    assert_eq!(found, [vec![1, 2, 3], vec![4, 5]]);
}
