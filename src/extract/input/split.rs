//! Splits a file that contains several articles: pages that were appended to each other, and pages with whole articles
//! one below the other. It splits only if that is certain: a live blog, a list, an interview, a digest and every
//! doubtful case stay one article. Not how an article is read: the caller passes a function that reads a part.

use crate::article::Article;
use crate::article::cleaned::LineGroup;
use crate::article::line::LineClass;
use crate::article::meta::Field;
use crate::extract::input::part_starts::{LONG, Lines, Sign, Start};
use crate::extract::input::source_lines;
use crate::extract::input::source_lines::SourceLine;
use std::collections::HashSet;

/// The articles of a text, numbered from 1: one, unless several are certain. `form_feeds` are the numbers of the lines
/// after a form feed, counted from 0 and sorted; `read` turns a text and its lines into an article.
pub(crate) fn articles(
    text: String,
    form_feeds: &[u32],
    read: impl Fn(String, Vec<SourceLine>) -> Article,
) -> Vec<Article> {
    let read_part = |part: &str| read(part.to_owned(), source_lines::lines_of(part));
    let lines = Lines::of(&text);
    for starts in [lines.separated(form_feeds), lines.templated(), lines.dated()] {
        let parts = whole_articles(&text, &starts, &read_part);
        if parts.len() > 1 {
            return numbered(&text, parts, &read_part);
        }
    }
    let lines = lines.lines;
    vec![Article {
        part: 1,
        ..read(text, lines)
    }]
}

/// The text from each start to the next one, with its start.
fn ranges<'a>(text: &'a str, starts: &'a [Start]) -> impl Iterator<Item = (Start, &'a str)> {
    let ends = starts.iter().skip(1).map(|next| next.at).chain([text.len()]);
    starts
        .iter()
        .zip(ends)
        .map(|(start, end)| (*start, &text[start.at..end]))
}

/// The parts that are different articles by themselves; none if they are one story.
fn whole_articles(text: &str, starts: &[Start], read: &impl Fn(&str) -> Article) -> Vec<PagePart> {
    if starts.len() < 2 {
        return Vec::new();
    }
    let mut whole = read_parts(text, starts, read);
    let mut titles = HashSet::new();
    whole.retain(|part| titles.insert(part.article.meta.title.clone()) && part.is_whole);
    if whole.len() < 2 || is_one_story(&whole) {
        return Vec::new();
    }
    whole
}

/// A part that was read by itself.
struct PagePart {
    start: Start,
    /// Bytes of its text.
    length: usize,
    article: Article,
    is_whole: bool,
    /// The layout, if it is whole.
    layout: Option<SplitLayout>,
}

impl PagePart {
    fn of(start: Start, text: &str, article: Article) -> Self {
        let is_whole = is_whole(&article, start.sign);
        Self {
            start,
            length: text.len(),
            is_whole,
            layout: is_whole.then(|| layout(&article)).flatten(),
            article,
        }
    }
}

/// Reads each part that may be an article, in order. Returns none if fewer than two parts can be articles by
/// themselves: the article of a page is usually its longest part, which need not be read if no shorter part is whole.
/// Also returns none as soon as the parts read so far show one story.
fn read_parts(text: &str, starts: &[Start], read: &impl Fn(&str) -> Article) -> Vec<PagePart> {
    let has_paragraph = |part: &str| part.lines().any(|line| line.len() >= LONG);
    let mut shortest_first: Vec<(Start, &str)> = ranges(text, starts)
        .filter(|(_, part)| has_paragraph(part))
        .collect();
    shortest_first.sort_by_key(|(_, part)| part.len());
    let mut left = shortest_first.len();
    let (mut whole, mut others) = (Vec::new(), Vec::new());
    for (start, part) in shortest_first {
        let is_settled = start.sign == Sign::Dated && is_one_story(&whole);
        if whole.len() + left < 2 || is_settled {
            return Vec::new();
        }
        let part = PagePart::of(start, part, read(part));
        if part.is_whole { &mut whole } else { &mut others }.push(part);
        left -= 1;
    }
    whole.append(&mut others);
    whole.sort_by_key(|part| part.start.at);
    whole
}

/// The articles of these parts, numbered. Text between two parts belongs to the part above it, text before the first
/// part to the first; a part with such text is read again.
fn numbered(text: &str, parts: Vec<PagePart>, read: &impl Fn(&str) -> Article) -> Vec<Article> {
    let mut starts: Vec<Start> = parts.iter().map(|part| part.start).collect();
    if let Some(first) = starts.first_mut() {
        (first.at, first.lines) = (0, 0);
    }
    let mut articles = Vec::with_capacity(parts.len());
    for (part, (start, text)) in parts.into_iter().zip(ranges(text, &starts)) {
        let is_unchanged = part.start.at == start.at && part.length == text.len();
        let mut article = if is_unchanged { part.article } else { read(text) };
        shift(&mut article, start.lines);
        article.part = articles.len() as u32 + 1;
        articles.push(article);
    }
    articles
}

/// Moves the line numbers of a part by the number of lines before it in the file.
pub(crate) fn shift(article: &mut Article, lines: u32) {
    for line in &mut article.lines {
        line.number = line.number.saturating_add(lines);
    }
    for evidence in &mut article.meta.evidence {
        evidence.line = evidence.line.map(|line| line.saturating_add(lines));
    }
}

/// The largest number of lines between a headline and its date or byline.
const NEAR: u32 = 12;
/// Returns whether an article is complete: a headline, a day or an author near it, and paragraphs.
fn is_whole(article: &Article, sign: Sign) -> bool {
    let line_of = |field| article.meta.evidence_of(field).and_then(|evidence| evidence.line);
    let Some(title) = line_of(Field::Title) else {
        return false;
    };
    let near = |field| line_of(field).is_some_and(|line| line.abs_diff(title) <= NEAR);
    let has_day = article.meta.date.is_some() && near(Field::Date);
    let has_author = article.meta.byline.is_some() && near(Field::Byline);
    let is_paragraph = |class| class == LineClass::Paragraph || class == LineClass::Quote;
    let bytes = |group: LineGroup<'_>| group.lines().map(|line| article.text_of(line).len()).sum();
    let groups = article.groups(is_paragraph).map(bytes);
    let long = groups.filter(|bytes: &usize| *bytes >= LONG).count();
    match sign {
        Sign::Template => long >= 1 && (has_day || has_author),
        Sign::Separator => long >= 2 && (has_day || has_author),
        Sign::Dated => long >= 3 && has_day,
    }
}

/// The distance from the headline to the date, and the shape of the date's line: where it has words and numbers.
type SplitLayout = (i64, String);

fn layout(article: &Article) -> Option<SplitLayout> {
    let line_of = |field| article.meta.evidence_of(field).and_then(|evidence| evidence.line);
    let (title, date) = (line_of(Field::Title)?, line_of(Field::Date)?);
    let line = article.lines.iter().find(|line| line.number == date)?;
    let mut shape = String::new();
    for c in article.text_of(line).chars() {
        let kind = match c {
            _ if c.is_numeric() => '0',
            _ if c.is_alphabetic() => 'a',
            _ => continue,
        };
        if !shape.ends_with(kind) {
            shape.push(kind);
        }
    }
    Some((i64::from(date) - i64::from(title), shape))
}

/// Returns whether parts are one story. Entries of a live blog also have headlines, times and paragraphs, but one day
/// and no authors; comments, teasers and dated sections also have days, but look different from the article above them.
fn is_one_story(parts: &[PagePart]) -> bool {
    let days: HashSet<_> = parts.iter().map(|part| part.article.meta.date).collect();
    let has_authors = parts.iter().all(|part| part.article.meta.byline.is_some());
    match parts.first().map(|part| part.start.sign) {
        None | Some(Sign::Template) => false,
        Some(Sign::Separator) => days.len() < 2 && !has_authors,
        Some(Sign::Dated) => {
            let alike = parts.windows(2).all(|pair| pair[0].layout == pair[1].layout);
            days.len() < parts.len() || !has_authors || !alike
        }
    }
}

#[cfg(test)]
mod tests {
    use super::articles;
    use crate::article::Article;
    use crate::extract::body::model::CleaningModel;
    use crate::extract::corpus::hints::Hints;
    use crate::extract::outlets::directory::OutletDirectory;
    use crate::extract::pipeline::extract;
    use crate::extract::pipeline::one;
    use std::cell::Cell;

    const FERRY: &str = "Ferry runs again after the storm\nBy Ilka Fenn\n3 May 2024\n\n\
        The ferry to the island of Zelm runs again since Friday, three days after the storm had closed the harbour.\n\n\
        Two boats are still out of order, and passengers have to wait for about an hour at the pier, the company said.\n\n\
        The company hopes that all five boats will be back before the summer timetable begins at the end of the month.\n";
    const CHOIR: &str = "Village choir finds its lost piano\nBy Orla Penhale\n9 June 2024\n\n\
        The choir of Upper Quell has found the piano that it lost in the spring, in the barn of its own conductor.\n\n\
        Nobody could say how it had come there, and the conductor asked that nobody should look into it any further.\n\n\
        The next concert is on Sunday, and the choir will sing what it has learnt without a piano in the meantime.\n";
    const MENU: &str = "Zelm Gazette\nHome\nNews\nSport\n";

    fn read(text: &str) -> Vec<Article> {
        let outlets = OutletDirectory::builtin();
        let hints = Hints::new(&outlets);
        extract(text.as_bytes(), &hints)
    }

    fn titles(text: &str) -> Vec<String> {
        let articles = read(text);
        for (part, article) in (1..).zip(&articles) {
            assert_eq!(article.part, part);
        }
        let title = |article: Article| article.meta.title.unwrap_or_default();
        articles.into_iter().map(title).collect()
    }

    const BOTH: [&str; 2] = [
        "Ferry runs again after the storm",
        "Village choir finds its lost piano",
    ];

    #[test]
    fn pages_of_one_template_are_split() {
        assert_eq!(titles(&format!("{MENU}{FERRY}Share\n{MENU}{CHOIR}Share\n")), BOTH);
    }

    #[test]
    fn a_line_of_marks_or_a_form_feed_splits_articles() {
        for between in ["\n=====\n\n", "\n* * * * *\n", "\x0c", "\r\n\x0c\r\n"] {
            assert_eq!(titles(&format!("{FERRY}{between}{CHOIR}")), BOTH, "{between:?}");
        }
    }

    #[test]
    fn whole_articles_one_below_the_other_are_split() {
        let page = format!("{MENU}{FERRY}3 comments\n\n{CHOIR}5 comments\n\nOlder posts\nAbout us\n");
        let articles = read(&page);
        assert_eq!(articles.len(), 2);
        let last = articles[1].lines.last().unwrap();
        assert_eq!(
            last.number as usize,
            page.lines().count(),
            "numbers are those of the file"
        );
        assert_eq!(articles[1].meta.date.unwrap().to_string(), "2024-06-09");
        let evidence = articles[1]
            .meta
            .evidence_of(crate::article::meta::Field::Date)
            .unwrap();
        assert_eq!(
            page.lines().nth(evidence.line.unwrap() as usize - 1),
            Some("9 June 2024")
        );
    }

    #[test]
    fn one_article_stays_one() {
        let twice = format!("{MENU}{FERRY}{MENU}{FERRY}");
        let index_below = format!("{MENU}{FERRY}{MENU}Most read\nHarbour closed\nTwo goats found\n");
        let sections = FERRY.replace("\n\n", "\n\n-----\n\n");
        let entry = |time, what| {
            format!(
                "{what} in the harbour of Zelm\n3 May 2024, {time}\n\n{}\n\n{}\n\n",
                "The ferry lies at its pier, and nobody on board was hurt when the wind turned round at noon.",
                "The harbour master said that he had seen worse, and that he did not wish to see it again soon."
            )
        };
        let live = format!(
            "The storm as it happened\n\n{}-----\n{}-----\n{}",
            entry("14:10", "The wind drops at last"),
            entry("13:05", "A crane falls over"),
            entry("12:00", "The first boats come in")
        );
        for page in [&twice, &index_below, &sections, &live] {
            assert_eq!(read(page).len(), 1, "{page}");
        }
    }

    /// How often a text is read to find its articles.
    fn readings(text: &str) -> u32 {
        let outlets = OutletDirectory::builtin();
        let hints = Hints::new(&outlets);
        let readings = Cell::new(0);
        articles(text.to_owned(), &[], |text, lines| {
            readings.set(readings.get() + 1);
            one(text, lines, Vec::new(), &hints, CleaningModel::builtin(), &[])
        });
        readings.get()
    }

    #[test]
    fn parts_that_cannot_be_articles_are_not_read() {
        let menus_below = format!("{MENU}{FERRY}{MENU}Harbour\n{MENU}Tides\n");
        assert_eq!(readings(&menus_below), 1);
        let unsigned = |article: &str| {
            let lines = article.lines().filter(|line| !line.starts_with("By "));
            lines.collect::<Vec<_>>().join("\n")
        };
        let (ferry, choir) = (unsigned(FERRY), unsigned(CHOIR));
        let sections = format!("{MENU}{ferry}\n{choir}\n{ferry}\n");
        assert_eq!(
            readings(&format!("{FERRY}\n=====\n\n{CHOIR}")),
            2,
            "each part is read once"
        );
        let settled = "the first without an author shows that they are one story";
        assert_eq!(readings(&sections), 2, "{settled}");
    }

    #[test]
    fn a_file_without_articles_is_one_part() {
        for page in ["", "\x0c\x0c", "=====\n=====\n", "Home\n=====\nHome\n"] {
            assert_eq!(read(page).len(), 1);
        }
    }
}
