//! `newsprint extract`: cleans pages and prints them. How a page is cleaned: see `crate::extract`; how it is written:
//! see `crate::export`.

use crate::article::Article;
use crate::cli::args::{ExtractArgs, InputArgs, OutputFormat};
use crate::cli::corpus::CorpusArguments;
use crate::cli::failure::Failure;
use crate::cli::files_from::NameList;
use crate::cli::output::{Messages, Output, terminal_width};
use crate::cli::output_dir::OutputDir;
use crate::cli::progress::{ProgressTotal, clear_progress_on_signal};
use crate::export::escaped::json_text;
use crate::export::explain::ExplainOptions;
use crate::export::{explain, json, markdown, text};
use crate::runtime::environment::Environment;
use std::io::{self, IsTerminal};
use std::path::Path;
use std::sync::Arc;

/// Cleans each page and writes it, in order.
pub fn run(args: &ExtractArgs, messages: &mut Messages) -> Result<(), Failure> {
    if args.body && args.format == OutputFormat::Json {
        let text = "--body: JSON always contains the whole article, with its paragraphs in `body`; leave out --body, or \
                    choose another --format";
        return Err(Failure::Usage(text.to_owned()));
    }
    let InputArgs {
        paths,
        files_from,
        null,
    } = &args.input;
    let names = files_from.as_deref().map(|from| NameList::new(from, *null));
    let mut corpus = CorpusArguments::of(paths, names, messages)?;
    if args.corpus || args.out.is_some() {
        corpus.make_rereadable()?;
    }
    match &args.out {
        Some(folder) => to_folder(folder, corpus, args, messages),
        None => to_output(corpus, args, messages),
    }
}

fn to_output(
    mut corpus: CorpusArguments,
    args: &ExtractArgs,
    messages: &mut Messages,
) -> Result<(), Failure> {
    let mut output = Output::new();
    if !output.is_terminal() && io::stderr().is_terminal() {
        clear_progress_on_signal(true);
        messages.show_progress(corpus.count());
    }
    learn(&mut corpus, args, messages)?;
    let form = ExtractForm::of(args, &output);
    let mut is_first = true;
    corpus.for_each(
        messages,
        |path, article| form.prepared(path, article),
        |results, _| {
            for result in results {
                match result {
                    Prepared::Json(path, article) => {
                        output.json(&json::json(&article, &path.to_string_lossy()))?;
                    }
                    Prepared::Text(text) if form.is_lines() => output.ready(&text)?,
                    Prepared::Text(text) => {
                        if !text.is_empty() && !std::mem::take(&mut is_first) {
                            output.text("\n")?;
                        }
                        match form {
                            ExtractForm::Explained(_) => output.ready(&text)?,
                            ExtractForm::Format { .. } => output.text(&text)?,
                        }
                    }
                }
            }
            // Each batch is written at once, for programs that read along.
            Ok(output.flush()?)
        },
    )
}

fn to_folder(
    folder: &Path,
    mut corpus: CorpusArguments,
    args: &ExtractArgs,
    messages: &mut Messages,
) -> Result<(), Failure> {
    let form = ExtractForm::Format {
        format: args.format,
        body_only: args.body,
    };
    let folder = OutputDir::new(folder, args.format.extension(), &corpus)?;
    let has_line = io::stderr().is_terminal();
    clear_progress_on_signal(has_line);
    if has_line {
        let total = ProgressTotal::default();
        total.set(folder.pages());
        messages.show_progress(total);
    }
    learn(&mut corpus, args, messages)?;
    corpus.for_each(
        messages,
        |path, article| {
            let text = form.written(&path, &article);
            (path, article.part, text)
        },
        |results, messages| {
            for (path, part, text) in results {
                if let Err(problem) = folder.write(&path, part, &text) {
                    messages.failure(problem);
                }
            }
            Ok(())
        },
    )
}

/// With `--corpus`, runs the first of two passes.
fn learn(corpus: &mut CorpusArguments, args: &ExtractArgs, messages: &mut Messages) -> Result<(), Failure> {
    if args.corpus {
        messages.begin_pass("pass 1 of 2: ");
        corpus.learn(messages)?;
        messages.begin_pass("pass 2 of 2: ");
    }
    Ok(())
}

/// The JSON of an article whose source is longer is not kept in memory.
const LARGE: usize = 1 << 20;

/// An article that is ready to be written.
enum Prepared {
    /// As text.
    Text(String),
    /// A large article, which becomes JSON while it is written.
    Json(Arc<Path>, Box<Article>),
}

/// How an article is written.
#[derive(Clone, Copy)]
enum ExtractForm {
    Format { format: OutputFormat, body_only: bool },
    Explained(ExplainOptions),
}

impl ExtractForm {
    fn of(args: &ExtractArgs, output: &Output) -> Self {
        if !args.explain {
            return Self::Format {
                format: args.format,
                body_only: args.body,
            };
        }
        let environment = Environment::read();
        Self::Explained(ExplainOptions {
            width: output.is_terminal().then(terminal_width),
            colours: output.is_terminal() && !environment.no_color && !environment.is_dumb(),
        })
    }

    /// Returns whether each article is one line. Otherwise a blank line separates articles.
    fn is_lines(self) -> bool {
        matches!(
            self,
            Self::Format {
                format: OutputFormat::Json,
                ..
            }
        )
    }

    fn prepared(self, path: Arc<Path>, article: Article) -> Prepared {
        if self.is_lines() && article.source.len() > LARGE {
            return Prepared::Json(path, Box::new(article));
        }
        Prepared::Text(self.written(&path, &article))
    }

    fn written(self, path: &Path, article: &Article) -> String {
        let path = path.to_string_lossy();
        match self {
            Self::Explained(how) => explain::explain(article, &path, how),
            Self::Format {
                format: OutputFormat::Json,
                ..
            } => json_text(&json::json(article, &path)) + "\n",
            Self::Format {
                format: OutputFormat::Text,
                body_only,
            } => text::text(article, body_only),
            Self::Format {
                format: OutputFormat::Markdown,
                body_only,
            } => markdown::markdown(article, body_only),
        }
    }
}

impl OutputFormat {
    fn extension(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Text => "txt",
            Self::Markdown => "md",
        }
    }
}
