//! What the pages that share a page's template say of it as a whole: its outlet, and whether its numeric dates begin with
//! the month. Not which lines are the template: see [`siblings`](super::siblings).

use super::meta;
use super::siblings::Siblings;
use crate::article::{Article, Evidence, Field};

/// An outlet that rests on less is not lent to other pages.
const LENDS: f32 = 0.8;
/// So many lines at least must stand on pages of one outlet …
const FEWEST: usize = 8;
/// … and so many in a hundred of the page's lines that are no text. Pages of one site share half of them and more, pages
/// of two sites a few names of services and notices.
const SHARE: usize = 40;

/// Whether pages that share so many of so many lines are pages of one site.
pub(super) fn is_enough(shared: usize, all: usize) -> bool {
    shared >= FEWEST && shared * 100 >= all * SHARE
}

/// What a page says for its siblings.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Says {
    /// Its outlet, where it names it plainly.
    pub(super) outlet: Option<Box<str>>,
    /// Whether a numeric date on it that has one reading only begins with the month.
    pub(super) month_first: Option<bool>,
}

impl Says {
    /// What an article says that was extracted without siblings.
    pub(super) fn of(article: &Article) -> Self {
        let evidence = article.meta.evidence_of(Field::Outlet);
        let plainly = |evidence: &&Evidence| evidence.line.is_some() && evidence.confidence >= LENDS;
        Self {
            outlet: evidence
                .filter(plainly)
                .and_then(|_| article.meta.outlet.as_deref().map(Box::from)),
            month_first: meta::month_first(article),
        }
    }
}

/// What pages that have a line said of themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Tie {
    /// Number of the outlet, from 1; 0 where no page named one.
    outlet: u16,
    /// Pages whose dates begin with the month less those whose dates begin with the day.
    order: i8,
}

/// Pages of several outlets have the line.
const SEVERAL: u16 = u16::MAX;

impl Tie {
    /// Adds what one more page says; its outlet by number.
    pub(super) fn add(&mut self, outlet: u16, month_first: Option<bool>) {
        self.outlet = match (self.outlet, outlet) {
            (known, 0) => known,
            (0, new) => new,
            (known, new) if known == new => known,
            _ => SEVERAL,
        };
        let vote = month_first.map_or(0, |first| if first { 1 } else { -1 });
        self.order = self.order.saturating_add(vote);
    }
}

/// The names of outlets, by number.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Names(Vec<Box<str>>);

impl Names {
    /// The number of a name, from 1; 0 for none, and for names beyond the most that can be told apart.
    pub(super) fn number(&mut self, name: Option<&str>) -> u16 {
        let Some(name) = name else { return 0 };
        let known = self.0.iter().position(|known| **known == *name);
        let at = known.unwrap_or_else(|| {
            if self.0.len() < usize::from(SEVERAL) - 2 {
                self.0.push(name.into());
            }
            self.0.len() - 1
        });
        let is_it = self.0.get(at).is_some_and(|known| **known == *name);
        u16::try_from(at + 1).ok().filter(|_| is_it).unwrap_or(0)
    }
}

/// The outlet of the pages that share an article's template, and the line that first shows it; none where pages of several
/// outlets share it.
pub(super) fn outlet<'a>(article: &Article, siblings: &'a Siblings) -> Option<(&'a str, usize)> {
    let mut counts: Vec<(u16, usize, usize)> = Vec::new();
    let mut all = 0;
    for (at, line) in article
        .lines
        .iter()
        .enumerate()
        .filter(|(_, line)| !line.class.is_body())
    {
        let Some(known) = siblings.known(article.text_of(line)) else {
            continue;
        };
        all += 1;
        let outlet = known.tie.outlet;
        if outlet == 0 || outlet == SEVERAL {
            continue;
        }
        match counts.iter_mut().find(|(of, ..)| *of == outlet) {
            Some((_, count, _)) => *count += 1,
            None => counts.push((outlet, 1, at)),
        }
    }
    counts.sort_by_key(|(_, count, _)| std::cmp::Reverse(*count));
    let &(outlet, count, at) = counts.first()?;
    let rival = counts.get(1).map_or(0, |(_, count, _)| *count);
    let enough = is_enough(count, all) && rival * 5 <= count;
    let name = siblings.names.0.get(usize::from(outlet) - 1)?;
    enough.then_some((&**name, at))
}

/// Whether the numeric dates of the pages that share an article's template begin with the month.
pub(super) fn month_first(article: &Article, siblings: &Siblings) -> Option<bool> {
    let lines = article.lines.iter().filter(|line| !line.class.is_body());
    let known = lines.filter_map(|line| siblings.known(article.text_of(line)));
    let votes: Vec<i8> = known
        .filter(|known| known.pages > 1)
        .map(|known| known.tie.order.signum())
        .collect();
    let (first, not) = (
        votes.iter().filter(|vote| **vote > 0).count(),
        votes.iter().filter(|vote| **vote < 0).count(),
    );
    match (first, not) {
        _ if first >= FEWEST && first > not * 5 => Some(true),
        _ if not >= FEWEST && not > first * 5 => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::{Hints, Knowledge, Sketch, extract};

    const MENU: &str = "Ferries\nHarbours\nLighthouses\nTides\nPilots\nBerths\nMarkets\n\
        Ships\nWinter\nLost\n";

    fn page(menu: &str, headline: &str, date: &str, end: &str) -> String {
        format!(
            "{menu}\n{headline} comes back to the harbour after the storm\n{date}\n\
            The {headline} left the harbour on Monday with forty people on board, and the port said so at night.\n\
            Nobody had expected that, the mayor of the town told the people who had come to the quay in the rain.\n{end}\n"
        )
    }

    fn read_with(siblings: Option<&Siblings>, page: &str) -> Article {
        let knowledge = Knowledge::builtin();
        let hints = Hints {
            path: None,
            knowledge: &knowledge,
            siblings,
        };
        extract(page.as_bytes(), &hints).remove(0)
    }

    fn siblings(pages: &[&str]) -> Siblings {
        let mut siblings = Siblings::default();
        for page in pages {
            siblings.add(&Sketch::of(&read_with(None, page)));
        }
        siblings
    }

    #[test]
    fn pages_of_one_template_lend_their_outlet_and_no_others() {
        let named = page(
            MENU,
            "Old ferry",
            "25/03/2024",
            "© 2024 Sky News. All rights reserved.",
        );
        let silent = page(MENU, "New bridge", "03/04/2024", "Write to us");
        let other = page("Sign in\nWeather\n", "Grey crane", "04/05/2024", "Ferries");
        let siblings = siblings(&[&named, &silent, &other]);
        assert_eq!(read_with(None, &silent).meta.outlet, None);
        let article = read_with(Some(&siblings), &silent);
        assert_eq!(article.meta.outlet.as_deref(), Some("Sky News"));
        let evidence = article.meta.evidence_of(Field::Outlet).unwrap();
        assert_eq!((evidence.rule, evidence.line), ("sibling-pages", Some(1)));
        assert_eq!(
            article.meta.date.map(|date| date.to_string()).as_deref(),
            Some("2024-04-03")
        );
        assert_eq!(read_with(Some(&siblings), &other).meta.outlet, None);
    }

    #[test]
    fn a_template_of_two_outlets_lends_none() {
        let one = page(
            MENU,
            "Old ferry",
            "25/03/2024",
            "© 2024 Sky News. All rights reserved.",
        );
        let two = page(
            MENU,
            "Tall mast",
            "26/03/2024",
            "© 2024 The Guardian. All rights reserved.",
        );
        let silent = page(MENU, "New bridge", "27/03/2024", "Write to us");
        assert_eq!(
            read_with(Some(&siblings(&[&one, &two, &silent])), &silent)
                .meta
                .outlet,
            None
        );
    }
}
