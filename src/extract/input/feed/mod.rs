//! Feed files in all dialects: RSS 0.9x to 2.0, RDF, Atom 0.3 and 1.0, JSON Feed. Nothing is fetched.
//!
//! `xml` reads elements from markup that may be broken, `namespaces` knows what prefixes mean, `item` has the fields of an entry,
//! and this file walks the feed. An entry is a tree of elements for as long as it is read.

pub(crate) mod entities;
pub(crate) mod item;
pub mod json_feed;
pub(crate) mod namespaces;
pub(crate) mod value;
pub(crate) mod xml;

use crate::extract::input::decoder::{Decoded, Format, Head, Origin, Reading, RecordProblem, Sink};
use crate::extract::input::html::charset;
use item::FeedFacts;
use namespaces::Space;
use std::ops::ControlFlow;
use value::{Role, Value};
use xml::{XmlElement, XmlEvent, XmlReader};

/// Feeds in XML.
pub static FORMAT: Format = Format {
    name: "feed",
    label: "feed: RSS, RDF, Atom",
    endings: &["xml", "rss", "atom", "rdf", "feed"],
    sniff: is_feed,
    reading: Reading::Whole(decode),
};

/// The elements that hold a feed's entries.
const CONTAINERS: [&str; 5] = ["rss", "feed", "rdf", "channel", "newsfeed"];

fn is_feed(head: &Head<'_>) -> bool {
    if memchr::memchr(b'<', head.bytes).is_none_or(|at| at >= 4_096) && !head.bytes.contains(&0) {
        return false;
    }
    let (text, _) = charset::decode(head.bytes, None);
    let mut rest = &*text;
    // The first element decides; programs may have written messages before it.
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        if let Some(comment) = rest.strip_prefix("!--") {
            rest = comment.split_once("-->").map_or("", |(_, after)| after);
        } else if rest.starts_with(['!', '?']) {
            let is_subset = rest
                .split('>')
                .next()
                .is_some_and(|declaration| declaration.contains('['));
            let end = if is_subset { "]>" } else { ">" };
            rest = rest.split_once(end).map_or("", |(_, after)| after);
        } else {
            let is_name = |c: char| c.is_alphanumeric() || matches!(c, ':' | '_' | '-');
            let name = &rest[..rest.find(|c| !is_name(c)).unwrap_or(rest.len())];
            let name = name.rsplit(':').next().unwrap_or_default().to_ascii_lowercase();
            return CONTAINERS.contains(&name.as_str());
        }
    }
    false
}

fn decode(bytes: &[u8], origin: &Origin<'_>, sink: &mut Sink<'_>) -> ControlFlow<()> {
    let (text, _) = charset::decode(bytes, origin.charset);
    let mut facts = FeedFacts::default();
    // What the feed says of itself may come after its entries, so they are read twice if the first one comes before its title.
    let _ = walk(&text, origin, &mut facts, &mut |found, facts| match found {
        Decoded::Record(_) if facts.title.is_some() => ControlFlow::Break(()),
        _ => ControlFlow::Continue(()),
    });
    if facts.base.is_none() {
        facts.base = origin.url.map(str::to_owned);
    }
    let mut known = FeedFacts {
        authors: Vec::new(),
        ..facts.clone()
    };
    walk(&text, origin, &mut known, &mut |found, _| match found {
        Decoded::Record(mut record) => {
            if record.authors.is_empty() {
                record.authors.clone_from(&facts.authors);
            }
            sink(Decoded::Record(record))
        }
        found => sink(found),
    })
}

/// Walks a feed: collects what it says of itself, and passes on its entries.
fn walk(
    text: &str,
    origin: &Origin<'_>,
    facts: &mut FeedFacts,
    each: &mut dyn FnMut(Decoded, &FeedFacts) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let mut xml = XmlReader::new(text, origin.limits);
    let mut count = 0_usize;
    while let Some(event) = xml.next_event() {
        let element = match event {
            XmlEvent::Start(element) => element,
            XmlEvent::Problem(message) => {
                let place = format!("entry {}", count + 1);
                each(Decoded::Problem(RecordProblem { place, message }), facts)?;
                continue;
            }
        };
        if is_item(&element) {
            count += 1;
            let element = xml.whole(element, is_item);
            let record = item::record(&element, facts);
            each(Decoded::Record(Box::new(record)), facts)?;
        } else if CONTAINERS.contains(&element.local.as_str()) {
            if facts.language.is_none() {
                facts.language = element.attribute("xml:lang").map(str::to_owned);
            }
            xml.enter(&element);
        } else {
            facts.add(&xml.whole(element, is_item));
        }
    }
    ControlFlow::Continue(())
}

/// Returns whether an element is an entry.
fn is_item(element: &XmlElement) -> bool {
    let is_of_feed = matches!(
        element.space,
        Space::Feed | Space::None | Space::Atom | Space::Rdf
    );
    is_of_feed && matches!(element.local.as_str(), "item" | "entry")
}

impl FeedFacts {
    /// Takes an element of the feed itself.
    fn add(&mut self, element: &XmlElement) {
        let is_own = matches!(element.space, Space::Feed | Space::None | Space::Atom);
        let plain = || Some(Value::of(element, Role::Line).plain()).filter(|value| !value.is_empty());
        match element.local.as_str() {
            "title" if is_own && self.title.is_none() => self.title = plain(),
            "link" if is_own => self.add_link(element),
            "language" if self.language.is_none() => self.language = plain(),
            "author" if is_own => {
                let name = element
                    .element("name")
                    .map(|name| Value::of(name, Role::Line).plain());
                self.authors.extend(name.filter(|name| !name.is_empty()));
            }
            _ => {}
        }
    }

    fn add_link(&mut self, element: &XmlElement) {
        let rel = element.attribute("rel").unwrap_or("alternate");
        let href = element.attribute("href").map(str::to_owned);
        let url = href.unwrap_or_else(|| element.own_text().trim().to_owned());
        if self.base.is_none() && matches!(rel, "alternate" | "self") && url.contains("://") {
            self.base = Some(url);
        }
    }
}

#[cfg(test)]
mod tests;
