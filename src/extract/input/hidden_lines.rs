//! The lines of a page that consist of invisible characters. Nothing of them is left in the text, but each is accounted for.

use crate::article::Article;
use crate::article::line::{Line, LineClass};
use crate::article::reason::Reason;

/// The confidence of their label, in percent.
const CONFIDENCE: u8 = 99;

/// The numbers of the lines, from 1, that have characters before cleaning and none after it.
pub(crate) fn find(text: &str, clean: &str) -> Vec<u32> {
    // Separators of lines and paragraphs are line ends after cleaning.
    let is_end = |c: char| matches!(c, '\n' | '\u{2028}' | '\u{2029}');
    let pairs = (1..).zip(text.split(is_end).zip(clean.split('\n')));
    pairs
        .filter(|(_, (before, after))| after.trim().is_empty() && !before.trim().is_empty())
        .map(|(number, _)| number)
        .collect()
}

/// The hidden lines of an article.
pub(crate) fn of(article: &Article) -> impl Iterator<Item = &Line> {
    article.lines.iter().filter(|line| line.start == line.end)
}

/// Adds hidden lines to the articles of a file, each as an empty line of chrome.
pub(crate) fn add(articles: &mut [Article], numbers: &[u32]) {
    for &number in numbers {
        let begins_above = |article: &Article| article.lines.first().is_some_and(|line| line.number < number);
        let part = articles.iter().rposition(begins_above).unwrap_or(0);
        if let Some(article) = articles.get_mut(part) {
            add_to(article, number);
        }
    }
}

fn add_to(article: &mut Article, number: u32) {
    let at = article.lines.partition_point(|line| line.number < number);
    if article.lines.get(at).is_some_and(|line| line.number == number) {
        return;
    }
    let above = at.checked_sub(1).and_then(|above| article.lines.get(above));
    let (mut start, mut reached) = above.map_or((0, 1), |line| (line.end as usize, line.number));
    while reached < number {
        let rest = article.source.as_bytes().get(start..).unwrap_or_default();
        let Some(end) = memchr::memchr(b'\n', rest) else {
            return;
        };
        start += end + 1;
        reached += 1;
    }
    let line = Line {
        number,
        start: start as u32,
        end: start as u32,
        class: LineClass::Chrome,
        reason: Some(Reason::Separator),
        confidence: CONFIDENCE,
        ..Line::default()
    };
    article.lines.insert(at, line);
}

#[cfg(test)]
mod tests {
    use crate::article::reason::Reason;
    use crate::extract::corpus::hints::Hints;
    use crate::extract::outlets::directory::OutletDirectory;
    use crate::extract::pipeline::{extract, extract_again};

    #[test]
    fn a_line_of_invisible_characters_is_removed_with_a_reason() {
        let page = "\u{200b}\nOld bridge opens again\n\n\u{200b} \u{2060}\n\nThe old bridge over the Lenne opened again \
            on Monday after two years.\n\u{feff}\n";
        let outlets = OutletDirectory::builtin();
        let hints = Hints::new(&outlets);
        let article = extract(page.as_bytes(), &hints).remove(0);
        let hidden: Vec<(u32, Option<Reason>)> = super::of(&article)
            .map(|line| (line.number, line.reason))
            .collect();
        let separator = Some(Reason::Separator);
        assert_eq!(hidden, [(1, separator), (4, separator), (7, separator)]);
        assert!(article.lines.is_sorted_by_key(|line| line.number));
        assert_eq!(extract_again(&article, &hints), article);
    }
}
