//! The format of a profile file: outlets and rules for single lines, and the errors in it. The format is described in
//! `assets/outlets/README.md`. Look-ups are in [`directory`](crate::extract::outlets::directory).

use crate::article::reason::Reason;
use crate::extract::outlets::rules::{
    CompiledRule, LineRule, RuleClass, RuleError, RuleLines, RulePages, WrittenRule,
};
use crate::text::pattern::{CompiledRegex, PatternBudget, PatternError, RegexMode};
use serde::Deserialize;
use std::ops::Range;
use thiserror::Error;
use toml::Spanned;

/// The contents of a profile file.
#[derive(Debug, Clone, Default)]
pub struct Profile {
    /// The outlets.
    pub outlets: Vec<Outlet>,
    /// The rules for single lines; chrome lines of outlets come first.
    pub(crate) rules: Vec<CompiledRule>,
    /// The compiled credits of each outlet, in the order of `outlets`.
    pub(crate) credits: Vec<Vec<CompiledRegex>>,
    /// Why patterns are ignored: they take too much memory.
    pub ignored: Vec<ProfileError>,
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
    /// Whether a profile other than the built-in directory describes it.
    #[serde(skip)]
    pub own: bool,
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
#[derive(Debug, Clone, Error)]
#[error("{place}{wrong}")]
pub struct ProfileError {
    place: String,
    wrong: ProfileFault,
}

#[derive(Debug, Clone, Error)]
enum ProfileFault {
    #[error("not an outlet profile: {0}")]
    Form(String),
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
        Self::parse_within(text, &mut PatternBudget::default())
    }

    /// Parses the text of one of several profile files, whose patterns share a budget. Patterns that take too much memory
    /// are ignored; see [`Profile::ignored`].
    pub fn parse_within(text: &str, budget: &mut PatternBudget) -> Result<Self, ProfileError> {
        let file: OutletsFile = toml::from_str(text).map_err(|error| {
            let message = error.message().lines().collect::<Vec<_>>().join(", ");
            ProfileError {
                place: error
                    .span()
                    .map_or_else(String::new, |span| place(text, span.start)),
                wrong: ProfileFault::Form(message),
            }
        })?;
        let mut reader = ProfileReader {
            text,
            budget,
            profile: Self::default(),
            is_full: false,
        };
        for outlet in file.outlet {
            reader.add_outlet(outlet)?;
        }
        for line in file.line {
            let span = line.span();
            reader.add_rule(&span, line.into_inner().try_into())?;
        }
        Ok(reader.profile)
    }

    /// Returns the rules for single lines as they are written.
    pub fn line_rules(&self) -> impl Iterator<Item = &LineRule> {
        self.rules.iter().map(CompiledRule::rule)
    }
}

/// A profile while its file is read.
struct ProfileReader<'a> {
    text: &'a str,
    budget: &'a mut PatternBudget,
    profile: Profile,
    /// Whether it was reported that a pattern does not fit.
    is_full: bool,
}

impl ProfileReader<'_> {
    fn add_outlet(&mut self, outlet: Spanned<Outlet>) -> Result<(), ProfileError> {
        let span = outlet.span();
        let mut outlet = outlet.into_inner();
        for line in std::mem::take(&mut outlet.chrome) {
            let span = line.span();
            self.add_rule(&span, line.into_inner().rule(&outlet.name))?;
        }
        let mut credits = Vec::new();
        for pattern in &outlet.credits {
            let compiled = self.budget.compile(pattern, RegexMode::Exact);
            credits.extend(self.usable(&span, compiled.map_err(RuleError::from))?);
        }
        self.profile.outlets.push(outlet);
        self.profile.credits.push(credits);
        Ok(())
    }

    fn add_rule(
        &mut self,
        span: &Range<usize>,
        rule: Result<LineRule, RuleError>,
    ) -> Result<(), ProfileError> {
        let compiled = rule.and_then(|rule| Ok(CompiledRule::new(rule, self.budget)?));
        let rule = self.usable(span, compiled)?;
        self.profile.rules.extend(rule);
        Ok(())
    }

    /// Returns the value; `None` if its pattern is ignored, and an error if the file cannot be used.
    fn usable<T>(
        &mut self,
        span: &Range<usize>,
        value: Result<T, RuleError>,
    ) -> Result<Option<T>, ProfileError> {
        let error = match value {
            Ok(value) => return Ok(Some(value)),
            Err(error) => error,
        };
        let is_limit = matches!(&error, RuleError::Pattern(error) if error.is_limit());
        if is_limit && self.is_full {
            return Ok(None);
        }
        // One message for all patterns that do not fit.
        self.is_full = matches!(&error, RuleError::Pattern(PatternError::NoRoom(_)));
        let error = ProfileError {
            place: place(self.text, span.start),
            wrong: error.into(),
        };
        if !is_limit {
            return Err(error);
        }
        self.profile.ignored.push(error);
        Ok(None)
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
        Ok(LineRule {
            pages: RulePages::Outlet(outlet.to_owned()),
            lines,
            class: RuleClass::Chrome,
            reason: Some(reason),
        })
    }
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
        let rules: Vec<&LineRule> = profile.line_rules().collect();
        let lines: Vec<_> = rules
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
        assert_eq!(rules[0].reason, Some(Reason::PatronCall));
        assert_eq!(rules[1].reason, None);
    }

    #[test]
    fn a_pattern_that_takes_too_much_memory_is_ignored_and_the_rest_is_used() {
        let huge = r"(?:\w{200}){200}";
        let text = format!(
            "[[outlet]]\nname = \"Q\"\ncredits = ['{huge}', '^Q says']\n[[line]]\noutlet = \"Q\"\npattern = '{huge}'\n\
             class = \"chrome\"\n[[line]]\noutlet = \"Q\"\npattern = '^Tide'\nclass = \"chrome\"\n"
        );
        let profile = Profile::parse(&text).unwrap();
        let rules: Vec<_> = profile.line_rules().map(|rule| &rule.lines).collect();
        assert_eq!(rules, [&RuleLines::Pattern("^Tide".to_owned())]);
        assert_eq!(profile.credits[0].len(), 1);
        let ignored: Vec<String> = profile.ignored.iter().map(ToString::to_string).collect();
        assert_eq!(ignored.len(), 2);
        assert!(
            ignored[1].starts_with("line 4, column 1: /(?:") && ignored[1].contains("too large"),
            "{ignored:?}"
        );
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
