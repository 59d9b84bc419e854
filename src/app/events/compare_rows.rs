//! The rows of two tellings side by side, for a width. The first telling is in its own order; what only the second has is
//! where it is there, before its next paragraph with a counterpart.

use crate::events::compare::{AlignKind, Comparison};
use crate::library::store::search::event_details::ComparedArticles;
use crate::text::width::{clip, width};

/// How two paragraphs relate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowKind {
    /// Both have it.
    Same,
    /// Both have the same quotation.
    Quote,
    /// Both have it, with different figures.
    Differs,
    /// Only the first has it.
    OnlyLeft,
    /// Only the second has it.
    OnlyRight,
}

impl RowKind {
    /// Returns the sign in the gutter.
    pub fn sign(self) -> &'static str {
        match self {
            Self::Same => "=",
            Self::Quote => "\"",
            Self::Differs => "≠",
            Self::OnlyLeft | Self::OnlyRight => "+",
        }
    }

    /// Returns whether the tellings differ here.
    pub fn is_difference(self) -> bool {
        matches!(self, Self::Differs | Self::OnlyLeft | Self::OnlyRight)
    }
}

/// A row: a line of a paragraph of each telling, either of which may be empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompareRow {
    /// How the paragraphs relate; `None` for the blank row between two of them.
    pub kind: Option<RowKind>,
    /// Whether it is the first row of its paragraphs.
    pub is_first: bool,
    /// The line of the first telling.
    pub left: String,
    /// The line of the second telling.
    pub right: String,
}

/// The numbers of paragraphs that are the same, that differ, and that only one telling has.
pub fn counts(comparison: &Comparison) -> [usize; 3] {
    let differ = comparison
        .pairs
        .iter()
        .filter(|pair| differs(comparison, pair.a, pair.b))
        .count();
    [
        comparison.pairs.len() - differ,
        differ,
        comparison.unique_a.len() + comparison.unique_b.len(),
    ]
}

fn differs(comparison: &Comparison, a: usize, b: usize) -> bool {
    let figures = comparison.figures.iter().filter(|figure| !figure.agrees);
    figures
        .into_iter()
        .any(|figure| figure.a.paragraph == a && figure.b.paragraph == b)
}

/// Returns the rows of two columns of `columns` cells; with one column, what both have is one line of the first telling.
pub fn rows(compared: &ComparedArticles, columns: u16, is_double: bool, hides_same: bool) -> Vec<CompareRow> {
    let mut rows = Vec::new();
    for (kind, left, right) in blocks(
        &compared.comparison,
        compared
            .tellings
            .each_ref()
            .map(|telling| telling.paragraphs.len()),
    ) {
        if hides_same && !kind.is_difference() {
            continue;
        }
        let text = |side: usize, at: Option<usize>| {
            at.map_or("", |at| compared.tellings[side].paragraphs[at].text.as_str())
        };
        let (left, right) = (text(0, left), text(1, right));
        if !rows.is_empty() {
            rows.push(blank());
        }
        if is_double {
            rows.extend(side_by_side(
                kind,
                &wrapped(left, columns),
                &wrapped(right, columns),
            ));
        } else {
            rows.extend(one_column(kind, left, right, columns));
        }
    }
    rows
}

fn blank() -> CompareRow {
    CompareRow {
        kind: None,
        is_first: false,
        left: String::new(),
        right: String::new(),
    }
}

/// The paragraphs in order, each with its counterpart.
fn blocks(comparison: &Comparison, counts: [usize; 2]) -> Vec<(RowKind, Option<usize>, Option<usize>)> {
    let mut blocks = Vec::new();
    let mut shown = vec![false; counts[1]];
    let is_unique = |at: usize| comparison.unique_b.contains(&at);
    for a in 0..counts[0] {
        let own = comparison.pairs.iter().filter(|pair| pair.a == a);
        let mut has_counterpart = false;
        for pair in own {
            for before in (0..pair.b).filter(|&before| is_unique(before)) {
                if !std::mem::replace(&mut shown[before], true) {
                    blocks.push((RowKind::OnlyRight, None, Some(before)));
                }
            }
            let kind = match pair.kind {
                _ if differs(comparison, pair.a, pair.b) => RowKind::Differs,
                AlignKind::SameQuote => RowKind::Quote,
                _ => RowKind::Same,
            };
            shown[pair.b] = true;
            blocks.push((kind, (!has_counterpart).then_some(a), Some(pair.b)));
            has_counterpart = true;
        }
        if !has_counterpart {
            blocks.push((RowKind::OnlyLeft, Some(a), None));
        }
    }
    let rest = (0..counts[1]).filter(|&at| !shown[at]);
    blocks.extend(rest.map(|at| (RowKind::OnlyRight, None, Some(at))));
    blocks
}

fn side_by_side(kind: RowKind, left: &[String], right: &[String]) -> Vec<CompareRow> {
    let line = |lines: &[String], at: usize| lines.get(at).cloned().unwrap_or_default();
    let row = |at: usize| CompareRow {
        kind: Some(kind),
        is_first: at == 0,
        left: line(left, at),
        right: line(right, at),
    };
    (0..left.len().max(right.len())).map(row).collect()
}

/// What both have is folded to one line; of a difference both sides are shown, one below the other.
fn one_column(kind: RowKind, left: &str, right: &str, columns: u16) -> Vec<CompareRow> {
    if matches!(kind, RowKind::Same | RowKind::Quote) {
        let text = if left.is_empty() { right } else { left };
        return side_by_side(kind, &[clip(text, columns.into()).into_owned()], &[]);
    }
    let mut rows = side_by_side(kind, &wrapped(left, columns), &[]);
    let lower = side_by_side(kind, &[], &wrapped(right, columns));
    let has_left = !rows.is_empty();
    rows.extend(lower.into_iter().map(|row| CompareRow {
        is_first: row.is_first && !has_left,
        ..row
    }));
    rows
}

/// Returns a text in lines of at most this many cells, broken between words where possible.
fn wrapped(text: &str, columns: u16) -> Vec<String> {
    let columns = usize::from(columns.max(4));
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for word in text.split_whitespace() {
        let gap = usize::from(!line.is_empty());
        if !line.is_empty() && width(&line) + gap + width(word) > columns {
            lines.push(std::mem::take(&mut line));
        }
        if !line.is_empty() {
            line.push(' ');
        }
        for c in word.chars() {
            // A word that is longer than a line, or a text without blanks.
            if width(&line) + width(c.encode_utf8(&mut [0; 4])) > columns {
                lines.push(std::mem::take(&mut line));
            }
            line.push(c);
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Article;
    use crate::events::compare::compare;
    use crate::events::grouping::Background;
    use crate::events::telling::{Paragraph, Telling};
    use crate::library::entry::Entry;
    use std::path::Path;
    use std::sync::Arc;

    fn compared(a: &[&str], b: &[&str]) -> ComparedArticles {
        let telling = |texts: &[&str]| Telling {
            language: Some("en".to_owned()),
            paragraphs: texts
                .iter()
                .map(|text| Paragraph {
                    text: (*text).to_owned(),
                    ..Paragraph::default()
                })
                .collect(),
            ..Telling::default()
        };
        let tellings = [telling(a), telling(b)];
        let entry = || Arc::new(Entry::new(Arc::from(Path::new("a.txt")), Article::default()));
        ComparedArticles {
            comparison: compare(&tellings[0], &tellings[1], &Background::default()),
            entries: [entry(), entry()],
            tellings,
        }
    }

    const ORDERED: &str = "The ferry company ordered four new vessels from a shipyard in Lenne.";

    #[test]
    fn each_paragraph_of_both_is_shown_once() {
        let compared = compared(
            &["A brass band played.", ORDERED],
            &[
                "It rained all morning.",
                "Four vessels were ordered from the shipyard at Lenne, the ferry company said.",
            ],
        );
        let rows = rows(&compared, 200, true, false);
        let firsts: Vec<_> = rows
            .iter()
            .filter(|row| row.is_first)
            .map(|row| row.kind.unwrap())
            .collect();
        assert_eq!(firsts, [RowKind::OnlyLeft, RowKind::OnlyRight, RowKind::Same]);
        assert_eq!(counts(&compared.comparison), [1, 0, 2]);
    }

    #[test]
    fn what_is_the_same_can_be_hidden() {
        let compared = compared(&[ORDERED], &[ORDERED]);
        assert!(rows(&compared, 40, true, true).is_empty());
        assert_eq!(rows(&compared, 20, false, false).len(), 1);
    }

    #[test]
    fn lines_fit_their_column() {
        for text in [
            ORDERED,
            "渡轮公司从北方一家造船厂订购了四艘船",
            "Donaudampfschifffahrtsgesellschaft",
        ] {
            assert!(wrapped(text, 9).iter().all(|line| width(line) <= 9));
            assert_eq!(wrapped(text, 9).concat().replace(' ', ""), text.replace(' ', ""));
        }
    }
}
