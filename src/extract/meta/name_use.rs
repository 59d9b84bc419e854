//! How else a page uses a name: in the story, in another line that is not text, as a common word. Which names a line
//! has is decided in [`naming`](crate::extract::meta::line_names).

use crate::article::line::LineClass;
use crate::extract::lines::cost;
use crate::extract::meta::byline_lexicon::BylineLexicon;
use crate::extract::meta::context::PageContext;
use crate::extract::meta::people::NamedParties;
use crate::text::boundary::floor_boundary;
use memchr::memmem::{self, Finder};

/// The most bytes of a page that are searched for a name.
const SEARCHED_BYTES: usize = 100_000;
/// Names with fewer characters may occur by chance.
const MIN_REPEATED_CHARS: usize = 7;
/// Names with fewer characters may be another word of the story.
const MIN_SUBJECT_CHARS: usize = 5;
/// A text that mentions a person in a sentence has this number of bytes more than the name.
const MIN_SENTENCE_BYTES: usize = 24;

/// Returns whether the page has a word of a name in lower case elsewhere: then `Dental Insurance` is not a person.
pub(crate) fn has_common_word(context: &PageContext<'_>, named: &NamedParties<'_>) -> bool {
    let source = &context.article.source;
    let source = &source[..floor_boundary(source, SEARCHED_BYTES)];
    let is_word = |at: usize, length: usize| {
        let before = source[..at].chars().next_back();
        let after = source[at + length..].chars().next();
        ![before, after]
            .into_iter()
            .flatten()
            .any(|c| c.is_alphanumeric() || matches!(c, '@' | '.' | '-' | '_' | '/'))
    };
    let words = named
        .persons
        .iter()
        .flat_map(|person| person.name.split_whitespace());
    let mut words = words.filter(|word| word.starts_with(char::is_uppercase) && word.chars().count() > 2);
    words.any(|word| {
        let small = word.to_lowercase();
        memmem::find_iter(source.as_bytes(), &small).any(|at| is_word(at, small.len()))
    })
}

/// Returns whether another line that is not text names one of the persons: below the author's picture, or in a note
/// below the text.
pub(crate) fn is_repeated(context: &PageContext<'_>, at: usize, named: &NamedParties<'_>) -> bool {
    let long = |name: &str| name.chars().count() >= MIN_REPEATED_CHARS;
    let others = context
        .nearby
        .iter()
        .filter(|near| near.at != at && !near.class.is_body() && near.class != LineClass::Caption);
    let persons: Vec<&str> = named.persons.iter().map(|person| person.name).collect();
    let persons: Vec<_> = persons
        .into_iter()
        .filter(|name| long(name))
        .map(Finder::new)
        .collect();
    let mut naming = others.filter(|near| {
        let mut persons = persons.iter();
        persons.any(|name| name.find(near.text.as_bytes()).is_some())
    });
    naming.any(|near| !BylineLexicon::get().is_of_picture(near.text))
}

/// Returns whether the headline or the first half of the text is about one of the persons. Authors are named at the
/// end.
pub(crate) fn is_subject(context: &PageContext<'_>, named: &NamedParties<'_>) -> bool {
    let (first, last) = context.body;
    let middle = first.midpoint(last).max(first + 1);
    let lines = context
        .article
        .lines
        .iter()
        .enumerate()
        .filter(|(at, line)| match line.class {
            LineClass::Title | LineClass::Subtitle => true,
            class => class.is_body() && *at <= middle,
        });
    let persons = named.persons.iter().map(|person| person.name);
    let persons = persons.filter(|name| name.chars().count() >= MIN_SUBJECT_CHARS);
    let persons: Vec<Finder<'_>> = persons.map(Finder::new).collect();
    if persons.is_empty() {
        return false;
    }
    let speaks = |text: &str, name: &Finder<'_>| {
        let is_longer = text.len() > name.needle().len() + MIN_SENTENCE_BYTES;
        is_longer && name.find(text.as_bytes()).is_some() && !BylineLexicon::get().is_of_picture(text)
    };
    let mut left = SEARCHED_BYTES;
    lines
        .map(|(_, line)| context.article.text_of(line))
        .map_while(|text| {
            let read = &text[..floor_boundary(text, left)];
            left -= read.len();
            cost::count(read.len());
            (!read.is_empty()).then_some(read)
        })
        .any(|text| persons.iter().any(|name| speaks(text, name)))
}
