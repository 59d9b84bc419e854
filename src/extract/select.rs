//! Which units are the article's body. Not its title, not why the others are chrome.

use super::Verdict;
use super::measure::Measured;
use super::page::Page;
use super::phrases::{Meaning, Place};
use super::run::best_run;
use super::scan::{Begin, Finish};
use crate::article::{LineClass, Reason};

/// Sentences and the short headings between them, in the run of the page that holds most of its sentences.
pub(super) fn body(_page: &Page<'_>, measured: &Measured) -> Vec<Verdict> {
    let run = best_run(&measured.units);
    let mut verdicts = vec![Verdict::chrome(Reason::Insertion, 0); measured.units.len()];
    for at in run.clone() {
        let unit = &measured.units[at];
        let words = unit.shape.measured_words();
        let sure = unit.known.is_some_and(|known| {
            known.place == Place::Line
                || (known.place >= Place::Start && words < 40)
                || matches!(known.meaning, Meaning::Caption)
        });
        let sentence = unit.shape.is_sentence_like() || words >= 25;
        let heading = words <= 12
            && measured
                .units
                .get(at + 1)
                .is_some_and(|next| next.shape.is_sentence_like());
        if !sure && (sentence || heading) {
            verdicts[at] = Verdict::of(class_of(unit), 60);
        }
    }
    verdicts
}

/// The kind of a body unit, from its shape.
pub(super) fn class_of(unit: &super::measure::Measure) -> LineClass {
    let shape = &unit.shape;
    if shape.begin == Begin::Bullet {
        LineClass::ListItem
    } else if shape.measured_words() <= 14
        && shape.finish < Finish::Ellipsis
        && shape.begin != Begin::Lower
        && shape.finish != Finish::Comma
    {
        LineClass::Heading
    } else {
        LineClass::Paragraph
    }
}
