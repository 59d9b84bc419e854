//! Rules of profiles about single lines: which lines a rule matches, and what they are. Not what happens to the
//! article: see `corrections`.

use crate::article::Article;
use crate::article::line::LineClass;
use crate::article::reason::Reason;
use crate::extract::dates::parse::names_day;
use crate::text::hash;
use crate::text::pattern::{CompiledRegex, PatternBudget, PatternError, RegexMode};
use serde::Deserialize;
use std::collections::HashMap;
use std::fmt;
use std::str::FromStr;

/// The class that a rule gives to a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RuleClass {
    /// A paragraph or list item of the article, whatever it looks like.
    Body,
    /// A heading within the article.
    Heading,
    /// The standfirst.
    Standfirst,
    /// The headline.
    Title,
    /// The line with the day of publication.
    Date,
    /// The line that names the authors.
    Byline,
    /// A picture's description or credit.
    Caption,
    /// Not text of the article.
    Chrome,
}

impl RuleClass {
    /// All classes.
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

    /// The class of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.name() == name)
    }

    /// Returns whether a line of this class has it already.
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

    /// Returns whether a page has at most one such line, so that a rule for many pages picks the likeliest.
    fn is_single(self) -> bool {
        matches!(self, Self::Title | Self::Date | Self::Byline | Self::Standfirst)
    }
}

/// Identifies a page by its text: a hash of its harmless text (FNV-1a, 64 bits). A page that is moved or renamed keeps
/// it; a page that changes gets another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PageId(u64);

impl PageId {
    /// The id of a source text.
    pub fn of(source: &str) -> Self {
        Self(hash::of_bytes(source))
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
pub enum RulePages {
    /// All pages of an outlet.
    Outlet(String),
    /// One page.
    One(PageId),
}

/// The lines that a rule matches. Regular expressions match anywhere in the trimmed line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RuleLines {
    /// Lines with exactly this text, trimmed.
    Text(String),
    /// The line with this number and this text; 1 is the first line of the article that is not blank.
    Numbered(u32, String),
    /// Lines that match.
    Pattern(String),
    /// Lines after a line that matches, ignoring blank lines.
    After(String),
    /// Lines before a line that matches, ignoring blank lines.
    Before(String),
}

impl RuleLines {
    /// Returns whether the lines are identified by a neighbouring line.
    pub fn is_beside(&self) -> bool {
        matches!(self, Self::After(_) | Self::Before(_))
    }
}

/// One rule of a profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineRule {
    /// The pages it applies to.
    pub pages: RulePages,
    /// The lines it matches.
    pub lines: RuleLines,
    /// What these lines are.
    pub class: RuleClass,
    /// The reason if they are chrome; [`Reason::Correction`] if it is missing.
    pub reason: Option<Reason>,
}

/// Why a rule is invalid.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum RuleError {
    /// It names no page, or both an outlet and a page.
    #[error("a rule needs either `outlet` or `page`")]
    Pages,
    /// The page is not a hash.
    #[error("{0:?} is not a page: write its 16 hexadecimal digits")]
    Page(String),
    /// It names no lines, or lines in two ways.
    #[error("a rule needs one of `text`, `pattern`, `after` and `before`")]
    Lines,
    /// The older form of a rule with neither line nor pattern, or with both.
    #[error("each chrome rule needs either `line` or `pattern`")]
    ChromeLine,
    /// The class is unknown.
    #[error("unknown class {0:?}: use body, heading, standfirst, title, date, byline, caption or chrome")]
    Class(String),
    /// The reason is unknown.
    #[error("unknown reason {0:?}: `template` always fits")]
    Reason(String),
    /// A pattern is not a valid regular expression, or takes too much memory.
    #[error(transparent)]
    Pattern(#[from] PatternError),
}

/// A rule as written in a profile.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct WrittenRule {
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

impl TryFrom<WrittenRule> for LineRule {
    type Error = RuleError;

    fn try_from(written: WrittenRule) -> Result<Self, RuleError> {
        let pages = match (written.outlet, written.page) {
            (Some(outlet), None) => RulePages::Outlet(outlet),
            (None, Some(page)) => RulePages::One(page.parse().map_err(|_| RuleError::Page(page))?),
            _ => return Err(RuleError::Pages),
        };
        let text = |text: String| text.trim().to_owned();
        let lines = match (written.text, written.pattern, written.after, written.before) {
            (Some(line), None, None, None) => match written.number {
                Some(number) => RuleLines::Numbered(number, text(line)),
                None => RuleLines::Text(text(line)),
            },
            (None, Some(pattern), None, None) => RuleLines::Pattern(pattern),
            (None, None, Some(after), None) => RuleLines::After(after),
            (None, None, None, Some(before)) => RuleLines::Before(before),
            _ => return Err(RuleError::Lines),
        };
        let class = RuleClass::from_name(&written.class).ok_or(RuleError::Class(written.class))?;
        let reason = written.reason.map(|name| {
            let known = Reason::from_name(&name);
            known.ok_or(RuleError::Reason(name))
        });
        Ok(Self {
            pages,
            lines,
            class,
            reason: reason.transpose()?,
        })
    }
}

/// The class that a rule gives to one line of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct RuleHit {
    /// Index of the line.
    pub at: usize,
    pub class: RuleClass,
    pub reason: Option<Reason>,
}

/// The rules of a profile, grouped for look-up.
#[derive(Debug, Clone, Default)]
pub struct Rules {
    outlets: HashMap<String, Vec<CompiledRule>>,
    pages: HashMap<PageId, Vec<CompiledRule>>,
}

/// A rule with its compiled pattern. A clone shares the pattern.
#[derive(Debug, Clone)]
pub struct CompiledRule {
    rule: LineRule,
    pattern: Option<CompiledRegex>,
}

impl CompiledRule {
    /// Compiles a rule, within the memory that the patterns of its file may take.
    pub fn new(rule: LineRule, budget: &mut PatternBudget) -> Result<Self, PatternError> {
        let pattern = match &rule.lines {
            RuleLines::Pattern(pattern) | RuleLines::After(pattern) | RuleLines::Before(pattern) => {
                Some(budget.compile(pattern, RegexMode::Exact)?)
            }
            RuleLines::Text(_) | RuleLines::Numbered(..) => None,
        };
        Ok(Self { rule, pattern })
    }

    /// The rule.
    pub fn rule(&self) -> &LineRule {
        &self.rule
    }

    /// The indices of the lines that it matches. It does not check whether the article is one of the rule's pages.
    pub fn lines_of(&self, article: &Article) -> Vec<usize> {
        let mut lines = self.matching(article);
        if self.rule.class == RuleClass::Date {
            let language = article.meta.language.as_deref();
            lines.retain(|&at| names_day(text(article, at), language));
        }
        if self.rule.class.is_single() && matches!(self.rule.pages, RulePages::Outlet(_)) {
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
            RuleLines::Text(wanted) => (0..count).filter(|&at| text(article, at) == wanted).collect(),
            RuleLines::Numbered(number, wanted) => {
                let at = (*number as usize).checked_sub(1);
                at.into_iter().filter(|&at| text(article, at) == wanted).collect()
            }
            RuleLines::Pattern(_) => (0..count).filter(|&at| matches(at)).collect(),
            RuleLines::After(_) => (1..count).filter(|&at| matches(at - 1)).collect(),
            RuleLines::Before(_) => (1..count).filter(|&at| matches(at)).map(|at| at - 1).collect(),
        }
    }
}

fn text(article: &Article, at: usize) -> &str {
    article.lines.get(at).map_or("", |line| article.text_of(line))
}

/// The line nearest to the headline, preferring lines below it; the first line if there is no headline.
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
    /// Returns whether there are no rules.
    pub fn is_empty(&self) -> bool {
        self.outlets.is_empty() && self.pages.is_empty()
    }

    /// Adds a rule; if two match the same line, the later one wins. `key` returns the key of an outlet's name.
    pub(crate) fn add(&mut self, compiled: CompiledRule, key: impl Fn(&str) -> String) {
        let group = match &compiled.rule.pages {
            RulePages::Outlet(outlet) => self.outlets.entry(key(outlet)).or_default(),
            RulePages::One(page) => self.pages.entry(*page).or_default(),
        };
        group.push(compiled);
    }

    /// The rules for the outlet of this key.
    pub(crate) fn of_outlet(&self, key: &str) -> &[CompiledRule] {
        self.outlets.get(key).map_or(&[], Vec::as_slice)
    }

    /// The rules for this page alone.
    pub(crate) fn of_page(&self, source: &str) -> &[CompiledRule] {
        if self.pages.is_empty() {
            return &[];
        }
        self.pages.get(&PageId::of(source)).map_or(&[], Vec::as_slice)
    }
}
