//! The words next to a quotation that name its speaker (`…,” she said`, `Roe told reporters: “…`). Not who the words
//! refer to: see `resolve`.

use crate::events::names::{NameMention, strip_possessive};
use crate::events::sentences;
use crate::events::speech::{Pronoun, Speech};
use std::ops::Range;

/// Who is said to speak, as the text writes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// A name at a place.
    Name(Range<usize>),
    /// A pronoun.
    Pronoun(Pronoun),
    /// A noun phrase with an office: `the spokesman`, `Berg's lawyer`.
    Role(Range<usize>),
    /// Another noun phrase.
    Phrase(Range<usize>),
}

/// A cue: the subject, and the words with the verb.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cue {
    /// Who speaks.
    pub subject: Subject,
    /// The bytes of the cue in the paragraph.
    pub range: Range<usize>,
    /// Whether a verb of saying is part of it.
    pub has_verb: bool,
}

/// A paragraph with its names, in which cues are looked for.
pub struct CueText<'a> {
    /// The paragraph.
    pub text: &'a str,
    /// Its names.
    pub mentions: &'a [NameMention],
    /// The words of its language.
    pub speech: &'a Speech,
}

/// At most this number of words are between a quotation and the verb after it.
const WORDS_AFTER: usize = 30;

#[derive(Debug, Clone, Copy)]
struct Token<'a> {
    text: &'a str,
    start: usize,
    end: usize,
    /// Whether a comma or another mark precedes it.
    after_mark: bool,
}

impl CueText<'_> {
    /// The cue after a quotation: in the rest of its sentence, `from` the closing mark up to `to` at most.
    pub fn after(&self, quote: &str, from: usize, to: usize) -> Option<Cue> {
        let rest = &self.text[from..to];
        let lead = rest.trim_start_matches([' ', ',', '.', '\u{a0}']);
        if let Some(name) = lead.strip_prefix(['―', '—', '–']) {
            let is_signature = name.split_whitespace().count() <= 6;
            let at = to - name.len();
            let first = self
                .mentions
                .iter()
                .find(|mention| mention.range.start >= at && mention.range.start < at + 8);
            if let Some(first) = first.filter(|_| is_signature) {
                return Some(self.cue(Subject::Name(first.range.clone()), first.range.clone(), false));
            }
        }
        let start = from + rest.find(char::is_alphanumeric)?;
        let end = sentences::end_of(self.text, start).min(to);
        let tokens = tokens(self.text, start..end);
        let first = tokens.first()?;
        let is_new_sentence = quote.ends_with(['.', '…']) && !rest.trim_start().starts_with(',');
        if is_new_sentence && first.text.starts_with(char::is_uppercase) && !self.is_said_first(&tokens) {
            return None;
        }
        self.after_tokens(&tokens, end)
    }

    /// `“….” Said the mayor`: only an inverted cue can follow a full stop.
    fn is_said_first(&self, tokens: &[Token<'_>]) -> bool {
        tokens
            .first()
            .is_some_and(|first| self.speech.says(first.text) && self.speech.says(&first.text.to_lowercase()))
            && tokens.len() <= 6
    }

    fn after_tokens(&self, tokens: &[Token<'_>], end: usize) -> Option<Cue> {
        let start = tokens.first()?.start;
        if let Some(verb) = self.speech.phrase_in(&self.text[start..end]) {
            let verb = start + verb.start..start + verb.end;
            let subject = self
                .subject_between(start, verb.start, true)
                .or_else(|| self.subject_between(verb.end, end, false))?;
            return Some(self.cue(subject, start..verb.end, true));
        }
        let verb = (0..tokens.len().min(WORDS_AFTER)).find(|&at| self.is_verb(tokens, at))?;
        let token = tokens[verb];
        // A verb with its own name before it: `Roe said`; otherwise the subject follows: `said Roe`.
        let before = if verb > 0 {
            self.subject_between(start, token.start, true)
        } else {
            None
        };
        let subject = match before {
            Some(subject) => subject,
            None if verb == 0 => self.subject_between(token.end, end, false)?,
            None if verb <= 2 => self.subject_between(token.end, end, false).filter(is_no_phrase)?,
            None => return None,
        };
        let shown_end = match &subject {
            Subject::Name(range) | Subject::Role(range) | Subject::Phrase(range) => range.end.max(token.end),
            Subject::Pronoun(_) => tokens
                .get(verb + 1)
                .filter(|_| verb == 0)
                .map_or(token.end, |next| next.end),
        };
        Some(self.cue(subject, start..shown_end, true))
    }

    /// A cue at the end of a sentence that covers all its quotations: `…, Roe said.`
    pub fn at_end(&self, from: usize, end: usize) -> Option<Cue> {
        let comma = from + self.text[from..end].rfind([',', '”', '"'])?;
        let words = tokens(self.text, comma..end);
        (words.len() <= 5)
            .then(|| self.after_tokens(&words, end))
            .flatten()
            .filter(|cue| cue.has_verb)
    }

    /// The cue before a quotation that starts at `to`: in its sentence, from `from` on.
    pub fn before(&self, from: usize, to: usize) -> Option<Cue> {
        let whole = &self.text[from..to];
        let tokens = tokens(self.text, from..to);
        let last = tokens.last()?;
        if let Some(cue) = self.after_preposition(from, to, &tokens) {
            return Some(cue);
        }
        if let Some(verb) = self.speech.phrase_in(whole) {
            let verb = from + verb.start..from + verb.end;
            let subject = self
                .subject_between(from, verb.start, true)
                .or_else(|| self.subject_between(verb.end, to, false));
            return subject.map(|subject| self.cue(subject, from..verb.end, true));
        }
        let verb = (0..tokens.len()).rev().find(|&at| self.is_verb(&tokens, at));
        let Some(verb) = verb else {
            // `Roe: “…`, `Question from Roe: “…`
            let is_label = whole.trim_end().ends_with([':', '：']);
            let subject = if is_label {
                self.last_name(from, to)
                    .map(Subject::Name)
                    .or_else(|| self.subject_between(from, to, true))
            } else {
                self.first_subject(from, to)
            };
            return subject.map(|subject| self.cue(subject, tokens[0].start..last.end, false));
        };
        let token = tokens[verb];
        let is_participle = token.text.ends_with("ing");
        let is_relative = tokens[..verb]
            .iter()
            .rev()
            .take(2)
            .any(|word| matches!(word.text, "which" | "who"));
        let subject = if is_participle {
            self.first_subject(from, token.start)
        } else {
            None
        };
        let subject = subject
            .or_else(|| self.subject_between(from, token.start, true))
            .or_else(|| self.subject_between(token.end, to, false).filter(is_no_phrase))?;
        let begin = match &subject {
            Subject::Name(range) | Subject::Role(range) | Subject::Phrase(range) => range.start,
            Subject::Pronoun(_) => tokens
                .get(verb.saturating_sub(1))
                .map_or(token.start, |word| word.start),
        };
        Some(self.cue(subject, begin.min(token.start)..token.end, !is_relative))
    }

    /// Returns whether a word is a verb of saying: not a noun with the same form, as after an article or a possessor.
    fn is_verb(&self, tokens: &[Token<'_>], at: usize) -> bool {
        const BEFORE_NOUNS: [&str; 16] = [
            "the", "a", "an", "of", "his", "her", "their", "its", "in", "on", "for", "by", "with", "from",
            "these", "those",
        ];
        let token = &tokens[at];
        let previous = at
            .checked_sub(1)
            .map(|before| tokens[before].text)
            .filter(|_| !token.after_mark);
        let is_noun = previous.is_some_and(|previous| {
            BEFORE_NOUNS.contains(&previous.to_lowercase().as_str())
                || strip_possessive(previous).len() < previous.len()
        });
        self.speech.says(token.text) && !is_noun
    }

    /// `According to Roe, “…`
    fn after_preposition(&self, from: usize, to: usize, tokens: &[Token<'_>]) -> Option<Cue> {
        let first = tokens.first()?;
        let head = &self.text[first.start..to];
        let folded = head.to_lowercase();
        let found = self.speech.before().iter().filter(|words| words.len() > 2);
        let words = found.into_iter().find(|words| {
            let rest = folded.strip_prefix(words.as_str());
            rest.is_some_and(|rest| rest.starts_with(char::is_whitespace))
        })?;
        // With a verb after it, the words only set the scene.
        let has_verb = tokens.iter().skip(1).any(|token| self.speech.says(token.text));
        if has_verb || from > first.start {
            return None;
        }
        let subject = self.subject_between(first.start + words.len(), to, false)?;
        Some(self.cue(subject, first.start..to, true))
    }

    fn cue(&self, subject: Subject, range: Range<usize>, has_verb: bool) -> Cue {
        let text = &self.text[range.clone()];
        let length = text.trim_end_matches(|c: char| !c.is_alphanumeric()).len();
        Cue {
            subject,
            range: range.start..range.start + length,
            has_verb,
        }
    }

    /// The subject of a verb that is at the end of a region (`is_before`) or at its beginning.
    fn subject_between(&self, from: usize, to: usize, is_before: bool) -> Option<Subject> {
        let words = tokens(self.text, from..to);
        if words.is_empty() {
            return None;
        }
        let pronoun_at = |word: &Token<'_>| self.speech.pronoun(word.text);
        let name = if is_before {
            self.name_before_verb(from, to, &words)
        } else {
            self.name_after_verb(from, to)
        };
        let pronoun = if is_before {
            words
                .iter()
                .rev()
                .take(4)
                .find_map(|word| Some((word.start, pronoun_at(word)?)))
        } else {
            words
                .iter()
                .take(1)
                .find_map(|word| Some((word.start, pronoun_at(word)?)))
        };
        if let Some((at, pronoun)) = pronoun
            && name.as_ref().is_none_or(|name| {
                if is_before {
                    at > name.range.start
                } else {
                    at < name.range.start
                }
            })
        {
            return Some(Subject::Pronoun(pronoun));
        }
        let role = self.role_phrase(&words, is_before);
        match (name, role) {
            // `Roe's lawyer`, `the Lenne mayor`
            (Some(name), Some(role))
                if is_before && role.end > name.range.end && self.is_plain(name.range.end..role.end) =>
            {
                Some(Subject::Role(role.start.min(name.start)..role.end))
            }
            (Some(name), _) => Some(Subject::Name(name.range.clone())),
            (None, Some(role)) => Some(Subject::Role(role)),
            (None, None) => phrase(&words, is_before)
                .filter(|range| self.has_content(range))
                .map(Subject::Phrase),
        }
    }

    /// Returns whether a range has no mark that separates phrases.
    fn is_plain(&self, range: Range<usize>) -> bool {
        !self.text[range].contains([',', ';', ':', '(', ')', '“', '”', '"'])
    }

    /// Returns whether a phrase can name somebody: it does not begin with a conjunction and has more than function words.
    fn has_content(&self, range: &Range<usize>) -> bool {
        const NO_START: [&str; 24] = [
            "and", "but", "who", "which", "that", "while", "when", "or", "as", "what", "if", "of", "for",
            "to", "in", "on", "with", "by", "from", "at", "his", "her", "after", "before",
        ];
        let words: Vec<&str> = self.text[range.clone()].split_whitespace().collect();
        let first = words.first().map(|word| word.to_lowercase()).unwrap_or_default();
        !NO_START.contains(&first.as_str()) && words.iter().any(|word| !self.speech.is_function_word(word))
    }

    /// The name before a verb: the nearest one, or the first if an apposition is between it and the verb (`Roe, head of
    /// the Port Office, said`).
    fn name_before_verb(&self, from: usize, to: usize, words: &[Token<'_>]) -> Option<&NameMention> {
        let within = self.names_in(from, to);
        let nearest = within.last()?;
        let ends_with_comma = self.text[..to].trim_end().ends_with([',', '–', '—']);
        let is_apposed = |mention: &&&NameMention| {
            !mention.is_possessive && self.text[mention.range.end..].starts_with([',', ' ']) && {
                let after = self.text[mention.range.end..to].trim_start();
                after.starts_with([',', '(', '–', '—'])
            }
        };
        if ends_with_comma && words.len() > 1 {
            return within.iter().find(is_apposed).or(Some(nearest)).copied();
        }
        let mut at = within
            .iter()
            .rposition(|mention| !mention.is_possessive)
            .unwrap_or(within.len() - 1);
        // `Roe of the Port Office said`
        while at > 0 && self.is_link(within[at - 1].range.end..within[at].start) {
            at -= 1;
        }
        within.get(at).copied()
    }

    /// Returns whether a range holds only a preposition that ties a name to an organisation or a place.
    fn is_link(&self, range: Range<usize>) -> bool {
        let gap = self.text.get(range).unwrap_or_default().trim();
        matches!(
            gap,
            "of" | "of the"
                | "from"
                | "from the"
                | "at"
                | "at the"
                | "in"
                | "with the"
                | "von"
                | "de"
                | "del"
                | "di"
                | "du"
                | "da"
                | "do"
        )
    }

    /// The name after a verb: the first that is not only a possessor (`said Roe's lawyer, Jan Berg`), in the next words.
    fn name_after_verb(&self, from: usize, to: usize) -> Option<&NameMention> {
        let within = self.names_in(from, to);
        let first = within.first()?;
        let gap = &self.text[from..first.start.max(from)];
        if gap.split_whitespace().count() > 6 || gap.contains(" to ") || gap.contains(" that ") {
            return None;
        }
        let mut at = within
            .iter()
            .position(|mention| !mention.is_possessive && mention.range.start < first.range.end + 60)
            .unwrap_or(0);
        // `said Port Radio host Jan Berg`
        while let Some(next) = within.get(at + 1) {
            let gap = self
                .text
                .get(within[at].range.end..next.start)
                .unwrap_or_default();
            let has_role = gap.split_whitespace().any(|word| self.speech.is_role(word));
            if !has_role || gap.contains([',', ';', '(', '.']) || gap.split_whitespace().count() > 3 {
                break;
            }
            at += 1;
        }
        within.get(at).copied()
    }

    fn names_in(&self, from: usize, to: usize) -> Vec<&NameMention> {
        let within = self
            .mentions
            .iter()
            .filter(|mention| mention.range.start >= from && mention.range.end <= to);
        within.collect()
    }

    fn last_name(&self, from: usize, to: usize) -> Option<Range<usize>> {
        self.names_in(from, to)
            .last()
            .map(|mention| mention.range.clone())
    }

    /// The first name or pronoun of a region, which is most likely its grammatical subject.
    fn first_subject(&self, from: usize, to: usize) -> Option<Subject> {
        let names = self.names_in(from, to);
        let name = names
            .iter()
            .find(|mention| !mention.is_possessive)
            .or(names.first());
        let words = tokens(self.text, from..to);
        let pronoun = words
            .iter()
            .take(6)
            .find_map(|word| Some((word.start, self.speech.pronoun(word.text)?)));
        match (name, pronoun) {
            (Some(name), Some((at, pronoun))) if at < name.range.start => Some(Subject::Pronoun(pronoun)),
            (Some(name), _) => Some(Subject::Name(name.range.clone())),
            (None, Some((_, pronoun))) => Some(Subject::Pronoun(pronoun)),
            (None, None) => self.role_phrase(&words, true).map(Subject::Role),
        }
    }

    /// A noun phrase with an office next to the verb.
    fn role_phrase(&self, words: &[Token<'_>], is_before: bool) -> Option<Range<usize>> {
        let near: Vec<&Token<'_>> = if is_before {
            words.iter().rev().take(6).collect()
        } else {
            words.iter().take(6).collect()
        };
        let role = near.iter().find(|word| self.speech.is_role(word.text))?;
        let at = words.iter().position(|word| word.start == role.start)?;
        let mut first = at;
        while first > 0 && at - first < 4 && !words[first].after_mark {
            first -= 1;
            if matches!(words[first].text, "the" | "The" | "a" | "A" | "an" | "An") {
                break;
            }
        }
        Some(words[first].start..role.end)
    }
}

fn is_no_phrase(subject: &Subject) -> bool {
    !matches!(subject, Subject::Phrase(_))
}

/// A short noun phrase next to the verb: all words of a region that is short and has no mark inside.
fn phrase(words: &[Token<'_>], is_before: bool) -> Option<Range<usize>> {
    let near: Vec<&Token<'_>> = if is_before {
        let inner = words.iter().rev().position(|word| word.after_mark);
        let count = inner.map_or(words.len(), |at| at + 1);
        words[words.len() - count..].iter().collect()
    } else {
        let inner = words.iter().skip(1).position(|word| word.after_mark);
        words[..inner.map_or(words.len(), |at| at + 1)].iter().collect()
    };
    let short = if is_before { 6 } else { 8 };
    (near.len() <= short).then(|| near[0].start..near[near.len() - 1].end)
}

fn tokens(text: &str, range: Range<usize>) -> Vec<Token<'_>> {
    let mut found: Vec<Token<'_>> = Vec::new();
    let mut at = range.start;
    while let Some(from) = text[at..range.end].find(char::is_alphanumeric) {
        let start = at + from;
        let within = |c: char| c.is_alphanumeric() || matches!(c, '-' | '\'' | '’' | '\u{300}'..='\u{36f}');
        let rest = &text[start..range.end];
        let end = start + rest.find(|c: char| !within(c)).unwrap_or(rest.len());
        found.push(Token {
            text: &text[start..end],
            start,
            end,
            after_mark: text[at..start]
                .contains([',', ';', ':', '–', '—', '(', ')', '“', '”', '"', '，', '、']),
        });
        at = end;
    }
    found
}
