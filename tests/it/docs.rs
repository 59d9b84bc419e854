//! The documentation agrees with the program: generated tables, the keys that README.md mentions, links, and the paths that
//! ARCHITECTURE.md mentions.

use crate::harness::expected::{assert_all, compare, repository};
use newsprint::article::Reason;
use newsprint::config::{Action, Context, Group, Key, Preset, context_of};
use newsprint::library::QueryField;
use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::Path;

fn read(path: &str) -> String {
    fs::read_to_string(repository(path)).unwrap()
}

/// Compares the generated part of a file with `table`, or rewrites it.
fn check_generated(path: &str, table: &str) {
    let mut text = read(path);
    let begin = text.find("<!-- generated").expect("the first marker");
    let begin = begin + text[begin..].find('\n').unwrap() + 1;
    let end = begin + text[begin..].find("<!-- end").expect("the second marker");
    text.replace_range(begin..end, &format!("\n{table}\n"));
    assert_all(compare(path, &text).err());
}

/// Every action by group, with its keys in each preset.
fn key_tables() -> String {
    let keymaps: Vec<_> = Preset::NAMED.iter().map(|(_, preset)| preset.keymap()).collect();
    let names: Vec<&str> = Preset::NAMED.iter().map(|(name, _)| *name).collect();
    let mut tables = Vec::new();
    for &group in Group::ALL {
        let head = names.join(" | ");
        let rule = "---|".repeat(names.len() + 2);
        let mut table = format!("## {}\n\n| action | {head} | name |\n|{rule}\n", group.title());
        for &action in Action::ALL.iter().filter(|action| action.group() == group) {
            let _ = write!(table, "| {} |", action.help());
            for keymap in &keymaps {
                let keys = keymap.keys_of(context_of(group), action);
                let keys = keys.iter().map(|key| format!(" `{}`", key.replace('|', "\\|")));
                let _ = write!(table, "{} |", keys.collect::<String>());
            }
            let _ = writeln!(table, " `{}` |", action.name());
        }
        tables.push(table);
    }
    tables.join("\n")
}

#[test]
fn keys_md_lists_every_action() {
    let tables = key_tables();
    assert!(tables.contains("| go to the top | `gg` `Home` |"));
    assert!(tables.contains("| pipe the article to a command | `\\|` `P` |"));
    for action in Action::ALL {
        assert!(tables.contains(&format!("`{action}` |")), "{action}");
    }
    check_generated("docs/keys.md", &tables);
}

#[test]
fn queries_md_lists_every_field() {
    let mut table = String::from("| field | finds |\n|---|---|\n");
    for field in QueryField::all() {
        writeln!(table, "| `{}:` | {} |", field.name(), field.help()).unwrap();
    }
    check_generated("docs/queries.md", &table);
}

#[test]
fn extract_md_lists_every_reason() {
    let mut table = String::from("| reason | meaning |\n|---|---|\n");
    for reason in Reason::ALL {
        writeln!(table, "| `{}` | {} |", reason.name(), reason.help()).unwrap();
    }
    check_generated("docs/extract.md", &table);
}

/// The code spans of a Markdown text, without code blocks and comments.
fn code_spans(text: &str) -> Vec<&str> {
    let blocks = text.split("```").step_by(2);
    let lines = blocks
        .flat_map(str::lines)
        .filter(|line| !line.starts_with("<!--"));
    lines
        .flat_map(|line| line.split('`').skip(1).step_by(2))
        .collect()
}

/// Returns whether a code span means a key rather than a command or a name: one character, or a modifier and a key.
fn is_key(span: &str) -> bool {
    let key = span.trim_start_matches(|c: char| ('1'..='9').contains(&c));
    key.chars().count() == 1 && key != "-" || ["C-", "A-", "S-"].iter().any(|start| key.starts_with(start))
}

#[test]
fn keys_in_the_readme_exist() {
    let keymap = Preset::Vim.keymap();
    let bindings = |context: Context| {
        keymap
            .bindings(context)
            .map(|(keys, _)| Key::print_sequence(keys))
    };
    let bound: BTreeSet<String> = Context::all()
        .flat_map(|context| bindings(context).collect::<Vec<_>>())
        .collect();
    let text = read("README.md");
    let keys: Vec<&str> = code_spans(&text)
        .into_iter()
        .filter(|span| is_key(span))
        .collect();
    assert!(keys.len() >= 12, "{keys:?}");
    let unknown = keys.iter().filter(|key| {
        let key = key.trim_start_matches(|c: char| c.is_ascii_digit());
        !key.is_empty() && !bound.contains(key)
    });
    let unknown: Vec<_> = unknown.collect();
    assert!(
        unknown.is_empty(),
        "README.md mentions keys that are not bound: {unknown:?}"
    );
}

/// The Markdown files that are written for readers of the repository.
fn documents() -> Vec<String> {
    let names = |folder: &str| {
        let files = fs::read_dir(repository(folder)).unwrap();
        let names = files.map(|file| file.unwrap().file_name().into_string().unwrap());
        let markdown = names.filter(|name| name.to_lowercase().ends_with(".md"));
        markdown.map(|name| format!("{folder}{name}")).collect::<Vec<_>>()
    };
    [names(""), names("docs/")].concat()
}

#[test]
fn links_lead_to_files() {
    let mut broken = Vec::new();
    for document in documents() {
        let text = read(&document);
        let folder = repository(&document).parent().unwrap().to_owned();
        for (target, _) in text.split("](").skip(1).filter_map(|rest| rest.split_once(')')) {
            let file = target.split('#').next().unwrap_or_default();
            if !target.contains("://") && !folder.join(file).exists() {
                broken.push(format!("{document}: {target} does not exist"));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn paths_in_the_architecture_exist() {
    let text = read("ARCHITECTURE.md");
    let is_path = |span: &&str| {
        let extension = Path::new(span)
            .extension()
            .and_then(|extension| extension.to_str());
        span.ends_with('/') || matches!(extension, Some("rs" | "toml"))
    };
    let paths = code_spans(&text).into_iter().filter(is_path);
    let missing: Vec<&str> = paths
        // Capitals stand for a name: `app/FOLDER/NAME.rs`.
        .filter(|span| span.contains('/') && !span.contains(char::is_uppercase))
        .filter(|path| !repository(path).exists() && !repository("src").join(path).exists())
        .collect();
    assert!(missing.is_empty(), "ARCHITECTURE.md: {missing:?}");
}
