//! `newsprint events`: which articles report the same event.

use crate::cli::event_args::{EventFormat, EventsArgs};
use crate::cli::events::input::{NamedTelling, tellings};
use crate::cli::events::stored;
use crate::cli::failure::Failure;
use crate::cli::library::library_of;
use crate::cli::output::{Messages, Output, counted};
use crate::events::grouping::explain::{Tie, ties};
use crate::events::grouping::features::ArticleFeatures;
use crate::events::grouping::group::{features, group};
use crate::events::grouping::order::first_telling;
use crate::events::grouping::stories::stories;
use crate::events::grouping::{Constraints, Event, GroupingModel};
use serde::Serialize;
use std::collections::BTreeMap;
use std::io;

/// An event as it is printed.
#[derive(Serialize)]
pub(crate) struct JsonEvent<'a> {
    pub(crate) event: usize,
    pub(crate) story: usize,
    pub(crate) first: Option<&'a str>,
    pub(crate) articles: Vec<&'a str>,
    pub(crate) title: Option<&'a str>,
    pub(crate) outlets: usize,
    pub(crate) languages: usize,
}

/// Prints events in one format.
pub(crate) struct EventPrinter {
    format: EventFormat,
    output: Output,
}

impl EventPrinter {
    /// Starts the output.
    pub(crate) fn new(format: EventFormat) -> Self {
        Self {
            format,
            output: Output::new(),
        }
    }

    /// Prints an event.
    pub(crate) fn print(&mut self, event: &JsonEvent<'_>) -> io::Result<()> {
        match self.format {
            EventFormat::Json => {
                let text = serde_json::to_string(event).map_err(io::Error::from)?;
                self.output.line(&text)
            }
            EventFormat::Table => self.output.line(&row(event)),
        }
    }

    /// Ends the output.
    pub(crate) fn end(mut self) -> io::Result<()> {
        self.output.flush()
    }
}

/// The words that `--explain` shows.
const WORDS: usize = 12;

/// Prints the events of the articles, or with `--explain` what holds one together.
pub fn run(args: &EventsArgs, messages: &mut Messages) -> Result<(), Failure> {
    let input = &args.input;
    let library = library_of(&input.paths, input.library.as_deref(), input.no_library)?;
    if library.is_some() && args.explain.is_none() {
        return stored::run(args);
    }
    let articles = tellings(&args.input, messages)?;
    let model = GroupingModel::builtin();
    let texts: Vec<&_> = articles.iter().map(|named| &named.telling).collect();
    let features = features(&texts, model.background);
    let events = group(&features, model.pairs, &Constraints::default());
    if let Some(wanted) = &args.explain {
        return explain(wanted, &articles, &features, &events);
    }
    let stories = stories(&events, &features);
    let mut in_story: BTreeMap<usize, usize> = BTreeMap::new();
    for story in &stories {
        *in_story.entry(*story).or_default() += 1;
    }
    let mut printer = EventPrinter::new(args.format);
    for (number, (event, story)) in events.iter().zip(&stories).enumerate() {
        // An article alone is an event only as a part of a story.
        if event.len() > 1 || in_story[story] > 1 {
            printer.print(&json(number, *story, event, &articles))?;
        }
    }
    Ok(printer.end()?)
}

fn json<'a>(number: usize, story: usize, event: &[u32], articles: &'a [NamedTelling]) -> JsonEvent<'a> {
    let members: Vec<&NamedTelling> = event.iter().map(|&at| &articles[at as usize]).collect();
    let texts: Vec<&_> = members.iter().map(|named| &named.telling).collect();
    let distinct = |values: &mut dyn Iterator<Item = Option<&'a str>>| {
        values.flatten().collect::<std::collections::BTreeSet<_>>().len()
    };
    JsonEvent {
        event: number + 1,
        story: story + 1,
        first: first_telling(&texts).map(|at| members[at].name.as_str()),
        articles: members.iter().map(|named| named.name.as_str()).collect(),
        title: members.iter().find_map(|named| named.telling.title.as_deref()),
        outlets: distinct(&mut members.iter().map(|named| named.telling.outlet.as_deref())),
        languages: distinct(&mut members.iter().map(|named| named.telling.language.as_deref())),
    }
}

fn row(event: &JsonEvent<'_>) -> String {
    let title = event.title.unwrap_or("(no headline)").replace(['\t', '\n'], " ");
    let first = event.first.map_or_else(
        || "first: not known".to_owned(),
        |first| format!("first: {first}"),
    );
    [
        event.event.to_string(),
        counted(event.articles.len(), "article"),
        counted(event.outlets, "outlet"),
        title,
        first,
    ]
    .join("\t")
}

/// Prints the words that tie an article to the others of its event.
fn explain(
    wanted: &str,
    articles: &[NamedTelling],
    features: &[ArticleFeatures],
    events: &[Event],
) -> Result<(), Failure> {
    let Some(at) = articles.iter().position(|named| named.name == wanted) else {
        let text = format!(
            "--explain: no article has the id or path {wanted}; `newsprint events --format json` lists them"
        );
        return Err(Failure::Usage(text));
    };
    let event = events.iter().find(|event| event.contains(&(at as u32)));
    let others = event.map(|event| {
        event
            .iter()
            .copied()
            .filter(|&other| other as usize != at)
            .collect::<Vec<u32>>()
    });
    let others = others.unwrap_or_default();
    let mut output = Output::new();
    if others.is_empty() {
        output.line(&format!("{wanted} is alone: no other article reports its event"))?;
    }
    for other in others {
        let other = other as usize;
        output.line(&format!("{wanted} and {}", articles[other].name))?;
        let tie = ties(&articles[at].telling, &features[at], &features[other], WORDS);
        for line in tie_lines(&tie) {
            output.line(&line)?;
        }
    }
    Ok(output.flush()?)
}

fn tie_lines(tie: &Tie) -> Vec<String> {
    let words = tie
        .words
        .iter()
        .map(|(word, weight)| format!("  {weight:6.2}  {word}"));
    let mut lines: Vec<String> = words.collect();
    lines.push(format!(
        "  likeness {:.2}, same words in a row {:.0} %",
        tie.likeness,
        tie.verbatim * 100.0
    ));
    lines
}
