//! Lines that come again on the pages of one outlet: what a profile of it might say. Proposals only; which of them are
//! right is for a person to say.

use super::rules::{LineRule, Lines, Pages, Says};
use super::suggest::open_numbers;
use crate::article::{Article, Line, LineClass, Reason};
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// The longest line that may go by a pattern, in bytes.
const LONGEST_PATTERN: usize = 120;
/// A line that recurs stands on so many pages at least, copies of one article counted once.
const LEAST_PAGES: usize = 2;
/// … and on every so-manieth page.
const SHARE: usize = 50;

/// The lines of an outlet's pages.
#[derive(Debug, Default)]
pub struct Recurring {
    pages: usize,
    headlines: HashSet<String>,
    /// By the line with its numbers left open.
    lines: BTreeMap<String, Seen>,
}

/// What is known of lines that differ in numbers at most.
#[derive(Debug, Default)]
struct Seen {
    texts: BTreeSet<String>,
    pages: usize,
    /// Pages where one was taken for text of the article.
    text: usize,
    /// Whether one gave a headline or metadata, which differ from page to page by nature.
    is_other: bool,
}

/// A rule that might be right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// The rule.
    pub rule: LineRule,
    /// Pages that have such a line.
    pub pages: usize,
    /// Of these, the pages where it is taken for text of the article now.
    pub text: usize,
}

impl Recurring {
    /// Adds a page of the outlet. A second copy of an article is left out.
    pub fn add(&mut self, article: &Article) {
        if !self.headlines.insert(article.display_title().0) {
            return;
        }
        self.pages += 1;
        let mut of_page: BTreeMap<String, Seen> = BTreeMap::new();
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

    /// How many pages were added, copies left out.
    pub fn pages(&self) -> usize {
        self.pages
    }

    /// How many lines recur and are taken for chrome wherever they stand.
    pub fn known_chrome(&self) -> usize {
        let least = self.least();
        let chrome = |seen: &&Seen| seen.pages >= least && seen.text == 0 && !seen.is_other;
        self.lines.values().filter(chrome).count()
    }

    /// The lines that recur and are taken for text of the article on some pages, as rules that call them chrome; those of
    /// the most pages first.
    pub fn proposals(&self, outlet: &str) -> Vec<Proposal> {
        let least = self.least();
        let recurs = |(_, seen): &(&String, &Seen)| seen.pages >= least && seen.text > 0 && !seen.is_other;
        let mut proposals: Vec<Proposal> = self
            .lines
            .iter()
            .filter(recurs)
            .map(|(key, seen)| {
                let only = seen.texts.first().filter(|_| seen.texts.len() == 1);
                let lines = match only {
                    Some(text) => Lines::Text(text.clone()),
                    None => Lines::Pattern(format!("^{key}$")),
                };
                Proposal {
                    rule: LineRule {
                        pages: Pages::Outlet(outlet.to_owned()),
                        lines,
                        says: Says::Chrome,
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
    fn what_recurs_as_text_is_proposed_and_copies_count_once() {
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
                (Lines::Text("Hoist the flag".to_owned()), 2, 2),
                (Lines::Pattern(r"^\d+ comments$".to_owned()), 2, 2),
            ]
        );
        assert_eq!((recurring.pages(), recurring.known_chrome()), (2, 1));
    }
}
