//! The rows of `list` for other programs: CSV for spreadsheets, RIS and CSL JSON for reference managers.

use crate::export::escaped::json_text;
use crate::library::store::catalogue::rows::ArticleRow;
use serde_json::{Map, Value, json};

/// The names of the columns of CSV.
pub(crate) const COLUMNS: [&str; 11] = [
    "path", "part", "title", "date", "time", "outlet", "via", "section", "byline", "language", "words",
];

/// The cells of a row, in the order of [`COLUMNS`]. What is unknown is empty.
pub(crate) fn csv_cells(row: &ArticleRow) -> [String; 11] {
    let text = |value: Option<&str>| value.unwrap_or_default().to_owned();
    [
        row.path.to_string_lossy().into_owned(),
        row.part.to_string(),
        text(title(row)),
        row.date.map(|date| date.to_string()).unwrap_or_default(),
        row.time.map(|time| time.to_string()).unwrap_or_default(),
        text(row.outlet.as_deref()),
        text(row.via.as_deref()),
        text(row.section.as_deref()),
        text(row.byline.as_deref()),
        text(row.language.as_deref()),
        row.words.to_string(),
    ]
}

/// A reference in RIS: tags of two letters, one value a line, ended by `ER`.
pub(crate) fn ris(row: &ArticleRow) -> Vec<String> {
    let mut lines = Vec::new();
    let mut add = |tag: &str, value: Option<&str>| {
        lines.extend(value.map(|value| format!("{tag}  - {value}")));
    };
    add("TY", Some("NEWS"));
    add("TI", title(row));
    for author in authors(row) {
        add("AU", Some(author));
    }
    add("T2", row.outlet.as_deref());
    let date = row.date.map(|date| date.to_string().replace('-', "/"));
    add("PY", date.as_deref().and_then(|date| date.get(..4)));
    add("DA", date.as_deref());
    add("SE", row.section.as_deref());
    add("LA", row.language.as_deref());
    add("L1", Some(&row.path.to_string_lossy()));
    lines.push("ER  - ".to_owned());
    lines
}

/// A reference in CSL JSON.
pub(crate) fn csl(row: &ArticleRow) -> String {
    let mut item = Map::new();
    item.insert(
        "id".to_owned(),
        format!("{}#{}", row.path.display(), row.part).into(),
    );
    item.insert("type".to_owned(), "article-newspaper".into());
    let mut add = |name: &str, value: Option<Value>| {
        if let Some(value) = value {
            item.insert(name.to_owned(), value);
        }
    };
    add("title", title(row).map(Value::from));
    let names: Vec<Value> = authors(row).map(|name| json!({"literal": name})).collect();
    add("author", (!names.is_empty()).then(|| names.into()));
    add("container-title", row.outlet.as_deref().map(Value::from));
    let parts = row
        .date
        .map(|date| json!({"date-parts": [[date.year, date.month, date.day]]}));
    add("issued", parts);
    add("section", row.section.as_deref().map(Value::from));
    add("language", row.language.as_deref().map(Value::from));
    json_text(&item)
}

fn title(row: &ArticleRow) -> Option<&str> {
    row.has_title.then_some(row.title.as_str())
}

fn authors(row: &ArticleRow) -> impl Iterator<Item = &str> {
    let names = row.byline.as_deref().unwrap_or_default().split(", ");
    names.filter(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Date;
    use std::sync::Arc;

    fn row() -> ArticleRow {
        ArticleRow {
            id: 0,
            path: "news/a.txt".into(),
            part: 2,
            title: "The ferry, again".to_owned(),
            has_title: true,
            date: Date::new(2024, 5, 6),
            time: None,
            outlet: Some(Arc::from("The Quay Courier")),
            via: None,
            section: None,
            byline: Some("Ana Ferro, Jon Reed".to_owned()),
            language: Some(Arc::from("en")),
            words: 120,
            is_gone: false,
        }
    }

    #[test]
    fn a_row_is_a_reference() {
        assert_eq!(
            ris(&row()),
            [
                "TY  - NEWS",
                "TI  - The ferry, again",
                "AU  - Ana Ferro",
                "AU  - Jon Reed",
                "T2  - The Quay Courier",
                "PY  - 2024",
                "DA  - 2024/05/06",
                "LA  - en",
                "L1  - news/a.txt",
                "ER  - "
            ]
        );
        let item: Value = serde_json::from_str(&csl(&row())).unwrap();
        assert_eq!(item["issued"]["date-parts"], json!([[2024, 5, 6]]));
        assert_eq!(item["author"][1]["literal"], "Jon Reed");
        assert_eq!(csv_cells(&row())[2], "The ferry, again");
        assert_eq!(csv_cells(&row()).len(), COLUMNS.len());
    }
}
