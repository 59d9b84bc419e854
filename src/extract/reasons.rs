//! Why a line was taken for chrome, in the most telling word there is. Not whether it is chrome.

use super::Verdict;
use super::measure::Measured;
use super::page::Page;
use super::phrases::Meaning;
use crate::article::{LineClass, Reason};

/// Gives every chrome unit its reason.
pub(super) fn name(_page: &Page<'_>, measured: &Measured, verdicts: &mut [Verdict], title: Option<usize>) {
    let first = verdicts
        .iter()
        .position(|verdict| verdict.class.is_body())
        .unwrap_or(verdicts.len());
    let last = verdicts
        .iter()
        .rposition(|verdict| verdict.class.is_body())
        .unwrap_or(0);
    let title_hash = title.map(|at| measured.units[at].text_hash);
    for (at, verdict) in verdicts.iter_mut().enumerate() {
        if verdict.class != LineClass::Chrome {
            continue;
        }
        let unit = &measured.units[at];
        let place = if at < first {
            Reason::BeforeArticle
        } else if at > last {
            Reason::AfterArticle
        } else {
            Reason::Insertion
        };
        verdict.reason = Some(match unit.known.map(|known| known.meaning) {
            _ if unit.shape.words == 0 => Reason::Separator,
            _ if title_hash == Some(unit.text_hash) => Reason::RepeatedTitle,
            Some(Meaning::Chrome(reason)) => reason,
            _ => place,
        });
    }
}
