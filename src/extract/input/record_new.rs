//! A record: the fields of an article as its source states them, and its text. Not how a record is found in a file: see
//! `decoder`; not what it becomes: see `from_record`.

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
