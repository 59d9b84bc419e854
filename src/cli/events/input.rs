//! The articles that are compared, from the library or from files. All of them are in memory at once.

use crate::article::Article;
use crate::cli::corpus::CorpusArguments;
use crate::cli::event_args::TellingArgs;
use crate::cli::failure::Failure;
use crate::cli::library::library_of;
use crate::cli::list::marks_of;
use crate::cli::output::{Messages, eprint_line};
use crate::cli::{marks, query};
use crate::events::telling::Telling;
use crate::library::entry::Entry;
use crate::library::marks::error::MarksError;
use crate::library::marks::session::Marks;
use crate::library::query::sort::SortOrder;
use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex};

/// An article with the name that the output uses.
pub(crate) struct NamedTelling {
    /// The id of its record or, without one, the path of its file; with the number of the article, if a file holds several.
    pub(crate) name: String,
    pub(crate) telling: Telling,
}

impl NamedTelling {
    fn of(path: &Path, article: &Article) -> Self {
        Self {
            name: name_of(path, article),
            telling: Telling::of(article),
        }
    }
}

/// The name of an article in the output.
pub(crate) fn name_of(path: &Path, article: &Article) -> String {
    match &article.id {
        Some(id) => id.clone(),
        None if article.part > 1 => format!("{}#{}", path.display(), article.part),
        None => path.display().to_string(),
    }
}

/// Reads the articles of the PATHs or, without any, of the library or, while that is empty, of the sample corpus.
/// Articles without title and body are left out.
pub(crate) fn tellings(args: &TellingArgs, messages: &mut Messages) -> Result<Vec<NamedTelling>, Failure> {
    let query = query::parsed(args.query.as_deref().unwrap_or_default())?;
    for hint in query.hints() {
        eprint_line(format_args!("--query: {}", hint.message));
    }
    let store = marks::marks_for_query(&query, args.library.as_deref())?;
    let mut found = Vec::new();
    if let Some(library) = library_of(&args.paths, args.library.as_deref(), args.no_library)? {
        let marks = match store {
            Some(mut store) => library.marks(&mut store)?,
            None => Marks::default(),
        };
        let never = AtomicBool::new(false);
        let listed = library.search(&query, &marks, SortOrder::Oldest, usize::MAX, &never)?;
        for id in listed.unwrap_or_default().ids {
            if let Some(entry) = library.entry(id)? {
                found.push(NamedTelling::of(&entry.path, &entry.article));
            }
        }
    } else {
        let store = store.map(Mutex::new);
        let is_everything = query.is_empty();
        let read = |path: Arc<Path>, article: Article| -> Result<Option<NamedTelling>, MarksError> {
            if is_everything {
                return Ok(Some(NamedTelling::of(&path, &article)));
            }
            let entry = Arc::new(Entry::new(path, article));
            let marks = match &store {
                Some(store) => marks_of(&entry, store)?,
                None => Marks::default(),
            };
            let matches = query.matches(&entry, &marks);
            Ok(matches.then(|| NamedTelling::of(&entry.path, &entry.article)))
        };
        CorpusArguments::of(&args.paths, None, messages)?.for_each(messages, read, |batch, _| {
            for telling in batch {
                found.extend(telling?);
            }
            Ok(())
        })?;
    }
    found.retain(|named| named.telling.title.is_some() || named.telling.body().next().is_some());
    Ok(found)
}
