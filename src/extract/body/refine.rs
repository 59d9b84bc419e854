//! Corrects the model's labels where a rule is certain: known calls and marks within the body are dropped, headings
//! between paragraphs are kept. Not captions, not the headline.

use crate::article::line::LineClass;
use crate::article::reason::Reason;
use crate::extract::body::classify::{class_of, is_heading};
use crate::extract::body::flow;
use crate::extract::body::flow::TELLING_WORDS;
use crate::extract::detections::Detections;
use crate::extract::input::page::SourcePage;
use crate::extract::lines::analyze::{UnitAnalysis, UnitFeatures};
use crate::extract::lines::label::LineLabel;
use crate::extract::lines::line_shape::{LineEnd, LineStart};
use crate::extract::lines::vocabulary::{KnownPhrase, PhraseMeaning, PhrasePosition};

/// The smallest probability of a heading between two paragraphs.
const HEADING: f32 = 0.22;
/// The smallest probability of a sentence after the body.
const SENTENCE: f32 = 0.3;
/// A longer unit, in words, is not what a call refers to.
const MOST_CALLED: u32 = 40;
/// A heading needs neighbours of at least this probability.
const SURE_NEIGHBOUR: f32 = 0.8;
/// The confidence of chrome that a known phrase shows.
const PHRASE_CONFIDENCE: u8 = 90;
/// The confidence of a headline that a call refers to.
const CALLED_CONFIDENCE: u8 = 75;
/// A unit with at least this probability below a call stays body.
const SURELY_BODY: f32 = 0.9;

/// Corrects the model's labels before headline and captions are found.
pub(crate) fn refine(detections: &Detections<'_>, probabilities: &[f32], labels: &mut [LineLabel]) {
    let (page, features) = (detections.page, detections.features);
    for at in 0..labels.len() {
        if !labels[at].class.is_body() {
            continue;
        }
        let unit = &features.units[at];
        let known = unit
            .known
            .and_then(|known| certain(page, unit, known, probabilities[at], at));
        if let Some(reason) = known {
            labels[at] = LineLabel::chrome(reason, PHRASE_CONFIDENCE);
        }
    }
    drop_called(page, features, probabilities, labels);
    keep_sentences(features, probabilities, labels);
    keep_questions(page, features, probabilities, labels);
    keep_headings(features, probabilities, labels);
    flow::keep(detections, probabilities, labels);
}

/// Drops the headline right below a call that is a line of its own (`Read more`): the call refers to it.
fn drop_called(
    page: &SourcePage<'_>,
    features: &UnitFeatures,
    probabilities: &[f32],
    labels: &mut [LineLabel],
) {
    for at in 1..labels.len() {
        let calls = features.units[at - 1].known.is_some_and(|known| {
            known.place == PhrasePosition::Line
                && matches!(
                    known.meaning,
                    PhraseMeaning::Chrome(Reason::CrossLink | Reason::RelatedList)
                )
        });
        if !calls || !labels[at].class.is_body() || probabilities[at] >= SURELY_BODY {
            continue;
        }
        let shape = &features.units[at].shape;
        let asks = || page.text_of(at).ends_with(['?', '!', '？', '！']);
        let open = shape.finish < LineEnd::QuotedSentence || asks();
        if shape.measured_words() <= MOST_CALLED && shape.sentences <= 1 && open {
            labels[at] = LineLabel::chrome(Reason::CrossLink, CALLED_CONFIDENCE);
        }
    }
}

/// Keeps sentences that follow a body unit with only known calls in between.
fn keep_sentences(features: &UnitFeatures, probabilities: &[f32], labels: &mut [LineLabel]) {
    let mut open = false;
    for (at, label) in labels.iter_mut().enumerate() {
        let unit = &features.units[at];
        if label.class.is_body() {
            open = true;
        } else if open
            && unit.known.is_none()
            && unit.shape.is_sentence_like()
            && probabilities[at] >= SENTENCE
        {
            *label = LineLabel::of(LineClass::Paragraph, (probabilities[at] * 100.0) as u8);
        } else if label.reason != Some(Reason::Template) && unit.known.is_none_or(ends_article) {
            open = false;
        }
    }
}

/// A page with at least this many questions that are followed by answers is an interview.
const ASKED: usize = 3;
/// The smallest probability of a question and an answer of an interview.
const TALK: f32 = 0.08;

/// Keeps the questions and answers of an interview that follow certain ones: the last question looks like a call.
fn keep_questions(
    page: &SourcePage<'_>,
    features: &UnitFeatures,
    probabilities: &[f32],
    labels: &mut [LineLabel],
) {
    let asks = |at: usize| {
        features.units[at].shape.measured_words() <= MOST_CALLED
            && page
                .text_of(at)
                .trim_end_matches(['"', '”', '“', '»'])
                .ends_with(['?', '？', '؟'])
    };
    let is_body = |labels: &[LineLabel], at: usize| labels[at].class.is_body();
    let body = (1..labels.len()).filter(|&at| is_body(labels, at) && is_body(labels, at - 1));
    if body.filter(|&at| asks(at - 1) && !asks(at)).take(ASKED).count() < ASKED {
        return;
    }
    let may_be = |at: usize| {
        let unit = &features.units[at];
        // A question may begin like a call: `Have you ever …`.
        let calls = unit
            .known
            .is_some_and(|known| known.place != PhrasePosition::Start);
        !calls && unit.shape.finish >= LineEnd::QuotedSentence && probabilities[at] >= TALK
    };
    for at in 1..labels.len().saturating_sub(1) {
        let pair =
            !is_body(labels, at) && is_body(labels, at - 1) && !asks(at - 1) && asks(at) && !asks(at + 1);
        if pair && may_be(at) && may_be(at + 1) {
            for at in [at, at + 1] {
                labels[at] = LineLabel::of(LineClass::Paragraph, (probabilities[at] * 100.0) as u8);
            }
        }
    }
}

/// Returns whether a known phrase shows that the article has ended.
fn ends_article(known: KnownPhrase) -> bool {
    use crate::article::reason::{
        Reason::Advertisement, Reason::CrossLink, Reason::Gallery, Reason::MediaPlayer, Reason::Share,
    };
    match known.meaning {
        PhraseMeaning::Chrome(reason) => {
            !matches!(reason, Advertisement | CrossLink | Gallery | MediaPlayer | Share)
        }
        PhraseMeaning::Caption => false,
    }
}

/// The reason of a known phrase that outweighs the model.
fn certain(
    page: &SourcePage<'_>,
    unit: &UnitAnalysis,
    known: KnownPhrase,
    probability: f32,
    at: usize,
) -> Option<Reason> {
    let PhraseMeaning::Chrome(reason) = known.meaning else {
        return None;
    };
    let evidence = PhraseEvidence::of(page, unit, known, reason, at);
    (probability < evidence.limit()).then_some(reason)
}

/// How a known phrase shows that its unit is chrome.
enum PhraseEvidence {
    /// It is the whole line.
    Line,
    /// It is the whole line, but headings of articles have such words too.
    WeakLine,
    /// It begins a short unit as a call, with a colon or in capitals.
    Call,
    /// It begins a short unit that is not a sentence, as a call.
    OpenCall,
    /// It begins a long unit or a sentence, as a call.
    LongCall,
    /// It begins a unit with words that articles have too, or a long unit.
    WeakStart,
    /// It is anywhere in a short unit that addresses the reader.
    Notice,
    /// It begins a unit or is anywhere in it.
    Other,
}

/// A longer unit, in words, does not begin with a plain call.
const CALL_WORDS: u32 = 30;
/// A longer unit, in words, is weak evidence.
const PHRASE_WORDS: u32 = 40;

impl PhraseEvidence {
    /// A unit with a lower probability of being body is chrome; a limit above 1 overrides every model.
    fn limit(&self) -> f32 {
        match self {
            Self::Line | Self::Call => 1.1,
            Self::Notice => 0.93,
            Self::OpenCall => 0.85,
            Self::WeakLine => 0.8,
            Self::Other => 0.7,
            Self::LongCall => 0.6,
            Self::WeakStart => 0.55,
        }
    }

    fn of(page: &SourcePage<'_>, unit: &UnitAnalysis, known: KnownPhrase, reason: Reason, at: usize) -> Self {
        use crate::article::reason::{
            Reason::CookieNotice, Reason::CrossLink, Reason::Follow, Reason::Gallery, Reason::Label,
            Reason::Legal, Reason::Navigation, Reason::ReaderNotice, Reason::Tags, Reason::Widget,
        };
        let words = unit.shape.measured_words();
        let is_weak = matches!(reason, Navigation | Label | Widget | Tags | Legal | Gallery);
        let is_notice = matches!(reason, ReaderNotice | CookieNotice | Follow);
        // A label and its number, and phrases that are too long to begin a sentence by chance.
        let is_numbered = unit.shape.digits > 0
            && unit.shape.begin != LineStart::Digit
            && known.words + 1 == unit.shape.words;
        let is_telling = known.words >= TELLING_WORDS;
        match known.place {
            PhrasePosition::Start if is_numbered || is_telling => Self::Line,
            PhrasePosition::Line if is_weak => Self::WeakLine,
            PhrasePosition::Line => Self::Line,
            PhrasePosition::Start if reason == CrossLink => Self::of_call(&page.text_of(at), unit),
            PhrasePosition::Start if is_weak || words > PHRASE_WORDS => Self::WeakStart,
            PhrasePosition::Anywhere if is_notice && words <= PHRASE_WORDS => Self::Notice,
            PhrasePosition::Start | PhrasePosition::Anywhere => Self::Other,
        }
    }

    fn of_call(text: &str, unit: &UnitAnalysis) -> Self {
        let head = text.get(..40).or(text.get(..20)).unwrap_or(text);
        let is_call = head.contains([':', '：']) || head.split_whitespace().take(2).all(is_shouted);
        let is_short = unit.shape.measured_words() <= CALL_WORDS;
        let is_sentence = unit.shape.finish >= LineEnd::QuotedSentence;
        match (is_call, is_short) {
            (true, true) => Self::Call,
            (false, true) if !is_sentence => Self::OpenCall,
            _ => Self::LongCall,
        }
    }
}

fn is_shouted(word: &str) -> bool {
    word.chars().any(char::is_uppercase) && !word.chars().any(char::is_lowercase)
}

/// Keeps a short line between two certain paragraphs as a heading.
fn keep_headings(features: &UnitFeatures, probabilities: &[f32], labels: &mut [LineLabel]) {
    for at in 1..labels.len().saturating_sub(1) {
        let unit = &features.units[at];
        let paragraph = |at: usize| {
            labels[at].class == LineClass::Paragraph
                && probabilities[at] > SURE_NEIGHBOUR
                && features.units[at].shape.is_sentence_like()
        };
        if labels[at].class == LineClass::Chrome
            && probabilities[at] >= HEADING
            && is_heading(unit)
            && unit.known.is_none()
            && features.copies_of(at).0 == 1
            && !matches!(unit.shape.begin, LineStart::Digit | LineStart::Symbol)
            && unit.shape.clocks + unit.shape.separators + unit.shape.handles + unit.shape.glued == 0
            && paragraph(at - 1)
            && paragraph(at + 1)
        {
            labels[at] = LineLabel::of(class_of(unit), (probabilities[at] * 100.0) as u8);
        }
    }
}
