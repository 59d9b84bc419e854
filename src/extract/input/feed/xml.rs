//! Reads elements from XML that may be broken: tags that are not closed or not opened, entities of HTML, ampersands that are none,
//! text before and after. What cannot be read at all is skipped up to the next entry.

use crate::extract::input::decoder::Limits;
use crate::extract::input::feed::entities::Entities;
use crate::extract::input::feed::namespaces::{Namespaces, Space};
use crate::extract::input::html::page::resolve;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::rc::Rc;

/// An element with what is in it.
#[derive(Debug, Default)]
pub(crate) struct XmlElement {
    /// What its prefix means.
    pub(crate) space: Space,
    /// Its name without the prefix, in lower case.
    pub(crate) local: String,
    /// Its attributes by name, with the prefix and in lower case; entities are resolved.
    pub(crate) attributes: Vec<(String, String)>,
    pub(crate) children: Vec<XmlChild>,
    /// The address to which those in it are relative.
    pub(crate) base: Option<Rc<str>>,
}

/// Something in an element.
#[derive(Debug)]
pub(crate) enum XmlChild {
    Element(XmlElement),
    Text(String),
}

impl XmlElement {
    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        let mut all = self.attributes.iter();
        all.find(|(own, _)| own == name).map(|(_, value)| value.trim())
    }

    /// The elements in it.
    pub(crate) fn elements(&self) -> impl Iterator<Item = &Self> {
        self.children.iter().filter_map(|child| match child {
            XmlChild::Element(element) => Some(element),
            XmlChild::Text(_) => None,
        })
    }

    /// Its first element with this name.
    pub(crate) fn element(&self, local: &str) -> Option<&Self> {
        self.elements().find(|element| element.local == local)
    }

    /// Its text, without that of its elements.
    pub(crate) fn own_text(&self) -> String {
        let texts = self.children.iter().filter_map(|child| match child {
            XmlChild::Text(text) => Some(text.as_str()),
            XmlChild::Element(_) => None,
        });
        texts.collect()
    }

    fn push_text(&mut self, text: &str) {
        match self.children.last_mut() {
            Some(XmlChild::Text(own)) => own.push_str(text),
            _ if text.is_empty() => {}
            _ => self.children.push(XmlChild::Text(text.to_owned())),
        }
    }
}

/// What a reader finds outside of elements that are read whole.
#[derive(Debug)]
pub(crate) enum XmlEvent {
    /// The start of an element: read it whole with [`XmlReader::whole`], or continue with what is in it.
    Start(XmlElement),
    /// Something could not be read.
    Problem(String),
}

pub(crate) struct XmlReader<'t> {
    text: &'t str,
    reader: Reader<&'t [u8]>,
    /// Where the reader began, in the text.
    from: usize,
    entities: Entities,
    namespaces: Namespaces,
    bases: Vec<Option<Rc<str>>>,
    /// A start that was read too early, and whether it is of an empty element.
    waiting: Option<(XmlElement, bool)>,
    is_empty: bool,
    depth_limit: usize,
}

fn reader(text: &str) -> Reader<&[u8]> {
    let mut reader = Reader::from_str(text);
    let config = reader.config_mut();
    config.allow_dangling_amp = true;
    config.allow_unmatched_ends = true;
    config.check_end_names = false;
    reader
}

impl<'t> XmlReader<'t> {
    pub(crate) fn new(text: &'t str, limits: &Limits) -> Self {
        // Programs may have written something before the document.
        let from = text.find('<').unwrap_or(text.len());
        Self {
            text,
            reader: reader(&text[from..]),
            from,
            entities: Entities::new(limits.entity_bytes),
            namespaces: Namespaces::default(),
            bases: vec![None],
            waiting: None,
            is_empty: false,
            depth_limit: limits.depth,
        }
    }

    /// The next start of an element; `None` at the end.
    pub(crate) fn next_event(&mut self) -> Option<XmlEvent> {
        if let Some((element, is_empty)) = self.waiting.take() {
            self.is_empty = is_empty;
            return Some(XmlEvent::Start(element));
        }
        loop {
            match self.reader.read_event() {
                Ok(Event::Start(start)) => {
                    self.is_empty = false;
                    return Some(XmlEvent::Start(self.element(&start)));
                }
                Ok(Event::Empty(start)) => {
                    self.is_empty = true;
                    return Some(XmlEvent::Start(self.element(&start)));
                }
                Ok(Event::DocType(subset)) => self.entities.declare(&subset.into_inner()),
                Ok(Event::Eof) => return None,
                Ok(_) => {}
                Err(error) => {
                    let message = format!("is not valid XML: {error}");
                    if !self.resume() {
                        return Some(XmlEvent::Problem(message))
                            .filter(|_| std::mem::replace(&mut self.from, usize::MAX) != usize::MAX);
                    }
                    return Some(XmlEvent::Problem(message));
                }
            }
        }
    }

    /// Continues at the next entry after a place that cannot be read. Returns false if there is none.
    fn resume(&mut self) -> bool {
        let at = self
            .from
            .saturating_add(self.reader.error_position().max(self.reader.buffer_position()) as usize);
        let rest = self.text.get(at.saturating_add(1)..).unwrap_or_default();
        let next = ["<item", "<entry"]
            .iter()
            .filter_map(|start| rest.find(start))
            .min();
        let start = next.map_or(self.text.len(), |next| at + 1 + next);
        self.reader = reader(&self.text[start..]);
        let found = start < self.text.len();
        self.from = start;
        found
    }

    /// The address to which those in the element that is open are relative.
    fn base(&self) -> Option<Rc<str>> {
        self.bases.last().cloned().flatten()
    }

    fn element(&mut self, start: &BytesStart<'_>) -> XmlElement {
        let mut attributes = Vec::new();
        for attribute in start.html_attributes().with_checks(false).flatten() {
            let value = self.entities.resolved(&attribute.value);
            let name = attribute.key.0.to_lowercase();
            self.namespaces.declare(&name, &value);
            attributes.push((name, value));
        }
        let name = start.name().0.to_lowercase();
        let (prefix, local) = name.split_once(':').unwrap_or(("", &name));
        let mut element = XmlElement {
            space: self.namespaces.space(prefix),
            local: local.to_owned(),
            attributes,
            ..XmlElement::default()
        };
        let base = self.base();
        let own = element
            .attribute("xml:base")
            .map(|own| Rc::from(resolve(own, base.as_deref())));
        element.base = own.or(base);
        element
    }

    /// Enters the element that was just started: what is in it comes next, and its base counts.
    pub(crate) fn enter(&mut self, element: &XmlElement) {
        if !self.is_empty {
            self.bases.push(element.base.clone());
        }
    }

    /// Reads what is in the element that was just started, to its end. `ends` says which element cannot be inside it, so that
    /// its own end is missing.
    pub(crate) fn whole(&mut self, element: XmlElement, ends: fn(&XmlElement) -> bool) -> XmlElement {
        if self.is_empty {
            return element;
        }
        let mut open = vec![element];
        while !open.is_empty() {
            match self.reader.read_event() {
                Ok(Event::Start(start)) => self.open(&start, false, &mut open, ends),
                Ok(Event::Empty(start)) => self.open(&start, true, &mut open, ends),
                Ok(Event::End(end)) => {
                    let name = end.name().0.to_lowercase();
                    let local = name.rsplit(':').next().unwrap_or_default();
                    // The end of an element that was not opened here is of no use, or of the feed.
                    if let Some(at) = open.iter().rposition(|element| element.local == local) {
                        close(&mut open, at);
                        if open.len() == 1 && at == 0 {
                            break;
                        }
                    }
                }
                Ok(Event::Text(text)) => self.add_text(&mut open, |_| text.into_inner().into_owned()),
                Ok(Event::CData(text)) => self.add_text(&mut open, |_| text.into_inner().into_owned()),
                Ok(Event::GeneralRef(name)) => self.add_text(&mut open, |entities| entities.value(&name)),
                Ok(Event::Eof) => break,
                Ok(_) => {}
                Err(_) => {
                    self.resume();
                    break;
                }
            }
            if self.waiting.is_some() {
                break;
            }
        }
        close(&mut open, 1);
        open.pop().unwrap_or_default()
    }

    fn add_text(&mut self, open: &mut [XmlElement], text: impl FnOnce(&mut Entities) -> String) {
        let text = text(&mut self.entities);
        if let Some(element) = open.last_mut() {
            element.push_text(&text);
        }
    }

    fn open(
        &mut self,
        start: &BytesStart<'_>,
        is_empty: bool,
        open: &mut Vec<XmlElement>,
        ends: fn(&XmlElement) -> bool,
    ) {
        self.bases
            .push(open.last().and_then(|element| element.base.clone()));
        let element = self.element(start);
        self.bases.pop();
        if ends(&element) {
            self.waiting = Some((element, is_empty));
            return;
        }
        if is_empty {
            if let Some(parent) = open.last_mut() {
                parent.children.push(XmlChild::Element(element));
            }
        } else if open.len() < self.depth_limit {
            open.push(element);
        }
    }
}

/// Closes the open elements from a place on, except the first of all.
fn close(open: &mut Vec<XmlElement>, from: usize) {
    while open.len() > from.max(1) {
        let Some(element) = open.pop() else { return };
        if let Some(parent) = open.last_mut() {
            parent.children.push(XmlChild::Element(element));
        }
    }
}
