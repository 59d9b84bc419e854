//! Collects the paths in the code of all files, resolved: in `use` lines, types, expressions, patterns, and the tokens
//! of macros.

use super::module_tree::{Binding, SourceTree, is_test_only, used_names};
use super::resolve::Target;
use proc_macro2::{TokenStream, TokenTree};
use std::collections::BTreeSet;
use syn::visit::{self, Visit};

/// How a file refers to something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReferenceKind {
    /// A path in code, or a private `use`.
    Path,
    /// `use path::*`.
    Glob,
    /// A `use` with a visibility of its own: a name that other files find here.
    ReExport,
    /// The type that an `impl` block of this file extends although another file defines it, or another mention of it.
    Extended,
}

/// A path in a file and where it leads.
#[derive(Debug, Clone)]
pub struct Reference {
    /// The file that contains the path.
    pub file: usize,
    pub target: Target,
    /// The path as it is written.
    pub path: String,
    pub kind: ReferenceKind,
    /// Whether it is part of tests only.
    pub is_test: bool,
    /// Whether it is a type behind `&mut`.
    pub is_mutable: bool,
}

impl Reference {
    /// Returns whether it counts as an import of one file by another.
    pub fn is_import(&self) -> bool {
        !self.is_test && matches!(self.kind, ReferenceKind::Path | ReferenceKind::Glob)
    }
}

/// All references of a crate. `externals` are the names of the crates that it may use; other names are not resolved.
/// `extended` is the type whose `impl` blocks are spread over files, if there is one.
pub fn references(tree: &SourceTree, externals: &[String], extended: Option<&str>) -> Vec<Reference> {
    let mut collector = Collector {
        tree,
        externals,
        module: 0,
        is_test: false,
        extends: BTreeSet::new(),
        found: Vec::new(),
    };
    collector.visit_module(0);
    let (mut found, extends) = (collector.found, collector.extends);
    for reference in &mut found {
        if let Target::Item { file, name } = &reference.target
            && reference.kind == ReferenceKind::Path
            && extended == Some(name)
            && extends.contains(&(reference.file, *file, name.clone()))
        {
            reference.kind = ReferenceKind::Extended;
        }
    }
    found
}

struct Collector<'a> {
    tree: &'a SourceTree,
    externals: &'a [String],
    module: usize,
    is_test: bool,
    /// A file, and the file and name of a type for which it has an `impl` block.
    extends: BTreeSet<(usize, usize, String)>,
    found: Vec<Reference>,
}

impl Collector<'_> {
    fn file(&self) -> usize {
        self.tree.modules[self.module].file
    }

    /// Visits the file of a module.
    fn visit_module(&mut self, module: usize) {
        let before = (self.module, self.is_test);
        let file = &self.tree.files[self.tree.modules[module].file];
        (self.module, self.is_test) = (module, file.is_test);
        self.visit_file(&file.syntax);
        (self.module, self.is_test) = before;
    }

    fn add(&mut self, path: &[String], kind: ReferenceKind) {
        let Some(target) = self.tree.resolve(self.module, path, self.externals) else {
            return;
        };
        self.found.push(Reference {
            file: self.file(),
            target,
            path: path.join("::"),
            kind,
            is_test: self.is_test,
            is_mutable: false,
        });
    }

    fn in_test<'ast>(&mut self, attributes: &[syn::Attribute], visit: impl FnOnce(&mut Self) + 'ast) {
        let before = self.is_test;
        self.is_test |= is_test_only(attributes);
        visit(self);
        self.is_test = before;
    }

    /// Adds the paths among the tokens of a macro. A name after a dot is a field or a method.
    fn scan(&mut self, tokens: TokenStream, shortest: usize) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let is_punct = |at: usize, wanted: char| matches!(tokens.get(at), Some(TokenTree::Punct(punct)) if punct.as_char() == wanted);
        let mut at = 0;
        while at < tokens.len() {
            match &tokens[at] {
                TokenTree::Group(group) => self.scan(group.stream(), shortest),
                TokenTree::Ident(first) if at == 0 || !is_punct(at - 1, '.') => {
                    let mut path = vec![first.to_string()];
                    while is_punct(at + 1, ':')
                        && is_punct(at + 2, ':')
                        && let Some(TokenTree::Ident(next)) = tokens.get(at + 3)
                    {
                        path.push(next.to_string());
                        at += 3;
                    }
                    if path.len() >= shortest {
                        self.add(&path, ReferenceKind::Path);
                    }
                }
                _ => {}
            }
            at += 1;
        }
    }
}

fn segments(path: &syn::Path) -> Vec<String> {
    let name = |segment: &syn::PathSegment| segment.ident.to_string();
    path.segments.iter().map(name).collect()
}

impl<'ast> Visit<'ast> for Collector<'_> {
    fn visit_item(&mut self, item: &'ast syn::Item) {
        self.in_test(attributes(item), |this| visit::visit_item(this, item));
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        self.in_test(&item.attrs, |this| visit::visit_impl_item_fn(this, item));
    }

    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        let name = item.ident.to_string();
        let bindings = self.tree.modules[self.module].names.get(&name);
        let child = bindings.into_iter().flatten().find_map(|binding| match binding {
            Binding::Module(module) => Some(*module),
            _ => None,
        });
        let Some(child) = child else { return };
        let Some((_, items)) = &item.content else {
            return self.visit_module(child);
        };
        let before = std::mem::replace(&mut self.module, child);
        for item in items {
            self.visit_item(item);
        }
        self.module = before;
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        for used in used_names(item) {
            let kind = match (&item.vis, &used.name) {
                (syn::Visibility::Inherited, Some(_)) => ReferenceKind::Path,
                (syn::Visibility::Inherited, None) => ReferenceKind::Glob,
                _ => ReferenceKind::ReExport,
            };
            self.add(&used.path, kind);
        }
    }

    fn visit_item_impl(&mut self, item: &'ast syn::ItemImpl) {
        if item.trait_.is_none()
            && let syn::Type::Path(extended) = &*item.self_ty
            && let Some(Target::Item { file, name }) =
                self.tree
                    .resolve(self.module, &segments(&extended.path), self.externals)
        {
            self.extends.insert((self.file(), file, name));
        }
        visit::visit_item_impl(self, item);
    }

    fn visit_type_reference(&mut self, reference: &'ast syn::TypeReference) {
        let before = self.found.len();
        visit::visit_type_reference(self, reference);
        if reference.mutability.is_some()
            && let Some(first) = self.found.get_mut(before)
        {
            first.is_mutable = true;
        }
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        self.add(&segments(path), ReferenceKind::Path);
        visit::visit_path(self, path);
    }

    /// The path in `pub(super)` or `pub(in path)` uses nothing.
    fn visit_visibility(&mut self, _: &'ast syn::Visibility) {}

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        self.scan(call.tokens.clone(), 1);
        visit::visit_macro(self, call);
    }

    fn visit_meta_list(&mut self, list: &'ast syn::MetaList) {
        self.scan(list.tokens.clone(), 2);
    }
}

fn attributes(item: &syn::Item) -> &[syn::Attribute] {
    match item {
        syn::Item::Const(item) => &item.attrs,
        syn::Item::Enum(item) => &item.attrs,
        syn::Item::Fn(item) => &item.attrs,
        syn::Item::Impl(item) => &item.attrs,
        syn::Item::Macro(item) => &item.attrs,
        syn::Item::Mod(item) => &item.attrs,
        syn::Item::Static(item) => &item.attrs,
        syn::Item::Struct(item) => &item.attrs,
        syn::Item::Trait(item) => &item.attrs,
        syn::Item::Type(item) => &item.attrs,
        syn::Item::Use(item) => &item.attrs,
        _ => &[],
    }
}
