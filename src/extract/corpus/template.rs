//! What the pages of a corpus have in common: lines that several pages share are their outlet's template. It is found
//! from the lines alone, not from paths or outlets. Callers decide which pages are read a second time, and when.
//!
//! ```
//! use newsprint::extract::{CorpusTemplate, Hints, OutletDirectory, PageSketch, extract};
//!
//! let outlets = OutletDirectory::builtin();
//! let mut hints = Hints::new(&outlets);
//! let pages = ["First page\nAbout us\n", "Second page\nAbout us\n"];
//! let mut template = CorpusTemplate::default();
//! for page in pages {
//!     for article in extract(page.as_bytes(), &hints) {
//!         template.add(&PageSketch::of(&article));
//!     }
//! }
//! hints.template = Some(&template);
//! let _again: Vec<_> = pages.iter().map(|page| extract(page.as_bytes(), &hints)).collect();
//! ```

use crate::article::Article;
use crate::article::line::LineClass;
use crate::extract::corpus::page_facts::{LineVotes, OutletNumbers, PageFacts, is_enough};
use crate::extract::input::page::SourcePage;
use crate::extract::lines::analyze::UnitFeatures;
use crate::text::hash::{HashTable, WORD_START, end_word, next_char};

/// The default limit of lines that are counted at once; a table of this size takes about 60 MB.
const MOST_LINES: usize = 1 << 20;

/// The contribution of one page to [`CorpusTemplate`]: the hashes of its lines, and which lines are body.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PageSketch {
    /// Identifies the article: two pages with the same headline are copies.
    headline: u32,
    /// Each different line once, ordered by hash.
    lines: Vec<(u64, bool)>,
    /// The facts of the page as a whole.
    facts: PageFacts,
}

impl PageSketch {
    /// The sketch of an article that was extracted without a template.
    pub fn of(article: &Article) -> Self {
        let mut lines: Vec<(u64, bool)> = article
            .lines
            .iter()
            .filter_map(|line| Some((line_hash(article.text_of(line))?, line.class.is_body())))
            .collect();
        lines.sort_unstable();
        // A line that appears twice counts as body if one of the two is body.
        lines.dedup_by(|next, kept| {
            let same = next.0 == kept.0;
            kept.1 |= same && next.1;
            same
        });
        let headline = article
            .lines
            .iter()
            .find(|line| line.class == LineClass::Title)
            .or_else(|| article.lines.iter().find(|line| line.class.is_body()))
            .and_then(|line| line_hash(article.text_of(line)));
        Self {
            // Without an article, only pages with the same lines are copies.
            headline: headline.unwrap_or_else(|| lines.iter().fold(WORD_START, |all, (line, _)| all ^ line))
                as u32,
            lines,
            facts: PageFacts::of(article),
        }
    }
}

/// The counts of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LineCounts {
    /// Number of pages that have it; copies of one article count once.
    pub pages: u16,
    /// Number of pages on which it is body.
    pub body: u16,
    /// The headline of the last page that has it.
    headline: u32,
    /// The votes of these pages.
    pub(crate) votes: LineVotes,
}

/// The lines of the pages added so far. The size is bounded: if there are too many lines, the lines of the fewest pages
/// are dropped (Manku and Motwani, "Approximate frequency counts over data streams", 2002), so a line is kept if it
/// recurs while the pages of its outlet are added.
#[derive(Debug, Clone, PartialEq)]
pub struct CorpusTemplate {
    lines: HashTable<LineCounts>,
    most_lines: usize,
    /// The outlets that the pages name.
    pub(crate) names: OutletNumbers,
}

impl Default for CorpusTemplate {
    fn default() -> Self {
        Self::of_at_most(MOST_LINES)
    }
}

impl CorpusTemplate {
    /// An empty table that keeps at most `lines` lines; each takes about 50 bytes.
    pub fn of_at_most(lines: usize) -> Self {
        Self {
            lines: HashTable::default(),
            most_lines: lines,
            names: OutletNumbers::default(),
        }
    }

    /// Adds a page. Every page that will be read with this template must be added once; the same pages in the same
    /// order give the same table.
    pub fn add(&mut self, sketch: &PageSketch) {
        let outlet = self.names.number(sketch.facts.outlet.as_deref());
        for &(line, body) in &sketch.lines {
            let known = self.lines.entry(line).or_default();
            if known.pages == 0 || known.headline != sketch.headline {
                known.pages = known.pages.saturating_add(1);
                known.body = known.body.saturating_add(u16::from(body));
                known.headline = sketch.headline;
                known.votes.add(outlet, sketch.facts.month_first);
            }
        }
        if self.lines.len() > self.most_lines {
            for fewest in 2..u16::MAX {
                self.lines.retain(|_, known| known.pages >= fewest);
                if self.lines.len() <= self.most_lines / 2 {
                    break;
                }
            }
        }
    }

    /// Drops the lines that only one page has, after all pages were added.
    #[must_use]
    pub fn complete(mut self) -> Self {
        self.lines.retain(|_, known| known.pages > 1);
        self.lines.shrink_to_fit();
        self
    }

    /// Returns whether no line is counted.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// The counts of a line; zero if no page has it or if it has no letters.
    pub fn line(&self, text: &str) -> LineCounts {
        self.known(text).unwrap_or_default()
    }

    /// The counts of a line, `None` for a line without letters, which is no evidence either way.
    pub(crate) fn known(&self, text: &str) -> Option<LineCounts> {
        line_hash(text).map(|line| self.lines.get(&line).copied().unwrap_or_default())
    }

    /// Returns for each unit of a page whether it is part of the outlet's template: other pages have all of its lines
    /// too. `odds` are the log-odds that the units are body, judged from the page alone.
    ///
    /// A unit that looks like body is template only if the page has siblings, with these exceptions. If other pages
    /// have most of the body as body, the page is a copy (an agency's text, another edition), and what those pages take
    /// for body is not template. A paragraph that other pages take for chrome is not template if unshared text follows
    /// it: they may show it as a teaser of this page. Nor is a unit that few siblings have: stories of one event repeat
    /// the background.
    pub(crate) fn units_in_template(
        &self,
        page: &SourcePage<'_>,
        features: &UnitFeatures,
        odds: &[f32],
    ) -> Vec<bool> {
        let known: Vec<Option<LineCounts>> = page
            .units
            .iter()
            .map(|unit| {
                let lines = unit.lines().filter_map(|at| self.known(page.line(at)));
                lines.min_by_key(|known| known.pages)
            })
            .collect();
        let siblings = count_siblings(&known, odds);
        let known: Vec<LineCounts> = known.into_iter().map(Option::unwrap_or_default).collect();
        let shared = |at: usize| known.get(at).is_some_and(|known| known.pages > 1);
        let others_take_it = |at: usize| known[at].body > u16::from(odds[at] > 0.0);
        let words = |at: usize| u64::from(features.units[at].shape.measured_words());
        let body: Vec<usize> = (0..odds.len()).filter(|&at| odds[at] > 0.0).collect();
        let all: u64 = body.iter().map(|&at| words(at)).sum();
        let copied = |at: &&usize| shared(**at) && others_take_it(**at);
        let copied: u64 = body.iter().filter(copied).map(|&at| words(at)).sum();
        let is_copy = copied * 2 > all;
        let is_of_template = |at: usize| {
            let teaser_elsewhere = known[at].body <= 1 && !shared(at + 1);
            let rare =
                siblings.is_none_or(|siblings| u32::from(known[at].pages) * RARE < u32::from(siblings));
            !teaser_elsewhere && !rare && odds[at] < CERTAIN
        };
        (0..odds.len())
            .map(|at| {
                let looks_like_body = odds[at] > 0.0;
                shared(at) && !(is_copy && others_take_it(at)) && (!looks_like_body || is_of_template(at))
            })
            .collect()
    }
}

/// A unit that fewer than one in this many siblings have is not template.
const RARE: u32 = 5;
/// A unit with these log-odds (150 to 1) is never template.
const CERTAIN: f32 = 5.0;

/// The number of pages with this page's template: the median over the shared lines of chrome; `None` if too few lines
/// are shared.
fn count_siblings(known: &[Option<LineCounts>], odds: &[f32]) -> Option<u16> {
    let chrome = known.iter().zip(odds).filter(|(_, odds)| **odds <= 0.0);
    let chrome = chrome.filter_map(|(known, _)| known.map(|known| known.pages));
    let (mut shared, alone): (Vec<u16>, Vec<u16>) = chrome.partition(|pages| *pages > 1);
    shared.sort_unstable();
    let is_site = is_enough(shared.len(), shared.len() + alone.len());
    shared.get(shared.len() / 2).copied().filter(|_| is_site)
}

/// The hash of a line's letters and digits in lower case: marks, blanks and bullets make no difference, accents do.
fn line_hash(text: &str) -> Option<u64> {
    let (mut hash, mut letters) = (WORD_START, false);
    for c in text.chars().filter(|c| c.is_alphanumeric()) {
        letters |= c.is_alphabetic();
        if c.is_uppercase() {
            hash = c.to_lowercase().fold(hash, |hash, c| next_char(hash, c as u32));
        } else {
            hash = next_char(hash, c as u32);
        }
    }
    letters.then(|| end_word(hash))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::corpus::hints::Hints;
    use crate::extract::lines::vocabulary::Vocabulary;
    use crate::extract::outlets::directory::OutletDirectory;
    use crate::extract::pipeline::extract;

    fn sketch(page: &str) -> PageSketch {
        let outlets = OutletDirectory::builtin();
        let hints = Hints::new(&outlets);
        PageSketch::of(&extract(page.as_bytes(), &hints)[0])
    }

    const FERRY: &str = "Ferry stops for the winter\n\
        The ferry over the Lenne stops on Monday for the winter, the town of Arden said on Friday.\n\
        About the Arden Courier";
    const BRIDGE: &str = "Old bridge opens again\n\
        The old bridge opened again on Monday after two years of repairs, and hundreds of people crossed it.\n\
        • ABOUT the Arden Courier";

    #[test]
    fn case_and_marks_do_not_matter_for_a_shared_line() {
        let mut template = CorpusTemplate::default();
        template.add(&sketch(FERRY));
        template.add(&sketch(BRIDGE));
        assert_eq!(template.line("About the Arden Courier").pages, 2);
        assert_eq!(template.line("Old bridge opens again").pages, 1);
        assert_eq!(template.line("Nobody wrote this"), LineCounts::default());
    }

    #[test]
    fn copies_of_a_page_share_nothing() {
        let mut template = CorpusTemplate::default();
        template.add(&sketch(FERRY));
        template.add(&sketch(FERRY));
        assert_eq!(template.line("About the Arden Courier").pages, 1);
    }

    const NOTICE: &str =
        "The Arden Courier is read in every house of the valley and lives of what its readers give.";

    const MENU: &str = "Ferries\nHarbours\nLighthouses\nTides\nPilots\nBerths\nMarkets\nShips\nWinter\nLost";

    fn pages() -> Vec<String> {
        let stories = [
            ("Ferry stops for the winter", "ferry", "Friday"),
            ("Old bridge opens again", "bridge", "Sunday"),
        ];
        let page = |(title, what, day): (&str, &str, &str)| {
            format!(
                "{MENU}\n\n{title}\n\nThe {what} over the Lenne was closed on {day} after the council had met for many hours.\n\n\
                 Nobody in Arden had thought that the {what} would be spoken of for so long, the mayor said.\n\n{NOTICE}\n\n\
                 People who live near the {what} told of water in their cellars and of trees on the road.\n"
            )
        };
        stories.map(page).to_vec()
    }

    fn bodies(pages: &[String]) -> Vec<Vec<String>> {
        let outlets = OutletDirectory::builtin();
        let mut template = CorpusTemplate::default();
        for page in pages {
            template.add(&sketch(page));
        }
        let hints = Hints {
            path: None,
            outlets: &outlets,
            template: Some(&template),
        };
        let body = |page: &String| extract(page.as_bytes(), &hints)[0].body();
        pages.iter().map(body).collect()
    }

    #[test]
    fn a_sentence_in_the_body_of_two_articles_is_template() {
        let alone = bodies(&pages()[..1]);
        assert!(alone[0].contains(&NOTICE.to_owned()), "{alone:#?}");
        for body in bodies(&pages()) {
            assert_eq!(body.len(), 3, "{body:#?}");
            assert!(!body.contains(&NOTICE.to_owned()));
        }
    }

    #[test]
    fn a_paragraph_of_two_stories_stays_if_their_pages_are_not_siblings() {
        let pages: Vec<String> = pages().iter().map(|page| page.replace(MENU, "")).collect();
        for body in bodies(&pages) {
            assert_eq!(body.len(), 4, "{body:#?}");
        }
    }

    #[test]
    fn a_paragraph_that_few_siblings_share_stays() {
        let mut pages = pages();
        for number in 0..10 {
            let other = "The market of Arden was as full as ever, and the rain did not keep anybody at home.";
            pages.push(format!(
                "{MENU}\n\nMarket number {number} was full again\n\n{other} {number}\n"
            ));
        }
        for body in &bodies(&pages)[..2] {
            assert_eq!(body.len(), 4, "{body:#?}");
        }
    }

    #[test]
    fn an_agency_text_on_two_outlets_stays() {
        let mut pages = pages();
        pages[1] = pages[0].replace(
            "Ferry stops for the winter",
            "No ferry over the Lenne until spring",
        );
        for body in bodies(&pages) {
            assert_eq!(body.len(), 4, "{body:#?}");
        }
    }

    #[test]
    fn a_paragraph_that_is_a_teaser_on_another_page_stays() {
        let mut pages = pages();
        let lead = pages[0]
            .lines()
            .find(|line| line.contains("council"))
            .unwrap_or_default()
            .to_owned();
        pages[1] += &["\nMore news", "Ferry stops for the winter", &lead, "Read more\n"].join("\n\n");
        let mut template = CorpusTemplate::default();
        for page in &pages {
            template.add(&sketch(page));
        }
        let page = SourcePage::new(&pages[0]);
        let features = UnitFeatures::new(&page, Vocabulary::builtin());
        let units = 0..page.units.len();
        let odds = |at| {
            if MENU.contains(&*page.text_of(at)) {
                -1.0
            } else {
                1.0
            }
        };
        let odds: Vec<f32> = units.clone().map(odds).collect();
        let in_template = template.units_in_template(&page, &features, &odds);
        let at = units.into_iter().find(|&at| page.text_of(at) == lead);
        assert!(!in_template[at.expect("it is a unit")], "{in_template:?}");
    }

    #[test]
    fn marks_and_numbers_alone_are_never_shared() {
        let mut template = CorpusTemplate::default();
        template.add(&sketch("One\n12:30\n***"));
        template.add(&sketch("Two\n12:30\n***"));
        assert_eq!(template.line("12:30").pages, 0);
    }
}
