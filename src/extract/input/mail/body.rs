//! The parts of a message that are its text, and the messages inside it. `mail-parser` finds the parts; this file chooses
//! among them and decodes what states no charset.

use crate::extract::input::decoder::Limits;
use crate::extract::input::html::charset;
use crate::extract::input::mail::wrapped::Breaks;
use aho_corasick::AhoCorasick;
use mail_parser::decoders::base64::base64_decode;
use mail_parser::decoders::charsets::map::charset_decoder;
use mail_parser::decoders::quoted_printable::quoted_printable_decode;
use mail_parser::{Encoding, Message, MessageParser, MessagePart, MimeHeaders, PartType};
use std::borrow::Cow;
use std::sync::LazyLock;

/// What a message contains.
#[derive(Debug)]
pub(super) struct Body {
    /// The plain text.
    pub(super) text: Option<String>,
    /// How the lines of the plain text are broken.
    pub(super) breaks: Breaks,
    /// The text as HTML.
    pub(super) html: Option<String>,
    /// The messages inside it.
    pub(super) messages: Vec<Vec<u8>>,
}

/// Messages inside messages are what the parser nests, and what its result needs stack for.
static NESTING: LazyLock<AhoCorasick> = LazyLock::new(|| {
    let marks = ["message/rfc822", "message/global", "multipart/digest"];
    let automaton = AhoCorasick::builder().ascii_case_insensitive(true).build(marks);
    automaton.expect("three words")
});

/// Reads the body of a message; `None` if messages in it are nested too deep.
pub(super) fn read(bytes: &[u8], limits: &Limits) -> Option<Body> {
    let message = parse(bytes, limits)?;
    let mut body = Body {
        text: None,
        breaks: Breaks::Unknown,
        html: None,
        messages: Vec::new(),
    };
    let parts = |ids: &[u32]| -> Vec<u32> { ids.to_vec() };
    for id in parts(&message.text_body) {
        let Some(part) = message.part(id) else { continue };
        if let PartType::Text(text) = &part.body {
            body.breaks = breaks(part);
            let text = decoded(bytes, part, text);
            append(&mut body.text, &text);
        }
    }
    let has_html = message.html_bodies().any(MessagePart::is_text_html);
    for part in message.html_bodies().filter(|_| has_html) {
        match &part.body {
            PartType::Html(html) => append(&mut body.html, &decoded(bytes, part, html)),
            PartType::Text(text) => append(&mut body.html, &as_html(&decoded(bytes, part, text))),
            _ => {}
        }
    }
    for part in message.attachments() {
        if part.is_message() {
            body.messages.push(part_bytes(bytes, part).into_owned());
        }
    }
    Some(body)
}

/// Parses the parts of a message; `None` if messages in it are nested too deep.
pub(super) fn parse<'a>(bytes: &'a [u8], limits: &Limits) -> Option<Message<'a>> {
    if NESTING.find_iter(bytes).take(limits.depth + 1).count() > limits.depth {
        return None;
    }
    MessageParser::new().with_mime_headers().parse(bytes)
}

fn append(to: &mut Option<String>, text: &str) {
    let to = to.get_or_insert_with(String::new);
    if !to.is_empty() && !to.ends_with('\n') {
        to.push('\n');
    }
    to.push_str(text);
}

fn breaks(part: &MessagePart<'_>) -> Breaks {
    let content_type = part.content_type();
    let is = |name: &str, value: &str| {
        let attribute = content_type.and_then(|content_type| content_type.attribute(name));
        attribute.is_some_and(|own| own.eq_ignore_ascii_case(value))
    };
    if is("format", "flowed") {
        Breaks::Flowed {
            delsp: is("delsp", "yes"),
        }
    } else {
        Breaks::Unknown
    }
}

/// The text of a part. The parser takes a text without a known charset for UTF-8; its bytes are looked at again.
fn decoded<'a>(message: &'a [u8], part: &'a MessagePart<'_>, text: &'a str) -> Cow<'a, str> {
    let is_known = stated_charset(part).is_some_and(|charset| charset_decoder(charset.as_bytes()).is_some());
    if is_known || !text.contains(char::REPLACEMENT_CHARACTER) {
        return Cow::Borrowed(text);
    }
    let bytes = part_bytes(message, part);
    Cow::Owned(charset::decode(&bytes, None).0.into_owned())
}

/// The charset that the head of a part states.
pub(super) fn stated_charset<'a>(part: &'a MessagePart<'_>) -> Option<&'a str> {
    part.content_type()?.attribute("charset")
}

/// The bytes of a part without their transfer encoding.
pub(super) fn part_bytes<'a>(message: &'a [u8], part: &'a MessagePart<'_>) -> Cow<'a, [u8]> {
    let range = part.raw_body_offset() as usize..part.raw_end_offset() as usize;
    let Some(raw) = message.get(range) else {
        return Cow::Borrowed(part.contents());
    };
    let decoded = match part.encoding {
        Encoding::None => return Cow::Borrowed(raw),
        Encoding::Base64 => base64_decode(raw),
        Encoding::QuotedPrintable => quoted_printable_decode(raw),
    };
    decoded.map_or(Cow::Borrowed(part.contents()), Cow::Owned)
}

/// Plain text between parts of HTML.
fn as_html(text: &str) -> String {
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;");
    let mut html = String::with_capacity(escaped.len() + 64);
    for text in escaped.split("\n\n").filter(|text| !text.trim().is_empty()) {
        html.push_str("<p>");
        html.push_str(text);
        html.push_str("</p>");
    }
    html
}
