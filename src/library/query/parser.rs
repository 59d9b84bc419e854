//! Parses tokens into a tree by recursive descent. `OR` binds weaker than words next to each other.
//!
//! While the user types, most texts are incomplete. Incomplete parts (`a OR`, `(`, `outlet:`) are skipped; only open
//! quotes, invalid dates and invalid states are errors.

use crate::article::date::Date;
use crate::library::query::field::{Hint, QueryError, QueryField, ReadState};
use crate::library::query::lexer::{Lexeme, QueryToken, QueryValue, lex};
use crate::library::query::node::{Clause, ClauseKind, FieldTest, Node, NumberRange, PathPart, WordSequence};
use crate::library::query::period::Period;
use crate::library::query::term::{Match, Term};
use crate::text::fold::fold;
use std::ops::Range;

/// The greatest depth of parentheses: more than a query needs, and safe for the stack.
const DEEPEST: usize = 100;

/// Returns the tree of a query's text, and hints.
pub(crate) fn parse(text: &str, today: Date) -> Result<(Node, Vec<Hint>), QueryError> {
    let mut parser = Parser {
        lexemes: lex(text)?,
        at: 0,
        depth: 0,
        end: text.len(),
        today,
        hints: Vec::new(),
    };
    let node = parser.any_of()?;
    Ok((node, parser.hints))
}

struct Parser {
    lexemes: Vec<Lexeme>,
    at: usize,
    depth: usize,
    end: usize,
    today: Date,
    hints: Vec<Hint>,
}

type Parsed<T> = Result<T, QueryError>;

impl Parser {
    fn any_of(&mut self) -> Parsed<Node> {
        let mut nodes = vec![self.all_of(true)?];
        while self.next_is(&QueryToken::Or) {
            self.at += 1;
            nodes.push(self.all_of(false)?);
        }
        nodes.retain(|node| !node.is_empty());
        Ok(joined(nodes, ClauseKind::Or, self.end))
    }

    /// With `first`, nothing precedes, so an `OR` is a word.
    fn all_of(&mut self, first: bool) -> Parsed<Node> {
        let (mut nodes, start) = (Vec::new(), self.at);
        while let Some(lexeme) = self.lexemes.get(self.at) {
            match lexeme.token {
                QueryToken::Or if !first || self.at > start => break,
                QueryToken::Close if self.depth > 0 => break,
                _ => nodes.extend(self.one()?),
            }
        }
        Ok(joined(nodes, ClauseKind::And, self.end))
    }

    /// Parses one token or group. Returns `None` for an incomplete part.
    fn one(&mut self) -> Parsed<Option<Node>> {
        let Some(Lexeme { token, range }) = self.lexemes.get(self.at).cloned() else {
            return Ok(None);
        };
        self.at += 1;
        let kind = match token {
            QueryToken::Open => return self.group(range),
            QueryToken::Close => {
                self.hint(range.clone(), "this `)` closes nothing");
                None
            }
            QueryToken::Not => return self.not(&range),
            QueryToken::Or => Self::words("OR", false, Match::Whole),
            QueryToken::Word(word) => self.word(&word, &range),
            QueryToken::Phrase(phrase) => Self::words(&phrase, true, Match::Whole),
            QueryToken::Forms(word) => {
                self.hint(
                    range.clone(),
                    "~ finds the other forms of a word too, as its language makes them",
                );
                // Punctuation and stars may have any order: `~word*.` is `~word`.
                let stem = word.trim_end_matches(|c| c == '*' || STOPS.contains(&c));
                Self::words(if stem.is_empty() { &word } else { stem }, false, Match::Forms)
            }
            QueryToken::Field { field, value } => return self.field(field, &value, &range),
        };
        Ok(kind.map(|kind| Node { kind, range }))
    }

    fn group(&mut self, open: Range<usize>) -> Parsed<Option<Node>> {
        self.deeper(&open)?;
        let mut node = self.any_of()?;
        self.depth -= 1;
        let mut end = self.end;
        if self.next_is(&QueryToken::Close) {
            end = self.lexemes[self.at].range.end;
            self.at += 1;
        }
        node.range = open.start..end;
        Ok((!node.is_empty()).then_some(node))
    }

    fn not(&mut self, dash: &Range<usize>) -> Parsed<Option<Node>> {
        self.deeper(dash)?;
        let node = self.one()?;
        self.depth -= 1;
        Ok(node.map(|node| Node {
            range: dash.start..node.range.end,
            kind: ClauseKind::Not(Box::new(node)),
        }))
    }

    fn deeper(&mut self, range: &Range<usize>) -> Parsed<()> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(error(range.clone(), "too many nested parentheses; remove some"));
        }
        Ok(())
    }

    fn word(&mut self, word: &str, range: &Range<usize>) -> Option<ClauseKind> {
        if matches!(word, "AND" | "NOT") {
            let instead = if word == "AND" {
                "words next to each other must all match"
            } else {
                "write -word to exclude a word"
            };
            self.hint(
                range.clone(),
                format!("`{word}` is searched as a word; {instead}"),
            );
        }
        self.hint_at_name(word, range);
        let plain = without_stops(word);
        match plain.strip_suffix('*') {
            Some(_) => Self::words(plain.trim_end_matches('*'), false, Match::Prefix),
            None => Self::words(plain, false, Match::Whole),
        }
    }

    /// Adds a hint for a word such as `outlets:rt`, which was probably meant as a field, unlike `https://…`.
    fn hint_at_name(&mut self, word: &str, range: &Range<usize>) {
        let Some((name, value)) = word.split_once(':') else {
            return;
        };
        let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphabetic());
        if !is_name || value.is_empty() || value.starts_with("//") {
            return;
        }
        let meant = QueryField::nearest(name).map(|field| format!("; did you mean `{}:`?", field.name()));
        let hint = format!(
            "no field `{name}`, searched as a word{}",
            meant.unwrap_or_default()
        );
        self.hint(range.start..range.start + name.len() + 1, hint);
    }

    fn words(written: &str, quoted: bool, kind: Match) -> Option<ClauseKind> {
        if !quoted && is_punctuation(written) {
            return None;
        }
        let term = Term::new(written, kind)?;
        let written = written.to_owned();
        Some(ClauseKind::Text(WordSequence {
            written,
            quoted,
            term,
        }))
    }

    /// Parses the value of a field, of which commas separate several: one of them must match.
    fn field(&mut self, field: QueryField, value: &QueryValue, range: &Range<usize>) -> Parsed<Option<Node>> {
        let is_list = field.takes_several() && !value.quoted && value.text.contains(',');
        let parts: Vec<&str> = if is_list {
            value.text.split(',').filter(|part| !part.is_empty()).collect()
        } else {
            vec![value.text.as_str()]
        };
        let mut nodes = Vec::new();
        for part in parts {
            let part = QueryValue {
                text: part.to_owned(),
                ..value.clone()
            };
            nodes.extend(self.clause(field, part)?.map(|clause| Node {
                kind: ClauseKind::Field(clause),
                range: range.clone(),
            }));
        }
        Ok(match nodes.len() {
            0 | 1 => nodes.pop(),
            _ => Some(Node {
                kind: ClauseKind::Or(nodes),
                range: range.clone(),
            }),
        })
    }

    fn clause(&mut self, field: QueryField, value: QueryValue) -> Parsed<Option<Clause>> {
        if value.text.trim().is_empty() {
            self.hint(value.range, format!("`{}:` waits for a value", field.name()));
            return Ok(None);
        }
        let test = self.test(field, &value)?;
        let QueryValue {
            text: written,
            quoted,
            ..
        } = value;
        Ok(test.map(|test| Clause {
            field,
            written,
            quoted,
            test,
        }))
    }

    fn test(&mut self, field: QueryField, value: &QueryValue) -> Parsed<Option<FieldTest>> {
        let text = value.text.as_str();
        if field.knows_none() && !value.quoted && text.eq_ignore_ascii_case("none") {
            return Ok(Some(FieldTest::Unknown));
        }
        Ok(match field {
            QueryField::Date if !value.quoted && text.eq_ignore_ascii_case("newest") => {
                Some(FieldTest::Newest(self.today))
            }
            QueryField::Date | QueryField::Since | QueryField::Until => {
                Some(FieldTest::Days(self.period(field, value)?))
            }
            QueryField::Is => {
                let state = ReadState::from_name(text).ok_or_else(|| {
                    error(
                        value.range.clone(),
                        format!("`{text}` is not a state; write {}", ReadState::names()),
                    )
                })?;
                Some(FieldTest::Is(state))
            }
            QueryField::Lang => {
                if text.len() > 3 {
                    self.hint(value.range.clone(), "use a language code, as in `lang:en`");
                }
                Some(FieldTest::Equals(fold(text)))
            }
            QueryField::Tag => Some(FieldTest::Equals(fold(text))),
            QueryField::Event => Some(FieldTest::Event(number(field, value)?)),
            QueryField::Story => Some(FieldTest::Story(number(field, value)?)),
            QueryField::Tellings => {
                let range = NumberRange::parse(text).ok_or_else(|| {
                    let text = format!("`{text}` is not a number of articles; write `tellings:>2`");
                    error(value.range.clone(), text)
                })?;
                Some(FieldTest::Tellings(range))
            }
            QueryField::Path => path_part(value).map(FieldTest::Path),
            QueryField::Outlet
            | QueryField::Via
            | QueryField::Section
            | QueryField::Title
            | QueryField::Byline => {
                let plain = if value.quoted { text } else { without_stops(text) };
                match plain.strip_suffix('*').filter(|_| !value.quoted) {
                    Some(prefix) => Term::new(prefix, Match::Prefix),
                    None => Term::new(plain, Match::Whole),
                }
                .map(FieldTest::Has)
            }
        })
    }

    fn period(&self, field: QueryField, value: &QueryValue) -> Parsed<Period> {
        let text = value.text.trim();
        let period = match field {
            QueryField::Since => Period::since(text, self.today),
            QueryField::Until => Period::until(text, self.today),
            _ => Period::parse(text, self.today),
        };
        period.map_err(|message| error(value.range.clone(), message))
    }

    fn next_is(&self, token: &QueryToken) -> bool {
        self.lexemes
            .get(self.at)
            .is_some_and(|lexeme| lexeme.token == *token)
    }

    fn hint(&mut self, range: Range<usize>, message: impl Into<String>) {
        self.hints.push(Hint {
            message: message.into(),
            range,
        });
    }
}

/// Parses the number of an event or a story.
fn number(field: QueryField, value: &QueryValue) -> Parsed<u32> {
    value.text.trim().parse().map_err(|_| {
        let text = format!(
            "`{}` is not a number of {}; the list by events shows them",
            value.text,
            field.name()
        );
        error(value.range.clone(), text)
    })
}

/// Joins several nodes. A single node is returned unchanged.
fn joined(mut nodes: Vec<Node>, kind: fn(Vec<Node>) -> ClauseKind, end: usize) -> Node {
    match nodes.len() {
        0 => Node::all(end..end),
        1 => nodes.remove(0),
        _ => {
            let range = nodes[0].range.start..nodes[nodes.len() - 1].range.end;
            Node {
                kind: kind(nodes),
                range,
            }
        }
    }
}

fn error(range: Range<usize>, message: impl Into<String>) -> QueryError {
    QueryError {
        message: message.into(),
        range,
    }
}

/// Punctuation at the end of a word that belongs to the sentence.
const STOPS: [char; 6] = [',', ';', '.', '!', '?', ':'];

/// Removes punctuation at the end of a word that was pasted.
fn without_stops(word: &str) -> &str {
    let plain = word.trim_end_matches(STOPS);
    if plain.is_empty() { word } else { plain }
}

/// Returns whether a word is only punctuation, such as a dash in a headline.
fn is_punctuation(word: &str) -> bool {
    word.chars()
        .all(|c| c.is_ascii_punctuation() || matches!(c, '\u{2010}'..='\u{205e}' | '«' | '»' | '、' | '。'))
}

/// Returns the part of a path that a value names, or `None` for the root of all files.
fn path_part(value: &QueryValue) -> Option<PathPart> {
    let folded = fold(&value.text);
    let is_open = !value.quoted && folded.ends_with('*');
    let plain = folded.trim_end_matches('*').trim_start_matches("./");
    let from_root = plain.starts_with('/');
    let names = plain.trim_matches('/');
    let end = if is_open { "" } else { "/" };
    (!matches!(names, "" | ".")).then(|| PathPart {
        part: format!("/{names}{end}"),
        from_root,
    })
}
