//! Folders of pages with the body of each, as the examples read them: `<set>/<converter>/<id>.txt`,
//! `<set>/gold/<id>.txt`, `<set>/meta/<id>.json` with `url` and `site`. Not what is done with them.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

/// The ways in which the pages were turned into text.
pub const CONVERTERS: [&str; 3] = ["resiliparse", "inscriptis", "bs4"];
/// Folds over sites.
pub const FOLDS: u64 = 3;
/// A set of guides and blogs rather than news.
pub const OTHER_GENRE: &str = "wcxb";

/// A page that has a gold body, in any of the conversions.
pub struct Case {
    /// The folder of its set.
    folder: PathBuf,
    /// The name of its set.
    pub set: String,
    /// Its name within the set.
    pub id: String,
    /// What is known of it apart from its text.
    pub meta: serde_json::Value,
}

/// All pages of a folder, by set and name.
pub fn cases(dir: &Path) -> Result<Vec<Case>, Box<dyn Error>> {
    let mut cases = Vec::new();
    for folder in sorted(dir)? {
        let set = folder
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        for gold in sorted(&folder.join("gold"))? {
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
    /// Its text in a conversion, where there is one.
    pub fn page(&self, converter: &str) -> Option<String> {
        self.read(converter)
    }

    /// Its article body.
    pub fn gold(&self) -> String {
        self.read("gold").unwrap_or_default()
    }

    /// The site it comes from.
    pub fn site(&self) -> String {
        let host = || host(self.meta["url"].as_str().unwrap_or(""));
        self.meta["site"].as_str().map_or_else(host, str::to_lowercase)
    }

    fn read(&self, folder: &str) -> Option<String> {
        let bytes = fs::read(self.folder.join(folder).join(format!("{}.txt", self.id))).ok()?;
        Some(String::from_utf8_lossy(&bytes).into_owned())
    }
}

/// A number that tells sites apart.
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

/// What lies in a folder, by name.
pub fn sorted(dir: &Path) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let mut paths = fs::read_dir(dir)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<Vec<_>, _>>()?;
    paths.sort();
    Ok(paths)
}
