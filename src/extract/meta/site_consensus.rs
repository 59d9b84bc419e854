//! What the pages that share an article's template agree on: the outlet, and whether numeric dates begin with the
//! month. Not which lines are the template: see `corpus/template`.

use crate::article::Article;
use crate::extract::corpus::page_facts::{FEWEST, SEVERAL, is_enough};
use crate::extract::corpus::template::CorpusTemplate;

/// The outlet of the pages that share an article's template and the first line that shows it; `None` if pages of
/// several outlets share the template.
pub(crate) fn outlet<'a>(article: &Article, template: &'a CorpusTemplate) -> Option<(&'a str, usize)> {
    let mut counts: Vec<(u16, usize, usize)> = Vec::new();
    let mut all = 0;
    for (at, line) in article
        .lines
        .iter()
        .enumerate()
        .filter(|(_, line)| !line.class.is_body())
    {
        let Some(known) = template.known(article.text_of(line)) else {
            continue;
        };
        all += 1;
        let outlet = known.votes.outlet;
        if outlet == 0 || outlet == SEVERAL {
            continue;
        }
        match counts.iter_mut().find(|(of, ..)| *of == outlet) {
            Some((_, count, _)) => *count += 1,
            None => counts.push((outlet, 1, at)),
        }
    }
    counts.sort_by_key(|(_, count, _)| std::cmp::Reverse(*count));
    let &(outlet, count, at) = counts.first()?;
    let rival = counts.get(1).map_or(0, |(_, count, _)| *count);
    let enough = is_enough(count, all) && rival * 5 <= count;
    let name = template.names.name(outlet)?;
    enough.then_some((name, at))
}

/// Whether the pages that share an article's template write the month first in numeric dates.
pub(crate) fn month_first(article: &Article, template: &CorpusTemplate) -> Option<bool> {
    let lines = article.lines.iter().filter(|line| !line.class.is_body());
    let known = lines.filter_map(|line| template.known(article.text_of(line)));
    let votes: Vec<i8> = known
        .filter(|known| known.pages > 1)
        .map(|known| known.votes.order.signum())
        .collect();
    let (first, not) = (
        votes.iter().filter(|vote| **vote > 0).count(),
        votes.iter().filter(|vote| **vote < 0).count(),
    );
    match (first, not) {
        _ if first >= FEWEST && first > not * 5 => Some(true),
        _ if not >= FEWEST && not > first * 5 => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::meta::Field;
    use crate::extract::corpus::hints::Hints;
    use crate::extract::corpus::template::PageSketch;
    use crate::extract::outlets::directory::OutletDirectory;
    use crate::extract::pipeline::extract;

    const MENU: &str = "Ferries\nHarbours\nLighthouses\nTides\nPilots\nBerths\nMarkets\n\
        Ships\nWinter\nLost\n";

    fn page(menu: &str, headline: &str, date: &str, end: &str) -> String {
        format!(
            "{menu}\n{headline} comes back to the harbour after the storm\n{date}\n\
            The {headline} left the harbour on Monday with forty people on board, and the port said so at night.\n\
            Nobody had expected that, the mayor of the town told the people who had come to the quay in the rain.\n{end}\n"
        )
    }

    fn read_with(template: Option<&CorpusTemplate>, page: &str) -> Article {
        let outlets = OutletDirectory::builtin();
        let hints = Hints {
            path: None,
            outlets: &outlets,
            template,
        };
        extract(page.as_bytes(), &hints).remove(0)
    }

    fn template(pages: &[&str]) -> CorpusTemplate {
        let mut template = CorpusTemplate::default();
        for page in pages {
            template.add(&PageSketch::of(&read_with(None, page)));
        }
        template
    }

    #[test]
    fn pages_of_one_template_share_their_outlet() {
        let named = page(
            MENU,
            "Old ferry",
            "25/03/2024",
            "© 2024 Sky News. All rights reserved.",
        );
        let silent = page(MENU, "New bridge", "03/04/2024", "Write to us");
        let other = page("Sign in\nWeather\n", "Grey crane", "04/05/2024", "Ferries");
        let template = template(&[&named, &silent, &other]);
        assert_eq!(read_with(None, &silent).meta.outlet, None);
        let article = read_with(Some(&template), &silent);
        assert_eq!(article.meta.outlet.as_deref(), Some("Sky News"));
        let evidence = article.meta.evidence_of(Field::Outlet).unwrap();
        assert_eq!((evidence.rule, evidence.line), ("sibling-pages", Some(1)));
        assert_eq!(
            article.meta.date.map(|date| date.to_string()).as_deref(),
            Some("2024-04-03")
        );
        assert_eq!(read_with(Some(&template), &other).meta.outlet, None);
    }

    #[test]
    fn a_template_of_two_outlets_gives_no_outlet() {
        let one = page(
            MENU,
            "Old ferry",
            "25/03/2024",
            "© 2024 Sky News. All rights reserved.",
        );
        let two = page(
            MENU,
            "Tall mast",
            "26/03/2024",
            "© 2024 The Guardian. All rights reserved.",
        );
        let silent = page(MENU, "New bridge", "27/03/2024", "Write to us");
        assert_eq!(
            read_with(Some(&template(&[&one, &two, &silent])), &silent)
                .meta
                .outlet,
            None
        );
    }
}
