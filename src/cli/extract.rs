//! `newsprint extract`: cleans pages and prints them. How a page is cleaned is `extract`'s affair, how it is written
//! `export`'s.

use super::args::{Extract, Format};
use super::corpus::Corpus;
use super::out_folder::OutFolder;
use super::output::{Messages, Output};
use super::{Failure, STDIN};
use crate::export;
use crate::library::{Entry, Met, walk};
use std::path::{Path, PathBuf};

/// Cleans each page of the PATHs and writes it out, in order.
pub fn run(args: &Extract, messages: &mut Messages) -> Result<(), Failure> {
    if args.body && args.format == Format::Json {
        let text = "--body: JSON always holds the whole article, its paragraphs in `body`; leave out --body, or choose \
                    another --format";
        return Err(Failure::Usage(text.to_owned()));
    }
    let corpus = Corpus::of(&args.paths)?;
    match &args.out {
        Some(folder) => to_folder(folder, &corpus, args, messages),
        None => to_output(&corpus, args, messages),
    }
}

fn to_output(corpus: &Corpus, args: &Extract, messages: &mut Messages) -> Result<(), Failure> {
    let mut output = Output::new();
    let mut is_first = true;
    corpus.for_each(messages, |entries, _| {
        for entry in entries {
            let text = written(entry, args);
            // A line of JSON ends an article; the other formats need a blank one between two of them.
            if args.format != Format::Json && !text.is_empty() && !std::mem::take(&mut is_first) {
                output.text("\n")?;
            }
            output.text(&text)?;
        }
        // Whoever reads along gets each batch at once.
        Ok(output.flush()?)
    })
}

fn to_folder(folder: &Path, corpus: &Corpus, args: &Extract, messages: &mut Messages) -> Result<(), Failure> {
    let folder = OutFolder::new(folder, args.format.extension(), &pages(&args.paths))?;
    corpus.for_each(messages, |entries, messages| {
        for entry in entries {
            let result = folder.write(&entry.path, entry.article.part, &written(entry, args));
            if let Err(problem) = result {
                messages.failure(problem);
            }
        }
        Ok(())
    })
}

/// The pages that are going to be read. What cannot be listed is told of when they are.
fn pages(paths: &[PathBuf]) -> Vec<PathBuf> {
    let (stdin, paths): (Vec<_>, Vec<_>) = paths.iter().cloned().partition(|path| path == Path::new(STDIN));
    let mut pages = stdin;
    walk(&paths, |met| {
        if let Met::File(file) = met {
            pages.push(file.path);
        }
        true
    });
    pages
}

fn written(entry: &Entry, args: &Extract) -> String {
    let article = &entry.article;
    match args.format {
        Format::Json => format!("{}\n", export::json(article, &entry.path.to_string_lossy())),
        Format::Text => export::text(article, args.body),
        Format::Markdown => export::markdown(article, args.body),
    }
}

impl Format {
    fn extension(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Text => "txt",
            Self::Markdown => "md",
        }
    }
}
