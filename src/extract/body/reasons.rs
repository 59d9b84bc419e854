//! Names the most specific reason why a unit is chrome. Not whether it is chrome.

use crate::article::line::LineClass;
use crate::article::reason::Reason;
use crate::extract::input::page::SourcePage;
use crate::extract::lines::analyze::{UnitAnalysis, UnitFeatures};
use crate::extract::lines::label::LineLabel;
use crate::extract::lines::line_shape::{LineEnd, LineStart};
use crate::extract::lines::vocabulary::{PhraseMeaning, PhrasePosition, Vocabulary};
use crate::extract::outlets::directory::OutletDirectory;

/// The largest distance between the heading of a list and a line of the list.
const LIST_REACH: usize = 40;

/// Sets the reason of every unit of chrome.
pub(crate) fn assign(
    page: &SourcePage<'_>,
    features: &UnitFeatures,
    labels: &mut [LineLabel],
    title: Option<usize>,
    outlets: &OutletDirectory,
) {
    let first = labels
        .iter()
        .position(|label| label.class.is_body() || label.class == LineClass::Title);
    let first = first.unwrap_or(labels.len());
    let last = labels
        .iter()
        .rposition(|label| label.class.is_body())
        .unwrap_or(0);
    let title_hash = title.map(|at| features.units[at].text_hash);
    let mut open_list: Option<(usize, Reason)> = None;
    for (at, label) in labels.iter_mut().enumerate() {
        if label.class != LineClass::Chrome {
            open_list = open_list.filter(|_| !label.class.is_body());
            continue;
        }
        let unit = &features.units[at];
        if let Some(reason) = list_heading(unit)
            && !(reason == Reason::CommentForm && open_list.is_some_and(|(_, open)| open == Reason::Comments))
        {
            open_list = Some((at, reason));
        }
        let within = open_list
            .filter(|&(start, reason)| at > start && at - start <= reach(reason))
            .map(|(_, reason)| reason);
        let shaped = || by_shape(unit, features.words_of(at));
        let named = || {
            page.single_line(at)
                .filter(|_| unit.shape.words <= 5 && unit.shape.begin >= LineStart::Upper)
                .and_then(|line| outlets.named(line))
                .map(|_| Reason::SiteName)
        };
        let repeated = || {
            (unit.shape.words >= 4 && (features.copies_of(at).1 as usize) < at)
                .then_some(Reason::RepeatedText)
        };
        let given = label.reason.filter(|&reason| reason != Reason::Insertion);
        let is_title = title_hash == Some(unit.text_hash);
        let reason = is_title
            .then_some(Reason::RepeatedTitle)
            .or(given)
            .or_else(|| known(unit))
            .or_else(shaped)
            .or_else(named)
            .or(within)
            .or_else(repeated)
            .unwrap_or_else(|| by_place(unit, at, first, last));
        label.reason = Some(reason);
    }
}

fn known(unit: &UnitAnalysis) -> Option<Reason> {
    if unit.shape.letters == 0 {
        return None;
    }
    match unit.known?.meaning {
        PhraseMeaning::Chrome(reason) => Some(reason),
        PhraseMeaning::Caption => None,
    }
}

/// The reason of the lines below, if this unit is the heading of a list of chrome.
fn list_heading(unit: &UnitAnalysis) -> Option<Reason> {
    let known = unit.known.filter(|known| {
        known.place == PhrasePosition::Line || known.place == PhrasePosition::Start && unit.shape.words <= 8
    })?;
    match known.meaning {
        PhraseMeaning::Chrome(
            reason @ (Reason::RelatedList
            | Reason::RecentList
            | Reason::Comments
            | Reason::Tags
            | Reason::CommentForm
            | Reason::MediaPlayer),
        ) => Some(reason),
        // Another known heading ends the list only if it is the heading of a list itself.
        _ => None,
    }
}

fn reach(reason: Reason) -> usize {
    match reason {
        Reason::Tags => 8,
        Reason::MediaPlayer => 4,
        Reason::CommentForm => 6,
        _ => LIST_REACH,
    }
}

fn by_shape(unit: &UnitAnalysis, words: &[u64]) -> Option<Reason> {
    let shape = &unit.shape;
    if shape.words == 0 {
        return Some(Reason::Separator);
    }
    let vocabulary = Vocabulary::builtin();
    if words.iter().filter(|&&word| vocabulary.is_of_icon(word)).count() >= 3 {
        return Some(Reason::IconList);
    }
    if shape.letters == 0 {
        let reason = match (shape.clocks > 0, shape.separators > 0) {
            (true, _) if shape.digits <= 3 => Reason::MediaPlayer,
            (true, _) => Reason::RecentList,
            (false, true) => Reason::Gallery,
            (false, false) => Reason::Label,
        };
        return Some(reason);
    }
    if shape.glued >= 2 && shape.words <= shape.glued + 2 {
        return Some(Reason::Tags);
    }
    if shape.rights > 0 {
        return Some(Reason::Legal);
    }
    if shape.separators >= 2 && shape.words <= 24 && shape.finish < LineEnd::Sentence {
        return Some(if shape.begin == LineStart::Bullet {
            Reason::Navigation
        } else {
            Reason::Breadcrumb
        });
    }
    None
}

fn by_place(unit: &UnitAnalysis, at: usize, first: usize, last: usize) -> Reason {
    let words = unit.shape.measured_words();
    if at < first {
        return if words <= 4 {
            Reason::Navigation
        } else {
            Reason::BeforeArticle
        };
    }
    if at > last {
        return if unit.shape.is_sentence_like() {
            Reason::Teaser
        } else {
            Reason::AfterArticle
        };
    }
    if (5..=24).contains(&words) && unit.shape.finish < LineEnd::QuotedSentence {
        Reason::CrossLink
    } else {
        Reason::Insertion
    }
}
