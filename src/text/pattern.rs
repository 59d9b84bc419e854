//! Search patterns as a person writes them, and the only place that compiles regular expressions from files and prompts:
//! their memory and the time to compile them are limited here. Not the search itself: see `matcher`.

use crate::text::fold::fold;
use regex_automata::meta::{BuildError, Config, Regex};
use regex_automata::util::syntax;
use regex_automata::{Input, Match};

/// The largest size of a compiled regular expression, in bytes.
const REGEX_BYTES: usize = 1 << 20;
/// The largest size of all regular expressions of one [`PatternBudget`], in bytes.
const BUDGET_BYTES: usize = 64 << 20;
/// The longest regular expression, in bytes as written. One class takes a few bytes and is parsed to thousands.
const REGEX_LENGTH: usize = 4 << 10;
/// The largest size of the cache that a search with a regular expression may build, in bytes for each thread.
const CACHE_BYTES: usize = 256 << 10;
const REGEX_DEPTH: u32 = 50;
/// How many characters of a pattern a message shows.
const SHOWN: usize = 60;

/// A compiled regular expression. A clone shares it.
#[derive(Debug, Clone)]
pub struct CompiledRegex(Regex);

/// Case and lines in a regular expression.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RegexMode {
    /// As in a program: case matters, `^` and `$` are the ends of the text.
    Exact,
    /// As in a search: case does not matter, `^` and `$` are the ends of lines.
    Search,
}

/// The memory that regular expressions of one kind may take together: those of all profile files, or those of all keyword
/// sets. Once a pattern does not fit, all later ones are refused without compiling them, so that the time is limited too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PatternBudget {
    left: usize,
}

impl Default for PatternBudget {
    fn default() -> Self {
        Self { left: BUDGET_BYTES }
    }
}

impl PatternBudget {
    /// Compiles a regular expression, and takes its size from what is left.
    pub fn compile(&mut self, regex: &str, mode: RegexMode) -> Result<CompiledRegex, PatternError> {
        if self.left == 0 {
            return Err(PatternError::NoRoom(shown(regex)));
        }
        let compiled = CompiledRegex::new(regex, mode);
        // A refused pattern has taken time, so it counts too.
        let size = compiled.as_ref().map_or(REGEX_BYTES, CompiledRegex::size);
        if compiled.is_ok() && size > self.left {
            self.left = 0;
            return Err(PatternError::NoRoom(shown(regex)));
        }
        self.left = self.left.saturating_sub(size);
        compiled
    }
}

impl CompiledRegex {
    fn new(regex: &str, mode: RegexMode) -> Result<Self, PatternError> {
        if regex.len() > REGEX_LENGTH {
            return Err(PatternError::TooBig(shown(regex)));
        }
        let search = mode == RegexMode::Search;
        let config = Config::new()
            .nfa_size_limit(Some(REGEX_BYTES))
            .onepass_size_limit(Some(CACHE_BYTES))
            .hybrid_cache_capacity(CACHE_BYTES);
        let syntax = syntax::Config::new()
            .case_insensitive(search)
            .multi_line(search)
            .nest_limit(REGEX_DEPTH);
        let built = Regex::builder().configure(config).syntax(syntax).build(regex);
        let compiled = Self(built.map_err(|error| PatternError::of(regex, &error))?);
        if compiled.size() > REGEX_BYTES {
            return Err(PatternError::TooBig(shown(regex)));
        }
        Ok(compiled)
    }

    fn size(&self) -> usize {
        self.0.memory_usage()
    }

    /// Returns whether it matches anywhere in a text.
    pub fn is_match(&self, text: &str) -> bool {
        self.0.is_match(text)
    }

    /// Returns the matches in a text, which do not overlap.
    pub(crate) fn matches<'t>(&'t self, text: &'t str) -> impl Iterator<Item = Match> + 't {
        self.0.find_iter(text)
    }

    /// Returns the first match at or after a byte offset. What is before the offset counts for `^` and `\b`.
    pub(crate) fn find_at(&self, text: &str, at: usize) -> Option<Match> {
        self.0.find(Input::new(text).span(at..text.len()))
    }
}

/// The first characters of a pattern, for a message.
fn shown(regex: &str) -> String {
    let mut chars = regex.chars();
    let mut shown: String = chars.by_ref().take(SHOWN).collect();
    if chars.next().is_some() {
        shown.push('…');
    }
    shown
}

/// A search pattern.
#[derive(Debug, Clone)]
pub struct Pattern {
    written: String,
    pub(crate) kind: PatternKind,
}

#[derive(Debug, Clone)]
pub(crate) enum PatternKind {
    /// Words with white space between them.
    Words(PatternWords),
    /// A regular expression over the original text.
    Regex(CompiledRegex),
}

#[derive(Debug, Clone)]
pub(crate) struct PatternWords {
    /// The words in order; the text may have any white space between them. Folded unless `exact`.
    pub list: Vec<String>,
    /// The first word begins at a word boundary.
    pub starts_word: bool,
    /// The last word ends at a word boundary.
    pub ends_word: bool,
    /// Case and accents matter.
    pub exact: bool,
}

/// Why a pattern is invalid.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PatternError {
    /// It is empty.
    #[error("the pattern is empty: write a word, \"a phrase\", a prefix* or /a regex/")]
    Empty,
    /// It is not a valid regular expression.
    #[error("/{pattern}/ is not a valid regular expression: {message}")]
    Regex {
        /// As written, without the slashes; its beginning if it is long.
        pattern: String,
        /// The error in one line.
        message: String,
    },
    /// The regular expression would take too much memory. Contains its beginning.
    #[error("/{0}/ is too large: use smaller repetition counts or split it")]
    TooBig(String),
    /// All regular expressions together would take too much memory. Contains its beginning.
    #[error(
        "/{0}/ and the patterns after it are ignored: all together may take at most 64 MiB of memory; simplify some"
    )]
    NoRoom(String),
}

impl PatternError {
    fn of(regex: &str, error: &BuildError) -> Self {
        let pattern = shown(regex);
        match error.syntax_error() {
            None => Self::TooBig(pattern),
            Some(error) => Self::Regex {
                pattern,
                message: last_line(&error.to_string()),
            },
        }
    }

    /// Returns whether the pattern is valid but takes too much memory, so that the rest of its file can be used.
    pub fn is_limit(&self) -> bool {
        matches!(self, Self::TooBig(_) | Self::NoRoom(_))
    }
}

impl Pattern {
    /// Parses `word` (a whole word), `a phrase` (optionally in quotes), `prefix*` or `/regex/`. Case and accents do not
    /// matter; in a regular expression accents do, and case does after `(?-i)`.
    pub fn parse(written: &str) -> Result<Self, PatternError> {
        Self::parse_within(written, &mut PatternBudget::default())
    }

    /// Parses one of several patterns that share a budget.
    pub fn parse_within(written: &str, budget: &mut PatternBudget) -> Result<Self, PatternError> {
        let trimmed = written.trim();
        if let Some(regex) = trimmed
            .strip_prefix('/')
            .and_then(|rest| rest.strip_suffix('/'))
            .filter(|regex| !regex.is_empty())
        {
            return Ok(Self {
                written: trimmed.to_owned(),
                kind: PatternKind::Regex(budget.compile(regex, RegexMode::Search)?),
            });
        }
        let plain = trimmed
            .strip_prefix('"')
            .and_then(|rest| rest.strip_suffix('"'))
            .unwrap_or(trimmed);
        let pattern = match plain.strip_suffix('*') {
            Some(prefix) => Self::words(trimmed, prefix, true, false),
            None => Self::words(trimmed, plain, true, true),
        };
        if pattern.is_empty() {
            return Err(PatternError::Empty);
        }
        Ok(pattern)
    }

    /// A whole word; with blanks in it, a phrase.
    pub fn word(word: &str) -> Self {
        Self::words(word, word, true, true)
    }

    /// Consecutive words with any white space between them.
    pub fn phrase(phrase: &str) -> Self {
        Self::words(phrase, phrase, true, true)
    }

    /// Words that begin with a text.
    pub fn prefix(prefix: &str) -> Self {
        Self::words(prefix, prefix, true, false)
    }

    /// The pattern of a find prompt: the text anywhere, also within words. Case and accents matter only if it contains
    /// upper case.
    pub fn find_text(text: &str) -> Self {
        let mut pattern = Self::words(text, text, false, false);
        if text.chars().any(char::is_uppercase)
            && let PatternKind::Words(words) = &mut pattern.kind
        {
            words.list = text.split_whitespace().map(str::to_owned).collect();
            words.exact = true;
        }
        pattern
    }

    /// The pattern as it was written.
    pub fn written(&self) -> &str {
        &self.written
    }

    /// Returns whether the pattern is empty; an empty pattern has no hits.
    pub fn is_empty(&self) -> bool {
        matches!(&self.kind, PatternKind::Words(words) if words.list.is_empty())
    }

    fn words(written: &str, text: &str, starts_word: bool, ends_word: bool) -> Self {
        Self {
            written: written.to_owned(),
            kind: PatternKind::Words(PatternWords {
                list: fold(text).split_whitespace().map(str::to_owned).collect(),
                starts_word,
                ends_word,
                exact: false,
            }),
        }
    }
}

/// The engine draws the position in several lines and states the error in the last.
fn last_line(message: &str) -> String {
    let line = message.lines().last().unwrap_or_default().trim();
    line.strip_prefix("error: ").unwrap_or(line).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_of_invalid_patterns_say_what_to_do() {
        assert_eq!(Pattern::parse("  ").unwrap_err(), PatternError::Empty);
        assert_eq!(Pattern::parse("*").unwrap_err(), PatternError::Empty);
        assert_eq!(Pattern::parse("\"\"").unwrap_err(), PatternError::Empty);
        assert_eq!(
            Pattern::parse("/a(b/").unwrap_err().to_string(),
            "/a(b/ is not a valid regular expression: unclosed group"
        );
        assert_eq!(
            Pattern::parse("/(\\w{500}){500}/").unwrap_err().to_string(),
            "/(\\w{500}){500}/ is too large: use smaller repetition counts or split it"
        );
        assert!(Pattern::parse("/").is_ok_and(|pattern| !pattern.is_empty()));
    }

    #[test]
    fn a_long_pattern_is_refused_before_it_is_parsed_and_shown_in_part() {
        let long = format!("/{}/", "\\w".repeat(REGEX_LENGTH));
        let error = Pattern::parse(&long).unwrap_err().to_string();
        assert!(
            error.len() < 200 && error.contains("… is too large") || error.contains("…/ is too large"),
            "{error}"
        );
    }

    #[test]
    fn costly_patterns_are_used_until_their_sum_is_too_large() {
        let mut budget = PatternBudget { left: 2 << 20 };
        let costly = |number: usize| format!("x{number}(?:\\w{{10}})");
        let size = CompiledRegex::new(&costly(0), RegexMode::Exact).unwrap().size();
        assert!((100_000..REGEX_BYTES).contains(&size), "{size}");
        let compiled: Vec<_> = (0..100)
            .map(|number| budget.compile(&costly(number), RegexMode::Exact))
            .collect();
        let used = compiled.iter().take_while(|regex| regex.is_ok()).count();
        assert!((1..=(2 << 20) / 100_000).contains(&used), "{used}");
        assert!(
            compiled[used..]
                .iter()
                .all(|regex| matches!(regex, Err(PatternError::NoRoom(_))))
        );
        // A small pattern after the limit is refused too, so that nothing more is compiled.
        assert!(budget.compile("a", RegexMode::Exact).is_err());
    }

    #[test]
    fn refused_patterns_take_from_the_budget_because_they_took_time() {
        let mut budget = PatternBudget { left: 3 << 20 };
        let errors: Vec<_> = (0..5)
            .map(|_| budget.compile("(?:\\w{200}){200}", RegexMode::Exact).unwrap_err())
            .collect();
        assert!(matches!(errors[2], PatternError::TooBig(_)), "{errors:?}");
        assert!(matches!(errors[3], PatternError::NoRoom(_)), "{errors:?}");
    }

    #[test]
    fn a_pattern_keeps_how_it_was_written() {
        for written in ["Nato", "\"White House\"", "sanction*", "/gas|oil/"] {
            assert_eq!(Pattern::parse(written).unwrap().written(), written);
        }
    }
}
