//! Scores titles, dates and authors against `meta/<id>.json`. Outlets are not scored, because the folder has no gold
//! for them.
//!
//! What is correct, and of which pages the share is taken:
//!
//! - **title**: letters and digits are equal; case, accents and punctuation are ignored. `near` also accepts a title with
//!   a kicker before it or the outlet after it: one title contains the other, and the shorter has at least half of the
//!   letters. Of all pages whose gold has a title; `shown` is the number of pages that contain the letters of the gold.
//! - **date**: the day. Of the pages that *show* the gold day, in a line of up to 300 characters with a four-digit year,
//!   the day as a number, and the month as another number or as a name in any language. On a page without such a line,
//!   which may say "yesterday" or nothing, no date is correct. `wrong` is a share of all pages with a date and a gold
//!   date, shown or not. Some of these are mistakes of the gold: `year` are those in which only the year differs.
//! - **authors**: of the pages whose gold has authors and that show at least one of the names. `one`: at least one name is
//!   correct; `all`: all are, and there is no other. `wrong`: there is a byline without a correct name, of all pages with
//!   gold authors. A byline where the gold has none is not counted, because the gold is incomplete. Gold entries with
//!   several names are split. A name is correct if it is equal to a gold name, or if one contains the other and has more
//!   than five letters.

use crate::dataset::{Case, OTHER_GENRE};
use newsprint::article::{Article, Date, Field};
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;

/// The longest line that shows a date, in characters.
const MAX_LINE: usize = 300;
/// The fewest letters of a name that can be part of another name.
const MIN_NAME: usize = 6;

/// The names of each month in every language, in lower case.
static MONTHS: LazyLock<Vec<HashSet<String>>> = LazyLock::new(month_names);

/// Counts over some pages.
#[derive(Debug, Clone, Copy, Default)]
struct Counts {
    pages: u32,
    titles: u32,
    titles_shown: u32,
    title_right: u32,
    title_near: u32,
    dates_shown: u32,
    date_right: u32,
    date_missing: u32,
    dates_given: u32,
    date_wrong: u32,
    year_wrong: u32,
    authors: u32,
    authors_shown: u32,
    one_author: u32,
    all_authors: u32,
    authors_wrong: u32,
}

/// Prints the scores of a conversion for each set, for all news and for all pages; with `misses` also each page on
/// which something is wrong or missing.
pub fn report<'a>(converter: &str, pages: impl Iterator<Item = (&'a Case, &'a [Article])>, misses: bool) {
    let mut sets: Vec<(String, Counts)> = Vec::new();
    let (mut news, mut all) = (Counts::default(), Counts::default());
    for (case, articles) in pages {
        let Some(article) = articles.first() else { continue };
        let page = case.page(converter).unwrap_or_default();
        let mut found = Vec::new();
        let counts = score(case, article, &page, &mut found);
        for miss in found.iter().filter(|_| misses) {
            println!("  {} {} {miss}", case.set, case.id);
        }
        if sets.last().is_none_or(|(set, _)| *set != case.set) {
            sets.push((case.set.clone(), Counts::default()));
        }
        if let Some((_, of_set)) = sets.last_mut() {
            of_set.add(&counts);
        }
        all.add(&counts);
        if case.set != OTHER_GENRE {
            news.add(&counts);
        }
    }
    println!(
        "{:19} title  near      of | date   miss   shown | wrong  year   given | one    all    shown | wrong",
        ""
    );
    for (set, counts) in &sets {
        counts.print(&format!("{converter} {set}"));
    }
    news.print(&format!("{converter} news"));
    all.print(&format!("{converter} all"));
}

impl Counts {
    fn add(&mut self, other: &Self) {
        self.pages += other.pages;
        self.titles += other.titles;
        self.titles_shown += other.titles_shown;
        self.title_right += other.title_right;
        self.title_near += other.title_near;
        self.dates_shown += other.dates_shown;
        self.date_right += other.date_right;
        self.date_missing += other.date_missing;
        self.dates_given += other.dates_given;
        self.date_wrong += other.date_wrong;
        self.year_wrong += other.year_wrong;
        self.authors += other.authors;
        self.authors_shown += other.authors_shown;
        self.one_author += other.one_author;
        self.all_authors += other.all_authors;
        self.authors_wrong += other.authors_wrong;
    }

    fn print(&self, name: &str) {
        let share = |count: u32, of: u32| match of {
            0 => "  -  ".to_owned(),
            _ => format!("{:.3}", f64::from(count) / f64::from(of)),
        };
        println!(
            "{name:19} {}  {}  {:3}/{:3} | {}  {}  {:4}  | {}  {}  {:4}  | {}  {}  {:4}  | {}",
            share(self.title_right, self.titles),
            share(self.title_near, self.titles),
            self.titles_shown,
            self.titles,
            share(self.date_right, self.dates_shown),
            share(self.date_missing, self.dates_shown),
            self.dates_shown,
            share(self.date_wrong, self.dates_given),
            share(self.year_wrong, self.dates_given),
            self.dates_given,
            share(self.one_author, self.authors_shown),
            share(self.all_authors, self.authors_shown),
            self.authors_shown,
            share(self.authors_wrong, self.authors),
        );
    }
}

/// Scores one page; describes in `misses` what is wrong or missing.
fn score(case: &Case, article: &Article, page: &str, misses: &mut Vec<String>) -> Counts {
    let mut counts = Counts {
        pages: 1,
        ..Counts::default()
    };
    let letters = folded(page);
    title(case, article, &letters, &mut counts, misses);
    date(case, article, page, &mut counts, misses);
    authors(case, article, &letters, &mut counts, misses);
    counts
}

fn title(case: &Case, article: &Article, letters: &str, counts: &mut Counts, misses: &mut Vec<String>) {
    let gold = folded(case.meta["title"].as_str().unwrap_or(""));
    if gold.is_empty() {
        return;
    }
    let title = article.meta.title.as_deref().unwrap_or("");
    let found = folded(title);
    let near = contains(&gold, &found) && found.len().min(gold.len()) * 2 >= found.len().max(gold.len());
    counts.titles = 1;
    counts.titles_shown = u32::from(letters.contains(&gold));
    counts.title_right = u32::from(found == gold);
    counts.title_near = u32::from(near);
    if !near {
        misses.push(format!(
            "title: {title:?}, not {:?}",
            case.meta["title"].as_str().unwrap_or("")
        ));
    }
}

fn date(case: &Case, article: &Article, page: &str, counts: &mut Counts, misses: &mut Vec<String>) {
    let gold = case.meta["date"].as_str().and_then(|date| date.get(..10));
    let Some(gold) = gold.and_then(|date| date.parse::<Date>().ok()) else {
        return;
    };
    let is_shown = page.lines().any(|line| shows(line, gold));
    let found = article.meta.date;
    let is_right = found == Some(gold);
    counts.dates_shown = u32::from(is_shown);
    counts.date_right = u32::from(is_shown && is_right);
    counts.date_missing = u32::from(is_shown && found.is_none());
    if let Some(found) = found {
        counts.dates_given = 1;
        counts.date_wrong = u32::from(!is_right);
        counts.year_wrong = u32::from(!is_right && (found.month, found.day) == (gold.month, gold.day));
    }
    if !is_right && (is_shown || found.is_some()) {
        let found = found.map_or_else(|| "nothing".to_owned(), |date| date.to_string());
        let shown = if is_shown { "" } else { " (not shown)" };
        misses.push(format!(
            "date: {found}{}, not {gold}{shown}",
            evidence_for(article, Field::Date)
        ));
    }
}

fn authors(case: &Case, article: &Article, letters: &str, counts: &mut Counts, misses: &mut Vec<String>) {
    let entries = case.meta["authors"].as_array().into_iter().flatten();
    let gold: HashSet<String> = entries
        .filter_map(|entry| entry.as_str())
        .flat_map(split_names)
        .map(folded)
        .filter(|name| !name.is_empty())
        .collect();
    if gold.is_empty() {
        return;
    }
    let byline = article.meta.byline.as_deref().unwrap_or("");
    let found: HashSet<String> = byline
        .split(", ")
        .map(folded)
        .filter(|name| !name.is_empty())
        .collect();
    let same = |one: &String, other: &String| {
        one == other || (one.chars().count().min(other.chars().count()) >= MIN_NAME && contains(one, other))
    };
    let is_gold = |name: &&String| gold.iter().any(|gold| same(gold, name));
    let right = found.iter().filter(is_gold).count();
    let is_shown = gold.iter().any(|name| letters.contains(name.as_str()));
    let all = right == found.len() && gold.iter().all(|gold| found.iter().any(|name| same(gold, name)));
    counts.authors = 1;
    counts.authors_shown = u32::from(is_shown);
    counts.one_author = u32::from(is_shown && right > 0);
    counts.all_authors = u32::from(is_shown && right > 0 && all);
    counts.authors_wrong = u32::from(!found.is_empty() && right == 0);
    if right == 0 && (is_shown || !found.is_empty()) {
        let shown = if is_shown { "" } else { " (not shown)" };
        misses.push(format!(
            "authors: {byline:?}{}, not {}{shown}",
            evidence_for(article, Field::Byline),
            case.meta["authors"]
        ));
    }
}

/// The line, rule and confidence of a value, in parentheses.
fn evidence_for(article: &Article, field: Field) -> String {
    let evidence = article.meta.evidence_of(field);
    evidence.map_or_else(String::new, |evidence| {
        let line = evidence.line.unwrap_or(0);
        format!(" (line {line}, {}, {:.2})", evidence.rule, evidence.confidence)
    })
}

/// The names of a gold entry, which can have several.
fn split_names(entry: &str) -> impl Iterator<Item = &str> {
    entry.split([',', ';', '&']).flat_map(|part| part.split(" and "))
}

/// Returns whether one text contains the other and neither is empty.
fn contains(one: &str, other: &str) -> bool {
    !one.is_empty() && !other.is_empty() && (one.contains(other) || other.contains(one))
}

/// Letters and digits, in lower case, without accents.
fn folded(text: &str) -> String {
    text.nfkd()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// Returns whether a line contains a complete date.
fn shows(line: &str, day: Date) -> bool {
    if !line.contains(&day.year.to_string()) || line.chars().count() > MAX_LINE {
        return false;
    }
    let numbers: Vec<u32> = line
        .split(|c: char| !c.is_ascii_digit())
        .filter(|digits| (1..=2).contains(&digits.len()))
        .filter_map(|digits| digits.parse().ok())
        .collect();
    let count = |wanted: u8| {
        numbers
            .iter()
            .filter(|&&number| number == u32::from(wanted))
            .count()
    };
    let by_number = count(day.month) > usize::from(day.month == day.day);
    let lower = line.to_lowercase();
    let named = || {
        let names = &MONTHS[usize::from(day.month) - 1];
        names.iter().any(|name| lower.contains(name.as_str()))
    };
    count(day.day) > 0 && (by_number || named())
}

fn month_names() -> Vec<HashSet<String>> {
    #[derive(serde::Deserialize)]
    struct Names {
        months: Vec<Vec<String>>,
    }
    let text = include_str!("../../../assets/dates/names.toml");
    let languages: HashMap<String, Names> = toml::from_str(text).expect("the names of months are valid TOML");
    let mut months = vec![HashSet::new(); 12];
    for names in languages.values() {
        for (month, forms) in months.iter_mut().zip(&names.months) {
            month.extend(forms.iter().map(|form| form.to_lowercase()));
        }
    }
    months
}
