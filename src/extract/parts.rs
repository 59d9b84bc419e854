//! A file that holds several articles, cut into them: pages that were appended one after another, and pages that show
//! whole articles one below the other. Only where that is certain. A live blog, a list, an interview or a digest is one
//! article, and so is whatever is in doubt. Not how an article is read: whoever calls reads each part by itself.

use super::page::{self, SourceLine};
use super::scan::has_digit;
use crate::article::{self, Article, Field, LineClass, Metadata};
use std::collections::HashSet;

/// Why an article may begin here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sign {
    /// The first lines of the file come once more: its pages have one template.
    Template,
    /// A line of marks or a form feed stands before it.
    Separator,
    /// A headline and a day of its own, and paragraphs below them.
    Dated,
}

/// Where an article may begin.
#[derive(Debug, Clone, Copy)]
struct Start {
    /// Byte offset in the text.
    at: usize,
    /// Lines before it, blank ones counted.
    lines: u32,
    sign: Sign,
}

/// The articles of a text, numbered from 1: one, unless several of them are certain. `feeds` are the numbers of lines
/// before which the file has a form feed, counted from 0 and sorted; `read` makes an article of a text and its lines.
pub(super) fn articles(
    text: String,
    feeds: &[u32],
    read: impl Fn(String, Vec<SourceLine>) -> Article,
) -> Vec<Article> {
    let read_part = |part: &str| read(part.to_owned(), page::lines_of(part));
    let lines = Lines {
        text: &text,
        lines: page::lines_of(&text),
    };
    for starts in [lines.separated(feeds), lines.templated(), lines.dated()] {
        let starts = whole_articles(&text, &starts, &read_part);
        if starts.len() > 1 {
            return parts(&text, &starts, &read_part);
        }
    }
    let lines = lines.lines;
    vec![Article {
        part: 1,
        ..read(text, lines)
    }]
}

/// The numbers of the lines before which a file has a form feed, counted from 0.
pub(super) fn feeds(bytes: &[u8]) -> Vec<u32> {
    let mut feeds = Vec::new();
    let (mut lines, mut counted) = (0_u32, 0);
    // A file of nothing but form feeds has no articles to be told apart.
    for at in memchr::memchr_iter(FEED, bytes).take(MOST_PARTS) {
        let starts_line = at == 0 || matches!(bytes[at - 1], b'\n' | b'\r' | FEED);
        if starts_line {
            lines = lines.saturating_add(line_ends(&bytes[counted..at]));
            counted = at;
            feeds.push(lines);
        }
    }
    feeds.dedup();
    feeds
}

const FEED: u8 = 0x0c;

/// How many articles a file is looked through for.
const MOST_PARTS: usize = 10_000;

/// Line ends as decoding counts them: LF, CRLF, CR.
fn line_ends(bytes: &[u8]) -> u32 {
    let feeds = memchr::memchr_iter(b'\n', bytes).count();
    let lone = bytes
        .windows(2)
        .filter(|pair| pair[0] == b'\r' && pair[1] != b'\n')
        .count();
    (feeds + lone + usize::from(bytes.last() == Some(&b'\r'))) as u32
}

/// The text from each start to the next one, with the start.
fn ranges<'a>(text: &'a str, starts: &'a [Start]) -> impl Iterator<Item = (Start, &'a str)> {
    let ends = starts.iter().skip(1).map(|next| next.at).chain([text.len()]);
    starts
        .iter()
        .zip(ends)
        .map(|(start, end)| (*start, &text[start.at..end]))
}

/// The starts of those parts that are articles by themselves, all of them different ones. What stands before the first
/// and what is no article belongs to a neighbour. None where they are one story.
fn whole_articles(text: &str, starts: &[Start], read: &impl Fn(&str) -> Article) -> Vec<Start> {
    if starts.len() < 2 {
        return Vec::new();
    }
    let mut whole = read_parts(text, starts, read);
    let mut titles = HashSet::new();
    whole.retain(|part| titles.insert(part.meta.title.clone()) && part.is_whole);
    if whole.len() < 2 || is_one_story(&whole) {
        return Vec::new();
    }
    let mut starts: Vec<Start> = whole.iter().map(|part| part.start).collect();
    (starts[0].at, starts[0].lines) = (0, 0);
    starts
}

/// A part that was read by itself.
struct Part {
    start: Start,
    meta: Metadata,
    is_whole: bool,
    /// The layout, where it is whole.
    layout: Option<Layout>,
}

impl Part {
    fn of(start: Start, article: Article) -> Self {
        let is_whole = is_whole(&article, start.sign);
        Self {
            start,
            is_whole,
            layout: is_whole.then(|| layout(&article)).flatten(),
            meta: article.meta,
        }
    }
}

/// What each part that may be an article says of itself, in order. None where fewer than two can be articles by
/// themselves: the article of a page is its longest part as a rule, and where no shorter one is whole it need not be read.
/// None either where those that were read show one story, whatever the others are.
fn read_parts(text: &str, starts: &[Start], read: &impl Fn(&str) -> Article) -> Vec<Part> {
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
        let part = Part::of(start, read(part));
        if part.is_whole { &mut whole } else { &mut others }.push(part);
        left -= 1;
    }
    whole.append(&mut others);
    whole.sort_by_key(|part| part.start.at);
    whole
}

fn parts(text: &str, starts: &[Start], read: &impl Fn(&str) -> Article) -> Vec<Article> {
    let numbered = (1..).zip(ranges(text, starts));
    let part = |(part, (start, text)): (u32, (Start, &str))| {
        let mut article = read(text);
        shift(&mut article, start.lines);
        Article { part, ..article }
    };
    numbered.map(part).collect()
}

/// The numbers of a part's lines become those of the file: so many lines stand before it.
pub(super) fn shift(article: &mut Article, lines: u32) {
    for line in &mut article.lines {
        line.number = line.number.saturating_add(lines);
    }
    for evidence in &mut article.meta.evidence {
        evidence.line = evidence.line.map(|line| line.saturating_add(lines));
    }
}

/// Lines that may stand between a headline and its date or byline.
const NEAR: u32 = 12;
/// Bytes of a line that is a paragraph, not a teaser's sentence or a caption.
const LONG: usize = 80;

/// Whether this is an article by itself: a headline, a day or an author near it, and paragraphs.
fn is_whole(article: &Article, sign: Sign) -> bool {
    let line_of = |field| article.meta.evidence_of(field).and_then(|evidence| evidence.line);
    let Some(title) = line_of(Field::Title) else {
        return false;
    };
    let near = |field| line_of(field).is_some_and(|line| line.abs_diff(title) <= NEAR);
    let has_day = article.meta.date.is_some() && near(Field::Date);
    let has_author = article.meta.byline.is_some() && near(Field::Byline);
    let is_paragraph = |class| class == LineClass::Paragraph || class == LineClass::Quote;
    let bytes = |group: Vec<&article::Line>| group.iter().map(|line| article.text_of(line).len()).sum();
    let groups = article.groups(is_paragraph).into_iter().map(bytes);
    let long = groups.filter(|bytes: &usize| *bytes >= LONG).count();
    match sign {
        Sign::Template => long >= 1 && (has_day || has_author),
        Sign::Separator => long >= 2 && (has_day || has_author),
        Sign::Dated => long >= 3 && has_day,
    }
}

/// How far below its headline a day stands, and how its line is built: words and numbers, not which.
type Layout = (i64, String);

fn layout(article: &Article) -> Option<Layout> {
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

/// Entries of a live blog have headlines, times and paragraphs too, but one day and no authors; comments, teasers and
/// dated sections have days too, but look different from the article above them.
fn is_one_story(parts: &[Part]) -> bool {
    let days: HashSet<_> = parts.iter().map(|part| part.meta.date).collect();
    let has_authors = parts.iter().all(|part| part.meta.byline.is_some());
    match parts.first().map(|part| part.start.sign) {
        None | Some(Sign::Template) => false,
        Some(Sign::Separator) => days.len() < 2 && !has_authors,
        Some(Sign::Dated) => {
            let alike = parts.windows(2).all(|pair| pair[0].layout == pair[1].layout);
            days.len() < parts.len() || !has_authors || !alike
        }
    }
}

/// The lines of a text that are not blank.
struct Lines<'a> {
    text: &'a str,
    lines: Vec<SourceLine>,
}

/// So many lines at the start of a file are looked for again; the first one or two of them may differ from page to page.
const TEMPLATE: usize = 3;
const DIFFERING: usize = 4;
/// Lines that a page has at least.
const SHORTEST: usize = 6;

impl Lines<'_> {
    fn text(&self, at: usize) -> &str {
        self.lines.get(at).map_or("", |line| page::text(self.text, line))
    }

    /// Where a line begins, white space before it included.
    fn start(&self, at: usize, sign: Sign) -> Start {
        let line = self.lines[at];
        let before = &self.text.as_bytes()[..line.start as usize];
        Start {
            at: memchr::memrchr(b'\n', before).map_or(0, |end| end + 1),
            lines: line.number - 1,
            sign,
        }
    }

    /// The starts at these lines, the first line of the file among them.
    fn starts(&self, found: impl Iterator<Item = usize>, sign: Sign) -> Vec<Start> {
        let mut starts: Vec<Start> = found.take(MOST_PARTS).map(|at| self.start(at, sign)).collect();
        if starts.is_empty() {
            return starts;
        }
        let first = self.start(0, sign);
        if starts[0].at > first.at {
            starts.insert(0, first);
        }
        starts.dedup_by_key(|start| start.at);
        starts
    }

    /// Behind each line of marks and each form feed.
    fn separated(&self, feeds: &[u32]) -> Vec<Start> {
        // The form feed may stand in a line of its own.
        let feeds_up_to = |at: usize| feeds.partition_point(|feed| *feed < self.lines[at].number);
        let after_feed = |at: usize| feeds_up_to(at) > feeds_up_to(at - 1);
        let is_rule = |at: usize| is_rule(self.text(at));
        let found = (1..self.lines.len())
            .filter(|&at| (is_rule(at - 1) || !feeds.is_empty() && after_feed(at)) && !is_rule(at));
        self.starts(found, Sign::Separator)
    }

    /// Where the first lines of the file come again.
    fn templated(&self) -> Vec<Start> {
        for skipped in 0..DIFFERING {
            if self.lines.len() < skipped + TEMPLATE {
                break;
            }
            // Most lines differ in their length from the one that is looked for.
            let length = |at: usize| self.lines.get(at).map_or(0, |line| line.end - line.start);
            let wanted = length(skipped);
            let is_here = |at: &usize| {
                length(*at) == wanted
                    && (0..TEMPLATE).all(|line| self.text(at + line) == self.text(skipped + line))
            };
            let found: Vec<usize> = (skipped + SHORTEST..self.lines.len())
                .filter(is_here)
                .map(|at| at - skipped)
                .collect();
            if !found.is_empty() {
                return self.starts(found.into_iter(), Sign::Template);
            }
        }
        Vec::new()
    }

    /// Headlines with a day below them and paragraphs below that.
    fn dated(&self) -> Vec<Start> {
        let mut found = Vec::new();
        let years: Vec<bool> = (0..self.lines.len()).map(|at| has_year(self.text(at))).collect();
        for date in (0..years.len()).filter(|&at| years[at] && has_day(self.text(at))) {
            let below = (date + 1..years.len()).take_while(|&at| !years[at]);
            let long = below.filter(|&at| self.text(at).len() >= LONG).take(3).count();
            // The byline may stand between them.
            let mut above = (date.saturating_sub(2)..date).rev();
            if long >= 3
                && let Some(headline) = above.find(|&at| !years[at] && is_headline(self.text(at)))
            {
                found.push(headline);
            }
        }
        if found.len() < 2 {
            return Vec::new();
        }
        self.starts(found.into_iter(), Sign::Dated)
    }
}

/// Five marks of one kind or more, and nothing else.
fn is_rule(text: &str) -> bool {
    let marks = text.bytes().filter(|byte| *byte != b' ');
    let first = text.as_bytes().first().copied().unwrap_or(0);
    matches!(first, b'-' | b'=' | b'*' | b'_' | b'#' | b'~' | b'+')
        && text.len() >= 5
        && marks.clone().count() >= 5
        && marks.into_iter().all(|byte| byte == first)
}

/// Whether a short line has a year in it, which a date has and a clock time has not.
fn has_year(text: &str) -> bool {
    let is_year = |digits: &[u8]| matches!(digits, [b'1', b'9', _, _] | [b'2', b'0', _, _]);
    text.len() <= LONG && has_digit(text) && numbers(text).any(is_year)
}

/// Whether a line that has a year has a number of one or two digits too, as a date has.
fn has_day(text: &str) -> bool {
    numbers(text).any(|digits| (1..=2).contains(&digits.len()))
}

/// The runs of digits of a line.
fn numbers(text: &str) -> impl Iterator<Item = &[u8]> {
    let runs = text.as_bytes().split(|byte| !byte.is_ascii_digit());
    runs.filter(|digits| !digits.is_empty())
}

/// Whether it may be a headline: several words, not a paragraph, no sentence.
fn is_headline(text: &str) -> bool {
    let words = text.split_whitespace().count();
    let letters = text.chars().filter(|c| !c.is_ascii()).count();
    text.len() <= 200 && (words >= 4 || letters >= 8) && !text.ends_with(['.', ':', ','])
}

#[cfg(test)]
mod tests {
    use super::articles;
    use crate::article::Article;
    use crate::extract::model::Model;
    use crate::extract::{Hints, Knowledge, extract, one};
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
        let knowledge = Knowledge::builtin();
        let hints = Hints::new(&knowledge);
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
    fn pages_of_one_template_are_told_apart() {
        assert_eq!(titles(&format!("{MENU}{FERRY}Share\n{MENU}{CHOIR}Share\n")), BOTH);
    }

    #[test]
    fn a_line_of_marks_or_a_form_feed_parts_articles() {
        for between in ["\n=====\n\n", "\n* * * * *\n", "\x0c", "\r\n\x0c\r\n"] {
            assert_eq!(titles(&format!("{FERRY}{between}{CHOIR}")), BOTH, "{between:?}");
        }
    }

    #[test]
    fn whole_articles_one_below_the_other_are_told_apart() {
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
        let evidence = articles[1].meta.evidence_of(super::Field::Date).unwrap();
        assert_eq!(
            page.lines().nth(evidence.line.unwrap() as usize - 1),
            Some("9 June 2024")
        );
    }

    #[test]
    fn what_is_one_article_stays_one() {
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

    /// How many texts are read for the articles of one.
    fn readings(text: &str) -> u32 {
        let knowledge = Knowledge::builtin();
        let hints = Hints::new(&knowledge);
        let readings = Cell::new(0);
        articles(text.to_owned(), &[], |text, lines| {
            readings.set(readings.get() + 1);
            one(text, lines, Vec::new(), &hints, Model::builtin())
        });
        readings.get()
    }

    #[test]
    fn no_more_parts_are_read_than_can_be_articles() {
        let menus_below = format!("{MENU}{FERRY}{MENU}Harbour\n{MENU}Tides\n");
        assert_eq!(readings(&menus_below), 1);
        let unsigned = |article: &str| {
            let lines = article.lines().filter(|line| !line.starts_with("By "));
            lines.collect::<Vec<_>>().join("\n")
        };
        let (ferry, choir) = (unsigned(FERRY), unsigned(CHOIR));
        let sections = format!("{MENU}{ferry}\n{choir}\n{ferry}\n");
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
