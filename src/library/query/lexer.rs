//! Splits the text of a query into tokens with positions. Every text has tokens, except one with an open quote.

use crate::library::query::field::{QueryError, QueryField};
use std::ops::Range;

/// A token and its position.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Lexeme {
    pub(crate) token: QueryToken,
    pub(crate) range: Range<usize>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum QueryToken {
    Open,
    Close,
    Not,
    Or,
    /// A word without quotes, as it was written.
    Word(String),
    /// `"a phrase"`, without the quotes.
    Phrase(String),
    /// `~word`.
    Forms(String),
    Field {
        field: QueryField,
        value: QueryValue,
    },
}

/// The value of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct QueryValue {
    pub(crate) text: String,
    pub(crate) quoted: bool,
    pub(crate) range: Range<usize>,
}

/// Returns the tokens of a text, or an error for an open quote.
pub(crate) fn lex(text: &str) -> Result<Vec<Lexeme>, QueryError> {
    let mut lexer = Lexer { text, at: 0 };
    let mut lexemes = Vec::new();
    while let Some(lexeme) = lexer.next()? {
        lexemes.push(lexeme);
    }
    Ok(lexemes)
}

/// Returns whether a character ends an unquoted word.
pub(crate) fn ends_word(c: char) -> bool {
    c.is_whitespace() || c == '(' || c == ')'
}

/// Returns whether a character is a double quotation mark, straight or typographic.
fn is_quote(c: char) -> bool {
    matches!(c, '"' | '\u{201c}'..='\u{201f}' | '«' | '»' | '＂')
}

struct Lexer<'a> {
    text: &'a str,
    at: usize,
}

impl Lexer<'_> {
    fn next(&mut self) -> Result<Option<Lexeme>, QueryError> {
        self.skip(char::is_whitespace);
        let start = self.at;
        let Some(first) = self.rest().chars().next() else {
            return Ok(None);
        };
        let token = match first {
            '(' => self.sign(QueryToken::Open),
            ')' => self.sign(QueryToken::Close),
            '-' => {
                self.skip(|c| c == '-');
                if self
                    .rest()
                    .chars()
                    .next()
                    .is_none_or(|c| c.is_whitespace() || c == ')')
                {
                    // A lone dash is punctuation, or the start of `-not`.
                    return self.next();
                }
                QueryToken::Not
            }
            _ if is_quote(first) => QueryToken::Phrase(self.quoted()?),
            '~' => {
                self.at += 1;
                if self.rest().starts_with(is_quote) {
                    QueryToken::Phrase(self.quoted()?)
                } else {
                    QueryToken::Forms(self.word().to_owned())
                }
            }
            _ => self.word_or_field()?,
        };
        let range = start..self.at;
        Ok(Some(Lexeme { token, range }))
    }

    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn skip(&mut self, wanted: impl Fn(char) -> bool) {
        self.at += self.rest().find(|c| !wanted(c)).unwrap_or(self.rest().len());
    }

    fn sign(&mut self, token: QueryToken) -> QueryToken {
        self.at += 1;
        token
    }

    /// Reads to the end of the word.
    fn word(&mut self) -> &str {
        let start = self.at;
        self.skip(|c| !ends_word(c));
        &self.text[start..self.at]
    }

    fn word_or_field(&mut self) -> Result<QueryToken, QueryError> {
        let start = self.at;
        let name_end = self.rest().find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(0);
        let (name, after) = self.rest().split_at(name_end);
        let is_name = !name.is_empty() && after.starts_with(':');
        let quote_follows = after
            .strip_prefix(':')
            .is_some_and(|value| value.starts_with(is_quote));
        let field = QueryField::from_name(name);
        if is_name && (field.is_some() || quote_follows) {
            self.at += name_end + 1;
            let value = self.value()?;
            if let Some(field) = field {
                return Ok(QueryToken::Field { field, value });
            }
            return Ok(QueryToken::Word(self.text[start..self.at].to_owned()));
        }
        Ok(match self.word() {
            "OR" => QueryToken::Or,
            word => QueryToken::Word(word.to_owned()),
        })
    }

    fn value(&mut self) -> Result<QueryValue, QueryError> {
        let start = self.at;
        let quoted = self.rest().starts_with(is_quote);
        let text = if quoted {
            self.quoted()?
        } else {
            self.word().to_owned()
        };
        let range = start..self.at;
        Ok(QueryValue { text, quoted, range })
    }

    /// Reads to the closing quote: after a straight one a straight one, after a typographic one any, since an editor may
    /// have changed only one of them. `\"` is a quote, `\\` is a backslash.
    fn quoted(&mut self) -> Result<String, QueryError> {
        let start = self.at;
        let mut text = String::new();
        let mut chars = self.rest().char_indices();
        let is_straight = chars.next().is_some_and(|(_, first)| first == '"');
        while let Some((at, c)) = chars.next() {
            match c {
                '"' => {
                    self.at = start + at + 1;
                    return Ok(text);
                }
                _ if !is_straight && is_quote(c) => {
                    self.at = start + at + c.len_utf8();
                    return Ok(text);
                }
                '\\' if self.rest()[at + 1..].starts_with(['"', '\\']) => {
                    text.extend(chars.next().map(|(_, escaped)| escaped));
                }
                _ => text.push(c),
            }
        }
        Err(QueryError {
            message: "this quote is not closed; write \" at the end of the phrase".to_owned(),
            range: start..self.text.len(),
        })
    }
}

/// Quotes a text.
pub(crate) fn in_quotes(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
