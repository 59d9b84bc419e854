//! The article in the JSON-LD of a page: among lists, graphs and several articles, the one whose address or headline is the
//! page's.

use crate::extract::input::html::lines::{even, plain_text};
use crate::extract::input::json_repair;
use crate::text::hash;
use serde_json::{Map, Value};
use std::collections::HashMap;

/// What JSON-LD states of an article.
#[derive(Debug, Default)]
pub(crate) struct LinkedArticle {
    pub(crate) headline: Option<String>,
    pub(crate) url: Option<String>,
    pub(crate) published: Option<String>,
    pub(crate) updated: Option<String>,
    pub(crate) authors: Vec<String>,
    pub(crate) publisher: Option<String>,
    pub(crate) section: Option<String>,
    pub(crate) language: Option<String>,
}

type Object = Map<String, Value>;

/// The most objects that are read of a page; a shop may list thousands.
const MOST: usize = 2_000;

/// Finds the article of the page. `urls` and `headings` are what else the page says of itself.
pub(crate) fn article(scripts: &[String], urls: &[&str], headings: &[&str]) -> Option<LinkedArticle> {
    let values: Vec<Value> = scripts.iter().filter_map(|script| parse(script)).collect();
    let objects = objects(&values);
    let by_id: HashMap<&str, &Object> = objects
        .iter()
        .filter(|object| object.len() > 1)
        .filter_map(|object| Some((object.get("@id")?.as_str()?, *object)))
        .collect();
    let articles: Vec<&Object> = objects
        .iter()
        .copied()
        .filter(|object| is_article(object))
        .collect();
    let is_page = |article: &&Object| {
        let own = addresses(article);
        own.iter()
            .any(|own| urls.iter().any(|url| is_same_address(own, url)))
    };
    let is_headed = |article: &&Object| {
        let own = text(article.get("headline")).or_else(|| text(article.get("name")));
        own.is_some_and(|own| {
            headings
                .iter()
                .any(|other| hash::of_letters(&own) == hash::of_letters(other))
        })
    };
    let mut all = articles.iter().copied();
    let found = all
        .clone()
        .find(is_page)
        .or_else(|| all.clone().find(is_headed))
        .or_else(|| all.next().filter(|_| articles.len() == 1))?;
    Some(LinkedArticle::of(found, &by_id))
}

fn parse(script: &str) -> Option<Value> {
    let text = script.trim();
    let text = text.strip_prefix("<!--").unwrap_or(text);
    let text = text
        .strip_prefix("//<![CDATA[")
        .or(text.strip_prefix("<![CDATA["))
        .unwrap_or(text);
    let text = text
        .trim_end()
        .trim_end_matches("-->")
        .trim_end_matches("//]]>")
        .trim_end_matches("]]>");
    let text = text.trim().trim_end_matches(';');
    json_repair::parse(text).ok()
}

/// All objects, in the order of the page.
fn objects(values: &[Value]) -> Vec<&Object> {
    let mut waiting: Vec<&Value> = values.iter().rev().collect();
    let mut found = Vec::new();
    while let Some(value) = waiting.pop() {
        match value {
            Value::Array(values) => waiting.extend(values.iter().rev()),
            Value::Object(object) if found.len() < MOST => {
                found.push(object);
                let inner = object
                    .iter()
                    .filter(|(name, _)| !matches!(name.as_str(), "itemListElement" | "isPartOf"));
                waiting.extend(inner.map(|(_, value)| value).filter(|value| !value.is_string()));
            }
            _ => {}
        }
    }
    found
}

/// The types of articles end like this: `NewsArticle`, `BlogPosting`, `OpinionNewsArticle`, `LiveBlogPosting`.
fn is_article(object: &Object) -> bool {
    let is_type = |name: &str| name.ends_with("Article") || name.ends_with("Posting") || name == "Report";
    let named = match object.get("@type") {
        Some(Value::String(name)) => is_type(name),
        Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).any(is_type),
        _ => false,
    };
    named
        && (object.contains_key("headline")
            || object.contains_key("datePublished")
            || object.contains_key("name"))
}

fn addresses(article: &Object) -> Vec<&str> {
    let mut found = Vec::new();
    for name in ["url", "@id", "mainEntityOfPage"] {
        match article.get(name) {
            Some(Value::String(url)) => found.push(url.as_str()),
            Some(Value::Object(page)) => {
                found.extend(page.get("@id").or(page.get("url")).and_then(Value::as_str));
            }
            _ => {}
        }
    }
    found
}

/// Returns whether two addresses are of one page: the scheme, `www.`, a fragment and a last slash do not count.
pub(crate) fn is_same_address(one: &str, other: &str) -> bool {
    let core = |url: &str| {
        let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
        let rest = rest.strip_prefix("www.").unwrap_or(rest);
        let rest = rest.split(['#', '?']).next().unwrap_or_default();
        rest.trim_end_matches('/').to_lowercase()
    };
    let (one, other) = (core(one), core(other));
    // The address of a front page is not the article's.
    one.contains('/') && one == other
}

impl LinkedArticle {
    fn of(article: &Object, by_id: &HashMap<&str, &Object>) -> Self {
        let own = |name: &str| text(article.get(name));
        Self {
            headline: own("headline").or_else(|| own("name")),
            url: addresses(article)
                .into_iter()
                .find(|url| url.starts_with("http"))
                .map(str::to_owned),
            published: own("datePublished").or_else(|| own("dateCreated")),
            updated: own("dateModified"),
            authors: names(article.get("author").or(article.get("creator")), by_id),
            publisher: names(
                article.get("publisher").or(article.get("sourceOrganization")),
                by_id,
            )
            .into_iter()
            .next(),
            section: match article.get("articleSection") {
                Some(Value::Array(all)) => text(all.first()),
                value => text(value),
            },
            language: own("inLanguage"),
        }
    }
}

/// The names of persons or organisations: texts, objects with a name, references to such objects, or lists of these.
fn names(value: Option<&Value>, by_id: &HashMap<&str, &Object>) -> Vec<String> {
    let mut found = Vec::new();
    let mut waiting: Vec<&Value> = value.into_iter().collect();
    let mut steps = 0;
    while let Some(value) = waiting.pop() {
        steps += 1;
        match value {
            Value::Array(all) => waiting.extend(all.iter().rev()),
            Value::Object(object) => {
                let known = object
                    .get("@id")
                    .and_then(Value::as_str)
                    .and_then(|id| by_id.get(id));
                let name = object
                    .get("name")
                    .or_else(|| known.and_then(|known| known.get("name")));
                waiting.extend(name);
            }
            value => found.extend(text(Some(value))),
        }
        if steps > MOST {
            break;
        }
    }
    found
}

/// A text without markup, which many sites leave in JSON-LD.
fn text(value: Option<&Value>) -> Option<String> {
    let text = match value? {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Object(object) => object.get("@value")?.as_str()?.to_owned(),
        _ => return None,
    };
    let has_markup = text.contains('&') || text.contains('<');
    let text = if has_markup {
        plain_text(&text)
    } else {
        even(&text)
    };
    (!text.is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_article_of_the_page_is_found_among_several() {
        let script = r##"{"@graph":[
            {"@type":"NewsArticle","headline":"Another","url":"https://h.example/a","datePublished":"2024-01-01"},
            {"@type":["Thing","NewsArticle"],"headline":"The ferry stops","mainEntityOfPage":{"@id":"https://h.example/b/"},
             "author":[{"@id":"#ana"},"Jon Reed"],"publisher":{"name":"The Herald"},"datePublished":"2024-05-06"},
            {"@type":"Person","@id":"#ana","name":"Ana Ferro"}]}"##;
        let found = article(&[script.to_owned()], &["http://www.h.example/b?x=1"], &[]).unwrap();
        assert_eq!(found.headline.as_deref(), Some("The ferry stops"));
        assert_eq!(found.authors, ["Ana Ferro", "Jon Reed"]);
        assert_eq!(found.publisher.as_deref(), Some("The Herald"));
        let found = article(&[script.to_owned()], &[], &["Another"]).unwrap();
        assert_eq!(found.published.as_deref(), Some("2024-01-01"));
        assert!(article(&[script.to_owned()], &[], &[]).is_none());
    }
}
