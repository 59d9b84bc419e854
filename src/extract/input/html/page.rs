//! The fields of a page in HTML: what JSON-LD, `meta` elements and headings state, in this order. Not its text: see `lines`.

use crate::extract::input::html::json_ld::{self, LinkedArticle};
use crate::extract::input::html::lines::even;
use crate::extract::input::html::scan::Scan;
use crate::extract::input::html::tree::Tree;
use crate::extract::input::record::Record;
use crate::text::hash;
use serde::Deserialize;
use std::sync::LazyLock;

/// What a page states of itself.
#[derive(Debug, Default)]
pub(crate) struct PageFields {
    /// Its fields, without the headline.
    pub(crate) record: Record,
    /// What may be its headline, best first. A line of the page that is equal to one of these is the headline.
    pub(crate) titles: Vec<String>,
    /// A date that counts only if the text has none.
    pub(crate) weak_date: Option<String>,
    /// The part of the title of the document after the headline, which often is the name of the site.
    pub(crate) site: Option<String>,
}

/// The names of `meta` elements by field.
#[derive(Default, Deserialize)]
struct MetaNames {
    published: Vec<String>,
    updated: Vec<String>,
    title: Vec<String>,
    authors: Vec<String>,
    outlet: Vec<String>,
    section: Vec<String>,
    language: Vec<String>,
    url: Vec<String>,
}

static NAMES: LazyLock<MetaNames> =
    LazyLock::new(|| toml::from_str(include_str!("../../../../assets/input/page.toml")).unwrap_or_default());

/// Reads what a page states of itself. `known_url` is the address that its container states.
pub(crate) fn fields(tree: &Tree, known_url: Option<&str>) -> PageFields {
    let scan = Scan::of(tree);
    let names = &*NAMES;
    let first = |names: &[String]| scan.best(names).and_then(|values| values.first()).cloned();
    let og_url = first(&names.url);
    let site_root = known_url.or(scan.saved_from.as_deref()).or(scan.base.as_deref());
    let canonical = scan.canonical.as_deref().map(|url| resolve(url, site_root));
    let stated = [
        known_url,
        canonical.as_deref(),
        og_url.as_deref(),
        scan.saved_from.as_deref(),
    ];
    let urls: Vec<&str> = stated.into_iter().flatten().collect();
    let declared_title = first(&names.title);
    let headings: Vec<&str> = scan
        .headings
        .iter()
        .map(String::as_str)
        .chain(declared_title.as_deref())
        .collect();
    let linked = json_ld::article(&scan.scripts, &urls, &headings).unwrap_or_default();
    let outlet = outlet(&scan, &linked);
    let (titles, site) = titles(&scan, &linked, declared_title, outlet.as_deref());
    let published = linked.published.clone().or_else(|| first(&names.published));
    PageFields {
        weak_date: scan
            .times
            .iter()
            .find(|time| !time.is_empty())
            .cloned()
            .filter(|_| published.is_none()),
        titles,
        site,
        record: Record {
            url: address(&urls, &linked),
            authors: authors(&scan, &linked),
            published,
            updated: linked.updated.clone().or_else(|| first(&names.updated)),
            outlet,
            section: first(&names.section).or(linked.section),
            language: scan
                .language
                .clone()
                .or_else(|| first(&names.language))
                .or(linked.language),
            ..Record::default()
        },
    }
}

/// The address of the page: the first that is one and is not that of a front page.
fn address(urls: &[&str], linked: &LinkedArticle) -> Option<String> {
    let all = urls.iter().copied().chain(linked.url.as_deref());
    let is_address = |url: &&str| url.starts_with("http://") || url.starts_with("https://");
    let is_front = |url: &str| {
        let path = url.splitn(4, '/').nth(3).unwrap_or_default();
        path.is_empty()
    };
    let mut all = all.filter(is_address);
    let first = all.clone().next();
    all.find(|url| !is_front(url)).or(first).map(str::to_owned)
}

/// An address, made absolute by that of its page.
pub(crate) fn resolve(url: &str, base: Option<&str>) -> String {
    let url = url.trim();
    let Some(base) = base.filter(|base| base.contains("://")) else {
        return url.to_owned();
    };
    let has_scheme = url.split_once(':').is_some_and(|(scheme, _)| {
        !scheme.is_empty()
            && scheme
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
    });
    if url.is_empty() {
        return base.to_owned();
    }
    if has_scheme {
        return url.to_owned();
    }
    let scheme_end = base.find("://").unwrap_or(0);
    if url.starts_with("//") {
        return format!("{}:{url}", &base[..scheme_end]);
    }
    let path_start = base[scheme_end + 3..]
        .find('/')
        .map_or(base.len(), |at| scheme_end + 3 + at);
    let (site, path) = base.split_at(path_start);
    let path = path.split(['?', '#']).next().unwrap_or_default();
    if url.starts_with('/') {
        return format!("{site}{}", without_dots(url));
    }
    if url.starts_with('?') || url.starts_with('#') {
        return format!("{site}{path}{url}");
    }
    let folder = path.rfind('/').map_or("/", |at| &path[..=at]);
    format!("{site}{}", without_dots(&format!("{folder}{url}")))
}

/// A path without `.` and `..`.
fn without_dots(path: &str) -> String {
    let (path, rest) = path.split_at(path.find(['?', '#']).unwrap_or(path.len()));
    let mut parts: Vec<&str> = Vec::new();
    let all: Vec<&str> = path.split('/').collect();
    for (at, &part) in all.iter().enumerate() {
        match part {
            "." | ".." => {
                if part == ".." && parts.len() > 1 {
                    parts.pop();
                }
                if at + 1 == all.len() {
                    parts.push("");
                }
            }
            part => parts.push(part),
        }
    }
    parts.join("/") + rest
}

fn authors(scan: &Scan, linked: &LinkedArticle) -> Vec<String> {
    let is_name = |name: &&String| !name.starts_with("http") && name.chars().any(char::is_alphabetic);
    if linked.authors.iter().any(|name| is_name(&name)) {
        return linked.authors.iter().filter(is_name).cloned().collect();
    }
    let by_meta = NAMES.authors.iter().filter_map(|name| scan.meta.get(name));
    let mut by_meta = by_meta.map(|values| values.iter().filter(is_name).cloned().collect::<Vec<_>>());
    by_meta
        .find(|names| !names.is_empty())
        .unwrap_or_else(|| scan.authors.clone())
}

/// The longest name of an outlet; longer values are slogans.
const OUTLET_CHARS: usize = 50;

fn outlet(scan: &Scan, linked: &LinkedArticle) -> Option<String> {
    let is_name = |name: &&String| {
        let is_short = name.chars().count() <= OUTLET_CHARS;
        is_short && name.chars().any(char::is_alphabetic) && !name.starts_with("http")
    };
    // The name of the site comes before the publisher of JSON-LD, and the names that say less after it.
    let by_meta = |names: &'static [String]| names.iter().filter_map(|name| scan.meta.get(name)?.first());
    let (site_names, others) = NAMES.outlet.split_at(NAMES.outlet.len().min(SITE_NAMES));
    let all = by_meta(site_names)
        .chain(linked.publisher.as_ref())
        .chain(by_meta(others));
    all.into_iter()
        .find(is_name)
        .map(|name| name_of_site(name).to_owned())
}

/// The first names of the outlet in the table are names of the site.
const SITE_NAMES: usize = 2;

/// The name before a slogan: `The Herald | News from the harbour`.
fn name_of_site(name: &str) -> &str {
    let end = [" | ", " - ", " – ", " — ", ": "]
        .iter()
        .filter_map(|mark| name.find(mark))
        .min();
    let first = name[..end.unwrap_or(name.len())].trim();
    if first.chars().count() >= 2 {
        first
    } else {
        name.trim()
    }
}

/// The candidates for the headline, best first, and what is left of the title of the document.
fn titles(
    scan: &Scan,
    linked: &LinkedArticle,
    declared: Option<String>,
    outlet: Option<&str>,
) -> (Vec<String>, Option<String>) {
    let (bare, site) = scan.title.as_deref().map_or((None, None), |title| {
        let (bare, site) = without_site(title, outlet, &scan.headings);
        (Some(bare), site)
    });
    let declared = declared.map(|title| without_site(&even(&title), outlet, &scan.headings).0);
    let stated: Vec<String> = [linked.headline.clone(), declared, bare]
        .into_iter()
        .flatten()
        .collect();
    let mut all: Vec<String> = Vec::new();
    // A heading shows the headline as readers see it; fields often have a shorter one for search engines.
    let share = |heading: &&String| {
        stated
            .iter()
            .map(|title| shared_words(heading, title))
            .fold(0.0, f32::max)
    };
    let best = scan.headings.iter().map(|heading| (share(&heading), heading));
    let best = best.fold(None, |best: Option<(f32, &String)>, next| match best {
        Some(best) if best.0 >= next.0 => Some(best),
        _ => Some(next),
    });
    if let Some((_, heading)) = best.filter(|(share, _)| *share >= HALF) {
        // The same words with more punctuation: a heading often has a kicker and a headline without a mark between them.
        let same = stated
            .iter()
            .find(|title| hash::of_letters(title) == hash::of_letters(heading));
        all.push(same.unwrap_or(heading).clone());
    }
    for title in stated {
        if !all
            .iter()
            .any(|known| hash::of_letters(known) == hash::of_letters(&title))
        {
            all.push(title);
        }
    }
    (all, site)
}

const HALF: f32 = 0.5;

/// The share of the words of a title that a heading has.
fn shared_words(heading: &str, title: &str) -> f32 {
    let words = |text: &str| -> Vec<String> {
        let all = text
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty());
        all.map(str::to_lowercase).collect()
    };
    let (heading, title) = (words(heading), words(title));
    let shared = title.iter().filter(|word| heading.contains(word)).count();
    shared as f32 / title.len().max(1) as f32
}

/// The title of a document without the name of the site at its end or start, and that name.
fn without_site(title: &str, outlet: Option<&str>, headings: &[String]) -> (String, Option<String>) {
    const MARKS: [&str; 9] = [" | ", " - ", " – ", " — ", " · ", " • ", " » ", " :: ", " / "];
    let is_heading = |text: &str| {
        headings
            .iter()
            .any(|own| hash::of_letters(own) == hash::of_letters(text))
    };
    if is_heading(title) {
        return (title.to_owned(), None);
    }
    let is_outlet =
        |text: &str| outlet.is_some_and(|outlet| hash::of_letters(outlet) == hash::of_letters(text));
    let mut rest = title;
    let mut site = None;
    while let Some((at, mark)) = MARKS
        .iter()
        .filter_map(|mark| Some((rest.rfind(mark)?, mark)))
        .max()
    {
        let (before, after) = (rest[..at].trim(), rest[at + mark.len()..].trim());
        let words = before.split_whitespace().count();
        let is_name =
            is_outlet(after) || after.split_whitespace().count() <= 4 && words >= 3 || is_heading(before);
        if !is_name {
            break;
        }
        site = site.or(Some(after));
        if let Some(first) = MARKS
            .iter()
            .filter_map(|mark| before.split_once(mark))
            .map(|(first, _)| first)
            .next()
            && is_outlet(first)
        {
            break;
        }
        rest = before;
        if is_heading(before) {
            break;
        }
    }
    (rest.to_owned(), site.map(str::to_owned))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::input::html::build::parse;

    fn page(html: &str) -> PageFields {
        fields(&parse(html), None)
    }

    #[test]
    fn the_heading_that_the_title_repeats_is_the_headline() {
        let page = page(
            "<title>Ferry stops at noon | The Herald</title><h1>The Herald</h1><h1>Ferry stops at noon, town says</h1>\
             <meta property=og:site_name content='The Herald'>",
        );
        assert_eq!(
            page.titles,
            ["Ferry stops at noon, town says", "Ferry stops at noon"]
        );
        assert_eq!(page.record.outlet.as_deref(), Some("The Herald"));
    }

    #[test]
    fn fields_are_read_from_meta_elements() {
        let page = page(
            "<html lang=de><!-- Page saved with SingleFile url: https://h.example/a.html saved date: Mon May 06 2024 -->\
             <meta name=author content='Ana Ferro'><meta property=article:published_time content=2024-05-06T10:00Z>",
        );
        assert_eq!(page.record.url.as_deref(), Some("https://h.example/a.html"));
        assert_eq!(page.record.authors, ["Ana Ferro"]);
        assert_eq!(page.record.published.as_deref(), Some("2024-05-06T10:00Z"));
        assert_eq!(page.record.language.as_deref(), Some("de"));
    }

    #[test]
    fn addresses_are_resolved() {
        let base = Some("https://h.example/news/a.html?x=1");
        for (url, expected) in [
            ("b.html", "https://h.example/news/b.html"),
            ("../b", "https://h.example/b"),
            ("/b?y", "https://h.example/b?y"),
            ("//i.example/b", "https://i.example/b"),
            ("http://i.example/", "http://i.example/"),
            ("#c", "https://h.example/news/a.html#c"),
            ("", "https://h.example/news/a.html?x=1"),
        ] {
            assert_eq!(resolve(url, base), expected, "{url}");
        }
        assert_eq!(resolve("b", None), "b");
    }
}
