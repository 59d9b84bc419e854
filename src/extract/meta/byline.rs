//! Who wrote the article, judged by the words before a name, by its position and by the shape of the name.

use crate::article::line::LineClass;
use crate::article::meta::Author;
use crate::article::reason::Reason;
use crate::extract::meta::byline_lexicon::BylineLexicon;
use crate::extract::meta::context::{LinePosition, NearbyLine, OPENING, PageContext};
use crate::extract::meta::labelled_header;
use crate::extract::meta::line_names::{alone, first_named, introduced, may_introduce};
use crate::extract::meta::name_use::{has_common_word, is_repeated, is_subject};
use crate::extract::meta::people::{NamedParties, NamedPerson, Organisation, parties_in};
use crate::extract::meta::roles::{add_helpers, author, written_by};

/// The authors and the evidence for them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Authors {
    /// The persons, in order.
    pub(crate) persons: Vec<Author>,
    /// The names of the persons who wrote, joined by `", "`.
    pub(crate) byline: Option<String>,
    pub(crate) at: usize,
    pub(crate) rule: &'static str,
    pub(crate) confidence: f32,
    /// The lines that name authors, or agencies instead of authors.
    pub(crate) lines: Vec<usize>,
}

/// The authors that one line names.
pub(crate) struct AuthorCredit<'a> {
    pub(crate) at: usize,
    pub(crate) named: NamedParties<'a>,
    score: f32,
    rule: &'static str,
}

/// The rule of names after `By` and the like.
const INTRODUCED: &str = "author-named";
/// A name with a lower score is not the author's.
const MIN_AUTHOR_SCORE: f32 = 0.5;
/// A name after `By` with a higher score may consist of common words.
const SURE_SCORE: f32 = 0.8;
/// Scores that differ by less are equal.
const SAME_SCORE: f32 = 0.001;
/// The bounds of the confidence that a score becomes.
const LEAST_CONFIDENCE: f32 = 0.3;
const MOST_CONFIDENCE: f32 = 0.99;
/// A line next to a date: the most lines between them.
const NEAR_DATE: usize = 2;

/// The scores of a name after `By` and the like, by the position of its line.
mod introduced_score {
    use crate::extract::meta::distance_score::DistanceScore;

    pub(crate) const HEAD: DistanceScore = DistanceScore::new(0.9, 0.01, 0.2);
    pub(crate) const LEAD: DistanceScore = DistanceScore::new(0.85, 0.02, 0.02 * 15.0);
    /// The headline may have been missed, so the name counts far above it too.
    pub(crate) const ABOVE: DistanceScore = DistanceScore::new(0.78, 0.05, 0.78 - 0.46);
    pub(crate) const OPENING: f32 = 0.75;
    /// Among the last lines of the body, after words that count far from the headline.
    pub(crate) const END_OF_BODY: f32 = 0.62;
    pub(crate) const TAIL: DistanceScore = DistanceScore::new(0.66, 0.05, 0.05 * 13.0);
    /// Below the body, after words that count only near the headline.
    pub(crate) const TAIL_WEAK: f32 = 0.4;
    /// Added if a date is near.
    pub(crate) const NEAR_DATE: f32 = 0.05;
    /// Added if the given names are known.
    pub(crate) const KNOWN: f32 = 0.05;
    /// Added if another line has the name too.
    pub(crate) const REPEATED: f32 = 0.06;
}

/// The scores of a name on a line with a date.
mod dated_score {
    pub(crate) const HEAD: f32 = 0.85;
    pub(crate) const OPENING: f32 = 0.7;
    /// Far above the headline, with a known given name.
    pub(crate) const ABOVE_KNOWN: f32 = 0.58;
    pub(crate) const TAIL: f32 = 0.5;
    pub(crate) const ELSEWHERE: f32 = 0.3;
    /// Subtracted if no given name is known.
    pub(crate) const UNKNOWN: f32 = 0.2;
}

/// The scores of a name on a line of its own.
mod alone_score {
    use crate::extract::meta::distance_score::DistanceScore;

    /// Counted from the line right below the headline.
    pub(crate) const HEAD: DistanceScore = DistanceScore::new(0.66, 0.03, 0.24);
    pub(crate) const ABOVE: f32 = 0.45;
    /// Far above the headline, with a known given name.
    pub(crate) const ABOVE_KNOWN: f32 = 0.36;
    pub(crate) const OPENING: f32 = 0.36;
    pub(crate) const TAIL: f32 = 0.33;
    /// Added if a date is one, two or three lines away.
    pub(crate) const NEAR_DATE: [f32; 3] = [0.2, 0.12, 0.06];
    /// Added if the given names are known.
    pub(crate) const KNOWN: f32 = 0.12;
    /// Added if they are unknown, but there are several names or a date is on the next line.
    pub(crate) const UNKNOWN_SUPPORTED: f32 = -0.1;
    /// Added if they are unknown otherwise.
    pub(crate) const UNKNOWN: f32 = -0.2;
    /// Added for several names, or right above the body.
    pub(crate) const LAST_OR_SEVERAL: f32 = 0.1;
    /// Added if another line has the name too, for known and unknown given names.
    pub(crate) const REPEATED_KNOWN: f32 = 0.08;
    pub(crate) const REPEATED_UNKNOWN: f32 = 0.16;
}

/// Added if two lines name the same persons.
const SAME_PERSONS: f32 = 0.12;

/// The lines that name authors or organisations as the writers, in order.
pub(crate) fn credits<'a>(context: &PageContext<'a>, date: Option<usize>) -> Vec<AuthorCredit<'a>> {
    let nearby = context.nearby.iter().filter(|near| may_credit(near));
    let mut credits: Vec<AuthorCredit<'a>> = nearby.filter_map(|near| credit(context, near, date)).collect();
    let names: Vec<(usize, Vec<String>)> = credits
        .iter()
        .map(|credit| (credit.at, lower(&credit.named.persons)))
        .collect();
    credits.retain(|credit| {
        let introduced = credit.rule == INTRODUCED && credit.score > SURE_SCORE;
        let is_person = credit.named.known || introduced || credit.named.persons.is_empty();
        is_person || credit.score < MIN_AUTHOR_SCORE || !has_common_word(context, &credit.named)
    });
    for credit in &mut credits {
        let own = lower(&credit.named.persons);
        let again = names
            .iter()
            .any(|(at, other)| *at != credit.at && !own.is_empty() && *other == own);
        credit.score += if again { SAME_PERSONS } else { 0.0 };
    }
    credits
}

fn lower(persons: &[NamedPerson<'_>]) -> Vec<String> {
    persons.iter().map(|person| person.name.to_lowercase()).collect()
}

/// The authors that a labelled field gives: the names in it or, if it has no known form, all of it.
pub(crate) fn stated(context: &PageContext<'_>, at: usize, value: &str) -> Option<Authors> {
    let after_by = BylineLexicon::get().after_by(value).map(|(rest, _)| rest);
    let names = after_by.filter(|rest| !rest.is_empty()).unwrap_or(value).trim();
    let found = parties_in(names, context.outlets, true);
    let mut persons = found.map_or(Vec::new(), |named| named.persons);
    if persons.is_empty() && !names.is_empty() && context.outlets.named(names).is_none() {
        persons.push(NamedPerson::new(names));
    }
    (!persons.is_empty()).then(|| Authors {
        byline: Some(written_by(&persons)),
        persons: persons.iter().map(author).collect(),
        at,
        rule: labelled_header::RULE,
        confidence: labelled_header::CONFIDENCE,
        lines: vec![at],
    })
}

/// The authors, chosen from the lines that name any.
pub(crate) fn find<'a>(context: &PageContext<'a>, credits: &[AuthorCredit<'a>]) -> Authors {
    let with_persons = credits
        .iter()
        .filter(|credit| !credit.named.persons.is_empty() && credit.score >= MIN_AUTHOR_SCORE);
    // Those who wrote come before those who helped, however plainly these are named.
    let helps = |credit: &AuthorCredit<'_>| credit.named.persons.iter().all(NamedPerson::helps);
    let best = with_persons.reduce(|best, next| match (helps(best), helps(next)) {
        (true, false) => next,
        (false, true) => best,
        _ if next.score > best.score + SAME_SCORE => next,
        _ => best,
    });
    let Some(best) = best else {
        let lines = credits
            .iter()
            .filter(|credit| credit.score >= MIN_AUTHOR_SCORE)
            .map(|credit| credit.at)
            .collect();
        return Authors {
            lines,
            ..Authors::default()
        };
    };
    let mut persons = best.named.persons.clone();
    let mut lines = vec![best.at];
    // The page may have one author on each line.
    for credit in credits.iter().filter(|credit| credit.at > best.at) {
        let follows = lines.last().is_some_and(|last| credit.at == last + 1) && credit.rule == best.rule;
        if follows && credit.score >= MIN_AUTHOR_SCORE && is_alone(context, credit) && is_alone(context, best)
        {
            let new = credit
                .named
                .persons
                .iter()
                .filter(|new| persons.iter().all(|person| person.name != new.name))
                .copied()
                .collect::<Vec<_>>();
            persons.extend(new);
            lines.push(credit.at);
        }
    }
    add_authors_above(context, credits, best, &mut persons, &mut lines);
    persons.dedup_by_key(|person| person.name);
    add_helpers(context, &mut persons, &mut lines);
    let own = lower(&best.named.persons);
    let copies = credits
        .iter()
        .filter(|credit| credit.at != best.at && lower(&credit.named.persons) == own);
    lines.extend(copies.map(|credit| credit.at));
    Authors {
        byline: Some(written_by(&persons)),
        persons: persons.iter().map(author).collect(),
        at: best.at,
        rule: best.rule,
        confidence: best.score.clamp(LEAST_CONFIDENCE, MOST_CONFIDENCE),
        lines,
    }
}

/// Adds the authors on the lines right above the best one, each alone on its line: the one nearest to the date is the best.
fn add_authors_above<'a>(
    context: &PageContext<'a>,
    credits: &[AuthorCredit<'a>],
    best: &AuthorCredit<'a>,
    persons: &mut Vec<NamedPerson<'a>>,
    lines: &mut Vec<usize>,
) {
    let mut next = best.at;
    for credit in credits.iter().rev().filter(|credit| credit.at < best.at) {
        let follows = credit.at + 1 == next && credit.rule == best.rule && credit.named.known;
        if !follows
            || credit.score < MIN_AUTHOR_SCORE
            || !is_alone(context, credit)
            || !is_alone(context, best)
        {
            break;
        }
        for (place, new) in credit.named.persons.iter().enumerate() {
            if persons.iter().all(|person| person.name != new.name) {
                persons.insert(place, *new);
            }
        }
        lines.push(credit.at);
        next = credit.at;
    }
}

/// Returns whether a line has its authors and nothing else.
fn is_alone(context: &PageContext<'_>, credit: &AuthorCredit<'_>) -> bool {
    context
        .nearby_at(credit.at)
        .is_some_and(|near| near.facts.dates.is_empty() && near.facts.rest().len() == 1)
}

fn may_credit(near: &NearbyLine<'_>) -> bool {
    if near.is_post() {
        return false;
    }
    // Above the text the reason of a chrome line is a guess; below it, such lists name authors of other articles.
    let is_below = matches!(near.position, LinePosition::Tail(_));
    let is_list = is_below
        && matches!(
            near.reason,
            Some(
                Reason::Tags
                    | Reason::RecentList
                    | Reason::RelatedList
                    | Reason::LanguageSwitch
                    | Reason::Legal
                    | Reason::Teaser
            )
        );
    let lexicon = BylineLexicon::get();
    // `By X, photographs by Y` and `文/X 图/Y` name their author first.
    let opens = |by: &String| near.text.starts_with(by.as_str());
    let has_by = || {
        lexicon.after_by(near.text).is_some() && !near.text.contains(['©', '/'])
            || lexicon.names.cjk_before.iter().any(opens)
    };
    near.text.len() <= 200 && !is_list && (!lexicon.is_of_picture(near.text) || has_by())
}

/// The position of a line. A line a little inside the body that is not text counts as its opening, because the body may
/// begin too early.
fn position_of(context: &PageContext<'_>, near: &NearbyLine<'_>) -> LinePosition {
    match near.position {
        LinePosition::Inside(_) if !near.class.is_body() && near.at <= context.body.0 + OPENING => {
            LinePosition::Opening
        }
        position => position,
    }
}

fn credit<'a>(
    context: &PageContext<'a>,
    near: &NearbyLine<'a>,
    date: Option<usize>,
) -> Option<AuthorCredit<'a>> {
    let position = position_of(context, near);
    let made = |named: NamedParties<'a>, score: f32, rule: &'static str| {
        Some(AuthorCredit {
            at: near.at,
            named,
            score,
            rule,
        })
    };
    let date_distance = date.map(|date| date.abs_diff(near.at));
    let is_dated = !near.facts.dates.is_empty() || near.facts.is_relative();
    // Inside the body a name is worth a look only next to a date.
    if matches!(position, LinePosition::Inside(3..)) && !is_dated {
        return None;
    }
    let may_introduce = may_introduce(context, near);
    if !is_dated && !may_be_alone(position) && !may_introduce {
        return None;
    }
    let introduced = may_introduce.then(|| introduced(context, near)).flatten();
    let introduced = introduced.filter(|(named, _)| !(near.facts.words() > 8 && is_subject(context, named)));
    if let Some((named, far)) = introduced {
        let score = score_introduced(position, far, date_distance)?;
        let known = if named.known { introduced_score::KNOWN } else { 0.0 };
        let again = if is_repeated(context, near.at, &named) {
            introduced_score::REPEATED
        } else {
            0.0
        };
        return made(named, score + known + again, INTRODUCED);
    }
    if near.class.is_body() && position != LinePosition::Opening {
        return None;
    }
    if is_dated && near.facts.words() <= 14 {
        let named = first_named(context, near)?;
        let score = score_dated(position, named.known);
        return made(named, score, "name-beside-date");
    }
    if !may_be_alone(position) {
        return None;
    }
    let named = alone(context, near)?;
    let is_near_date = date_distance.is_some_and(|distance| distance <= NEAR_DATE);
    if named.stationed && !is_near_date
        || is_subject(context, &named)
        || is_picture(context, near, &named, date_distance)
    {
        return None;
    }
    let score = score_alone(context, near, &named, date_distance)?;
    made(named, score, "name-alone")
}

/// Returns whether a name on a line of its own may be the author's at this position: see [`score_alone`].
fn may_be_alone(position: LinePosition) -> bool {
    !matches!(position, LinePosition::Inside(_) | LinePosition::Tail(5..))
}

/// The score of a name after `By`.
fn score_introduced(position: LinePosition, far: bool, date_distance: Option<usize>) -> Option<f32> {
    use introduced_score as score;
    let date = if date_distance.is_some_and(|distance| distance <= NEAR_DATE) {
        score::NEAR_DATE
    } else {
        0.0
    };
    let by_position = match position {
        LinePosition::Head(distance) => score::HEAD.at(distance),
        LinePosition::Lead(distance) => score::LEAD.at(distance),
        LinePosition::Above(distance) => score::ABOVE.at(distance),
        LinePosition::Opening => score::OPENING,
        LinePosition::Inside(0..=2) if far => score::END_OF_BODY,
        LinePosition::Inside(_) => return None,
        LinePosition::Tail(distance) if far => score::TAIL.at(distance),
        LinePosition::Tail(_) => score::TAIL_WEAK,
    };
    Some(by_position + date)
}

/// The score of a name on a line with a date.
fn score_dated(position: LinePosition, known: bool) -> f32 {
    use dated_score as score;
    let by_position = match position {
        LinePosition::Head(_) | LinePosition::Lead(_) => score::HEAD,
        LinePosition::Above(1..=3) | LinePosition::Opening => score::OPENING,
        LinePosition::Above(_) if known => score::ABOVE_KNOWN,
        LinePosition::Tail(1..=3) => score::TAIL,
        _ => score::ELSEWHERE,
    };
    by_position - if known { 0.0 } else { score::UNKNOWN }
}

/// The score of a name on a line of its own.
fn score_alone(
    context: &PageContext<'_>,
    near: &NearbyLine<'_>,
    named: &NamedParties<'_>,
    date_distance: Option<usize>,
) -> Option<f32> {
    use alone_score as score;
    let by_position = match position_of(context, near) {
        LinePosition::Head(distance) | LinePosition::Lead(distance) => {
            score::HEAD.at(distance.saturating_sub(1))
        }
        LinePosition::Above(1..=3) => score::ABOVE,
        LinePosition::Above(_) if named.known => score::ABOVE_KNOWN,
        LinePosition::Opening => score::OPENING,
        LinePosition::Tail(_) => score::TAIL,
        _ => return None,
    };
    let lines_to_date = date_distance.and_then(|distance| distance.checked_sub(1));
    let date = lines_to_date.and_then(|lines| score::NEAR_DATE.get(lines));
    let several = named.persons.len() > 1;
    let known = match (named.known, several || date_distance == Some(1)) {
        (true, _) => score::KNOWN,
        (false, true) => score::UNKNOWN_SUPPORTED,
        (false, false) => score::UNKNOWN,
    };
    let last = if near.at + 1 == context.body.0 || several {
        score::LAST_OR_SEVERAL
    } else {
        0.0
    };
    let again = match (is_repeated(context, near.at, named), named.known) {
        (true, true) => score::REPEATED_KNOWN,
        (true, false) => score::REPEATED_UNKNOWN,
        _ => 0.0,
    };
    Some(by_position + date.unwrap_or(&0.0) + known + last + again)
}

/// Returns whether the names credit a picture: next to an agency, below a caption, below a label like `Photo:`. A name and
/// an agency right above or below the date are those of the article.
fn is_picture(
    context: &PageContext<'_>,
    near: &NearbyLine<'_>,
    named: &NamedParties<'_>,
    date_distance: Option<usize>,
) -> bool {
    let is_signed =
        date_distance == Some(1) && matches!(near.position, LinePosition::Head(_) | LinePosition::Lead(_));
    let agency = named
        .organisations
        .iter()
        .any(|organisation| matches!(organisation, Organisation::Known(outlet) if outlet.agency));
    let initials = named
        .persons
        .iter()
        .all(|person| person.name.starts_with(char::is_lowercase));
    let above = near
        .at
        .checked_sub(1)
        .and_then(|at| context.article.lines.get(at));
    let under_caption = above.is_some_and(|line| line.class == LineClass::Caption);
    let label = above
        .map(|line| context.article.text_of(line))
        .is_some_and(|text| text.len() < 20 && BylineLexicon::get().is_of_picture(text));
    // Newspapers credit pictures as `Ana Ferro/The Herald`.
    let slashed = !named.organisations.is_empty() && near.text.contains('/');
    let credits = (agency || slashed) && !initials && !is_signed;
    !named.persons.is_empty() && (credits || under_caption || label)
}
