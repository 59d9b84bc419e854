//! The labelled pages that `train` and `score` read: `<set>/<converter>/<id>.txt` is the text of a page,
//! `<set>/gold/<id>.txt` (or `label/` where several extractors agree on it) its body, and `<set>/meta/<id>.json` has its `url` and `site`.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

/// The programs that converted the pages to text.
pub const CONVERTERS: [&str; 3] = ["resiliparse", "inscriptis", "bs4"];
/// The number of folds that the sites are divided into.
pub const FOLDS: u64 = 3;
/// The set of guides and blogs; all other sets are news.
pub const OTHER_GENRE: &str = "wcxb";
/// The set whose bodies are what several extractors agree on.
pub const CONSENSUS: &str = "silver";

/// A page with a gold body.
pub struct Case {
    /// The folder of its set.
    folder: PathBuf,
    /// The name of its set.
    pub set: String,
    /// Its name within the set.
    pub id: String,
    /// Its metadata: `url`, `site`, and the gold `title`, `date` and `authors`.
    pub meta: serde_json::Value,
}

/// All pages of a folder, sorted by set and name.
pub fn cases(dir: &Path) -> Result<Vec<Case>, Box<dyn Error>> {
    let mut cases = Vec::new();
    for folder in sorted(dir)? {
        let set = folder
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if !folder.is_dir() {
            continue;
        }
        let gold = if set == CONSENSUS { "label" } else { "gold" };
        for gold in sorted(&folder.join(gold))? {
            let id = gold
                .file_stem()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            let meta = folder.join("meta").join(format!("{id}.json"));
            cases.push(Case {
                meta: serde_json::from_str(&fs::read_to_string(meta)?)?,
                folder: folder.clone(),
                set: set.clone(),
                id,
            });
        }
    }
    Ok(cases)
}

impl Case {
    /// Its text in a conversion, if there is one.
    pub fn page(&self, converter: &str) -> Option<String> {
        self.read(converter)
    }

    /// Its article body.
    pub fn gold(&self) -> String {
        let folder = if self.set == CONSENSUS { "label" } else { "gold" };
        self.read(folder).unwrap_or_default()
    }

    /// Returns whether few extractors agree on its body.
    pub fn is_doubtful(&self) -> bool {
        self.meta["label"]["tier"] == "c"
    }

    /// Returns whether its site belongs to the third that is set aside: nothing is learnt from it or chosen on it.
    pub fn is_set_aside(&self) -> bool {
        site_number(&format!("aside {}", self.site())).is_multiple_of(FOLDS)
    }

    /// The site that it comes from.
    pub fn site(&self) -> String {
        let host = || host(self.meta["url"].as_str().unwrap_or(""));
        self.meta["site"].as_str().map_or_else(host, str::to_lowercase)
    }

    fn read(&self, folder: &str) -> Option<String> {
        let bytes = fs::read(self.folder.join(folder).join(format!("{}.txt", self.id))).ok()?;
        Some(String::from_utf8_lossy(&bytes).into_owned())
    }
}

/// A number that identifies a site.
pub fn site_number(site: &str) -> u64 {
    site.bytes().fold(0xCBF2_9CE4_8422_2325, |hash: u64, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3)
    }) >> 7
}

/// The fold of a site.
pub fn fold(site: u64) -> u64 {
    site % FOLDS
}

/// The host of an address, without `www.`.
pub fn host(url: &str) -> String {
    let host = url
        .split("://")
        .nth(1)
        .unwrap_or(url)
        .split(['/', ':'])
        .next()
        .unwrap_or("");
    host.trim_start_matches("www.").to_lowercase()
}

/// The entries of a folder, sorted by name.
pub fn sorted(dir: &Path) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let mut paths = fs::read_dir(dir)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<Vec<_>, _>>()?;
    paths.sort();
    Ok(paths)
}
