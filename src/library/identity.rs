//! What an article is known by from one reading to the next, whatever becomes of index, folder, file and page: where it
//! was found, its source text, the article in it, and how much of that is still there. Not where this is kept: see `marks`.

use crate::article::Article;
use crate::text::fold;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// 128 bits of the BLAKE3 hash of some bytes: two texts of the same hash are the same text.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ContentHash([u8; 16]);

impl ContentHash {
    /// The hash of these bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self::from_full(&blake3::hash(bytes))
    }

    /// The hash that was kept as these bytes.
    pub fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// The hash that was written as 32 hexadecimal digits.
    pub fn from_hex(hex: &str) -> Option<Self> {
        let is_hex = hex.len() == 32 && hex.bytes().all(|digit| digit.is_ascii_hexdigit());
        let number = is_hex.then(|| u128::from_str_radix(hex, 16).ok())??;
        Some(Self(number.to_be_bytes()))
    }

    /// The bytes to keep.
    pub fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }

    fn from_full(hash: &blake3::Hash) -> Self {
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&hash.as_bytes()[..16]);
        Self(bytes)
    }

    /// So much of it as sets the paragraphs of one article apart.
    fn short(self) -> u64 {
        let mut bytes = [0; 8];
        bytes.copy_from_slice(&self.0[..8]);
        u64::from_be_bytes(bytes)
    }
}

impl fmt::Display for ContentHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", u128::from_be_bytes(self.0))
    }
}

impl fmt::Debug for ContentHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

/// Where an article was found.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Origin {
    /// The file, from the root.
    pub path: PathBuf,
    /// 1-based place of the article in the file.
    pub part: u32,
}

impl Origin {
    /// The origin of an article of this file; a relative path is taken from the current folder, links stay as they are.
    /// An error where there is no current folder.
    pub fn new(path: &Path, part: u32) -> io::Result<Self> {
        let path = std::path::absolute(path)?;
        Ok(Self { path, part })
    }
}

/// What stands in an article, as hashes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Content {
    /// Its source text: the same bytes give the same, whatever cleaning makes of them.
    pub source: ContentHash,
    /// Its outlet, title and body: the same article in another page of the outlet gives the same. None where the outlet is
    /// unknown or there is no body, since such articles are alike without being the same.
    pub article: Option<ContentHash>,
}

impl Content {
    /// What stands in this article.
    pub fn of(article: &Article) -> Self {
        Self {
            source: ContentHash::of(article.source.as_bytes()),
            article: hash_of_cleaned(article),
        }
    }
}

fn hash_of_cleaned(article: &Article) -> Option<ContentHash> {
    let outlet = article.meta.outlet.as_deref()?;
    let mut hasher = blake3::Hasher::new();
    // Line feeds stand in no line, so no two articles of different parts give the same bytes.
    hasher.update(fold(outlet).as_bytes());
    hasher.update(b"\n");
    hasher.update(article.meta.title.as_deref().unwrap_or_default().as_bytes());
    let mut has_body = false;
    for line in article.lines.iter().filter(|line| line.class.is_body()) {
        let gap: &[u8] = if line.continues && has_body { b" " } else { b"\n" };
        hasher.update(gap);
        hasher.update(article.text_of(line).as_bytes());
        has_body = true;
    }
    has_body.then(|| ContentHash::from_full(&hasher.finalize()))
}

/// What is left of an article when its page changes: its title and its paragraphs, as short hashes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Shape {
    title: Option<u64>,
    /// Sorted, each once.
    paragraphs: Vec<u64>,
}

impl Shape {
    /// The shape of this article.
    pub fn of(article: &Article) -> Self {
        let short = |text: &str| ContentHash::of(text.as_bytes()).short();
        let mut paragraphs: Vec<u64> = article.body().iter().map(|text| short(text)).collect();
        paragraphs.sort_unstable();
        paragraphs.dedup();
        Self {
            title: article.meta.title.as_deref().map(short),
            paragraphs,
        }
    }

    /// Whether `later`, found in the same place, is a version of this article and not another one: the title or at least
    /// half of the paragraphs stayed.
    pub fn stayed_in(&self, later: &Self) -> bool {
        if self.title.is_some() && self.title == later.title {
            return true;
        }
        let stayed = |hash: &&u64| later.paragraphs.binary_search(hash).is_ok();
        let stayed = self.paragraphs.iter().filter(stayed).count();
        stayed > 0 && 2 * stayed >= self.paragraphs.len()
    }

    /// The bytes to keep: the title's hash (zero where there is none), then those of the paragraphs, eight bytes each.
    pub fn to_bytes(&self) -> Vec<u8> {
        let numbers = std::iter::once(self.title.unwrap_or(0)).chain(self.paragraphs.iter().copied());
        numbers.flat_map(u64::to_be_bytes).collect()
    }

    /// The shape that was kept as these bytes; bytes that are none give a shape that nothing stays of.
    pub fn from_bytes(bytes: &[u8]) -> Self {
        let mut numbers = bytes.chunks_exact(8).map(|chunk| {
            let mut number = [0; 8];
            number.copy_from_slice(chunk);
            u64::from_be_bytes(number)
        });
        let title = numbers.next().filter(|&title| title != 0);
        let mut paragraphs: Vec<u64> = numbers.collect();
        paragraphs.sort_unstable();
        Self { title, paragraphs }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Line, LineClass};

    fn article(outlet: Option<&str>, title: Option<&str>, body: &[&str]) -> Article {
        let mut article = Article::default();
        article.meta.outlet = outlet.map(str::to_owned);
        article.meta.title = title.map(str::to_owned);
        for text in body {
            let start = article.source.len() as u32;
            article.source.push_str(text);
            article.lines.push(Line {
                start,
                end: article.source.len() as u32,
                class: LineClass::Paragraph,
                ..Line::default()
            });
            article.source.push('\n');
        }
        article
    }

    #[test]
    fn an_article_is_the_same_in_another_page_of_its_outlet_only() {
        let page = article(Some("The Tern"), Some("Fog"), &["One.", "Two."]);
        let mut other = article(Some("the tern"), Some("Fog"), &["One.", "Two."]);
        other.source.push_str("Share this page\n");
        let hashes = |article: &Article| Content::of(article);
        assert_ne!(hashes(&page).source, hashes(&other).source);
        assert_eq!(hashes(&page).article, hashes(&other).article);
        for another in [
            article(Some("The Gull"), Some("Fog"), &["One.", "Two."]),
            article(Some("The Tern"), Some("Fog lifts"), &["One.", "Two."]),
            article(Some("The Tern"), Some("Fog"), &["One. Two."]),
            article(Some("The Tern"), None, &["Fog", "One.", "Two."]),
        ] {
            assert_ne!(hashes(&page).article, hashes(&another).article);
        }
    }

    #[test]
    fn pages_without_outlet_or_body_are_not_taken_for_one_another() {
        assert_eq!(Content::of(&article(None, Some("Fog"), &["One."])).article, None);
        assert_eq!(
            Content::of(&article(Some("The Tern"), Some("Fog"), &[])).article,
            None
        );
    }

    #[test]
    fn a_page_that_changed_stays_itself_by_its_title_or_half_of_its_paragraphs() {
        let shape = |title, body: &[&str]| Shape::of(&article(None, title, body));
        let before = shape(Some("Fog"), &["One.", "Two.", "Three.", "Four."]);
        assert!(before.stayed_in(&shape(Some("Fog"), &["Something else."])));
        assert!(before.stayed_in(&shape(Some("Sun"), &["Two.", "New.", "Four."])));
        assert!(!before.stayed_in(&shape(Some("Sun"), &["Two.", "New.", "Newer."])));
        assert!(!shape(None, &[]).stayed_in(&shape(None, &[])));
    }

    #[test]
    fn hashes_and_shapes_come_back_from_what_is_kept() {
        let hash = ContentHash::of(b"fog");
        assert_eq!(ContentHash::from_hex(&hash.to_string()), Some(hash));
        assert_eq!(ContentHash::from_bytes(*hash.as_bytes()), hash);
        assert_eq!(ContentHash::from_hex("+f"), None);
        assert_eq!(ContentHash::from_hex("+0000000000000000000000000000001"), None);
        let shape = Shape::of(&article(None, Some("Fog"), &["One.", "Two.", "One."]));
        assert_eq!(Shape::from_bytes(&shape.to_bytes()), shape);
        assert_eq!(Shape::from_bytes(b"short"), Shape::default());
    }

    #[test]
    fn origins_are_told_from_the_root() {
        let origin = Origin::new(Path::new("news/./a.txt"), 2).unwrap();
        assert!(origin.path.is_absolute() && origin.path.ends_with("news/a.txt"));
    }
}
