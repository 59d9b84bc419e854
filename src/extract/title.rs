//! The headline and the standfirst. Not the body's own headings.

use super::Verdict;
use super::measure::Measured;
use super::page::Page;
use super::scan::Finish;
use crate::article::LineClass;

/// Finds the headline's unit and gives it its class.
pub(super) fn find(_page: &Page<'_>, measured: &Measured, verdicts: &mut [Verdict]) -> Option<usize> {
    let first = verdicts.iter().position(|verdict| verdict.class.is_body())?;
    let from = first.saturating_sub(12);
    let mut best = None;
    for at in from..first {
        let unit = &measured.units[at];
        let words = unit.shape.measured_words();
        if !(4..=30).contains(&words)
            || unit.known.is_some()
            || unit.shape.finish >= Finish::QuotedSentence
            || unit.shape.years > 0
        {
            continue;
        }
        let score = measured.copies_of(at).0 * 2 + words.min(8);
        if best.is_none_or(|(_, most)| score > most) {
            best = Some((at, score));
        }
    }
    let (title, _) = best?;
    verdicts[title] = Verdict::of(LineClass::Title, 70);
    Some(title)
}
