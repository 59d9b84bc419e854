//! Applies the rules of profiles about single lines: the lines change their class, and the values that depend on them
//! are read again. Not which lines match: see `rules`.

use crate::article::Article;
use crate::article::line::{Fields, Line, LineClass};
use crate::article::meta::{Evidence, Field, Metadata};
use crate::article::reason::Reason;
use crate::extract::corpus::hints::Hints;
use crate::extract::corrections::from_rules;
use crate::extract::outlets::directory::OutletDirectory;
use crate::extract::outlets::rules::{RuleClass, RuleHit};
use std::collections::BTreeMap;

/// The rule name in the evidence of corrected values.
const EVIDENCE: &str = "corrected";

/// An article before its metadata was read.
pub(crate) struct BeforeMetadata {
    lines: Vec<Line>,
    meta: Metadata,
}

impl BeforeMetadata {
    pub fn of(article: &Article) -> Self {
        Self {
            lines: article.lines.clone(),
            meta: article.meta.clone(),
        }
    }
}

/// Corrects an article whose outlet is known by now. `unread` is the article before its metadata was read, since that
/// is read again. The outlet stays, because the rules belong to it.
pub(crate) fn apply(article: &mut Article, unread: BeforeMetadata, hints: &Hints<'_>) {
    let corrected = hits_in(article, hints.outlets);
    if corrected.is_empty() {
        return;
    }
    let outlet = article.meta.outlet.take();
    let outlet_evidence = article.meta.evidence_of(Field::Outlet).cloned();
    article.lines = unread.lines;
    article.meta = unread.meta;
    for hit in corrected {
        set(article, hit);
    }
    retitle(article);
    resubtitle(article);
    from_rules::collect_from_rules(article, hints);
    article.meta.outlet = outlet;
    article
        .meta
        .evidence
        .retain(|evidence| evidence.field != Field::Outlet);
    article.meta.evidence.extend(outlet_evidence);
}

/// The rules' hits in the article. If two rules match a line, the later one wins: the user's rules come after the
/// corpus's, rules for one page after rules for an outlet.
fn hits_in(article: &Article, outlets: &OutletDirectory) -> Vec<RuleHit> {
    let mut hits = BTreeMap::new();
    for compiled in outlets.rules_for(article) {
        let rule = compiled.rule();
        for at in compiled.lines_of(article) {
            let reason = (rule.class == RuleClass::Chrome).then(|| rule.reason.unwrap_or(Reason::Correction));
            let hit = RuleHit {
                at,
                class: rule.class,
                reason,
            };
            hits.insert(at, hit);
        }
    }
    hits.into_values().collect()
}

fn set(article: &mut Article, hit: RuleHit) {
    let Some(line) = article.lines.get(hit.at).copied() else {
        return;
    };
    let text = article.text_of(&line);
    let (class, fields) = match hit.class {
        RuleClass::Body => (body_class(text), Fields::NONE),
        RuleClass::Heading => (LineClass::Heading, Fields::NONE),
        RuleClass::Standfirst => (LineClass::Subtitle, Fields::NONE),
        RuleClass::Title => (LineClass::Title, Fields::NONE),
        RuleClass::Date => (LineClass::DateLine, Fields::DATE),
        RuleClass::Byline => (LineClass::Byline, Fields::BYLINE),
        RuleClass::Caption => (LineClass::Caption, Fields::NONE),
        RuleClass::Chrome => (LineClass::Chrome, Fields::NONE),
    };
    // The rest of a paragraph continues after the line only if the paragraph began before the line.
    let parts = !(line.continues && class == LineClass::Chrome);
    article.lines[hit.at] = Line {
        class,
        fields,
        reason: hit.reason,
        continues: false,
        confidence: Line::CORRECTED,
        ..line
    };
    if let Some(next) = article.lines.get_mut(hit.at + 1).filter(|_| parts) {
        next.continues = false;
    }
}

/// A line that a person calls body is a list item if it has a bullet, else a paragraph.
fn body_class(text: &str) -> LineClass {
    let bullet = text.starts_with(['•', '◦', '▪', '■', '●', '‣', '·'])
        || ["- ", "* ", "– ", "+ "].iter().any(|mark| text.starts_with(mark));
    if bullet {
        LineClass::ListItem
    } else {
        LineClass::Paragraph
    }
}

/// Makes the corrected headline the headline, and gives the old one another class.
fn retitle(article: &mut Article) {
    let is_new = |line: &Line| line.class == LineClass::Title && line.is_corrected();
    let titles = article.lines.iter().filter(|line| line.class == LineClass::Title);
    let (new, old): (Vec<Line>, Vec<Line>) = titles.partition(|line| is_new(line));
    let forget = |article: &mut Article| {
        article.meta.title = None;
        article
            .meta
            .evidence
            .retain(|evidence| evidence.field != Field::Title);
    };
    let Some(first) = new.first() else {
        if old.is_empty() {
            forget(article);
        }
        return;
    };
    let text = new
        .iter()
        .map(|line| article.text_of(line))
        .collect::<Vec<_>>()
        .join(" ");
    for line in old {
        demote(article, line.number, first.number, &text);
    }
    for line in &mut article.lines {
        let again = line.class == LineClass::Chrome
            && !line.is_corrected()
            && article.source.get(line.start as usize..line.end as usize) == Some(&text);
        if again {
            line.reason = Some(Reason::RepeatedTitle);
        }
    }
    forget(article);
    article.meta.title = Some(text);
    article.meta.evidence.push(Evidence {
        field: Field::Title,
        line: Some(first.number),
        rule: EVIDENCE,
        confidence: 1.0,
    });
}

/// Gives the former headline another class: a copy of the new one, its standfirst if it is between headline and text, a
/// heading if it is in the text, else chrome.
fn demote(article: &mut Article, number: u32, title: u32, title_text: &str) {
    let body = article
        .lines
        .iter()
        .find(|line| line.class.is_body())
        .map(|line| line.number);
    let has_standfirst = article.lines.iter().any(|line| line.class == LineClass::Subtitle);
    let Ok(at) = article.lines.binary_search_by_key(&number, |line| line.number) else {
        return;
    };
    let copy = article.text_of(&article.lines[at]) == title_text;
    let below = number > title;
    let before_body = body.is_none_or(|body| number < body);
    let (class, reason) = match (copy, below, before_body) {
        (true, ..) => (LineClass::Chrome, Some(Reason::RepeatedTitle)),
        (false, true, true) if !has_standfirst => (LineClass::Subtitle, None),
        (false, _, false) => (LineClass::Heading, None),
        (false, ..) => (LineClass::Chrome, Some(Reason::BeforeArticle)),
    };
    let line = &mut article.lines[at];
    (line.class, line.reason, line.continues) = (class, reason, false);
}

/// Reads the standfirst again from its lines. A standfirst above the headline belongs to another headline.
fn resubtitle(article: &mut Article) {
    let title = article
        .lines
        .iter()
        .find(|line| line.class == LineClass::Title && line.is_corrected());
    let above = title.map_or(0, |line| line.number);
    for line in &mut article.lines {
        if line.class == LineClass::Subtitle && line.number < above && !line.is_corrected() {
            (line.class, line.reason) = (LineClass::Chrome, Some(Reason::BeforeArticle));
            line.continues = false;
        }
    }
    let lines: Vec<Line> = article
        .lines
        .iter()
        .filter(|line| line.class == LineClass::Subtitle)
        .copied()
        .collect();
    let text = lines
        .iter()
        .map(|line| article.text_of(line))
        .collect::<Vec<_>>()
        .join(" ");
    let text = (!lines.is_empty()).then_some(text);
    if text == article.meta.subtitle {
        return;
    }
    article.meta.subtitle = text;
    article
        .meta
        .evidence
        .retain(|evidence| evidence.field != Field::Subtitle);
    article.meta.evidence.extend(lines.first().map(|line| Evidence {
        field: Field::Subtitle,
        line: Some(line.number),
        rule: EVIDENCE,
        confidence: 1.0,
    }));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::meta::Warning;
    use crate::extract::outlets::rules::PageId;
    use crate::extract::pipeline::extract;

    const PAGE: &str = "Menu\nSign in\nHarbour notes\nOld bridge opens again after repairs\n\
        Mon, 3 Feb 2025\nPrinted on 7 February 2025\nWritten by\nada of the quay\n\n\
        The old bridge over the Lenne opened again on Monday after two years of repairs, the town said.\n\
        Hundreds of people crossed it on foot before the first bus came over at noon on a cold day.\n\
        Hoist the flag with us\n\
        The mayor said that the repairs had cost less than was feared when they began two years ago.\n\
        Share this article\n© 2025 The Quay Courier. All rights reserved\n";

    fn read(rules: &str) -> Article {
        let outlets = OutletDirectory::builtin().with_own_profile(rules).unwrap().0;
        let hints = Hints::new(&outlets);
        extract(PAGE.as_bytes(), &hints).remove(0)
    }

    fn rule(lines: &str, class: &str) -> String {
        format!("[[line]]\noutlet = \"The Quay Courier\"\n{lines}\nclass = \"{class}\"\n")
    }

    fn line<'a>(article: &'a Article, text: &str) -> &'a Line {
        article
            .lines
            .iter()
            .find(|line| article.text_of(line) == text)
            .unwrap()
    }

    #[test]
    fn nothing_changes_without_a_matching_rule() {
        let plain = read("");
        assert_eq!(plain.meta.outlet.as_deref(), Some("The Quay Courier"));
        let other = "[[line]]\noutlet = \"Another\"\ntext = \"Harbour notes\"\nclass = \"title\"\n";
        assert_eq!(read(other), plain);
        assert_eq!(read(&rule("text = \"Harbour note\"", "title")), plain);
    }

    #[test]
    fn lines_get_the_class_of_the_profile() {
        let article = read(
            &(rule("text = \"Hoist the flag with us\"", "chrome")
                + &rule("pattern = '^Hundreds of'", "caption")
                + &rule("pattern = '^The mayor'", "body")),
        );
        let flag = line(&article, "Hoist the flag with us");
        assert_eq!(
            (flag.class, flag.reason),
            (LineClass::Chrome, Some(Reason::Correction))
        );
        assert_eq!(flag.confidence, Line::CORRECTED);
        assert!(article.lines.iter().filter(|line| line.is_corrected()).count() == 3);
        assert_eq!(article.captions().len(), 1);
        assert_eq!(article.body().len(), 2);
        assert_eq!(article.meta.outlet.as_deref(), Some("The Quay Courier"));
    }

    #[test]
    fn a_corrected_title_replaces_the_old_one() {
        let article = read(&rule("text = \"Harbour notes\"", "title"));
        assert_eq!(article.meta.title.as_deref(), Some("Harbour notes"));
        let evidence = article.meta.evidence_of(Field::Title).unwrap();
        assert_eq!(
            (evidence.rule, evidence.line, evidence.confidence),
            (EVIDENCE, Some(3), 1.0)
        );
        let old = line(&article, "Old bridge opens again after repairs");
        assert_eq!(old.class, LineClass::Subtitle);
        assert_eq!(
            article.meta.subtitle.as_deref(),
            Some("Old bridge opens again after repairs")
        );
        assert_eq!(
            article
                .lines
                .iter()
                .filter(|line| line.class == LineClass::Title)
                .count(),
            1
        );
    }

    #[test]
    fn an_article_whose_title_is_called_chrome_has_none() {
        let article = read(&rule("text = \"Old bridge opens again after repairs\"", "chrome"));
        assert_eq!(article.meta.title, None);
        assert!(article.meta.evidence_of(Field::Title).is_none());
    }

    #[test]
    fn date_and_byline_are_read_from_corrected_lines() {
        let article =
            read(&(rule("pattern = '^Printed on'", "date") + &rule("after = '^Written by$'", "byline")));
        assert_eq!(article.meta.date.unwrap().to_string(), "2025-02-07");
        let evidence = article.meta.evidence_of(Field::Date).unwrap();
        assert_eq!(
            (evidence.rule, evidence.line, evidence.confidence),
            (EVIDENCE, Some(6), 1.0)
        );
        assert_eq!(article.meta.byline.as_deref(), Some("ada of the quay"));
        assert_eq!(article.meta.evidence_of(Field::Byline).unwrap().line, Some(8));
        let old = line(&article, "Mon, 3 Feb 2025");
        assert_ne!(old.class, LineClass::DateLine);
    }

    #[test]
    fn a_line_without_a_day_is_not_a_date_line() {
        assert_eq!(read(&rule("text = \"Harbour notes\"", "date")), read(""));
    }

    #[test]
    fn a_date_that_is_called_chrome_is_not_used() {
        let plain = read("").meta.date;
        let gone = read(
            &(rule("text = \"Mon, 3 Feb 2025\"", "chrome") + &rule("pattern = '^Printed on'", "chrome")),
        );
        assert!(plain.is_some());
        assert_eq!(gone.meta.date, None);
    }

    #[test]
    fn a_rule_for_one_page_overrides_the_outlets_and_needs_the_same_text() {
        let page = PageId::of(PAGE);
        let own = format!(
            "[[line]]\npage = \"{page}\"\nnumber = 11\ntext = \"Hoist the flag with us\"\nclass = \"heading\"\n"
        );
        let both = own + &rule("text = \"Hoist the flag with us\"", "chrome");
        assert_eq!(
            line(&read(&both), "Hoist the flag with us").class,
            LineClass::Heading
        );
        let other = both.replace("number = 11", "number = 12");
        assert_eq!(
            line(&read(&other), "Hoist the flag with us").class,
            LineClass::Chrome
        );
    }

    #[test]
    fn a_page_has_an_article_exactly_if_it_has_a_body() {
        let none = read(&rule("pattern = '^(The|Hundreds|Hoist)'", "chrome"));
        assert!(none.body().is_empty());
        assert_eq!(none.warnings, [Warning::NoArticle]);
        assert!(read("").warnings.is_empty());
    }

    #[test]
    fn every_line_has_one_class() {
        for class in RuleClass::ALL {
            let article = read(&rule("pattern = '[a-z]'", class.name()));
            let kept: Vec<&str> = article.lines.iter().map(|line| article.text_of(line)).collect();
            let source: Vec<&str> = PAGE.lines().filter(|line| !line.is_empty()).collect();
            assert_eq!(kept, source);
            for line in &article.lines {
                assert_eq!(
                    line.reason.is_some(),
                    line.class == LineClass::Chrome,
                    "{class:?} {line:?}"
                );
            }
        }
    }
}
