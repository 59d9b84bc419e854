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
/// A longer line, in words, does not say who wrote the article or when.
const SIGNATURE_WORDS: u32 = 14;

/// The confidence of the labels, in percent.
const CONFIDENCE: u8 = 60;

/// Labels everything as chrome if the body is only teasers and nobody signed the page.
pub(crate) fn drop_teasers(detections: &Detections<'_>, verdicts: &mut [LineLabel]) {
    if !is_all_teasers(detections.measured, verdicts) || is_signed(detections, verdicts) {
        return;
    }
    for verdict in verdicts.iter_mut().filter(|verdict| verdict.class.is_body()) {
        *verdict = LineLabel::chrome(Reason::Teaser, CONFIDENCE);
    }
}

/// Returns whether each sentence of the body is alone below a headline of its own.
fn is_all_teasers(measured: &UnitFeatures, verdicts: &[LineLabel]) -> bool {
    let mut teasers = 0;
    for (at, verdict) in verdicts.iter().enumerate() {
        let unit = &measured.units[at];
        if !verdict.class.is_body() || is_heading(unit) {
            continue;
        }
        let above = at.checked_sub(1).map(|above| &measured.units[above]);
        let has_headline = above.is_some_and(|above| above.known.is_none() && is_heading(above));
        let is_short = unit.shape.sentences <= 1 && unit.shape.measured_words() <= MOST_WORDS;
        if !has_headline || !is_short || unit.shape.dense > 0 {
            return false;
        }
        teasers += 1;
    }
    teasers >= FEWEST
}

/// Returns whether a line up to the last sentence says who wrote the article or when.
fn is_signed(detections: &Detections<'_>, verdicts: &[LineLabel]) -> bool {
    let last = verdicts.iter().rposition(|verdict| verdict.class.is_body());
    (0..=last.unwrap_or(0)).any(|at| {
        detections.measured.units[at].shape.measured_words() <= SIGNATURE_WORDS && {
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
        let knowledge = OutletDirectory::builtin();
        extract(page.as_bytes(), &Hints::new(&knowledge)).remove(0).body()
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
