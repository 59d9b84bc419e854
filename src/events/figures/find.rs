//! Finds the figures of an article, in order. Not whether two articles agree on them: see `compare`.

use crate::article::Date;
use crate::events::figures::lexicon::{FigureWords, Hedge, LONGEST, RelativeTime};
use crate::events::figures::tokens::{Token, currency, small, tokens, year};
use crate::events::figures::{number, when};
use crate::events::names::strip_possessive;
use crate::events::telling::Telling;
use crate::extract::dates::calendar::Calendar;
use crate::text::fold;
use std::ops::Range;

/// A number or a date of an article.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// The index of its paragraph in [`Telling::paragraphs`].
    pub paragraph: usize,
    /// Its bytes in the paragraph.
    pub range: Range<usize>,
    /// A number (with `>`, `>=`, `<`, `<=` for hedges), a day (`YYYY-MM-DD`, `YYYY-MM`, `YYYY`, `--MM-DD`), a range with
    /// `/`, or the word itself; `None` if the article does not give it.
    pub value: Option<String>,
    /// The unit: of time, measure or money, `%`, or `date`.
    pub unit: Option<String>,
    /// The noun that is counted.
    pub counted: Option<String>,
    /// The words before it that limit it (`at least`).
    pub hedge: Option<String>,
}

/// The figures of the body of a telling.
pub fn figures(telling: &Telling) -> Vec<Figure> {
    let words = FigureWords::of(telling.language());
    let mut found = Vec::new();
    for (at, paragraph) in telling
        .paragraphs
        .iter()
        .enumerate()
        .filter(|(_, paragraph)| paragraph.is_body())
    {
        let reader = Reader {
            text: &paragraph.text,
            tokens: tokens(&paragraph.text),
            words,
            language: telling.language.as_deref(),
            published: telling.date,
        };
        reader.read(at, &mut found);
    }
    found
}

struct Reader<'a> {
    text: &'a str,
    tokens: Vec<Token<'a>>,
    words: &'static FigureWords,
    language: Option<&'a str>,
    published: Option<Date>,
}

/// What was read at a token: the tokens, the value and the unit.
struct Reading {
    first: usize,
    end: usize,
    value: Option<String>,
    unit: Option<String>,
    is_date: bool,
}

impl Reader<'_> {
    fn read(&self, paragraph: usize, found: &mut Vec<Figure>) {
        let mut at = 0;
        while at < self.tokens.len() {
            let reading = self
                .date(at)
                .or_else(|| self.relative(at))
                .or_else(|| self.amount(at));
            let Some(reading) = reading else {
                at += 1;
                continue;
            };
            at = reading.end.max(at + 1);
            found.extend(self.figure(paragraph, reading));
        }
    }

    fn figure(&self, paragraph: usize, reading: Reading) -> Option<Figure> {
        let hedge = if reading.is_date {
            None
        } else {
            self.hedge_before(reading.first)
        };
        let is_single = reading.end - reading.first == 1;
        let is_word = !self.tokens[reading.first]
            .text
            .starts_with(|c: char| c.is_ascii_digit());
        if !reading.is_date && is_single && is_word && hedge.is_none() && self.refers(reading.first, &reading)
        {
            return None;
        }
        let start_token = hedge.map_or(reading.first, |(_, first)| first);
        let last = &self.tokens[reading.end - 1];
        let value = reading.value.map(|value| match hedge {
            Some((hedge, _)) => format!("{}{value}", hedge.sign()),
            None => value,
        });
        let counted = if reading.is_date {
            None
        } else {
            self.counted(reading.end)
        };
        let before = self.tokens[start_token].start..self.tokens[reading.first].start;
        let start = self.money_before(self.tokens[reading.first].start).map_or(
            self.tokens[start_token].start,
            |_| {
                if hedge.is_some() {
                    self.tokens[start_token].start
                } else {
                    self.tokens[reading.first].start - 1
                }
            },
        );
        Some(Figure {
            paragraph,
            range: self.boundary(start)..last.end,
            value,
            unit: reading.unit,
            counted,
            hedge: hedge.map(|_| {
                self.text[before]
                    .trim_end_matches(|c: char| !c.is_alphanumeric())
                    .to_owned()
            }),
        })
    }

    /// The last character boundary at or before a place.
    fn boundary(&self, at: usize) -> usize {
        crate::text::boundary::floor_boundary(self.text, at)
    }

    /// A small number word that refers or is a pronoun: `the two leaders`, `one of them`.
    fn refers(&self, at: usize, reading: &Reading) -> bool {
        if reading.unit.is_some() || self.words.vague.contains(self.tokens[at].text) {
            return false;
        }
        let previous = at.checked_sub(1).map(|before| self.tokens[before].text);
        let is_reference = previous.is_some_and(|previous| self.words.references.contains(previous));
        let is_one = reading.value.as_deref() == Some("1");
        is_reference || is_one || self.counted(reading.end).is_none()
    }

    /// The hedge that ends before a token, with its first token.
    fn hedge_before(&self, at: usize) -> Option<(Hedge, usize)> {
        (1..=LONGEST.min(at)).rev().find_map(|length| {
            let phrase = self.phrase(at - length, at)?;
            Some((*self.words.hedges.get(&phrase)?, at - length))
        })
    }

    /// The words from one token to another, joined; `None` if marks part them.
    fn phrase(&self, from: usize, to: usize) -> Option<String> {
        let tokens = self.tokens.get(from..to)?;
        let is_joined = tokens
            .iter()
            .skip(1)
            .chain(self.tokens.get(to).filter(|_| to > from))
            .all(|token| token.follows || token.hyphened);
        (is_joined || to - from == 1 && self.tokens.get(to).is_none_or(|next| next.follows)).then(|| {
            tokens
                .iter()
                .map(|token| token.text)
                .collect::<Vec<_>>()
                .join(" ")
        })
    }

    /// The words from a token on, whatever follows them.
    fn phrase_from(&self, from: usize, length: usize) -> Option<String> {
        let tokens = self.tokens.get(from..from + length)?;
        let is_joined = tokens.iter().skip(1).all(|token| token.follows || token.hyphened);
        let joined = tokens
            .iter()
            .map(|token| token.text)
            .collect::<Vec<_>>()
            .join(" ");
        is_joined.then(|| strip_possessive(&joined).to_owned())
    }

    /// A date with the name of a month, or a year.
    fn date(&self, at: usize) -> Option<Reading> {
        let (end, value) = self
            .month_first(at)
            .or_else(|| self.day_first(at))
            .or_else(|| self.lone_year(at))?;
        Some(Reading {
            first: at,
            end,
            value: Some(value),
            unit: Some("date".to_owned()),
            is_date: true,
        })
    }

    /// `May 9`, `May 9, 2024`, `May 2024`: the token after it and the value.
    fn month_first(&self, at: usize) -> Option<(usize, String)> {
        let month = self.month_at(at)?;
        match self.day_at(at + 1) {
            Some(day) => self.with_year(at + 2, at + 2, month, day),
            None => Some((at + 2, format!("{:04}-{month:02}", self.year_at(at + 1)?))),
        }
    }

    /// `12 February`, `12. Februar 2024`, `12 de febrero de 2024`.
    fn day_first(&self, at: usize) -> Option<(usize, String)> {
        let day = self.day_at(at).filter(|_| !self.tokens[at].hyphened)?;
        let is_link = |at: usize| {
            self.tokens
                .get(at)
                .is_some_and(|word| matches!(word.text, "de" | "of"))
        };
        let month_at = at + 1 + usize::from(is_link(at + 1));
        let month = self.month_at(month_at)?;
        let next = month_at + 1;
        self.with_year(next, next + usize::from(is_link(next)), month, day)
    }

    /// A day with the year at a token, or else without one.
    fn with_year(&self, end: usize, at: usize, month: u8, day: u8) -> Option<(usize, String)> {
        match self.year_at(at) {
            Some(year) => Some((at + 1, Date::new(year, month, day)?.to_string())),
            None => Some((end, when::nearest(month, day, self.published)?)),
        }
    }

    fn lone_year(&self, at: usize) -> Option<(usize, String)> {
        let token = self.tokens.get(at)?;
        let year = year(token.text)?;
        let has_unit = self.unit_at(at + 1).is_some() || self.multiple_at(at + 1).is_some();
        let is_part = token.hyphened || self.text[token.end..].starts_with(['%', '-', '–', ':']);
        let is_year = !has_unit && !is_part && self.money_before(token.start).is_none();
        is_year.then(|| (at + 1, format!("{year:04}")))
    }

    fn month_at(&self, at: usize) -> Option<u8> {
        let token = self.tokens.get(at)?;
        let is_english = self.language.is_none_or(|language| language == "en");
        let month = Calendar::get().month(&fold::key(token.text), self.language);
        month.filter(|_| !is_english || token.text.starts_with(char::is_uppercase))
    }

    fn day_at(&self, at: usize) -> Option<u8> {
        let day = small(self.tokens.get(at)?.text)?;
        (1..=31).contains(&day).then_some(day)
    }

    fn year_at(&self, at: usize) -> Option<i16> {
        year(self.tokens.get(at)?.text)
    }

    /// A weekday, `yesterday`, `the weekend`.
    fn relative(&self, at: usize) -> Option<Reading> {
        let (length, time) = (1..=LONGEST).rev().find_map(|length| {
            let phrase = self.phrase_from(at, length)?;
            Some((length, *self.words.times.get(&phrase)?))
        })?;
        let is_decade = time == RelativeTime::Decade;
        Some(Reading {
            first: at,
            end: at + length,
            value: when::resolved(time, self.published),
            unit: Some(if is_decade { "years" } else { "date" }.to_owned()),
            is_date: true,
        })
    }

    /// A number with its multiples and unit.
    fn amount(&self, at: usize) -> Option<Reading> {
        let token = self.tokens.get(at)?;
        if token.hyphened {
            return None;
        }
        if self.words.vague.contains(token.text) {
            return Some(Reading {
                first: at,
                end: at + 1,
                value: Some(fold::key(token.text)),
                unit: None,
                is_date: false,
            });
        }
        let (mut value, mut end) = match self.number_at(at) {
            Some(value) => (value, at + 1),
            // `more than an hour`
            None if self.words.articles.contains(token.text)
                && self.hedge_before(at).is_some()
                && self.unit_at(at + 1).is_some() =>
            {
                (1.0, at + 1)
            }
            None => return None,
        };
        let mut range_end = None;
        if let Some((other, next)) = self.range_at(end, value) {
            (range_end, end) = (Some(other), next);
        }
        while let Some(multiple) = self.multiple_at(end) {
            value *= multiple;
            range_end = range_end.map(|other| other * multiple);
            end += 1;
        }
        let unit = self.unit_at(end).or_else(|| self.sign_unit(at, end));
        if let Some((_, length)) = &unit {
            end += length;
        }
        let shown = match range_end {
            Some(other) => format!("{}/{}", number::shown(value), number::shown(other)),
            None => number::shown(value),
        };
        Some(Reading {
            first: at,
            end,
            value: Some(shown),
            unit: unit.map(|(unit, _)| unit),
            is_date: false,
        })
    }

    fn number_at(&self, at: usize) -> Option<f64> {
        let token = self.tokens.get(at)?;
        let after = self.text[token.end..].chars().next();
        if token.text.starts_with(|c: char| c.is_ascii_digit()) {
            let before = self.text[..token.start].chars().next_back();
            let is_part = matches!(after, Some(':' | '/')) || matches!(before, Some(':' | '/' | '#'));
            let digits = token.text.trim_end_matches(['.', ',']);
            let is_plain = digits
                .chars()
                .all(|c| c.is_ascii_digit() || matches!(c, ',' | '.'));
            return number::value(digits, self.words.comma_groups).filter(|_| is_plain && !is_part);
        }
        let value = *self.words.numbers.get(token.text)?;
        // `twenty-five`
        let next = self.tokens.get(at + 1).filter(|next| next.hyphened);
        let unit = next
            .and_then(|next| self.words.numbers.get(next.text))
            .filter(|unit| **unit < 10.0 && value >= 20.0);
        Some(unit.map_or(value, |unit| value + unit))
    }

    /// The other end of a range (`10 to 15`, `10–15`), with the token after it.
    fn range_at(&self, at: usize, from: f64) -> Option<(f64, usize)> {
        let token = self.tokens.get(at)?;
        let gap = &self.text[self.tokens[at - 1].end..token.start];
        let (at, is_range) = if self.words.to.contains(token.text) && token.follows {
            (
                at + 1,
                !matches!(token.text, "and" | "und" | "et" | "y" | "e" | "и" | "і") || self.is_between(at),
            )
        } else {
            (at, matches!(gap.trim(), "–" | "-" | "—"))
        };
        let other = self
            .tokens
            .get(at)
            .filter(|other| other.text.starts_with(|c: char| c.is_ascii_digit()))?;
        let other = number::value(other.text.trim_end_matches(['.', ',']), self.words.comma_groups)?;
        (is_range && other > from).then_some((other, at + 1))
    }

    fn is_between(&self, at: usize) -> bool {
        at >= 2
            && matches!(
                self.tokens[at - 2].text,
                "between" | "zwischen" | "entre" | "tra" | "между" | "між"
            )
    }

    fn multiple_at(&self, at: usize) -> Option<f64> {
        let token = self
            .tokens
            .get(at)
            .filter(|token| token.follows || token.hyphened)?;
        self.words.multiples.get(token.text).copied()
    }

    /// The unit at a token, and the number of its words.
    fn unit_at(&self, at: usize) -> Option<(String, usize)> {
        self.tokens
            .get(at)
            .filter(|token| token.follows || token.hyphened)?;
        (1..=2).rev().find_map(|length| {
            let phrase = self.phrase_from(at, length)?;
            Some((self.words.units.get(&phrase)?.clone(), length))
        })
    }

    /// `%` after the number, or the sign of a currency around it.
    fn sign_unit(&self, first: usize, end: usize) -> Option<(String, usize)> {
        let after = self.text[self.tokens[end - 1].end..].trim_start();
        if after.starts_with('%') {
            return Some(("%".to_owned(), 0));
        }
        let sign = self
            .money_before(self.tokens[first].start)
            .or_else(|| currency(after.chars().next()?))?;
        Some((sign.to_owned(), 0))
    }

    fn money_before(&self, at: usize) -> Option<&'static str> {
        currency(self.text[..at].trim_end().chars().next_back()?)
    }

    /// The noun that is counted: up to three words that follow without a mark.
    fn counted(&self, at: usize) -> Option<String> {
        let mut words: Vec<&str> = Vec::new();
        for (nth, token) in self.tokens.iter().enumerate().skip(at).take(3) {
            let is_noun = token
                .text
                .chars()
                .all(|c| c.is_alphabetic() || matches!(c, '-' | '\'' | '’'))
                && token.text.chars().count() > 2;
            if !token.follows && !token.hyphened
                || !is_noun
                || is_function_word(token.text, self.language)
                || nth > at && words.is_empty()
            {
                break;
            }
            words.push(token.text);
        }
        (!words.is_empty()).then(|| words.join(" "))
    }
}

fn is_function_word(word: &str, language: Option<&str>) -> bool {
    crate::events::speech::Speech::of(language.unwrap_or("en")).is_function_word(word)
}

#[cfg(test)]
#[path = "find_tests.rs"]
mod tests;
