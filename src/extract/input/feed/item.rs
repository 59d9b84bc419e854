//! The fields of an entry of a feed, whatever its dialect: a table from elements to fields, each with a rank.

use crate::extract::input::feed::namespaces::Space;
use crate::extract::input::feed::value::{Role, Value};
use crate::extract::input::feed::xml::XmlElement;
use crate::extract::input::html::page::resolve;
use crate::extract::input::record::{Content, Record};
use crate::text::hash;

/// What a feed says of itself.
#[derive(Debug, Clone, Default)]
pub(crate) struct FeedFacts {
    pub(crate) title: Option<String>,
    pub(crate) language: Option<String>,
    pub(crate) authors: Vec<String>,
    /// The address to which others are relative.
    pub(crate) base: Option<String>,
}

/// A field of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ItemField {
    Title,
    Text,
    Published,
    Updated,
    Author,
    Id,
    Outlet,
    Section,
    Language,
}

/// The elements of entries by vocabulary and name, with their field and rank; a higher rank counts first. `Space::Feed` stands
/// for the elements of the feed itself.
const ELEMENTS: &[(Space, &str, ItemField, u8)] = &[
    (Space::Feed, "title", ItemField::Title, 9),
    (Space::DublinCore, "title", ItemField::Title, 5),
    (Space::Media, "title", ItemField::Title, 3),
    (Space::Itunes, "title", ItemField::Title, 2),
    (Space::Content, "encoded", ItemField::Text, 9),
    (Space::Feed, "content", ItemField::Text, 9),
    (Space::Feed, "encoded", ItemField::Text, 8),
    (Space::Content, "items", ItemField::Text, 1),
    (Space::Xhtml, "body", ItemField::Text, 8),
    (Space::Xhtml, "div", ItemField::Text, 8),
    (Space::Feed, "body", ItemField::Text, 8),
    (Space::Feed, "fulltext", ItemField::Text, 8),
    (Space::Feed, "full-text", ItemField::Text, 8),
    (Space::Feed, "description", ItemField::Text, 6),
    (Space::Feed, "summary", ItemField::Text, 5),
    (Space::DublinCore, "description", ItemField::Text, 4),
    (Space::DublinCore, "abstract", ItemField::Text, 4),
    (Space::Feed, "abstract", ItemField::Text, 4),
    (Space::Media, "description", ItemField::Text, 3),
    (Space::Media, "text", ItemField::Text, 2),
    (Space::Itunes, "summary", ItemField::Text, 2),
    (Space::Feed, "pubdate", ItemField::Published, 9),
    (Space::Feed, "published", ItemField::Published, 9),
    (Space::Feed, "issued", ItemField::Published, 8),
    (Space::DublinCore, "issued", ItemField::Published, 7),
    (Space::DublinCore, "date", ItemField::Published, 6),
    (Space::DublinCore, "created", ItemField::Published, 5),
    (Space::Feed, "created", ItemField::Published, 5),
    (Space::Feed, "date", ItemField::Published, 3),
    (Space::Feed, "updated", ItemField::Updated, 9),
    (Space::Feed, "modified", ItemField::Updated, 8),
    (Space::DublinCore, "modified", ItemField::Updated, 7),
    (Space::Feed, "author", ItemField::Author, 9),
    (Space::DublinCore, "creator", ItemField::Author, 8),
    (Space::DublinCore, "author", ItemField::Author, 7),
    (Space::Feed, "creator", ItemField::Author, 6),
    (Space::Itunes, "author", ItemField::Author, 3),
    (Space::Media, "credit", ItemField::Author, 1),
    (Space::Feed, "guid", ItemField::Id, 9),
    (Space::Feed, "id", ItemField::Id, 9),
    (Space::DublinCore, "identifier", ItemField::Id, 3),
    (Space::Feed, "source", ItemField::Outlet, 6),
    (Space::DublinCore, "publisher", ItemField::Outlet, 5),
    (Space::DublinCore, "source", ItemField::Outlet, 3),
    (Space::Feed, "category", ItemField::Section, 9),
    (Space::DublinCore, "subject", ItemField::Section, 5),
    (Space::DublinCore, "language", ItemField::Language, 9),
    (Space::Feed, "language", ItemField::Language, 8),
];

/// Standfirsts are not longer, in characters.
const STANDFIRST_CHARS: usize = 600;

/// An entry while its elements are read.
struct Item<'e> {
    element: &'e XmlElement,
    /// The element of each field with the highest rank, the first among equals.
    best: Vec<(ItemField, u8, &'e XmlElement)>,
    texts: Vec<(u8, Value)>,
    authors: Vec<(u8, String)>,
}

/// The record of an entry.
pub(crate) fn record(element: &XmlElement, about: &FeedFacts) -> Record {
    let mut item = Item {
        element,
        best: Vec::new(),
        texts: Vec::new(),
        authors: Vec::new(),
    };
    for child in element.elements() {
        item.add(child);
        // The fields of what a group shows are fields of the entry too.
        if child.space == Space::Media && matches!(child.local.as_str(), "group" | "content") {
            child.elements().for_each(|inner| item.add(inner));
        }
    }
    item.record(about)
}

/// The space of an element for the table: Atom and RSS are one, and elements without a declaration are of the feed.
fn space_of(element: &XmlElement) -> Space {
    match element.space {
        Space::None | Space::Atom | Space::Rdf => Space::Feed,
        space => space,
    }
}

impl<'e> Item<'e> {
    fn add(&mut self, child: &'e XmlElement) {
        let space = space_of(child);
        let known = ELEMENTS
            .iter()
            .find(|(own, local, ..)| *own == space && *local == child.local);
        let Some(&(_, _, field, rank)) = known else { return };
        match field {
            ItemField::Text => {
                let value = Value::of(child, Role::Text);
                if !value.is_blank() {
                    self.texts.push((rank, value));
                }
            }
            ItemField::Author => {
                let name = child
                    .element("name")
                    .map(|name| Value::of(name, Role::Line).plain());
                let email = || {
                    child
                        .element("email")
                        .map(|email| Value::of(email, Role::Line).plain())
                };
                let name = name.filter(|name| !name.is_empty()).or_else(email);
                let name = name.unwrap_or_else(|| Value::of(child, Role::Line).plain());
                if !name.is_empty() {
                    self.authors.push((rank, name));
                }
            }
            _ => {
                let known = self.best.iter_mut().find(|(own, ..)| *own == field);
                match known {
                    Some((_, own, _)) if *own >= rank || is_blank(child) => {}
                    Some(known) => *known = (field, rank, child),
                    None if is_blank(child) => {}
                    None => self.best.push((field, rank, child)),
                }
            }
        }
    }

    fn element_of(&self, field: ItemField) -> Option<&'e XmlElement> {
        self.best
            .iter()
            .find(|(own, ..)| *own == field)
            .map(|(.., element)| *element)
    }

    fn plain(&self, field: ItemField) -> Option<String> {
        let value = Value::of(self.element_of(field)?, Role::Line).plain();
        (!value.is_empty()).then_some(value)
    }

    fn record(mut self, about: &FeedFacts) -> Record {
        let best_rank = self.authors.iter().map(|(rank, _)| *rank).max();
        let authors: Vec<String> = self
            .authors
            .drain(..)
            .filter(|(rank, _)| Some(*rank) == best_rank)
            .map(|(_, name)| name)
            .collect();
        let (content, subtitle) = self.text();
        let language = self.plain(ItemField::Language);
        let xml_language = || self.element.attribute("xml:lang").map(str::to_owned);
        Record {
            id: self.id(),
            url: self.url(about),
            title: self.plain(ItemField::Title),
            subtitle,
            published: self.plain(ItemField::Published),
            updated: self.plain(ItemField::Updated),
            outlet: self.outlet(),
            section: self.section(),
            language: language.or_else(xml_language).or_else(|| about.language.clone()),
            authors,
            feed_title: about.title.clone(),
            content,
            ..Record::default()
        }
    }

    /// The text with the highest rank, and the standfirst: another text that is not its beginning.
    fn text(&mut self) -> (Content, Option<String>) {
        self.texts.sort_by_key(|(rank, _)| std::cmp::Reverse(*rank));
        let mut texts = std::mem::take(&mut self.texts).into_iter();
        let Some((_, text)) = texts.next() else {
            return (Content::None, None);
        };
        let mut others = texts
            .map(|(_, other)| other.plain())
            .filter(|other| !other.is_empty())
            .peekable();
        if others.peek().is_none() {
            return (text.content(), None);
        }
        let whole = text.plain();
        let is_own = |other: &String| {
            let start: String = other.chars().take(60).collect();
            other.chars().count() <= STANDFIRST_CHARS
                && !whole.contains(start.trim_end_matches(['.', '…', ' ']))
                && hash::of_letters(other) != hash::of_letters(&whole)
        };
        let subtitle = others.find(is_own);
        (text.content(), subtitle)
    }

    fn id(&self) -> Option<String> {
        let about = || self.element.attribute("rdf:about").map(str::to_owned);
        let by_element = self
            .element_of(ItemField::Id)
            .map(|element| element.own_text().trim().to_owned());
        by_element.filter(|id| !id.is_empty()).or_else(about)
    }

    /// The address: a link to the article as a page, else a link without a type, else an id that is one.
    fn url(&self, about: &FeedFacts) -> Option<String> {
        let links = || {
            self.element
                .elements()
                .filter(|child| child.local == "link" && space_of(child) == Space::Feed)
        };
        let is_page = |link: &&XmlElement| link.attribute("rel").unwrap_or("alternate") == "alternate";
        let by_rel = || {
            links()
                .filter(is_page)
                .filter_map(|link| Some((link, link.attribute("href")?)))
        };
        let is_html = |link: &XmlElement| link.attribute("type").is_none_or(|kind| kind.contains("html"));
        let by_text = || {
            links()
                .map(|link| (link, link.own_text()))
                .find(|(_, text)| !text.trim().is_empty())
        };
        let by_id = || {
            let id = self.element_of(ItemField::Id)?;
            let is_address = id.attribute("ispermalink").is_none_or(|value| value != "false");
            let text = id.own_text();
            (is_address && text.trim().starts_with("http")).then(|| (id, text.trim().to_owned()))
        };
        let html = by_rel().find(|(link, href)| is_html(link) && !href.is_empty());
        let found = html.or_else(|| by_rel().find(|(_, href)| !href.is_empty()));
        let found = found
            .map(|(link, href)| (link, href.to_owned()))
            .or_else(by_text)
            .or_else(by_id);
        let about_item = || Some(self.element.attribute("rdf:about")?.to_owned());
        let Some((link, url)) = found else {
            return about_item();
        };
        Some(resolve(&url, link.base.as_deref().or(about.base.as_deref())))
    }

    /// The feed or site that the entry was taken from.
    fn outlet(&self) -> Option<String> {
        let source = self.element_of(ItemField::Outlet)?;
        let title = source.element("title").unwrap_or(source);
        let value = Value::of(title, Role::Line).plain();
        (!value.is_empty() && !value.starts_with("http")).then_some(value)
    }

    fn section(&self) -> Option<String> {
        let category = self.element_of(ItemField::Section)?;
        let label = category.attribute("label").or_else(|| category.attribute("term"));
        let value = label.map_or_else(|| Value::of(category, Role::Line).plain(), str::to_owned);
        (!value.is_empty()).then_some(value)
    }
}

fn is_blank(element: &XmlElement) -> bool {
    let has_attribute = ["term", "label"]
        .iter()
        .any(|name| element.attribute(name).is_some());
    element.elements().next().is_none() && element.own_text().trim().is_empty() && !has_attribute
}
