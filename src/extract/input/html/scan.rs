//! What a page states of itself: the elements of its head, its headings and times, collected in one walk. Nothing is chosen
//! here: see `page`.

use crate::article::markup::Region;
use crate::extract::input::html::lines::even;
use crate::extract::input::html::regions::region;
use crate::extract::input::html::tree::{Element, NodeId, Step, Tree};
use std::collections::HashMap;

/// What a page states of itself.
#[derive(Debug, Default)]
pub(crate) struct Scan {
    /// The contents of `meta`, by property, name or itemprop in lower case, in the order of the page.
    pub(crate) meta: HashMap<String, Vec<String>>,
    /// The contents of JSON-LD scripts.
    pub(crate) scripts: Vec<String>,
    /// The headings of the first level that are not in a header, navigation or foot, then the others.
    pub(crate) headings: Vec<String>,
    /// The text of `title`.
    pub(crate) title: Option<String>,
    pub(crate) canonical: Option<String>,
    pub(crate) base: Option<String>,
    /// The address in the comment of a program that saved the page.
    pub(crate) saved_from: Option<String>,
    pub(crate) language: Option<String>,
    /// The times of elements that are marked as the publication, then those of the article.
    pub(crate) times: Vec<String>,
    /// The names of elements that are marked as the author.
    pub(crate) authors: Vec<String>,
}

/// The longest heading; longer ones are texts.
const HEADING_BYTES: usize = 600;
/// The most headings and times that are read of a page; a list of teasers has thousands.
const MOST: usize = 40;

impl Scan {
    pub(crate) fn of(tree: &Tree) -> Self {
        let mut scan = Self::default();
        let mut regions = vec![Region::default()];
        let (mut other_headings, mut other_times) = (Vec::new(), Vec::new());
        let walk = tree.walk(Tree::ROOT);
        for step in walk {
            let Step::Enter(id) = step else {
                if let Step::Leave(id) = step
                    && tree.element(id).is_some()
                {
                    regions.pop();
                }
                continue;
            };
            let Some(element) = tree.element(id) else { continue };
            let inside = regions.last().copied().unwrap_or_default().with(region(element));
            regions.push(inside);
            let is_chrome = inside.has_any(Region::CHROME);
            match element.name() {
                "h1" if other_headings.len() + scan.headings.len() < MOST => {
                    let text = even(&tree.text_content(id));
                    if !text.is_empty() && text.len() <= HEADING_BYTES {
                        let list = if is_chrome {
                            &mut other_headings
                        } else {
                            &mut scan.headings
                        };
                        list.push(text);
                    }
                }
                "time" if !is_chrome && other_times.len() + scan.times.len() < MOST => {
                    let value = element.attribute("datetime").map(str::to_owned);
                    let list = if is_publication(element) {
                        &mut scan.times
                    } else {
                        &mut other_times
                    };
                    list.push(value.unwrap_or_else(|| even(&tree.text_content(id))));
                }
                _ => scan.add(tree, id, element),
            }
        }
        scan.headings.append(&mut other_headings);
        scan.times.append(&mut other_times);
        scan.saved_from = tree.comments().find_map(saved_from);
        scan
    }

    fn add(&mut self, tree: &Tree, id: NodeId, element: &Element) {
        let own = |name: &str| {
            element
                .attribute(name)
                .map(str::trim)
                .filter(|value| !value.is_empty())
        };
        match element.name() {
            "meta" => {
                let content = own("content").or_else(|| own("datetime"));
                let names = ["property", "name", "itemprop", "http-equiv"];
                for name in names.into_iter().filter_map(own) {
                    let values = self.meta.entry(name.to_lowercase()).or_default();
                    values.extend(content.map(str::to_owned));
                }
            }
            "title" if self.title.is_none() => {
                // The title of a picture is one too.
                let in_head = tree
                    .parent(id)
                    .and_then(|id| tree.element(id))
                    .is_some_and(|own| own.name() != "svg");
                self.title = Some(even(&tree.text_content(id))).filter(|title| in_head && !title.is_empty());
            }
            "link" if own("rel").is_some_and(|rel| rel.eq_ignore_ascii_case("canonical")) => {
                self.canonical = self.canonical.take().or_else(|| own("href").map(str::to_owned));
            }
            "base" => self.base = self.base.take().or_else(|| own("href").map(str::to_owned)),
            "html" => self.language = own("lang").or_else(|| own("xml:lang")).map(str::to_owned),
            "script" if own("type").is_some_and(|kind| kind.to_lowercase().contains("ld+json")) => {
                self.scripts.push(tree.text_content(id));
            }
            _ if own("itemprop") == Some("datePublished") => {
                let value = own("datetime").or_else(|| own("content"));
                self.times.extend(value.map(str::to_owned));
            }
            "a" | "span" if is_author(element) && self.authors.len() < MOST => {
                self.authors.push(even(&tree.text_content(id)));
            }
            _ => {}
        }
    }

    /// The values of the best name in a list that the page has.
    pub(crate) fn best<'a>(&'a self, names: &[String]) -> Option<&'a [String]> {
        let values = names.iter().filter_map(|name| self.meta.get(name));
        values.map(Vec::as_slice).find(|values| !values.is_empty())
    }
}

fn is_publication(element: &Element) -> bool {
    let is_marked = element
        .attribute("itemprop")
        .is_some_and(|value| value.contains("datePublished"));
    is_marked || element.attribute("pubdate").is_some()
}

fn is_author(element: &Element) -> bool {
    let has = |name: &str, word: &str| {
        let words = element
            .attribute(name)
            .unwrap_or_default()
            .split_ascii_whitespace();
        words.into_iter().any(|own| own == word)
    };
    has("rel", "author") || has("itemprop", "author")
}

/// The address in `saved from url=(0042)https://…` and in ` url: https://…` of `SingleFile`.
fn saved_from(comment: &str) -> Option<String> {
    let is_saved = comment.contains("saved from url=") || comment.contains("SingleFile");
    let at = comment.find("http").filter(|_| is_saved)?;
    let end = comment[at..]
        .find(char::is_whitespace)
        .map_or(comment.len(), |end| at + end);
    Some(comment[at..end].to_owned())
}
