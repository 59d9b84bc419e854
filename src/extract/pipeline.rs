//! The path of a page through extraction: bytes become harmless text, the text one or more parts, each part lines and
//! units, each unit gets a label, and the article is read from the labelled lines. Each step is one function; what it
//! does is in its own file.

use crate::article::Article;
use crate::article::joint::join_lines;
use crate::article::line::{Line, LineClass};
use crate::article::markup::{MarkupBlock, Region};
use crate::article::meta::{Evidence, Field, Warning};
use crate::extract::body::model::CleaningModel;
use crate::extract::body::{
    already_clean, author_bio, captions, classify, index_page, no_article, reasons, refine, title,
};
use crate::extract::corpus::hints::Hints;
use crate::extract::corrections::apply;
use crate::extract::corrections::apply::BeforeMetadata;
use crate::extract::detections::Detections;
use crate::extract::input;
use crate::extract::input::html::lines as html_lines;
use crate::extract::input::html::lines::Style;
use crate::extract::input::html::page::PageFields;
use crate::extract::input::html::tree::Tree;
use crate::extract::input::page::SourcePage;
use crate::extract::input::record::{Content, Record};
use crate::extract::input::source_lines::SourceLine;
use crate::extract::input::{decode, hidden_lines, part_starts, source_lines, split};
use crate::extract::kind::recognise;
use crate::extract::lines::analyze::UnitFeatures;
use crate::extract::lines::label::LineLabel;
use crate::extract::lines::vocabulary::Vocabulary;
use crate::extract::meta::collect;
use crate::extract::records::{given, page_fields};
use crate::text::hash;
use std::borrow::Cow;

/// The rule and the confidence of a headline that was read from the page.
const TITLE_RULE: (&str, f32) = ("headline-above-body", 0.8);
/// The rule and the confidence of a standfirst.
const SUBTITLE_RULE: (&str, f32) = ("line-under-headline", 0.7);

/// A page with more units is read in pieces of this many, because what is computed of a unit takes about thirty times the
/// memory of a short line. No page of news comes close.
/// Tests read smaller pieces, because a build without optimisation takes minutes for large ones.
const PIECE: usize = if cfg!(test) { 1 << 10 } else { 1 << 16 };

/// Reads a text from any bytes: one article or more. A page without an article is returned as an article with a warning
/// and no body.
pub fn extract(bytes: &[u8], hints: &Hints<'_>) -> Vec<Article> {
    extract_with(bytes, hints, CleaningModel::builtin())
}

/// Reads a text as [`extract`] does, with other weights than the built-in ones, to measure them.
pub fn extract_with(bytes: &[u8], hints: &Hints<'_>, model: &CleaningModel) -> Vec<Article> {
    let decoded = decode::decode(bytes);
    let mut articles = split::articles(decoded.text, &part_starts::form_feeds(bytes), |text, lines| {
        one(text, lines, decoded.warnings.clone(), hints, model, &[])
    });
    hidden_lines::add(&mut articles, &decoded.hidden_lines);
    articles
}

/// Reads a record: cleans its page, or takes its text as given. A language that it does not state is found from its text.
pub fn extract_record(mut record: Record, hints: &Hints<'_>) -> Article {
    let mut article = match std::mem::take(&mut record.content) {
        Content::HtmlPage(html) => html_page(&html, record, hints),
        Content::TextPage(text) => text_page(&text, record, hints),
        content => {
            record.content = content;
            given::article(record, hints.outlets)
        }
    };
    if article.meta.language.is_none() {
        collect::add_language(&mut article);
    }
    article.kind = recognise::kind(&article);
    article
}

/// Cleans a page in HTML. What its container states counts after what it states itself, except the address.
fn html_page(html: &str, known: Record, hints: &Hints<'_>) -> Article {
    let tree = input::html::tree_of(html);
    let page = html_lines::lines(&tree, Tree::ROOT, Style::Page);
    let mut fields = input::html::page::fields(&tree, known.url.as_deref());
    drop(tree);
    let mut warnings = known.warnings.clone();
    let clean = decode::harmless(Cow::Owned(page.text), &mut warnings);
    let mut lines = source_lines::lines_of(&clean);
    for (line, markup) in lines.iter_mut().zip(page.markup) {
        line.markup = markup;
    }
    if known.title.is_some() && fields.titles.is_empty() {
        fields.titles.extend(known.title.clone());
    }
    let mut article = one(
        clean,
        lines,
        warnings,
        hints,
        CleaningModel::builtin(),
        &fields.titles,
    );
    article.part = 1;
    fields.record.fill_from(known);
    page_fields::apply(&mut article, fields, hints);
    article
}

/// Cleans a page in plain text.
fn text_page(text: &str, known: Record, hints: &Hints<'_>) -> Article {
    let mut warnings = known.warnings.clone();
    let clean = decode::harmless(Cow::Borrowed(text), &mut warnings);
    let lines = source_lines::lines_of(&clean);
    let titles: Vec<String> = known.title.iter().cloned().collect();
    let mut article = one(clean, lines, warnings, hints, CleaningModel::builtin(), &titles);
    article.part = 1;
    let fields = PageFields {
        record: known,
        titles,
        ..PageFields::default()
    };
    page_fields::apply(&mut article, fields, hints);
    article
}

/// Reads an article again from its source text, with other hints.
///
/// An article that the fields of a record gave stays as it is.
pub fn extract_again(article: &Article, hints: &Hints<'_>) -> Article {
    if article.is_given {
        return article.clone();
    }
    // The text is harmless already; the warnings about its bytes stay.
    let known = article.warnings.iter().copied();
    let warnings = known.filter(|warning| *warning != Warning::NoArticle).collect();
    let text = article.source.clone();
    let mut lines = source_lines::lines_of(&text);
    for (line, known) in lines.iter_mut().zip(&article.lines) {
        line.markup = known.markup;
    }
    let stated = article
        .meta
        .evidence_of(Field::Title)
        .filter(|evidence| evidence.rule == Evidence::FIELD);
    let title = article.meta.title.as_slice();
    let title = if stated.is_some() { title } else { &[] };
    let mut again = one(text, lines, warnings, hints, CleaningModel::builtin(), title);
    again.part = article.part;
    page_fields::keep(&mut again, article);
    let is_shown = |line: &&Line| line.start < line.end;
    let first = |article: &Article| article.lines.iter().find(is_shown).map_or(0, |line| line.number);
    let skipped = first(article).saturating_sub(first(&again));
    split::shift(&mut again, skipped);
    let hidden: Vec<u32> = hidden_lines::of(article).map(|line| line.number).collect();
    hidden_lines::add(std::slice::from_mut(&mut again), &hidden);
    again
}

/// Reads a text with at most one article.
pub(crate) fn one(
    text: String,
    lines: Vec<SourceLine>,
    warnings: Vec<Warning>,
    hints: &Hints<'_>,
    model: &CleaningModel,
    titles: &[String],
) -> Article {
    let mut article = Article {
        warnings,
        ..Article::default()
    };
    let may_name = {
        let page = SourcePage::of_lines(&text, lines);
        let mut may_name = Vec::new();
        for piece in page.pieces(PIECE) {
            let is_first = article.lines.is_empty();
            may_name.extend(read_piece(
                &mut article,
                &piece,
                is_first.then_some(titles),
                hints,
                model,
            ));
        }
        set_subtitle(&mut article, &page);
        may_name
    };
    article.source = text;
    read_metadata(&mut article, hints, &may_name);
    // Checked last: the only line of a body may turn out to be a date or a name.
    if !article.lines.iter().any(|line| line.class.is_body()) {
        article.warnings.push(Warning::NoArticle);
    }
    article.kind = recognise::kind(&article);
    article
}

/// Adds the lines of a piece of the page to the article; the first piece has the headline. Returns for each line whether it
/// may name an outlet.
fn read_piece(
    article: &mut Article,
    page: &SourcePage<'_>,
    titles: Option<&[String]>,
    hints: &Hints<'_>,
    model: &CleaningModel,
) -> Vec<bool> {
    let features = UnitFeatures::new(page, Vocabulary::builtin());
    let detections = Detections::new(page, &features);
    let (labels, title) = label_units(&detections, titles, hints, model);
    article.lines.extend(label_lines(page, &labels));
    if let Some(title) = title {
        set_title(article, page, title);
    }
    // Few body lines are searched for names.
    detections.lines_with_names(hints.outlets, |at| !labels[at].class.is_body())
}

/// The label of each unit, and the unit of the headline, which can only be in the first piece of a page.
fn label_units(
    detections: &Detections<'_>,
    titles: Option<&[String]>,
    hints: &Hints<'_>,
    model: &CleaningModel,
) -> (Vec<LineLabel>, Option<usize>) {
    let (page, features) = (detections.page, detections.features);
    let (mut labels, probabilities) = classify::body(detections, model, hints.template);
    let known = titles.and_then(|titles| known_title(page, titles));
    if titles.is_some() && known.is_none() && already_clean::detect(page, features, &mut labels) {
        no_article::drop_message(detections, &mut labels);
        let title = labels.iter().position(|label| label.class == LineClass::Title);
        return (labels, title);
    }
    refine::refine(detections, &probabilities, &mut labels);
    index_page::drop_teasers(detections, &mut labels);
    no_article::drop_message(detections, &mut labels);
    let title = if titles.is_some() {
        title::find(
            detections,
            &probabilities,
            &mut labels,
            hints.outlets,
            model,
            known,
        )
    } else {
        None
    };
    captions::mark(detections, &probabilities, &mut labels);
    reasons::assign(page, features, &mut labels, title, hints.outlets);
    (labels, title)
}

/// The unit that is one of the headlines that the page states, best first: a heading, or else the first. An item of a list, or a
/// line of navigation, repeats the headline of this page or another.
fn known_title(page: &SourcePage<'_>, titles: &[String]) -> Option<usize> {
    let markup = |unit: &usize| page.lines[page.units[*unit].first as usize].markup;
    titles.iter().find_map(|title| {
        let wanted = hash::of_letters(title);
        let is_title = |unit: &usize| hash::of_letters(&page.text_of(*unit)) == wanted;
        let is_place = |unit: &usize| {
            let markup = markup(unit);
            markup.block != MarkupBlock::Item && !markup.region.has_any(Region::CHROME)
        };
        let mut units = (0..page.units.len()).filter(is_title).filter(is_place);
        let first = units.clone().next()?;
        let is_heading = |unit: &usize| markup(unit).block == MarkupBlock::Heading(1);
        Some(units.find(is_heading).unwrap_or(first))
    })
}

/// The lines of the page, each with the label of its unit.
fn label_lines(page: &SourcePage<'_>, labels: &[LineLabel]) -> Vec<Line> {
    let mut lines = Vec::with_capacity(page.lines.len());
    for (&unit, label) in page.units.iter().zip(labels) {
        for at in unit.lines() {
            let line = page.lines[at];
            lines.push(Line {
                number: line.number,
                start: line.start,
                end: line.end,
                class: label.class,
                reason: label.reason,
                markup: line.markup,
                continues: at > unit.first as usize && label.class != LineClass::Chrome,
                confidence: label.confidence.min(Line::CORRECTED - 1),
                ..Line::default()
            });
        }
    }
    lines
}

fn set_title(article: &mut Article, page: &SourcePage<'_>, unit: usize) {
    let line = page.lines[page.units[unit].first as usize];
    article.meta.title = Some(page.text_of(unit).into_owned());
    add_evidence(article, Field::Title, line.number, TITLE_RULE);
}

fn set_subtitle(article: &mut Article, page: &SourcePage<'_>) {
    let is_subtitle = |line: &&Line| line.class == LineClass::Subtitle;
    let lines: Vec<Line> = article.lines.iter().filter(is_subtitle).copied().collect();
    let Some(first) = lines.first() else { return };
    let text = |line: &Line| {
        let range = line.start as usize..line.end as usize;
        page.source.get(range).unwrap_or("")
    };
    article.meta.subtitle = Some(join_lines(lines.iter().map(text)).into_owned());
    add_evidence(article, Field::Subtitle, first.number, SUBTITLE_RULE);
}

fn add_evidence(article: &mut Article, field: Field, line: u32, (rule, confidence): (&'static str, f32)) {
    article.meta.evidence.push(Evidence {
        field,
        line: Some(line),
        rule,
        confidence,
    });
}

/// Reads the metadata from the labelled lines, then applies the corrections of profiles.
fn read_metadata(article: &mut Article, hints: &Hints<'_>, may_name: &[bool]) {
    let unread = hints.outlets.has_rules().then(|| BeforeMetadata::of(article));
    collect::collect(article, hints, Some(may_name));
    author_bio::remove(article);
    if let Some(unread) = unread {
        apply::apply(article, unread, hints);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::reason::Reason;
    use crate::extract::outlets::directory::OutletDirectory;
    use proptest::prelude::*;

    fn read(text: &str) -> Article {
        let outlets = OutletDirectory::builtin();
        let hints = Hints::new(&outlets);
        extract(text.as_bytes(), &hints).remove(0)
    }

    #[test]
    fn an_article_is_extracted_from_its_page() {
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
    fn a_page_of_very_many_lines_is_read_in_pieces_as_one_article() {
        let line = "The old bridge over the Lenne opened again on Monday after two years of repairs.\n";
        let text = format!("Old bridge opens again\n\n{}", line.repeat(PIECE + 100));
        let article = read(&text);
        assert_eq!(article.lines.len(), PIECE + 101);
        let numbers = article.lines.iter().map(|line| line.number);
        assert!(numbers.eq([1].into_iter().chain(3..PIECE as u32 + 103)));
        let titles = article.lines.iter().filter(|line| line.class == LineClass::Title);
        assert_eq!(titles.count(), 1);
    }

    #[test]
    fn a_page_without_text_has_no_article() {
        assert_eq!(read("\n\n").warnings, [Warning::NoArticle]);
        assert!(read("Menu\nHome\n").body().is_empty());
    }

    proptest! {
        #[test]
        fn reading_an_article_again_changes_nothing(bytes in prop::collection::vec(any::<u8>(), 0..300), text in "\\PC{0,40}(\n\\PC{0,60}){0,6}") {
            let outlets = OutletDirectory::builtin();
            let hints = Hints::new(&outlets);
            for bytes in [&bytes, text.as_bytes()] {
                for article in extract(bytes, &hints) {
                    prop_assert_eq!(extract_again(&article, &hints), article);
                }
            }
        }

        #[test]
        fn every_line_of_any_bytes_appears_once_without_control_characters(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
            let outlets = OutletDirectory::builtin();
            let hints = Hints::new(&outlets);
            for article in extract(&bytes, &hints) {
                let kept: Vec<&str> = article.lines.iter().map(|line| article.text_of(line)).filter(|text| !text.is_empty()).collect();
                let source: Vec<&str> = article.source.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
                prop_assert_eq!(kept, source);
                prop_assert!(!article.source.chars().any(|c| c.is_control() && c != '\n'));
            }
        }
    }
}
