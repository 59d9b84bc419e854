//! Writes an article as Markdown (`CommonMark`). The text of a page is escaped, so nothing in it can become markup.

use crate::article::Article;
use crate::article::line::{Line, LineClass};
use crate::article::meta::Metadata;
use std::fmt::Write;

/// The article as Markdown, ending in a line feed; empty if there is nothing to write.
///
/// The headline is a first-level heading, the standfirst and captions are in italics, sub-headings are second-level
/// headings. `body_only` leaves out headline, standfirst, meta line and captions.
pub fn markdown(article: &Article, body_only: bool) -> String {
    let mut out = String::new();
    if !body_only {
        head(&mut out, &article.meta);
    }
    let wanted = if body_only {
        LineClass::is_body
    } else {
        |class: LineClass| class.is_body() || class == LineClass::Caption
    };
    let mut in_list = false;
    for group in article.groups(wanted) {
        let group: Vec<&Line> = group.lines().collect();
        let is_item = group
            .first()
            .is_some_and(|line| line.class == LineClass::ListItem);
        // The items of a list follow each other directly; a blank line separates everything else.
        let goes_on = in_list && is_item;
        if !(out.is_empty() || goes_on) {
            out.push('\n');
        }
        in_list = is_item;
        block(&mut out, article, &group);
    }
    out
}

fn head(out: &mut String, meta: &Metadata) {
    let mut parts: Vec<String> = Vec::new();
    parts.extend(meta.headline().map(|title| format!("# {}", escaped(title))));
    parts.extend(
        meta.subtitle
            .as_deref()
            .map(|text| format!("*{}*", escaped(text))),
    );
    parts.extend(meta_line(meta));
    out.push_str(&parts.join("\n\n"));
    if !out.is_empty() {
        out.push('\n');
    }
}

/// Outlet, agency, date and byline, if known.
fn meta_line(meta: &Metadata) -> Option<String> {
    let mut parts: Vec<String> = Vec::new();
    parts.extend(meta.outlet.as_deref().map(escaped));
    parts.extend(meta.via.as_deref().map(|via| format!("via {}", escaped(via))));
    if let Some(date) = meta.date {
        let time = meta.time.map_or_else(String::new, |time| format!(" {time}"));
        let zone = meta.zone.filter(|_| meta.time.is_some());
        let zone = zone.map_or_else(String::new, |zone| format!(" {zone}"));
        parts.push(format!("{date}{time}{zone}"));
    }
    if let Some(updated) = meta.updated.filter(|updated| meta.date != Some(updated.date)) {
        parts.push(format!("updated {}", updated.date));
    }
    parts.extend(meta.byline.as_deref().map(escaped));
    (!parts.is_empty()).then(|| parts.join(" · "))
}

fn block(out: &mut String, article: &Article, group: &[&Line]) {
    let Some(first) = group.first() else { return };
    let text = group
        .iter()
        .map(|line| article.text_of(line))
        .collect::<Vec<_>>()
        .join(" ");
    // Writing to a string cannot fail.
    let _ = match first.class {
        LineClass::Heading => writeln!(out, "## {}", escaped(&text)),
        LineClass::Caption => writeln!(out, "*{}*", escaped(&text)),
        LineClass::Quote => writeln!(out, "> {}", escaped(&text)),
        LineClass::ListItem => match numbered(&text) {
            Some((number, rest)) => writeln!(out, "{number}. {}", escaped(rest)),
            None => writeln!(out, "- {}", escaped(without_bullet(&text))),
        },
        _ => writeln!(out, "{}", escaped(&text)),
    };
}

/// The marks that pages put before list items.
const BULLETS: [char; 9] = ['•', '◦', '▪', '‣', '●', '○', '·', '*', '-'];

fn without_bullet(text: &str) -> &str {
    match text.strip_prefix(BULLETS) {
        Some(rest) if rest.starts_with(char::is_whitespace) => rest.trim_start(),
        _ => text,
    }
}

/// The number and the text of an item that begins with `12. `. A list number has at most nine digits.
fn numbered(text: &str) -> Option<(&str, &str)> {
    let (number, rest) = text.split_once(". ")?;
    let is_number = (1..=9).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit());
    is_number.then_some((number, rest.trim_start()))
}

/// One line of text with a backslash before every character that Markdown could take for markup.
fn escaped(text: &str) -> String {
    let text = text.trim();
    let mut out = String::with_capacity(text.len() + text.len() / 16);
    let number = text.bytes().take_while(u8::is_ascii_digit).count();
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        let is_markup = match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '&' | '~' | '|' => true,
            '#' => before.is_whitespace() || before == '#',
            '+' | '-' | '=' => at == 0,
            '.' | ')' => at == number && number > 0,
            _ => false,
        };
        if is_markup {
            out.push('\\');
        }
        out.push(if matches!(c, '\n' | '\r' | '\t') { ' ' } else { c });
        before = c;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

    fn article(lines: &[(&str, LineClass)]) -> Article {
        let mut article = Article {
            part: 1,
            ..Article::default()
        };
        for (number, (text, class)) in (1..).zip(lines) {
            let start = article.source.len() as u32;
            article.source.push_str(text);
            let end = article.source.len() as u32;
            article.source.push('\n');
            article.lines.push(Line {
                number,
                start,
                end,
                class: *class,
                ..Line::default()
            });
        }
        article
    }

    #[test]
    fn every_kind_of_block_has_its_form() {
        let mut article = article(&[
            ("The pier", LineClass::Title),
            ("It rained.", LineClass::Paragraph),
            ("A pier in the rain", LineClass::Caption),
            ("What next", LineClass::Heading),
            ("• One", LineClass::ListItem),
            ("2. Two", LineClass::ListItem),
            ("“No.”", LineClass::Quote),
        ]);
        article.meta.title = Some("The pier".to_owned());
        article.meta.subtitle = Some("A day".to_owned());
        article.meta.outlet = Some("Pier Herald".to_owned());
        let body = "## What next\n\n- One\n2. Two\n\n> “No.”\n";
        assert_eq!(
            markdown(&article, false),
            format!("# The pier\n\n*A day*\n\nPier Herald\n\nIt rained.\n\n*A pier in the rain*\n\n{body}")
        );
        assert_eq!(markdown(&article, true), format!("It rained.\n\n{body}"));
    }

    /// The text of a Markdown document with one block and no markup in it, else `None`.
    fn plain_text(markdown: &str, wanted: &Tag) -> Option<String> {
        let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_FOOTNOTES;
        let mut out = String::new();
        for event in Parser::new_ext(markdown, options) {
            match event {
                Event::Text(text) => out.push_str(&text),
                Event::Start(tag) if tag == *wanted => {}
                Event::End(TagEnd::Paragraph) => {}
                _ => return None,
            }
        }
        Some(out)
    }

    proptest! {
        #[test]
        fn no_text_becomes_markup(text in r"[ -~äß中]{0,20}|([-+*#=>_`~|.)(&;<!\[\]1-3a ]|amp;|lt;|- |1\. ){0,12}") {
            let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
            prop_assume!(!text.is_empty());
            let out = markdown(&article(&[(&text, LineClass::Paragraph)]), true);
            prop_assert_eq!(plain_text(&out, &Tag::Paragraph), Some(text), "{}", out);
        }
    }
}
