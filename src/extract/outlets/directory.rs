//! The directory of outlets that is known before a page is read: the built-in one, a corpus's own `outlets.toml`, the
//! user's profiles. Values only; the caller reads the files.

use crate::article::Article;
use crate::extract::outlets::mention::{MentionSearch, OutletMention};
use crate::extract::outlets::profile::{Outlet, Profile, ProfileError};
use crate::extract::outlets::rules::{CompiledRule, PageId, RulePages, Rules};
use crate::text::fold::letters;
use crate::text::hash;
use crate::text::hash::{HashTable, end_word};
use crate::text::pattern::{CompiledRegex, PatternBudget};
use memchr::memmem::Finder;
use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

/// What is known about outlets. Cheap to clone.
#[derive(Debug, Clone)]
pub struct OutletDirectory {
    inner: Arc<DirectoryData>,
    /// The user's own rules: corrections change them, and nothing else changes.
    own: Arc<Rules>,
}

/// Two values are equal if they are clones of each other; callers need no more.
impl PartialEq for OutletDirectory {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.inner, &other.inner) && Arc::ptr_eq(&self.own, &other.own)
    }
}

#[derive(Debug, Clone, Default)]
struct DirectoryData {
    outlets: Vec<Outlet>,
    /// By the name as written, then by its key (see [`letters`]): `n-tv` is not `NTV`.
    spelled: HashTable<usize>,
    names: HashTable<usize>,
    domains: HashMap<String, usize>,
    rules: Rules,
    credits: Vec<(CompiledRegex, usize)>,
    signatures: Vec<(Finder<'static>, usize)>,
    mentions: MentionSearch,
    /// What the patterns of further profiles may take.
    budget: PatternBudget,
}

impl OutletDirectory {
    /// The built-in directory of outlets and agencies.
    pub fn builtin() -> Self {
        static BUILT: OnceLock<OutletDirectory> = OnceLock::new();
        let build = || {
            let nothing = Self {
                inner: Arc::default(),
                own: Arc::default(),
            };
            nothing.with_outlets(Profile::builtin(), false)
        };
        BUILT.get_or_init(build).clone()
    }

    /// Adds a profile text (format: `assets/outlets/README.md`). An outlet whose name is known is extended. Returns with it
    /// why patterns of this text are ignored.
    pub fn with_toml(&self, text: &str) -> Result<(Self, Vec<ProfileError>), ProfileError> {
        let mut budget = self.inner.budget.clone();
        let mut profile = Profile::parse_within(text, &mut budget)?;
        let ignored = std::mem::take(&mut profile.ignored);
        let mut extended = self.with_profile(profile);
        Arc::make_mut(&mut extended.inner).budget = budget;
        Ok((extended, ignored))
    }

    /// Adds the user's own profile. Its rules for single lines come before all others, and replace those of an
    /// earlier text of this profile. Their patterns have a budget of their own, which no other profile can use up. Returns
    /// with it why patterns are ignored.
    pub fn with_own_profile(&self, text: &str) -> Result<(Self, Vec<ProfileError>), ProfileError> {
        let mut profile = Profile::parse(text)?;
        let ignored = std::mem::take(&mut profile.ignored);
        let rules = std::mem::take(&mut profile.rules);
        Ok((self.with_profile(profile).with_own(rules), ignored))
    }

    /// Replaces the user's own rules by the rules for single lines in a profile text; the rest of the text is
    /// ignored.
    pub fn with_own_rules_of(&self, text: &str) -> Result<Self, ProfileError> {
        Ok(self.with_own(Profile::parse(text)?.rules))
    }

    /// Replaces the user's own rules.
    #[must_use]
    pub fn with_own_rules(&self, own: &Arc<Rules>) -> Self {
        Self {
            own: Arc::clone(own),
            ..self.clone()
        }
    }

    /// The user's own rules.
    pub fn own_rules(&self) -> &Arc<Rules> {
        &self.own
    }

    /// Removes all rules for single lines.
    #[must_use]
    pub fn without_rules(&self) -> Self {
        let mut inner = (*self.inner).clone();
        inner.rules = Rules::default();
        Self {
            inner: Arc::new(inner),
            own: Arc::default(),
        }
    }

    /// Adds a profile.
    #[must_use]
    pub fn with_profile(&self, profile: Profile) -> Self {
        self.with_outlets(profile, true)
    }

    fn with_outlets(&self, profile: Profile, own: bool) -> Self {
        let mut inner = (*self.inner).clone();
        for (outlet, credits) in profile.outlets.into_iter().zip(profile.credits) {
            inner.add(Outlet { own, ..outlet }, credits);
        }
        inner.mentions = MentionSearch::new(&inner.outlets);
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

    fn with_own(&self, rules: Vec<CompiledRule>) -> Self {
        let mut own = Rules::default();
        for rule in rules {
            own.add(rule, |name| self.inner.key(name));
        }
        self.with_own_rules(&Arc::new(own))
    }

    /// Returns whether there are any rules for single lines.
    pub fn has_rules(&self) -> bool {
        !(self.inner.rules.is_empty() && self.own.is_empty())
    }

    /// The rules for an article; later rules take precedence.
    pub fn rules_for<'a>(&'a self, article: &Article) -> impl Iterator<Item = &'a CompiledRule> {
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

    /// The rules for all pages of an outlet; later rules take precedence.
    pub fn rules_of_outlet<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a CompiledRule> {
        // A rule may use any of the outlet's names.
        let mut keys = vec![letters(name), self.inner.key(name)];
        if let Some(outlet) = self.named(name).filter(|_| self.has_rules()) {
            keys.extend(outlet.aliases.iter().map(|alias| letters(alias)));
        }
        keys.sort();
        keys.dedup();
        let groups: Vec<&[CompiledRule]> = [&self.inner.rules, &*self.own]
            .into_iter()
            .flat_map(|rules| keys.iter().map(|key| rules.of_outlet(key)))
            .collect();
        groups.into_iter().flatten()
    }

    /// Returns whether two names are names of one outlet.
    pub fn is_same_outlet(&self, one: &str, other: &str) -> bool {
        self.inner.key(one) == self.inner.key(other)
    }

    /// Returns whether an article is one of these pages.
    pub fn is_on(&self, pages: &RulePages, article: &Article) -> bool {
        match pages {
            RulePages::One(page) => *page == PageId::of(&article.source),
            RulePages::Outlet(outlet) => {
                let own = article.meta.outlet.as_deref();
                own.is_some_and(|own| self.is_same_outlet(own, outlet))
            }
        }
    }

    /// The outlet or agency with this name; case, accents and spaces may differ.
    pub fn named(&self, name: &str) -> Option<&Outlet> {
        let inner = &*self.inner;
        let spelled = inner.spelled.get(&spelling(name.trim()));
        let at = spelled.or_else(|| inner.names.get(&hash::of_letters(name)))?;
        inner.outlets.get(*at)
    }

    /// The outlet of a host name (`edition.example.com`, `www.example.com`).
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

    /// The outlets and agencies in a text, in order; the longest name counts where several begin together. Names of
    /// up to four characters count only as they are written.
    pub(crate) fn mentions<'a>(&'a self, text: &str) -> Vec<OutletMention<'a>> {
        self.inner.mentions.in_text(text, &self.inner.outlets)
    }

    /// Returns whether a text of these words may name an outlet or agency: cheap, to be called first. No word may be
    /// glued to another.
    pub(crate) fn may_mention<'t>(&self, words: &[u64], text: impl Fn() -> Cow<'t, str>) -> bool {
        self.inner.mentions.filter().may_occur_in(words, text)
    }

    /// The outlet or agency at the beginning of a text.
    pub(crate) fn mentioned_first(&self, text: &str) -> Option<OutletMention<'_>> {
        self.inner.mentions.at_start(text, &self.inner.outlets)
    }

    /// The outlet whose signature is in a line, or whose credit pattern matches it.
    pub(crate) fn signed(&self, line: &str) -> Option<&Outlet> {
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

impl DirectoryData {
    /// The key of an outlet's name: the key of the name that newsprint writes.
    fn key(&self, name: &str) -> String {
        let written = self.spelled.get(&spelling(name.trim())).copied();
        let key = letters(name);
        let known = written.or_else(|| self.names.get(&hash::of_letters(name)).copied());
        known
            .and_then(|at| self.outlets.get(at))
            .map_or(key, |outlet| letters(&outlet.name))
    }

    fn add(&mut self, outlet: Outlet, credits: Vec<CompiledRegex>) {
        let known = self.spelled.get(&spelling(&outlet.name)).copied();
        let at = known.unwrap_or(self.outlets.len());
        self.credits
            .extend(credits.into_iter().map(|pattern| (pattern, at)));
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
    /// The outlet's name as newsprint writes it; in a text of another script, as that text writes it.
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

    /// A copy with its name as the text of a mention writes it; see [`written_as`](Self::written_as).
    pub(crate) fn in_script_of(&self, mention: &str) -> Self {
        Self {
            name: self.written_as(mention),
            ..self.clone()
        }
    }

    fn absorb(&mut self, newer: Self) {
        self.aliases.extend(newer.aliases);
        self.domains.extend(newer.domains);
        self.signatures.extend(newer.signatures);
        self.credits.extend(newer.credits);
        self.own |= newer.own;
        self.agency |= newer.agency;
        self.word |= newer.word;
    }
}

/// Returns whether these are the [`letters`] of a name; the first letters rule most names out.
pub(crate) fn has_name_key(name: &str, key: &str) -> bool {
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
    use crate::extract::outlets::rules::RuleClass;

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
        let outlets = OutletDirectory::builtin().with_toml(text).unwrap().0;
        assert_eq!(outlets.named("quay COURIER").unwrap().name, "The Quay Courier");
        assert_eq!(
            outlets.of_host("www.quaycourier.example").unwrap().name,
            "The Quay Courier"
        );
    }

    #[test]
    fn the_patterns_of_all_profiles_of_a_corpus_share_a_budget_but_not_with_the_users() {
        let costly = |number: usize| {
            format!("[[line]]\noutlet = \"Q\"\npattern = 'x{number}(?:\\w{{10}})'\nclass = \"chrome\"\n")
        };
        let text: String = (0..60).map(costly).collect();
        let (mut outlets, mut used) = (OutletDirectory::builtin(), Vec::new());
        let article = |outlets: &OutletDirectory| outlets.rules_of_outlet("Q").count();
        for _ in 0..5 {
            let (extended, errors) = outlets.with_toml(&text).unwrap();
            used.push((article(&extended) - article(&outlets), errors.len()));
            outlets = extended;
        }
        assert_eq!((used[0], used[4]), ((60, 0), (0, 1)), "{used:?}");
        let (outlets, errors) = outlets.with_own_profile(&costly(1)).unwrap();
        assert_eq!((errors.len(), outlets.own_rules().is_empty()), (0, false));
    }

    #[test]
    fn rules_are_found_by_any_name_of_their_outlet_and_the_users_come_last() {
        let rule = |outlet: &str, class: &str| {
            format!("[[line]]\noutlet = \"{outlet}\"\ntext = \"Hoist\"\nclass = \"{class}\"\n")
        };
        let directory = "[[outlet]]\nname = \"The Quay Courier\"\naliases = [\"QC\"]\n";
        let outlets = OutletDirectory::builtin()
            .with_own_profile(&rule("THE QUAY COURIER", "body"))
            .and_then(|(outlets, _)| outlets.with_toml(&(directory.to_owned() + &rule("QC", "chrome"))))
            .unwrap()
            .0;
        let mut article = Article::default();
        for name in ["QC", "The Quay Courier"] {
            article.meta.outlet = Some(name.to_owned());
            let class: Vec<RuleClass> = outlets
                .rules_for(&article)
                .map(|rule| rule.rule().class)
                .collect();
            assert_eq!(class, [RuleClass::Chrome, RuleClass::Body], "{name}");
        }
        article.meta.outlet = Some("Another".to_owned());
        assert_eq!(outlets.rules_for(&article).count(), 0);
    }
}
