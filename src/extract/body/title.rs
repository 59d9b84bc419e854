//! Finds the headline and the standfirst. Not the headings within the body.

use crate::article::line::{Fields, LineClass};
use crate::extract::body::forest::probability;
use crate::extract::body::headline::{HeadlineCandidates, LabelledPage, describes_picture};
use crate::extract::body::model::CleaningModel;
use crate::extract::body::topic::Topic;
use crate::extract::detections::Detections;
use crate::extract::lines::analyze::UnitFeatures;
use crate::extract::lines::label::LineLabel;
use crate::extract::lines::line_shape::LineStart;
use crate::extract::lines::vocabulary::{PhraseMeaning, PhrasePosition};
use crate::extract::outlets::directory::OutletDirectory;
use std::ops::RangeInclusive;

/// A candidate with a lower probability is not the headline.
const MIN_PROBABILITY: f32 = 0.05;
/// The probability of a headline of a few words above author and date.
const SHORT_PROBABILITY: f32 = 0.6;
/// The most words of such a headline, and the most units from it to the text.
const SHORT_WORDS: u32 = 4;
const SHORT_HEAD: usize = 4;
/// A standfirst shares at least this part of its words with the body …
const SHARED: f32 = 0.4;
/// … or this part if it is right below the headline and reads like one.
const SHARED_NEXT: f32 = 0.2;
/// The number of words of a standfirst.
const STANDFIRST_WORDS: RangeInclusive<u32> = 7..=75;
/// A sentence with at least this many words may be a standfirst though it seems to give metadata.
const SENTENCE_WORDS: u32 = 12;
/// The first body unit is a standfirst only if it is this near the headline, and the next body unit this near it.
const FIRST_NEAR: usize = 6;
const NEXT_NEAR: usize = 8;
/// The confidence of a headline that the page states, in percent.
const KNOWN: u8 = 99;
/// The confidence of a standfirst between headline and body, and of one that was taken for body, in percent.
const CONFIDENCE: u8 = 70;
const BODY_CONFIDENCE: u8 = 60;
/// The largest distance from the headline to the standfirst, in units.
const BELOW: usize = 12;
/// A longer line with a credit, in words, may not be between headline and standfirst.
const CREDITED_WORDS: u32 = 40;
/// The largest length of the place, date and agency before a text, in characters.
const PLACE_CHARS: usize = 60;

/// Finds the unit of the headline and labels it, then the standfirst. `known` is the headline that the page states.
pub(crate) fn find(
    detections: &Detections<'_>,
    probabilities: &[f32],
    labels: &mut [LineLabel],
    outlets: &OutletDirectory,
    model: &CleaningModel,
    known: Option<usize>,
) -> Option<usize> {
    if let Some(title) = known {
        labels[title] = LineLabel::of(LineClass::Title, KNOWN);
    }
    let labelled = LabelledPage::new(detections, labels, probabilities);
    let Some(candidates) = HeadlineCandidates::of(&labelled, outlets, model) else {
        return known;
    };
    let best = || {
        candidates
            .best(&labelled)
            .map(|(title, odds)| (title, probability(odds)))
            .filter(|(_, likely)| *likely >= MIN_PROBABILITY)
    };
    let short = || {
        let is_short = is_short_headline(&labelled, &candidates, outlets);
        is_short.then_some((0, SHORT_PROBABILITY))
    };
    let known = known.map(|title| (title, 1.0));
    let (title, likely) = known.or_else(best).or_else(short)?;
    let body = (0..labels.len()).filter(|&at| labels[at].class.is_body());
    let topic = Topic::of(detections.features, body);
    labels[title] = LineLabel::of(LineClass::Title, (likely * 100.0).clamp(30.0, 99.0) as u8);
    standfirst(detections, &topic, &candidates, labels, title);
    Some(title)
}

/// Returns whether the first line of a page is a headline of a few words: the author and the date are next, then the text. Such
/// a line could be anything elsewhere.
fn is_short_headline(
    labelled: &LabelledPage<'_>,
    candidates: &HeadlineCandidates,
    outlets: &OutletDirectory,
) -> bool {
    let (page, features) = (labelled.page, labelled.features);
    let Some(first) = labelled.labels.iter().position(|label| label.class.is_body()) else {
        return false;
    };
    let signs = |at: usize| candidates.fields_of(labelled.detections, at) != Fields::NONE;
    let Some(unit) = features
        .units
        .first()
        .filter(|_| (2..=SHORT_HEAD).contains(&first))
    else {
        return false;
    };
    (1..first).all(signs)
        && !signs(0)
        && (1..=SHORT_WORDS).contains(&unit.shape.measured_words())
        && unit.shape.begin >= LineStart::Upper
        && unit.known.is_none()
        && outlets.named(&page.text_of(0)).is_none()
}

/// Returns whether a unit reads like a headline: long enough, without a clock time or year and, if the language is
/// known, with a function word. A byline or a date does not.
fn reads_like_headline(features: &UnitFeatures, at: usize) -> bool {
    let unit = &features.units[at];
    let shape = &unit.shape;
    let flows = unit.function_words > 0 || features.language == 0 || shape.dense > 0;
    let least = if shape.dense > 0 { 7 } else { 4 };
    shape.measured_words() >= least && shape.clocks + shape.years + shape.glued == 0 && flows
}

/// Labels the standfirst: a line between the headline and the body that sums the article up, or the first body unit if
/// a byline or date follows it.
fn standfirst(
    detections: &Detections<'_>,
    topic: &Topic,
    candidates: &HeadlineCandidates,
    labels: &mut [LineLabel],
    title: usize,
) {
    let (page, features) = (detections.page, detections.features);
    let below = labels.iter().skip(title + 1);
    let Some(first) = below.clone().position(|label| label.class.is_body()) else {
        return;
    };
    let first = title + 1 + first;
    let title_words = features.words_of(title);
    let fields = |at: usize| candidates.fields_of(detections, at);
    let fits = |at: usize| {
        let unit = &features.units[at];
        let own = !title_words.starts_with(features.words_of(at)) && features.copies_of(at).0 == 1;
        let words = unit.shape.measured_words();
        own && STANDFIRST_WORDS.contains(&words)
            && unit.known.is_none_or(|known| {
                known.place == PhrasePosition::Anywhere && known.meaning != PhraseMeaning::Caption
            })
            && (unit.shape.begin >= LineStart::Upper
                || unit.shape.begin == LineStart::Digit && unit.shape.is_sentence_like())
            && !detections.has_credit(at)
            && !describes_picture(detections, at)
            && (fields(at) == Fields::NONE || words >= SENTENCE_WORDS && unit.shape.is_sentence_like())
    };
    let is_small = |at: usize| is_small(detections, at, title) || fields(at) != Fields::NONE;
    let follows_title = |at: usize| (title + 1..at).all(is_small);
    let summing = |&at: &usize| {
        let sums_up = reads_like_headline(features, at) || features.units[at].shape.is_sentence_like();
        // Right below the headline only a byline or a date could read like this otherwise.
        let is_next = at == title + 1 && reads_like_headline(features, at);
        let least = if is_next { SHARED_NEXT } else { SHARED };
        sums_up && fits(at) && follows_title(at) && topic.share(features, at) >= least
    };
    if let Some(at) = (title + 1..first.min(title + BELOW)).find(summing) {
        labels[at] = LineLabel::of(LineClass::Subtitle, CONFIDENCE);
        return;
    }
    let next = labels
        .iter()
        .skip(first + 1)
        .position(|label| label.class.is_body())
        .map(|found| first + 1 + found);
    let Some(next) = next else { return };
    let parted = (first + 1..next).any(|between| {
        fields(between) != Fields::NONE
            || detections.has_credit(between)
            || features.units[between].text_hash == features.units[title].text_hash
    });
    let parted = parted || opens_with_place(&page.text_of(next));
    let near = next - first <= NEXT_NEAR && first - title <= FIRST_NEAR;
    if parted && near && fits(first) && follows_title(first) {
        labels[first] = LineLabel::of(LineClass::Subtitle, BODY_CONFIDENCE);
    }
}

/// Returns whether a text begins like an agency's, with a place in capitals: the unit before it is not part of the
/// text.
fn opens_with_place(text: &str) -> bool {
    let place = text.split(|c: char| !c.is_alphabetic()).next().unwrap_or("");
    let shouted = place.chars().count() >= 3 && place.chars().all(char::is_uppercase);
    let head: String = text.chars().take(PLACE_CHARS).collect();
    shouted && head.contains(['(', '/', '–', '—'])
}

/// Returns whether a unit may be between headline and standfirst: a label, share button, credit or repeated headline.
fn is_small(detections: &Detections<'_>, at: usize, title: usize) -> bool {
    let features = detections.features;
    let unit = &features.units[at];
    unit.shape.measured_words() <= 5
        || unit.text_hash == features.units[title].text_hash
        || features.words_of(at).ends_with(features.words_of(title))
        || unit.known.is_some()
        || unit.shape.measured_words() <= CREDITED_WORDS && detections.has_credit(at)
}

#[cfg(test)]
mod tests {
    use crate::extract::corpus::hints::Hints;
    use crate::extract::outlets::directory::OutletDirectory;
    use crate::extract::pipeline::extract;

    const TEXT: &str = "The old ferry left the harbour of Zelm on Monday with forty people on board, the port said at night.\n\n\
        Nobody had expected that, the mayor told the people who had come to the quay in the rain to see the ferry go.\n\n\
        The ferry had lain at its pier for nine years, and two gulls had built a nest under the roof of its bridge.\n\n\
        The port wants to keep it running until the new bridge is finished, which will take two years at the least.\n";

    fn title(page: &str) -> Option<String> {
        let hints = Hints {
            path: None,
            outlets: &OutletDirectory::builtin(),
            template: None,
        };
        extract(page.as_bytes(), &hints).remove(0).meta.title
    }

    #[test]
    fn a_breadcrumb_that_ends_with_the_headline_is_not_the_headline() {
        let headline = "Old ferry leaves the harbour after nine years";
        for trail in ["Home News Harbour ", "Home > Harbour > ", "3. "] {
            let page = format!(
                "Menu\nSign in\n{trail}{headline}\n\n{headline}\n\nBy Ilka Fenn\n3 May 2024\n\n{TEXT}"
            );
            assert_eq!(title(&page).as_deref(), Some(headline), "{trail}");
        }
    }

    #[test]
    fn neither_the_standfirst_nor_a_caption_is_the_headline() {
        let page = format!(
            "Menu\nOld ferry leaves the harbour after nine years\n\nNobody in Zelm had thought that it would ever run again\n\n\
             By Ilka Fenn\n3 May 2024\n\nThe ferry at its pier in Zelm\nThe ferry at its pier in Zelm. Photo: Orla Penhale\n\n{TEXT}"
        );
        assert_eq!(
            title(&page).as_deref(),
            Some("Old ferry leaves the harbour after nine years")
        );
    }

    #[test]
    fn a_headline_of_one_word_is_not_navigation() {
        let page = format!("Gulls\n\nBy Ilka Fenn\n\n3 May 2024\n\n{TEXT}");
        assert_eq!(title(&page).as_deref(), Some("Gulls"));
    }

    #[test]
    fn a_text_without_a_headline_has_none() {
        assert_eq!(title(TEXT), None);
    }
}
