//! Resolves a path in code to the file that defines its item: through imports, re-exports and globs. Visibility is not
//! checked, because the compiler has done so.

use super::module_tree::{Binding, SourceTree};

/// Where a path leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// An item of this crate; what follows it in the path (a variant, a method) belongs to it.
    Item {
        /// The file that defines it.
        file: usize,
        /// Its name.
        name: String,
    },
    /// A module of this crate itself.
    Module {
        /// The file of the module.
        file: usize,
        /// Its number in the tree.
        module: usize,
    },
    /// A path of another crate, in full.
    External(Vec<String>),
}

/// Imports that lead to one another in a circle end the search.
const MAX_DEPTH: usize = 16;

impl SourceTree {
    /// Resolves a path that is used in a module. `externals` are the names of other crates.
    pub(super) fn resolve(&self, module: usize, path: &[String], externals: &[String]) -> Option<Target> {
        self.resolve_from(module, path, externals, MAX_DEPTH)
    }

    fn resolve_from(
        &self,
        module: usize,
        path: &[String],
        externals: &[String],
        depth: usize,
    ) -> Option<Target> {
        let depth = depth.checked_sub(1)?;
        let (first, rest) = path.split_first()?;
        match first.as_str() {
            "crate" | "$crate" => self.resolve_in(0, rest, externals, depth),
            "self" => self.resolve_below(module, rest, externals, depth),
            "super" => self.resolve_below(self.modules[module].parent?, rest, externals, depth),
            name => self.resolve_in(module, path, externals, depth).or_else(|| {
                externals
                    .iter()
                    .any(|known| known == name)
                    .then(|| Target::External(path.to_vec()))
            }),
        }
    }

    /// Goes on from a module that `self` or `super` leads to: another `super` may follow.
    fn resolve_below(
        &self,
        module: usize,
        rest: &[String],
        externals: &[String],
        depth: usize,
    ) -> Option<Target> {
        if rest.first().is_some_and(|name| name == "super") {
            return self.resolve_from(module, rest, externals, depth);
        }
        self.resolve_in(module, rest, externals, depth)
    }

    /// Looks a path up among the names of a module.
    fn resolve_in(
        &self,
        module: usize,
        path: &[String],
        externals: &[String],
        depth: usize,
    ) -> Option<Target> {
        let scope = &self.modules[module];
        let Some((name, rest)) = path.split_first() else {
            return Some(Target::Module {
                file: scope.file,
                module,
            });
        };
        let bindings = scope.names.get(name).map_or(&[][..], Vec::as_slice);
        let follow = |binding: &Binding| match binding {
            Binding::Module(module) => self.resolve_in(*module, rest, externals, depth),
            Binding::Item => Some(Target::Item {
                file: scope.file,
                name: name.clone(),
            }),
            Binding::Import(imported) => {
                let path: Vec<String> = imported.iter().chain(rest).cloned().collect();
                self.resolve_from(module, &path, externals, depth)
            }
        };
        // A name can be a module and a function; only a module goes on, and only the function is meant at the end.
        let is_module = |binding: &&Binding| matches!(binding, Binding::Module(_));
        let (modules, others): (Vec<_>, Vec<_>) = bindings.iter().partition(is_module);
        let in_modules = || modules.iter().find_map(|binding| follow(binding));
        let elsewhere = || {
            let own = others.iter().find_map(|binding| follow(binding));
            own.or_else(|| self.resolve_in_globs(module, path, externals, depth))
        };
        if rest.is_empty() {
            elsewhere().or_else(in_modules)
        } else {
            in_modules().or_else(elsewhere)
        }
    }

    fn resolve_in_globs(
        &self,
        module: usize,
        path: &[String],
        externals: &[String],
        depth: usize,
    ) -> Option<Target> {
        let depth = depth.checked_sub(1)?;
        self.modules[module].globs.iter().find_map(|glob| {
            // A glob of an enum or of another crate: its names are not known here, and its `use` line counts.
            match self.resolve_from(module, glob, externals, depth)? {
                Target::Module { module: base, .. } if base != module => {
                    self.resolve_in(base, path, externals, depth)
                }
                _ => None,
            }
        })
    }
}
