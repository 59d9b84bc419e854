//! Reads `src/` and holds it to the layers of ARCHITECTURE.md: who may use whom, and what each must never touch.

use regex::Regex;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// A layer: its folder, the folders of this crate that it may use, and paths that must not stand in it.
struct Layer {
    folder: &'static str,
    may_use: &'static [&'static str],
    never: &'static [&'static str],
}

const FILES: &str = "std::fs";
const THREADS: &str = "std::thread";
const CLOCKS: [&str; 2] = ["std::time::Instant", "std::time::SystemTime"];
const TERMINAL: [&str; 2] = ["ratatui", "crossterm"];

const LAYERS: &[Layer] = &[
    Layer {
        folder: "article",
        may_use: &[],
        never: &[
            FILES,
            THREADS,
            "std::time",
            "std::io",
            "std::env",
            "std::net",
            "std::process",
        ],
    },
    Layer {
        folder: "text",
        may_use: &["article"],
        never: &[FILES, THREADS, CLOCKS[0], CLOCKS[1], TERMINAL[0], TERMINAL[1]],
    },
    Layer {
        folder: "extract",
        may_use: &["article", "text"],
        never: &[
            FILES,
            THREADS,
            "std::time",
            TERMINAL[0],
            TERMINAL[1],
            "jiff::Zoned::now",
            "jiff::Timestamp::now",
        ],
    },
    Layer {
        folder: "export",
        may_use: &["article", "text"],
        never: &[FILES, THREADS, "std::time", TERMINAL[0], TERMINAL[1]],
    },
    Layer {
        folder: "library",
        may_use: &["article", "text", "extract", "export"],
        never: &TERMINAL,
    },
    Layer {
        folder: "layout",
        may_use: &["article", "text", "extract", "export"],
        never: &[FILES, THREADS, TERMINAL[0], TERMINAL[1]],
    },
    Layer {
        folder: "config",
        may_use: &["article", "text", "extract", "export", "library"],
        never: &[FILES, THREADS, TERMINAL[0], TERMINAL[1]],
    },
    Layer {
        folder: "app",
        may_use: &[
            "article", "text", "extract", "export", "library", "layout", "config",
        ],
        never: &[FILES, THREADS, CLOCKS[0], CLOCKS[1], TERMINAL[0], TERMINAL[1]],
    },
    Layer {
        folder: "ui",
        may_use: &[
            "article", "text", "extract", "export", "library", "layout", "config", "app",
        ],
        never: &[FILES, THREADS, CLOCKS[0], CLOCKS[1]],
    },
    Layer {
        folder: "runtime",
        may_use: &[
            "article", "text", "extract", "export", "library", "layout", "config", "app", "ui",
        ],
        never: &[],
    },
    Layer {
        folder: "cli",
        may_use: &[
            "article", "text", "extract", "export", "library", "layout", "config", "app", "ui", "runtime",
        ],
        never: &[],
    },
];

/// Crates that `article` may use besides the standard library.
const ARTICLE_CRATES: [&str; 1] = ["serde"];

/// Files that only one of `app/` and `ui/` has.
/// What of the app is not drawn by itself: values, and transitions that concern several parts of the screen.
const APP_ONLY: &[&str] = &[
    "face.rs",
    "answering.rs",
    "snippet.rs",
    "stored.rs",
    "correcting.rs",
    "dispatch.rs",
    "effect.rs",
    "event.rs",
    "filtering.rs",
    "finding.rs",
    "frames.rs",
    "geometry.rs",
    "highlight.rs",
    "list.rs",
    "loading.rs",
    "marking.rs",
    "meta_line.rs",
    "moving.rs",
    "panes.rs",
    "recleaning.rs",
    "remarks.rs",
    "remembering.rs",
    "request.rs",
    "search.rs",
    "selecting.rs",
    "selection.rs",
    "settle.rs",
    "taking.rs",
    "text_field.rs",
    "undoing.rs",
    "view.rs",
];
/// What of the drawing knows nothing of the app's parts.
const UI_ONLY: &[&str] = &["canvas.rs"];

const LINES_AT_MOST: usize = 600;

struct Source {
    path: PathBuf,
    text: String,
}

impl Source {
    /// The folder in `src/` that it belongs to.
    fn layer(&self) -> Option<&str> {
        let inner = self.path.strip_prefix(src()).ok()?;
        let first = inner.components().next()?.as_os_str().to_str()?;
        inner
            .parent()
            .filter(|parent| !parent.as_os_str().is_empty())
            .map(|_| first)
    }
}

fn src() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

fn sources() -> Vec<Source> {
    let mut found = Vec::new();
    let mut folders = vec![src()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                found.push(Source { path, text });
            }
        }
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

/// The code without its comments.
fn code(text: &str) -> String {
    let lines = text.lines().map(|line| match line.find("//") {
        // An address in a string is no comment.
        Some(at) if !line[..at].ends_with(':') => &line[..at],
        _ => line,
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// Every path that stands in the code, trees of `use` taken apart: `std::fs`, `crate::text::width`.
fn paths(code: &str) -> BTreeSet<String> {
    let path = Regex::new(r"[A-Za-z_]\w*(?:\s*::\s*[A-Za-z_]\w*)+").unwrap();
    let usage = Regex::new(r"(?m)^\s*(?:pub(?:\([^)]*\))?\s+)?use\s+([^;]+);").unwrap();
    let mut found: BTreeSet<String> = path
        .find_iter(code)
        .map(|hit| without_blanks(hit.as_str()))
        .collect();
    for tree in usage.captures_iter(code) {
        take_apart("", &without_blanks(&tree[1]), &mut found);
    }
    found
}

fn without_blanks(text: &str) -> String {
    text.replace(" as ", "~").split_whitespace().collect()
}

/// Takes `a::{b, c::{d, e}}` apart into `a::b`, `a::c::d` and `a::c::e`.
fn take_apart(prefix: &str, tree: &str, found: &mut BTreeSet<String>) {
    let Some(open) = tree.find('{') else {
        found.insert(format!("{prefix}{}", tree.split('~').next().unwrap_or_default()));
        return;
    };
    let prefix = format!("{prefix}{}", &tree[..open]);
    let inner = tree[open + 1..].strip_suffix('}').unwrap_or(&tree[open + 1..]);
    let (mut depth, mut start) = (0, 0);
    for (at, c) in inner.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                take_apart(&prefix, &inner[start..at], found);
                start = at + 1;
            }
            _ => {}
        }
    }
    take_apart(&prefix, &inner[start..], found);
}

/// Whether a path is this one or lies below it.
fn is_below(path: &str, above: &str) -> bool {
    path.strip_prefix(above)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
}

#[test]
fn trees_of_use_are_taken_apart() {
    let found = paths(
        "use std::{fs, io::{self, Read}};\nuse crate::text as t;\nlet x = ratatui :: style::Color::Red;",
    );
    for path in [
        "std::fs",
        "std::io::self",
        "std::io::Read",
        "crate::text",
        "ratatui::style::Color::Red",
    ] {
        assert!(found.contains(path), "{path}: {found:?}");
    }
}

#[test]
fn every_layer_is_known() {
    let folders: BTreeSet<String> = sources()
        .iter()
        .filter_map(|source| source.layer().map(str::to_owned))
        .collect();
    let known: BTreeSet<String> = LAYERS.iter().map(|layer| layer.folder.to_owned()).collect();
    assert_eq!(folders, known);
}

#[test]
fn layers_use_only_what_lies_below_them() {
    let mut wrong = Vec::new();
    for source in sources() {
        let Some(layer) = LAYERS.iter().find(|layer| source.layer() == Some(layer.folder)) else {
            continue;
        };
        let code = code(&source.text);
        for path in paths(&code) {
            let forbidden = layer.never.iter().any(|never| is_below(&path, never));
            let above = path.strip_prefix("crate::").is_some_and(|rest| {
                let folder = rest.split("::").next().unwrap_or_default();
                LAYERS.iter().any(|layer| layer.folder == folder)
                    && folder != layer.folder
                    && !layer.may_use.contains(&folder)
            });
            if forbidden || above {
                wrong.push(format!("{}: {path}", source.path.display()));
            }
        }
        if layer.folder == "ui" && code.contains("&mut App") {
            wrong.push(format!("{}: &mut App", source.path.display()));
        }
    }
    assert!(
        wrong.is_empty(),
        "these do not belong into their layer:\n{}",
        wrong.join("\n")
    );
}

#[test]
fn articles_use_nothing_but_the_standard_library_and_serde() {
    let manifest = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml")).unwrap();
    let manifest: toml::Table = toml::from_str(&manifest).unwrap();
    let crates: Vec<String> = manifest["dependencies"]
        .as_table()
        .unwrap()
        .keys()
        .map(|name| name.replace('-', "_"))
        .collect();
    for source in sources()
        .iter()
        .filter(|source| source.layer() == Some("article"))
    {
        for path in paths(&code(&source.text)) {
            let first = path.split("::").next().unwrap_or_default();
            let is_crate = crates.iter().any(|name| name == first);
            assert!(
                !is_crate || ARTICLE_CRATES.contains(&first),
                "{}: {path}",
                source.path.display()
            );
        }
    }
}

#[test]
fn every_file_says_what_it_is_and_is_not_too_long() {
    let unfinished = Regex::new(r"\b(todo|unimplemented|dbg)!").unwrap();
    let mut wrong = Vec::new();
    for source in sources() {
        let lines = source.text.lines().count();
        if !source.text.starts_with("//! ") {
            wrong.push(format!("{}: does not begin with //!", source.path.display()));
        }
        if lines > LINES_AT_MOST {
            wrong.push(format!("{}: {lines} lines", source.path.display()));
        }
        let stem = source
            .path
            .file_stem()
            .and_then(|stem| stem.to_str())
            .unwrap_or_default();
        if ["utils", "util", "common", "helpers", "helper", "manager", "misc"].contains(&stem) {
            wrong.push(format!("{}: the name says nothing", source.path.display()));
        }
        if let Some(hit) = unfinished.find(&code(&source.text)) {
            wrong.push(format!("{}: {}", source.path.display(), hit.as_str()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn app_and_ui_carry_the_same_file_names() {
    let names = |folder: &str| -> BTreeSet<String> {
        let sources = sources();
        let inside = sources
            .iter()
            .filter_map(|source| source.path.strip_prefix(src().join(folder)).ok());
        inside.map(|path| path.display().to_string()).collect()
    };
    let (app, ui) = (names("app"), names("ui"));
    let app_only: Vec<_> = app
        .difference(&ui)
        .filter(|name| !APP_ONLY.contains(&name.as_str()))
        .collect();
    let ui_only: Vec<_> = ui
        .difference(&app)
        .filter(|name| !UI_ONLY.contains(&name.as_str()))
        .collect();
    assert!(
        app_only.is_empty() && ui_only.is_empty(),
        "only in app: {app_only:?}; only in ui: {ui_only:?}"
    );
}
