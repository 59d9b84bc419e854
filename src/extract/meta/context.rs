//! A page from the viewpoint of metadata: where its headline and its body are, and the parts of the lines around
//! them. Decides nothing.

use crate::article::Article;
use crate::article::line::LineClass;
use crate::article::reason::Reason;
use crate::extract::corpus::hints::Hints;
use crate::extract::corpus::template::CorpusTemplate;
use crate::extract::dates::calendar::DateLabel;
use crate::extract::dates::parse::{DateTimeSpan, MAX_LINE_BYTES, may_hold_date};
use crate::extract::meta::byline_lexicon::BylineLexicon;
use crate::extract::meta::line_facts::LineFacts;
use crate::extract::meta::people::parties_in;
use crate::extract::outlets::directory::OutletDirectory;
use crate::extract::outlets::mention::OutletMention;

/// The page. Line numbers are indices of [`Article::lines`], so blank lines do not count.
pub(crate) struct PageContext<'a> {
    pub(crate) article: &'a Article,
    pub(crate) outlets: &'a OutletDirectory,
    /// What the pages of its corpus share.
    pub(crate) template: Option<&'a CorpusTemplate>,
    pub(crate) language: Option<&'a str>,
    /// The first and the last copy of the headline before the body.
    pub(crate) title: Option<(usize, usize)>,
    /// The first and last line of the body.
    pub(crate) body: (usize, usize),
    /// The lines around headline and body that may give metadata, in order.
    pub(crate) nearby: Vec<NearbyLine<'a>>,
    /// Whether each line may name an outlet, if that is known.
    may_name: Option<&'a [bool]>,
}

/// A line near headline or body.
pub(crate) struct NearbyLine<'a> {
    pub(crate) at: usize,
    pub(crate) text: &'a str,
    pub(crate) position: LinePosition,
    pub(crate) class: LineClass,
    pub(crate) reason: Option<Reason>,
    pub(crate) facts: LineFacts<'a>,
}

impl NearbyLine<'_> {
    /// Returns whether a line signs a post of a social network that the article shows: `— Ana Ferro (@aferro) May 3, 2024`.
    pub(crate) fn is_post(&self) -> bool {
        self.text.starts_with(['—', '–', '-']) && self.text.contains("(@")
    }
}

/// The position of a line; distances are in lines.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum LinePosition {
    /// Above the headline, by this distance.
    Above(usize),
    /// Between headline and body, or between copies of the headline; the distance below the headline.
    Head(usize),
    /// On a page without a headline: the distance above the body.
    Lead(usize),
    /// Among the first lines of the body.
    Opening,
    /// Inside the body or among its last lines; the distance above its end.
    Inside(usize),
    /// Below the body, by this distance.
    Tail(usize),
}

/// The longest line of the body that can be a byline or a date.
const MAX_BODY_BYTES: usize = 110;
/// The longest line of the body that is read for a date.
const DATE_BYTES: u32 = 60;
/// The most lines above the date that were taken for body, if the body begins too early.
pub(crate) const OPENING: usize = 20;
/// How far above the headline and below the body lines are read.
const REACH_ABOVE: usize = 24;
const REACH_BELOW: usize = 30;
/// How far inside the body, from both ends, lines are read that are not text.
const REACH_INSIDE: usize = 300;

impl<'a> PageContext<'a> {
    /// The context of an article, or `None` if it has no body.
    pub(crate) fn new(
        article: &'a Article,
        hints: &Hints<'a>,
        language: Option<&'a str>,
        may_name: Option<&'a [bool]>,
    ) -> Option<Self> {
        let first = article.lines.iter().position(|line| line.class.is_body())?;
        let last = article.lines.iter().rposition(|line| line.class.is_body())?;
        let mut context = Self {
            article,
            outlets: hints.outlets,
            template: hints.template,
            language,
            title: title_span(article, first),
            body: (first, last),
            nearby: Vec::new(),
            may_name,
        };
        context.nearby = context.lines_near();
        Some(context)
    }

    pub(crate) fn text(&self, at: usize) -> &'a str {
        self.article
            .lines
            .get(at)
            .map_or("", |line| self.article.text_of(line))
    }

    /// The outlets and agencies in a line or a part of it; see [`OutletDirectory::mentions`].
    pub(crate) fn mentions(&self, at: usize, text: &str) -> Vec<OutletMention<'a>> {
        let may_name = self.may_name.and_then(|lines| lines.get(at)).unwrap_or(&true);
        if *may_name {
            self.outlets.mentions(text)
        } else {
            Vec::new()
        }
    }

    /// The line with this index, if it is nearby.
    pub(crate) fn nearby_at(&self, at: usize) -> Option<&NearbyLine<'a>> {
        let found = self.nearby.binary_search_by_key(&at, |near| near.at).ok()?;
        self.nearby.get(found)
    }

    fn lines_near(&self) -> Vec<NearbyLine<'a>> {
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
                || *at <= early && line.end - line.start <= DATE_BYTES && may_hold_date(self.text(*at));
            !inner.contains(at) || !line.class.is_body() || short()
        };
        let middle = self.body.0 + REACH_INSIDE..self.body.1.saturating_sub(REACH_INSIDE);
        (top..end.min(middle.start))
            .chain(middle.end.max(middle.start)..end)
            .filter(is_asked)
            .filter_map(|at| self.near_line(at))
            .collect()
    }

    fn near_line(&self, at: usize) -> Option<NearbyLine<'a>> {
        let line = self.article.lines.get(at)?;
        let text = self.text(at);
        let wanted = match line.class {
            // The profile gives it a class without metadata.
            class if line.is_corrected() && !class.is_meta() => false,
            LineClass::Title | LineClass::Subtitle => false,
            // A short credit at a position where pictures have theirs too.
            LineClass::Caption => text.len() <= 60 && (self.is_credit(at, text) || self.is_time(text)),
            class if class.is_body() => text.len() <= MAX_BODY_BYTES,
            _ => text.len() <= MAX_LINE_BYTES,
        };
        if !wanted || line.reason == Some(Reason::RepeatedTitle) {
            return None;
        }
        let facts = LineFacts::read(text, self.language);
        Some(NearbyLine {
            at,
            text,
            position: self.position(at),
            class: line.class,
            reason: line.reason,
            facts,
        })
    }

    /// Returns whether a caption is a date with its time, or one called the day of publication: a picture has a day at most.
    fn is_time(&self, text: &str) -> bool {
        if !may_hold_date(text) {
            return false;
        }
        let facts = LineFacts::read(text, self.language);
        let is_own = |(span, label): &(DateTimeSpan, Option<DateLabel>)| {
            span.time.is_some() || *label == Some(DateLabel::Published)
        };
        facts.words() <= 1 && facts.dates.iter().any(is_own)
    }

    /// Returns whether a caption is a credit of the text: after `By`, or an agency's near the beginning or the end of
    /// the text.
    fn is_credit(&self, at: usize, text: &str) -> bool {
        let lexicon = BylineLexicon::get();
        let (first, last) = self.body;
        let bare = text.trim_start_matches(|c: char| !c.is_alphanumeric());
        let organisations = |text: &str| {
            let named = parties_in(text, self.outlets, false);
            named.is_some_and(|named| !named.organisations.is_empty() && named.persons.is_empty())
        };
        let by = lexicon
            .after_by(bare)
            .is_some_and(|(rest, _)| rest.starts_with(char::is_uppercase));
        let below = at > last && at <= last + 3 && lexicon.after_credit(bare).is_some_and(organisations);
        let sign = bare.split_once('/').is_some_and(|(sign, organisation)| {
            sign.len() <= 4 && sign.bytes().all(|b| b.is_ascii_lowercase()) && organisations(organisation)
        });
        let is_picture_label = |c: char| lexicon.names.picture_label_letters.contains(c);
        let labelled = at < first + 4
            && bare.contains(':')
            && !bare.starts_with(is_picture_label)
            && lexicon.after_credit(bare).is_some_and(organisations);
        by || below || sign || labelled
    }

    pub(crate) fn position(&self, at: usize) -> LinePosition {
        let (first, last) = self.body;
        if at > last {
            return LinePosition::Tail(at - last);
        }
        if at >= first {
            return if at < first + 4 {
                LinePosition::Opening
            } else {
                LinePosition::Inside(last - at)
            };
        }
        match self.title {
            Some((first, _)) if at < first => LinePosition::Above(first - at),
            Some((first, last)) => {
                LinePosition::Head(at.abs_diff(if at > last { last } else { first }).max(1))
            }
            None => LinePosition::Lead(first - at),
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
    // A copy far above is the window title or part of a menu, not the headline.
    Some(if real - first > 6 {
        (real, last.max(real))
    } else {
        (first, last)
    })
}
