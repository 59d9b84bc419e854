//! A page as readers of metadata see it: where its headline and its body stand, and the facts of the lines around
//! them. Decides nothing.

use super::Knowledge;
pub(super) use super::dated_lines::MAX_BYTES;
use super::facts::Facts;
use super::mention::Mention;
use super::stamp::may_have_stamp;
use super::words::Words;
use crate::article::{Article, LineClass, Reason};
use crate::extract::{Hints, Siblings};

/// The page. Places are indices of [`Article::lines`], so blank lines do not count.
pub(super) struct Frame<'a> {
    pub(super) article: &'a Article,
    pub(super) knowledge: &'a Knowledge,
    /// What the pages of its corpus share.
    pub(super) siblings: Option<&'a Siblings>,
    pub(super) language: Option<&'a str>,
    /// The headline's first and last copy before the body.
    pub(super) title: Option<(usize, usize)>,
    /// The first and last line of the body.
    pub(super) body: (usize, usize),
    /// The lines around headline and body that may give metadata, in order.
    pub(super) near: Vec<Near<'a>>,
    /// Whether each line may name an outlet, where that is known.
    may_name: Option<&'a [bool]>,
}

/// A line near headline or body.
pub(super) struct Near<'a> {
    pub(super) at: usize,
    pub(super) text: &'a str,
    pub(super) place: Place,
    pub(super) class: LineClass,
    pub(super) reason: Option<Reason>,
    pub(super) facts: Facts<'a>,
}

/// Where a line stands; distances in lines.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Place {
    /// Above the headline.
    Above(usize),
    /// Between headline and body, or between copies of the headline; how far below the headline.
    Head(usize),
    /// In a page without headline: how far above the body.
    Lead(usize),
    /// Among the first lines of the body.
    Opening,
    /// Inside of the body or among its last lines; how far above its end.
    Inside(usize),
    /// How far below the body.
    Tail(usize),
}

/// The longest line of the body that can be a byline or date that was taken for body.
const MAX_BODY_BYTES: usize = 110;
/// The longest line of the body that is looked at for a date alone.
const DATE_BYTES: u32 = 60;
/// So many lines of the body may stand above the date, where the body was taken to begin too early.
pub(super) const OPENING: usize = 20;
/// How far above the headline and below the body lines are looked at.
const REACH_ABOVE: usize = 24;
const REACH_BELOW: usize = 30;
/// How far inside of the body, from both of its ends, lines that are no text of it are looked at.
const REACH_INSIDE: usize = 300;

impl<'a> Frame<'a> {
    /// The frame of an article, where it has a body.
    pub(super) fn new(
        article: &'a Article,
        hints: &Hints<'a>,
        language: Option<&'a str>,
        may_name: Option<&'a [bool]>,
    ) -> Option<Self> {
        let first = article.lines.iter().position(|line| line.class.is_body())?;
        let last = article.lines.iter().rposition(|line| line.class.is_body())?;
        let mut frame = Self {
            article,
            knowledge: hints.knowledge,
            siblings: hints.siblings,
            language,
            title: title_span(article, first),
            body: (first, last),
            near: Vec::new(),
            may_name,
        };
        frame.near = frame.lines_near();
        Some(frame)
    }

    pub(super) fn text(&self, at: usize) -> &'a str {
        self.article
            .lines
            .get(at)
            .map_or("", |line| self.article.text_of(line))
    }

    /// The outlets and agencies that a line names, or a part of it; see [`Knowledge::mentions`].
    pub(super) fn mentions(&self, at: usize, text: &str) -> Vec<Mention<'a>> {
        let may_name = self.may_name.and_then(|lines| lines.get(at)).unwrap_or(&true);
        if *may_name {
            self.knowledge.mentions(text)
        } else {
            Vec::new()
        }
    }

    /// The line of that index, where it is near.
    pub(super) fn near_at(&self, at: usize) -> Option<&Near<'a>> {
        let found = self.near.binary_search_by_key(&at, |near| near.at).ok()?;
        self.near.get(found)
    }

    fn lines_near(&self) -> Vec<Near<'a>> {
        let top = self
            .title
            .map_or(self.body.0, |(first, _)| first)
            .saturating_sub(REACH_ABOVE);
        let end = (self.body.1 + REACH_BELOW + 1).min(self.article.lines.len());
        let inner = self.body.0 + 4..self.body.1.saturating_sub(3);
        let early = self.body.0 + OPENING;
        let is_asked = |at: &usize| {
            let line = &self.article.lines[*at];
            let short =
                || *at <= early && line.end - line.start <= DATE_BYTES && may_have_stamp(self.text(*at));
            !inner.contains(at) || !line.class.is_body() || short()
        };
        let middle = self.body.0 + REACH_INSIDE..self.body.1.saturating_sub(REACH_INSIDE);
        (top..end.min(middle.start))
            .chain(middle.end.max(middle.start)..end)
            .filter(is_asked)
            .filter_map(|at| self.near_line(at))
            .collect()
    }

    fn near_line(&self, at: usize) -> Option<Near<'a>> {
        let line = self.article.lines.get(at)?;
        let text = self.text(at);
        let wanted = match line.class {
            // A profile calls it something that gives no metadata.
            class if line.is_corrected() && !class.is_meta() => false,
            LineClass::Title | LineClass::Subtitle => false,
            // A short credit that stands where pictures have theirs too.
            LineClass::Caption => text.len() <= 60 && (self.is_credit(at, text) || self.is_time(text)),
            class if class.is_body() => text.len() <= MAX_BODY_BYTES,
            _ => text.len() <= MAX_BYTES,
        };
        if !wanted || line.reason == Some(Reason::RepeatedTitle) {
            return None;
        }
        let facts = Facts::read(text, self.language);
        Some(Near {
            at,
            text,
            place: self.place(at),
            class: line.class,
            reason: line.reason,
            facts,
        })
    }

    /// Whether a caption is rather a date with its time: pictures have a day at most.
    fn is_time(&self, text: &str) -> bool {
        if !may_have_stamp(text) {
            return false;
        }
        let facts = Facts::read(text, self.language);
        facts.words() <= 1 && facts.stamps.iter().any(|(stamp, _)| stamp.time.is_some())
    }

    /// Whether a caption is rather a credit of the text: behind `By`, or an agency's below the text or right at it.
    fn is_credit(&self, at: usize, text: &str) -> bool {
        let words = Words::get();
        let (first, last) = self.body;
        let bare = text.trim_start_matches(|c: char| !c.is_alphanumeric());
        let houses = |text: &str| {
            let named = super::people::named(text, self.knowledge, false);
            named.is_some_and(|named| !named.houses.is_empty() && named.persons.is_empty())
        };
        let by = words
            .after_by(bare)
            .is_some_and(|(rest, _)| rest.starts_with(char::is_uppercase));
        let below = at > last && at <= last + 3 && words.after_credit(bare).is_some_and(houses);
        let sign = bare.split_once('/').is_some_and(|(sign, house)| {
            sign.len() <= 4 && sign.bytes().all(|b| b.is_ascii_lowercase()) && houses(house)
        });
        let labelled = at < first + 4
            && bare.contains(':')
            && !bare.starts_with(['C', 'c', 'F', 'P', 'B'])
            && words.after_credit(bare).is_some_and(houses);
        by || below || sign || labelled
    }

    pub(super) fn place(&self, at: usize) -> Place {
        let (first, last) = self.body;
        if at > last {
            return Place::Tail(at - last);
        }
        if at >= first {
            return if at < first + 4 {
                Place::Opening
            } else {
                Place::Inside(last - at)
            };
        }
        match self.title {
            Some((first, _)) if at < first => Place::Above(first - at),
            Some((first, last)) => Place::Head(at.abs_diff(if at > last { last } else { first }).max(1)),
            None => Place::Lead(first - at),
        }
    }
}

fn title_span(article: &Article, body: usize) -> Option<(usize, usize)> {
    let title = article.meta.title.as_deref();
    let is_title = |at: &usize| {
        let line = &article.lines[*at];
        line.class == LineClass::Title || title.is_some_and(|title| article.text_of(line) == title)
    };
    let first = (0..body).find(is_title)?;
    let last = (0..body).rev().find(is_title)?;
    let real = (0..body)
        .find(|at| article.lines[*at].class == LineClass::Title)
        .unwrap_or(first);
    // A copy far above is the page's own name of itself (its window title, a menu), not the headline.
    Some(if real - first > 6 {
        (real, last.max(real))
    } else {
        (first, last)
    })
}
