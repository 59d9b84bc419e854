//! The quotations of a telling, in order, with speaker, cue and kind.

use crate::events::marks::{self, MarkedSpan};
use crate::events::names::{Cast, NameMention, next_word};
use crate::events::quotes::cue::{Cue, CueText};
use crate::events::quotes::resolve::Memory;
use crate::events::sentences;
use crate::events::speech::Speech;
use crate::events::telling::{Paragraph, ParagraphKind, Telling};
use crate::events::words::words;
use std::ops::Range;

/// What a quotation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum QuoteKind {
    /// A sentence, or a clause that could be one.
    Quote,
    /// A few quoted words within the outlet's own sentence.
    Fragment,
    /// Words in marks that nobody says: a doubt, a title, a term.
    Scare,
}

impl QuoteKind {
    /// The name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Quote => "quote",
            Self::Fragment => "fragment",
            Self::Scare => "scare",
        }
    }
}

/// A quotation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quote {
    /// The index of its paragraph in [`Telling::paragraphs`].
    pub paragraph: usize,
    /// Its bytes in the paragraph, without marks.
    pub range: Range<usize>,
    /// Who speaks, as the article names the person in full; `None` if it does not say.
    pub speaker: Option<String>,
    /// The words that name the speaker.
    pub cue: Option<String>,
    /// What it is.
    pub kind: QuoteKind,
}

/// Quotations of fewer words are fragments or scare quotes unless they are sentences of their own.
const SHORT: usize = 5;
/// A passage without its closing mark is taken up to this number of words.
const UNCLOSED: usize = 200;

/// The quotations of a telling, in order.
pub fn quotes(telling: &Telling) -> Vec<Quote> {
    let speech = Speech::of(telling.language());
    let texts = || telling.paragraphs.iter().map(|paragraph| paragraph.text.as_str());
    let title = telling.title.as_deref();
    let cast = Cast::of(texts().chain(title), speech);
    let mut reader = Reader {
        speech,
        memory: Memory::new(&cast, speech),
        open: None,
        last: None,
        found: Vec::new(),
    };
    for (at, paragraph) in telling.paragraphs.iter().enumerate() {
        reader.read(at, paragraph);
    }
    closed(reader.found)
}

/// A quotation, and how it is tied to those of other paragraphs.
struct FoundQuote {
    quote: Quote,
    is_closed: bool,
    is_continued: bool,
}

/// Joins what goes on over several paragraphs: one cue names the speaker of all. Without any cue, marks that are not
/// closed are a transcript or a mistake.
fn closed(mut found: Vec<FoundQuote>) -> Vec<Quote> {
    let mut start = 0;
    while start < found.len() {
        let mut end = start + 1;
        while end < found.len() && found[end].is_continued && !found[end - 1].is_closed {
            end += 1;
        }
        let chain = &mut found[start..end];
        let with_cue = chain.iter().find(|found| found.quote.cue.is_some());
        let speaker = with_cue.and_then(|found| found.quote.speaker.clone());
        let is_cued = with_cue.is_some();
        for found in chain {
            if is_cued && speaker.is_some() {
                found.quote.speaker.clone_from(&speaker);
            }
            found.is_closed |= is_cued;
        }
        start = end;
    }
    found.retain(|found| found.is_closed);
    found.into_iter().map(|found| found.quote).collect()
}

/// Reads the paragraphs of an article in order.
struct Reader<'a> {
    speech: &'a Speech,
    memory: Memory<'a>,
    open: Option<char>,
    /// The speaker of the last paragraph, if it ended with a quotation or was about a speech.
    last: Option<String>,
    found: Vec<FoundQuote>,
}

/// A span of a paragraph with its attribution.
struct Attributed {
    span: MarkedSpan,
    cue: Option<Cue>,
    speaker: Option<String>,
}

impl Reader<'_> {
    fn read(&mut self, at: usize, paragraph: &Paragraph) {
        let text = paragraph.text.as_str();
        let names = self.memory.mentions(text);
        let cues = CueText {
            text,
            mentions: &names,
            speech: self.speech,
        };
        let mut spans = marks::spans(text, &mut self.open);
        if spans.is_empty() {
            spans = dialogue(text, self.speech);
        }
        let mut seen = 0;
        let mut attributed: Vec<Attributed> = Vec::new();
        for (nth, span) in spans.iter().enumerate() {
            let previous = nth.checked_sub(1).map(|before| &spans[before]);
            let next = spans.get(nth + 1);
            let cue = cue_of(&cues, previous, span, next);
            if !span.is_opened && cue.is_none() || is_too_long(text, span) {
                continue;
            }
            let to = cue
                .as_ref()
                .map_or(usize::MAX, |cue| cue.range.start)
                .min(span.outer.start);
            self.see_names(text, &names, &mut seen, to);
            let speaker = cue.as_ref().and_then(|cue| self.memory.who(text, &cue.subject));
            if let Some(speaker) = &speaker {
                self.memory.spoke(speaker);
            }
            attributed.push(Attributed {
                span: span.clone(),
                cue,
                speaker,
            });
        }
        self.fill(text, &names, &mut attributed);
        self.see_names(text, &names, &mut seen, text.len());
        self.keep(at, paragraph, attributed, &names);
    }

    /// Remembers the names up to a place.
    fn see_names(&mut self, text: &str, names: &[NameMention], seen: &mut usize, to: usize) {
        let mut last_sentence = usize::MAX;
        for mention in names
            .iter()
            .skip(*seen)
            .take_while(|mention| mention.range.end <= to)
        {
            let sentence = sentences::end_of(text, mention.range.start);
            let next = next_word(text, mention.range.end);
            let is_subject = sentence != last_sentence && mention.begins_sentence
                || next.is_some_and(|next| self.speech.says(next) || self.speech.is_auxiliary(next));
            self.memory.see(text, mention, is_subject);
            last_sentence = sentence;
            *seen += 1;
        }
    }

    /// Gives quotations without a cue the speaker of their neighbours.
    fn fill(&mut self, text: &str, names: &[NameMention], found: &mut [Attributed]) {
        for at in 0..found.len() {
            if found[at].speaker.is_some() || found[at].cue.is_some() {
                continue;
            }
            let start = found[at].span.outer.start;
            let is_whole = is_sentence(text, &found[at].span);
            if found[at].span.is_continued || text[..start].trim().is_empty() && is_whole {
                let next = found.iter().skip(at + 1).find_map(|other| other.speaker.clone());
                found[at].speaker = next.or_else(|| self.last.clone());
            } else if let Some(before) = at.checked_sub(1).and_then(|before| found[before].speaker.clone()) {
                found[at].speaker = Some(before);
            } else if is_whole {
                let subject = names
                    .iter()
                    .rev()
                    .find(|mention| mention.range.end <= start && !mention.is_possessive);
                let name = subject.map(|mention| text[mention.range.clone()].to_owned());
                found[at].speaker = name
                    .map(|name| self.memory.full_name(&name))
                    .or_else(|| self.last.clone());
            }
        }
    }

    fn keep(&mut self, at: usize, paragraph: &Paragraph, found: Vec<Attributed>, names: &[NameMention]) {
        let text = paragraph.text.as_str();
        let last = found.iter().rev().find_map(|quote| quote.speaker.clone());
        let subject = names.iter().find(|mention| !mention.is_possessive);
        let reported = subject.map(|mention| self.memory.full_name(&text[mention.range.clone()]));
        self.last = last.or(reported).or_else(|| self.last.take());
        for Attributed { span, cue, speaker } in found {
            let kind = kind_of(paragraph, &span, cue.as_ref());
            let is_said = kind != QuoteKind::Scare;
            self.found.push(FoundQuote {
                is_closed: span.is_closed,
                is_continued: span.is_continued,
                quote: Quote {
                    paragraph: at,
                    range: span.range,
                    speaker: speaker.filter(|_| is_said),
                    cue: cue.filter(|_| is_said).map(|cue| text[cue.range].to_owned()),
                    kind,
                },
            });
        }
    }
}

/// The cue of a quotation: after it in its sentence, before it, or none.
fn cue_of(
    cues: &CueText<'_>,
    previous: Option<&MarkedSpan>,
    span: &MarkedSpan,
    next: Option<&MarkedSpan>,
) -> Option<Cue> {
    let text = cues.text;
    let quote = text[span.range.clone()].trim_end();
    let to = next.map_or(text.len(), |next| next.outer.start);
    let from = previous.map_or(0, |previous| previous.outer.end);
    let after = cues.after(quote, span.outer.end, to);
    let start = sentences::sentences(&text[from..span.outer.start])
        .last()
        .map_or(from, |last| from + last.start);
    let head = text[start..span.outer.start].trim();
    let is_new_sentence = head.ends_with(['.', '!', '?', '…', '。']) || head.is_empty();
    let before = if is_new_sentence {
        None
    } else {
        cues.before(start, span.outer.start)
    };
    let is_introduced = head.ends_with([':', ',', '：', '，'])
        && before
            .as_ref()
            .is_some_and(|cue| cue.has_verb || head.ends_with(':'));
    let end = sentences::end_of(text, span.range.end);
    let at_end = next
        .filter(|next| next.outer.start < end)
        .and_then(|_| cues.at_end(span.outer.end, end));
    match (before, after) {
        (Some(before), _) if is_introduced => Some(before),
        (before, after)
            if at_end.is_some() && ![&before, &after].into_iter().flatten().any(|cue| cue.has_verb) =>
        {
            at_end
        }
        (_, Some(after)) if after.has_verb || is_new_sentence => Some(after),
        (Some(before), _) => Some(before),
        (None, after) => after,
    }
}

fn is_too_long(text: &str, span: &MarkedSpan) -> bool {
    !span.is_closed && words(&text[span.range.clone()]).len() > UNCLOSED
}

/// Returns whether a quotation begins like a sentence.
fn is_sentence(text: &str, span: &MarkedSpan) -> bool {
    let quote = &text[span.range.clone()];
    let first = quote.chars().find(|c| c.is_alphanumeric());
    first.is_some_and(|first| !first.is_lowercase())
}

fn kind_of(paragraph: &Paragraph, span: &MarkedSpan, cue: Option<&Cue>) -> QuoteKind {
    let text = &paragraph.text;
    let quote = &text[span.range.clone()];
    let count = words(quote)
        .iter()
        .map(|word| word.halves() as usize)
        .sum::<usize>()
        / 2;
    let head = text[..span.outer.start].trim_end();
    let is_introduced = head.is_empty()
        || head.ends_with([':', ',', '.', '!', '?', '”', '"', '»', '—', '–', '：', '，', '。']);
    let ends = quote.ends_with(['.', '!', '?', ',', '…', '。', '！', '？', '，']);
    if paragraph.kind == ParagraphKind::Heading {
        return QuoteKind::Fragment;
    }
    if is_sentence(text, span) && is_introduced && (ends || count >= SHORT) {
        return QuoteKind::Quote;
    }
    if cue.is_none_or(|cue| !cue.has_verb) && count < SHORT {
        return QuoteKind::Scare;
    }
    if count < SHORT || !is_introduced && count < SHORT * 2 && !is_sentence(text, span) {
        return QuoteKind::Fragment;
    }
    QuoteKind::Quote
}

/// Speech after dashes: `— Text, — said Roe. — More text.` The passages between the dashes, if the words between two of
/// them have a verb of saying.
fn dialogue(text: &str, speech: &Speech) -> Vec<MarkedSpan> {
    const DASHES: [char; 3] = ['—', '–', '―'];
    let trimmed = text.trim_start();
    if !trimmed.starts_with(DASHES) {
        return Vec::new();
    }
    let dashes: Vec<Range<usize>> = text
        .char_indices()
        .filter(|(_, c)| DASHES.contains(c))
        .map(|(at, c)| at..at + c.len_utf8())
        .collect();
    let ends = dashes.iter().skip(1).map(|dash| dash.start).chain([text.len()]);
    let parts: Vec<Range<usize>> = dashes.iter().zip(ends).map(|(dash, end)| dash.end..end).collect();
    let is_cue = |part: &Range<usize>| {
        let first: Vec<&str> = text[part.clone()].split_whitespace().take(3).collect();
        first
            .iter()
            .any(|word| speech.says(word.trim_matches(|c: char| !c.is_alphanumeric())))
            && first
                .first()
                .is_some_and(|word| word.starts_with(char::is_lowercase))
    };
    if !parts.iter().skip(1).any(is_cue) {
        return Vec::new();
    }
    let spoken = parts.iter().filter(|part| !is_cue(part));
    spoken
        .filter_map(|part| {
            let inner = text[part.clone()].trim();
            let start = part.start + (text[part.clone()].len() - text[part.clone()].trim_start().len());
            (!inner.is_empty()).then(|| MarkedSpan {
                range: start..start + inner.len(),
                outer: part.clone(),
                is_opened: true,
                is_closed: true,
                is_continued: false,
            })
        })
        .collect()
}
