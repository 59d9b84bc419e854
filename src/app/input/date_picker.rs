//! The date picker: the days with their articles, presets, and a typed range. The chosen range becomes a date clause of
//! the filter.

use crate::app::input::prompt::edit;
use crate::app::input::text_field::TextField;
use crate::app::list::cursor::ListState;
use crate::article::date::Date;
use crate::config::action::Action;
use crate::config::key::Key;

/// A range of days, both included; an open end is `None`.
pub type DateRange = (Option<Date>, Option<Date>);

/// The number of articles of each day that has any, oldest first, and of those without a date.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DayCounts {
    /// The days.
    pub days: Vec<(Date, usize)>,
    /// The articles without a date.
    pub undated: usize,
}

impl DayCounts {
    /// Returns the number of all articles.
    pub fn total(&self) -> usize {
        self.days.iter().map(|day| day.1).sum::<usize>() + self.undated
    }
}

/// A named range.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DatePreset {
    /// The name.
    pub label: &'static str,
    /// The days.
    pub range: DateRange,
}

/// Which part of the picker has the keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DatePart {
    /// The list of days.
    #[default]
    Days,
    /// The presets.
    Presets,
    /// The typed range.
    Range,
}

/// The date picker.
#[derive(Debug, Clone)]
pub struct DatePicker {
    /// The articles of each day.
    pub counts: DayCounts,
    /// The presets.
    pub presets: Vec<DatePreset>,
    /// The preset under the cursor.
    pub preset: usize,
    /// The cursor among the days; after the last day, the articles without a date.
    pub list: ListState,
    /// The day at which a range was started.
    pub anchor: Option<usize>,
    /// The typed range.
    pub field: TextField,
    /// The mistake in it.
    pub error: Option<String>,
    /// Which part has the keys.
    pub part: DatePart,
}

/// The outcome of a key in the date picker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DatePicked {
    /// No choice was made.
    Nothing,
    /// These days; `None` for all, dated or not.
    Range(Option<DateRange>),
    /// These days as typed, in the query language.
    Typed(String),
    /// The picker should be closed.
    Cancelled,
}

/// The rows below the days, with the blank rows between them: presets and range, and the articles without a date.
const ROWS_BELOW: usize = 2;
const BLANK_ROWS: usize = 2;
/// With fewer rows than this there are no blank ones.
const BLANK_ROWS_FROM: usize = 8;

impl DatePicker {
    /// Creates a picker; the cursor is on the newest day.
    pub fn new(counts: DayCounts, today: Date) -> Self {
        let mut picker = Self {
            presets: presets(&counts, today),
            counts,
            preset: 0,
            list: ListState::default(),
            anchor: None,
            field: TextField::default(),
            error: None,
            part: DatePart::default(),
        };
        picker.list.cursor = picker.counts.days.len().saturating_sub(1);
        picker
    }

    /// Replaces the counts; the cursor stays on its day or goes to the next one.
    pub fn recount(&mut self, counts: DayCounts, today: Date) {
        let day = self.counts.days.get(self.list.cursor).map(|day| day.0);
        let last = counts.days.len().saturating_sub(1);
        self.list.cursor = match day {
            Some(day) => counts.days.partition_point(|other| other.0 < day).min(last),
            None => last,
        };
        self.anchor = None;
        self.presets = presets(&counts, today);
        self.counts = counts;
    }

    /// Returns whether there is a row for articles without a date.
    pub fn has_undated(&self) -> bool {
        self.counts.undated > 0
    }

    /// Returns whether the cursor is on the row for articles without a date.
    pub fn is_on_undated(&self) -> bool {
        self.has_undated() && self.list.cursor >= self.counts.days.len()
    }

    /// Returns how many of `rows` rows show days, and whether blank rows separate the parts.
    pub fn window(&self, rows: usize) -> (usize, bool) {
        let has_blanks = rows >= BLANK_ROWS_FROM;
        let undated = usize::from(self.has_undated()) * (1 + usize::from(has_blanks));
        let below = ROWS_BELOW + undated + BLANK_ROWS * usize::from(has_blanks);
        let days = self.counts.days.len().max(1);
        (rows.saturating_sub(below).clamp(1, days), has_blanks)
    }

    /// Fits the window of days to `rows` rows for the whole picker.
    pub fn follow(&mut self, rows: usize) {
        let (window, _) = self.window(rows);
        let last = self.counts.days.len().saturating_sub(1);
        let mut days = ListState {
            cursor: self.list.cursor.min(last),
            top: self.list.top,
        };
        days.follow(self.counts.days.len(), window);
        self.list.top = days.top;
    }

    /// Returns the days that are chosen: the cursor's, or all from the anchor to it; none on the row for articles
    /// without a date.
    pub fn chosen_days(&self) -> std::ops::Range<usize> {
        let cursor = self.list.cursor;
        if cursor >= self.counts.days.len() {
            return 0..0;
        }
        let anchor = self.anchor.unwrap_or(cursor);
        anchor.min(cursor)..anchor.max(cursor) + 1
    }

    /// Returns the range that would be shown, if days or a preset have the keys.
    pub fn range(&self) -> Option<DateRange> {
        match self.part {
            DatePart::Presets => self.presets.get(self.preset).map(|preset| preset.range),
            DatePart::Days => {
                let days = self.counts.days.get(self.chosen_days())?;
                Some((Some(days.first()?.0), Some(days.last()?.0)))
            }
            DatePart::Range => None,
        }
    }

    /// Returns the number of articles in a range.
    pub fn count(&self, (from, to): DateRange) -> usize {
        if (from, to) == (None, None) {
            return self.counts.total();
        }
        let is_inside = |day: Date| from.is_none_or(|from| from <= day) && to.is_none_or(|to| day <= to);
        let days = self.counts.days.iter().filter(|day| is_inside(day.0));
        days.map(|day| day.1).sum()
    }

    /// Performs an action, or types the key's character. `page`: the rows of a page.
    pub fn press(&mut self, action: Option<Action>, key: Key, page: isize) -> DatePicked {
        match action {
            Some(Action::Escape | Action::PromptCancel) if self.anchor.is_some() => self.anchor = None,
            Some(Action::Escape | Action::PromptCancel) => return DatePicked::Cancelled,
            Some(Action::PromptAccept) => return self.accept(),
            Some(Action::ToggleItem) => self.part = self.part.next(),
            Some(Action::MoveDown) => self.move_by(1),
            Some(Action::MoveUp) => self.move_by(-1),
            Some(Action::PageDown | Action::HalfPageDown) => self.move_by(page),
            Some(Action::PageUp | Action::HalfPageUp) => self.move_by(-page),
            Some(Action::MoveTop) => self.move_by(isize::MIN),
            Some(Action::MoveBottom) => self.move_by(isize::MAX),
            Some(Action::PromptLeft) if self.part != DatePart::Range => self.move_by(-1),
            Some(Action::PromptRight) if self.part != DatePart::Range => self.move_by(1),
            Some(action) => {
                edit(&mut self.field, action);
                self.error = None;
            }
            None => self.type_key(key),
        }
        DatePicked::Nothing
    }

    /// Types text into the range.
    pub fn paste(&mut self, text: &str) {
        self.part = DatePart::Range;
        self.error = None;
        self.field.insert(text);
    }

    /// Shows a mistake in the typed range.
    pub fn reject(&mut self, error: String) {
        self.part = DatePart::Range;
        self.error = Some(error);
    }

    fn type_key(&mut self, key: Key) {
        let Some(c) = key.text() else { return };
        if self.part == DatePart::Days && c == ' ' {
            self.anchor = match self.anchor {
                None if !self.is_on_undated() => Some(self.list.cursor),
                _ => None,
            };
            return;
        }
        self.paste(c.encode_utf8(&mut [0; 4]));
    }

    fn move_by(&mut self, steps: isize) {
        if self.part == DatePart::Presets {
            let last = self.presets.len().saturating_sub(1);
            self.preset = self.preset.saturating_add_signed(steps).min(last);
            return;
        }
        self.part = DatePart::Days;
        let rows = self.counts.days.len() + usize::from(self.has_undated() && self.anchor.is_none());
        self.list.move_by(steps, rows);
    }

    fn accept(&self) -> DatePicked {
        match (self.part, self.range()) {
            (DatePart::Range, _) if self.field.text().trim().is_empty() => DatePicked::Range(None),
            (DatePart::Range, _) => DatePicked::Typed(self.field.text().trim().to_owned()),
            (DatePart::Days, _) if self.is_on_undated() => DatePicked::Typed("none".to_owned()),
            (_, None | Some((None, None))) => DatePicked::Range(None),
            (_, range) => DatePicked::Range(range),
        }
    }
}

/// Returns the named ranges. Collected news may be old, so the newest day counts too.
fn presets(counts: &DayCounts, today: Date) -> Vec<DatePreset> {
    let preset = |label, from: Date, to: Date| DatePreset {
        label,
        range: (Some(from), Some(to)),
    };
    let mut presets = vec![
        DatePreset {
            label: "any date",
            range: (None, None),
        },
        preset("today", today, today),
        preset("yesterday", today.plus_days(-1), today.plus_days(-1)),
        preset("last 7 days", today.plus_days(-6), today),
    ];
    let mut days = counts.days.iter().rev().map(|day| day.0);
    if let Some(newest) = days.find(|&day| day <= today) {
        presets.push(preset("newest day", newest, newest));
    }
    presets
}

impl DatePart {
    fn next(self) -> Self {
        match self {
            Self::Days => Self::Presets,
            Self::Presets => Self::Range,
            Self::Range => Self::Days,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(day: u8) -> Date {
        Date::new(2025, 3, day).unwrap()
    }

    fn counts(days: &[(Date, usize)], undated: usize) -> DayCounts {
        DayCounts {
            days: days.to_vec(),
            undated,
        }
    }

    fn picker() -> DatePicker {
        DatePicker::new(counts(&[(day(1), 4), (day(2), 1), (day(9), 2)], 3), day(20))
    }

    fn press(picker: &mut DatePicker, action: Action) -> DatePicked {
        picker.press(Some(action), Key::char('x'), 5)
    }

    #[test]
    fn presets_count_from_today_and_from_the_newest_day() {
        let picker = picker();
        let count = |label: &str| {
            let mut presets = picker.presets.iter();
            presets
                .find(|preset| preset.label == label)
                .map(|preset| picker.count(preset.range))
        };
        assert_eq!(count("any date"), Some(10));
        assert_eq!(count("today"), Some(0));
        assert_eq!(count("newest day"), Some(2));
        let future = DatePicker::new(counts(&[(day(1), 4), (day(25), 1)], 0), day(20));
        let newest = future.presets.last().unwrap();
        assert_eq!(newest.range, (Some(day(1)), Some(day(1))), "not in the future");
    }

    #[test]
    fn a_range_of_days_is_chosen() {
        let mut picker = picker();
        picker.press(None, Key::char(' '), 5);
        press(&mut picker, Action::MoveUp);
        assert_eq!(picker.range().map(|range| picker.count(range)), Some(3));
        assert_eq!(
            press(&mut picker, Action::PromptAccept),
            DatePicked::Range(Some((Some(day(2)), Some(day(9)))))
        );
        assert_eq!(press(&mut picker, Action::Escape), DatePicked::Nothing);
        assert_eq!(press(&mut picker, Action::Escape), DatePicked::Cancelled);
    }

    #[test]
    fn the_row_after_the_days_has_the_articles_without_a_date() {
        let mut picker = picker();
        press(&mut picker, Action::MoveBottom);
        assert!(picker.is_on_undated());
        assert_eq!(
            press(&mut picker, Action::PromptAccept),
            DatePicked::Typed("none".to_owned())
        );
    }

    #[test]
    fn typing_goes_to_the_range() {
        let mut picker = picker();
        for c in "7d".chars() {
            picker.press(None, Key::char(c), 5);
        }
        assert_eq!(
            press(&mut picker, Action::PromptAccept),
            DatePicked::Typed("7d".to_owned())
        );
    }

    #[test]
    fn new_counts_leave_the_cursor_on_its_day() {
        let mut picker = picker();
        press(&mut picker, Action::MoveUp);
        picker.recount(counts(&[(day(2), 1)], 0), day(20));
        assert_eq!(picker.list.cursor, 0);
        picker.recount(counts(&[], 0), day(20));
        assert_eq!(picker.range(), None);
    }

    #[test]
    fn a_corpus_without_dates_has_nothing_to_move_over() {
        let mut picker = DatePicker::new(DayCounts::default(), day(20));
        press(&mut picker, Action::MoveDown);
        picker.follow(4);
        assert_eq!(press(&mut picker, Action::PromptAccept), DatePicked::Range(None));
    }

    #[test]
    fn few_rows_show_at_least_one_day() {
        let picker = picker();
        assert_eq!(picker.window(16), (3, true));
        assert_eq!(picker.window(4), (1, false));
        assert_eq!(picker.window(0), (1, false));
    }
}
