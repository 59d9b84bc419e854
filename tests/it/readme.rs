//! README.md in step with the program: its tables of keys and query fields are made from the program's own tables.
//!
//! `NEWSPRINT_REGENERATE=1 cargo test --test readme` writes them anew.

use newsprint::config::Preset;
use newsprint::library::QueryField;
use std::fmt::Write;
use std::path::Path;
use std::{env, fs};

fn readme() -> (std::path::PathBuf, String) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let text = fs::read_to_string(&path).unwrap();
    (path, text)
}

/// The text between the markers of this name, in `text`: from the line behind the first to the start of the second.
fn between(text: &str, name: &str) -> std::ops::Range<usize> {
    let begin = text.find(&format!("<!-- {name}: begin")).unwrap();
    let begin = begin + text[begin..].find('\n').unwrap() + 1;
    let end = begin + text[begin..].find(&format!("<!-- {name}: end")).unwrap();
    begin..end
}

fn key_table() -> String {
    format!("\n{}\n", Preset::Vim.keymap().to_markdown())
}

fn field_table() -> String {
    let mut table = String::from("\n| field | finds |\n|---|---|\n");
    for field in QueryField::all() {
        writeln!(table, "| `{}:` | {} |", field.name(), field.help()).unwrap();
    }
    table.push('\n');
    table
}

#[test]
fn the_tables_are_those_of_the_program() {
    let (path, mut text) = readme();
    let regenerate = env::var_os("NEWSPRINT_REGENERATE").is_some();
    for (name, table) in [("keys", key_table()), ("fields", field_table())] {
        let range = between(&text, name);
        if regenerate {
            text.replace_range(range, &table);
        } else {
            let message = "run: NEWSPRINT_REGENERATE=1 cargo test --test readme";
            assert!(
                text[range] == table,
                "the table of {name} in README.md is not the program's; {message}"
            );
        }
    }
    if regenerate {
        fs::write(path, text).unwrap();
    }
}

#[test]
fn what_it_links_to_is_there() {
    let (path, text) = readme();
    for link in text.split("](").skip(1).filter_map(|rest| rest.split_once(')')) {
        let target = link.0;
        assert!(
            target.contains("://") || path.with_file_name(target).exists(),
            "{target} is not there"
        );
    }
}
