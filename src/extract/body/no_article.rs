//! Recognises pages whose only text says that they hold no article: errors, refusals, robot checks, consent. Not front
//! pages: see `index_page`.

use crate::article::line::LineClass;
use crate::article::reason::Reason;
use crate::extract::detections::Detections;
use crate::extract::lines::label::LineLabel;
use crate::extract::lines::messages::PageMessages;

/// A page with more words of body, in which one sign of a message is enough, is an article.
const FEW_WORDS: u32 = 60;
/// A page with more words of body is an article, whatever it says.
const MOST_WORDS: u32 = 100;
/// A message that is a line of its own is at most this many units above the body.
const ABOVE: usize = 6;
/// The confidence of the labels, in percent.
const CONFIDENCE: u8 = 85;

/// Labels everything as chrome if the body only says that the page holds no article.
pub(crate) fn drop_message(detections: &Detections<'_>, labels: &mut [LineLabel]) {
    let is_body = |label: &LineLabel| label.class.is_body();
    let units = &detections.features.units;
    let mut words = 0;
    for (unit, _) in units.iter().zip(&*labels).filter(|(_, label)| is_body(label)) {
        words += unit.shape.measured_words();
        if words > MOST_WORDS {
            return;
        }
    }
    let Some(first) = labels.iter().position(is_body) else {
        return;
    };
    let messages = PageMessages::builtin();
    let words_of = |at: usize| detections.features.words_of(at);
    let body = || (first..labels.len()).filter(|&at| is_body(&labels[at]));
    let is_line = (first.saturating_sub(ABOVE)..first)
        .chain(body())
        .any(|at| messages.is_message(words_of(at)));
    let is_part = body().any(|at| messages.holds_message(words_of(at)));
    if is_line && is_part || words <= FEW_WORDS && (is_line || is_part) {
        let is_kept = |label: &&mut LineLabel| label.class != LineClass::Chrome;
        for label in labels.iter_mut().filter(is_kept) {
            *label = LineLabel::chrome(Reason::NoArticle, CONFIDENCE);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::article::Warning;
    use crate::extract::corpus::hints::Hints;
    use crate::extract::outlets::directory::OutletDirectory;
    use crate::extract::pipeline::extract;

    fn has_article(page: &str) -> bool {
        let outlets = OutletDirectory::builtin();
        let article = extract(page.as_bytes(), &Hints::new(&outlets)).remove(0);
        !article.warnings.contains(&Warning::NoArticle)
    }

    #[test]
    fn errors_refusals_and_robot_checks_are_no_articles() {
        for page in [
            "Oops!\n\nWe can't find the page you requested. It may have been moved, or the address is wrong.\n",
            "Home\nNews\nSport\n\n404 Not Found\n\nThe story you are looking for is no longer on our site.\n\nAbout us\n",
            "Zugriff verweigert\n\nSie haben leider keine Berechtigung, um diesen Inhalt anzusehen.\n",
            "Accès refusé\n\nVous n'avez pas l'autorisation d'ouvrir cette adresse sur notre serveur.\n",
            "ページが見つかりません\n\nお探しのページは、移動したか、アドレスが間違っている可能性があります。\n",
            "Strona nie istnieje\n\nPrzepraszamy, szukana strona została usunięta albo jej adres jest błędny.\n",
            "One moment, please\n\nPlease complete the captcha below to show us that it is you, and we will let you in.\n",
        ] {
            assert!(!has_article(page), "{page}");
        }
    }

    #[test]
    fn an_article_about_such_a_page_is_an_article() {
        let page = "Page not found\n\nBy Ilka Fenn\n3 May 2024\n\n\
            For nine days the town of Zelm had no timetable, since the page of its ferries said that it could not be found.\n\n\
            “The page you are looking for does not exist,” it told the people who waited at the pier in the rain.\n\n\
            The mayor had the timetable written on a board at the quay, where everybody could read it, and nobody missed the page.\n\n\
            On the tenth day it was back, and so was the ferry. The board is still there, and the town has decided to keep it. \
            Two pilots have offered to paint it again each spring, and the harbour master has promised them a new ladder.\n\n\
            The council will speak about the page on Wednesday, when it meets for the first time since the storm, and then \
            about the ladder, which is said to cost more than the page.\n";
        assert!(has_article(page));
    }
}
