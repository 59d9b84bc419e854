//! The value of an element of a feed: plain text or HTML, by its type, its mode, and what is in it.

use crate::extract::input::feed::entities::without_windows;
use crate::extract::input::feed::namespaces::Space;
use crate::extract::input::feed::xml::{XmlChild, XmlElement};
use crate::extract::input::html::lines::even;
use crate::extract::input::html::plain_text;
use crate::extract::input::record::Content;

/// The value of an element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Value {
    Text(String),
    Html(String),
}

/// What is known of an element's values apart from its type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// A headline or a name, in which a tag may be meant literally.
    Line,
    /// A text, in which a tag is hardly ever meant literally.
    Text,
}

impl Value {
    pub(crate) fn of(element: &XmlElement, role: Role) -> Self {
        let kind = element.attribute("type").unwrap_or_default().to_lowercase();
        let mode = element.attribute("mode").unwrap_or_default().to_lowercase();
        if element.elements().next().is_some() {
            let mut html = String::new();
            write_children(element, &mut html);
            return Self::Html(without_windows(html));
        }
        let text = element.own_text();
        let is_coded = mode == "base64" || is_binary(&kind);
        if let Some(decoded) = is_coded.then(|| base64(&text)).flatten() {
            return Self::Html(without_windows(decoded));
        }
        let text = without_windows(text);
        let is_html = kind.contains("html") || mode == "escaped" && kind != "text/plain" && kind != "text";
        let is_plain =
            matches!(kind.as_str(), "text" | "text/plain") || kind.is_empty() && element.space == Space::Atom;
        let looks = has_closing_tag(&text) || role == Role::Text && has_block(&text);
        let is_escaped = !is_plain && (role == Role::Text || has_reference(&text));
        if is_html || looks || is_escaped {
            Self::Html(text)
        } else {
            Self::Text(text)
        }
    }

    /// The value on one line, without markup.
    pub(crate) fn plain(&self) -> String {
        match self {
            Self::Text(text) => even(text),
            Self::Html(html) => plain_text(html),
        }
    }

    /// The value as the text of a record.
    pub(crate) fn content(self) -> Content {
        match self {
            Self::Text(text) => Content::Text(text),
            Self::Html(html) => Content::Html(html),
        }
    }

    /// Returns whether nothing is in it.
    pub(crate) fn is_blank(&self) -> bool {
        let (Self::Text(text) | Self::Html(text)) = self;
        text.trim().is_empty()
    }
}

/// Types of data, whose text is in base 64.
fn is_binary(kind: &str) -> bool {
    let is_text =
        kind.starts_with("text/") || kind.contains("xml") || kind.contains("html") || kind.contains("json");
    kind.contains('/') && !is_text
}

fn has_closing_tag(text: &str) -> bool {
    let mut tags = text.match_indices("</").map(|(at, _)| &text[at + 2..]);
    tags.any(|rest| rest.starts_with(|c: char| c.is_ascii_alphabetic()) && rest.contains('>'))
}

fn has_block(text: &str) -> bool {
    let mut tags = text.match_indices('<').map(|(at, _)| &text.as_bytes()[at + 1..]);
    let blocks: [&[u8]; 6] = [b"p>", b"p ", b"br", b"img ", b"div", b"hr"];
    tags.any(|rest| {
        blocks
            .iter()
            .any(|block| rest.len() >= block.len() && rest[..block.len()].eq_ignore_ascii_case(block))
    })
}

/// Returns whether a text has a reference to a character that was escaped twice.
fn has_reference(text: &str) -> bool {
    let mut all = text.match_indices('&').map(|(at, _)| &text[at + 1..]);
    all.any(|rest| {
        let end = rest
            .find(|c: char| !c.is_ascii_alphanumeric() && c != '#')
            .unwrap_or(rest.len());
        (2..=10).contains(&end) && rest[end..].starts_with(';')
    })
}

/// Writes what is in an element as HTML.
fn write_children(element: &XmlElement, out: &mut String) {
    for child in &element.children {
        match child {
            XmlChild::Text(text) => escape(text, out),
            XmlChild::Element(child) => {
                // Elements without an end in HTML have none in XML either.
                out.push('<');
                out.push_str(&child.local);
                for (name, value) in &child.attributes {
                    if !name.contains(':') && !name.starts_with("xmlns") {
                        out.push(' ');
                        out.push_str(name);
                        out.push_str("=\"");
                        escape(value, out);
                        out.push('"');
                    }
                }
                out.push('>');
                if !is_void(&child.local) {
                    write_children(child, out);
                    out.push_str("</");
                    out.push_str(&child.local);
                    out.push('>');
                }
            }
        }
    }
}

fn is_void(name: &str) -> bool {
    matches!(
        name,
        "br" | "img"
            | "hr"
            | "input"
            | "meta"
            | "link"
            | "wbr"
            | "source"
            | "area"
            | "col"
            | "embed"
            | "param"
    )
}

fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
}

/// Decodes base 64 to text; `None` if it is none.
pub(crate) fn base64(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len() * 3 / 4);
    let (mut bits, mut count) = (0_u32, 0);
    for byte in text.bytes().filter(|byte| !byte.is_ascii_whitespace()) {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            b'=' => break,
            _ => return None,
        };
        bits = bits << 6 | u32::from(value);
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count) as u8);
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base_64_is_decoded() {
        assert_eq!(base64("VGhl\n IGZl cnJ5").as_deref(), Some("The ferry"));
        assert_eq!(base64("not base 64!"), None);
    }

    #[test]
    fn tags_and_references_are_told_from_text() {
        assert!(has_closing_tag("a <b>c</b>") && !has_closing_tag("How to use <b> & </ >"));
        assert!(has_reference("AT&amp;T") && !has_reference("A & B; C"));
    }
}
