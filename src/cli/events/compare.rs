//! `newsprint compare`: two articles or more, aligned with the first.

use crate::cli::event_args::{CompareArgs, CompareFormat};
use crate::cli::events::input::{NamedTelling, tellings};
use crate::cli::failure::Failure;
use crate::cli::output::{Messages, Output};
use crate::events::compare::shared_facts::{SharedFigure, SharedQuote};
use crate::events::compare::{AlignedPair, Comparison, compare};
use crate::events::grouping::Background;
use crate::events::quotes::Quote;
use crate::events::telling::Telling;
use serde::Serialize;

#[derive(Serialize)]
struct JsonComparison<'a> {
    a: &'a str,
    b: &'a str,
    pairs: Vec<JsonPair>,
    unique: Vec<u32>,
    unique_b: Vec<u32>,
    quotes: Vec<JsonQuote<'a>>,
    figures: Vec<JsonFigure<'a>>,
}

#[derive(Serialize)]
struct JsonPair {
    a: u32,
    b: u32,
    kind: &'static str,
}

#[derive(Serialize)]
struct JsonQuote<'a> {
    speaker: Option<&'a str>,
    a: Option<JsonPassage<'a>>,
    b: Option<JsonPassage<'a>>,
}

#[derive(Serialize)]
struct JsonPassage<'a> {
    line: u32,
    text: &'a str,
}

#[derive(Serialize)]
struct JsonFigure<'a> {
    counted: Option<&'a str>,
    unit: Option<&'a str>,
    a: Option<&'a str>,
    line_a: u32,
    b: Option<&'a str>,
    line_b: u32,
    verdict: &'static str,
}

/// Compares the first article with each of the others.
pub fn run(args: &CompareArgs, messages: &mut Messages) -> Result<(), Failure> {
    let articles = tellings(&args.input(), messages)?;
    let Some((first, others)) = articles.split_first().filter(|(_, others)| !others.is_empty()) else {
        let text = format!("compare: {} found; name two articles or more", articles.len());
        return Err(Failure::Usage(text));
    };
    if let Some(same) = others.iter().find(|other| other.name == first.name) {
        let text = format!(
            "compare: {} is named twice; an article cannot be compared with itself",
            same.name
        );
        return Err(Failure::Usage(text));
    }
    let mut output = Output::new();
    for other in others {
        let found = compare(&first.telling, &other.telling, Background::builtin());
        match args.format {
            CompareFormat::Json => {
                let text =
                    serde_json::to_string(&json(first, other, &found)).map_err(std::io::Error::from)?;
                output.line(&text)?;
            }
            CompareFormat::Text => output.text(&text(first, other, &found))?,
            CompareFormat::Markdown => output.text(&markdown(first, other, &found))?,
        }
    }
    Ok(output.flush()?)
}

fn line_of(telling: &Telling, paragraph: usize) -> u32 {
    let lines = telling
        .paragraphs
        .get(paragraph)
        .map(|paragraph| &paragraph.lines);
    lines.and_then(|lines| lines.first()).copied().unwrap_or(0)
}

fn json<'a>(a: &'a NamedTelling, b: &'a NamedTelling, found: &'a Comparison) -> JsonComparison<'a> {
    let pair = |pair: &AlignedPair| JsonPair {
        a: line_of(&a.telling, pair.a),
        b: line_of(&b.telling, pair.b),
        kind: pair.kind.name(),
    };
    let passage = |telling: &'a Telling, quote: &Option<Quote>| {
        let quote = quote.as_ref()?;
        Some(JsonPassage {
            line: line_of(telling, quote.paragraph),
            text: telling.paragraphs[quote.paragraph]
                .text
                .get(quote.range.clone())?,
        })
    };
    let quote = |quote: &'a SharedQuote| JsonQuote {
        speaker: [&quote.a, &quote.b]
            .into_iter()
            .flatten()
            .find_map(|quote| quote.speaker.as_deref()),
        a: passage(&a.telling, &quote.a),
        b: passage(&b.telling, &quote.b),
    };
    let figure = |figure: &'a SharedFigure| JsonFigure {
        counted: figure.a.counted.as_deref(),
        unit: figure.a.unit.as_deref(),
        a: figure.a.value.as_deref(),
        line_a: line_of(&a.telling, figure.a.paragraph),
        b: figure.b.value.as_deref(),
        line_b: line_of(&b.telling, figure.b.paragraph),
        verdict: if figure.agrees { "agrees" } else { "differs" },
    };
    JsonComparison {
        a: &a.name,
        b: &b.name,
        pairs: found.pairs.iter().map(pair).collect(),
        unique: found.unique_a.iter().map(|&at| line_of(&a.telling, at)).collect(),
        unique_b: found.unique_b.iter().map(|&at| line_of(&b.telling, at)).collect(),
        quotes: found.quotes.iter().map(quote).collect(),
        figures: found.figures.iter().map(figure).collect(),
    }
}

/// The paragraphs of the first article, each with what corresponds to it, then those that only the second has.
fn text(a: &NamedTelling, b: &NamedTelling, found: &Comparison) -> String {
    let mut lines = vec![format!("A: {}", a.name), format!("B: {}", b.name), String::new()];
    for (at, paragraph) in a.telling.paragraphs.iter().enumerate() {
        lines.push(format!("A {}: {}", line_of(&a.telling, at), paragraph.text));
        for pair in found.pairs.iter().filter(|pair| pair.a == at) {
            let other = &b.telling.paragraphs[pair.b];
            lines.push(format!(
                "  = B {} ({}): {}",
                line_of(&b.telling, pair.b),
                pair.kind.name(),
                other.text
            ));
        }
        if found.unique_a.contains(&at) {
            lines.push("  only in A".to_owned());
        }
    }
    for &at in &found.unique_b {
        lines.push(format!(
            "B {}: {}",
            line_of(&b.telling, at),
            b.telling.paragraphs[at].text
        ));
        lines.push("  only in B".to_owned());
    }
    lines.extend(figure_lines(found));
    lines.push(String::new());
    lines.join("\n")
}

fn figure_lines(found: &Comparison) -> Vec<String> {
    let differing = found.figures.iter().filter(|figure| !figure.agrees);
    differing
        .map(|figure| {
            let noun = figure
                .a
                .counted
                .as_deref()
                .or(figure.a.unit.as_deref())
                .unwrap_or("figure");
            let value = |value: &Option<String>| value.clone().unwrap_or_else(|| "not known".to_owned());
            format!(
                "differs: {noun}: A {}, B {}",
                value(&figure.a.value),
                value(&figure.b.value)
            )
        })
        .collect()
}

fn markdown(a: &NamedTelling, b: &NamedTelling, found: &Comparison) -> String {
    let cell = |text: &str| text.replace('|', "\\|");
    let title = |named: &NamedTelling| cell(named.telling.title.as_deref().unwrap_or(&named.name));
    let mut lines = vec![
        format!("| {} | | {} |", title(a), title(b)),
        "| --- | --- | --- |".to_owned(),
    ];
    for pair in &found.pairs {
        let (first, second) = (
            &a.telling.paragraphs[pair.a].text,
            &b.telling.paragraphs[pair.b].text,
        );
        lines.push(format!(
            "| {} | {} | {} |",
            cell(first),
            pair.kind.name(),
            cell(second)
        ));
    }
    for &at in &found.unique_a {
        lines.push(format!(
            "| {} | only here | |",
            cell(&a.telling.paragraphs[at].text)
        ));
    }
    for &at in &found.unique_b {
        lines.push(format!(
            "| | only here | {} |",
            cell(&b.telling.paragraphs[at].text)
        ));
    }
    lines.push(String::new());
    lines.extend(figure_lines(found).iter().map(|line| format!("- {line}")));
    lines.push(String::new());
    lines.join("\n")
}
