//! Small entries and random numbers for the tests of this layer.

use crate::article::Article;
use crate::article::line::{Line, LineClass};
use crate::library::entry::Entry;
use std::path::Path;
use std::sync::Arc;

/// The parts of an article that a test sets; empty means unknown.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct SampleArticle<'a> {
    pub(crate) path: &'a str,
    pub(crate) title: &'a str,
    pub(crate) body: &'a [&'a str],
    pub(crate) outlet: &'a str,
    pub(crate) date: &'a str,
    pub(crate) via: &'a str,
    pub(crate) language: &'a str,
}

/// Returns entries with ids from 0.
pub(crate) fn entries(samples: &[SampleArticle<'_>]) -> Vec<Arc<Entry>> {
    let entry = |(id, sample): (u32, &SampleArticle<'_>)| {
        let mut entry = Entry::new(Arc::from(Path::new(sample.path)), article(sample));
        entry.id = id;
        Arc::new(entry)
    };
    (0..).zip(samples).map(entry).collect()
}

/// Returns the article of a sample.
pub(crate) fn article(sample: &SampleArticle<'_>) -> Article {
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

/// A generator of pseudorandom numbers with a fixed seed.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    /// Returns a number below `end`, or 0.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % end.max(1)
    }

    /// Returns one of these values.
    pub(crate) fn of<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }
}
