//! What a page shows about its site as a whole, and the votes of all pages that share a line: their outlet, and whether
//! their numeric dates begin with the month. Not what follows from the votes: see `site_consensus`.

use crate::article::Article;
use crate::article::meta::{Evidence, Field};
use crate::extract::dates::numeric_order;

/// An outlet with less confidence is not passed on to other pages.
const LENDS: f32 = 0.8;
/// Pages of one site share at least this many lines …
pub(crate) const FEWEST: usize = 8;
/// … and at least this percentage of their lines outside the body. Pages of one site share half of these lines or more,
/// pages of two sites a few names of services and notices.
const SHARE: usize = 40;

/// Returns whether pages that share `shared` of `all` lines are pages of one site.
pub(crate) fn is_enough(shared: usize, all: usize) -> bool {
    shared >= FEWEST && shared * 100 >= all * SHARE
}

/// The facts of a page that its siblings may use.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct PageFacts {
    /// Its outlet, if the page names it plainly.
    pub outlet: Option<Box<str>>,
    /// Whether its unambiguous numeric dates begin with the month.
    pub month_first: Option<bool>,
}

impl PageFacts {
    /// The facts of an article that was extracted without a template.
    pub fn of(article: &Article) -> Self {
        let evidence = article.meta.evidence_of(Field::Outlet);
        let plainly = |evidence: &&Evidence| evidence.line.is_some() && evidence.confidence >= LENDS;
        Self {
            outlet: evidence
                .filter(plainly)
                .and_then(|_| article.meta.outlet.as_deref().map(Box::from)),
            month_first: numeric_order::month_first(article),
        }
    }
}

/// The votes of the pages that have a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct LineVotes {
    /// Number of the outlet, from 1; 0 if no page names one, [`SEVERAL`] if pages of several outlets have the line.
    pub outlet: u16,
    /// Number of pages that write the month first minus the number of pages that write the day first.
    pub order: i8,
}

/// The number for several outlets.
pub(crate) const SEVERAL: u16 = u16::MAX;

impl LineVotes {
    /// Adds the facts of one more page, its outlet by number.
    pub fn add(&mut self, outlet: u16, month_first: Option<bool>) {
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
pub(crate) struct OutletNumbers(Vec<Box<str>>);

impl OutletNumbers {
    /// The number of a name, from 1; 0 for `None` and for names beyond the capacity.
    pub fn number(&mut self, name: Option<&str>) -> u16 {
        let Some(name) = name else { return 0 };
        let known = self.0.iter().position(|known| **known == *name);
        let at = known.unwrap_or_else(|| {
            if self.0.len() < usize::from(SEVERAL) - 2 {
                self.0.push(name.into());
            }
            self.0.len() - 1
        });
        let matches = self.0.get(at).is_some_and(|known| **known == *name);
        u16::try_from(at + 1).ok().filter(|_| matches).unwrap_or(0)
    }

    /// The name of this number.
    pub fn name(&self, number: u16) -> Option<&str> {
        let at = usize::from(number).checked_sub(1)?;
        self.0.get(at).map(|name| &**name)
    }
}
