//! The format of a profile file: outlets and rules for single lines, and the errors in it. The format is described in
//! `assets/outlets/README.md`. Look-ups are in [`directory`](crate::extract::outlets::directory).

use crate::article::reason::Reason;
use crate::extract::outlets::rules::{LineRule, RuleClass, RuleError, RuleLines, RulePages, WrittenRule};
use regex::Regex;
use serde::Deserialize;
use std::ops::Range;
use thiserror::Error;
use toml::Spanned;

/// The contents of a profile file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Profile {
    /// The outlets.
    pub outlets: Vec<Outlet>,
    /// The rules for single lines; chrome lines of outlets come first.
    pub rules: Vec<LineRule>,
}

/// One outlet or agency.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outlet {
    /// Its name as newsprint writes it.
    pub name: String,
    /// Its other names, in other scripts too.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Its domains without `www.`, including those of its mail addresses.
    #[serde(default)]
    pub domains: Vec<String>,
    /// Texts that occur on its pages only.
    #[serde(default)]
    pub signatures: Vec<String>,
    /// Regular expressions of lines in which it names itself as the source.
    #[serde(default)]
    pub credits: Vec<String>,
    /// Whether it is an agency: in a dateline or credit, the text was taken from it.
    #[serde(default)]
    pub agency: bool,
    /// Whether its name is a common word too, and so means nothing by itself.
    #[serde(default)]
    pub word: bool,
    /// Its chrome lines: the older form of a rule, moved to [`Profile::rules`].
    #[serde(default)]
    pub(crate) chrome: Vec<Spanned<ChromeLine>>,
}

/// The older form of a rule: inside its outlet, and always chrome.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChromeLine {
    line: Option<String>,
    pattern: Option<String>,
    reason: Option<String>,
}

/// An error in a profile, with its position if that is known.
#[derive(Debug, Error)]
#[error("{place}{wrong}")]
pub struct ProfileError {
    place: String,
    wrong: ProfileFault,
}

#[derive(Debug, Error)]
enum ProfileFault {
    #[error("not an outlet profile: {0}")]
    Form(String),
    #[error("outlet {outlet:?}: {pattern:?} is not a valid regular expression: {source}")]
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
struct OutletsFile {
    #[serde(default)]
    outlet: Vec<Spanned<Outlet>>,
    #[serde(default)]
    line: Vec<Spanned<WrittenRule>>,
}

const BUILTIN: &str = include_str!("../../../assets/outlets/world.toml");

impl Profile {
    /// The built-in directory.
    pub fn builtin() -> Self {
        // The file is part of the program, and a test reads it; without it everything still works.
        Self::parse(BUILTIN).unwrap_or_default()
    }

    /// Parses the text of a profile file.
    pub fn parse(text: &str) -> Result<Self, ProfileError> {
        let wrong = |span: Option<Range<usize>>, wrong: ProfileFault| ProfileError {
            place: span.map_or_else(String::new, |span| place(text, span.start)),
            wrong,
        };
        let file: OutletsFile = toml::from_str(text).map_err(|error| {
            let message = error.message().lines().collect::<Vec<_>>().join(", ");
            wrong(error.span(), ProfileFault::Form(message))
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
            (Some(line), None) => RuleLines::Text(line.trim().to_owned()),
            (None, Some(pattern)) => RuleLines::Pattern(pattern),
            _ => return Err(RuleError::ChromeLine),
        };
        let reason = match self.reason {
            None => Reason::Template,
            Some(name) => Reason::from_name(&name).ok_or(RuleError::Reason(name))?,
        };
        let rule = LineRule {
            pages: RulePages::Outlet(outlet.to_owned()),
            lines,
            class: RuleClass::Chrome,
            reason: Some(reason),
        };
        rule.checked()
    }
}

fn credit_pattern(outlet: &str, pattern: &str) -> Result<(), ProfileFault> {
    Regex::new(pattern)
        .map(drop)
        .map_err(|source| ProfileFault::Pattern {
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
            .map(|rule| (rule.lines.clone(), rule.class))
            .collect();
        assert_eq!(
            lines,
            [
                (
                    RuleLines::Text("Hoist the flag with us".to_owned()),
                    RuleClass::Chrome
                ),
                (RuleLines::Pattern(r"^Tide at \d".to_owned()), RuleClass::Chrome),
                (RuleLines::Numbered(7, "Ada Venn".to_owned()), RuleClass::Byline),
            ]
        );
        assert_eq!(profile.rules[0].reason, Some(Reason::PatronCall));
        assert_eq!(profile.rules[1].reason, None);
    }

    #[test]
    fn errors_have_a_position() {
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
        assert!(
            error("[[outlet]]\nname = \"Q\"\ncredits = [\"(\"]").contains("not a valid regular expression")
        );
    }
}
