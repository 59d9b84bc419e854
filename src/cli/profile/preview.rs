//! `newsprint profile test`: what the rules of an outlet do to its pages in a corpus.

use crate::article::Article;
use crate::article::line::{Line, LineClass};
use crate::cli::args::ProfileOf;
use crate::cli::failure::Failure;
use crate::cli::output::{Messages, Output};
use crate::cli::profile::OutletPages;
use crate::config::profile::shown_rule;
use crate::extract::corpus::hints::Hints;
use crate::extract::outlets::rules::CompiledRule;
use crate::extract::pipeline::extract_again;
use crate::library::problem::shown_path;
use std::collections::BTreeSet;
use std::path::Path;

/// A page without and with the outlet's rules.
struct Preview<'a> {
    path: &'a Path,
    before: Article,
    after: &'a Article,
}

/// Prints for each rule its pages and the lines that it changes, then the lines that changed for what rests on those.
pub(crate) fn run(of: &ProfileOf, messages: &mut Messages, output: &mut Output) -> Result<(), Failure> {
    let pages = OutletPages::read(of, messages)?;
    let knowledge = pages.knowledge.without_rules();
    let trial = |(path, after): &'_ (std::path::PathBuf, Article)| {
        let name = path.to_string_lossy();
        let hints = Hints {
            path: Some(&name),
            ..Hints::new(&knowledge)
        };
        extract_again(after, &hints)
    };
    let trials: Vec<Preview<'_>> = pages
        .pages
        .iter()
        .map(|page| Preview {
            path: &page.0,
            before: trial(page),
            after: &page.1,
        })
        .collect();
    let count = trials.len();
    output.line(&format!("{}: {count} of {} pages", pages.outlet, pages.of))?;
    let mut told = BTreeSet::new();
    let rules: Vec<&CompiledRule> = pages.knowledge.rules_of_outlet(&pages.outlet).collect();
    for rule in &rules {
        let of_page = |trial: &Preview<'_>| rule.lines_of(&trial.before);
        let lines: Vec<(usize, usize)> = trials
            .iter()
            .enumerate()
            .flat_map(|(page, trial)| of_page(trial).into_iter().map(move |line| (page, line)))
            .collect();
        let on: BTreeSet<usize> = lines.iter().map(|(page, _)| *page).collect();
        let changed: Vec<_> = lines
            .iter()
            .filter(|(page, line)| trials[*page].changes(*line))
            .collect();
        output.line("")?;
        output.line(&shown_rule(rule.rule()))?;
        output.line(&format!(
            "  on {} of {count} pages; {} lines change",
            on.len(),
            changed.len()
        ))?;
        for &&(page, line) in &changed {
            told.insert((page, line));
            trials[page].print(line, output)?;
        }
    }
    let others: Vec<(usize, usize)> = trials
        .iter()
        .enumerate()
        .flat_map(|(page, trial)| (0..trial.before.lines.len()).map(move |line| (page, line)))
        .filter(|&(page, line)| !told.contains(&(page, line)) && trials[page].changes(line))
        .collect();
    if !others.is_empty() {
        output.line("")?;
        output.line("what follows from that, and rules for single pages")?;
        for (page, line) in others {
            trials[page].print(line, output)?;
        }
    }
    if rules.is_empty() {
        messages.note(format!(
            "{} has no rules for single lines; `newsprint profile learn` proposes some",
            pages.outlet
        ));
    }
    Ok(())
}

impl Preview<'_> {
    fn changes(&self, at: usize) -> bool {
        let verdict = |line: &Line| (line.class, line.reason);
        self.before.lines.get(at).map(verdict) != self.after.lines.get(at).map(verdict)
    }

    fn print(&self, at: usize, output: &mut Output) -> Result<(), Failure> {
        let (Some(before), Some(after)) = (self.before.lines.get(at), self.after.lines.get(at)) else {
            return Ok(());
        };
        let place = format!("{}:{}", shown_path(self.path), before.number);
        let text = self.before.text_of(before);
        Ok(output.line(&format!(
            "  {place}  {} -> {}  {text}",
            called(before),
            called(after)
        ))?)
    }
}

/// What a line is, with the reason of chrome.
fn called(line: &Line) -> String {
    // Rules tell no kinds of text apart but headings.
    let class = match line.class {
        LineClass::ListItem | LineClass::Quote => LineClass::Paragraph,
        class => class,
    };
    let class = class.label();
    line.reason.map_or_else(
        || class.to_owned(),
        |reason| format!("{class} ({})", reason.name()),
    )
}
