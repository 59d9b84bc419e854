//! Records of Europresse as HTML: an `article` each, with classes for the outlet, the header with section, day and page, the
//! title and the text. The certificate at the end has the day of the download.

use crate::extract::input::html::lines::{Style, lines};
use crate::extract::input::html::{NodeId, Tree};
use crate::extract::input::press::{day, labels};
use crate::extract::input::record::{Content, Record};

/// The longest line with authors.
const AUTHORS_MAX: usize = 200;

/// Returns whether the beginning of a page, in lower case, has the marks of this database.
pub(super) fn is_page(html: &str) -> bool {
    html.contains("docpublicationname") && (html.contains("docheader") || html.contains("titrearticle"))
}

/// The records of a page, in order; `None` for one that cannot be read.
pub(super) fn of_page(tree: &Tree) -> Vec<Option<Record>> {
    let names: Vec<NodeId> = with_class(tree, Tree::ROOT, "docpublicationname").collect();
    let roots = names.iter().map(|&name| root(tree, name, &names));
    roots.map(|root| record(tree, root)).collect()
}

/// The element of a record: the largest around the name of its outlet that has no other one.
fn root(tree: &Tree, name: NodeId, names: &[NodeId]) -> NodeId {
    let mut root = name;
    while let Some(parent) = tree.parent(root) {
        let is_article = tree
            .element(root)
            .is_some_and(|element| element.name() == "article");
        let count = tree.descendants(parent).filter(|id| names.contains(id)).count();
        if is_article || count > 1 {
            break;
        }
        root = parent;
    }
    root
}

fn record(tree: &Tree, root: NodeId) -> Option<Record> {
    let first = |class: &str| with_class(tree, root, class).next();
    let text_of = |id: NodeId| own_text(tree, id);
    let title = first("titrearticlevisu")
        .or_else(|| first("titrearticle"))
        .map(text_of);
    let title = title.filter(|title| !title.is_empty())?;
    let mut record = Record {
        title: Some(title),
        outlet: first("docpublicationname").map(text_of).map(|name| outlet(&name)),
        subtitle: first("rdp__subtitle")
            .map(text_of)
            .filter(|text| !text.is_empty()),
        id: number(tree, root),
        ..Record::default()
    };
    if let Some(header) = first("docheader").map(text_of) {
        take_header(&mut record, &header);
    }
    record.authors.extend(authors(tree, root));
    let text = first("doctext")
        .or_else(|| first("dococcurrcontainer"))
        .or_else(|| first("dococurrcontainer"));
    if let Some(text) = text {
        let text = lines(tree, text, Style::Article).text;
        if !text.trim().is_empty() {
            record.content = Content::Text(text);
        }
    }
    Some(record)
}

fn with_class<'t>(tree: &'t Tree, below: NodeId, class: &'t str) -> impl Iterator<Item = NodeId> + 't {
    tree.descendants(below).filter(move |id| {
        let own = tree
            .element(*id)
            .and_then(|element| element.attribute("class"))
            .unwrap_or_default();
        own.split_ascii_whitespace()
            .any(|own| own.eq_ignore_ascii_case(class))
    })
}

fn own_text(tree: &Tree, id: NodeId) -> String {
    let text = lines(tree, id, Style::Article).text;
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The name of the outlet, without the number of the issue and the mark of its site.
fn outlet(name: &str) -> String {
    let lower = name.to_lowercase();
    let cut = |kind: &str, end: usize| {
        let marks = labels::words(labels::europresse(), kind);
        marks
            .iter()
            .filter_map(|mark| lower.find(mark.as_str()))
            .fold(end, usize::min)
    };
    let end = cut("site", cut("issue", lower.len()));
    name.get(..end)
        .unwrap_or(name)
        .trim()
        .trim_end_matches(',')
        .to_owned()
}

/// Reads `Section, lundi 2 septembre 2024, p. 16`.
fn take_header(record: &mut Record, header: &str) {
    let Some(found) = day::find(header) else { return };
    let (section, day) = header.split_at(found.start);
    let section = section.trim_matches([',', ' ', '-', '–', '\u{2022}']);
    record.section = Some(section.to_owned()).filter(|section| !section.is_empty());
    let marks = labels::words(labels::europresse(), "after_date");
    let lower = day.to_lowercase();
    let end = marks.iter().filter_map(|mark| lower.find(mark.as_str())).min();
    record.published = Some(
        end.and_then(|end| day.get(..end))
            .unwrap_or(day)
            .trim()
            .to_owned(),
    );
}

/// The line after the title that is not one of the other fields.
fn authors(tree: &Tree, root: NodeId) -> Option<String> {
    if let Some(authors) = with_class(tree, root, "docauthors").next() {
        return Some(own_text(tree, authors)).filter(|authors| !authors.is_empty());
    }
    let header = tree.elements(root, "header").next()?;
    let is_field = |id: NodeId| {
        tree.walk(id).any(|step| {
            let crate::extract::input::html::Step::Enter(id) = step else {
                return false;
            };
            let class = tree
                .element(id)
                .and_then(|element| element.attribute("class"))
                .unwrap_or_default()
                .to_lowercase();
            ["docpublicationname", "docheader", "titrearticle", "rdp__"]
                .iter()
                .any(|known| class.contains(known))
        })
    };
    let blocks: Vec<NodeId> = tree
        .children(header)
        .filter(|&id| tree.element(id).is_some())
        .collect();
    let title = blocks.iter().rposition(|&id| is_field(id))?;
    let texts = blocks[title + 1..].iter().map(|&id| own_text(tree, id));
    texts
        .into_iter()
        .find(|text| !text.is_empty() && text.len() <= AUTHORS_MAX)
}

/// The number of the document, such as `news·20240902·LM·0q1503`.
fn number(tree: &Tree, root: NodeId) -> Option<String> {
    let text = own_text(tree, root);
    let is_number = |word: &&str| word.matches('·').count() >= 2 && word.chars().any(|c| c.is_ascii_digit());
    text.split_whitespace().rev().find(is_number).map(str::to_owned)
}
