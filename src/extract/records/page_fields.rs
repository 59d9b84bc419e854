//! Writes what a page states of itself into the article that was cleaned from its text.

use crate::article::Article;
use crate::article::line::LineClass;
use crate::article::meta::{Evidence, Field};
use crate::article::reason::Reason;
use crate::extract::corpus::hints::Hints;
use crate::extract::dates::field_value;
use crate::extract::input::html::page::PageFields;
use crate::extract::records::fields::{FieldValues, line};
use crate::extract::records::outlet;
use crate::text::hash;

/// Writes the fields of a page into its article.
pub(crate) fn apply(article: &mut Article, mut page: PageFields, hints: &Hints<'_>) {
    page.record.title = title(article, &page.titles);
    let stated_date = page.record.published.as_deref().and_then(field_value::read);
    if stated_date.is_none() {
        // A date in the text counts before the times of elements, which teasers have too.
        page.record.published = page.weak_date.filter(|_| article.meta.date.is_none());
        let is_dated = article.meta.date.is_some();
        page.record.updated = page.record.updated.filter(|_| !is_dated);
    }
    let has_outlet = page.record.outlet.is_some();
    let mut values = FieldValues::of(&page.record, hints.outlets);
    if !has_outlet {
        let by_url = values
            .url
            .as_deref()
            .and_then(|url| outlet::of_url(url, hints.outlets));
        let site = page.site.as_deref().and_then(|site| hints.outlets.named(site));
        let by_site = site.map(|outlet| outlet.name.as_str());
        values.outlet = by_url.or(by_site).map(|name| (name.to_owned(), 0.8));
    }
    if let Some((outlet, _)) = &values.outlet {
        // Sites name themselves as the author of what their staff writes.
        let own = hash::of_letters(outlet);
        values
            .authors
            .retain(|author| hash::of_letters(&author.name) != own);
    }
    values.write(article);
}

/// The headline as the page shows it, if a line is equal to one that it states; else the one that it states.
fn title(article: &mut Article, titles: &[String]) -> Option<String> {
    let stated = titles.iter().find_map(|title| line(Some(title)))?;
    let Some(at) = article
        .lines
        .iter()
        .position(|line| line.class == LineClass::Title)
    else {
        return Some(stated);
    };
    let shown = article.meta.title.clone().unwrap_or_default();
    let same = titles
        .iter()
        .find(|title| hash::of_letters(title) == hash::of_letters(&shown));
    if let Some(same) = same.and_then(|title| line(Some(title))) {
        return Some(same);
    }
    // The cleaner found another line; the page itself knows better.
    let line = &mut article.lines[at];
    line.class = LineClass::Chrome;
    line.reason = Some(Reason::BeforeArticle);
    Some(stated)
}

/// Keeps what fields gave of an article that is cleaned again from its text.
pub(crate) fn keep(again: &mut Article, before: &Article) {
    (again.id, again.url, again.feed_title) =
        (before.id.clone(), before.url.clone(), before.feed_title.clone());
    let stated = before
        .meta
        .evidence
        .iter()
        .filter(|evidence| evidence.rule == Evidence::FIELD);
    for evidence in stated {
        let (new, old) = (&mut again.meta, &before.meta);
        match evidence.field {
            Field::Title => new.title.clone_from(&old.title),
            Field::Subtitle => new.subtitle.clone_from(&old.subtitle),
            Field::Byline => new.byline.clone_from(&old.byline),
            Field::Authors => new.authors.clone_from(&old.authors),
            Field::Date => {
                (new.date, new.time, new.zone, new.updated) = (old.date, old.time, old.zone, old.updated);
            }
            Field::Time | Field::Zone | Field::Updated => {}
            Field::Outlet => new.outlet.clone_from(&old.outlet),
            Field::Via => new.via.clone_from(&old.via),
            Field::Section => new.section.clone_from(&old.section),
            Field::Language => new.language.clone_from(&old.language),
        }
        new.evidence.retain(|other| other.field != evidence.field);
        new.evidence.push(evidence.clone());
    }
}
