//! The names of a page that may be that of its outlet, each with its signs: a reading of the lines outside the text. Which
//! name wins is decided in [`outlet_ranker`](crate::extract::meta::outlet_ranker).

use crate::article::line::LineClass;
use crate::article::reason::Reason;
use crate::extract::lines::cost;
use crate::extract::lines::vocabulary::{PhrasePosition, Vocabulary, words_of};
use crate::extract::meta::byline::AuthorCredit;
use crate::extract::meta::byline_lexicon::BylineLexicon;
use crate::extract::meta::context::{LinePosition, PageContext};
use crate::extract::meta::legal_notice::{holder_of, is_name, opens_with_mark, reserves};
use crate::extract::meta::line_facts::trimmed;
use crate::extract::meta::outlet_lines::{
    BOTTOM, FIRST, LONGEST_NAME, PageLine, TOP, by_beginnings, by_edges, by_repetition, is_possible, lines_of,
};
use crate::extract::meta::outlet_signs::{
    OutletCandidates, Sign, is_address, is_shouted, name_key, site_label,
};
use crate::extract::meta::outlet_votes::OutletVotes;
use crate::extract::meta::people::{Organisation, parties_in};
use crate::extract::meta::publisher::title_suffix;
use crate::extract::meta::section::is_section;
use crate::extract::meta::title_text::parted;
use crate::extract::outlets::gazetteer;
use crate::text::boundary::floor_boundary;
use crate::text::fold::{key, letters};
use memchr::memmem;

/// The letters that two names share if one is part of the other.
const SHARED: usize = 4;
/// The bytes of the page in which a name is counted.
const COUNTED_BYTES: usize = 60_000;
/// The fewest letters of initials.
const INITIALS: usize = 2;
/// The most words of a name in a call.
const CALLED_WORDS: usize = 4;

/// Collects the candidates of a page. `votes` are what is known without a comparison of names.
pub(crate) fn collect<'a>(
    context: &PageContext<'a>,
    votes: &OutletVotes,
    credits: &[AuthorCredit<'_>],
) -> OutletCandidates<'a> {
    let mut candidates = OutletCandidates::new(context.outlets);
    add_votes(context, votes, &mut candidates);
    let lines = lines_of(context);
    for line in &lines {
        by_title(context, line, &mut candidates);
        by_rights(context, line, lines.len(), &mut candidates);
        by_calls(line, &mut candidates);
    }
    by_edges(&lines, context.article.lines.len(), &mut candidates);
    by_repetition(&lines, &mut candidates);
    by_beginnings(&lines, &mut candidates);
    for credit in credits {
        by_credit(credit, &mut candidates);
    }
    let sites = by_sites(&lines, &mut candidates);
    by_lines_alone(context, &lines, &mut candidates);
    compare_with_sites(&sites, &mut candidates);
    describe(context, &mut candidates);
    candidates
}

/// The votes and their order are signs too.
fn add_votes(context: &PageContext<'_>, votes: &OutletVotes, candidates: &mut OutletCandidates<'_>) {
    for (order, total) in votes.totals(context.outlets).into_iter().enumerate() {
        if let Some(candidate) = candidates.entry(&total.name, total.at, total.rule) {
            let value = &mut candidate.signs[Sign::Votes as usize];
            *value = value.max(total.confidence);
            if order == 0 {
                candidate.set(Sign::VotesFirst);
            }
        }
    }
}

/// Names after and before the headline, and at the end of the first line, which is the page's own title in some texts.
fn by_title(context: &PageContext<'_>, line: &PageLine<'_>, candidates: &mut OutletCandidates<'_>) {
    if let Some(suffix) = title_suffix(context, line.text).filter(|suffix| is_name(suffix)) {
        candidates.add(suffix, Some(line.at), "behind-title", Sign::AfterTitle);
    } else if line.at < FIRST
        && let Some((head, tail, _)) = parted(line.text)
    {
        if is_possible(tail) && head.split_whitespace().count() >= 3 {
            candidates.add(tail, Some(line.at), "behind-title", Sign::AfterFirstLine);
        }
        if is_possible(head) {
            candidates.add(head, Some(line.at), "before-title", Sign::BeforeTitle);
        }
    }
}

/// Holders of rights.
fn by_rights(
    context: &PageContext<'_>,
    line: &PageLine<'_>,
    count: usize,
    candidates: &mut OutletCandidates<'_>,
) {
    if line.class == LineClass::Caption || !BylineLexicon::get().has_rights(line.text) {
        return;
    }
    let found = holder_of(line.text).filter(|(holder, _)| !BylineLexicon::get().has_rights(holder));
    let Some((holder, is_firm)) = found else {
        return;
    };
    let stated = reserves(line.text);
    if !stated && !opens_with_mark(line.text) {
        return;
    }
    let is_last = line.at + BOTTOM >= context.article.lines.len() && count > 0;
    if let Some(candidate) = candidates.entry(holder, Some(line.at), "rights") {
        candidate.set(if stated { Sign::Rights } else { Sign::RightsBare });
        for (is_so, sign) in [(is_firm, Sign::RightsOfFirm), (is_last, Sign::RightsLast)] {
            if is_so {
                candidate.set(sign);
            }
        }
    }
}

/// Names in calls to readers and in what a page says of itself.
fn by_calls(line: &PageLine<'_>, candidates: &mut OutletCandidates<'_>) {
    let Some(name) = called(line.text) else { return };
    if let Some(candidate) = candidates.entry(name, Some(line.at), "call-to-readers") {
        let again = candidate.has(Sign::Call);
        candidate.set(if again { Sign::Calls } else { Sign::Call });
    }
}

/// The name in a line like `About Lenne Post`, `Follow Lenne Post on …`, `Lenne Post newsletter`.
fn called(text: &str) -> Option<&str> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let notices = &BylineLexicon::get().notices;
    if !(2..=12).contains(&words.len()) {
        return None;
    }
    let begin = |length: usize| key(&words[..length].join(" "));
    // The article belongs to the name: `Subscribe to The Lenne Post`.
    let is_opening =
        |length: usize| words[length - 1] != "The" && notices.own_openings.contains(&begin(length));
    let opening = (1..=3.min(words.len() - 1))
        .rev()
        .find(|&length| is_opening(length));
    let is_ending = |at: usize| {
        (at + 1..=(at + 3).min(words.len()))
            .any(|end| notices.own_endings.contains(&key(&words[at..end].join(" "))))
    };
    let (first, last) = match opening {
        Some(first) => {
            let named = words[first..].iter().take(CALLED_WORDS).enumerate();
            let ends = |at: usize, word: &str| {
                word.starts_with(char::is_lowercase) && !is_address(word) || at > 0 && is_ending(first + at)
            };
            let count = named.take_while(|(at, word)| !ends(*at, word)).count();
            (first, first + count)
        }
        None => (
            0,
            (1..=CALLED_WORDS.min(words.len() - 1)).find(|&at| is_ending(at))?,
        ),
    };
    let (start, end) = (*words.get(first)?, *words.get(last.checked_sub(1)?)?);
    let offset = |word: &str| word.as_ptr() as usize - text.as_ptr() as usize;
    let name = trimmed(text.get(offset(start)..offset(end) + end.len())?);
    (last > first && is_name(name)).then_some(name)
}

/// Outlets next to an author.
fn by_credit(credit: &AuthorCredit<'_>, candidates: &mut OutletCandidates<'_>) {
    for organisation in &credit.named.organisations {
        if let Organisation::Known(outlet) = organisation {
            candidates.add(&outlet.name, Some(credit.at), "beside-author", Sign::WithAuthor);
        }
    }
}

/// The labels of the sites and mail addresses in the lines, each with the number of its occurrences.
fn by_sites(lines: &[PageLine<'_>], candidates: &mut OutletCandidates<'_>) -> Vec<(String, usize)> {
    let foreign = &BylineLexicon::get().notices.foreign_hosts;
    let mut sites: Vec<(String, usize)> = Vec::new();
    let texts = lines.iter().filter(|line| line.class != LineClass::Caption);
    for line in texts.filter(|line| line.text.contains('.')) {
        cost::count(line.text.len());
        let parts = line.text.split(|c: char| {
            c.is_whitespace() || matches!(c, '/' | ',' | ';' | '(' | ')' | '<' | '>' | '"' | ':' | '?' | '|')
        });
        for word in parts.filter(|word| word.contains('.')) {
            let word = word.trim_matches(|c: char| !c.is_alphanumeric());
            let (office, host) = word
                .rsplit_once('@')
                .map_or((None, word), |(local, host)| (Some(local), host));
            let host = host.to_lowercase();
            let host = host.strip_prefix("www.").unwrap_or(&host);
            let Some(label) = site_label(host).filter(|label| is_address(host) && !foreign.contains(label))
            else {
                continue;
            };
            let (rule, sign) = match office {
                Some(_) => ("mail-address", Sign::Mail),
                None => ("site-address", Sign::Site),
            };
            if let Some(candidate) = candidates.entry(host, Some(line.at), rule) {
                if candidate.has(Sign::Site) || candidate.has(Sign::Mail) {
                    candidate.set(Sign::SiteTwice);
                }
                candidate.set(sign);
                let offices = &BylineLexicon::get().notices.mail_offices;
                if office.is_some_and(|office| offices.contains(&letters(office))) {
                    candidate.set(Sign::MailOfOffice);
                }
            }
            match sites.iter_mut().find(|(known, _)| *known == label) {
                Some((_, count)) => *count += 1,
                None => sites.push((label, 1)),
            }
        }
    }
    sites
}

/// Adds the signs of lines that are only the name of a candidate.
fn by_lines_alone(context: &PageContext<'_>, lines: &[PageLine<'_>], candidates: &mut OutletCandidates<'_>) {
    let count = context.article.lines.len();
    let mut alone: Vec<(usize, usize)> = Vec::new();
    for line in lines.iter().filter(|line| line.text.len() <= LONGEST_NAME) {
        let own = name_key(line.text);
        let Some(index) = candidates.all.iter().position(|candidate| candidate.key() == own) else {
            continue;
        };
        let candidate = &mut candidates.all[index];
        if is_shouted(&candidate.name) && !is_shouted(line.text) && !is_address(line.text) {
            line.text.clone_into(&mut candidate.name);
        }
        let place = match context.position(line.at) {
            _ if line.at == 0 => Sign::AloneLine1,
            _ if line.at < FIRST => Sign::AloneFirst,
            LinePosition::Above(1..=2) | LinePosition::Head(1..=3) => Sign::AloneHeadline,
            _ if line.at < TOP => Sign::AloneTop,
            _ if line.at + BOTTOM >= count => Sign::AloneBottom,
            LinePosition::Tail(_) => Sign::AloneBelow,
            _ => Sign::AloneAbove,
        };
        candidate.set(place);
        match line.reason {
            Some(
                Reason::Navigation
                | Reason::Breadcrumb
                | Reason::Tags
                | Reason::RelatedList
                | Reason::RecentList,
            ) => candidate.set(Sign::AmongNavigation),
            Some(
                Reason::Share
                | Reason::Account
                | Reason::Search
                | Reason::Follow
                | Reason::Legal
                | Reason::Newsletter
                | Reason::Label
                | Reason::CookieNotice,
            ) => candidate.set(Sign::AmongButtons),
            _ => {}
        }
        match alone.iter_mut().find(|(known, _)| *known == index) {
            Some((_, count)) => *count += 1,
            None => alone.push((index, 1)),
        }
    }
    for (index, count) in alone {
        for (least, sign) in [(2, Sign::AloneTwice), (4, Sign::AloneOften)] {
            if count >= least {
                candidates.all[index].set(sign);
            }
        }
    }
}

/// Compares the letters of names with those of the sites on the page.
fn compare_with_sites(sites: &[(String, usize)], candidates: &mut OutletCandidates<'_>) {
    for candidate in &mut candidates.all {
        let own = candidate.key().to_owned();
        let initials: String = candidate
            .name
            .split_whitespace()
            .filter_map(|word| word.chars().next())
            .flat_map(char::to_lowercase)
            .collect();
        for (label, _) in sites {
            if *label == own {
                continue;
            }
            if own.len() >= SHARED && label.contains(&own) {
                candidate.set(Sign::PartOfSite);
            } else if label.len() >= SHARED && own.contains(label.as_str()) {
                candidate.set(Sign::SiteIsPart);
            } else if initials.chars().count() >= INITIALS && *label == initials {
                candidate.set(Sign::InitialsOfSite);
            }
        }
    }
}

/// Adds the signs of the names themselves, and of their use on the page.
fn describe(context: &PageContext<'_>, candidates: &mut OutletCandidates<'_>) {
    let source = &context.article.source;
    let source = &source[..floor_boundary(source, COUNTED_BYTES)];
    let title = context
        .article
        .meta
        .title
        .as_deref()
        .map(letters)
        .unwrap_or_default();
    let body: Vec<&str> = context
        .article
        .lines
        .iter()
        .filter(|line| line.class.is_body())
        .map(|line| context.article.text_of(line))
        .take(40)
        .collect();
    for candidate in &mut candidates.all {
        cost::count(source.len());
        let name = candidate.name.clone();
        let count = memmem::find_iter(source.as_bytes(), name.as_bytes())
            .take(8)
            .count();
        let signs = [
            (occurs_in_lower_case(source, &name), Sign::LowerCase),
            (count >= 2, Sign::Twice),
            (count >= 4, Sign::Often),
            (count >= 8, Sign::VeryOften),
            (body.iter().any(|text| text.contains(&name)), Sign::InBody),
            (title.contains(candidate.key()), Sign::InTitle),
        ];
        let own = form_of(context, &name, candidate.key());
        for (is_so, sign) in signs.into_iter().chain(own) {
            if is_so {
                candidate.set(sign);
            }
        }
    }
}

/// The most words of a name that may be words of the language.
const LOWER_WORDS: usize = 2;

/// Returns whether a page has the words of a short name in lower case too.
fn occurs_in_lower_case(source: &str, name: &str) -> bool {
    let lower = name.to_lowercase();
    let is_word = |at: usize| {
        let before = source[..at].chars().next_back();
        let after = source[at + lower.len()..].chars().next();
        let is_part = |c: char| c.is_alphanumeric() || matches!(c, '.' | '@' | '/' | '-' | '_');
        ![before, after].into_iter().flatten().any(is_part)
    };
    name.split_whitespace().count() <= LOWER_WORDS
        && lower != name
        && memmem::find_iter(source.as_bytes(), lower.as_bytes()).any(is_word)
}

/// The signs of a name by itself.
fn form_of(context: &PageContext<'_>, name: &str, key: &str) -> [(bool, Sign); 14] {
    let notices = &BylineLexicon::get().notices;
    let is_article = |word: &str| notices.articles.iter().any(|article| article == word);
    let words = name.split_whitespace().filter(|word| !is_article(word)).count();
    let first = name.split_once(' ').map(|(first, _)| first);
    let has_article = first.is_some_and(|first| first.starts_with(char::is_uppercase) && is_article(first));
    let known = context.outlets.named(name);
    let is_person = || {
        let named = parties_in(name, context.outlets, false);
        named.is_some_and(|named| named.known && !named.persons.is_empty())
    };
    let hashes = words_of(name);
    let phrase = Vocabulary::builtin().find(&hashes, hashes.len(), 0);
    [
        (gazetteer::has(name), Sign::Gazetteer),
        (
            phrase.is_some_and(|phrase| phrase.place == PhrasePosition::Line),
            Sign::Phrase,
        ),
        (words == 1, Sign::OneWord),
        (words == 2, Sign::TwoWords),
        (words >= 4, Sign::ManyWords),
        (is_shouted(name), Sign::Capitals),
        (
            notices.news_words.iter().any(|word| key.contains(word.as_str())),
            Sign::NewsWord,
        ),
        (has_article, Sign::Article),
        (is_address(name), Sign::Address),
        (known.is_some(), Sign::Known),
        (known.is_some_and(|outlet| outlet.word), Sign::CommonWord),
        (known.is_some_and(|outlet| outlet.agency), Sign::Agency),
        (is_section(name), Sign::Section),
        (known.is_none() && is_person(), Sign::Person),
    ]
}

#[cfg(test)]
mod tests {
    use super::called;

    #[test]
    fn a_page_names_itself_in_calls() {
        for (text, name) in [
            ("About Lenne Post", Some("Lenne Post")),
            ("Follow Lenne Post on social media", Some("Lenne Post")),
            ("Subscribe to The Lenne Post today", Some("The Lenne Post")),
            ("Lenne Post newsletter", Some("Lenne Post")),
            ("About us", None),
            ("The ferry newsletter comes on Monday and is free for all", None),
        ] {
            assert_eq!(called(text), name, "{text}");
        }
    }
}
