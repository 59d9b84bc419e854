//! `newsprint profile`: what is known of an outlet, what its rules do to a corpus, which rules the corpus suggests. Writes
//! no profile: what is proposed goes to standard output.

pub(crate) mod learn;
pub(crate) mod preview;
pub(crate) mod show;

use crate::article::Article;
use crate::cli::args::{Profile, ProfileAction, ProfileOf};
use crate::cli::corpus::CorpusArguments;
use crate::cli::failure::Failure;
use crate::cli::output::{Messages, Output};
use crate::config::diagnostic::nearest;
use crate::extract::outlets::directory::OutletDirectory;
use std::collections::BTreeSet;
use std::path::PathBuf;

/// Does what the arguments ask for.
pub fn run(args: &Profile, messages: &mut Messages) -> Result<(), Failure> {
    let mut output = Output::new();
    match &args.action {
        ProfileAction::Show(of) => crate::cli::profile::show::run(of, messages, &mut output)?,
        ProfileAction::Test(of) => preview::run(of, messages, &mut output)?,
        ProfileAction::Learn(of) => crate::cli::profile::learn::run(of, messages, &mut output)?,
    }
    Ok(output.flush()?)
}

/// The outlet's pages in a corpus.
struct OutletPages {
    knowledge: OutletDirectory,
    /// The outlet as newsprint writes it.
    outlet: String,
    pages: Vec<(PathBuf, Article)>,
    /// How many pages were read.
    of: usize,
}

impl OutletPages {
    /// Reads the corpus for the pages of an outlet. Where there are none, the message names the outlet that is spelt most
    /// like it.
    fn read(of: &ProfileOf, messages: &mut Messages) -> Result<Self, Failure> {
        let corpus = CorpusArguments::of(&of.paths, None, messages)?;
        let knowledge = corpus.knowledge().clone();
        let (mut pages, mut count, mut names) = (Vec::new(), 0, BTreeSet::new());
        let is_it = |article: &Article| {
            let outlet = article.meta.outlet.as_deref();
            outlet.is_some_and(|outlet| knowledge.is_same_outlet(outlet, &of.outlet))
        };
        let make = |path: std::sync::Arc<std::path::Path>, article: Article| {
            let own = is_it(&article);
            let outlet = article.meta.outlet.clone();
            (outlet, own.then(|| (path.to_path_buf(), article)))
        };
        corpus.for_each(messages, make, |batch, _| {
            for (outlet, page) in batch {
                count += 1;
                names.extend(outlet);
                pages.extend(page);
            }
            Ok(())
        })?;
        if pages.is_empty() {
            let names = names.iter().map(String::as_str);
            return Err(unknown(&of.outlet, "there is no page of", names));
        }
        let known = knowledge.named(&of.outlet).map(|outlet| outlet.name.clone());
        Ok(Self {
            outlet: known
                .or_else(|| pages[0].1.meta.outlet.clone())
                .unwrap_or_default(),
            knowledge,
            pages,
            of: count,
        })
    }
}

/// The failure of an outlet that is not there, with the nearest of these names.
fn unknown<'a>(outlet: &str, what: &str, names: impl IntoIterator<Item = &'a str>) -> Failure {
    let text = match nearest(outlet, names) {
        Some(near) => format!("{what} {outlet:?}; did you mean {near:?}?"),
        None => format!("{what} {outlet:?}; `newsprint list` shows the outlets of a corpus"),
    };
    Failure::Failed(text)
}
