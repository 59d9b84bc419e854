//! Paths in the library: as bytes in the catalogue, and folded, name by name, in the index.

use crate::text::fold::fold;
use std::path::{Path, PathBuf};
use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

/// The token for the root of a path. No file has this name.
const ROOT: &str = "//";

/// Returns the bytes that the catalogue stores for a path.
#[cfg(unix)]
pub(crate) fn to_bytes(path: &Path) -> Vec<u8> {
    use std::os::unix::ffi::OsStrExt;
    path.as_os_str().as_bytes().to_vec()
}

/// Returns the path for bytes of the catalogue.
#[cfg(unix)]
pub(crate) fn from_bytes(bytes: Vec<u8>) -> PathBuf {
    use std::os::unix::ffi::OsStringExt;
    std::ffi::OsString::from_vec(bytes).into()
}

/// Returns the path for bytes of the catalogue without copying them.
#[cfg(unix)]
pub(crate) fn borrowed(bytes: &[u8]) -> &Path {
    use std::os::unix::ffi::OsStrExt;
    Path::new(std::ffi::OsStr::from_bytes(bytes))
}

/// Returns the bytes that the catalogue stores for a path.
#[cfg(not(unix))]
pub(crate) fn to_bytes(path: &Path) -> Vec<u8> {
    path.to_string_lossy().into_owned().into_bytes()
}

/// Returns the path for bytes of the catalogue.
#[cfg(not(unix))]
pub(crate) fn from_bytes(bytes: Vec<u8>) -> PathBuf {
    String::from_utf8_lossy(&bytes).into_owned().into()
}

/// Returns the path for bytes of the catalogue without copying them.
#[cfg(not(unix))]
pub(crate) fn borrowed(bytes: &[u8]) -> &Path {
    // They were converted from text.
    Path::new(std::str::from_utf8(bytes).unwrap_or_default())
}

/// Returns the range of bytes of all paths below a folder; the end is exclusive.
pub(crate) fn range_below(folder: &Path) -> (Vec<u8>, Vec<u8>) {
    let separator = std::path::MAIN_SEPARATOR as u8;
    let mut first = to_bytes(folder);
    if first.last() != Some(&separator) {
        first.push(separator);
    }
    let mut end = first.clone();
    if let Some(last) = end.last_mut() {
        *last += 1;
    }
    (first, end)
}

/// Returns the folded path for the index, with slashes between names and a leading slash if it is absolute.
pub(crate) fn folded(path: &Path) -> String {
    let folded = fold(&path.to_string_lossy()).replace('\\', "/");
    let names = folded.trim_start_matches("./").trim_matches('/');
    let root = if path.has_root() { "/" } else { "" };
    format!("{root}{names}")
}

/// Returns the tokens of a folded path: the root if it is absolute, then each name after a slash.
pub(crate) fn names(folded: &str) -> impl Iterator<Item = String> + '_ {
    let (root, names) = match folded.strip_prefix('/') {
        Some(names) => (Some(ROOT.to_owned()), names),
        None => (None, folded),
    };
    root.into_iter()
        .chain(names.split('/').map(|name| format!("/{name}")))
}

/// The tokenizer for paths.
#[derive(Debug, Clone, Default)]
pub(crate) struct PathTokenizer;

impl Tokenizer for PathTokenizer {
    type TokenStream<'a> = PathTokens;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> PathTokens {
        PathTokens {
            names: names(text).collect::<Vec<_>>().into_iter(),
            token: Token::default(),
            next: 0,
        }
    }
}

/// See [`PathTokenizer`].
#[derive(Debug)]
pub(crate) struct PathTokens {
    names: std::vec::IntoIter<String>,
    token: Token,
    next: usize,
}

impl TokenStream for PathTokens {
    fn advance(&mut self) -> bool {
        let Some(name) = self.names.next() else {
            return false;
        };
        self.token.text = name;
        self.token.position = self.next;
        self.next += 1;
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}
