//! Bytes and hints to articles. Cannot fail; knows no files, threads or clock.
//!
//! The way of a page: [`decode`] makes it harmless text; [`parts`] cuts it where it certainly holds several articles;
//! [`page`] and [`join`] cut it into lines and units; [`measure`] says what each unit is by itself; [`select`] lets the
//! model pick the body, with [`siblings`] beside it where there are some, and [`refine`] corrects it; [`title`] and
//! [`captions`] take their lines; [`reasons`] names why the rest is chrome; [`meta`] reads date, byline and outlet from
//! what is left; [`corrections`] carries out what profiles say of single lines.

mod author_note;
mod captions;
mod cleaned;
mod corrections;
mod decode;
mod features;
mod function_words;
mod headline;
mod index_page;
mod join;
mod kin;
mod measure;
mod meta;
mod model;
mod page;
mod parts;
mod phrases;
mod reasons;
mod recurring;
mod refine;
pub mod rules;
mod run;
mod scan;
mod select;
mod siblings;
pub mod suggest;
mod title;
mod topic;
#[cfg(feature = "training")]
pub mod training;
mod work;

pub use meta::{Knowledge, Outlet, Profile, ProfileError};
pub use recurring::{Proposal, Recurring};
pub use siblings::{Shared, Siblings, Sketch};

use crate::article::{Article, Evidence, Field, Line, LineClass, Reason, Warning};
use corrections::Unread;
use measure::Measured;
use model::Model;
use page::{Page, SourceLine};
use phrases::Vocabulary;

/// What is known about a text apart from its bytes.
#[derive(Debug, Clone, Copy)]
pub struct Hints<'a> {
    /// Where the text comes from, as the person named it; weak evidence of the outlet.
    pub path: Option<&'a str>,
    /// What is known of outlets.
    pub knowledge: &'a Knowledge,
    /// What the pages of its corpus have in common, this one among them; see [`Siblings`].
    pub siblings: Option<&'a Siblings>,
}

impl<'a> Hints<'a> {
    /// Nothing is known of the text itself: no path, no siblings.
    pub fn new(knowledge: &'a Knowledge) -> Self {
        Self {
            path: None,
            knowledge,
            siblings: None,
        }
    }
}

/// What a unit was taken for.
#[derive(Debug, Clone, Copy, Default)]
struct Verdict {
    class: LineClass,
    reason: Option<Reason>,
    confidence: u8,
}

impl Verdict {
    fn of(class: LineClass, confidence: u8) -> Self {
        Self {
            class,
            reason: None,
            confidence,
        }
    }

    fn chrome(reason: Reason, confidence: u8) -> Self {
        Self {
            class: LineClass::Chrome,
            reason: Some(reason),
            confidence,
        }
    }
}

/// Reads a text: any bytes, one article or more. A page without an article comes back with a warning and no body.
pub fn extract(bytes: &[u8], hints: &Hints<'_>) -> Vec<Article> {
    extract_with(bytes, hints, Model::builtin())
}

/// [`extract`] with other weights than the built-in ones.
fn extract_with(bytes: &[u8], hints: &Hints<'_>, model: &Model) -> Vec<Article> {
    let decoded = decode::decode(bytes);
    parts::articles(decoded.text, &parts::feeds(bytes), |text, lines| {
        one(text, lines, decoded.warnings.clone(), hints, model)
    })
}

/// Reads a text that is one article at most, given its lines.
fn one(
    text: String,
    lines: Vec<SourceLine>,
    warnings: Vec<Warning>,
    hints: &Hints<'_>,
    model: &Model,
) -> Article {
    let mut article = Article {
        warnings,
        ..Article::default()
    };
    let may_name = {
        let page = Page::of_lines(&text, lines);
        let measured = Measured::new(&page, Vocabulary::builtin());
        let (mut verdicts, sure) = select::body(&page, &measured, model, hints.siblings);
        let title = if cleaned::is(&page, &measured, &mut verdicts) {
            Some(0)
        } else {
            refine::refine(&page, &measured, &sure, &mut verdicts);
            index_page::drop_teasers(&page, &measured, &mut verdicts);
            let title = title::find(&page, &measured, &sure, &mut verdicts, hints.knowledge, model);
            captions::mark(&page, &measured, &sure, &mut verdicts);
            reasons::name(&page, &measured, &mut verdicts, title, hints.knowledge);
            title
        };
        fill(&mut article, &page, &verdicts, title);
        // Few lines of the text are looked through for names.
        measured.lines_with_names(&page, hints.knowledge, |at| !verdicts[at].class.is_body())
    };
    article.source = text;
    let unread = hints.knowledge.has_rules().then(|| Unread::of(&article));
    meta::collect(&mut article, hints, Some(&may_name));
    author_note::drop_last(&mut article);
    if let Some(unread) = unread {
        corrections::apply(&mut article, unread, hints);
    }
    // Said last: the only line of a body may turn out to be a date or a name.
    if !article.lines.iter().any(|line| line.class.is_body()) {
        article.warnings.push(Warning::NoArticle);
    }
    article
}

/// Reads an article anew from its source text, with other hints: what is known of its outlet has changed.
pub fn extract_again(article: &Article, hints: &Hints<'_>) -> Article {
    // The text is harmless by now; what was wrong with its bytes is still to be said.
    let known = article.warnings.iter().copied();
    let warnings = known.filter(|warning| *warning != Warning::NoArticle).collect();
    let text = article.source.clone();
    let lines = page::lines_of(&text);
    let mut again = one(text, lines, warnings, hints, Model::builtin());
    again.part = article.part;
    let first = |article: &Article| article.lines.first().map_or(0, |line| line.number);
    let skipped = first(article).saturating_sub(first(&again));
    parts::shift(&mut again, skipped);
    again
}

fn fill(article: &mut Article, page: &Page<'_>, verdicts: &[Verdict], title: Option<usize>) {
    article.lines.reserve(page.lines.len());
    for (&unit, verdict) in page.units.iter().zip(verdicts) {
        for at in unit.lines() {
            let line = page.lines[at];
            article.lines.push(Line {
                number: line.number,
                start: line.start,
                end: line.end,
                class: verdict.class,
                reason: verdict.reason,
                continues: at > unit.first as usize && verdict.class != LineClass::Chrome,
                confidence: verdict.confidence.min(Line::CORRECTED - 1),
                ..Line::default()
            });
        }
    }
    if let Some(title) = title {
        let line = page.units[title].first as usize;
        article.meta.title = Some(page.text_of(title).into_owned());
        article.meta.evidence.push(Evidence {
            field: Field::Title,
            line: Some(page.lines[line].number),
            rule: "headline-above-body",
            confidence: 0.8,
        });
    }
    let subtitle: Vec<&Line> = article
        .lines
        .iter()
        .filter(|line| line.class == LineClass::Subtitle)
        .collect();
    if let Some(first) = subtitle.first() {
        let text = |line: &&Line| {
            page.source
                .get(line.start as usize..line.end as usize)
                .unwrap_or("")
        };
        article.meta.subtitle = Some(subtitle.iter().map(text).collect::<Vec<_>>().join(" "));
        article.meta.evidence.push(Evidence {
            field: Field::Subtitle,
            line: Some(first.number),
            rule: "line-under-headline",
            confidence: 0.7,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> Article {
        let knowledge = Knowledge::builtin();
        let hints = Hints::new(&knowledge);
        extract(text.as_bytes(), &hints).remove(0)
    }

    #[test]
    fn an_article_is_taken_out_of_its_page() {
        let page = "Menu\nSign in\nOld bridge opens again after repairs\n\n\
            The old bridge over the Lenne opened again on Monday after two years of repairs, the town said.\n\
            Read more: The ferry stops\n\
            Hundreds of people crossed it on foot before the first bus came over at noon.\n\
            Share this article\nMost read\nThe ferry stops\n";
        let article = read(page);
        assert_eq!(
            article.meta.title.as_deref(),
            Some("Old bridge opens again after repairs")
        );
        assert_eq!(article.body().len(), 2);
        assert_eq!(article.lines[4].reason, Some(Reason::CrossLink));
    }

    #[test]
    fn a_page_without_text_has_no_article() {
        assert_eq!(read("\n\n").warnings, [Warning::NoArticle]);
        assert!(read("Menu\nHome\n").body().is_empty());
    }

    proptest! {
        #[test]
        fn an_article_that_is_read_again_is_the_same(bytes in prop::collection::vec(any::<u8>(), 0..300), text in "\\PC{0,40}(\n\\PC{0,60}){0,6}") {
            let knowledge = Knowledge::builtin();
            let hints = Hints::new(&knowledge);
            for bytes in [&bytes, text.as_bytes()] {
                for article in extract(bytes, &hints) {
                    prop_assert_eq!(extract_again(&article, &hints), article);
                }
            }
        }

        #[test]
        fn any_bytes_give_every_line_once_and_no_control_character(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
            let knowledge = Knowledge::builtin();
            let hints = Hints::new(&knowledge);
            for article in extract(&bytes, &hints) {
                let kept: Vec<&str> = article.lines.iter().map(|line| article.text_of(line)).collect();
                let source: Vec<&str> = article.source.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
                prop_assert_eq!(kept, source);
                prop_assert!(!article.source.chars().any(|c| c.is_control() && c != '\n'));
            }
        }
    }
}
