//! The date picker: presets, a typed range, and a histogram of the days. The chosen range becomes a date clause of the
//! filter.

use crate::app::input::prompt::edit;
use crate::app::input::text_field::TextField;
use crate::app::list::cursor::ListState;
use crate::article::date::Date;
use crate::config::action::Action;
use crate::config::key::Key;

/// A range of days, both included; an open end is `None`.
pub type DateRange = (Option<Date>, Option<Date>);

/// A named range.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DatePreset {
    /// The name.
    pub label: String,
    /// The days.
    pub range: DateRange,
    /// The number of articles in it.
    pub count: usize,
}

/// Which part of the picker has the keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DatePart {
    /// The list of presets.
    #[default]
    Presets,
    /// The histogram.
    Days,
    /// The typed range.
    Range,
}

/// The date picker.
#[derive(Debug, Clone)]
pub struct DatePicker {
    /// Articles of each day that has any, oldest first.
    pub days: Vec<(Date, usize)>,
    /// The presets.
    pub presets: Vec<DatePreset>,
    /// The cursor among the presets.
    pub list: ListState,
    /// The day under the cursor of the histogram, as an index into `days`.
    pub day: usize,
    /// The day at which a range was started in the histogram.
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

impl DatePicker {
    /// Creates a picker over the days of the corpus; `undated` is the number of articles without a date.
    pub fn new(days: Vec<(Date, usize)>, today: Date, undated: usize) -> Self {
        let newest = days.last().map(|day| day.0);
        let total = days.iter().map(|day| day.1).sum::<usize>() + undated;
        let mut presets = vec![DatePreset {
            label: "any date".to_owned(),
            range: (None, None),
            count: total,
        }];
        let mut add = |label: String, from: Date, to: Date| {
            let inside = |day: &&(Date, usize)| (from..=to).contains(&day.0);
            let count = days.iter().filter(inside).map(|day| day.1).sum();
            presets.push(DatePreset {
                label,
                range: (Some(from), Some(to)),
                count,
            });
        };
        add("today".to_owned(), today, today);
        add("yesterday".to_owned(), today.plus_days(-1), today.plus_days(-1));
        add("last 7 days".to_owned(), today.plus_days(-6), today);
        add("last 30 days".to_owned(), today.plus_days(-29), today);
        if let Some(newest) = newest.filter(|&newest| newest != today) {
            add(format!("newest day ({newest})"), newest, newest);
            add("7 days up to the newest".to_owned(), newest.plus_days(-6), newest);
            add(
                "30 days up to the newest".to_owned(),
                newest.plus_days(-29),
                newest,
            );
            add(
                "365 days up to the newest".to_owned(),
                newest.plus_days(-364),
                newest,
            );
        }
        let day = days.len().saturating_sub(1);
        Self {
            days,
            presets,
            list: ListState::default(),
            day,
            anchor: None,
            field: TextField::default(),
            error: None,
            part: DatePart::default(),
        }
    }

    /// Returns the days chosen in the histogram: the cursor's, or all from the anchor to it.
    pub fn chosen_days(&self) -> std::ops::RangeInclusive<usize> {
        let anchor = self.anchor.unwrap_or(self.day);
        anchor.min(self.day)..=anchor.max(self.day)
    }

    /// Performs an action, or types the key's character.
    pub fn press(&mut self, action: Option<Action>, key: Key) -> DatePicked {
        match action {
            Some(Action::Escape | Action::PromptCancel) if self.anchor.is_some() => self.anchor = None,
            Some(Action::Escape | Action::PromptCancel) => return DatePicked::Cancelled,
            Some(Action::PromptAccept) => return self.accept(),
            Some(Action::ToggleItem) => self.part = self.part.next(),
            Some(Action::MoveDown) => self.move_by(1),
            Some(Action::MoveUp) => self.move_by(-1),
            Some(Action::PageDown | Action::HalfPageDown) => self.move_by(7),
            Some(Action::PageUp | Action::HalfPageUp) => self.move_by(-7),
            Some(Action::MoveTop) => self.move_by(isize::MIN),
            Some(Action::MoveBottom) => self.move_by(isize::MAX),
            Some(Action::PromptLeft) if self.part == DatePart::Days => self.move_by(-1),
            Some(Action::PromptRight) if self.part == DatePart::Days => self.move_by(1),
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
            self.anchor = if self.anchor.is_some() {
                None
            } else {
                Some(self.day)
            };
            return;
        }
        self.paste(c.encode_utf8(&mut [0; 4]));
    }

    fn move_by(&mut self, steps: isize) {
        match self.part {
            DatePart::Presets => self.list.move_by(steps, self.presets.len()),
            DatePart::Days | DatePart::Range => {
                self.part = DatePart::Days;
                let last = self.days.len().saturating_sub(1);
                self.day = self.day.saturating_add_signed(steps).min(last);
            }
        }
    }

    fn accept(&self) -> DatePicked {
        match self.part {
            DatePart::Range if self.field.text().trim().is_empty() => DatePicked::Range(None),
            DatePart::Range => DatePicked::Typed(self.field.text().trim().to_owned()),
            DatePart::Presets => match self.presets.get(self.list.cursor) {
                Some(preset) if preset.range != (None, None) => DatePicked::Range(Some(preset.range)),
                _ => DatePicked::Range(None),
            },
            DatePart::Days => {
                let days = self.chosen_days();
                let day = |at: usize| self.days.get(at).map(|day| day.0);
                match (day(*days.start()), day(*days.end())) {
                    (Some(from), Some(to)) => DatePicked::Range(Some((Some(from), Some(to)))),
                    _ => DatePicked::Range(None),
                }
            }
        }
    }
}

impl DatePart {
    fn next(self) -> Self {
        match self {
            Self::Presets => Self::Days,
            Self::Days => Self::Range,
            Self::Range => Self::Presets,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(day: u8) -> Date {
        Date::new(2025, 3, day).unwrap()
    }

    fn picker() -> DatePicker {
        DatePicker::new(vec![(day(1), 4), (day(2), 1), (day(9), 2)], day(20), 3)
    }

    #[test]
    fn presets_count_from_today_and_from_the_newest_day() {
        let picker = picker();
        let count = |label: &str| {
            picker
                .presets
                .iter()
                .find(|preset| preset.label.starts_with(label))
                .map(|preset| preset.count)
        };
        assert_eq!(count("any date"), Some(10));
        assert_eq!(count("today"), Some(0));
        assert_eq!(count("last 30 days"), Some(7));
        assert_eq!(count("newest day (2025-03-09)"), Some(2));
        assert_eq!(count("7 days up to"), Some(2));
    }

    #[test]
    fn a_range_of_days_is_chosen_over_the_histogram() {
        let mut picker = picker();
        let any = Key::char(' ');
        picker.press(Some(Action::ToggleItem), any);
        picker.press(None, any);
        picker.press(Some(Action::MoveUp), any);
        assert_eq!(
            picker.press(Some(Action::PromptAccept), any),
            DatePicked::Range(Some((Some(day(2)), Some(day(9)))))
        );
        assert_eq!(picker.press(Some(Action::Escape), any), DatePicked::Nothing);
        assert_eq!(picker.press(Some(Action::Escape), any), DatePicked::Cancelled);
    }

    #[test]
    fn typing_goes_to_the_range() {
        let mut picker = picker();
        for c in "7d".chars() {
            picker.press(None, Key::char(c));
        }
        assert_eq!(
            picker.press(Some(Action::PromptAccept), Key::char('x')),
            DatePicked::Typed("7d".to_owned())
        );
    }

    #[test]
    fn a_corpus_without_dates_has_nothing_to_move_over() {
        let mut picker = DatePicker::new(Vec::new(), day(20), 3);
        picker.press(Some(Action::ToggleItem), Key::char(' '));
        picker.press(Some(Action::MoveDown), Key::char(' '));
        assert_eq!(
            picker.press(Some(Action::PromptAccept), Key::char(' ')),
            DatePicked::Range(None)
        );
    }
}
