//! The pages of an outlet in a corpus.

use crate::article::Article;
use crate::cli::args::OutletArgs;
use crate::cli::corpus::CorpusArguments;
use crate::cli::failure::Failure;
use crate::cli::output::Messages;
use crate::config::diagnostic::nearest;
use crate::extract::outlets::directory::OutletDirectory;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The outlet's pages in a corpus.
pub(crate) struct OutletPages {
    pub knowledge: OutletDirectory,
    /// The name of the outlet.
    pub outlet: String,
    pub pages: Vec<(PathBuf, Article)>,
    /// The number of pages of all outlets.
    pub total: usize,
}

impl OutletPages {
    /// Reads the corpus and keeps the pages of an outlet. If there are none, the message contains the outlet with the
    /// most similar name.
    pub fn read(args: &OutletArgs, messages: &mut Messages) -> Result<Self, Failure> {
        let corpus = CorpusArguments::of(&args.paths, None, messages)?;
        let knowledge = corpus.knowledge().clone();
        let (mut pages, mut count, mut names) = (Vec::new(), 0, BTreeSet::new());
        let matches = |article: &Article| {
            let outlet = article.meta.outlet.as_deref();
            outlet.is_some_and(|outlet| knowledge.is_same_outlet(outlet, &args.outlet))
        };
        let make = |path: Arc<Path>, article: Article| {
            let own = matches(&article);
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
            return Err(unknown(&args.outlet, "no page of", names));
        }
        let known = knowledge.named(&args.outlet).map(|outlet| outlet.name.clone());
        Ok(Self {
            outlet: known
                .or_else(|| pages[0].1.meta.outlet.clone())
                .unwrap_or_default(),
            knowledge,
            pages,
            total: count,
        })
    }
}

/// Returns the failure for an outlet that was not found, with the most similar of these names.
pub(crate) fn unknown<'a>(outlet: &str, what: &str, names: impl IntoIterator<Item = &'a str>) -> Failure {
    let text = match nearest(outlet, names) {
        Some(near) => format!("{what} {outlet:?}; did you mean {near:?}?"),
        None => format!("{what} {outlet:?}; `newsprint list` shows the outlets of a corpus"),
    };
    Failure::Failed(text)
}
