//! The form of a profile file: what it says of outlets and of single lines, and what can be wrong with it. The format is
//! described in `assets/outlets/README.md`. Not what is looked up in it: see [`knowledge`](super::knowledge).

use crate::article::Reason;
use crate::extract::rules::{LineRule, Lines, Pages, RuleError, Says, Written};
use regex::Regex;
use serde::Deserialize;
use std::ops::Range;
use thiserror::Error;
use toml::Spanned;

/// What a profile file says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Profile {
    /// The outlets that it describes.
    pub outlets: Vec<Outlet>,
    /// Its rules for single lines; chrome lines of an outlet's own come first.
    pub rules: Vec<LineRule>,
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
    /// Lines of its own that are chrome: the older form of a rule, read into [`Profile::rules`].
    #[serde(default)]
    pub(super) chrome: Vec<Spanned<ChromeLine>>,
}

/// The older form of a rule: within its outlet, and chrome always.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ChromeLine {
    line: Option<String>,
    pattern: Option<String>,
    reason: Option<String>,
}

/// What is wrong with a profile, with the place where that is known.
#[derive(Debug, Error)]
#[error("{place}{wrong}")]
pub struct ProfileError {
    place: String,
    wrong: Wrong,
}

#[derive(Debug, Error)]
enum Wrong {
    #[error("this is no outlet profile: {0}")]
    Form(String),
    #[error("outlet {outlet:?}: the pattern {pattern:?} is no regular expression: {source}")]
    Pattern {
        outlet: String,
        pattern: String,
        source: regex::Error,
    },
    #[error(transparent)]
    Rule(#[from] RuleError),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    outlet: Vec<Spanned<Outlet>>,
    #[serde(default)]
    line: Vec<Spanned<Written>>,
}

const BUILTIN: &str = include_str!("../../../assets/outlets/world.toml");

impl Profile {
    /// The directory that the program brings along.
    pub fn builtin() -> Self {
        // It is part of the program; a test reads it. Without it, everything still works.
        Self::parse(BUILTIN).unwrap_or_default()
    }

    /// Reads the text of a profile file.
    pub fn parse(text: &str) -> Result<Self, ProfileError> {
        let wrong = |span: Option<Range<usize>>, wrong: Wrong| ProfileError {
            place: span.map_or_else(String::new, |span| place(text, span.start)),
            wrong,
        };
        let file: File = toml::from_str(text).map_err(|error| {
            let message = error.message().lines().collect::<Vec<_>>().join(", ");
            wrong(error.span(), Wrong::Form(message))
        })?;
        let mut profile = Self::default();
        for outlet in file.outlet {
            let span = outlet.span();
            let mut outlet = outlet.into_inner();
            for line in std::mem::take(&mut outlet.chrome) {
                let span = line.span();
                let rule = line.into_inner().rule(&outlet.name);
                profile
                    .rules
                    .push(rule.map_err(|error| wrong(Some(span), error.into()))?);
            }
            for pattern in &outlet.credits {
                credit_pattern(&outlet.name, pattern).map_err(|error| wrong(Some(span.clone()), error))?;
            }
            profile.outlets.push(outlet);
        }
        for line in file.line {
            let span = line.span();
            let rule = LineRule::try_from(line.into_inner()).and_then(LineRule::checked);
            profile
                .rules
                .push(rule.map_err(|error| wrong(Some(span), error.into()))?);
        }
        Ok(profile)
    }
}

impl ChromeLine {
    fn rule(self, outlet: &str) -> Result<LineRule, RuleError> {
        let lines = match (self.line, self.pattern) {
            (Some(line), None) => Lines::Text(line.trim().to_owned()),
            (None, Some(pattern)) => Lines::Pattern(pattern),
            _ => return Err(RuleError::ChromeLine),
        };
        let reason = match self.reason {
            None => Reason::Template,
            Some(name) => Reason::from_name(&name).ok_or(RuleError::Reason(name))?,
        };
        let rule = LineRule {
            pages: Pages::Outlet(outlet.to_owned()),
            lines,
            says: Says::Chrome,
            reason: Some(reason),
        };
        rule.checked()
    }
}

fn credit_pattern(outlet: &str, pattern: &str) -> Result<(), Wrong> {
    Regex::new(pattern).map(drop).map_err(|source| Wrong::Pattern {
        outlet: outlet.to_owned(),
        pattern: pattern.to_owned(),
        source,
    })
}

/// `line 3, column 5: `, counted from 1.
fn place(text: &str, offset: usize) -> String {
    let before = text.get(..offset).unwrap_or(text);
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    format!(
        "line {}, column {}: ",
        before.matches('\n').count() + 1,
        before[start..].chars().count() + 1
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_of_a_rule_are_read() {
        let text = "[[outlet]]\nname = \"The Quay Courier\"\n[[outlet.chrome]]\nline = \" Hoist the flag with us\"\n\
                    reason = \"patron-call\"\n[[line]]\noutlet = \"The Quay Courier\"\npattern = '^Tide at \\d'\n\
                    class = \"chrome\"\n[[line]]\npage = \"00c0ffee00c0ffee\"\nnumber = 7\ntext = \"Ada Venn\"\n\
                    class = \"byline\"\n";
        let profile = Profile::parse(text).unwrap();
        assert_eq!(profile.outlets.len(), 1);
        let lines: Vec<_> = profile
            .rules
            .iter()
            .map(|rule| (rule.lines.clone(), rule.says))
            .collect();
        assert_eq!(
            lines,
            [
                (Lines::Text("Hoist the flag with us".to_owned()), Says::Chrome),
                (Lines::Pattern(r"^Tide at \d".to_owned()), Says::Chrome),
                (Lines::Numbered(7, "Ada Venn".to_owned()), Says::Byline),
            ]
        );
        assert_eq!(profile.rules[0].reason, Some(Reason::PatronCall));
        assert_eq!(profile.rules[1].reason, None);
    }

    #[test]
    fn mistakes_are_named_with_their_place() {
        let error = |text: &str| Profile::parse(text).unwrap_err().to_string();
        let rule = |rule: &str| error(&format!("# one\n[[line]]\noutlet = \"Q\"\n{rule}\n"));
        assert!(rule("text = \"a\"\nclass = \"furniture\"").starts_with("line 2, column 1: unknown class"));
        assert!(
            rule("text = \"a\"\nclass = \"chrome\"\nreason = \"tide\"").contains("unknown reason \"tide\"")
        );
        assert!(rule("pattern = \"(\"\nclass = \"body\"").contains("not a valid regular expression"));
        assert!(rule("class = \"body\"").contains("one of `text`"));
        assert!(rule("page = \"12\"\ntext = \"a\"\nclass = \"body\"").contains("either `outlet` or `page`"));
        let chrome = |rule: &str| error(&format!("[[outlet]]\nname = \"Q\"\n[[outlet.chrome]]\n{rule}\n"));
        assert!(chrome("reason = \"label\"").contains("either `line` or `pattern`"));
        assert!(error("[[outlet]]\nnmae = \"Q\"").contains("line 2, column 1"));
        assert!(error("[[outlet]]\nname = \"Q\"\ncredits = [\"(\"]").contains("no regular expression"));
    }
}
