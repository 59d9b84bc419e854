//! An article whose text is taken as given: its source text is the title, the standfirst, the paragraphs and the captions, and
//! nothing is removed.

use crate::article::Article;
use crate::article::line::{Line, LineClass};
use crate::article::markup::{Markup, MarkupBlock};
use crate::article::meta::Warning;
use crate::extract::input::html::lines::{Style, lines};
use crate::extract::input::html::tree::Tree;
use crate::extract::input::html::{plain_text, tree_of};
use crate::extract::input::record::{Content, Record};
use crate::extract::input::source_lines;
use crate::extract::outlets::directory::OutletDirectory;
use crate::extract::records::fields::{FieldValues, line};
use crate::text::safe;
use std::borrow::Cow;

/// The article of a record, with the text of its content as the body.
pub(crate) fn article(mut record: Record, outlets: &OutletDirectory) -> Article {
    if record.title_is_html {
        record.title = record.title.as_deref().map(plain_text);
    }
    let values = FieldValues::of(&record, outlets);
    let mut article = Article {
        part: 1,
        is_given: true,
        warnings: std::mem::take(&mut record.warnings),
        ..Article::default()
    };
    let mut text = GivenText::default();
    text.add_line(values.title.as_deref(), LineClass::Title);
    text.add_line(values.subtitle.as_deref(), LineClass::Subtitle);
    text.add_content(record.content);
    for caption in &record.captions {
        text.add_line(line(Some(caption)).as_deref(), LineClass::Caption);
    }
    article.lines = text.lines();
    article.source = text.source;
    values.write(&mut article);
    if !article.lines.iter().any(|line| line.class.is_body()) {
        let is_headline = article.meta.title.is_some() || article.url.is_some();
        article.warnings.push(if is_headline {
            Warning::NoText
        } else {
            Warning::NoArticle
        });
    }
    article
}

/// The source text of an article while it is put together.
#[derive(Default)]
struct GivenText {
    source: String,
    /// The class of each line that is not blank.
    classes: Vec<LineClass>,
}

impl GivenText {
    fn add_line(&mut self, line: Option<&str>, class: LineClass) {
        if let Some(line) = line {
            self.source.push_str(line);
            self.source.push('\n');
            self.classes.push(class);
        }
    }

    fn add_content(&mut self, content: Content) {
        match content {
            Content::Html(html) => {
                let html = lines(&tree_of(&closed(&html)), Tree::ROOT, Style::Article);
                let mut markup = html.markup.iter();
                self.add_text(&html.text, || class_of(markup.next()));
            }
            Content::Text(text) | Content::TextPage(text) | Content::HtmlPage(text) => {
                self.add_text(&text, || LineClass::Paragraph);
            }
            Content::Paragraphs(paragraphs) => {
                for paragraph in paragraphs {
                    let paragraph = safe::harmless_line(paragraph.trim());
                    let text = Some(paragraph.trim()).filter(|text| !text.is_empty());
                    self.add_line(text, LineClass::Paragraph);
                }
            }
            Content::None => {}
        }
    }

    /// Adds lines; `class` is called for each that is not blank.
    fn add_text(&mut self, text: &str, mut class: impl FnMut() -> LineClass) {
        let text = if text.contains('\r') {
            Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n"))
        } else {
            Cow::Borrowed(text)
        };
        for own in text.split_terminator('\n') {
            let is_blank = own.trim().is_empty();
            let own_class = if is_blank { None } else { Some(class()) };
            let harmless = safe::harmless(own);
            // A line of characters that are not shown is blank now.
            if !harmless.trim().is_empty() {
                self.classes.extend(own_class);
            }
            self.source.push_str(&harmless);
            self.source.push('\n');
        }
    }

    fn lines(&self) -> Vec<Line> {
        let lines = source_lines::lines_of(&self.source).into_iter();
        let line = |(line, &class): (source_lines::SourceLine, &LineClass)| Line {
            number: line.number,
            start: line.start,
            end: line.end,
            class,
            confidence: Line::CORRECTED - 1,
            ..Line::default()
        };
        lines.zip(&self.classes).map(line).collect()
    }
}

/// A fragment without an open frame, which would take the rest of the text with it.
fn closed(html: &str) -> Cow<'_, str> {
    if html.contains("<iframe") && !html.contains("</iframe") {
        return Cow::Owned(html.replace("<iframe", "<span"));
    }
    Cow::Borrowed(html)
}

/// The class of a line that is body for sure.
fn class_of(markup: Option<&Markup>) -> LineClass {
    match markup.map(|markup| markup.block) {
        Some(MarkupBlock::Heading(_)) => LineClass::Heading,
        Some(MarkupBlock::Item) => LineClass::ListItem,
        Some(MarkupBlock::Quote) => LineClass::Quote,
        Some(MarkupBlock::Caption) => LineClass::Caption,
        _ => LineClass::Paragraph,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(record: Record) -> Article {
        article(record, &OutletDirectory::builtin())
    }

    /// The value of a field; none without a text.
    fn text(text: &str) -> Option<String> {
        (!text.is_empty()).then(|| text.to_owned())
    }

    #[test]
    fn the_text_of_a_record_is_taken_as_given() {
        let article = read(Record {
            id: text("h-7"),
            title: text(" The  ferry stops "),
            published: text("2024-05-06"),
            time: text("07:05"),
            content: Content::Text("Menu\r\nIt stops at noon.\n\nShare this article\n".to_owned()),
            ..Record::default()
        });
        assert_eq!(
            article.body(),
            ["Menu", "It stops at noon.", "Share this article"]
        );
        assert_eq!(article.meta.title.as_deref(), Some("The ferry stops"));
        assert_eq!(article.meta.date.unwrap().to_string(), "2024-05-06");
        assert_eq!(article.meta.time.unwrap().to_string(), "07:05");
        assert_eq!(article.id.as_deref(), Some("h-7"));
        assert!(article.is_given);
        let numbers: Vec<u32> = article.lines.iter().map(|line| line.number).collect();
        assert_eq!(numbers, [1, 2, 3, 5]);
    }

    #[test]
    fn markup_gives_the_classes_of_lines() {
        let html = "<h2>Why?</h2><p>Wind.</p><ul><li>Ice</ul><figure><figcaption>A pier</figcaption></figure><script>x</script>";
        let article = read(Record {
            content: Content::Html(html.to_owned()),
            ..Record::default()
        });
        let classes: Vec<_> = article.lines.iter().map(|line| line.class).collect();
        assert_eq!(
            classes,
            [
                LineClass::Heading,
                LineClass::Paragraph,
                LineClass::ListItem,
                LineClass::Caption
            ]
        );
    }

    #[test]
    fn a_record_with_a_headline_alone_is_marked() {
        let article = read(Record {
            title: text("A &amp; <b>B</b>"),
            title_is_html: true,
            ..Record::default()
        });
        assert_eq!(article.warnings, [Warning::NoText]);
        assert_eq!(article.meta.title.as_deref(), Some("A & B"));
        assert_eq!(read(Record::default()).warnings, [Warning::NoArticle]);
    }
}
