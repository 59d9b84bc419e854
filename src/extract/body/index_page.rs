//! Recognises pages without an article that look like one: front pages and lists of results, which have headlines with
//! a sentence below each. Not teasers next to an article: the model finds those.

use crate::article::line::Fields;
use crate::article::reason::Reason;
use crate::extract::body::classify::is_heading;
use crate::extract::detections::Detections;
use crate::extract::lines::analyze::UnitFeatures;
use crate::extract::lines::label::LineLabel;

/// A page with fewer headlines with a sentence may be a short piece of news.
const FEWEST: usize = 2;
/// A longer unit, in words, is not a teaser.
const MOST_WORDS: u32 = 30;
/// A longer line, in words, does not name the author or the date.
const SIGNATURE_WORDS: u32 = 14;

/// The confidence of the labels, in percent.
const CONFIDENCE: u8 = 60;

/// Labels everything as chrome if the body is only teasers and nobody signed the page.
pub(crate) fn drop_teasers(detections: &Detections<'_>, labels: &mut [LineLabel]) {
    if !is_all_teasers(detections.features, labels) || is_signed(detections, labels) {
        return;
    }
    for label in labels.iter_mut().filter(|label| label.class.is_body()) {
        *label = LineLabel::chrome(Reason::Teaser, CONFIDENCE);
    }
}

/// Returns whether each sentence of the body is alone below a headline of its own.
fn is_all_teasers(features: &UnitFeatures, labels: &[LineLabel]) -> bool {
    let mut teasers = 0;
    for (at, label) in labels.iter().enumerate() {
        let unit = &features.units[at];
        if !label.class.is_body() || is_heading(unit) {
            continue;
        }
        let above = at.checked_sub(1).map(|above| &features.units[above]);
        let has_headline = above.is_some_and(|above| above.known.is_none() && is_heading(above));
        let is_short = unit.shape.sentences <= 1 && unit.shape.measured_words() <= MOST_WORDS;
        if !has_headline || !is_short || unit.shape.dense > 0 {
            return false;
        }
        teasers += 1;
    }
    teasers >= FEWEST
}

/// Returns whether a line up to the last sentence names the author or the date.
fn is_signed(detections: &Detections<'_>, labels: &[LineLabel]) -> bool {
    let last = labels.iter().rposition(|label| label.class.is_body());
    (0..=last.unwrap_or(0)).any(|at| {
        detections.features.units[at].shape.measured_words() <= SIGNATURE_WORDS && {
            let fields = detections.fields_of(at);
            fields.has(Fields::BYLINE) || fields.has(Fields::DATE)
        }
    })
}

#[cfg(test)]
mod tests {
    use crate::extract::corpus::hints::Hints;
    use crate::extract::outlets::directory::OutletDirectory;
    use crate::extract::pipeline::extract;

    fn body(page: &str) -> Vec<String> {
        let outlets = OutletDirectory::builtin();
        extract(page.as_bytes(), &Hints::new(&outlets)).remove(0).body()
    }

    const TEASERS: &str = "The bridge of Zelm opens again\n\n\
        The first carts crossed the bridge on Monday morning after two years of works.\n\n\
        Pilots go back to work\n\n\
        The mayor of the town has promised them new lamps before the winter.\n\n\
        Two goats are found in the town hall\n\n\
        Nobody could say how they had come there, and nobody wanted to have let them in.\n\n";

    #[test]
    fn headlines_with_a_sentence_each_are_not_an_article() {
        let page = format!(
            "Home\n\nPolitics\n\nSports\n\n{TEASERS}Most read\n\nThe mayor and the band\n\nContact\n"
        );
        assert_eq!(body(&page), Vec::<String>::new());
    }

    #[test]
    fn a_signed_digest_is_an_article() {
        let page = format!("Home\n\nZelm in brief\n\nBy Ilka Fenn\n\n3 May 2024\n\n{TEASERS}Contact\n");
        assert!(!body(&page).is_empty());
    }

    #[test]
    fn a_short_piece_of_news_is_an_article() {
        let page = "The bridge of Zelm opens again\n\nThe first carts crossed the bridge on Monday after two years of works.\n";
        assert_eq!(body(page).len(), 1);
    }
}
