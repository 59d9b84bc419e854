//! `newsprint library check`: reads everything in a library and reports what is wrong. Changes nothing.

use crate::article::Article;
use crate::library::entry::Entry;
use crate::library::error::StoreError;
use crate::library::identity::Content;
use crate::library::store::catalogue::names::OutletNames;
use crate::library::store::catalogue::rows::ArticleRow;
use crate::library::store::catalogue::tables::{Catalogue, FILE, FacetKind};
use crate::library::store::catalogue::waiting::LaterWork;
use crate::library::store::handle::Store;
use crate::library::store::index::stored_article;
use crate::library::store::repair::index_articles::IndexArticles;
use crate::library::store::repair::verify::{StoredContent, is_harmless};
use rayon::prelude::*;
use rusqlite::{Row, params};
use std::collections::{BTreeSet, HashMap};
use std::path::Path;
use std::sync::Arc;

/// The result of a check.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CheckReport {
    /// The number of articles in the catalogue.
    pub articles: usize,
    /// The faults, one line each. Empty if there are none.
    pub faults: Vec<String>,
}

/// A check stops after this many faults of articles.
const MAX_FAULTS: usize = 20;
/// The number of articles that are read at once.
const CHUNK: u32 = 512;

impl Store {
    /// Reads everything and reports faults. Changes nothing.
    pub fn check(&self) -> Result<CheckReport, StoreError> {
        let catalogue = self.catalogue()?;
        let index = IndexArticles::open(self.folder());
        let mut report = CheckReport {
            articles: count(&catalogue, "SELECT count(*) FROM articles")?,
            faults: catalogue.faults()?,
        };
        report.faults.extend(index.faults.iter().cloned());
        report.faults.extend(faults_of_places(&catalogue)?);
        report.faults.extend(faults_of_counts(&catalogue)?);
        faults_of_versions(&catalogue, &mut report.faults)?;
        faults_of_articles(&catalogue, &index, &mut report.faults)?;
        Ok(report)
    }
}

fn count(catalogue: &Catalogue, text: &str) -> Result<usize, StoreError> {
    let number = catalogue.number(text, [])?.unwrap_or(0);
    Ok(usize::try_from(number).unwrap_or(0))
}

/// Rows that refer to rows that do not exist, and what each of them means.
const DANGLING: [(&str, &str); 3] = [
    (
        "SELECT count(*) FROM articles a WHERE NOT EXISTS (SELECT 1 FROM origins o WHERE o.article = a.id)",
        "articles without a file",
    ),
    (
        "SELECT count(*) FROM origins o WHERE NOT EXISTS (SELECT 1 FROM articles a WHERE a.id = o.article)
         OR NOT EXISTS (SELECT 1 FROM files f WHERE f.id = o.file)",
        "places without an article or a file",
    ),
    (
        "SELECT count(*) FROM files f WHERE NOT EXISTS (SELECT 1 FROM folders d WHERE d.id = f.folder)",
        "files without a folder",
    ),
];

fn faults_of_places(catalogue: &Catalogue) -> Result<Vec<String>, StoreError> {
    let mut faults = Vec::new();
    for (text, what) in DANGLING {
        let found = count(catalogue, text)?;
        if found > 0 {
            faults.push(format!("{FILE}: {found} {what}"));
        }
    }
    let next = i64::from(catalogue.next_article()?);
    let last = catalogue.number("SELECT max(id) FROM articles", [])?;
    if last.is_some_and(|last| last >= next) {
        faults.push(format!("{FILE}: the next article would get an id that is in use"));
    }
    Ok(faults)
}

/// Compares the counts of articles, which lists show, with the articles.
fn faults_of_counts(catalogue: &Catalogue) -> Result<Vec<String>, StoreError> {
    let kinds = [
        (FacetKind::Outlet, "outlet"),
        (FacetKind::Via, "via"),
        (FacetKind::Section, "section"),
        (FacetKind::Language, "language"),
        (FacetKind::All, "0"),
    ];
    let mut faults = Vec::new();
    for (kind, column) in kinds {
        let text = format!("SELECT {column}, count(*) FROM articles GROUP BY 1");
        let pair = |row: &Row<'_>| {
            let articles: i64 = row.get(1)?;
            Ok((row.get(0)?, usize::try_from(articles).unwrap_or(0)))
        };
        let real: HashMap<i64, usize> = catalogue.select(&text, [], pair)?;
        let counted: HashMap<i64, usize> = catalogue.counts(kind)?.into_iter().collect();
        if real != counted {
            let what = format!("{kind:?}").to_lowercase();
            faults.push(format!("{FILE}: the counts of articles are wrong ({what})"));
        }
    }
    Ok(faults)
}

/// The earlier versions of articles: their rows, their hashes and their articles.
pub(crate) const VERSIONS: &str =
    "SELECT source, source_rest, NULL, NULL, rowid, article, kept FROM versions";

/// Returns the row and the article id of a version, and whether its text is the one that was stored.
pub(crate) fn version_of_row(row: &Row<'_>) -> rusqlite::Result<(i64, i64, bool)> {
    let bytes: Vec<u8> = row.get(6)?;
    let article = stored_article::from_bytes(&bytes).filter(is_harmless);
    let has_hash = row.get::<_, Option<i64>>(0)?.is_some();
    let is_intact = match article {
        None => false,
        Some(_) if !has_hash => true,
        Some(article) => StoredContent::of_row(row, 0)?.has_source(&Content::of(&article)),
    };
    Ok((row.get(4)?, row.get(5)?, is_intact))
}

fn faults_of_versions(catalogue: &Catalogue, faults: &mut Vec<String>) -> Result<(), StoreError> {
    let versions: Vec<(i64, i64, bool)> = catalogue.select(VERSIONS, [], version_of_row)?;
    let damaged = versions.iter().filter(|(.., is_intact)| !is_intact);
    let lines =
        damaged.map(|(_, id, _)| format!("{FILE}: an earlier version of article {id} cannot be read"));
    faults.extend(lines.take(MAX_FAULTS));
    Ok(())
}

/// What the catalogue has of an article.
struct CatalogueRow {
    id: u32,
    content: StoredContent,
    /// `None` if it has no place.
    shown: Option<ArticleRow>,
}

fn rows_from(
    catalogue: &Catalogue,
    first: u32,
    names: &OutletNames,
) -> Result<Vec<CatalogueRow>, StoreError> {
    let columns = StoredContent::COLUMNS;
    let text = format!("SELECT {columns}, id FROM articles WHERE id >= ? ORDER BY id LIMIT ?");
    let content = |row: &Row<'_>| Ok((row.get(4)?, StoredContent::of_row(row, 0)?));
    let contents: Vec<(u32, StoredContent)> = catalogue.select(&text, params![first, CHUNK], content)?;
    let ids: Vec<u32> = contents.iter().map(|(id, _)| *id).collect();
    let mut shown = catalogue.rows(&ids, names)?;
    let row = |(id, content)| CatalogueRow {
        id,
        content,
        shown: shown.remove(&id),
    };
    Ok(contents.into_iter().map(row).collect())
}

/// Returns whether a row shows what the article has. Words and the text in place of a headline are left out: how they are
/// made may differ between versions.
fn shows(row: &ArticleRow, article: Article) -> bool {
    let mut shown = ArticleRow::from(&Entry::new(Arc::from(Path::new("")), article));
    shown.words = row.words;
    if !row.has_title {
        shown.title.clone_from(&row.title);
    }
    row.shows_same(&shown)
}

fn faults_of_articles(
    catalogue: &Catalogue,
    index: &IndexArticles,
    faults: &mut Vec<String>,
) -> Result<(), StoreError> {
    let names = catalogue.names()?;
    let waiting: BTreeSet<u32> = catalogue.waiting(LaterWork::SecondReading)?.into_iter().collect();
    let (mut first, before) = (0, faults.len());
    loop {
        let rows = rows_from(catalogue, first, &names)?;
        let Some(last) = rows.last() else {
            return Ok(());
        };
        let Some(next) = last.id.checked_add(1) else {
            return Ok(());
        };
        first = next;
        let found: Vec<Option<String>> = rows
            .par_iter()
            .map(|row| fault_of(row, index, waiting.contains(&row.id)))
            .collect();
        faults.extend(found.into_iter().flatten());
        if faults.len() - before > MAX_FAULTS {
            faults.truncate(before + MAX_FAULTS);
            faults.push("there may be more".to_owned());
            return Ok(());
        }
    }
}

/// Returns what is wrong with an article. Of one that waits for its second reading, an interrupted import may have stored the
/// result in the index alone.
fn fault_of(row: &CatalogueRow, index: &IndexArticles, waits: bool) -> Option<String> {
    let id = row.id;
    let mut found = index.articles(id);
    let Some(article) = found.next() else {
        return Some(format!("article {id} is not in the index"));
    };
    if found.next().is_some() {
        return Some(format!("article {id} is in the index twice"));
    }
    let Some(article) = article else {
        return Some(format!("article {id} cannot be read"));
    };
    let content = Content::of(&article);
    if !is_harmless(&article) {
        return Some(format!("article {id} contains control characters"));
    }
    if !row.content.has_source(&content) {
        return Some(format!(
            "the text of article {id} is not the one that was imported"
        ));
    }
    let agrees = || row.content.has_all(&content) && row.shown.as_ref().is_none_or(|row| shows(row, article));
    (!waits && !agrees()).then(|| format!("{FILE} and the index differ in article {id}"))
}
