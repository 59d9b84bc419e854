//! What is known of outlets before a page is read: the built-in directory, a corpus's own `outlets.toml`, the
//! person's profiles. Values only; who reads the files is told their text.

use super::mention::{Mention, Mentions};
use super::profile::{Outlet, Profile, ProfileError};
use crate::article::Article;
use crate::extract::rules::{Compiled, LineRule, PageId, Pages, Rules};
use crate::text::fold::letters;
use crate::text::hash::{self, HashTable, end_word};
use memchr::memmem::Finder;
use regex::Regex;
use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

/// What is known of outlets. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Knowledge {
    inner: Arc<Inner>,
    /// The person's own rules: corrections change them while everything else stays.
    own: Arc<Rules>,
}

/// Equal where they are clones of each other, for that is all that has to be known.
impl PartialEq for Knowledge {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.inner, &other.inner) && Arc::ptr_eq(&self.own, &other.own)
    }
}

#[derive(Debug, Clone, Default)]
struct Inner {
    outlets: Vec<Outlet>,
    /// By the name as written, then by its key (see [`letters`]): `n-tv` is not `NTV`.
    spelled: HashTable<usize>,
    names: HashTable<usize>,
    domains: HashMap<String, usize>,
    rules: Rules,
    credits: Vec<(Regex, usize)>,
    signatures: Vec<(Finder<'static>, usize)>,
    mentions: Mentions,
}

impl Knowledge {
    /// The built-in directory of outlets and agencies.
    pub fn builtin() -> Self {
        static BUILT: OnceLock<Knowledge> = OnceLock::new();
        let build = || {
            let nothing = Self {
                inner: Arc::default(),
                own: Arc::default(),
            };
            nothing.with_profile(Profile::builtin())
        };
        BUILT.get_or_init(build).clone()
    }

    /// This and what a profile text says (format: `assets/outlets/README.md`). An outlet that is known already by that
    /// name is added to.
    pub fn with_toml(&self, text: &str) -> Result<Self, ProfileError> {
        Ok(self.with_profile(Profile::parse(text)?))
    }

    /// This and what the person's own profile says. Its rules for single lines stand before all others, and take the
    /// place of those that an earlier text of it had.
    pub fn with_own_profile(&self, text: &str) -> Result<Self, ProfileError> {
        let mut profile = Profile::parse(text)?;
        let rules = std::mem::take(&mut profile.rules);
        Ok(self.with_profile(profile).with_own(rules))
    }

    /// This with the rules for single lines of the person's own profile, and nothing else of it.
    pub fn with_own_rules_of(&self, text: &str) -> Result<Self, ProfileError> {
        Ok(self.with_own(Profile::parse(text)?.rules))
    }

    /// This with these for the person's own rules.
    #[must_use]
    pub fn with_own_rules(&self, own: &Arc<Rules>) -> Self {
        Self {
            own: Arc::clone(own),
            ..self.clone()
        }
    }

    /// The person's own rules.
    pub fn own_rules(&self) -> &Arc<Rules> {
        &self.own
    }

    /// This without any rules for single lines.
    #[must_use]
    pub fn without_rules(&self) -> Self {
        let mut inner = (*self.inner).clone();
        inner.rules = Rules::default();
        Self {
            inner: Arc::new(inner),
            own: Arc::default(),
        }
    }

    /// This and what a profile says.
    #[must_use]
    pub fn with_profile(&self, profile: Profile) -> Self {
        let mut inner = (*self.inner).clone();
        for outlet in profile.outlets {
            inner.add(outlet);
        }
        inner.mentions = Mentions::new(&inner.outlets);
        let mut rules = std::mem::take(&mut inner.rules);
        for rule in profile.rules {
            rules.add(rule, |name| inner.key(name));
        }
        inner.rules = rules;
        Self {
            inner: Arc::new(inner),
            own: Arc::clone(&self.own),
        }
    }

    fn with_own(&self, rules: Vec<LineRule>) -> Self {
        let mut own = Rules::default();
        for rule in rules {
            own.add(rule, |name| self.inner.key(name));
        }
        self.with_own_rules(&Arc::new(own))
    }

    /// Whether any rule is known for single lines.
    pub fn has_rules(&self) -> bool {
        !(self.inner.rules.is_empty() && self.own.is_empty())
    }

    /// The rules for an article, those that count more behind the others.
    pub fn rules_for<'a>(&'a self, article: &Article) -> impl Iterator<Item = &'a Compiled> {
        let of_outlet = article
            .meta
            .outlet
            .as_deref()
            .map(|outlet| self.rules_of_outlet(outlet));
        let of_page = [&self.inner.rules, &*self.own].map(|rules| rules.of_page(&article.source));
        of_outlet
            .into_iter()
            .flatten()
            .chain(of_page.into_iter().flatten())
    }

    /// The rules for all pages of an outlet, those that count more behind the others.
    pub fn rules_of_outlet<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a Compiled> {
        // A rule may have been written with any of its names.
        let mut keys = vec![letters(name), self.inner.key(name)];
        if let Some(outlet) = self.named(name).filter(|_| self.has_rules()) {
            keys.extend(outlet.aliases.iter().map(|alias| letters(alias)));
        }
        keys.sort();
        keys.dedup();
        let groups: Vec<&[Compiled]> = [&self.inner.rules, &*self.own]
            .into_iter()
            .flat_map(|rules| keys.iter().map(|key| rules.of_outlet(key)))
            .collect();
        groups.into_iter().flatten()
    }

    /// Whether two names are those of one outlet.
    pub fn is_same_outlet(&self, one: &str, other: &str) -> bool {
        self.inner.key(one) == self.inner.key(other)
    }

    /// Whether an article is one of these pages.
    pub fn is_on(&self, pages: &Pages, article: &Article) -> bool {
        match pages {
            Pages::One(page) => *page == PageId::of(&article.source),
            Pages::Outlet(outlet) => {
                let own = article.meta.outlet.as_deref();
                own.is_some_and(|own| self.is_same_outlet(own, outlet))
            }
        }
    }

    /// The outlet or agency of that name, spelled with other case, accents or spaces too.
    pub fn named(&self, name: &str) -> Option<&Outlet> {
        let inner = &*self.inner;
        let spelled = inner.spelled.get(&spelling(name.trim()));
        let at = spelled.or_else(|| inner.names.get(&hash::of_letters(name)))?;
        inner.outlets.get(*at)
    }

    /// The outlet that a host name belongs to (`edition.example.com`, `www.example.com`).
    pub fn of_host(&self, host: &str) -> Option<&Outlet> {
        let host = host.to_lowercase();
        let mut rest = host.strip_prefix("www.").unwrap_or(&host);
        loop {
            if let Some(&at) = self.inner.domains.get(rest) {
                return Some(&self.inner.outlets[at]);
            }
            rest = rest.split_once('.')?.1;
        }
    }

    /// The outlets and agencies that a text names, in order, the longest name where several begin together.
    /// Names of four characters or fewer count only as they are written.
    pub(super) fn mentions<'a>(&'a self, text: &str) -> Vec<Mention<'a>> {
        self.inner.mentions.in_text(text, &self.inner.outlets)
    }

    /// Whether a text of these words may name an outlet or agency: cheap, to be asked first. No word may be glued to another.
    pub(in crate::extract) fn may_mention<'t>(&self, words: &[u64], text: impl Fn() -> Cow<'t, str>) -> bool {
        self.inner.mentions.words().may_stand_in(words, text)
    }

    /// The outlet or agency whose name a text begins with.
    pub(super) fn mentioned_first(&self, text: &str) -> Option<Mention<'_>> {
        self.inner.mentions.at_start(text, &self.inner.outlets)
    }

    /// The outlet whose signature stands in a line, or whose credit pattern fits it.
    pub(super) fn signed(&self, line: &str) -> Option<&Outlet> {
        let inner = &*self.inner;
        let signature = inner
            .signatures
            .iter()
            .find(|(text, _)| text.find(line.as_bytes()).is_some());
        let at = signature.map(|(_, at)| *at).or_else(|| {
            let credit = inner.credits.iter().find(|(pattern, _)| pattern.is_match(line));
            credit.map(|(_, at)| *at)
        });
        inner.outlets.get(at?)
    }
}

impl Inner {
    /// The key of an outlet's name: that of the name newsprint writes.
    fn key(&self, name: &str) -> String {
        let written = self.spelled.get(&spelling(name.trim())).copied();
        let key = letters(name);
        let known = written.or_else(|| self.names.get(&hash::of_letters(name)).copied());
        known
            .and_then(|at| self.outlets.get(at))
            .map_or(key, |outlet| letters(&outlet.name))
    }

    fn add(&mut self, outlet: Outlet) {
        let known = self.spelled.get(&spelling(&outlet.name)).copied();
        let at = known.unwrap_or(self.outlets.len());
        // A profile was refused where a pattern of it is none.
        let credits = outlet
            .credits
            .iter()
            .filter_map(|pattern| Regex::new(pattern).ok());
        self.credits.extend(credits.map(|pattern| (pattern, at)));
        self.signatures.extend(
            outlet
                .signatures
                .iter()
                .map(|text| (Finder::new(text).into_owned(), at)),
        );
        self.spelled.insert(spelling(&outlet.name), at);
        self.names.insert(hash::of_letters(&outlet.name), at);
        for name in &outlet.aliases {
            self.spelled.entry(spelling(name)).or_insert(at);
            self.names.entry(hash::of_letters(name)).or_insert(at);
        }
        for domain in &outlet.domains {
            self.domains.insert(domain.to_lowercase(), at);
        }
        match self.outlets.get_mut(at) {
            Some(known) => known.absorb(outlet),
            None => self.outlets.push(outlet),
        }
    }
}

impl Outlet {
    /// Its name as newsprint writes it; in a text of another script, as that text writes it.
    pub fn written_as(&self, mention: &str) -> String {
        let ascii = |text: &str| text.bytes().filter(u8::is_ascii).count() * 2 > text.len();
        let other_script = ascii(&self.name) != ascii(mention);
        let known = self
            .aliases
            .iter()
            .find(|alias| letters(alias) == letters(mention));
        let written = known.filter(|_| other_script && mention.chars().count() > 1);
        written.unwrap_or(&self.name).clone()
    }

    fn absorb(&mut self, newer: Self) {
        self.aliases.extend(newer.aliases);
        self.domains.extend(newer.domains);
        self.signatures.extend(newer.signatures);
        self.credits.extend(newer.credits);
        self.agency |= newer.agency;
        self.word |= newer.word;
    }
}

/// Whether a name has this [`letters`]; most have not by their first letters.
pub(super) fn has_name_key(name: &str, key: &str) -> bool {
    if !name.is_ascii() {
        return letters(name) == key;
    }
    let its = name.bytes().filter(u8::is_ascii_alphanumeric);
    its.map(|byte| byte.to_ascii_lowercase()).eq(key.bytes())
}

/// The hash of a name as it is written.
fn spelling(name: &str) -> u64 {
    end_word(hash::of_bytes(name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::rules::Says;

    #[test]
    fn the_built_in_directory_is_well_formed() {
        assert!(Profile::builtin().outlets.len() > 1000);
    }

    #[test]
    fn a_profile_adds_names_and_domains() {
        let text = r#"
            [[outlet]]
            name = "The Quay Courier"
            aliases = ["Quay Courier"]
            domains = ["quaycourier.example"]
        "#;
        let knowledge = Knowledge::builtin().with_toml(text).unwrap();
        assert_eq!(knowledge.named("quay COURIER").unwrap().name, "The Quay Courier");
        assert_eq!(
            knowledge.of_host("www.quaycourier.example").unwrap().name,
            "The Quay Courier"
        );
    }

    #[test]
    fn rules_are_found_by_any_name_of_their_outlet_and_the_persons_count_most() {
        let rule = |outlet: &str, class: &str| {
            format!("[[line]]\noutlet = \"{outlet}\"\ntext = \"Hoist\"\nclass = \"{class}\"\n")
        };
        let directory = "[[outlet]]\nname = \"The Quay Courier\"\naliases = [\"QC\"]\n";
        let knowledge = Knowledge::builtin()
            .with_own_profile(&rule("THE QUAY COURIER", "body"))
            .and_then(|knowledge| knowledge.with_toml(&(directory.to_owned() + &rule("QC", "chrome"))))
            .unwrap();
        let mut article = Article::default();
        for name in ["QC", "The Quay Courier"] {
            article.meta.outlet = Some(name.to_owned());
            let says: Vec<Says> = knowledge
                .rules_for(&article)
                .map(|rule| rule.rule().says)
                .collect();
            assert_eq!(says, [Says::Chrome, Says::Body], "{name}");
        }
        article.meta.outlet = Some("Another".to_owned());
        assert_eq!(knowledge.rules_for(&article).count(), 0);
    }
}
