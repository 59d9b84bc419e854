//! The paragraphs of a plain text that may be broken into lines by hand.

/// The widest line of a text that is broken by hand.
const WIDTH_MAX: usize = 90;

/// A paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Paragraph {
    /// Its text on one line.
    pub(super) text: String,
}

/// How the lines of a text came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lines {
    /// A program broke paragraphs into lines, perhaps.
    MayBeBroken,
    /// Each line is a paragraph.
    AreParagraphs,
}

/// The paragraphs of some lines. Where lines are broken, blank lines separate paragraphs.
pub(super) fn paragraphs(lines: &[&str], form: Lines) -> Vec<Paragraph> {
    let width = lines
        .iter()
        .map(|line| line.trim_end().chars().count())
        .max()
        .unwrap_or(0);
    let is_broken = form == Lines::MayBeBroken && width <= WIDTH_MAX && has_full_lines(lines, width);
    let mut paragraphs: Vec<Paragraph> = Vec::new();
    let mut is_open = false;
    for line in lines {
        let text = line.trim().replace('\u{a0}', " ");
        if text.is_empty() {
            is_open = false;
            continue;
        }
        match paragraphs.last_mut() {
            Some(last) if is_open && is_broken => {
                last.text.push(' ');
                last.text.push_str(&text);
            }
            _ => paragraphs.push(Paragraph { text }),
        }
        is_open = true;
    }
    paragraphs
}

/// Returns whether lines are broken by hand: some line is nearly as wide as the widest one, and another follows it directly.
fn has_full_lines(lines: &[&str], width: usize) -> bool {
    const NARROWEST: usize = 50;
    let is_full = |line: &str| line.trim_end().chars().count() + 15 >= width;
    width >= NARROWEST
        && lines
            .windows(2)
            .any(|pair| is_full(pair[0]) && !pair[1].trim().is_empty())
}

/// Joins lines with blanks.
pub(super) fn join(lines: &[&str]) -> String {
    let words: Vec<&str> = lines.iter().flat_map(|line| line.split_whitespace()).collect();
    words.join(" ")
}
