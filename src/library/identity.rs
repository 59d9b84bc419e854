//! What identifies an article between sessions, even if its index, folder, file or page changes: where it was found,
//! its source text, the cleaned article, and how much of that is still there. Not where this is stored: see `marks`.

use crate::article::Article;
use crate::text::fold::fold;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// 128 bits of the BLAKE3 hash of some bytes: two texts with the same hash are the same text.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ContentHash([u8; 16]);

impl ContentHash {
    /// Hashes these bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self::from_full(&blake3::hash(bytes))
    }

    /// Hashes the bytes of a stream.
    pub(crate) fn of_stream(stream: impl io::Read) -> io::Result<Self> {
        let mut hasher = blake3::Hasher::new();
        hasher.update_reader(stream)?;
        Ok(Self::from_full(&hasher.finalize()))
    }

    /// Returns the hash that was stored as these bytes.
    pub fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// Parses a hash of 32 hexadecimal digits.
    pub fn from_hex(hex: &str) -> Option<Self> {
        let is_hex = hex.len() == 32 && hex.bytes().all(|digit| digit.is_ascii_hexdigit());
        let number = is_hex.then(|| u128::from_str_radix(hex, 16).ok())??;
        Some(Self(number.to_be_bytes()))
    }

    /// Returns the bytes to store.
    pub fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }

    /// Returns the first half of the hash, by which the catalogue of a library is searched.
    pub(crate) fn first_half(&self) -> i64 {
        self.half(0)
    }

    /// Returns the second half of the hash, which confirms a match.
    pub(crate) fn second_half(&self) -> i64 {
        self.half(8)
    }

    /// Returns the hash with these halves.
    pub(crate) fn from_halves(first: i64, second: i64) -> Self {
        let mut bytes = [0; 16];
        bytes[..8].copy_from_slice(&first.to_be_bytes());
        bytes[8..].copy_from_slice(&second.to_be_bytes());
        Self(bytes)
    }

    fn half(&self, start: usize) -> i64 {
        let mut bytes = [0; 8];
        bytes.copy_from_slice(&self.0[start..start + 8]);
        i64::from_be_bytes(bytes)
    }

    fn from_full(hash: &blake3::Hash) -> Self {
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&hash.as_bytes()[..16]);
        Self(bytes)
    }

    /// Returns as much of the hash as distinguishes the paragraphs of one article.
    fn short(self) -> u64 {
        self.first_half().cast_unsigned()
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
    /// The absolute path of the file.
    pub path: PathBuf,
    /// The 1-based position of the article in the file.
    pub part: u32,
}

impl Origin {
    /// Returns the origin of an article in this file. A relative path is resolved from the current folder, which is an error
    /// if there is none; links are not followed.
    pub fn new(path: &Path, part: u32) -> io::Result<Self> {
        let path = std::path::absolute(path)?;
        Ok(Self { path, part })
    }
}

/// The content of an article, as hashes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Content {
    /// The hash of its source text, which does not depend on how the text is cleaned.
    pub source: ContentHash,
    /// The hash of its outlet, title and body, which is the same for the same article on another page of the outlet. `None`
    /// if the outlet is unknown or there is no body: such articles may be alike without being the same.
    pub article: Option<ContentHash>,
}

impl Content {
    /// Hashes the content of this article.
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
    // No line contains a line feed, so articles that differ in their parts never give the same bytes.
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

/// The title and the paragraphs of an article as short hashes, by which it is recognised after its page has changed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ArticleFingerprint {
    title: Option<u64>,
    /// Sorted and without duplicates.
    paragraphs: Vec<u64>,
}

impl ArticleFingerprint {
    /// Returns the shape of this article.
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

    /// Returns whether `later`, found in the same place, is a version of this article and not another one: the title or at
    /// least half of the paragraphs are the same.
    pub fn stayed_in(&self, later: &Self) -> bool {
        if self.title.is_some() && self.title == later.title {
            return true;
        }
        let stayed = |hash: &&u64| later.paragraphs.binary_search(hash).is_ok();
        let stayed = self.paragraphs.iter().filter(stayed).count();
        stayed > 0 && 2 * stayed >= self.paragraphs.len()
    }

    /// Returns the bytes to store: the title's hash (zero if there is no title), then the paragraphs' hashes, eight bytes
    /// each.
    pub fn to_bytes(&self) -> Vec<u8> {
        let numbers = std::iter::once(self.title.unwrap_or(0)).chain(self.paragraphs.iter().copied());
        numbers.flat_map(u64::to_be_bytes).collect()
    }

    /// Returns the shape that was stored as these bytes. Invalid bytes give a shape that matches nothing.
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
    use crate::article::line::{Line, LineClass};

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
    fn pages_without_outlet_or_body_are_never_the_same() {
        assert_eq!(Content::of(&article(None, Some("Fog"), &["One."])).article, None);
        assert_eq!(
            Content::of(&article(Some("The Tern"), Some("Fog"), &[])).article,
            None
        );
    }

    #[test]
    fn a_changed_page_is_recognised_by_its_title_or_half_of_its_paragraphs() {
        let shape = |title, body: &[&str]| ArticleFingerprint::of(&article(None, title, body));
        let before = shape(Some("Fog"), &["One.", "Two.", "Three.", "Four."]);
        assert!(before.stayed_in(&shape(Some("Fog"), &["Something else."])));
        assert!(before.stayed_in(&shape(Some("Sun"), &["Two.", "New.", "Four."])));
        assert!(!before.stayed_in(&shape(Some("Sun"), &["Two.", "New.", "Newer."])));
        assert!(!shape(None, &[]).stayed_in(&shape(None, &[])));
    }

    #[test]
    fn hashes_and_shapes_survive_being_stored() {
        let hash = ContentHash::of(b"fog");
        assert_eq!(ContentHash::from_hex(&hash.to_string()), Some(hash));
        assert_eq!(ContentHash::from_bytes(*hash.as_bytes()), hash);
        assert_eq!(ContentHash::from_hex("+f"), None);
        assert_eq!(ContentHash::from_hex("+0000000000000000000000000000001"), None);
        let shape = ArticleFingerprint::of(&article(None, Some("Fog"), &["One.", "Two.", "One."]));
        assert_eq!(ArticleFingerprint::from_bytes(&shape.to_bytes()), shape);
        assert_eq!(
            ArticleFingerprint::from_bytes(b"short"),
            ArticleFingerprint::default()
        );
    }

    #[test]
    fn origins_are_absolute() {
        let origin = Origin::new(Path::new("news/./a.txt"), 2).unwrap();
        assert!(origin.path.is_absolute() && origin.path.ends_with("news/a.txt"));
    }
}
