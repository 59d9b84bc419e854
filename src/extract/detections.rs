//! What `body` needs to know about single units of a page: whether a unit ends with a picture credit, and which
//! metadata it seems to give. Only few units are examined, some several times, so each answer is computed once and only
//! on demand.

use crate::article::line::Fields;
use crate::extract::input::page::SourcePage;
use crate::extract::lines::analyze::UnitFeatures;
use crate::extract::lines::caption_credit;
use crate::extract::meta::detect;
use crate::extract::outlets::directory::OutletDirectory;
use std::cell::Cell;

/// A unit with more characters is not searched for words of outlets' names.
const LONGEST_NAMED: u32 = 2000;

/// A page, its units and the answers so far.
pub struct Detections<'a> {
    /// The page.
    pub page: &'a SourcePage<'a>,
    /// Its units.
    pub features: &'a UnitFeatures,
    answers: Vec<UnitAnswers>,
}

/// The answers about one unit; `None` until the first request.
#[derive(Debug, Clone, Default)]
struct UnitAnswers {
    credit: Cell<Option<bool>>,
    fields: Cell<Option<Fields>>,
}

impl<'a> Detections<'a> {
    /// A page without answers.
    pub fn new(page: &'a SourcePage<'a>, features: &'a UnitFeatures) -> Self {
        Self {
            page,
            features,
            answers: vec![UnitAnswers::default(); page.units.len()],
        }
    }

    /// Returns whether the end of a unit names who took a picture.
    pub(crate) fn has_credit(&self, unit: usize) -> bool {
        self.answer(
            unit,
            |answers| &answers.credit,
            || {
                let kinds = self.features.units[unit].kinds;
                caption_credit::has_credit(&self.page.text_of(unit), self.features.words_of(unit), kinds)
            },
        )
    }

    /// The metadata that a unit seems to give.
    pub(crate) fn fields_of(&self, unit: usize) -> Fields {
        self.answer(
            unit,
            |answers| &answers.fields,
            || detect::detect(&self.page.text_of(unit)),
        )
    }

    fn answer<T: Copy>(
        &self,
        unit: usize,
        cell: impl Fn(&UnitAnswers) -> &Cell<Option<T>>,
        compute: impl Fn() -> T,
    ) -> T {
        let cell = self.answers.get(unit).map(cell);
        cell.and_then(Cell::get).unwrap_or_else(|| {
            let answer = compute();
            if let Some(cell) = cell {
                cell.set(Some(answer));
            }
            answer
        })
    }

    /// For each line of the page, whether it may name an outlet. Lines of units that `wanted` rejects and of long units
    /// are not searched and count as lines that may.
    pub(crate) fn lines_with_names(
        &self,
        outlets: &OutletDirectory,
        wanted: impl Fn(usize) -> bool,
    ) -> Vec<bool> {
        let mut lines = Vec::with_capacity(self.page.lines.len());
        for (at, (unit, measure)) in self.page.units.iter().zip(&self.features.units).enumerate() {
            let may_name = || outlets.may_mention(self.features.words_of(at), || self.page.text_of(at));
            // A name may be searched for in the whole text, once for each word that may be its first.
            let is_long = measure.shape.chars > LONGEST_NAMED;
            let may_name = !wanted(at) || !measure.is_plain || is_long || may_name();
            lines.extend(unit.lines().map(|_| may_name));
        }
        lines
    }
}
