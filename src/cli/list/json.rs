//! The JSON object that `list --format json` writes for an article. Fields may be added, never renamed or dropped.

use crate::article::date::{Date, Time};
use crate::library::store::catalogue::rows::ArticleRow;
use serde::{Serialize, Serializer};
use std::borrow::Cow;
use std::fmt::Display;

/// A row with the fields of the JSON object, in their order. What is unknown is `null`.
#[derive(Serialize)]
pub(crate) struct JsonRow<'a> {
    path: Cow<'a, str>,
    part: u32,
    title: Option<&'a str>,
    #[serde(serialize_with = "as_text")]
    date: Option<Date>,
    #[serde(serialize_with = "as_text")]
    time: Option<Time>,
    outlet: Option<&'a str>,
    via: Option<&'a str>,
    section: Option<&'a str>,
    byline: Option<&'a str>,
    language: Option<&'a str>,
    words: u32,
}

impl<'a> From<&'a ArticleRow> for JsonRow<'a> {
    fn from(row: &'a ArticleRow) -> Self {
        Self {
            path: row.path.to_string_lossy(),
            part: row.part,
            title: row.has_title.then_some(&row.title),
            date: row.date,
            time: row.time,
            outlet: row.outlet.as_deref(),
            via: row.via.as_deref(),
            section: row.section.as_deref(),
            byline: row.byline.as_deref(),
            language: row.language.as_deref(),
            words: row.words,
        }
    }
}

#[allow(clippy::ref_option)] // serde passes the field by reference
fn as_text<T: Display, S: Serializer>(value: &Option<T>, to: S) -> Result<S::Ok, S::Error> {
    match value {
        Some(value) => to.collect_str(value),
        None => to.serialize_none(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(row: &ArticleRow) -> String {
        serde_json::to_string(&JsonRow::from(row)).unwrap()
    }

    fn untitled() -> ArticleRow {
        ArticleRow {
            id: 3,
            path: "a.txt".into(),
            part: 1,
            title: "A first sentence.".to_owned(),
            has_title: false,
            date: None,
            time: None,
            outlet: None,
            via: None,
            section: None,
            byline: None,
            language: None,
            words: 0,
            is_gone: false,
        }
    }

    #[test]
    fn unknown_values_are_null_and_fields_keep_their_order() {
        assert_eq!(
            written(&untitled()),
            "{\"path\":\"a.txt\",\"part\":1,\"title\":null,\"date\":null,\"time\":null,\"outlet\":null,\"via\":null,\
             \"section\":null,\"byline\":null,\"language\":null,\"words\":0}"
        );
    }

    #[test]
    fn any_text_is_read_back_unchanged() {
        let texts = [
            "",
            "plain",
            "\"quoted\" \\ and / more",
            "tab\tline\nbell\u{7}\u{1f}",
            "caf\u{e9} \u{5317}\u{4eac} \u{1f600}\u{2028}\u{7f}",
        ];
        for text in texts {
            let row = ArticleRow {
                path: format!("/news/{text}").into(),
                part: 7,
                title: text.to_owned(),
                has_title: true,
                date: Some("0987-01-09".parse().unwrap()),
                time: Time::new(6, 5),
                outlet: Some(text.into()),
                via: Some(text.into()),
                section: Some(text.into()),
                byline: Some(text.into()),
                language: Some(text.into()),
                words: 4_294_967_295,
                ..untitled()
            };
            let expected = serde_json::json!({
                "path": format!("/news/{text}"), "part": 7, "title": text, "date": "0987-01-09", "time": "06:05",
                "outlet": text, "via": text, "section": text, "byline": text, "language": text, "words": 4_294_967_295_u32,
            });
            assert_eq!(written(&row), expected.to_string());
        }
    }
}
