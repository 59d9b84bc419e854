//! `newsprint profile learn`: proposes rules for lines that recur on the pages of an outlet.

use crate::cli::args::OutletArgs;
use crate::cli::failure::Failure;
use crate::cli::output::{Messages, Output};
use crate::cli::profile::outlet_pages::OutletPages;
use crate::config::profile::rules_to_toml;
use crate::extract::corrections::recurring::Recurring;

/// Prints rules for lines that recur and are classified as text of the article on some pages.
pub(crate) fn run(args: &OutletArgs, messages: &mut Messages, output: &mut Output) -> Result<(), Failure> {
    let pages = OutletPages::read(args, messages)?;
    let mut recurring = Recurring::default();
    for (_, article) in &pages.pages {
        recurring.add(article);
    }
    let proposals = recurring.proposals(&pages.outlet);
    let count = recurring.pages();
    let comment =
        |pages: usize, text: usize| format!("on {pages} of {count} pages; classified as text on {text}");
    let rules = proposals
        .iter()
        .map(|one| (&one.rule, comment(one.pages, one.text)));
    output.text(&rules_to_toml(rules))?;
    messages.note(format!(
        "{}, {count} different pages; recurring lines: {} classified as text on some pages, {} known as chrome",
        pages.outlet,
        proposals.len(),
        recurring.known_chrome()
    ));
    if !proposals.is_empty() {
        messages.note("review these rules before you add them to outlets.toml, because text can recur too");
    }
    Ok(())
}
