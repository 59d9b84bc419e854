//! The article as a whole: its source, its lines and its metadata, and how its paragraphs are read from them.

use crate::article::joint::join_lines;
use crate::article::kind::Kind;
use crate::article::line::{Line, LineClass};
use crate::article::meta::{Metadata, Warning};
use std::borrow::Cow;

/// One article of a corpus: the text as found, the class of every line, and the metadata.
///
/// Nothing of the source is lost: [`lines`](Self::lines) contains every line of [`source`](Self::source) that is not
/// blank, once and in order, with its class and, if it is chrome, the reason.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Article {
    /// The source text, made harmless (no control characters except the line feed), with `\n` between lines.
    pub source: String,
    /// Every line of the source that is not blank, in order.
    pub lines: Vec<Line>,
    /// What is known about the article as a whole.
    pub meta: Metadata,
    /// What the text is, found from its lines.
    pub kind: Kind,
    /// What the user should know about how this text was read.
    pub warnings: Vec<Warning>,
    /// 1-based position of this article in its file; 1 unless a file contains several articles.
    pub part: u32,
    /// The id of the record that the article was read from, if its file holds records with ids.
    pub id: Option<String>,
    /// The address of the article.
    pub url: Option<String>,
    /// The title of the feed, or the name of the newsletter, that the article came with.
    pub feed_title: Option<String>,
    /// Whether a record gave the text, so that nothing of it is chrome.
    pub is_given: bool,
}

impl Article {
    /// The text of a line, trimmed.
    pub fn text_of(&self, line: &Line) -> &str {
        &self.source[line.start as usize..line.end as usize]
    }

    /// The paragraphs of the body in order: trimmed lines, joined where the page broke a paragraph.
    pub fn body(&self) -> Vec<String> {
        self.texts(LineClass::is_body).map(Cow::into_owned).collect()
    }

    /// The captions in order, joined like [`body`](Self::body).
    pub fn captions(&self) -> Vec<String> {
        let captions = self.texts(|class| class == LineClass::Caption);
        captions.map(Cow::into_owned).collect()
    }

    /// The groups of lines that make up one paragraph each, for the lines whose class `wanted` accepts.
    ///
    /// A line that [`continues`](Line::continues) belongs to the group before it, even with chrome in between.
    pub fn groups(&self, wanted: fn(LineClass) -> bool) -> impl Iterator<Item = LineGroup<'_>> {
        let is_start = move |line: &Line| wanted(line.class) && !line.continues;
        let first = self.lines.iter().position(|line| wanted(line.class));
        let mut rest = &self.lines[first.unwrap_or(self.lines.len())..];
        std::iter::from_fn(move || {
            let after = rest.get(1..)?;
            let end = after.iter().position(is_start).map_or(rest.len(), |at| at + 1);
            let (lines, later) = rest.split_at(end);
            rest = later;
            Some(LineGroup { lines, wanted })
        })
    }

    /// The texts of these groups; see [`join_lines`].
    pub fn texts(&self, wanted: fn(LineClass) -> bool) -> impl Iterator<Item = Cow<'_, str>> {
        self.groups(wanted)
            .map(|group| join_lines(group.lines().map(|line| self.text_of(line))))
    }

    /// The title or, if the page has none, the beginning of its first sentence.
    ///
    /// The flag is true for a real title; a reader marks the other kind as a substitute.
    pub fn display_title(&self) -> (String, bool) {
        if let Some(title) = self.meta.headline() {
            return (title.to_owned(), true);
        }
        let first = self
            .lines
            .iter()
            .find(|line| line.class.is_body())
            .or(self.lines.first());
        (
            first.map_or_else(String::new, |line| first_sentence(self.text_of(line))),
            false,
        )
    }
}

/// The lines of one paragraph; see [`Article::groups`].
#[derive(Clone, Copy)]
pub struct LineGroup<'a> {
    /// Its lines, and the lines between them.
    lines: &'a [Line],
    wanted: fn(LineClass) -> bool,
}

impl<'a> LineGroup<'a> {
    /// Its lines, at least one, in order.
    pub fn lines(self) -> impl Iterator<Item = &'a Line> {
        self.lines.iter().filter(move |line| (self.wanted)(line.class))
    }
}

/// The longest substitute for a missing title, in characters.
const SUBSTITUTE_CHARS: usize = 120;

fn first_sentence(text: &str) -> String {
    let mut end = text.len();
    let mut chars = text.char_indices().peekable();
    let mut count = 0;
    while let Some((at, c)) = chars.next() {
        count += 1;
        let next_is_blank = chars.peek().is_none_or(|(_, next)| next.is_whitespace());
        let ends =
            matches!(c, '。' | '！' | '？') || (matches!(c, '.' | '!' | '?') && next_is_blank && count > 20);
        if ends || count >= SUBSTITUTE_CHARS {
            end = at + c.len_utf8();
            break;
        }
    }
    text[..end].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn article(lines: &[(&str, LineClass, bool)]) -> Article {
        let mut article = Article {
            part: 1,
            ..Article::default()
        };
        for (number, (text, class, continues)) in (1..).zip(lines) {
            let start = article.source.len() as u32;
            article.source.push_str(text);
            let end = article.source.len() as u32;
            article.source.push('\n');
            article.lines.push(Line {
                number,
                start,
                end,
                class: *class,
                continues: *continues,
                ..Line::default()
            });
        }
        article
    }

    #[test]
    fn a_paragraph_continues_after_chrome() {
        let article = article(&[
            ("The bridge", LineClass::Paragraph, false),
            ("Advertisement:", LineClass::Chrome, false),
            ("opened again.", LineClass::Paragraph, true),
            ("Nobody came.", LineClass::Paragraph, false),
        ]);
        assert_eq!(article.body(), ["The bridge opened again.", "Nobody came."]);
    }

    #[test]
    fn the_first_sentence_replaces_a_missing_title() {
        let article = article(&[("The harbour stays closed. It rains.", LineClass::Paragraph, false)]);
        assert_eq!(
            article.display_title(),
            ("The harbour stays closed.".to_owned(), false)
        );
    }
}
