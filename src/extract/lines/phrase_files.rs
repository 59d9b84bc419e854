//! The files of phrases, one for each language, as they are written. How they are searched: see `vocabulary`.

use crate::article::reason::Reason;
use serde::Deserialize;
use std::collections::BTreeMap;

/// The texts of the files. If several claim a phrase, the first one wins, so the languages of most pages come first.
pub(crate) const PHRASE_FILES: &[&str] = &[
    include_str!("../../../assets/phrases/ar.toml"),
    include_str!("../../../assets/phrases/bg.toml"),
    include_str!("../../../assets/phrases/bn.toml"),
    include_str!("../../../assets/phrases/ca.toml"),
    include_str!("../../../assets/phrases/cs.toml"),
    include_str!("../../../assets/phrases/da.toml"),
    include_str!("../../../assets/phrases/de.toml"),
    include_str!("../../../assets/phrases/el.toml"),
    include_str!("../../../assets/phrases/en.toml"),
    include_str!("../../../assets/phrases/es.toml"),
    include_str!("../../../assets/phrases/et.toml"),
    include_str!("../../../assets/phrases/fa.toml"),
    include_str!("../../../assets/phrases/fi.toml"),
    include_str!("../../../assets/phrases/fr.toml"),
    include_str!("../../../assets/phrases/he.toml"),
    include_str!("../../../assets/phrases/hi.toml"),
    include_str!("../../../assets/phrases/hr.toml"),
    include_str!("../../../assets/phrases/hu.toml"),
    include_str!("../../../assets/phrases/id.toml"),
    include_str!("../../../assets/phrases/it.toml"),
    include_str!("../../../assets/phrases/ja.toml"),
    include_str!("../../../assets/phrases/ko.toml"),
    include_str!("../../../assets/phrases/lt.toml"),
    include_str!("../../../assets/phrases/lv.toml"),
    include_str!("../../../assets/phrases/nl.toml"),
    include_str!("../../../assets/phrases/no.toml"),
    include_str!("../../../assets/phrases/pl.toml"),
    include_str!("../../../assets/phrases/pt.toml"),
    include_str!("../../../assets/phrases/ro.toml"),
    include_str!("../../../assets/phrases/ru.toml"),
    include_str!("../../../assets/phrases/sk.toml"),
    include_str!("../../../assets/phrases/sr.toml"),
    include_str!("../../../assets/phrases/sv.toml"),
    include_str!("../../../assets/phrases/tr.toml"),
    include_str!("../../../assets/phrases/uk.toml"),
    include_str!("../../../assets/phrases/vi.toml"),
    include_str!("../../../assets/phrases/zh.toml"),
    include_str!("../../../assets/phrases/af.toml"),
    include_str!("../../../assets/phrases/am.toml"),
    include_str!("../../../assets/phrases/az.toml"),
    include_str!("../../../assets/phrases/be.toml"),
    include_str!("../../../assets/phrases/bo.toml"),
    include_str!("../../../assets/phrases/eu.toml"),
    include_str!("../../../assets/phrases/gl.toml"),
    include_str!("../../../assets/phrases/gu.toml"),
    include_str!("../../../assets/phrases/hy.toml"),
    include_str!("../../../assets/phrases/is.toml"),
    include_str!("../../../assets/phrases/ka.toml"),
    include_str!("../../../assets/phrases/kk.toml"),
    include_str!("../../../assets/phrases/km.toml"),
    include_str!("../../../assets/phrases/kn.toml"),
    include_str!("../../../assets/phrases/ky.toml"),
    include_str!("../../../assets/phrases/lo.toml"),
    include_str!("../../../assets/phrases/mk.toml"),
    include_str!("../../../assets/phrases/ml.toml"),
    include_str!("../../../assets/phrases/mn.toml"),
    include_str!("../../../assets/phrases/mr.toml"),
    include_str!("../../../assets/phrases/ms.toml"),
    include_str!("../../../assets/phrases/my.toml"),
    include_str!("../../../assets/phrases/ne.toml"),
    include_str!("../../../assets/phrases/pa.toml"),
    include_str!("../../../assets/phrases/ps.toml"),
    include_str!("../../../assets/phrases/si.toml"),
    include_str!("../../../assets/phrases/sl.toml"),
    include_str!("../../../assets/phrases/so.toml"),
    include_str!("../../../assets/phrases/sq.toml"),
    include_str!("../../../assets/phrases/sw.toml"),
    include_str!("../../../assets/phrases/ta.toml"),
    include_str!("../../../assets/phrases/te.toml"),
    include_str!("../../../assets/phrases/th.toml"),
    include_str!("../../../assets/phrases/tl.toml"),
    include_str!("../../../assets/phrases/ur.toml"),
    include_str!("../../../assets/phrases/uz.toml"),
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LanguageFile {
    pub language: String,
    #[serde(default)]
    pub function_words: String,
    #[serde(default)]
    pub line: BTreeMap<Reason, Vec<String>>,
    #[serde(default)]
    pub start: BTreeMap<Reason, Vec<String>>,
    #[serde(default)]
    pub anywhere: BTreeMap<Reason, Vec<String>>,
    /// Words in the alternative texts of icons.
    #[serde(default)]
    pub icons: String,
    #[serde(default)]
    pub caption: CaptionPhrases,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub struct CaptionPhrases {
    #[serde(default)]
    pub start: Vec<String>,
    #[serde(default)]
    pub anywhere: Vec<String>,
    /// Phrases before the names of people in a picture, in lower case.
    #[serde(default)]
    pub people: Vec<String>,
}
