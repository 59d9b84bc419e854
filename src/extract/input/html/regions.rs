//! The regions of a page that elements open: by their names, roles, and the words of classes and ids, which are in
//! `assets/input/classes.toml`.

use crate::article::markup::Region;
use crate::extract::input::html::tree::Element;
use std::collections::HashMap;
use std::sync::LazyLock;

/// The regions that an element opens: by its name, its role, and the words of its class and id.
pub fn region(element: &Element) -> Region {
    let mut region = match element.name() {
        "article" | "main" => Region::ARTICLE,
        "nav" => Region::NAVIGATION,
        "header" => Region::HEADER,
        "footer" => Region::FOOTER,
        "aside" => Region::ASIDE,
        "figure" => Region::FIGURE,
        "form" => Region::FORM,
        "div" | "section" | "ul" | "ol" | "table" | "p" => Region::default(),
        // Class names of inline elements and of the whole page say little.
        _ => return Region::default(),
    };
    for (name, value) in &element.attributes {
        match &**name {
            "role" => region = region.with(ROLES.get(&**value).copied().unwrap_or_default()),
            "itemprop" if value.split_ascii_whitespace().any(|word| word == "articleBody") => {
                region = region.with(Region::ARTICLE);
            }
            "class" | "id" => region = region.with(by_words(value)),
            _ => {}
        }
    }
    region
}

/// The regions that the roles of ARIA name.
static ROLES: LazyLock<HashMap<&'static str, Region>> = LazyLock::new(|| {
    HashMap::from([
        ("navigation", Region::NAVIGATION),
        ("menu", Region::NAVIGATION),
        ("menubar", Region::NAVIGATION),
        ("main", Region::ARTICLE),
        ("article", Region::ARTICLE),
        ("banner", Region::HEADER),
        ("contentinfo", Region::FOOTER),
        ("complementary", Region::ASIDE),
        ("search", Region::FORM),
        ("form", Region::FORM),
        ("dialog", Region::PROMOTION),
        ("alertdialog", Region::PROMOTION),
    ])
});

/// The words of classes and ids, by what they name.
static WORDS: LazyLock<HashMap<String, Region>> = LazyLock::new(|| {
    let table: HashMap<String, Vec<String>> =
        toml::from_str(include_str!("../../../../assets/input/classes.toml")).unwrap_or_default();
    let region = |name: &str| match name {
        "article" => Region::ARTICLE,
        "navigation" => Region::NAVIGATION,
        "footer" => Region::FOOTER,
        "aside" => Region::ASIDE,
        "comments" => Region::COMMENTS,
        "related" => Region::RELATED,
        _ => Region::PROMOTION,
    };
    let words = table.into_iter().flat_map(|(name, words)| {
        let region = region(&name);
        words.into_iter().map(move |word| (word, region))
    });
    words.collect()
});

/// The longest list of classes that is looked at; generated ones say nothing.
const CLASS_BYTES: usize = 400;

fn by_words(value: &str) -> Region {
    let mut region = Region::default();
    if value.len() > CLASS_BYTES {
        return region;
    }
    let mut word = String::new();
    let mut before = ' ';
    for c in value.chars().chain([' ']) {
        let is_part = c.is_ascii_alphabetic();
        // `relatedLinks` is two words.
        let is_hump = c.is_ascii_uppercase() && before.is_ascii_lowercase();
        if (!is_part || is_hump) && !word.is_empty() {
            region = region.with(WORDS.get(&word).copied().unwrap_or_default());
            word.clear();
        }
        if is_part {
            word.push(c.to_ascii_lowercase());
        }
        before = c;
    }
    region
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_classes_name_regions() {
        assert!(by_words("box relatedLinks").has_any(Region::RELATED));
        assert!(by_words("c-comments__list").has_any(Region::COMMENTS));
        assert_eq!(by_words("unrelatedness"), Region::default());
    }
}
