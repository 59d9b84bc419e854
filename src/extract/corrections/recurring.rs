//! Finds the lines that recur on the pages of an outlet, and proposes rules for a profile. A person decides which of
//! them are right.

use crate::article::Article;
use crate::article::line::{Line, LineClass};
use crate::article::reason::Reason;
use crate::extract::corrections::suggest::open_numbers;
use crate::extract::outlets::rules::{LineRule, RuleClass, RuleLines, RulePages};
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// A longer line, in bytes, is matched by its exact text, not by a pattern.
const LONGEST_PATTERN: usize = 120;
/// A recurring line is on at least this many pages, where copies of an article count once …
const LEAST_PAGES: usize = 2;
/// … and on at least one of this many pages.
const SHARE: usize = 50;

/// The lines of an outlet's pages.
#[derive(Debug, Default)]
pub struct Recurring {
    pages: usize,
    headlines: HashSet<String>,
    /// By the line as a pattern for any numbers.
    lines: BTreeMap<String, SeenLine>,
}

/// The counts of lines that differ only in numbers.
#[derive(Debug, Default)]
struct SeenLine {
    texts: BTreeSet<String>,
    pages: usize,
    /// Number of pages on which such a line is text of the article.
    text: usize,
    /// Whether such a line gave a headline or metadata, which differ between pages by nature.
    is_other: bool,
}

/// A rule that may be right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// The rule.
    pub rule: LineRule,
    /// Number of pages with such a line.
    pub pages: usize,
    /// Number of these pages on which it is text of the article now.
    pub text: usize,
}

impl Recurring {
    /// Adds a page of the outlet. Further copies of an article are ignored.
    pub fn add(&mut self, article: &Article) {
        if !self.headlines.insert(article.display_title().0) {
            return;
        }
        self.pages += 1;
        let mut of_page: BTreeMap<String, SeenLine> = BTreeMap::new();
        for line in article.lines.iter().filter(|line| !line.is_corrected()) {
            let text = article.text_of(line);
            if !text.contains(char::is_alphabetic) {
                continue;
            }
            let key = if text.len() <= LONGEST_PATTERN {
                open_numbers(text)
            } else {
                regex::escape(text)
            };
            let seen = of_page.entry(key).or_default();
            seen.texts.insert(text.to_owned());
            seen.text |= usize::from(is_text(line));
            seen.is_other |= line.class == LineClass::Title || line.class.is_meta();
        }
        for (key, page) in of_page {
            let seen = self.lines.entry(key).or_default();
            seen.texts.extend(page.texts);
            seen.pages += 1;
            seen.text += page.text;
            seen.is_other |= page.is_other;
        }
    }

    /// The number of pages added, without copies.
    pub fn pages(&self) -> usize {
        self.pages
    }

    /// The number of recurring lines that are chrome on every page.
    pub fn known_chrome(&self) -> usize {
        let least = self.least();
        let chrome = |seen: &&SeenLine| seen.pages >= least && seen.text == 0 && !seen.is_other;
        self.lines.values().filter(chrome).count()
    }

    /// Rules that call chrome what recurs and is text of the article on some pages; lines on the most pages first.
    pub fn proposals(&self, outlet: &str) -> Vec<Proposal> {
        let least = self.least();
        let recurs =
            |(_, seen): &(&String, &SeenLine)| seen.pages >= least && seen.text > 0 && !seen.is_other;
        let mut proposals: Vec<Proposal> = self
            .lines
            .iter()
            .filter(recurs)
            .map(|(key, seen)| {
                let only = seen.texts.first().filter(|_| seen.texts.len() == 1);
                let lines = match only {
                    Some(text) => RuleLines::Text(text.clone()),
                    None => RuleLines::Pattern(format!("^{key}$")),
                };
                Proposal {
                    rule: LineRule {
                        pages: RulePages::Outlet(outlet.to_owned()),
                        lines,
                        class: RuleClass::Chrome,
                        reason: Some(Reason::Template),
                    },
                    pages: seen.pages,
                    text: seen.text,
                }
            })
            .collect();
        proposals.sort_by_key(|proposal| std::cmp::Reverse(proposal.pages));
        proposals
    }

    fn least(&self) -> usize {
        LEAST_PAGES.max(self.pages / SHARE)
    }
}

fn is_text(line: &Line) -> bool {
    line.class.is_body() || matches!(line.class, LineClass::Caption | LineClass::Subtitle)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn article(title: &str, lines: &[(&str, LineClass)]) -> Article {
        let mut article = Article::default();
        article.meta.title = Some(title.to_owned());
        for (text, class) in lines {
            let start = article.source.len() as u32;
            article.source.push_str(text);
            article.source.push('\n');
            article.lines.push(Line {
                start,
                end: article.source.len() as u32 - 1,
                class: *class,
                ..Line::default()
            });
        }
        article
    }

    #[test]
    fn recurring_text_is_proposed_and_copies_count_once() {
        use LineClass::{Byline, Chrome, Paragraph};
        let mut recurring = Recurring::default();
        for (title, comments) in [
            ("One", "12 comments"),
            ("Two", "7 comments"),
            ("Two", "7 comments"),
        ] {
            recurring.add(&article(
                title,
                &[
                    ("Menu", Chrome),
                    (title, Paragraph),
                    ("Hoist the flag", Paragraph),
                    (comments, Paragraph),
                    ("By Ada Venn", Byline),
                    ("* * *", Paragraph),
                ],
            ));
        }
        let proposals = recurring.proposals("Q");
        let found: Vec<_> = proposals
            .iter()
            .map(|one| (one.rule.lines.clone(), one.pages, one.text))
            .collect();
        assert_eq!(
            found,
            [
                (RuleLines::Text("Hoist the flag".to_owned()), 2, 2),
                (RuleLines::Pattern(r"^\d+ comments$".to_owned()), 2, 2),
            ]
        );
        assert_eq!((recurring.pages(), recurring.known_chrome()), (2, 1));
    }
}
