//! Lists of subscriptions: OPML, and the `urls` file of newsboat. They have no articles.

use crate::extract::input::decode;
use crate::extract::input::decoder::{Format, Head, Origin, Reading, Sink};
use crate::extract::input::html::charset;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::borrow::Cow;
use std::ops::ControlFlow;

/// OPML.
pub static OPML: Format = Format {
    name: "opml",
    label: "list of subscriptions (OPML)",
    endings: &["opml"],
    sniff: |head| head.trimmed().starts_with(b"<") && head.contains(b"<opml", 4096),
    reading: Reading::Whole(no_articles),
};

/// The `urls` file of newsboat.
pub static URLS: Format = Format {
    name: "urls",
    label: "list of subscriptions (newsboat urls)",
    endings: &[],
    sniff: is_urls,
    reading: Reading::Whole(no_articles),
};

/// A subscription.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Subscription {
    /// The title; the address if it has none.
    pub title: String,
    /// The address of the feed.
    pub url: String,
    /// The address of the site; that of the feed if none is stated.
    pub site: String,
    /// The folders around it, separated by slashes, or its first tag; empty if there is none.
    pub folder: String,
}

/// The most folders around a subscription.
const DEPTH_MAX: usize = 64;

fn no_articles(_: &[u8], _: &Origin<'_>, _: &mut Sink<'_>) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

/// Reads the subscriptions of a file in either form, in order. What is damaged is skipped.
pub fn subscriptions(bytes: &[u8]) -> Vec<Subscription> {
    let head = Head::new(bytes, true, "");
    if (OPML.sniff)(&head) {
        of_opml(bytes)
    } else {
        of_urls(&decode::decode(bytes).text)
    }
}

fn of_opml(bytes: &[u8]) -> Vec<Subscription> {
    let (text, _) = charset::decode(bytes, None);
    let mut reader = Reader::from_str(&text);
    reader.config_mut().check_end_names = false;
    reader.config_mut().allow_unmatched_ends = true;
    let (mut found, mut folders, mut depth) = (Vec::new(), Vec::new(), 0_usize);
    loop {
        match reader.read_event() {
            Ok(Event::Start(element)) if is_outline(&element) => {
                depth += 1;
                let outline = Outline::read(&element);
                if depth <= DEPTH_MAX {
                    folders.push(outline.title.clone());
                }
                let around = &folders[..folders.len().saturating_sub(usize::from(depth <= DEPTH_MAX))];
                found.extend(outline.subscription(around));
            }
            Ok(Event::Empty(element)) if is_outline(&element) => {
                found.extend(Outline::read(&element).subscription(&folders));
            }
            Ok(Event::End(element)) if element.local_name().as_ref().eq_ignore_ascii_case("outline") => {
                if depth <= DEPTH_MAX {
                    folders.pop();
                }
                depth = depth.saturating_sub(1);
            }
            Ok(Event::Eof) | Err(_) => return found,
            Ok(_) => {}
        }
    }
}

fn is_outline(element: &BytesStart<'_>) -> bool {
    element.local_name().as_ref().eq_ignore_ascii_case("outline")
}

/// The attributes of an outline.
#[derive(Default)]
struct Outline {
    title: String,
    feed: String,
    site: String,
}

impl Outline {
    fn read(element: &BytesStart<'_>) -> Self {
        let mut outline = Self::default();
        let mut text = String::new();
        for attribute in element.attributes().with_checks(false).flatten() {
            let value = &attribute.value;
            let value =
                quick_xml::escape::unescape(value).map_or_else(|_| value.to_string(), Cow::into_owned);
            let value = value.trim().to_owned();
            match attribute.key.local_name().as_ref().to_ascii_lowercase().as_str() {
                "title" => outline.title = value,
                "text" => text = value,
                "xmlurl" => outline.feed = value,
                "htmlurl" => outline.site = value,
                _ => {}
            }
        }
        if outline.title.is_empty() {
            outline.title = text;
        }
        outline
    }

    fn subscription(self, folders: &[String]) -> Option<Subscription> {
        let or = |value: String, other: &str| if value.is_empty() { other.to_owned() } else { value };
        let site = or(self.site.clone(), &self.feed);
        let folders = folders
            .iter()
            .map(String::as_str)
            .filter(|folder| !folder.is_empty());
        (!self.feed.is_empty()).then(|| Subscription {
            title: or(self.title, &site),
            site,
            folder: folders.collect::<Vec<_>>().join("/"),
            url: self.feed,
        })
    }
}

/// Returns whether each line is an address with its tags, a comment or a query; at least one has a tag.
fn is_urls(head: &Head<'_>) -> bool {
    let Ok(text) = std::str::from_utf8(head.bytes.get(..4096).unwrap_or(head.bytes)) else {
        return false;
    };
    let whole = if head.is_whole && head.bytes.len() <= 4096 {
        text
    } else {
        text.rsplit_once('\n').map_or("", |(lines, _)| lines)
    };
    let mut lines = whole
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .peekable();
    let is_feed = |line: &str| {
        ["http://", "https://", "\"query:", "exec:", "filter:", "file://"]
            .iter()
            .any(|scheme| line.starts_with(scheme))
    };
    if lines.peek().is_none_or(|line| !is_feed(line)) {
        return false;
    }
    let has_tag = lines
        .clone()
        .any(|line| line.contains(" \"") || line.starts_with("\"query:") || line.contains(" ~"));
    has_tag && lines.all(is_feed)
}

fn of_urls(text: &str) -> Vec<Subscription> {
    let mut found = Vec::new();
    for line in text.lines().map(str::trim) {
        let is_address = line.starts_with("http://") || line.starts_with("https://");
        if !is_address {
            continue;
        }
        let (url, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        let words = tags(rest);
        let title = words
            .iter()
            .find_map(|word| word.strip_prefix('~'))
            .unwrap_or(url);
        // Tags with these marks are settings.
        let tag = words.iter().find(|word| !word.starts_with(['~', '!']));
        found.push(Subscription {
            title: title.to_owned(),
            url: url.to_owned(),
            site: url.to_owned(),
            folder: tag.cloned().unwrap_or_default(),
        });
    }
    found
}

/// Splits at white space outside quotation marks.
fn tags(text: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut is_quoted = false;
    for c in text.chars() {
        match c {
            '"' => is_quoted = !is_quoted,
            c if c.is_whitespace() && !is_quoted => words.push(String::new()),
            c => words.last_mut().expect("a word").push(c),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn brief(found: &[Subscription]) -> Vec<[&str; 4]> {
        found
            .iter()
            .map(|one| [&*one.title, &*one.url, &*one.site, &*one.folder])
            .collect()
    }

    #[test]
    fn opml_has_folders() {
        let opml = "<?xml version='1.0'?><opml version=\"2.0\"><head><title>x</title></head><body>\
            <outline text=\"Sea &amp; Quay\"><outline text=\"Ports\"><outline type=\"rss\" title=\"Quay\" xmlUrl=\"https://q.example/rss\" \
            htmlUrl=\"https://q.example/\"></outline></outline><outline XMLURL=\"https://z.example/rss\"/></outline>\
            <outline text=\"Bare & open\" xmlUrl='https://b.example/rss?a=1&amp;b=2'/></body></opml>";
        assert!((OPML.sniff)(&Head::new(opml.as_bytes(), true, "xml")));
        let wanted = [
            [
                "Quay",
                "https://q.example/rss",
                "https://q.example/",
                "Sea & Quay/Ports",
            ],
            [
                "https://z.example/rss",
                "https://z.example/rss",
                "https://z.example/rss",
                "Sea & Quay",
            ],
            [
                "Bare & open",
                "https://b.example/rss?a=1&b=2",
                "https://b.example/rss?a=1&b=2",
                "",
            ],
        ];
        assert_eq!(brief(&subscriptions(opml.as_bytes())), wanted);
    }

    #[test]
    fn damage_and_depth_end() {
        let deep = format!(
            "<opml>{}<outline xmlUrl='a'/>",
            "<outline text='f'>".repeat(20_000)
        );
        assert_eq!(subscriptions(deep.as_bytes()).len(), 1);
        let ends = format!("<opml>{}<outline xmlUrl='a'/>", "</outline>".repeat(10));
        assert_eq!(subscriptions(ends.as_bytes()).len(), 1);
        assert_eq!(
            subscriptions(b"<opml><outline xmlUrl='a'/><outline xmlUrl='b").len(),
            1
        );
    }

    #[test]
    fn newsboat_urls_have_titles_and_tags() {
        let urls = "# mine\nhttps://q.example/rss \"sea ports\" news \"~The Quay\"\nhttps://z.example/rss ! \n\"query:Unread:unread = \\\"yes\\\"\"\n";
        let head = Head::new(urls.as_bytes(), true, "");
        assert!(is_urls(&head));
        let wanted = [
            [
                "The Quay",
                "https://q.example/rss",
                "https://q.example/rss",
                "sea ports",
            ],
            [
                "https://z.example/rss",
                "https://z.example/rss",
                "https://z.example/rss",
                "",
            ],
        ];
        assert_eq!(brief(&subscriptions(urls.as_bytes())), wanted);
        assert!(!is_urls(&Head::new(
            b"The quay is open.\nhttps://q.example \"x\"\n",
            true,
            ""
        )));
    }
}
