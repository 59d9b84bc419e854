//! What is known of outlets before a page is read: the built-in directory, a corpus's own `outlets.toml`, the
//! person's profiles. Values only; who reads the files is told their text.

use super::mention::{Mention, Mentions};
use crate::article::Reason;
use regex::Regex;
use serde::Deserialize;
use std::collections::HashMap;
use std::sync::{Arc, OnceLock};
use thiserror::Error;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

const BUILTIN: &str = include_str!("../../../assets/outlets/world.toml");

/// What is known of outlets. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Knowledge {
    inner: Arc<Inner>,
}

#[derive(Debug, Clone, Default)]
struct Inner {
    outlets: Vec<Outlet>,
    /// By the name as written, then by its key (see [`name_key`]): `n-tv` is not `NTV`.
    spelled: HashMap<String, usize>,
    names: HashMap<String, usize>,
    domains: HashMap<String, usize>,
    chrome_lines: HashMap<String, (usize, Reason)>,
    chrome_patterns: Vec<(Regex, usize, Reason)>,
    credits: Vec<(Regex, usize)>,
    signatures: Vec<(String, usize)>,
    mentions: Mentions,
}

/// One outlet or agency.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outlet {
    /// Its name as newsprint writes it.
    pub name: String,
    /// Other names it goes by, also in other scripts.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Its domains, without `www.`; those of its mail addresses too.
    #[serde(default)]
    pub domains: Vec<String>,
    /// Texts that stand on its pages only.
    #[serde(default)]
    pub signatures: Vec<String>,
    /// Regular expressions of the lines in which it names itself as the source.
    #[serde(default)]
    pub credits: Vec<String>,
    /// Whether it is an agency: named in a dateline or credit, it is where a text was taken from.
    #[serde(default)]
    pub agency: bool,
    /// Whether its name is a common word too, and so says nothing where it stands by itself.
    #[serde(default)]
    pub word: bool,
    /// Lines of its own that are chrome.
    #[serde(default)]
    pub chrome: Vec<ChromeRule>,
}

/// A line of an outlet that is chrome: as it stands, or as a pattern.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChromeRule {
    /// The whole line.
    pub line: Option<String>,
    /// A regular expression that matches the line.
    pub pattern: Option<String>,
    /// The name of the reason; `template` where it is left out.
    pub reason: Option<String>,
}

/// A line that an outlet's profile calls chrome.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OwnChrome<'a> {
    /// The outlet.
    pub outlet: &'a str,
    /// Why it is chrome.
    pub reason: Reason,
}

/// What is wrong with an outlet profile.
#[derive(Debug, Error)]
pub enum KnowledgeError {
    /// It is no TOML of the form that profiles have.
    #[error("this is no outlet profile: {0}")]
    Form(#[from] toml::de::Error),
    /// A pattern is no regular expression.
    #[error("outlet {outlet:?}: the pattern {pattern:?} is no regular expression: {source}")]
    Pattern {
        /// The outlet.
        outlet: String,
        /// The pattern as written.
        pattern: String,
        /// What is wrong with it.
        source: regex::Error,
    },
    /// A reason that does not exist.
    #[error("outlet {outlet:?}: there is no reason {reason:?}; `template` always fits")]
    Reason {
        /// The outlet.
        outlet: String,
        /// The reason as written.
        reason: String,
    },
    /// A rule with neither line nor pattern, or with both.
    #[error("outlet {outlet:?}: each chrome rule needs either `line` or `pattern`")]
    Rule {
        /// The outlet.
        outlet: String,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Profiles {
    #[serde(default)]
    outlet: Vec<Outlet>,
}

impl Knowledge {
    /// The built-in directory of outlets and agencies.
    pub fn builtin() -> Self {
        static BUILT: OnceLock<Knowledge> = OnceLock::new();
        let build = || {
            let nothing = Self {
                inner: Arc::default(),
            };
            // The directory is part of the program; a test parses it. Without it, everything still works.
            nothing.with_toml(BUILTIN).unwrap_or(nothing)
        };
        BUILT.get_or_init(build).clone()
    }

    /// This and the outlets of a profile text (format: `assets/outlets/README.md`). An outlet that is known
    /// already by that name is added to.
    pub fn with_toml(&self, text: &str) -> Result<Self, KnowledgeError> {
        let profiles: Profiles = toml::from_str(text)?;
        let mut inner = (*self.inner).clone();
        for outlet in profiles.outlet {
            inner.add(outlet)?;
        }
        inner.mentions = Mentions::new(&inner.outlets);
        Ok(Self {
            inner: Arc::new(inner),
        })
    }

    /// The outlet or agency of that name, spelled with other case, accents or spaces too.
    pub fn named(&self, name: &str) -> Option<&Outlet> {
        let inner = &*self.inner;
        let spelled = inner.spelled.get(name.trim());
        let at = spelled.or_else(|| inner.names.get(&name_key(name)))?;
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

    /// The outlet whose signature stands in a line, or whose credit pattern fits it.
    pub(super) fn signed(&self, line: &str) -> Option<&Outlet> {
        let inner = &*self.inner;
        let signature = inner
            .signatures
            .iter()
            .find(|(text, _)| line.contains(text.as_str()));
        let at = signature.map(|(_, at)| *at).or_else(|| {
            let credit = inner.credits.iter().find(|(pattern, _)| pattern.is_match(line));
            credit.map(|(_, at)| *at)
        });
        inner.outlets.get(at?)
    }

    /// Whether a profile calls this line chrome, and why.
    pub fn own_chrome(&self, line: &str) -> Option<OwnChrome<'_>> {
        let inner = &*self.inner;
        let hit = inner.chrome_lines.get(line.trim()).copied().or_else(|| {
            let found = inner
                .chrome_patterns
                .iter()
                .find(|(pattern, ..)| pattern.is_match(line));
            found.map(|&(_, at, reason)| (at, reason))
        });
        hit.map(|(at, reason)| OwnChrome {
            outlet: &inner.outlets[at].name,
            reason,
        })
    }
}

impl Inner {
    fn add(&mut self, outlet: Outlet) -> Result<(), KnowledgeError> {
        let known = self.spelled.get(&outlet.name).copied();
        let at = known.unwrap_or(self.outlets.len());
        for rule in &outlet.chrome {
            self.add_chrome(at, &outlet.name, rule)?;
        }
        for pattern in &outlet.credits {
            self.credits.push((compiled(&outlet.name, pattern)?, at));
        }
        self.signatures
            .extend(outlet.signatures.iter().map(|text| (text.clone(), at)));
        self.spelled.insert(outlet.name.clone(), at);
        self.names.insert(name_key(&outlet.name), at);
        for name in &outlet.aliases {
            self.spelled.entry(name.clone()).or_insert(at);
            self.names.entry(name_key(name)).or_insert(at);
        }
        for domain in &outlet.domains {
            self.domains.insert(domain.to_lowercase(), at);
        }
        match self.outlets.get_mut(at) {
            Some(known) => known.absorb(outlet),
            None => self.outlets.push(outlet),
        }
        Ok(())
    }

    fn add_chrome(&mut self, at: usize, outlet: &str, rule: &ChromeRule) -> Result<(), KnowledgeError> {
        let reason = match &rule.reason {
            None => Reason::Template,
            Some(name) => Reason::from_name(name).ok_or_else(|| KnowledgeError::Reason {
                outlet: outlet.to_owned(),
                reason: name.clone(),
            })?,
        };
        match (&rule.line, &rule.pattern) {
            (Some(line), None) => {
                self.chrome_lines.insert(line.trim().to_owned(), (at, reason));
            }
            (None, Some(pattern)) => {
                let regex = compiled(outlet, pattern)?;
                self.chrome_patterns.push((regex, at, reason));
            }
            _ => {
                return Err(KnowledgeError::Rule {
                    outlet: outlet.to_owned(),
                });
            }
        }
        Ok(())
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
            .find(|alias| name_key(alias) == name_key(mention));
        let written = known.filter(|_| other_script && mention.chars().count() > 1);
        written.unwrap_or(&self.name).clone()
    }

    fn absorb(&mut self, newer: Self) {
        self.aliases.extend(newer.aliases);
        self.domains.extend(newer.domains);
        self.signatures.extend(newer.signatures);
        self.credits.extend(newer.credits);
        self.chrome.extend(newer.chrome);
        self.agency |= newer.agency;
        self.word |= newer.word;
    }
}

fn compiled(outlet: &str, pattern: &str) -> Result<Regex, KnowledgeError> {
    Regex::new(pattern).map_err(|source| KnowledgeError::Pattern {
        outlet: outlet.to_owned(),
        pattern: pattern.to_owned(),
        source,
    })
}

/// A name as it is compared: letters and digits only, lower case, without accents.
pub(crate) fn name_key(name: &str) -> String {
    let folded = name
        .nfkd()
        .filter(|c| !is_combining_mark(*c) && c.is_alphanumeric());
    folded.flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_directory_is_well_formed() {
        let nothing = Knowledge {
            inner: Arc::default(),
        };
        nothing.with_toml(BUILTIN).unwrap();
    }

    #[test]
    fn a_profile_adds_names_domains_and_chrome_lines() {
        let text = r#"
            [[outlet]]
            name = "The Quay Courier"
            aliases = ["Quay Courier"]
            domains = ["quaycourier.example"]
            [[outlet.chrome]]
            line = "Hoist the flag with us"
            reason = "patron-call"
            [[outlet.chrome]]
            pattern = "^Tide at "
        "#;
        let knowledge = Knowledge::builtin().with_toml(text).unwrap();
        assert_eq!(knowledge.named("quay COURIER").unwrap().name, "The Quay Courier");
        assert_eq!(
            knowledge.of_host("www.quaycourier.example").unwrap().name,
            "The Quay Courier"
        );
        let own = knowledge.own_chrome("Hoist the flag with us").unwrap();
        assert_eq!((own.outlet, own.reason), ("The Quay Courier", Reason::PatronCall));
        assert_eq!(
            knowledge.own_chrome("Tide at 12:10").unwrap().reason,
            Reason::Template
        );
        assert_eq!(knowledge.own_chrome("The tide was late."), None);
    }

    #[test]
    fn mistakes_in_a_profile_are_named() {
        let error = |text: &str| Knowledge::builtin().with_toml(text).unwrap_err().to_string();
        let with_rule = |rule: &str| format!("[[outlet]]\nname = \"Q\"\n[[outlet.chrome]]\n{rule}\n");
        assert!(error(&with_rule("line = \"a\"\nreason = \"tide\"")).contains("no reason \"tide\""));
        assert!(error(&with_rule("pattern = \"(\"")).contains("no regular expression"));
        assert!(error(&with_rule("reason = \"label\"")).contains("either `line` or `pattern`"));
        assert!(error("[[outlet]]\nnmae = \"Q\"").contains("unknown field"));
    }
}
