//! A record: the fields of an article as its source states them, and its text. Not how a record is found in a file: see
//! `decoder`; not what it becomes: see `extract::given`.

use crate::article::meta::Warning;

/// The fields of a record as the source has them. A decoder copies values and repairs nothing: markup, white space, dates in
/// any form, and the prefixes of bylines are handled when the record becomes an article.
///
/// A decoder fills a field only if the source means that field. The day of saving, crawling, downloading or exporting is
/// not a date.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Record {
    /// The id of the record in its file: guid, Message-ID, accession number.
    pub id: Option<String>,
    /// The address of the article.
    pub url: Option<String>,
    /// The title of the feed, or the name of the newsletter.
    pub feed_title: Option<String>,
    /// The headline. It may contain markup only if [`title_is_html`](Self::title_is_html) is set.
    pub title: Option<String>,
    /// Whether the headline is HTML, so that its tags and entities are markup.
    pub title_is_html: bool,
    /// The standfirst.
    pub subtitle: Option<String>,
    /// The authors, one name or one line of names each: `By Ana Ferro and Jon Reed` is fine.
    pub authors: Vec<String>,
    /// The publication in any form: RFC 822, ISO 8601, seconds since 1970, or words of any language. It may contain the
    /// time and the zone.
    pub published: Option<String>,
    /// The time of day, if it has a field of its own.
    pub time: Option<String>,
    /// The zone, if it has a field of its own: `+02:00`, `CET`.
    pub zone: Option<String>,
    /// The last change in any form. It is used as the date if there is no other.
    pub updated: Option<String>,
    /// The publisher.
    pub outlet: Option<String>,
    /// The agency or source of the text, never the publisher.
    pub via: Option<String>,
    /// The section.
    pub section: Option<String>,
    /// The language, as a code (`en`, `en-GB`) or an English name.
    pub language: Option<String>,
    /// The captions of its pictures.
    pub captions: Vec<String>,
    /// The text.
    pub content: Content,
    /// What the user should know about how the record was read.
    pub warnings: Vec<Warning>,
}

impl Record {
    /// Fills the fields that are missing with those of another record of the same article. Its address and id count before
    /// the own ones: a container knows where a page was, while a page may name another address.
    pub fn fill_from(&mut self, other: Self) {
        let fill = |own: &mut Option<String>, other: Option<String>| {
            if own.is_none() {
                *own = other;
            }
        };
        self.id = other.id.or(self.id.take());
        self.url = other.url.or(self.url.take());
        if self.title.is_none() {
            self.title_is_html = other.title_is_html;
        }
        fill(&mut self.title, other.title);
        fill(&mut self.feed_title, other.feed_title);
        fill(&mut self.subtitle, other.subtitle);
        if self.published.is_none() && self.updated.is_none() {
            self.published = other.published;
            self.updated = other.updated;
            self.time = other.time;
            self.zone = other.zone;
        }
        fill(&mut self.outlet, other.outlet);
        fill(&mut self.via, other.via);
        fill(&mut self.section, other.section);
        fill(&mut self.language, other.language);
        if self.authors.is_empty() {
            self.authors = other.authors;
        }
        if self.captions.is_empty() {
            self.captions = other.captions;
        }
        if self.content == Content::None {
            self.content = other.content;
        }
        for warning in other.warnings {
            if !self.warnings.contains(&warning) {
                self.warnings.push(warning);
            }
        }
    }
}

/// The text of a record.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Content {
    /// There is none: the record is a headline with an address.
    #[default]
    None,
    /// A whole page as HTML. It is cleaned; its own metadata count if the record has none.
    HtmlPage(String),
    /// A whole page as plain text, such as the text of a newsletter. It is cleaned.
    TextPage(String),
    /// The text of the article as HTML. Its blocks are the paragraphs, and nothing is removed but scripts and styles.
    Html(String),
    /// The text of the article, one paragraph a line. Nothing is removed.
    Text(String),
    /// The paragraphs of the article. Nothing is removed.
    Paragraphs(Vec<String>),
}
