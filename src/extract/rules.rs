//! What a profile says of single lines: which lines a rule is about, and what they are. Not what becomes of an article
//! then: see [`corrections`](super::corrections).

use crate::article::{Article, LineClass, Reason};
use regex::Regex;
use serde::Deserialize;
use std::collections::HashMap;
use std::fmt;
use std::str::FromStr;

/// What a rule calls a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Says {
    /// A paragraph or list item of the article, or a heading in it, whatever it looks like.
    Body,
    /// A heading within the article.
    Heading,
    /// The standfirst.
    Standfirst,
    /// The headline.
    Title,
    /// The line that tells the day of publication.
    Date,
    /// The line that names the authors.
    Byline,
    /// A picture's description or credit.
    Caption,
    /// No text of the article.
    Chrome,
}

impl Says {
    /// Everything that a rule can say.
    pub const ALL: [Self; 8] = [
        Self::Body,
        Self::Heading,
        Self::Standfirst,
        Self::Title,
        Self::Date,
        Self::Byline,
        Self::Caption,
        Self::Chrome,
    ];

    /// The name in profiles and on the screen.
    pub fn name(self) -> &'static str {
        match self {
            Self::Body => "body",
            Self::Heading => "heading",
            Self::Standfirst => "standfirst",
            Self::Title => "title",
            Self::Date => "date",
            Self::Byline => "byline",
            Self::Caption => "caption",
            Self::Chrome => "chrome",
        }
    }

    /// What a profile calls by that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|says| says.name() == name)
    }

    /// Whether a line of this class is called so already.
    pub fn is(self, class: LineClass) -> bool {
        match self {
            Self::Body => class.is_body() && class != LineClass::Heading,
            Self::Heading => class == LineClass::Heading,
            Self::Standfirst => class == LineClass::Subtitle,
            Self::Title => class == LineClass::Title,
            Self::Date => class == LineClass::DateLine,
            Self::Byline => class == LineClass::Byline,
            Self::Caption => class == LineClass::Caption,
            Self::Chrome => class == LineClass::Chrome,
        }
    }

    /// Whether a page has one such line at most, so that a rule for many pages picks the likeliest.
    fn is_single(self) -> bool {
        matches!(self, Self::Title | Self::Date | Self::Byline | Self::Standfirst)
    }
}

/// A page by what stands in it: a hash of its harmless text (FNV-1a, 64 bits). A page that was moved or renamed keeps
/// it; one that was changed is another page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PageId(u64);

impl PageId {
    /// The id of a source text.
    pub fn of(source: &str) -> Self {
        let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        Self(source.bytes().fold(0xcbf2_9ce4_8422_2325, step))
    }
}

impl fmt::Display for PageId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

impl FromStr for PageId {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        u64::from_str_radix(text, 16).map(Self)
    }
}

/// The pages that a rule is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pages {
    /// All of an outlet.
    Outlet(String),
    /// One.
    One(PageId),
}

/// The lines that a rule is about. Regular expressions are looked for anywhere in the trimmed line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lines {
    /// Those with exactly this text, trimmed.
    Text(String),
    /// The one with this number, 1 for the first line of the article that is not blank, and this text.
    Numbered(u32, String),
    /// Those that match.
    Pattern(String),
    /// Those whose line before, blank ones left out, matches.
    After(String),
    /// Those whose line behind, blank ones left out, matches.
    Before(String),
}

impl Lines {
    /// Whether they are known by what stands beside them.
    pub fn is_beside(&self) -> bool {
        matches!(self, Self::After(_) | Self::Before(_))
    }
}

/// One rule of a profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineRule {
    /// On which pages.
    pub pages: Pages,
    /// Which lines.
    pub lines: Lines,
    /// What they are.
    pub says: Says,
    /// Why, where they are chrome; [`Reason::Correction`] where it is left out.
    pub reason: Option<Reason>,
}

impl LineRule {
    /// The rule, if its pattern is a regular expression.
    pub(super) fn checked(self) -> Result<Self, RuleError> {
        Compiled::new(self).map(|compiled| compiled.rule)
    }
}

/// What is wrong with a rule.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum RuleError {
    /// It is for no page, or for two kinds of them.
    #[error("a rule needs either `outlet` or `page`")]
    Pages,
    /// The page is no hash.
    #[error("{0:?} names no page; it must be 16 hexadecimal digits")]
    Page(String),
    /// It is about no lines, or about two kinds of them.
    #[error("a rule needs one of `text`, `pattern`, `after` and `before`")]
    Lines,
    /// The older form of a rule, with neither line nor pattern, or with both.
    #[error("each chrome rule needs either `line` or `pattern`")]
    ChromeLine,
    /// There is no such class.
    #[error(
        "there is no class {0:?}; there are body, heading, standfirst, title, date, byline, caption and chrome"
    )]
    Class(String),
    /// There is no such reason.
    #[error("there is no reason {0:?}; `template` always fits")]
    Reason(String),
    /// A pattern is no regular expression.
    #[error("{pattern:?} is no regular expression: {source}")]
    Pattern {
        /// The pattern as written.
        pattern: String,
        /// What is wrong with it.
        source: regex::Error,
    },
}

/// A rule as it stands in a profile.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Written {
    outlet: Option<String>,
    page: Option<String>,
    number: Option<u32>,
    text: Option<String>,
    pattern: Option<String>,
    after: Option<String>,
    before: Option<String>,
    class: String,
    reason: Option<String>,
}

impl TryFrom<Written> for LineRule {
    type Error = RuleError;

    fn try_from(written: Written) -> Result<Self, RuleError> {
        let pages = match (written.outlet, written.page) {
            (Some(outlet), None) => Pages::Outlet(outlet),
            (None, Some(page)) => Pages::One(page.parse().map_err(|_| RuleError::Page(page))?),
            _ => return Err(RuleError::Pages),
        };
        let text = |text: String| text.trim().to_owned();
        let lines = match (written.text, written.pattern, written.after, written.before) {
            (Some(line), None, None, None) => match written.number {
                Some(number) => Lines::Numbered(number, text(line)),
                None => Lines::Text(text(line)),
            },
            (None, Some(pattern), None, None) => Lines::Pattern(pattern),
            (None, None, Some(after), None) => Lines::After(after),
            (None, None, None, Some(before)) => Lines::Before(before),
            _ => return Err(RuleError::Lines),
        };
        let says = Says::from_name(&written.class).ok_or(RuleError::Class(written.class))?;
        let reason = written.reason.map(|name| {
            let known = Reason::from_name(&name);
            known.ok_or(RuleError::Reason(name))
        });
        Ok(Self {
            pages,
            lines,
            says,
            reason: reason.transpose()?,
        })
    }
}

/// What a rule says of one line of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Hit {
    /// Index of the line.
    pub(super) at: usize,
    pub(super) says: Says,
    pub(super) reason: Option<Reason>,
}

/// The rules of a profile, ready to be looked up.
#[derive(Debug, Clone, Default)]
pub struct Rules {
    outlets: HashMap<String, Vec<Compiled>>,
    pages: HashMap<PageId, Vec<Compiled>>,
}

/// A rule with its pattern.
#[derive(Debug, Clone)]
pub struct Compiled {
    rule: LineRule,
    pattern: Option<Regex>,
}

impl Compiled {
    /// Makes a rule ready.
    pub fn new(rule: LineRule) -> Result<Self, RuleError> {
        let pattern = match &rule.lines {
            Lines::Pattern(pattern) | Lines::After(pattern) | Lines::Before(pattern) => {
                Some(Regex::new(pattern).map_err(|source| RuleError::Pattern {
                    pattern: pattern.clone(),
                    source,
                })?)
            }
            Lines::Text(_) | Lines::Numbered(..) => None,
        };
        Ok(Self { rule, pattern })
    }

    /// The rule.
    pub fn rule(&self) -> &LineRule {
        &self.rule
    }

    /// The lines of an article that it is about, as indices: on these it says what they are. Whether the article is
    /// one of its pages is not asked.
    pub fn lines_of(&self, article: &Article) -> Vec<usize> {
        let mut lines = self.matching(article);
        if self.rule.says == Says::Date {
            let language = article.meta.language.as_deref();
            lines.retain(|&at| super::meta::tells_day(text(article, at), language));
        }
        if self.rule.says.is_single() && matches!(self.rule.pages, Pages::Outlet(_)) {
            lines = nearest_to_title(article, &lines).into_iter().collect();
        }
        lines
    }

    fn matching(&self, article: &Article) -> Vec<usize> {
        let count = article.lines.len();
        let matches = |at: usize| {
            let line = text(article, at);
            self.pattern
                .as_ref()
                .is_some_and(|pattern| pattern.is_match(line))
        };
        match &self.rule.lines {
            Lines::Text(wanted) => (0..count).filter(|&at| text(article, at) == wanted).collect(),
            Lines::Numbered(number, wanted) => {
                let at = (*number as usize).checked_sub(1);
                at.into_iter().filter(|&at| text(article, at) == wanted).collect()
            }
            Lines::Pattern(_) => (0..count).filter(|&at| matches(at)).collect(),
            Lines::After(_) => (1..count).filter(|&at| matches(at - 1)).collect(),
            Lines::Before(_) => (1..count).filter(|&at| matches(at)).map(|at| at - 1).collect(),
        }
    }
}

fn text(article: &Article, at: usize) -> &str {
    article.lines.get(at).map_or("", |line| article.text_of(line))
}

/// Of several lines the one nearest to the headline, below it rather than above; the first where there is none.
fn nearest_to_title(article: &Article, lines: &[usize]) -> Option<usize> {
    let title = article
        .lines
        .iter()
        .position(|line| line.class == LineClass::Title);
    let distance = |at: &usize| match title {
        Some(title) if *at >= title => 2 * (at - title),
        Some(title) => 2 * (title - at) + 1,
        None => *at,
    };
    lines.iter().copied().min_by_key(distance)
}

impl Rules {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.outlets.is_empty() && self.pages.is_empty()
    }

    /// Adds a rule; where two say something of the same line, the later one counts. `key` gives the key that an outlet
    /// goes by.
    pub(super) fn add(&mut self, rule: LineRule, key: impl Fn(&str) -> String) {
        // A profile was refused where a pattern of it is none.
        let Ok(compiled) = Compiled::new(rule) else { return };
        let group = match &compiled.rule.pages {
            Pages::Outlet(outlet) => self.outlets.entry(key(outlet)).or_default(),
            Pages::One(page) => self.pages.entry(*page).or_default(),
        };
        group.push(compiled);
    }

    /// The rules for the outlet of this key.
    pub(super) fn of_outlet(&self, key: &str) -> &[Compiled] {
        self.outlets.get(key).map_or(&[], Vec::as_slice)
    }

    /// The rules for this page alone.
    pub(super) fn of_page(&self, source: &str) -> &[Compiled] {
        if self.pages.is_empty() {
            return &[];
        }
        self.pages.get(&PageId::of(source)).map_or(&[], Vec::as_slice)
    }
}
