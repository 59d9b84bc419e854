//! Small entries for the tests of this layer.

use super::Entry;
use crate::article::{Article, Line, LineClass};
use std::path::Path;
use std::sync::Arc;

/// The parts of an article that a test sets; empty means unknown.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Sample<'a> {
    pub(super) path: &'a str,
    pub(super) title: &'a str,
    pub(super) body: &'a [&'a str],
    pub(super) outlet: &'a str,
    pub(super) date: &'a str,
    pub(super) via: &'a str,
    pub(super) language: &'a str,
}

/// Returns entries with ids from 0.
pub(super) fn entries(samples: &[Sample<'_>]) -> Vec<Arc<Entry>> {
    let entry = |(id, sample): (u32, &Sample<'_>)| {
        let mut entry = Entry::new(Arc::from(Path::new(sample.path)), article(sample));
        entry.id = id;
        Arc::new(entry)
    };
    (0..).zip(samples).map(entry).collect()
}

/// Returns the article of a sample.
pub(super) fn article(sample: &Sample<'_>) -> Article {
    let known = |value: &str| (!value.is_empty()).then(|| value.to_owned());
    let mut article = Article {
        part: 1,
        ..Article::default()
    };
    for (number, text) in (1..).zip(sample.body) {
        let start = article.source.len() as u32;
        article.source.push_str(text);
        article.source.push('\n');
        article.lines.push(Line {
            number,
            start,
            end: start + text.len() as u32,
            class: LineClass::Paragraph,
            ..Line::default()
        });
    }
    // Different pages have different source texts.
    article.source.extend([sample.title, "\n", sample.outlet, "\n"]);
    article.meta.title = known(sample.title);
    article.meta.outlet = known(sample.outlet);
    article.meta.via = known(sample.via);
    article.meta.language = known(sample.language);
    article.meta.date = sample.date.parse().ok();
    article
}
