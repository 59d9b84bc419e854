//! What speaks for a name as that of the outlet: the signs, and the names of a page that have any. How much each sign
//! counts is decided in [`outlet_ranker`](crate::extract::meta::outlet_ranker).

use crate::extract::meta::outlet_votes::NamedValue;
use crate::extract::outlets::directory::OutletDirectory;
use crate::text::fold::letters;
use serde::Deserialize;

macro_rules! signs {
    ($($(#[$doc:meta])* $sign:ident = $name:literal,)+) => {
        /// A sign that a name is that of the outlet, or that it is not.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
        pub(crate) enum Sign {
            $($(#[$doc])* #[serde(rename = $name)] $sign,)+
        }

        impl Sign {
            /// The names of all signs in the file of the weights.
            pub(crate) const NAMES: &[&str] = &[$($name),+];
            /// The number of signs.
            pub(crate) const COUNT: usize = Self::NAMES.len();
        }
    };
}

signs! {
    /// The score of the name among the votes of the page, see `publisher`; and whether it is the highest.
    Votes = "votes",
    VotesFirst = "votes-first",
    /// Alone on the first line of the page.
    AloneLine1 = "alone-line-1",
    /// Alone on one of the first lines of the page, on one of the first dozen, further below but above the headline.
    AloneFirst = "alone-first",
    AloneTop = "alone-top",
    AloneAbove = "alone-above",
    /// Alone right above or below the headline, below the text, on one of the last lines.
    AloneHeadline = "alone-headline",
    AloneBelow = "alone-below",
    AloneBottom = "alone-bottom",
    /// Alone on two lines, on four or more.
    AloneTwice = "alone-twice",
    AloneOften = "alone-often",
    /// The reason of a line with the name alone: navigation, a button, other.
    AmongNavigation = "among-navigation",
    AmongButtons = "among-buttons",
    /// Holder of rights: with a year or more words, with neither, with parts of a firm's name; on one of the last lines.
    Rights = "rights",
    RightsBare = "rights-bare",
    RightsOfFirm = "rights-of-firm",
    RightsLast = "rights-last",
    /// After the headline, after another title on the first line, before the headline.
    AfterTitle = "after-title",
    AfterFirstLine = "after-first-line",
    BeforeTitle = "before-title",
    /// In a call or a note about itself: once, more often.
    Call = "call",
    Calls = "calls",
    /// Begins three other short lines, six.
    Begins = "begins",
    BeginsOften = "begins-often",
    /// The name of a site that occurs more than once; of the mail address of an office.
    SiteTwice = "site-twice",
    MailOfOffice = "mail-of-office",
    /// The name of a site on the page, of a mail address; part of one, or one is part of it; its initials.
    Site = "site",
    Mail = "mail",
    PartOfSite = "part-of-site",
    SiteIsPart = "site-is-part",
    InitialsOfSite = "initials-of-site",
    /// It is an address itself.
    Address = "address",
    /// Among the names of newspapers of the world.
    Gazetteer = "gazetteer",
    /// The page has its words in lower case too; it is a known phrase of chrome.
    LowerCase = "lower-case",
    Phrase = "phrase",
    /// Next to an author.
    WithAuthor = "with-author",
    /// A known outlet; one whose name is a common word; an agency.
    Known = "known",
    CommonWord = "common-word",
    Agency = "agency",
    /// Occurs on the page twice, four times, eight times.
    Twice = "twice",
    Often = "often",
    VeryOften = "very-often",
    /// In the body.
    InBody = "in-body",
    /// One word, two, four or more.
    OneWord = "one-word",
    TwoWords = "two-words",
    ManyWords = "many-words",
    /// In capitals; with a word of newspapers' names; with an article before it.
    Capitals = "capitals",
    NewsWord = "news-word",
    Article = "article",
    /// The name of a person, of a section; a piece of the headline.
    Person = "person",
    Section = "section",
    InTitle = "in-title",
}

/// The values of all signs, 0 or 1 except for [`Sign::Votes`].
pub(crate) type SignValues = [f32; Sign::COUNT];

/// A name that may be that of the outlet, with its signs.
#[derive(Debug, Clone)]
pub(crate) struct OutletCandidate {
    /// The name as it is written where it is written best, its line and the rule that found it there.
    pub(crate) name: String,
    pub(crate) at: Option<usize>,
    pub(crate) rule: &'static str,
    pub(crate) signs: SignValues,
    key: String,
    /// Whether the name is only an address so far.
    is_address: bool,
}

/// A page has at most this number of candidates; the surest come first.
const MOST: usize = 100;

/// The names of a page that may be that of the outlet.
pub(crate) struct OutletCandidates<'a> {
    outlets: &'a OutletDirectory,
    pub(crate) all: Vec<OutletCandidate>,
}

impl<'a> OutletCandidates<'a> {
    /// No candidates; `outlets` are the outlets that are known.
    pub(crate) fn new(outlets: &'a OutletDirectory) -> Self {
        Self {
            outlets,
            all: Vec::new(),
        }
    }

    /// The candidate of a name; adds it if it is new.
    pub(crate) fn entry(
        &mut self,
        name: &str,
        at: Option<usize>,
        rule: &'static str,
    ) -> Option<&mut OutletCandidate> {
        let by_name = self.outlets.named(name).filter(|outlet| !outlet.word);
        let by_host = || self.outlets.of_host(name).filter(|_| is_address(name));
        let known = by_name.or_else(by_host).map(|outlet| outlet.written_as(name));
        let name = known.as_deref().unwrap_or(name);
        let key = name_key(name);
        if key.is_empty() {
            return None;
        }
        let is_address = is_address(name);
        let found = self.all.iter().position(|candidate| candidate.key == key);
        let index = found.unwrap_or(self.all.len());
        if index >= MOST {
            return None;
        }
        if found.is_none() {
            self.all.push(OutletCandidate {
                name: name.to_owned(),
                at,
                rule,
                signs: [0.0; Sign::COUNT],
                key,
                is_address,
            });
        }
        let candidate = &mut self.all[index];
        // Words are a better name than an address, and small letters than capitals.
        let is_better = candidate.is_address && !is_address
            || is_shouted(&candidate.name) && !is_shouted(name) && !is_address;
        if is_better {
            (candidate.name, candidate.at, candidate.rule) = (name.to_owned(), at, rule);
            candidate.is_address = is_address;
        }
        Some(candidate)
    }

    /// Adds a sign to the candidate of a name; adds the candidate if it is new.
    pub(crate) fn add(&mut self, name: &str, at: Option<usize>, rule: &'static str, sign: Sign) {
        if let Some(candidate) = self.entry(name, at, rule) {
            candidate.set(sign);
        }
    }
}

impl OutletCandidate {
    /// Sets a sign.
    pub(crate) fn set(&mut self, sign: Sign) {
        self.signs[sign as usize] = 1.0;
    }

    /// Returns whether it has a sign.
    pub(crate) fn has(&self, sign: Sign) -> bool {
        self.signs[sign as usize] > 0.0
    }

    /// The letters by which names are compared.
    pub(crate) fn key(&self) -> &str {
        &self.key
    }

    /// The candidate as a value of the article.
    pub(crate) fn value(&self, confidence: f32) -> NamedValue {
        NamedValue {
            name: self.name.clone(),
            at: self.at,
            rule: self.rule,
            confidence,
        }
    }
}

/// The letters of a name without an article and without the end of an address.
pub(crate) fn name_key(name: &str) -> String {
    let name = name.trim();
    if is_address(name) {
        return site_label(name).unwrap_or_default();
    }
    let all = letters(name);
    let bare = name
        .get(..4)
        .filter(|head| head.eq_ignore_ascii_case("the "))
        .map(|_| letters(&name[4..]));
    bare.filter(|bare| bare.chars().count() > 2).unwrap_or(all)
}

/// Returns whether a name is the address of a site: `lenne-post.example`.
pub(crate) fn is_address(name: &str) -> bool {
    let last = name.rsplit('.').next().unwrap_or("");
    !FILE_ENDINGS.contains(&last)
        && !name.contains(char::is_whitespace)
        && name.contains('.')
        && name.is_ascii()
        && (2..=8).contains(&last.len())
        && last.bytes().all(|byte| byte.is_ascii_lowercase())
}

/// Endings of the names of files, which are no addresses.
const FILE_ENDINGS: [&str; 14] = [
    "js", "jpg", "jpeg", "png", "gif", "svg", "webp", "css", "html", "htm", "php", "pdf", "xml", "aspx",
];

/// Second-level domains below which sites are registered.
const SECOND_LEVEL: [&str; 9] = ["co", "com", "org", "net", "gov", "ac", "edu", "or", "ne"];

/// The letters of the part of a host that names its site: `lennepost` of `www.lenne-post.co.uk`.
pub(crate) fn site_label(host: &str) -> Option<String> {
    let host = host.to_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    let mut parts: Vec<&str> = host.split('.').collect();
    parts.pop()?;
    if parts.len() > 1 && parts.last().is_some_and(|part| SECOND_LEVEL.contains(part)) {
        parts.pop();
    }
    let label = letters(parts.pop()?);
    (label.len() > 1).then_some(label)
}

/// Returns whether a name has no small letters.
pub(crate) fn is_shouted(name: &str) -> bool {
    name.chars().any(char::is_uppercase) && !name.chars().any(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_compared_without_articles_and_ends_of_addresses() {
        for (name, key) in [
            ("The Lenne Post", "lennepost"),
            ("LENNE POST", "lennepost"),
            ("www.lenne-post.example", "lennepost"),
            ("lennepost.co.uk", "lennepost"),
            ("The Q", "theq"),
        ] {
            assert_eq!(name_key(name), key, "{name}");
        }
    }

    #[test]
    fn words_are_a_better_name_than_an_address() {
        let outlets = OutletDirectory::builtin();
        let mut candidates = OutletCandidates::new(&outlets);
        for name in [
            "lennepost.example",
            "LENNE POST",
            "Lenne Post",
            "lennepost.example",
        ] {
            candidates.add(name, None, "site-address", Sign::Site);
        }
        assert_eq!(candidates.all.len(), 1);
        assert_eq!(candidates.all[0].name, "Lenne Post");
    }
}
