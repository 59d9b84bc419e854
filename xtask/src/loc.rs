//! `cargo xtask loc`: counts the lines of `src` that hold code. A line counts if a token touches it, so blank lines and
//! comments of every kind do not; nor do modules that are compiled for tests only, inline or as a file.

use crate::source_graph::module_tree::{SourceFile, SourceTree};
use crate::{Outcome, repository};
use proc_macro2::{Delimiter, Span, TokenStream, TokenTree};
use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

#[derive(clap::Args)]
pub struct Arguments {
    /// The folder to count instead of this repository's `src`
    folder: Option<PathBuf>,
    /// Also print the lines of every file, largest first
    #[arg(long)]
    files: bool,
}

pub fn run(arguments: &Arguments) -> Outcome {
    let folder = arguments
        .folder
        .clone()
        .unwrap_or_else(|| repository().join("src"));
    let tree = SourceTree::read(&folder)?;
    let mut files = Vec::new();
    for file in tree.files.iter().filter(|file| !file.is_test) {
        files.push((lines_of_code(&folder, file)?, file.path.as_str()));
    }
    let mut layers: BTreeMap<&str, usize> = BTreeMap::new();
    for (lines, path) in &files {
        let layer = path.split_once('/').map_or("(root)", |(layer, _)| layer);
        *layers.entry(layer).or_default() += lines;
    }
    files.sort_unstable_by_key(|&(lines, path)| (std::cmp::Reverse(lines), path));
    for (lines, path) in files.iter().filter(|_| arguments.files) {
        println!("{lines:>7}  {path}");
    }
    for (layer, lines) in layers {
        println!("{lines:>7}  {layer}");
    }
    println!(
        "{:>7}  total",
        files.iter().map(|(lines, _)| lines).sum::<usize>()
    );
    Ok(())
}

fn lines_of_code(folder: &Path, file: &SourceFile) -> Result<usize, Box<dyn Error>> {
    let text = fs::read_to_string(folder.join(&file.path))?;
    let tokens: TokenStream = text.parse().map_err(|error| format!("{}: {error}", file.path))?;
    let mut touched = BTreeSet::new();
    touch(tokens, &mut touched);
    // A string over several lines can hold blank ones.
    let blank = text
        .lines()
        .enumerate()
        .filter(|(_, line)| line.trim().is_empty());
    let blank: BTreeSet<usize> = blank.map(|(at, _)| at + 1).collect();
    Ok(touched.difference(&blank).count())
}

/// Adds the lines that tokens touch.
fn touch(tokens: TokenStream, lines: &mut BTreeSet<usize>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut at = 0;
    while at < tokens.len() {
        if let Some((length, attribute)) = attribute_at(&tokens[at..]) {
            let is_comment = attribute.len() > 1 && attribute[0] == "doc" && attribute[1] == "=";
            if is_comment {
                at += length;
                continue;
            }
            if attribute == ["cfg", "(test)"]
                && let Some(module) = module_length(&tokens[at + length..])
            {
                at += length + module;
                continue;
            }
        }
        match &tokens[at] {
            TokenTree::Group(group) => {
                if group.delimiter() != Delimiter::None {
                    touch_span(group.span_open(), lines);
                    touch_span(group.span_close(), lines);
                }
                touch(group.stream(), lines);
            }
            token => touch_span(token.span(), lines),
        }
        at += 1;
    }
}

fn touch_span(span: Span, lines: &mut BTreeSet<usize>) {
    lines.extend(span.start().line..=span.end().line);
}

/// The number of tokens of an attribute at the beginning, and its content, token by token.
fn attribute_at(tokens: &[TokenTree]) -> Option<(usize, Vec<String>)> {
    let is_punct = |at: usize, wanted: char| matches!(tokens.get(at), Some(TokenTree::Punct(punct)) if punct.as_char() == wanted);
    if !is_punct(0, '#') {
        return None;
    }
    let at = if is_punct(1, '!') { 2 } else { 1 };
    match tokens.get(at) {
        Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Bracket => {
            let words = group.stream().into_iter().map(|token| token.to_string());
            Some((at + 1, words.collect()))
        }
        _ => None,
    }
}

/// The number of tokens of the module that begins here, after other attributes and a visibility.
fn module_length(tokens: &[TokenTree]) -> Option<usize> {
    let mut at = 0;
    while let Some((length, _)) = attribute_at(&tokens[at..]) {
        at += length;
    }
    let is_word =
        |at: usize, wanted: &str| matches!(tokens.get(at), Some(TokenTree::Ident(word)) if word == wanted);
    if is_word(at, "pub") {
        at += 1 + usize::from(matches!(tokens.get(at + 1), Some(TokenTree::Group(_))));
    }
    // `mod`, its name, and its body or a semicolon.
    is_word(at, "mod").then_some(at + 3)
}
