//! `newsprint profile learn`: lines that recur on the pages of an outlet, as rules that a person may take over.

use crate::cli::args::ProfileOf;
use crate::cli::failure::Failure;
use crate::cli::output::{Messages, Output};
use crate::cli::profile::OutletPages;
use crate::config::profile::rules_to_toml;
use crate::extract::corrections::recurring::Recurring;

/// Prints rules for lines that recur and are taken for text of the article on some pages.
pub(crate) fn run(of: &ProfileOf, messages: &mut Messages, output: &mut Output) -> Result<(), Failure> {
    let pages = OutletPages::read(of, messages)?;
    let mut recurring = Recurring::default();
    for (_, article) in &pages.pages {
        recurring.add(article);
    }
    let proposals = recurring.proposals(&pages.outlet);
    let count = recurring.pages();
    let comment =
        |pages: usize, text: usize| format!("on {pages} of {count} pages; taken for text on {text}");
    let rules = proposals
        .iter()
        .map(|one| (&one.rule, comment(one.pages, one.text)));
    output.text(&rules_to_toml(rules))?;
    messages.note(format!(
        "{}, {count} different pages; lines that recur: {} taken for text on some, {} known as chrome",
        pages.outlet,
        proposals.len(),
        recurring.known_chrome()
    ));
    if !proposals.is_empty() {
        messages.note("look through them before you put them into outlets.toml: text may recur too");
    }
    Ok(())
}
