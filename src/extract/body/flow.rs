//! Keeps text that reads as one: all of a page that holds little else, and what lies between two certain parts of the
//! body. The model has learnt from whole pages, and takes short paragraphs, speech and questions for links.

use crate::article::line::{Fields, LineClass};
use crate::article::reason::Reason;
use crate::extract::body::classify::class_of;
use crate::extract::detections::Detections;
use crate::extract::lines::analyze::UnitAnalysis;
use crate::extract::lines::label::LineLabel;
use crate::extract::lines::line_shape::{LineEnd, LineStart};
use crate::extract::lines::vocabulary::{KnownPhrase, PhraseMeaning, PhrasePosition};

/// How a unit reads by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// It ends like a sentence, is speech, or is long.
    Text,
    /// It is short and ends in a letter, a number or a mark of another kind.
    Open,
    /// It gives the date, the author or the source.
    Signature,
    /// A known phrase or its marks show that it is not text.
    Chrome,
}

/// A unit with at least this many words is text, whatever its end.
const LONG_WORDS: u32 = 25;
/// A line that ends with a colon and has at least this many words introduces speech.
const INTRODUCING_WORDS: u32 = 3;
/// A known phrase of at least this many words does not begin a sentence by chance.
pub(crate) const TELLING_WORDS: u32 = 5;
/// A longer line, in words, does not name the author or the date.
const SIGNATURE_WORDS: u32 = 14;
/// Clean text has at most this many open units above its first sentence (headline, kicker, standfirst) …
const HEAD: usize = 3;
/// … and below it for each three units of text at most this many other ones.
const OTHERS: usize = 2;
/// The label of a cross link has at most this many words, and the headline below it at least as many.
const LABEL_WORDS: u32 = 4;
/// At most this many headlines follow the label of a cross link.
const LINKED: usize = 3;
/// The least confidence of what is kept, in percent.
const CONFIDENCE: u8 = 60;
/// At most this many units between two certain parts of the body are kept.
const LONGEST_GAP: usize = 4;
/// A unit with at least this probability is a certain part of the body.
const SURE: f32 = 0.8;

/// Corrects the labels where the page reads as one text.
pub(crate) fn keep(detections: &Detections<'_>, probabilities: &[f32], labels: &mut [LineLabel]) {
    if let Some(forms) = clean_text(detections) {
        keep_clean_text(detections, &forms, probabilities, labels);
    }
    keep_between(detections, probabilities, labels);
}

/// The forms of the units of a page that is only an article; `None` for other pages.
fn clean_text(detections: &Detections<'_>) -> Option<Vec<Form>> {
    let units = &detections.features.units;
    let count = |wanted: fn(&UnitAnalysis) -> bool| units.iter().filter(|unit| wanted(unit)).count();
    let texts = count(reads_as_text);
    // Most pages have more menu entries than paragraphs. At most a headline and a few signatures are added.
    if texts < 2 || (units.len() - texts) * 3 > texts * OTHERS + 3 * (HEAD + SIGNATURE_WORDS as usize) {
        return None;
    }
    let mut forms: Vec<Form> = (0..units.len()).map(|at| form(detections, at)).collect();
    let first = forms.iter().position(|&form| form == Form::Text)?;
    // A headline may begin like a call in another language.
    for (form, unit) in forms.iter_mut().zip(units).take(first) {
        let may_be_call =
            |known: KnownPhrase| known.place == PhrasePosition::Start && known.words < TELLING_WORDS;
        if *form == Form::Chrome && unit.known.is_some_and(may_be_call) {
            *form = Form::Open;
        }
    }
    let (head, rest) = forms.split_at(first);
    let texts = rest.iter().filter(|&&form| form == Form::Text).count();
    let others = rest
        .iter()
        .filter(|form| matches!(form, Form::Open | Form::Chrome));
    let chrome_above = head.contains(&Form::Chrome);
    let open_above = head.iter().filter(|&&form| form == Form::Open).count();
    let is_clean = texts >= 2 && !chrome_above && open_above <= HEAD && others.count() * 3 <= texts * OTHERS;
    is_clean.then_some(forms)
}

fn form(detections: &Detections<'_>, at: usize) -> Form {
    let unit = &detections.features.units[at];
    let shape = &unit.shape;
    let is_known = unit
        .known
        .is_some_and(|known| shows_chrome(detections, at, known));
    let is_text = reads_as_text(unit);
    let is_signature = || {
        let fields = detections.fields_of(at);
        [Fields::DATE, Fields::BYLINE, Fields::CREDIT]
            .iter()
            .any(|&field| fields.has(field))
    };
    if is_known || shape.rights > 0 {
        Form::Chrome
    } else if is_text {
        Form::Text
    } else if shape.measured_words() <= SIGNATURE_WORDS && is_signature() {
        Form::Signature
    } else if unit.known.is_some() || shape.letters == 0 || shape.glued + shape.handles > 1 {
        Form::Chrome
    } else {
        Form::Open
    }
}

/// Returns whether a unit reads as text by its shape alone.
fn reads_as_text(unit: &UnitAnalysis) -> bool {
    let shape = &unit.shape;
    let words = shape.measured_words();
    shape.letters > 0
        && match shape.finish {
            LineEnd::Ellipsis | LineEnd::Quote | LineEnd::QuotedSentence | LineEnd::Sentence => true,
            LineEnd::Colon => words >= INTRODUCING_WORDS,
            _ => shape.begin == LineStart::Quote && words >= INTRODUCING_WORDS || words >= LONG_WORDS,
        }
}

/// Returns whether a known phrase shows that a unit of clean text is not part of it.
fn shows_chrome(detections: &Detections<'_>, at: usize, known: KnownPhrase) -> bool {
    let PhraseMeaning::Chrome(reason) = known.meaning else {
        return false;
    };
    let unit = &detections.features.units[at];
    let is_call = || {
        let text = detections.page.text_of(at);
        let head: String = text.chars().take(40).collect();
        matches!(reason, Reason::CrossLink | Reason::RelatedList) && head.contains([':', '：'])
    };
    match known.place {
        // A sentence of one or two words may be a button too.
        PhrasePosition::Line => unit.shape.finish < LineEnd::QuotedSentence || known.words >= TELLING_WORDS,
        PhrasePosition::Start => known.words >= TELLING_WORDS || is_call(),
        PhrasePosition::Anywhere => {
            matches!(
                reason,
                Reason::ReaderNotice | Reason::CookieNotice | Reason::Follow
            )
        }
    }
}

/// Keeps the sentences of clean text and the headings between them, and drops labels of links with their headlines.
fn keep_clean_text(
    detections: &Detections<'_>,
    forms: &[Form],
    probabilities: &[f32],
    labels: &mut [LineLabel],
) {
    let units = &detections.features.units;
    let form = |at: usize| forms.get(at).copied();
    let mut linked = 0;
    for at in 0..labels.len() {
        let unit = &units[at];
        match forms[at] {
            Form::Chrome if opens_comments(unit) => return,
            Form::Chrome if is_link_label(unit) => linked = LINKED,
            Form::Open if linked > 0 => {
                linked -= 1;
                labels[at] = LineLabel::chrome(Reason::CrossLink, CONFIDENCE);
            }
            Form::Text => {
                linked = 0;
                if !labels[at].class.is_body() && labels[at].reason != Some(Reason::Template) {
                    labels[at] = kept(unit, probabilities[at]);
                }
            }
            Form::Open if is_unknown_label(detections, forms, at) => {
                labels[at] = LineLabel::chrome(Reason::CrossLink, CONFIDENCE);
                linked = LINKED;
            }
            Form::Open => {
                let after_text = at.checked_sub(1).and_then(form) == Some(Form::Text);
                if after_text && form(at + 1) == Some(Form::Text) && !labels[at].class.is_body() {
                    labels[at] = kept(unit, probabilities[at]);
                }
            }
            Form::Signature | Form::Chrome => {}
        }
    }
}

/// Returns whether an open unit is the label of a link, by its place: it is short, the next unit is a headline, and both
/// are between sentences. Only in languages without phrases, since headings may follow each other.
fn is_unknown_label(detections: &Detections<'_>, forms: &[Form], at: usize) -> bool {
    let units = &detections.features.units;
    let form = |at: usize| forms.get(at).copied();
    let words = |at: usize| units[at].shape.measured_words();
    detections.features.language == 0
        && at.checked_sub(1).and_then(form) == Some(Form::Text)
        && form(at + 1) == Some(Form::Open)
        && form(at + 2) == Some(Form::Text)
        && words(at) <= LABEL_WORDS
        && words(at + 1) >= words(at)
}

fn reason_of(unit: &UnitAnalysis) -> Option<Reason> {
    match unit.known?.meaning {
        PhraseMeaning::Chrome(reason) => Some(reason),
        PhraseMeaning::Caption => None,
    }
}

fn opens_comments(unit: &UnitAnalysis) -> bool {
    matches!(reason_of(unit), Some(Reason::Comments | Reason::CommentForm))
}

fn is_link_label(unit: &UnitAnalysis) -> bool {
    matches!(
        reason_of(unit),
        Some(Reason::CrossLink | Reason::RelatedList | Reason::RecentList | Reason::Tags)
    )
}

fn kept(unit: &UnitAnalysis, probability: f32) -> LineLabel {
    LineLabel::of(class_of(unit), ((probability * 100.0) as u8).max(CONFIDENCE))
}

/// Keeps a few units of text between two certain parts of the body, unless something else shows that they are chrome.
fn keep_between(detections: &Detections<'_>, probabilities: &[f32], labels: &mut [LineLabel]) {
    let is_sure =
        |at: usize| probabilities[at] >= SURE && detections.features.units[at].shape.is_sentence_like();
    let mut last = None;
    for at in 0..labels.len() {
        if !labels[at].class.is_body() || !is_sure(at) {
            continue;
        }
        let gap = last.map_or(at..at, |last| last + 1..at);
        last = Some(at);
        let may_stay = |at: usize| {
            let unit = &detections.features.units[at];
            let is_open_chrome =
                labels[at].class == LineClass::Chrome && labels[at].reason == Some(Reason::Insertion);
            labels[at].class.is_body()
                || is_open_chrome
                    && unit.known.is_none()
                    && detections.features.copies_of(at).0 == 1
                    && form(detections, at) == Form::Text
        };
        if gap.len() <= LONGEST_GAP && gap.clone().all(may_stay) {
            for at in gap.filter(|&at| !labels[at].class.is_body()).collect::<Vec<_>>() {
                labels[at] = kept(&detections.features.units[at], probabilities[at]);
            }
        }
    }
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

    const HEAD: &str = "Old ferry leaves the harbour after nine years\n\n3 May 2024\n\n";
    const LONG: &str = "The old ferry left the harbour of Zelm on Monday with forty people on board, the port said at night, and nobody had expected it.";

    #[test]
    fn short_paragraphs_of_clean_text_stay() {
        let paragraphs = [
            "It was late.",
            "Two pilots slept.",
            LONG,
            "“When?” he asked.",
            "“Now.”",
            "– And then? – Nothing.",
            "Nobody came back.",
        ];
        assert_eq!(body(&format!("{HEAD}{}\n", paragraphs.join("\n\n"))), paragraphs);
    }

    const OTHER: &str = "Two pilots had painted it in the spring without asking anybody, and the harbour master had lent them his ladder.";
    const THIRD: &str = "The council will decide on Wednesday where the boat shall lie when it comes back, if it comes back at all.";

    #[test]
    fn a_link_within_clean_text_is_dropped_and_the_text_after_it_stays() {
        let rest = "The mayor said nothing.";
        for label in ["Read also", "Lue myös", "Loe ka", "Preberite tudi"] {
            let page =
                format!("{HEAD}{LONG}\n\n{label}\n\nGoats found in the town hall\n\n{rest}\n\n{OTHER}\n");
            assert_eq!(body(&page), [LONG, rest, OTHER], "{label}");
        }
    }

    #[test]
    fn comments_below_clean_text_do_not_stay() {
        let page = format!("{HEAD}{LONG}\n\n{OTHER}\n\n{THIRD}\n\nComments\n\nNonsense.\n\nI agree.\n");
        assert_eq!(body(&page), [LONG, OTHER, THIRD]);
    }
}
