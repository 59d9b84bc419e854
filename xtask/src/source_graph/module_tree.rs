//! The files of a crate, parsed, and its modules with the names that each of them binds.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::{fs, io};
use syn::visit::{self, Visit};

/// Why the source could not be read.
#[derive(Debug)]
pub enum SourceError {
    /// A file or folder could not be read.
    Io(io::Error),
    /// A file is not valid Rust.
    Syntax(String, syn::Error),
    /// A `mod` line names a file that does not exist.
    NoFile(String),
}

impl std::fmt::Display for SourceError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Io(error) => error.fmt(f),
            Self::Syntax(path, error) => write!(f, "{path}: {error}"),
            Self::NoFile(module) => write!(f, "no file for `mod {module}`"),
        }
    }
}

impl std::error::Error for SourceError {}

/// A file below `src/`.
pub struct SourceFile {
    /// Its path below `src/`, with `/` on every platform.
    pub path: String,
    pub syntax: syn::File,
    /// Whether it is compiled for tests only.
    pub is_test: bool,
}

/// A crate: all its files, and the modules that `lib.rs` declares.
pub struct SourceTree {
    pub files: Vec<SourceFile>,
    pub(super) modules: Vec<Module>,
}

/// A module, in a file of its own or inline.
#[derive(Default)]
pub(super) struct Module {
    pub(super) file: usize,
    pub(super) parent: Option<usize>,
    /// What each name is bound to; one name can be bound in several namespaces.
    pub(super) names: HashMap<String, Vec<Binding>>,
    /// Paths of `use path::*`.
    pub(super) globs: Vec<Vec<String>>,
}

/// What a name is bound to.
#[derive(Clone)]
pub(super) enum Binding {
    Module(usize),
    /// Anything else that is defined in the module.
    Item,
    /// A path that `use` imports.
    Import(Vec<String>),
}

/// One name of a `use` declaration.
pub(super) struct UsedName {
    pub(super) path: Vec<String>,
    /// The name that it gets; `None` for a glob.
    pub(super) name: Option<String>,
}

impl SourceTree {
    /// Reads all Rust files below a folder; `lib.rs` is the root of the modules.
    pub fn read(src: &Path) -> Result<Self, SourceError> {
        let mut texts = BTreeMap::new();
        let mut folders = vec![src.to_path_buf()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).map_err(SourceError::Io)? {
                let path = entry.map_err(SourceError::Io)?.path();
                if path.is_dir() {
                    folders.push(path);
                } else if path.extension().is_some_and(|extension| extension == "rs") {
                    let text = fs::read_to_string(&path).map_err(SourceError::Io)?;
                    let relative = path.strip_prefix(src).unwrap_or(&path);
                    texts.insert(relative.to_string_lossy().replace('\\', "/"), text);
                }
            }
        }
        Self::parse(texts)
    }

    /// Parses files that are given as text by their paths.
    pub fn parse(texts: BTreeMap<String, String>) -> Result<Self, SourceError> {
        let mut files = Vec::with_capacity(texts.len());
        for (path, text) in texts {
            let syntax = syn::parse_file(&text).map_err(|error| SourceError::Syntax(path.clone(), error))?;
            files.push(SourceFile {
                path,
                syntax,
                is_test: false,
            });
        }
        let mut tree = Self {
            files,
            modules: Vec::new(),
        };
        let root = tree.file("lib.rs").ok_or(SourceError::NoFile("lib".to_owned()))?;
        tree.add_module(root, None, "", None)?;
        Ok(tree)
    }

    /// The index of the file with a path.
    pub fn file(&self, path: &str) -> Option<usize> {
        self.files.iter().position(|file| file.path == path)
    }

    /// Adds a module and those below it. `folder` is where the files of its children are; `inline` are the items of a
    /// module that has no file of its own.
    fn add_module(
        &mut self,
        file: usize,
        parent: Option<usize>,
        folder: &str,
        inline: Option<Vec<syn::Item>>,
    ) -> Result<usize, SourceError> {
        let module = self.modules.len();
        let mut scope = Scope::default();
        match inline {
            Some(items) => items.iter().for_each(|item| scope.visit_item(item)),
            None => scope.visit_file(&self.files[file].syntax),
        }
        self.modules.push(Module {
            file,
            parent,
            names: scope.names,
            globs: scope.globs,
        });
        for child in scope.children {
            let name = child.ident.to_string();
            let id = self.add_child(module, folder, child)?;
            let names = self.modules[module].names.entry(name).or_default();
            names.push(Binding::Module(id));
        }
        Ok(module)
    }

    fn add_child(&mut self, parent: usize, folder: &str, child: syn::ItemMod) -> Result<usize, SourceError> {
        let name = child.ident.to_string();
        let own_folder = format!("{folder}{name}/");
        let file = self.modules[parent].file;
        if let Some((_, items)) = child.content {
            return self.add_module(file, Some(parent), &own_folder, Some(items));
        }
        let candidates = match path_attribute(&child.attrs) {
            Some(path) => vec![format!("{}{path}", folder_of(&self.files[file].path))],
            None => vec![format!("{folder}{name}.rs"), format!("{own_folder}mod.rs")],
        };
        let found = candidates.iter().find_map(|path| self.file(path));
        let found = found.ok_or(SourceError::NoFile(name))?;
        self.files[found].is_test = self.files[file].is_test || is_test_only(&child.attrs);
        self.add_module(found, Some(parent), &own_folder, None)
    }
}

fn folder_of(path: &str) -> &str {
    path.rfind('/').map_or("", |at| &path[..=at])
}

/// Returns the value of `#[path = "…"]`.
fn path_attribute(attributes: &[syn::Attribute]) -> Option<String> {
    attributes.iter().find_map(|attribute| match &attribute.meta {
        syn::Meta::NameValue(pair) if pair.path.is_ident("path") => match &pair.value {
            syn::Expr::Lit(syn::ExprLit {
                lit: syn::Lit::Str(text),
                ..
            }) => Some(text.value()),
            _ => None,
        },
        _ => None,
    })
}

/// Returns whether an item is compiled for tests only: `#[cfg(test)]`, `#[cfg(all(test, …))]` or `#[test]`.
pub fn is_test_only(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("test")
            || attribute.path().is_ident("cfg")
                && attribute
                    .parse_args::<syn::Meta>()
                    .is_ok_and(|condition| requires_test(&condition))
    })
}

fn requires_test(condition: &syn::Meta) -> bool {
    if let syn::Meta::List(list) = condition
        && list.path.is_ident("all")
    {
        let all =
            list.parse_args_with(syn::punctuated::Punctuated::<syn::Meta, syn::Token![,]>::parse_terminated);
        return all.is_ok_and(|all| all.iter().any(requires_test));
    }
    condition.path().is_ident("test")
}

/// Takes a `use` tree apart into its names.
pub(super) fn used_names(item: &syn::ItemUse) -> Vec<UsedName> {
    let mut names = Vec::new();
    flatten(&item.tree, &mut Vec::new(), &mut names);
    names
}

fn flatten(tree: &syn::UseTree, prefix: &mut Vec<String>, names: &mut Vec<UsedName>) {
    let mut add = |last: &syn::Ident, name: &syn::Ident| {
        let mut path = prefix.clone();
        if last != "self" || path.is_empty() {
            path.push(last.to_string());
        }
        let name = if name == "self" {
            path.last().cloned()
        } else {
            Some(name.to_string())
        };
        names.push(UsedName { path, name });
    };
    match tree {
        syn::UseTree::Path(path) => {
            prefix.push(path.ident.to_string());
            flatten(&path.tree, prefix, names);
            prefix.pop();
        }
        syn::UseTree::Name(name) => add(&name.ident, &name.ident),
        syn::UseTree::Rename(rename) => add(&rename.ident, &rename.rename),
        syn::UseTree::Glob(_) => names.push(UsedName {
            path: prefix.clone(),
            name: None,
        }),
        syn::UseTree::Group(group) => {
            for tree in &group.items {
                flatten(tree, prefix, names);
            }
        }
    }
}

/// Collects the names of one module. Items and imports inside functions count as names of the module around them.
#[derive(Default)]
struct Scope {
    names: HashMap<String, Vec<Binding>>,
    globs: Vec<Vec<String>>,
    children: Vec<syn::ItemMod>,
}

impl Scope {
    fn bind(&mut self, name: &syn::Ident) {
        self.names
            .entry(name.to_string())
            .or_default()
            .push(Binding::Item);
    }
}

impl<'ast> Visit<'ast> for Scope {
    fn visit_item(&mut self, item: &'ast syn::Item) {
        match item {
            syn::Item::Const(item) => self.bind(&item.ident),
            syn::Item::Enum(item) => self.bind(&item.ident),
            syn::Item::Fn(item) => self.bind(&item.sig.ident),
            syn::Item::Static(item) => self.bind(&item.ident),
            syn::Item::Struct(item) => self.bind(&item.ident),
            syn::Item::Trait(item) => self.bind(&item.ident),
            syn::Item::Type(item) => self.bind(&item.ident),
            syn::Item::Union(item) => self.bind(&item.ident),
            syn::Item::Macro(item) => item.ident.iter().for_each(|name| self.bind(name)),
            syn::Item::Mod(item) => self.children.push(item.clone()),
            syn::Item::Use(item) => {
                for used in used_names(item) {
                    match used.name {
                        Some(name) => {
                            let bindings = self.names.entry(name).or_default();
                            bindings.push(Binding::Import(used.path));
                        }
                        None => self.globs.push(used.path),
                    }
                }
            }
            _ => {}
        }
        if !matches!(item, syn::Item::Mod(_)) {
            visit::visit_item(self, item);
        }
    }
}
