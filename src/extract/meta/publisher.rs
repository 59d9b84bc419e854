//! Which outlet published the page: votes of notices of rights, calls to readers, addresses, and of the page's own
//! name. Where the text was taken from is decided in [`source`](crate::extract::meta::source).

use crate::article::line::LineClass;
use crate::extract::meta::byline::AuthorCredit;
use crate::extract::meta::byline_lexicon::BylineLexicon;
use crate::extract::meta::context::{LinePosition, PageContext};
use crate::extract::meta::legal_notice::{
    holder, is_bio, is_call, is_name, last_words, opens_with_mark, reserves,
};
use crate::extract::meta::line_facts::trimmed;
use crate::extract::meta::outlet_votes::{NamedValue, OutletVotes};
use crate::extract::meta::people::{Organisation, parties_in};
use crate::extract::meta::site_consensus;
use crate::extract::outlets::directory::{OutletDirectory, has_name_key};
use crate::extract::outlets::mention::OutletMention;
use crate::extract::outlets::profile::Outlet;
use crate::text::fold::{key, letters};

/// What each kind of evidence counts. A `WORD` is an outlet whose name is a common word too.
mod weight {
    /// A signature or credit line of a profile.
    pub(crate) const PROFILE: f32 = 0.95;
    /// After a copy of the headline.
    pub(crate) const AFTER_TITLE: f32 = 0.92;
    pub(crate) const AFTER_TITLE_UNKNOWN: f32 = 0.6;
    /// A notice of rights.
    pub(crate) const RIGHTS: f32 = 0.9;
    pub(crate) const RIGHTS_IN_CAPTION: f32 = 0.6;
    pub(crate) const RIGHTS_OF_AGENCY: f32 = 0.75;
    /// A notice of rights of an unknown holder: with a year or the word `reserved`, and a line that is the same name.
    pub(crate) const HOLDER_STATED_TWICE: f32 = 0.85;
    pub(crate) const HOLDER_STATED: f32 = 0.6;
    pub(crate) const HOLDER_TWICE: f32 = 0.5;
    /// A call to readers.
    pub(crate) const CALL: f32 = 0.85;
    pub(crate) const CALL_WORD: f32 = 0.6;
    /// A note about an author.
    pub(crate) const AUTHOR_NOTE: f32 = 0.55;
    /// Next to the author.
    pub(crate) const WITH_AUTHOR: f32 = 0.6;
    pub(crate) const WITH_AUTHOR_WORD: f32 = 0.45;
    /// In a short line.
    pub(crate) const SHORT_LINE: f32 = 0.14;
    /// Alone on a line: of an agency, of a common word, near headline or body, at an edge of the page, above the
    /// headline, elsewhere.
    pub(crate) const ALONE_AGENCY: f32 = 0.1;
    pub(crate) const ALONE_WORD: f32 = 0.05;
    pub(crate) const ALONE_NEAR: f32 = 0.5;
    pub(crate) const ALONE_EDGE: f32 = 0.52;
    pub(crate) const ALONE_ABOVE: f32 = 0.36;
    pub(crate) const ALONE: f32 = 0.15;
    /// An address.
    pub(crate) const MAIL_ADDRESS: f32 = 0.75;
    pub(crate) const SITE_ADDRESS: f32 = 0.55;
    /// At the beginning of the text.
    pub(crate) const DATELINE: f32 = 0.7;
    pub(crate) const OWN_CORRESPONDENT: f32 = 0.65;
    /// Pages with the same template.
    pub(crate) const SIBLINGS: f32 = 0.6;
    /// The path of the file.
    pub(crate) const PATH: f32 = 0.3;
}

/// The number of lines that are read.
const NOTICE_LINES: usize = 600;
/// The longest line that is read, in bytes.
const MAX_NOTICE_BYTES: usize = 1200;
/// The lines at the top and at the bottom where a page names itself.
const EDGE_LINES: usize = 12;

/// Collects the votes of a page.
pub(crate) fn outlet_votes(context: &PageContext<'_>, credits: &[AuthorCredit<'_>]) -> OutletVotes {
    let mut votes = OutletVotes::default();
    let count = context.article.lines.len();
    for (at, line) in context.article.lines.iter().enumerate() {
        let text = context.article.text_of(line);
        let is_edge = at < NOTICE_LINES / 2 || at + NOTICE_LINES / 2 > count;
        let silent = line.class.is_body();
        if !silent && is_edge && text.len() <= MAX_NOTICE_BYTES {
            by_line(context, at, text, line.class, &mut votes);
        }
    }
    for credit in credits {
        for organisation in &credit.named.organisations {
            let Organisation::Known(outlet) = organisation else {
                continue;
            };
            if !outlet.agency {
                let alone = credit.named.persons.is_empty() && credit.named.organisations.len() == 1;
                let is_weak = outlet.word && !alone;
                let weight = if is_weak {
                    weight::WITH_AUTHOR_WORD
                } else {
                    weight::WITH_AUTHOR
                };
                votes.vote(outlet.name.clone(), Some(credit.at), "beside-author", weight);
            }
        }
    }
    by_dateline(context, &mut votes);
    votes
}

/// The outlet of the pages with the same template.
pub(crate) fn by_siblings(context: &PageContext<'_>) -> Option<NamedValue> {
    let (name, at) = site_consensus::outlet(context.article, context.template?)?;
    Some(NamedValue {
        name: name.to_owned(),
        at: Some(at),
        rule: "sibling-pages",
        confidence: weight::SIBLINGS,
    })
}

/// The lead byte of a letter in every call of agencies with their own correspondent.
const CYRILLIC: u8 = 0xD0;

/// The name of a folder with fewer letters may mean anything.
const FOLDER_LETTERS: usize = 6;

/// The outlet in the path of the file: a folder or file named like a site, or a folder named like an outlet.
pub(crate) fn by_path(path: Option<&str>, outlets: &OutletDirectory) -> Option<NamedValue> {
    let mut parts = path?.split(['/', '\\']).rev().take(4);
    let file = parts.next().unwrap_or_default();
    let bare = [".txt", ".html", ".htm", ".json", ".md"]
        .iter()
        .find_map(|ending| file.strip_suffix(ending));
    let of_host = |name: &str| name.contains('.').then(|| outlets.of_host(name)).flatten();
    let of_folder = |name: &str| {
        let is_plain = |outlet: &&Outlet| !outlet.word && !outlet.agency;
        let named = || outlets.named(name).filter(is_plain);
        of_host(name).or_else(|| named().filter(|_| letters(name).chars().count() >= FOLDER_LETTERS))
    };
    let outlet = of_host(bare.unwrap_or(file)).or_else(|| parts.find_map(of_folder))?;
    Some(NamedValue {
        name: outlet.name.clone(),
        at: None,
        rule: "path",
        confidence: weight::PATH,
    })
}

fn by_line(context: &PageContext<'_>, at: usize, text: &str, class: LineClass, votes: &mut OutletVotes) {
    let outlets = context.outlets;
    if let Some(outlet) = outlets.signed(text) {
        votes.vote(outlet.name.clone(), Some(at), "profile", weight::PROFILE);
    }
    if let Some(suffix) = title_suffix(context, text) {
        match outlets.named(suffix) {
            Some(outlet) => votes.vote(
                outlet.written_as(suffix),
                Some(at),
                "behind-title",
                weight::AFTER_TITLE,
            ),
            None if is_name(suffix) => votes.vote(
                suffix.to_owned(),
                Some(at),
                "behind-title",
                weight::AFTER_TITLE_UNKNOWN,
            ),
            None => {}
        }
        return;
    }
    if class == LineClass::Title {
        return;
    }
    let mentions = context.mentions(at, text);
    let rights = BylineLexicon::get().has_rights(text) && !says_via(context, at, text);
    // Pictures have a sign of copyright too, but no more.
    let reserves = rights && reserves(text);
    let line = NoticeLine {
        context,
        at,
        text,
        class,
        rights,
        reserves,
    };
    for mention in &mentions {
        let (rule, weight) = line.weigh(mention);
        if weight > 0.0 {
            let name = mention.outlet.written_as(&text[mention.range.clone()]);
            votes.vote(name, Some(at), rule, weight);
        }
    }
    if class == LineClass::Caption {
        return;
    }
    if rights && mentions.is_empty() {
        by_holder(context, at, text, votes);
    }
    by_hosts(outlets, at, text, votes);
}

/// A line that names outlets.
struct NoticeLine<'a, 'p> {
    context: &'a PageContext<'p>,
    at: usize,
    text: &'a str,
    class: LineClass,
    /// Whether it is a notice of rights, and whether it is more than a sign of copyright.
    rights: bool,
    reserves: bool,
}

impl NoticeLine<'_, '_> {
    /// The rule and the weight of a name in the line.
    fn weigh(&self, mention: &OutletMention<'_>) -> (&'static str, f32) {
        let outlet = mention.outlet;
        let (before, after) = (&self.text[..mention.range.start], &self.text[mention.range.end..]);
        let position = self.context.position(self.at);
        let counts = |counts: bool, weight: f32| if counts { weight } else { 0.0 };
        if self.class == LineClass::Caption {
            let is_below =
                self.rights && matches!(position, LinePosition::Tail(1..=4)) && before.chars().count() <= 16;
            let is_own = (self.reserves || is_below) && !outlet.agency;
            ("rights", counts(is_own, weight::RIGHTS_IN_CAPTION))
        } else if self.rights && outlet.agency {
            let is_own = self.reserves && before.len() < 40;
            ("rights", counts(is_own, weight::RIGHTS_OF_AGENCY))
        } else if self.rights {
            ("rights", weight::RIGHTS)
        } else if is_call(before, after) {
            let weight = if outlet.word {
                weight::CALL_WORD
            } else {
                weight::CALL
            };
            ("call-to-readers", weight)
        } else if !outlet.word
            && !outlet.agency
            && is_bio(before)
            && matches!(position, LinePosition::Tail(1..=15))
        {
            ("author-note", weight::AUTHOR_NOTE)
        } else if is_bare(before) && is_bare(after) {
            ("stands-alone", alone_weight(self.context, self.at, outlet))
        } else {
            let is_short = !outlet.agency && !outlet.word && self.text.split_whitespace().count() <= 6;
            let is_outside = !matches!(position, LinePosition::Inside(_));
            ("named", counts(is_short && is_outside, weight::SHORT_LINE))
        }
    }
}

/// Votes for the holder in a notice of rights who is not a known outlet; the vote is stronger if another line of the
/// page is the same name.
fn by_holder(context: &PageContext<'_>, at: usize, text: &str, votes: &mut OutletVotes) {
    let Some(holder) = holder(text) else { return };
    let lexicon = BylineLexicon::get();
    let own = letters(holder);
    let again = context.article.lines.iter().take(NOTICE_LINES).any(|line| {
        let other = context.article.text_of(line);
        other.len().abs_diff(holder.len()) <= 8 && has_name_key(other, &own) && !lexicon.has_rights(other)
    });
    let dated = text.chars().filter(char::is_ascii_digit).count() >= 4;
    let stated = dated || reserves(text);
    let weight = match (again, stated) {
        (true, true) => weight::HOLDER_STATED_TWICE,
        (false, true) => weight::HOLDER_STATED,
        (true, false) if opens_with_mark(text) => weight::HOLDER_TWICE,
        _ => return,
    };
    let person = parties_in(holder, context.outlets, false)
        .is_some_and(|named| named.known && !named.persons.is_empty());
    if person {
        return;
    }
    votes.vote(holder.to_owned(), Some(at), "rights", weight);
}

/// Returns whether the line, or one of the two lines above, shows that the text comes from elsewhere.
fn says_via(context: &PageContext<'_>, at: usize, text: &str) -> bool {
    let via = &BylineLexicon::get().notices.via;
    let is_via = |text: &str| {
        let head = text.get(..via.len());
        text.len() < 80
            && head.is_some_and(|head| head.eq_ignore_ascii_case(via))
            && text[via.len()..].starts_with(' ')
    };
    let above = (1..=2)
        .filter_map(|up| at.checked_sub(up))
        .any(|at| is_via(context.text(at)));
    above || is_via(text)
}

/// The text after a copy of the headline: `Headline - Outlet`.
pub(crate) fn title_suffix<'a>(context: &PageContext<'_>, text: &'a str) -> Option<&'a str> {
    let title = context.article.meta.title.as_deref()?;
    let rest = text.strip_prefix(title)?.trim_start();
    let marked = rest.starts_with(['-', '|', '–', '—', '·', '»', ':', '_']);
    // `Headline - Section - Outlet`: the outlet comes last.
    let last = rest.rsplit(['|', '–', '—', '»', '_']).next()?;
    let last = last.rsplit(" - ").next()?;
    let suffix = trimmed(last);
    (marked && !suffix.is_empty()).then_some(suffix)
}

fn alone_weight(context: &PageContext<'_>, at: usize, outlet: &Outlet) -> f32 {
    let count = context.article.lines.len();
    let edge = at < EDGE_LINES || at + EDGE_LINES >= count;
    match context.position(at) {
        _ if outlet.agency => weight::ALONE_AGENCY,
        _ if outlet.word => weight::ALONE_WORD,
        LinePosition::Head(1..=4) | LinePosition::Above(1..=2) | LinePosition::Tail(1..=3) => {
            weight::ALONE_NEAR
        }
        _ if edge => weight::ALONE_EDGE,
        // Below the text, lists name sister papers; above it, a name is more likely the page's own.
        LinePosition::Above(_) => weight::ALONE_ABOVE,
        _ => weight::ALONE,
    }
}

/// Returns whether a text next to a name means nothing: bullets, numbers, marks.
fn is_bare(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    letters == 0 && text.chars().count() <= 6
}

/// Votes for known outlets by their sites and mail addresses.
fn by_hosts(outlets: &OutletDirectory, at: usize, text: &str, votes: &mut OutletVotes) {
    let bytes = text.as_bytes();
    // A full stop that ends a word is not part of an address.
    let is_inside = |at: usize| bytes.get(at + 1).is_some_and(|next| !next.is_ascii_whitespace());
    if !memchr::memchr_iter(b'.', bytes).any(is_inside) {
        return;
    }
    for word in text.split(|c: char| {
        c.is_whitespace() || matches!(c, '/' | ',' | ';' | '(' | ')' | '<' | '>' | '"' | ':' | '?')
    }) {
        if !word.contains('.') {
            continue;
        }
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        let mail = word.contains('@');
        let host = word.rsplit('@').next().unwrap_or(word);
        if !host.contains('.') || host.len() > 60 || !host.is_ascii() {
            continue;
        }
        let Some(outlet) = outlets.of_host(host) else {
            continue;
        };
        if !outlet.agency || mail {
            let (rule, weight) = if mail {
                ("mail-address", weight::MAIL_ADDRESS)
            } else {
                ("site-address", weight::SITE_ADDRESS)
            };
            votes.vote(outlet.name.clone(), Some(at), rule, weight);
        }
    }
}

/// Votes for an outlet at the beginning of the text, where agencies are named too: `Harbour.Net - A storm …`, `PORT
/// (Harbour News / Agency - 3 May)`.
fn by_dateline(context: &PageContext<'_>, votes: &mut OutletVotes) {
    let lexicon = BylineLexicon::get();
    let text = context.text(context.body.0);
    let head_end = text.char_indices().nth(110).map_or(text.len(), |(at, _)| at);
    let head = &text[..head_end];
    for mention in context.mentions(context.body.0, head) {
        let after = head[mention.range.end..].trim_start();
        let opens =
            mention.range.start == 0 && after.starts_with(['-', '–', '—', ':']) && !mention.outlet.word;
        let before = head[..mention.range.start].trim_end();
        let bracket =
            before.ends_with('(') && (after.starts_with('/') || after.starts_with(')')) && before.len() < 50;
        if !mention.outlet.agency && (opens || bracket) {
            votes.vote(
                mention.outlet.written_as(&head[mention.range.clone()]),
                Some(context.body.0),
                "dateline",
                weight::DATELINE,
            );
        }
    }
    // Agencies write about themselves: `reports the correspondent of X`.
    let first = context.body.0..=(context.body.0 + 2).min(context.body.1);
    for at in first {
        let text = context.text(at);
        if memchr::memchr(CYRILLIC, text.as_bytes()).is_none() {
            continue;
        }
        for mention in context.mentions(at, text) {
            let before = key(last_words(&text[..mention.range.start], 3));
            let own = lexicon.calls.iter().any(|(head, _)| {
                head.contains(&lexicon.notices.own_correspondent) && before.ends_with(head.as_str())
            });
            if own {
                votes.vote(
                    mention.outlet.written_as(&text[mention.range.clone()]),
                    Some(at),
                    "own-correspondent",
                    weight::OWN_CORRESPONDENT,
                );
            }
        }
    }
}
