//! Which units are the article's body, as the model sees it. Not its title, not why the others are chrome.

use super::features;
use super::measure::{Measure, Measured};
use super::model::{Model, probability};
use super::page::Page;
use super::phrases::Vocabulary;
use super::scan::{Begin, Finish};
use super::{Siblings, Verdict};
use crate::article::{LineClass, Reason};

/// From this probability on a unit is body.
const THRESHOLD: f32 = 0.45;

/// A page with so few units has an article if it has a sentence.
const FEW_UNITS: usize = 8;
/// On a longer page a sentence needs this probability at least.
const POSSIBLE: f32 = 0.25;
/// The log-odds of a line of the template are no larger.
const TEMPLATE_ODDS: f32 = -3.0;

/// The model's verdict on each unit, and the probability that it is body.
pub(super) fn body(
    page: &Page<'_>,
    measured: &Measured,
    model: &Model,
    siblings: Option<&Siblings>,
) -> (Vec<Verdict>, Vec<f32>) {
    let mut odds = log_odds(page, measured, model);
    let template = siblings.map_or_else(Vec::new, |siblings| siblings.template(page, measured, &odds));
    if template.contains(&true) {
        without_template(page, model, &template, &mut odds);
    }
    let sure: Vec<f32> = odds.iter().map(|&odds| probability(odds)).collect();
    let each = |(unit, &sure): (&Measure, &f32)| {
        let confidence = (sure * 100.0) as u8;
        if sure >= THRESHOLD && unit.shape.words > 0 {
            Verdict::of(class_of(unit), confidence)
        } else {
            Verdict::chrome(Reason::Insertion, 100 - confidence)
        }
    };
    let mut verdicts: Vec<Verdict> = measured.units.iter().zip(&sure).map(each).collect();
    for (verdict, _) in verdicts
        .iter_mut()
        .zip(&template)
        .filter(|(_, template)| **template)
    {
        *verdict = Verdict::chrome(Reason::Template, 90);
    }
    if !verdicts.iter().any(|verdict| verdict.class.is_body()) {
        shortest(measured, &sure, &mut verdicts);
    }
    (verdicts, sure)
}

fn log_odds(page: &Page<'_>, measured: &Measured, model: &Model) -> Vec<f32> {
    let mut columns = features::columns(page, measured, &model.lexicon);
    model.log_odds(&mut columns, measured)
}

/// Reads the page once more without its template, and takes the mean of both readings for what is left: the article stands
/// out better there, but what led to it is gone.
fn without_template(page: &Page<'_>, model: &Model, template: &[bool], odds: &mut [f32]) {
    let (rest, kept) = page.without(template);
    let again = log_odds(&rest, &Measured::new(&rest, Vocabulary::builtin()), model);
    for (at, again) in kept.into_iter().zip(again) {
        odds[at] = f32::midpoint(odds[at], again);
    }
    for (odds, _) in odds.iter_mut().zip(template).filter(|(_, template)| **template) {
        *odds = odds.min(TEMPLATE_ODDS);
    }
}

/// A page of a few lines may be a piece of news of one sentence, which the model takes for a teaser.
fn shortest(measured: &Measured, sure: &[f32], verdicts: &mut [Verdict]) {
    let possible =
        |at: usize| measured.units[at].shape.is_sentence_like() && measured.units[at].known.is_none();
    let best = (0..sure.len())
        .filter(|&at| possible(at))
        .map(|at| sure[at])
        .fold(0.0, f32::max);
    let least = if sure.len() <= FEW_UNITS { 0.0 } else { POSSIBLE };
    if best <= least {
        return;
    }
    for (at, verdict) in verdicts.iter_mut().enumerate() {
        if possible(at) && sure[at] >= best * 0.6 {
            *verdict = Verdict::of(LineClass::Paragraph, (sure[at] * 100.0) as u8);
        }
    }
}

/// The kind of a body unit, from its shape.
pub(super) fn class_of(unit: &Measure) -> LineClass {
    if unit.shape.begin == Begin::Bullet {
        LineClass::ListItem
    } else if is_heading(unit) {
        LineClass::Heading
    } else {
        LineClass::Paragraph
    }
}

/// Short, and it does not end like a sentence.
pub(super) fn is_heading(unit: &Measure) -> bool {
    let shape = &unit.shape;
    let short = shape.measured_words() <= 14 && shape.letters > 0;
    let open = shape.finish < Finish::Ellipsis && shape.finish != Finish::Comma;
    short && open && !matches!(shape.begin, Begin::Lower | Begin::Mark | Begin::Bullet)
}
