//! `newsprint library rebuild`: makes a new library from what can be read of the old one and from the files, and puts it in
//! the old one's place when it is complete. The ids of articles stay.
//!
//! An article is taken from a segment of the index with sound checksums, otherwise from its file if that has the bytes that
//! were imported, otherwise from a damaged segment if it agrees with its hashes in the catalogue.

use crate::article::Article;
use crate::library::entry::Entry;
use crate::library::error::StoreError;
use crate::library::identity::{Content, ContentHash};
use crate::library::load::options::LoadOptions;
use crate::library::load::read::read;
use crate::library::store::catalogue::locations::{StoredPlace, placeless_path};
use crate::library::store::catalogue::tables::{Catalogue, FILE};
use crate::library::store::handle::Store;
use crate::library::store::import::pending_article::PendingArticle;
use crate::library::store::import::writer::Writer;
use crate::library::store::index::schema::FOLDER;
use crate::library::store::repair::check::{VERSIONS, version_of_row};
use crate::library::store::repair::index_articles::IndexArticles;
use crate::library::store::repair::salvage::{OLD_ARTICLES, copy_readable};
use crate::library::store::repair::verify::{StoredContent, is_harmless};
use crate::library::store::swap;
use rayon::prelude::*;
use rusqlite::params;
use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The result of a rebuild.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RebuildReport {
    /// The number of articles copied unchanged from the old index.
    pub copied: usize,
    /// The number of articles read again from their files. They wait for their second reading.
    pub read_again: usize,
    /// The number of articles taken from damaged parts of the old index.
    pub recovered: usize,
    /// The articles that are nowhere, each with the path where it was found last.
    pub lost: Vec<PathBuf>,
    /// The number of earlier versions of articles that could not be read.
    pub lost_versions: usize,
    /// The number of articles whose files are unknown until their folders are imported again.
    pub placeless: usize,
    /// The folder with the old parts of the library, if one of them was damaged.
    pub aside: Option<PathBuf>,
}

/// The number of articles that are read at once.
const CHUNK: usize = 128;

impl Store {
    /// Rebuilds the library. The old one stays as it is until the new one is complete; then it is renamed and, if a check finds
    /// nothing wrong with it, deleted.
    pub fn rebuild(&self, options: &LoadOptions) -> Result<RebuildReport, StoreError> {
        let folder = self.folder();
        let failed = |error: std::io::Error| StoreError::from_io(folder, &error);
        if ![FILE, FOLDER, swap::NEW]
            .iter()
            .any(|name| swap::exists(&folder.join(name)))
        {
            return Err(StoreError::Missing(folder.to_path_buf()));
        }
        let _lock = self.lock()?;
        swap::swap(folder).map_err(failed)?;
        let new = folder.join(swap::NEW);
        if swap::exists(&new) {
            fs::remove_dir_all(&new).map_err(failed)?;
        }
        let is_sound = self.check().is_ok_and(|checked| checked.faults.is_empty());
        let built = Store::at(&new)
            .writer_or_new()
            .and_then(|writer| build(folder, writer, options));
        match built {
            Err(error) => {
                // It would only take space. The next rebuild removes it too.
                drop(fs::remove_dir_all(&new));
                Err(error)
            }
            Ok(mut report) => {
                let aside = swap::complete(folder).map_err(failed)?;
                swap::swap(folder).map_err(failed)?;
                if is_sound {
                    fs::remove_dir_all(&aside).map_err(failed)?;
                } else {
                    report.aside = Some(aside);
                }
                Ok(report)
            }
        }
    }
}

/// Builds the new library with this writer.
pub(crate) fn build(
    old: &Path,
    mut writer: Writer,
    options: &LoadOptions,
) -> Result<RebuildReport, StoreError> {
    let index = IndexArticles::open(old);
    writer.catalogue.run(OLD_ARTICLES)?;
    let catalogue = copy_catalogue(old, &writer.catalogue)?;
    let mut report = RebuildReport {
        lost_versions: remove_unreadable_versions(&writer.catalogue)?,
        ..RebuildReport::default()
    };
    let (knowledge, _) = options.knowledge_with_profiles(&writer.catalogue.roots(false)?);
    let options = LoadOptions {
        knowledge,
        ..options.clone()
    };
    let ids = ids_to_build(&writer.catalogue, &index, &catalogue)?;
    let mut missing = Vec::new();
    for chunk in ids.chunks(CHUNK) {
        let wanted = chunk.iter().map(|id| WantedArticle::new(&writer.catalogue, *id));
        let wanted: Vec<WantedArticle> = wanted.collect::<Result<_, _>>()?;
        let found: Vec<Option<FoundArticle>> = wanted
            .par_iter()
            .map(|wanted| wanted.find(&index, &catalogue, &options))
            .collect();
        for (wanted, found) in wanted.into_iter().zip(found) {
            match found {
                Some(FoundArticle::Stored(article)) => {
                    report.copied += 1;
                    writer.restore(&wanted, article, false, &mut report)?;
                }
                Some(FoundArticle::InFile(article)) => {
                    report.read_again += 1;
                    writer.restore(&wanted, article, true, &mut report)?;
                }
                None => missing.push(wanted),
            }
        }
    }
    recover(&mut writer, &index, missing, &mut report)?;
    if report.read_again > 0 {
        writer.catalogue.set_roots_waiting(true)?;
    }
    writer.catalogue.run(REMOVE_DANGLING)?;
    let after_last = ids.last().map(|id| id.saturating_add(1));
    // A number far above all ids was not read correctly.
    let next = catalogue.next.filter(|_| catalogue.is_sound);
    writer.next = [next, after_last].into_iter().flatten().max().unwrap_or(0);
    writer.commit()?;
    writer.close()?;
    Ok(report)
}

/// What is known of the old catalogue.
struct OldCatalogue {
    is_sound: bool,
    /// The next free article id, if it can be read.
    next: Option<u32>,
}

/// Copies what can be read of the old catalogue into the new one.
fn copy_catalogue(old: &Path, new: &Catalogue) -> Result<OldCatalogue, StoreError> {
    let old = match Catalogue::open_as_it_is(old) {
        Ok(old) => old,
        Err(newer @ StoreError::Newer { .. }) => return Err(newer),
        Err(_) => {
            return Ok(OldCatalogue {
                is_sound: false,
                next: None,
            });
        }
    };
    let is_intact = old.faults().is_ok_and(|faults| faults.is_empty());
    let is_complete = copy_readable(&old, new)?;
    new.run(REMOVE_PLACES_OF_NOTHING)?;
    Ok(OldCatalogue {
        is_sound: is_intact && is_complete,
        next: old.next_article().ok(),
    })
}

/// Files without a folder, and places in files that are unknown: their rows could not be read.
const REMOVE_PLACES_OF_NOTHING: &str = "
    DELETE FROM files WHERE folder NOT IN (SELECT id FROM folders);
    DELETE FROM origins WHERE file NOT IN (SELECT id FROM files);
";

/// What belongs to articles that are lost. A file without articles is new for the next import.
const REMOVE_DANGLING: &str = "
    DELETE FROM origins WHERE article NOT IN (SELECT id FROM articles);
    DELETE FROM files WHERE id NOT IN (SELECT file FROM origins);
    DELETE FROM versions WHERE article NOT IN (SELECT id FROM articles);
    DELETE FROM renewed WHERE article NOT IN (SELECT id FROM articles);
    DELETE FROM waiting WHERE article NOT IN (SELECT id FROM articles);
    DROP TABLE old_articles;
";

fn remove_unreadable_versions(catalogue: &Catalogue) -> Result<usize, StoreError> {
    let versions: Vec<(i64, i64, bool)> = catalogue.select(VERSIONS, [], version_of_row)?;
    let unreadable = versions.iter().filter(|(.., is_intact)| !is_intact);
    let mut count = 0;
    for (row, ..) in unreadable {
        catalogue.execute("DELETE FROM versions WHERE rowid = ?", params![row])?;
        count += 1;
    }
    Ok(count)
}

/// Returns the ids of the articles to build. A sound catalogue lists them; what the index has beyond it was never committed.
fn ids_to_build(new: &Catalogue, index: &IndexArticles, old: &OldCatalogue) -> Result<Vec<u32>, StoreError> {
    let mut ids: BTreeSet<u32> = new
        .column("SELECT id FROM old_articles", [])?
        .into_iter()
        .collect();
    if !old.is_sound {
        // Ids are given out one after the other, so one far above all others was not read correctly.
        let bound = old.next.unwrap_or(u32::MAX);
        let stored: BTreeSet<u32> = index.ids().filter(|id| *id < bound).collect();
        let last = stored.last().copied().unwrap_or(0);
        let plausible = last.max(ids.len().saturating_mul(4) as u32).saturating_add(1_000);
        ids.extend(stored);
        ids.retain(|id| *id <= plausible);
    }
    Ok(ids.into_iter().collect())
}

/// An article to build, and what the old catalogue has of it.
struct WantedArticle {
    id: u32,
    content: Option<StoredContent>,
    imported: Option<i64>,
    places: Vec<StoredPlace>,
}

/// Where an article was found.
enum FoundArticle {
    Stored(Article),
    InFile(Article),
}

impl WantedArticle {
    fn new(catalogue: &Catalogue, id: u32) -> Result<Self, StoreError> {
        let text = format!(
            "SELECT {}, imported FROM old_articles WHERE id = ?",
            StoredContent::COLUMNS
        );
        let row = catalogue.select_one(&text, params![id], |row| {
            Ok((StoredContent::of_row(row, 0)?, row.get(4)?))
        })?;
        let (content, imported) = row.map_or((None, None), |(content, imported)| (Some(content), imported));
        Ok(Self {
            id,
            content,
            imported,
            places: catalogue.stored_places(id)?,
        })
    }

    /// Finds the article. The hashes of a damaged catalogue prove nothing against an article with a sound checksum.
    fn find(
        &self,
        index: &IndexArticles,
        catalogue: &OldCatalogue,
        options: &LoadOptions,
    ) -> Option<FoundArticle> {
        let mut stored: Vec<(Content, Article)> = index
            .articles(self.id)
            .flatten()
            .filter(is_harmless)
            .map(|article| (Content::of(&article), article))
            .collect();
        // An import that was interrupted may have changed the article in the index alone.
        stored.sort_by_key(|(content, _)| self.content.is_some_and(|row| row.has_all(content)));
        let (content, article) = stored.pop().unzip();
        let agrees =
            |content: &Content| !catalogue.is_sound || self.content.is_none_or(|row| row.has_source(content));
        if content.as_ref().is_some_and(agrees) {
            return article.map(FoundArticle::Stored);
        }
        let in_file = self.in_file(options).map(FoundArticle::InFile);
        in_file.or_else(|| {
            // The page has changed, and the index has its new text.
            let is_of_page = self.has_text(content?.source, options);
            article.filter(|_| is_of_page).map(FoundArticle::Stored)
        })
    }

    /// Returns whether one of the files has an article with this source text now.
    fn has_text(&self, source: ContentHash, options: &LoadOptions) -> bool {
        self.places.iter().any(|place| {
            let bytes = read(&place.path, options.size_limit, true).unwrap_or_default();
            let mut articles = options.articles(&place.path, &bytes).into_iter();
            articles.any(|article| Content::of(&article).source == source)
        })
    }

    /// Reads the article from the first of its files that has the bytes that were imported.
    fn in_file(&self, options: &LoadOptions) -> Option<Article> {
        self.places.iter().find_map(|place| {
            let bytes = read(&place.path, options.size_limit, true).ok()?;
            if !place.has_bytes(&bytes, ContentHash::of(&bytes)) {
                return None;
            }
            let mut articles = options.articles(&place.path, &bytes).into_iter();
            articles.find(|article| article.part == place.part)
        })
    }
}

/// Takes articles that are nowhere else from damaged segments, if they have the hashes of the catalogue.
fn recover(
    writer: &mut Writer,
    index: &IndexArticles,
    missing: Vec<WantedArticle>,
    report: &mut RebuildReport,
) -> Result<(), StoreError> {
    let mut by_source: HashMap<i64, Vec<WantedArticle>> = HashMap::new();
    for wanted in missing {
        let source = wanted.content.map_or(0, |content| content.source());
        by_source.entry(source).or_default().push(wanted);
    }
    let mut outcome = Ok(());
    if !by_source.is_empty() {
        index.salvage(|article| {
            let content = Content::of(&article);
            let Some(wanted) = by_source.get_mut(&content.source.first_half()) else {
                return;
            };
            let is_it =
                |wanted: &WantedArticle| wanted.content.is_some_and(|stored| stored.has_all(&content));
            let place = wanted.iter().position(is_it);
            if let Some(place) = place.filter(|_| outcome.is_ok() && is_harmless(&article)) {
                report.recovered += 1;
                outcome = writer.restore(&wanted.swap_remove(place), article, false, report);
            }
        });
    }
    outcome?;
    let mut lost: Vec<WantedArticle> = by_source.into_values().flatten().collect();
    lost.sort_unstable_by_key(|wanted| wanted.id);
    for wanted in lost {
        writer.catalogue.read_files_again(wanted.id)?;
        let path = writer.catalogue.paths_of_article(wanted.id)?.into_iter().next();
        report
            .lost
            .push(path.unwrap_or_else(|| placeless_path(wanted.id)));
    }
    Ok(())
}

impl Writer {
    /// Writes an article under the id that it had.
    fn restore(
        &mut self,
        wanted: &WantedArticle,
        article: Article,
        is_first_reading: bool,
        report: &mut RebuildReport,
    ) -> Result<(), StoreError> {
        let mut places = self.catalogue.paths_of_article(wanted.id)?;
        if places.is_empty() {
            report.placeless += 1;
            places.push(self.catalogue.add_placeless(wanted.id, article.part)?);
        }
        let path: Arc<Path> = Arc::from(places.first().cloned().unwrap_or_default());
        let entry = Entry::new(path, article);
        let pending = if is_first_reading {
            PendingArticle::first_reading(entry, &self.index.fields)
        } else {
            PendingArticle::new(entry, &self.index.fields)
        };
        self.write_article(wanted.id, pending, &places, wanted.imported)
    }
}
