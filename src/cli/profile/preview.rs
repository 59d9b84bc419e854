//! `newsprint profile test`: shows the lines that the rules of an outlet change in a corpus.

use crate::article::Article;
use crate::article::line::{Line, LineClass};
use crate::cli::args::OutletArgs;
use crate::cli::failure::Failure;
use crate::cli::output::{Messages, Output, counted};
use crate::cli::profile::outlet_pages::OutletPages;
use crate::config::profile::shown_rule;
use crate::extract::corpus::hints::Hints;
use crate::extract::outlets::rules::CompiledRule;
use crate::extract::pipeline::extract_again;
use crate::library::problem::shown_path;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// A page without and with the outlet's rules.
struct Preview<'a> {
    path: &'a Path,
    before: Article,
    after: &'a Article,
}

/// A line of a page, by their indices.
type LineOfPage = (usize, usize);

/// Prints for each rule its pages and the lines that it changes, then the lines that change as a consequence.
pub(crate) fn run(args: &OutletArgs, messages: &mut Messages, output: &mut Output) -> Result<(), Failure> {
    let pages = OutletPages::read(args, messages)?;
    let previews = previews(&pages);
    let count = previews.len();
    output.line(&format!("{}: {count} of {} pages", pages.outlet, pages.total))?;
    let mut printed = BTreeSet::new();
    let rules: Vec<&CompiledRule> = pages.knowledge.rules_of_outlet(&pages.outlet).collect();
    for rule in &rules {
        print_rule(rule, &previews, &mut printed, output)?;
    }
    let others: Vec<LineOfPage> = previews
        .iter()
        .enumerate()
        .flat_map(|(page, preview)| (0..preview.before.lines.len()).map(move |line| (page, line)))
        .filter(|&(page, line)| !printed.contains(&(page, line)) && previews[page].changes(line))
        .collect();
    if !others.is_empty() {
        output.line("")?;
        output.line("changed as a consequence, or by rules for single pages")?;
        for (page, line) in others {
            previews[page].print(line, output)?;
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

fn previews(pages: &OutletPages) -> Vec<Preview<'_>> {
    let knowledge = pages.knowledge.without_rules();
    let preview = |(path, after): &'_ (PathBuf, Article)| {
        let name = path.to_string_lossy();
        let hints = Hints {
            path: Some(&name),
            ..Hints::new(&knowledge)
        };
        extract_again(after, &hints)
    };
    let pages = pages.pages.iter();
    pages
        .map(|page| Preview {
            path: &page.0,
            before: preview(page),
            after: &page.1,
        })
        .collect()
}

/// Prints a rule and the lines that it changes, which are added to `printed`.
fn print_rule(
    rule: &CompiledRule,
    previews: &[Preview<'_>],
    printed: &mut BTreeSet<LineOfPage>,
    output: &mut Output,
) -> Result<(), Failure> {
    let lines: Vec<LineOfPage> = previews
        .iter()
        .enumerate()
        .flat_map(|(page, preview)| {
            let lines = rule.lines_of(&preview.before).into_iter();
            lines.map(move |line| (page, line))
        })
        .collect();
    let on: BTreeSet<usize> = lines.iter().map(|(page, _)| *page).collect();
    let changed: Vec<_> = lines
        .iter()
        .filter(|(page, line)| previews[*page].changes(*line))
        .collect();
    output.line("")?;
    output.line(&shown_rule(rule.rule()))?;
    output.line(&format!(
        "  on {} of {}; {}",
        on.len(),
        counted(previews.len(), "page"),
        match changed.len() {
            1 => "1 line changes".to_owned(),
            changed => format!("{changed} lines change"),
        }
    ))?;
    for &&(page, line) in &changed {
        printed.insert((page, line));
        previews[page].print(line, output)?;
    }
    Ok(())
}

impl Preview<'_> {
    fn changes(&self, at: usize) -> bool {
        let label = |line: &Line| (line.class, line.reason);
        self.before.lines.get(at).map(label) != self.after.lines.get(at).map(label)
    }

    fn print(&self, at: usize, output: &mut Output) -> Result<(), Failure> {
        let (Some(before), Some(after)) = (self.before.lines.get(at), self.after.lines.get(at)) else {
            return Ok(());
        };
        let place = format!("{}:{}", shown_path(self.path), before.number);
        let text = self.before.text_of(before);
        Ok(output.line(&format!(
            "  {place}  {} -> {}  {text}",
            class_and_reason(before),
            class_and_reason(after)
        ))?)
    }
}

/// Returns the class of a line, with the reason if it is chrome.
fn class_and_reason(line: &Line) -> String {
    // For rules, headings are the only special kind of text.
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
