//! The records in a JSON value, and the values of a record's names. All walks are loops.

use crate::extract::input::aliases::Gathered;
use serde_json::{Map, Value};

type Object = Map<String, Value>;

/// How deep names are looked for in objects of objects, in levels.
const NAME_DEPTH: usize = 3;
/// How deep lists of records are looked for, in levels: `{"response": {"docs": […]}}`.
const LIST_DEPTH: usize = 4;
/// The most members of an object that is a record; one with more is a dictionary.
const MOST_MEMBERS: usize = 500;

/// The objects in a value that are articles: the value itself, the items of a list, or the items of the first list with an
/// article, wherever it is.
pub(crate) fn records<'v>(value: &'v Value, columns: &[(String, String)]) -> Vec<&'v Object> {
    let mut level = vec![value];
    for _ in 0..LIST_DEPTH {
        let mut next = Vec::new();
        for value in level {
            match value {
                Value::Array(items) => {
                    let objects: Vec<&Object> = items.iter().filter_map(object_of).collect();
                    if objects
                        .iter()
                        .take(20)
                        .any(|object| gathered(object, columns).is_article())
                    {
                        return objects;
                    }
                    next.extend(items.iter().take(MOST_MEMBERS));
                }
                Value::Object(object) => {
                    if gathered(object, columns).is_article() {
                        return vec![object];
                    }
                    next.extend(object.values().take(MOST_MEMBERS));
                }
                _ => {}
            }
        }
        level = next;
    }
    Vec::new()
}

/// The object of an item; search engines wrap it.
fn object_of(item: &Value) -> Option<&Object> {
    let object = item.as_object()?;
    let inner = object
        .get("_source")
        .or_else(|| object.get("article"))
        .and_then(Value::as_object);
    Some(inner.unwrap_or(object))
}

/// The values of an object by the names of fields.
pub(crate) fn gathered(object: &Object, columns: &[(String, String)]) -> Gathered {
    let mut gathered = Gathered::default();
    each_name(object, &mut |name, values| {
        gathered.add(name, values, columns);
    });
    gathered
}

/// Calls `each` with each name, as a path, and its values.
pub(crate) fn each_name(object: &Object, each: &mut dyn FnMut(&str, &[String])) {
    let mut waiting: Vec<(String, &Object)> = vec![(String::new(), object)];
    let mut depth = 0;
    while !waiting.is_empty() && depth < NAME_DEPTH {
        depth += 1;
        for (path, object) in std::mem::take(&mut waiting) {
            for (name, value) in object.iter().take(MOST_MEMBERS) {
                let name = name.trim_start_matches(['_', '@', '$']);
                let name = if path.is_empty() {
                    name.to_owned()
                } else {
                    format!("{path}.{name}")
                };
                each(&name, &texts(value));
                if let Value::Object(inner) = value {
                    waiting.push((name, inner));
                }
            }
        }
    }
}

/// The texts of a value: itself, the items of a list, the name of an object, or all texts of an object that has none, such as the
/// sections of a body.
fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => vec![text.clone()],
        Value::Number(number) => vec![number.to_string()],
        Value::Array(items) => items.iter().flat_map(text_of_item).collect(),
        Value::Object(object) => named(object).map_or_else(|| all_texts(value), |text| vec![text]),
        _ => Vec::new(),
    }
}

/// The names of members that say what an object is called.
const CALLED: [&str; 6] = ["name", "title", "main", "original", "text", "value"];

fn named(object: &Object) -> Option<String> {
    let mut named = CALLED.iter().filter_map(|name| object.get(*name)?.as_str());
    named.next().map(str::to_owned)
}

fn text_of_item(item: &Value) -> Vec<String> {
    match item {
        Value::String(text) => vec![text.clone()],
        Value::Number(number) => vec![number.to_string()],
        Value::Object(object) => named(object).map_or_else(|| all_texts(item), |text| vec![text]),
        _ => Vec::new(),
    }
}

/// The members of objects whose texts are those of an article.
const TEXTS: [&str; 7] = [
    "summary",
    "sections",
    "headline",
    "paragraphs",
    "text",
    "content",
    "blocks",
];

/// All texts in members that hold parts of a text, in their order.
fn all_texts(value: &Value) -> Vec<String> {
    let mut found = Vec::new();
    let mut waiting = vec![value];
    while let Some(value) = waiting.pop() {
        match value {
            Value::String(text) => found.push(text.clone()),
            Value::Array(items) => waiting.extend(items.iter().rev()),
            Value::Object(object) => {
                let parts = object.iter().filter(|(name, _)| TEXTS.contains(&name.as_str()));
                let parts: Vec<&Value> = parts.map(|(_, value)| value).collect();
                waiting.extend(parts.into_iter().rev());
            }
            _ => {}
        }
    }
    found
}
