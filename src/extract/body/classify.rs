//! Classifies the units of a page as body or chrome with the model. Not which is the headline, and not why the others
//! are chrome.

use crate::article::line::LineClass;
use crate::article::reason::Reason;
use crate::extract::body::features;
use crate::extract::body::forest::probability;
use crate::extract::body::model::CleaningModel;
use crate::extract::corpus::template::CorpusTemplate;
use crate::extract::detections::Detections;
use crate::extract::input::page::SourcePage;
use crate::extract::lines::analyze::{UnitAnalysis, UnitFeatures};
use crate::extract::lines::label::LineLabel;
use crate::extract::lines::line_shape::{LineEnd, LineStart};
use crate::extract::lines::vocabulary::Vocabulary;

/// A unit with at least this probability is body.
const THRESHOLD: f32 = 0.45;

/// A page with at most this many units has an article if it has a sentence.
const FEW_UNITS: usize = 8;
/// On a longer page a sentence needs at least this probability.
const POSSIBLE: f32 = 0.25;
/// The largest log-odds of a unit of the template.
const TEMPLATE_ODDS: f32 = -3.0;
/// The confidence of the template, in percent.
const TEMPLATE_CONFIDENCE: u8 = 90;
/// On a page without body a sentence with at least this share of the best probability is body.
const NEARLY_BEST: f32 = 0.6;

/// The model's label of each unit, and the probability that it is body.
pub(crate) fn body(
    detections: &Detections<'_>,
    model: &CleaningModel,
    corpus: Option<&CorpusTemplate>,
) -> (Vec<LineLabel>, Vec<f32>) {
    let (page, features) = (detections.page, detections.features);
    let mut odds = log_odds(detections, model);
    let in_template = corpus.map_or_else(Vec::new, |corpus| corpus.units_in_template(page, features, &odds));
    if in_template.contains(&true) {
        without_template(page, model, &in_template, &mut odds);
    }
    let probabilities: Vec<f32> = odds.iter().map(|&odds| probability(odds)).collect();
    let each = |(unit, &probability): (&UnitAnalysis, &f32)| {
        let confidence = (probability * 100.0) as u8;
        if probability >= THRESHOLD && unit.shape.words > 0 {
            LineLabel::of(class_of(unit), confidence)
        } else {
            LineLabel::chrome(Reason::Insertion, 100 - confidence)
        }
    };
    let mut labels: Vec<LineLabel> = features.units.iter().zip(&probabilities).map(each).collect();
    let labelled = labels.iter_mut().zip(&in_template);
    for (label, _) in labelled.filter(|(_, in_template)| **in_template) {
        *label = LineLabel::chrome(Reason::Template, TEMPLATE_CONFIDENCE);
    }
    if !labels.iter().any(|label| label.class.is_body()) {
        shortest(features, &probabilities, &mut labels);
    }
    (labels, probabilities)
}

fn log_odds(detections: &Detections<'_>, model: &CleaningModel) -> Vec<f32> {
    let mut columns = features::columns(detections, &model.lexicon);
    model.log_odds(&mut columns, detections.features)
}

/// Reads the page again without its template, and uses the mean of both readings for the rest: the article stands out
/// more clearly there, but the context of the template is lost.
fn without_template(page: &SourcePage<'_>, model: &CleaningModel, in_template: &[bool], odds: &mut [f32]) {
    let (rest, kept) = page.without(in_template);
    let features = UnitFeatures::new(&rest, Vocabulary::builtin());
    let again = log_odds(&Detections::new(&rest, &features), model);
    for (at, again) in kept.into_iter().zip(again) {
        odds[at] = f32::midpoint(odds[at], again);
    }
    let odds = odds.iter_mut().zip(in_template);
    for (odds, _) in odds.filter(|(_, in_template)| **in_template) {
        *odds = odds.min(TEMPLATE_ODDS);
    }
}

/// Labels the sentences of a page of a few lines, which may be a short piece of news that the model takes for a teaser.
fn shortest(features: &UnitFeatures, probabilities: &[f32], labels: &mut [LineLabel]) {
    let possible =
        |at: usize| features.units[at].shape.is_sentence_like() && features.units[at].known.is_none();
    let best = (0..probabilities.len())
        .filter(|&at| possible(at))
        .map(|at| probabilities[at])
        .fold(0.0, f32::max);
    let least = if probabilities.len() <= FEW_UNITS {
        0.0
    } else {
        POSSIBLE
    };
    if best <= least {
        return;
    }
    for (at, label) in labels.iter_mut().enumerate() {
        if possible(at) && probabilities[at] >= best * NEARLY_BEST {
            *label = LineLabel::of(LineClass::Paragraph, (probabilities[at] * 100.0) as u8);
        }
    }
}

/// The class of a body unit, from its shape.
pub(crate) fn class_of(unit: &UnitAnalysis) -> LineClass {
    if unit.shape.begin == LineStart::Bullet {
        LineClass::ListItem
    } else if is_heading(unit) {
        LineClass::Heading
    } else {
        LineClass::Paragraph
    }
}

/// Returns whether a unit is short and does not end like a sentence.
pub(crate) fn is_heading(unit: &UnitAnalysis) -> bool {
    let shape = &unit.shape;
    let short = shape.measured_words() <= 14 && shape.letters > 0;
    let open = shape.finish < LineEnd::Ellipsis && shape.finish != LineEnd::Comma;
    short
        && open
        && !matches!(
            shape.begin,
            LineStart::Lower | LineStart::Mark | LineStart::Bullet
        )
}
