//! The headline as a person would say it: without the bullets and bars around it, and without the name of the site at its
//! end. Which line is the headline is decided in `body`.

use crate::article::Article;
use crate::article::line::LineClass;
use crate::extract::meta::legal_notice::is_name;
use crate::extract::outlets::directory::OutletDirectory;
use crate::text::fold::letters;

/// Marks between a headline and the name of the site.
const SEPARATORS: [&str; 9] = [" | ", " - ", " – ", " — ", " · ", " » ", " :: ", " • ", " ｜ "];
/// Separators that hardly occur within a headline.
const BARS: [&str; 3] = [" | ", " :: ", " ｜ "];
/// The number of lines in which a copy of the headline is looked for.
const COPY_LINES: usize = 400;

/// Removes what is around the headline: bullets and bars, and the name of an outlet that is known, or that another line of
/// the page does not have after the headline.
pub(crate) fn trim(article: &mut Article, outlets: &OutletDirectory) {
    let Some(title) = article.meta.headline().map(str::to_owned) else {
        return;
    };
    let kept = parted(&title).filter(|(head, site, mark)| {
        let known = outlets.named(site);
        let is_outlet = known.is_some_and(|outlet| !outlet.word || BARS.contains(mark));
        !head.is_empty() && (is_outlet || is_name(site) && stands_alone(article, head))
    });
    let title = kept.map_or(title.as_str(), |(head, ..)| head).to_owned();
    article.meta.title = Some(title);
}

/// Removes the name of the outlet of the page from the end of its headline.
pub(crate) fn trim_outlet(article: &mut Article, is_outlet: impl Fn(&str) -> bool) {
    let title = article.meta.title.as_deref().unwrap_or_default();
    let kept = parted(title).filter(|(head, site, _)| !head.is_empty() && is_outlet(site));
    if let Some(head) = kept.map(|(head, ..)| head.to_owned()) {
        article.meta.title = Some(head);
    }
}

/// The text before the last separator, the text after it, and the separator.
pub(crate) fn parted(title: &str) -> Option<(&str, &str, &'static str)> {
    let found = SEPARATORS
        .iter()
        .filter_map(|mark| Some((title.rfind(mark)?, *mark)));
    let (at, mark) = found.max_by_key(|(at, _)| *at)?;
    Some((title[..at].trim_end(), title[at + mark.len()..].trim(), mark))
}

/// Returns whether a line of the page that is not text is only this.
fn stands_alone(article: &Article, head: &str) -> bool {
    let wanted = letters(head);
    let others = article.lines.iter().take(COPY_LINES).filter(|line| {
        !line.class.is_body()
            && line.class != LineClass::Title
            && ((line.end - line.start) as usize).abs_diff(head.len()) <= 4
    });
    let mut texts = others.map(|line| article.text_of(line));
    texts.any(|text| letters(text) == wanted)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::cases::cases;

    fn check(text: &str, others: &[&str], expected: &str) {
        let mut lines = vec![format!("T {text}")];
        lines.extend(others.iter().map(|line| format!(". {line}")));
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        let mut article = crate::extract::meta::tests::page(&lines);
        trim(&mut article, &OutletDirectory::builtin());
        assert_eq!(article.meta.title.as_deref(), Some(expected));
    }

    cases! { check:
        bullet: "• Old ferry sails again", &[], "Old ferry sails again";
        bar_before_the_next_line: "Old ferry sails again |", &[], "Old ferry sails again";
        known_outlet: "Old ferry sails again - BBC News", &[], "Old ferry sails again";
        common_word_after_a_dash: "The best ferries of all - Time", &[], "The best ferries of all - Time";
        unknown_site_with_a_copy: "Old ferry sails again - Lenne Post", &["Old ferry sails again"], "Old ferry sails again";
        unknown_site: "Old ferry sails again - Lenne Post", &[], "Old ferry sails again - Lenne Post";
        rest_of_the_headline: "Old ferry - nobody wants it", &[], "Old ferry - nobody wants it";
    }
}
