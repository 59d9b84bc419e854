//! The kind of an article's text, from its lines: running text, items, questions and answers, entries with times, the
//! beginning of a text, or none. Not which lines are the article: see `body`.

use crate::article::Article;
use crate::article::kind::Kind;
use crate::article::line::LineClass;
use crate::article::reason::Reason;
use crate::extract::kind::features;
use crate::extract::kind::features::BodyText;
use crate::extract::kind::model::KindModel;

/// A page without a body and with at least this many lines of teasers and lists is an index.
const INDEX_LINES: usize = 12;
/// The fewest entries with a time of a live page.
const ENTRIES: usize = 4;
/// A body with fewer words that the page parts from a call to subscribe is a stub.
const STUB_WORDS: usize = 250;

/// The kind of an article.
pub fn kind(article: &Article) -> Kind {
    kind_with(article, KindModel::builtin())
}

/// The kind of an article with other weights than the built-in ones, to measure them.
pub fn kind_with(article: &Article, model: &KindModel) -> Kind {
    let text = BodyText::of(article);
    if text.paragraphs.is_empty() {
        return without_body(article);
    }
    if text.entries >= ENTRIES {
        return Kind::Live;
    }
    if text.words < STUB_WORDS && is_withheld(article) {
        return Kind::Stub;
    }
    if is_gallery(article, &text) {
        return Kind::Gallery;
    }
    model.kind(&text.features(article))
}

fn without_body(article: &Article) -> Kind {
    let is_linked = |reason| {
        matches!(
            reason,
            Some(Reason::Teaser | Reason::RecentList | Reason::RelatedList | Reason::CrossLink)
        )
    };
    let says_none = article
        .lines
        .iter()
        .any(|line| line.reason == Some(Reason::NoArticle));
    let linked = article.lines.iter().filter(|line| is_linked(line.reason)).count();
    if !says_none && linked >= INDEX_LINES {
        Kind::Index
    } else {
        Kind::None
    }
}

/// Returns whether a call to subscribe is right below the last line of the body.
fn is_withheld(article: &Article) -> bool {
    /// The largest number of lines between body and call.
    const NEAR: usize = 6;
    let last = article.lines.iter().rposition(|line| line.class.is_body());
    let below = article
        .lines
        .iter()
        .skip(last.map_or(0, |last| last + 1))
        .take(NEAR);
    below.into_iter().any(|line| line.reason == Some(Reason::Paywall))
}

/// Returns whether most of the text is in captions.
fn is_gallery(article: &Article, text: &BodyText) -> bool {
    /// The fewest captions of a gallery.
    const CAPTIONS: usize = 5;
    let is_caption = |class| class == LineClass::Caption;
    let captions: Vec<usize> = article
        .texts(is_caption)
        .map(|caption| features::words(&caption))
        .collect();
    captions.len() >= CAPTIONS && captions.iter().sum::<usize>() > text.words * 2
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::corpus::hints::Hints;
    use crate::extract::outlets::directory::OutletDirectory;
    use crate::extract::pipeline::extract;

    fn kind_of(page: &str) -> Kind {
        let outlets = OutletDirectory::builtin();
        kind(&extract(page.as_bytes(), &Hints::new(&outlets)).remove(0))
    }

    const HEAD: &str = "Old ferry leaves the harbour\n\n3 May 2024\n\n";
    const TEXT: &str = "The old ferry left the harbour of Zelm on Monday with forty people on board, the port said at night, and \
        nobody had expected that it would ever come back.\n\nTwo pilots had painted it in the spring without asking anybody, \
        and the harbour master had lent them his ladder.\n\nThe council will decide on Wednesday where the boat shall lie.\n";

    #[test]
    fn running_text_is_prose() {
        assert_eq!(kind_of(&format!("{HEAD}{TEXT}")), Kind::Prose);
    }

    #[test]
    fn entries_with_times_are_live() {
        let entry = |hour: u32| {
            format!("{hour}:05 The wind drops at pier {hour}\n\nIt is calm at pier {hour}, the port says.\n")
        };
        let entries: Vec<String> = (10..16).rev().map(entry).collect();
        assert_eq!(
            kind_of(&format!("{HEAD}{TEXT}\n{}", entries.join("\n"))),
            Kind::Live
        );
    }

    #[test]
    fn a_message_and_a_menu_are_no_articles() {
        assert_eq!(
            kind_of("Page not found\n\nThe page you are looking for does not exist.\n"),
            Kind::None
        );
        assert_eq!(kind_of("Menu\nHome\n"), Kind::None);
    }
}
