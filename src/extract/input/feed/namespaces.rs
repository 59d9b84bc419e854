//! What the prefixes of a feed mean. A document that does not declare a prefix means what is usual.

/// The vocabulary of an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Space {
    /// No prefix, and no declaration.
    #[default]
    None,
    /// RSS in any version.
    Feed,
    Atom,
    Rdf,
    DublinCore,
    Content,
    Media,
    Itunes,
    Xhtml,
    /// Another vocabulary.
    Other,
}

/// The beginnings of namespaces, in lower case, with what they are.
const URIS: &[(&str, Space)] = &[
    ("http://www.w3.org/2005/atom", Space::Atom),
    ("http://purl.org/atom/", Space::Atom),
    ("http://www.w3.org/1999/02/22-rdf-syntax-ns", Space::Rdf),
    ("http://purl.org/dc/", Space::DublinCore),
    ("http://purl.org/rss/1.0/modules/content", Space::Content),
    ("http://purl.org/rss/1.0/modules", Space::Other),
    ("http://search.yahoo.com/mrss", Space::Media),
    ("http://www.itunes.com/dtds/podcast", Space::Itunes),
    ("http://www.w3.org/1999/xhtml", Space::Xhtml),
    ("http://purl.org/rss/1.0", Space::Feed),
    ("http://my.netscape.com/", Space::Feed),
    ("http://channel.netscape.com/", Space::Feed),
    ("http://backend.userland.com/", Space::Feed),
    ("http://blogs.law.harvard.edu/tech/rss", Space::Feed),
    ("http://www.rssboard.org/", Space::Feed),
    ("http://my.theinfo.org/", Space::Feed),
    ("http://purl.org/net/rss1.1", Space::Feed),
];

/// What prefixes usually mean.
const PREFIXES: &[(&str, Space)] = &[
    ("atom", Space::Atom),
    ("atom03", Space::Atom),
    ("atom10", Space::Atom),
    ("a10", Space::Atom),
    ("rdf", Space::Rdf),
    ("rss", Space::Feed),
    ("dc", Space::DublinCore),
    ("dcterms", Space::DublinCore),
    ("dcterm", Space::DublinCore),
    ("content", Space::Content),
    ("media", Space::Media),
    ("itunes", Space::Itunes),
    ("xhtml", Space::Xhtml),
];

/// The prefixes that a document declares. A declaration counts from its place to the end: documents that declare a prefix twice
/// with two meanings do not occur.
#[derive(Debug, Default)]
pub(crate) struct Namespaces {
    declared: Vec<(String, Space)>,
    /// Whether the namespace without a prefix is a feed's, so that it no longer changes.
    default: Option<Space>,
}

impl Namespaces {
    /// Takes an attribute, which may be a declaration.
    pub(crate) fn declare(&mut self, name: &str, value: &str) {
        let uri = value.trim().to_lowercase();
        let known = URIS
            .iter()
            .find(|(start, _)| uri.starts_with(start))
            .map(|(_, space)| *space);
        if name == "xmlns" {
            // Markup inside an entry declares its own; only the first counts for the feed.
            self.default = self.default.or(Some(known.unwrap_or(Space::None)));
        } else if let Some(prefix) = name.strip_prefix("xmlns:")
            && self.declared.len() < 200
        {
            self.declared
                .push((prefix.to_owned(), known.unwrap_or(Space::Other)));
        }
    }

    /// The vocabulary of elements with this prefix.
    pub(crate) fn space(&self, prefix: &str) -> Space {
        if prefix.is_empty() {
            return self.default.unwrap_or_default();
        }
        let declared = self.declared.iter().rev().find(|(own, _)| own == prefix);
        let usual = || {
            PREFIXES
                .iter()
                .find(|(own, _)| *own == prefix)
                .map(|(_, space)| *space)
        };
        let declared = declared.map(|(_, space)| *space);
        declared.or_else(usual).unwrap_or(Space::Other)
    }
}
