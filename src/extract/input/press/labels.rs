//! The names of fields in the downloads of press databases: `assets/press/labels.toml`.

use serde::Deserialize;
use std::collections::HashMap;
use std::sync::LazyLock;

/// The labels of all databases.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Labels {
    nexis: HashMap<String, Vec<String>>,
    factiva: HashMap<String, Vec<String>>,
    europresse: HashMap<String, Vec<String>>,
    proquest: HashMap<String, Vec<String>>,
}

/// The labels of one database: for each kind of field its names.
pub(super) type Kinds = HashMap<String, Vec<String>>;

static LABELS: LazyLock<Labels> = LazyLock::new(|| {
    toml::from_str(include_str!("../../../../assets/press/labels.toml")).expect("valid labels")
});

/// The labels of `LexisNexis`, Nexis and Nexis Uni.
pub(super) fn nexis() -> &'static Kinds {
    &LABELS.nexis
}

/// The labels of Factiva.
pub(super) fn factiva() -> &'static Kinds {
    &LABELS.factiva
}

/// The labels of Europresse.
pub(super) fn europresse() -> &'static Kinds {
    &LABELS.europresse
}

/// The labels of `ProQuest`.
pub(super) fn proquest() -> &'static Kinds {
    &LABELS.proquest
}

/// Returns whether a word is among those of a kind. It is in lower case.
pub(super) fn is(kinds: &Kinds, kind: &str, word: &str) -> bool {
    words(kinds, kind).iter().any(|own| own == word)
}

/// The words of a kind.
pub(super) fn words<'a>(kinds: &'a Kinds, kind: &str) -> &'a [String] {
    kinds.get(kind).map_or(&[], Vec::as_slice)
}

/// Splits `Label: value`, with white space of any kind around the colon. The label is in lower case.
pub(super) fn split(line: &str) -> Option<(String, &str)> {
    const LABEL_MAX: usize = 60;
    let (label, value) = line.trim_start().split_once([':', '：'])?;
    let label = label.trim();
    (!label.is_empty() && label.len() <= LABEL_MAX).then(|| (label.to_lowercase(), value.trim()))
}

/// Splits `Label: value` if the label is of one of the kinds. Returns the first of these kinds.
pub(super) fn field<'a, 'k>(kinds: &Kinds, among: &[&'k str], line: &'a str) -> Option<(&'k str, &'a str)> {
    let (label, value) = split(line)?;
    let kind = among.iter().copied().find(|kind| is(kinds, kind, &label))?;
    Some((kind, value))
}
