//! Writes the result of extraction for a person to check: each line with its class, reason and confidence, then each
//! value with its evidence. Not for programs: these read JSON.

use crate::article::Article;
use crate::article::line::{Line, LineClass};
use crate::article::meta::Evidence;
use crate::export::json;
use crate::text::safe::harmless_line;
use crate::text::width::clip;
use serde_json::Value;
use std::fmt::Write;

/// The form of an explanation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExplainOptions {
    /// The largest number of cells of a line; `None` for no limit.
    pub width: Option<usize>,
    /// Whether colours distinguish kept and removed lines too.
    pub colours: bool,
}

/// Each line of the page that is not blank, then each value that was found, one a line in aligned columns: number of
/// the source line, class, reason or rule, confidence, text. A `+` after the class means that the line continues the
/// one before.
///
/// The output contains only text and, if wanted, colours, whatever the page and its path contain.
pub fn explain(article: &Article, path: &str, how: ExplainOptions) -> String {
    let mut out = String::new();
    let part = match article.part {
        0 | 1 => String::new(),
        part => format!(" (article {part})"),
    };
    put(
        &mut out,
        LinePaint::Bold,
        &format!("{}{part}", harmless_line(path)),
        how,
    );
    let lines: Vec<ExplainedLine> = article
        .lines
        .iter()
        .map(|line| row_of_line(article, line))
        .collect();
    table(&mut out, &lines, how);
    out.push('\n');
    let json = serde_json::to_value(json::json(article, path)).unwrap_or_default();
    let values: Vec<ExplainedLine> = article
        .meta
        .evidence
        .iter()
        .map(|found| row_of_value(found, &json))
        .collect();
    table(&mut out, &values, how);
    let unknown = json
        .as_object()
        .into_iter()
        .flatten()
        .filter(|(_, value)| value.is_null());
    let unknown = unknown.map(|(name, _)| name.as_str()).collect();
    let warnings = article.warnings.iter().map(|warning| warning.code()).collect();
    for (what, names) in [("unknown", unknown), ("warnings", warnings)] {
        let names: Vec<&str> = names;
        if !names.is_empty() {
            put(
                &mut out,
                LinePaint::Dim,
                &format!("{what}: {}", names.join(", ")),
                how,
            );
        }
    }
    out
}

/// One line of an explanation.
struct ExplainedLine {
    line: Option<u32>,
    what: String,
    why: String,
    confidence: u8,
    text: String,
    paint: LinePaint,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum LinePaint {
    Plain,
    Bold,
    Dim,
    Meta,
}

impl LinePaint {
    /// The parameter of SGR (ECMA-48, 8.3.117).
    fn code(self) -> &'static str {
        match self {
            Self::Plain => "",
            Self::Bold => "1",
            Self::Dim => "2",
            Self::Meta => "36",
        }
    }
}

fn row_of_line(article: &Article, line: &Line) -> ExplainedLine {
    let joined = if line.continues { "+" } else { "" };
    ExplainedLine {
        line: Some(line.number),
        what: format!("{}{joined}", line.class.name()),
        why: line
            .reason
            .map_or_else(String::new, |reason| reason.name().to_owned()),
        confidence: line.confidence,
        text: article.text_of(line).to_owned(),
        paint: match line.class {
            LineClass::Title => LinePaint::Bold,
            LineClass::Chrome => LinePaint::Dim,
            class if class.is_body() => LinePaint::Plain,
            _ => LinePaint::Meta,
        },
    }
}

fn row_of_value(found: &Evidence, json: &Value) -> ExplainedLine {
    ExplainedLine {
        line: found.line,
        what: found.field.name().to_owned(),
        why: found.rule.to_owned(),
        confidence: (found.confidence * 100.0).round() as u8,
        text: shown(&json[found.field.name()]),
        paint: LinePaint::Plain,
    }
}

/// A value on one line.
fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

fn table(out: &mut String, rows: &[ExplainedLine], how: ExplainOptions) {
    let widest = |cell: fn(&ExplainedLine) -> usize| rows.iter().map(cell).max().unwrap_or(0);
    let number = widest(|row| row.line.map_or(1, |line| line.to_string().len())).max(4);
    let what = widest(|row| row.what.len());
    let why = widest(|row| row.why.len());
    for row in rows {
        let line = row.line.map_or_else(|| "-".to_owned(), |line| line.to_string());
        let ExplainedLine {
            what: class,
            why: reason,
            confidence,
            text,
            paint,
            ..
        } = row;
        let text = format!(
            "{line:>number$}  {class:what$}  {reason:why$}  {confidence:>3}%  {}",
            harmless_line(text)
        );
        put(out, *paint, &text, how);
    }
}

/// Adds a line of harmless text.
fn put(out: &mut String, paint: LinePaint, text: &str, how: ExplainOptions) {
    let text = match how.width {
        Some(cells) => clip(text, cells),
        None => text.into(),
    };
    // Writing to a string cannot fail.
    let _ = if how.colours && paint != LinePaint::Plain {
        writeln!(out, "\x1b[{}m{text}\x1b[0m", paint.code())
    } else {
        writeln!(out, "{text}")
    };
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::meta::{Field, Warning};
    use crate::article::reason::Reason;

    fn article() -> Article {
        let line = |number, start, end, class, reason| Line {
            number,
            start,
            end,
            class,
            reason,
            confidence: 90,
            ..Line::default()
        };
        let mut article = Article {
            source: "Menu\nA pier\nIt rained\nand blew.".to_owned(),
            lines: vec![
                line(1, 0, 4, LineClass::Chrome, Some(Reason::Navigation)),
                line(2, 5, 11, LineClass::Title, None),
                line(3, 12, 21, LineClass::Paragraph, None),
                Line {
                    continues: true,
                    ..line(10_004, 22, 31, LineClass::Paragraph, None)
                },
            ],
            warnings: vec![Warning::EncodingGuessed],
            part: 2,
            ..Article::default()
        };
        article.meta.title = Some("A pier".to_owned());
        article.meta.evidence.push(Evidence {
            field: Field::Title,
            line: Some(2),
            rule: "headline-above-body",
            confidence: 0.8,
        });
        article
    }

    #[test]
    fn columns_are_aligned_and_every_line_is_there() {
        let plain = ExplainOptions {
            width: None,
            colours: false,
        };
        let expected = "\
a/b.txt (article 2)
    1  chrome      navigation   90%  Menu
    2  title                    90%  A pier
    3  paragraph                90%  It rained
10004  paragraph+               90%  and blew.

   2  title  headline-above-body   80%  A pier
unknown: url, id, feed_title, subtitle, byline, ";
        let out = explain(&article(), "a/b.txt", plain);
        assert!(out.starts_with(expected), "{out}");
        assert!(out.ends_with("\nwarnings: encoding-guessed\n"), "{out}");
    }

    #[test]
    fn terminal_lines_are_cut_and_coloured_and_a_path_is_text() {
        let how = ExplainOptions {
            width: Some(20),
            colours: true,
        };
        let out = explain(&article(), "\x1b[2Ja\nb", how);
        let lines: Vec<&str> = out.lines().collect();
        assert!(lines[0].starts_with("\x1b[1ma b"), "{}", lines[0]);
        assert_eq!(lines[1], "\x1b[2m    1  chrome      …\x1b[0m");
    }
}
