//! What deserves a look in a corpus: articles without a value that most have, values that are not sure, and articles that
//! may be duplicates. It reads what extraction found; nothing is read again.

use crate::article::meta::{Evidence, Field, Warning};
use crate::library::entry::Entry;
use crate::library::identity::ContentHash;
use crate::text::fold::letters;
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};

/// Why an article deserves a look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum CheckReason {
    /// The page has no article.
    NoArticle,
    /// The article has no headline.
    NoTitle,
    /// The article has no date.
    NoDate,
    /// The article has no outlet.
    NoOutlet,
    /// A value was found with little confidence.
    LowConfidence,
    /// Another article has the same text, or the same headline on the same day.
    Duplicate,
}

impl CheckReason {
    /// Its name in the output.
    pub fn name(self) -> &'static str {
        match self {
            Self::NoArticle => "no-article",
            Self::NoTitle => "no-title",
            Self::NoDate => "no-date",
            Self::NoOutlet => "no-outlet",
            Self::LowConfidence => "low-confidence",
            Self::Duplicate => "duplicate",
        }
    }
}

/// One thing that deserves a look.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CheckFinding {
    /// The path of the article's file.
    pub path: String,
    /// The number of the article in its file.
    pub part: u32,
    /// The outlet, if it is known.
    pub outlet: Option<String>,
    /// The headline, if there is one.
    pub title: Option<String>,
    /// Why the article deserves a look.
    pub reason: CheckReason,
    /// The uncertain field and its confidence, or the path of the other article.
    pub detail: Option<String>,
}

/// The findings of an outlet, counted by reason; no name for articles whose outlet is unknown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OutletFindings {
    /// The outlet.
    pub outlet: Option<String>,
    /// The number of its articles.
    pub articles: usize,
    /// The number of findings for each reason that has any.
    pub counts: BTreeMap<&'static str, usize>,
}

/// A value with less confidence deserves a look.
const LOW_CONFIDENCE: f32 = 0.5;
/// Equal headlines with fewer letters may be those of a series.
const TITLE_LETTERS: usize = 20;

/// What was found so far.
#[derive(Debug, Default)]
pub struct Checkup {
    findings: Vec<CheckFinding>,
    articles: BTreeMap<Option<String>, usize>,
    /// The path of the first article with each text, and with each headline on a day.
    texts: HashMap<ContentHash, String>,
    titles: HashMap<String, String>,
}

impl Checkup {
    /// Examines an article.
    pub fn add(&mut self, entry: &Entry) {
        let (article, meta) = (&entry.article, &entry.article.meta);
        *self.articles.entry(meta.outlet.clone()).or_default() += 1;
        if article.warnings.contains(&Warning::NoArticle) {
            // It has no values either.
            self.find(entry, CheckReason::NoArticle, None);
            return;
        }
        let missing = [
            (meta.title.is_none(), CheckReason::NoTitle),
            (meta.date.is_none(), CheckReason::NoDate),
            (meta.outlet.is_none(), CheckReason::NoOutlet),
        ];
        for (_, reason) in missing.into_iter().filter(|(is_missing, _)| *is_missing) {
            self.find(entry, reason, None);
        }
        for field in [Field::Title, Field::Date, Field::Outlet, Field::Byline] {
            let unsure = |evidence: &&Evidence| evidence.confidence < LOW_CONFIDENCE;
            if let Some(evidence) = meta.evidence_of(field).filter(unsure) {
                let detail = format!("{} {:.2}", field.name(), evidence.confidence);
                self.find(entry, CheckReason::LowConfidence, Some(detail));
            }
        }
        if let Some(other) = self.earlier(entry) {
            self.find(entry, CheckReason::Duplicate, Some(other));
        }
    }

    /// The path of an earlier article with the same text, or with the same headline on the same day.
    fn earlier(&mut self, entry: &Entry) -> Option<String> {
        let path = entry.path.to_string_lossy().into_owned();
        let meta = &entry.article.meta;
        let mut earlier = None;
        if let Some(text) = entry.content.article {
            let first = self.texts.entry(text).or_insert_with(|| path.clone());
            earlier = Some(first.clone());
        }
        let title = meta
            .title
            .as_deref()
            .map(letters)
            .filter(|title| title.chars().count() >= TITLE_LETTERS);
        let same_text = earlier.filter(|first| *first != path);
        let same_title = title.zip(meta.date).and_then(|(title, date)| {
            let first = self
                .titles
                .entry(format!("{date} {title}"))
                .or_insert_with(|| path.clone());
            Some(first.clone()).filter(|first| *first != path)
        });
        same_text.or(same_title)
    }

    fn find(&mut self, entry: &Entry, reason: CheckReason, detail: Option<String>) {
        let meta = &entry.article.meta;
        self.findings.push(CheckFinding {
            path: entry.path.to_string_lossy().into_owned(),
            part: entry.article.part,
            outlet: meta.outlet.clone(),
            title: meta.title.clone(),
            reason,
            detail,
        });
    }

    /// All findings, by reason, then in the order of the articles; and the counts of each outlet, most findings first.
    pub fn into_findings(mut self) -> (Vec<CheckFinding>, Vec<OutletFindings>) {
        self.findings.sort_by_key(|finding| finding.reason);
        let mut outlets: Vec<OutletFindings> = Vec::new();
        for (outlet, articles) in self.articles {
            let mut counts = BTreeMap::new();
            for finding in self.findings.iter().filter(|finding| finding.outlet == outlet) {
                *counts.entry(finding.reason.name()).or_default() += 1;
            }
            if !counts.is_empty() {
                outlets.push(OutletFindings {
                    outlet,
                    articles,
                    counts,
                });
            }
        }
        outlets.sort_by_key(|outlet| std::cmp::Reverse(outlet.counts.values().sum::<usize>()));
        (self.findings, outlets)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::tests::fixtures::{SampleArticle, entries};

    fn sample(
        path: &'static str,
        title: &'static str,
        body: &'static [&'static str],
        outlet: &'static str,
        date: &'static str,
    ) -> SampleArticle<'static> {
        SampleArticle {
            path,
            title,
            body,
            outlet,
            date,
            via: "",
            language: "en",
        }
    }

    #[test]
    fn what_is_missing_and_what_is_there_twice_is_found() {
        let body = &["The harbour opened again on Friday."][..];
        let samples = [
            sample(
                "a.txt",
                "Harbour opens again after the storm",
                body,
                "Lenne Post",
                "2025-02-13",
            ),
            sample("b.txt", "", &["Nobody came."], "Lenne Post", "2025-02-13"),
            sample("c.txt", "Old ferry", &["It sailed."], "", ""),
            sample(
                "d.txt",
                "Harbour opens again after the storm",
                body,
                "Lenne Post",
                "2025-02-13",
            ),
        ];
        let mut checkup = Checkup::default();
        for entry in &entries(&samples) {
            checkup.add(entry);
        }
        let (findings, outlets) = checkup.into_findings();
        let found: Vec<(&str, &str)> = findings
            .iter()
            .map(|finding| (finding.path.as_str(), finding.reason.name()))
            .collect();
        assert_eq!(
            found,
            [
                ("b.txt", "no-title"),
                ("c.txt", "no-date"),
                ("c.txt", "no-outlet"),
                ("d.txt", "duplicate")
            ]
        );
        assert_eq!(findings[3].detail.as_deref(), Some("a.txt"));
        let counted: Vec<_> = outlets
            .iter()
            .map(|outlet| (outlet.outlet.as_deref(), outlet.articles, outlet.counts.len()))
            .collect();
        assert_eq!(counted, [(None, 1, 2), (Some("Lenne Post"), 3, 2)]);
    }
}
