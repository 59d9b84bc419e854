//! Who the subject of a cue is: full names for short ones, people for pronouns and offices, as far as one article tells.

use crate::events::names::{Cast, NameMention};
use crate::events::quotes::cue::Subject;
use crate::events::speech::{Pronoun, Speech};

/// At most this number of names are remembered.
const REMEMBERED: usize = 40;

/// The names of an article in the order of their last mention, newest first.
pub(crate) struct Memory<'a> {
    cast: &'a Cast,
    speech: &'a Speech,
    recent: Vec<String>,
    /// Subjects of sentences and speakers, newest first: what pronouns refer to.
    subjects: Vec<String>,
}

impl<'a> Memory<'a> {
    pub(crate) fn new(cast: &'a Cast, speech: &'a Speech) -> Self {
        Self {
            cast,
            speech,
            recent: Vec::new(),
            subjects: Vec::new(),
        }
    }

    /// Remembers a name of the text; `is_subject` if it is the first of its sentence.
    pub(crate) fn see(&mut self, text: &str, mention: &NameMention, is_subject: bool) {
        let name = self.cast.full_name(&text[mention.range.clone()]).to_owned();
        // Pronouns for one person do not mean a place or an organisation, which mostly have one word.
        if is_subject && !mention.is_possessive && name.contains(' ') {
            remember(&mut self.subjects, name.clone());
        }
        remember(&mut self.recent, name);
    }

    /// The names of a text.
    pub(crate) fn mentions(&self, text: &str) -> Vec<NameMention> {
        self.cast.mentions(text, self.speech)
    }

    /// The full name of a person.
    pub(crate) fn full_name(&self, name: &str) -> String {
        self.cast.full_name(name).to_owned()
    }

    /// Remembers who spoke.
    pub(crate) fn spoke(&mut self, speaker: &str) {
        remember(&mut self.subjects, speaker.to_owned());
    }

    /// Who a subject is; `None` if that is not known.
    pub(crate) fn who(&self, text: &str, subject: &Subject) -> Option<String> {
        match subject {
            Subject::Name(range) => Some(self.cast.full_name(&text[range.clone()]).to_owned()),
            Subject::Pronoun(Pronoun::He | Pronoun::She) => self.subjects.first().cloned(),
            Subject::Pronoun(Pronoun::They) => None,
            Subject::Role(range) => {
                let phrase = &text[range.clone()];
                let recent: Vec<&str> = self.recent.iter().map(String::as_str).collect();
                let is_definite = !starts_indefinite(phrase);
                let person = self
                    .cast
                    .with_role(phrase, self.speech, &recent)
                    .filter(|_| is_definite);
                // Somebody who just spoke is named again by an office.
                let again = self
                    .subjects
                    .first()
                    .filter(|_| is_definite && phrase.starts_with("the "));
                Some(person.or(again.map(String::as_str)).unwrap_or(phrase).to_owned())
            }
            Subject::Phrase(range) => Some(text[range.clone()].to_owned()),
        }
    }
}

/// `a spokesman` is somebody new.
fn starts_indefinite(phrase: &str) -> bool {
    let first = phrase.split(' ').next().unwrap_or_default().to_lowercase();
    matches!(
        first.as_str(),
        "a" | "an"
            | "one"
            | "another"
            | "some"
            | "ein"
            | "eine"
            | "un"
            | "une"
            | "una"
            | "um"
            | "uma"
            | "een"
            | "en"
            | "ett"
    )
}

fn remember(names: &mut Vec<String>, name: String) {
    names.retain(|known| *known != name);
    names.insert(0, name);
    names.truncate(REMEMBERED);
}
