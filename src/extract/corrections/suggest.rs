//! Suggests rules for all pages of an outlet from one line of one page: the pattern keeps what recurs and leaves open
//! what differs between pages. Not which suggestion fits most pages: the caller, which has the pages, counts.

use crate::article::Article;
use crate::extract::corrections::from_rules::{Varying, pattern_like};
use crate::extract::dates::parse::names_day;
use crate::extract::outlets::rules::{LineRule, PageId, RuleClass, RuleLines, RulePages};

/// A longer neighbouring line, in bytes, does not identify a line.
const LONGEST_NEIGHBOUR: usize = 120;

/// The rule for this line on this page alone. `None` if there is no such line, or if it should be a date and contains
/// no day.
pub fn for_page(article: &Article, at: usize, class: RuleClass) -> Option<LineRule> {
    let line = article.lines.get(at)?;
    let text = article.text_of(line);
    if class == RuleClass::Date && !names_day(text, article.meta.language.as_deref()) {
        return None;
    }
    Some(LineRule {
        pages: RulePages::One(PageId::of(&article.source)),
        lines: RuleLines::Numbered(u32::try_from(at + 1).ok()?, text.to_owned()),
        class,
        reason: None,
    })
}

/// Rules for lines like this one on all pages of its outlet, the simplest first; none if the outlet is unknown or if
/// nothing in the line and its neighbours can recur.
///
/// A line that an outlet repeats exactly is matched by its text, a date by its shape and the words around it, a byline
/// by the word before the names; headlines, standfirsts and bare names are matched by the line above or below.
pub fn for_outlet(article: &Article, at: usize, class: RuleClass) -> Vec<LineRule> {
    let (Some(outlet), Some(line)) = (&article.meta.outlet, article.lines.get(at)) else {
        return Vec::new();
    };
    let text = article.text_of(line);
    let language = article.meta.language.as_deref();
    let lines = match class {
        RuleClass::Body | RuleClass::Heading | RuleClass::Caption | RuleClass::Chrome => {
            vec![RuleLines::Text(text.to_owned())]
        }
        RuleClass::Date => pattern_like(text, language, Varying::Day)
            .filter(|_| names_day(text, language))
            .map(RuleLines::Pattern)
            .into_iter()
            .collect(),
        RuleClass::Byline => match pattern_like(text, language, Varying::Names) {
            Some(pattern) => vec![RuleLines::Pattern(pattern)],
            None => by_neighbours(article, at),
        },
        RuleClass::Title | RuleClass::Standfirst => by_neighbours(article, at),
    };
    let rule = |lines| LineRule {
        pages: RulePages::Outlet(outlet.clone()),
        lines,
        class,
        reason: None,
    };
    lines.into_iter().map(rule).collect()
}

/// Matches a line by the line above it and by the line below it.
fn by_neighbours(article: &Article, at: usize) -> Vec<RuleLines> {
    let language = article.meta.language.as_deref();
    let pattern = |at: Option<usize>| {
        let text = article.text_of(article.lines.get(at?)?);
        (text.len() <= LONGEST_NEIGHBOUR).then(|| {
            pattern_like(text, language, Varying::Day)
                .or_else(|| pattern_like(text, language, Varying::Names))
                .unwrap_or_else(|| format!("^{}$", open_numbers(text)))
        })
    };
    let above = pattern(at.checked_sub(1)).map(RuleLines::After);
    let below = pattern(at.checked_add(1)).map(RuleLines::Before);
    above.into_iter().chain(below).collect()
}

/// A regular expression of the text with any numbers.
pub(crate) fn open_numbers(text: &str) -> String {
    let mut pattern = String::new();
    let mut in_number = false;
    for c in text.chars() {
        let number = c.is_numeric();
        if !number {
            pattern.push_str(&regex::escape(c.encode_utf8(&mut [0; 4])));
        } else if !in_number {
            pattern.push_str(r"\d+");
        }
        in_number = number;
    }
    pattern
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::corpus::hints::Hints;
    use crate::extract::outlets::directory::OutletDirectory;
    use crate::extract::pipeline::extract;

    fn article() -> Article {
        let page = "Menu\n12 comments\nHarbour notes\nBy Ada Venn\n3 May 2024\n\
            The old bridge over the Lenne opened again on Monday after two years of repairs, the town said.\n\
            © 2024 The Quay Courier. All rights reserved\n";
        let outlets = OutletDirectory::builtin();
        let hints = Hints::new(&outlets);
        extract(page.as_bytes(), &hints).remove(0)
    }

    #[test]
    fn each_class_of_line_has_its_own_pattern() {
        let article = article();
        let lines = |at, class| -> Vec<RuleLines> {
            for_outlet(&article, at, class)
                .into_iter()
                .map(|rule| rule.lines)
                .collect()
        };
        assert_eq!(lines(0, RuleClass::Chrome), [RuleLines::Text("Menu".to_owned())]);
        assert_eq!(
            lines(2, RuleClass::Title),
            [
                RuleLines::After(r"^\d+ comments$".to_owned()),
                RuleLines::Before("^By .+$".to_owned())
            ]
        );
        assert_eq!(
            lines(3, RuleClass::Byline),
            [RuleLines::Pattern("^By .+$".to_owned())]
        );
        assert_eq!(
            lines(4, RuleClass::Date),
            [RuleLines::Pattern(r"^\d+ \p{L}+ \d+$".to_owned())]
        );
        assert_eq!(lines(0, RuleClass::Date), []);
        assert_eq!(lines(99, RuleClass::Chrome), []);
    }

    #[test]
    fn a_rule_for_one_page_matches_its_line_only() {
        let article = article();
        let rule = for_page(&article, 4, RuleClass::Date).unwrap();
        assert_eq!(rule.lines, RuleLines::Numbered(5, "3 May 2024".to_owned()));
        assert_eq!(for_page(&article, 0, RuleClass::Date), None);
        assert_eq!(for_page(&article, 99, RuleClass::Body), None);
    }
}
