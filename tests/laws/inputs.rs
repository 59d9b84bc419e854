//! What must hold for any bytes that the program reads besides pages: a query, an `outlets.toml`, an export of marks, a
//! catalogue, and a page on its way through a library. The fuzz targets and a test share these functions. Each returns what
//! was broken; a panic is a fault too.

use newsprint::article::{Article, Date};
use newsprint::config::EditableProfile;
use newsprint::export::json;
use newsprint::extract::{Hints, OutletDirectory, extract};
use newsprint::library::{KnownValues, LoadOptions, Marks, MarksStore, Query, SortOrder, Store, complete};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::sync::atomic::AtomicBool;

/// A page whose lines the profiles can have rules for.
const PAGE: &str = "Menu\nHarbour reopens after the storm\nBy Ilka Fenn\n3 May 2024\n\
    The harbour of Zelm opened again on Friday, three days after the storm had closed it, the authority said.\n\
    © 2024 The Quay Courier\nShare\n";

fn law(holds: bool, broken: impl FnOnce() -> String) -> Result<(), String> {
    if holds { Ok(()) } else { Err(broken()) }
}

fn today() -> Date {
    Date::new(2025, 3, 10).expect("a day")
}

/// A query is parsed, or its error and hints name a part of it; a parsed query can be searched for.
pub fn query(bytes: &[u8]) -> Result<(), String> {
    static LIBRARY: LazyLock<Store> = LazyLock::new(|| {
        let store = Store::temporary().expect("memory");
        add(&store, PAGE.as_bytes());
        store
    });
    let text = String::from_utf8_lossy(bytes);
    for cursor in [0, text.len() / 2, text.len()] {
        let cursor = (0..=cursor)
            .rev()
            .find(|at| text.is_char_boundary(*at))
            .unwrap_or(0);
        for completion in complete(&text, cursor, &KnownValues::default()) {
            law(text.get(completion.replace.clone()).is_some(), || {
                format!("a completion replaces {:?} of {text:?}", completion.replace)
            })?;
        }
    }
    match Query::parse(&text, today()) {
        Err(error) => law(text.get(error.range.clone()).is_some(), || {
            format!("the error {error:?} is not in {text:?}")
        }),
        Ok(query) => {
            let snapshot = LIBRARY.snapshot().map_err(|error| error.to_string())?;
            let never = AtomicBool::new(false);
            let found = snapshot.search(&query, &Marks::default(), SortOrder::default(), 10, &never);
            let found = found.map_err(|error| format!("{text:?} cannot be searched for: {error}"))?;
            let entry = snapshot
                .entry(0)
                .map_err(|error| error.to_string())?
                .expect("an article");
            let is_found = found.is_some_and(|found| found.total == 1);
            law(is_found == query.matches(&entry, &Marks::default()), || {
                format!("{text:?} finds another result with the index than without")
            })
        }
    }
}

/// A profile is refused with a message, or pages can be cleaned with it and it can be edited without loss.
pub fn profile(bytes: &[u8]) -> Result<(), String> {
    let text = String::from_utf8_lossy(bytes);
    let outlets = OutletDirectory::builtin().with_toml(&text);
    let edited = EditableProfile::parse(&text);
    match outlets {
        Err(error) => law(!error.to_string().is_empty(), || "an empty message".to_owned()),
        Ok((outlets, _)) => {
            for article in extract(PAGE.as_bytes(), &Hints::new(&outlets)) {
                let lines = PAGE.lines().filter(|line| !line.trim().is_empty()).count();
                law(article.lines.len() == lines, || format!("{text:?} loses lines"))?;
            }
            let is_same = |profile: EditableProfile| profile.to_toml().trim_end() == text.trim_end();
            // The editor of the file writes line feeds only, also after the last line.
            let is_other_form = text.contains('\r') || text.starts_with('\u{feff}');
            law(is_other_form || edited.is_ok_and(is_same), || {
                format!("{text:?} is changed by reading it")
            })
        }
    }
}

/// Marks that were imported are exported so that another store gets the same ones.
pub fn marks(bytes: &[u8]) -> Result<(), String> {
    let mut first = MarksStore::in_memory().map_err(|error| error.to_string())?;
    // Without the header most inputs would end at once.
    let mut input = b"{\"newsprint_marks\":1}\n".to_vec();
    input.extend_from_slice(bytes);
    drop(first.import(&input[..]));
    drop(first.import(bytes));
    let exported = exported(&mut first)?;
    law(!exported.contains(|c: char| c.is_control() && c != '\n'), || {
        format!("the export has control characters: {exported:?}")
    })?;
    let mut second = MarksStore::in_memory().map_err(|error| error.to_string())?;
    second
        .import(exported.as_bytes())
        .map_err(|error| format!("what was exported is refused: {error}: {exported}"))?;
    let again = self::exported(&mut second)?;
    law(again == exported, || format!("exported {exported}, then {again}"))
}

fn exported(store: &mut MarksStore) -> Result<String, String> {
    let mut text = Vec::new();
    store.export(&mut text).map_err(|error| error.to_string())?;
    String::from_utf8(text).map_err(|error| error.to_string())
}

/// A folder with any catalogue opens as a library or is refused with a message; nothing in it is changed by reading it.
pub fn catalogue(bytes: &[u8]) -> Result<(), String> {
    let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
    let (good, name) = good_library();
    copy(good, folder.path());
    fs::write(folder.path().join(name), bytes).map_err(|error| error.to_string())?;
    let store = Store::at(folder.path());
    let Ok(snapshot) = store.snapshot() else {
        return Ok(());
    };
    let ids: Vec<u32> = (0..snapshot.id_bound().min(50)).collect();
    drop(snapshot.rows(&ids, |_| true));
    drop(snapshot.facets());
    drop(snapshot.files());
    for id in ids {
        drop(snapshot.entry(id));
    }
    let never = AtomicBool::new(false);
    let query = Query::parse("harbour", today()).expect("a query");
    drop(snapshot.search(&query, &Marks::default(), SortOrder::default(), 10, &never));
    drop(snapshot);
    drop(store.check());
    let now = fs::read(folder.path().join(name)).map_err(|error| error.to_string())?;
    law(now == bytes, || {
        "the catalogue was changed by reading it".to_owned()
    })
}

/// The folder of a sound library, and the name of its catalogue.
pub fn good_library() -> (&'static Path, &'static str) {
    static FOLDER: LazyLock<PathBuf> = LazyLock::new(|| {
        let folder = tempfile::tempdir().expect("a folder").keep();
        let store = Store::at(&folder);
        add(&store, PAGE.as_bytes());
        folder
    });
    (&FOLDER, "catalogue.db")
}

fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).expect("a folder") {
        let path = entry.expect("an entry").path();
        let to = to.join(path.file_name().expect("a name"));
        if path.is_dir() {
            fs::create_dir(&to).expect("a folder");
            copy(&path, &to);
        } else {
            fs::copy(&path, &to).expect("a file");
        }
    }
}

/// An article that went through a library is the one that was extracted.
pub fn stored_article(bytes: &[u8]) -> Result<(), String> {
    let outlets = OutletDirectory::builtin();
    let articles = extract(bytes, &Hints::new(&outlets));
    let store = Store::temporary().map_err(|error| error.to_string())?;
    let named = (1..).map(|number| PathBuf::from(format!("/news/{number}.txt")));
    let mut importer = store.importer(LoadOptions::default());
    importer
        .add(named.zip(articles.iter().cloned()).collect())
        .map_err(|error| error.to_string())?;
    let snapshot = store.snapshot().map_err(|error| error.to_string())?;
    for (id, article) in (0..).zip(&articles) {
        let entry = snapshot.entry(id).map_err(|error| error.to_string())?;
        // Equal articles are stored once.
        let Some(entry) = entry else { break };
        // The store keeps two decimals of a confidence, as JSON does.
        let stored = json(&entry.article, "").to_string();
        let is_stored = |article: &Article| json(article, "").to_string() == stored;
        law(articles.iter().any(is_stored), || {
            format!("{} came back as {stored}", json(article, ""))
        })?;
    }
    Ok(())
}

fn add(store: &Store, page: &[u8]) {
    let outlets = OutletDirectory::builtin();
    let articles = extract(page, &Hints::new(&outlets));
    let articles = articles
        .into_iter()
        .map(|article| (PathBuf::from("/news/a.txt"), article));
    store
        .importer(LoadOptions::default())
        .add(articles.collect())
        .expect("a library");
}
