//! Detects text that newsprint wrote as plain text: the headline, a blank line, then one paragraph a line without
//! further blank lines. Nothing has to be removed from it. It is not a judgement on pages: no scraped page has this
//! form.

use crate::article::line::LineClass;
use crate::extract::body::classify::class_of;
use crate::extract::input::page::SourcePage;
use crate::extract::lines::analyze::UnitFeatures;
use crate::extract::lines::label::LineLabel;

/// The confidence of the labels, in percent.
const CONFIDENCE: u8 = 80;

/// Labels a text of this form as headline and paragraphs and returns true; leaves any other text alone.
///
/// At least a third must be body according to the model, since a menu may happen to have this form.
pub(crate) fn detect(page: &SourcePage<'_>, features: &UnitFeatures, labels: &mut [LineLabel]) -> bool {
    let [title, first, rest @ ..] = &page.lines[..] else {
        return false;
    };
    let has_form = title.number == 1
        && first.number == 3
        && rest.iter().all(|line| !line.blank_before)
        && page.units.first().is_some_and(|unit| unit.lines() == (0..1));
    if !has_form {
        return false;
    }
    let (mut body, mut chrome) = (0, 0);
    for (at, label) in labels.iter().enumerate().skip(1) {
        let bytes = if label.class.is_body() {
            &mut body
        } else {
            &mut chrome
        };
        *bytes += page.text_of(at).len();
    }
    if body * 2 < chrome {
        return false;
    }
    for (label, unit) in labels.iter_mut().zip(&features.units) {
        if !label.class.is_body() {
            *label = LineLabel::of(class_of(unit), CONFIDENCE);
        }
    }
    if let Some(title) = labels.first_mut() {
        *title = LineLabel::of(LineClass::Title, CONFIDENCE);
    }
    true
}

#[cfg(test)]
mod tests {
    use crate::extract::corpus::hints::Hints;
    use crate::extract::outlets::directory::OutletDirectory;
    use crate::extract::pipeline::extract;

    fn body(text: &str) -> Vec<String> {
        let outlets = OutletDirectory::builtin();
        let hints = Hints::new(&outlets);
        extract(text.as_bytes(), &hints).remove(0).body()
    }

    #[test]
    fn nothing_is_removed_from_cleaned_text() {
        let text = "Old bridge opens again\n\n\
            The old bridge over the Lenne opened again on Monday after two years of repairs, the town said.\n\
            What comes next\n\
            Hundreds of people crossed it on foot before the first bus came over at noon.\n\
            Share your memories with the town.\n";
        let paragraphs: Vec<&str> = text.lines().skip(2).collect();
        assert_eq!(body(text), paragraphs);
    }

    #[test]
    fn a_menu_of_this_form_stays_a_menu() {
        assert!(body("Lenne Gazette\n\nHome\nNews\nSign in\nAbout us\nPrivacy policy\n").is_empty());
    }
}
