//! The person's profile file as a text that rules are added to and taken from, one by one: comments and order stay, and
//! what is taken back reads as before. Not what the rules do (see `extract`) and not the file itself.

use crate::extract::outlets::profile::{Profile, ProfileError};
use crate::extract::outlets::rules::{LineRule, RuleLines, RulePages};
use crate::text::safe;
use toml_edit::{ArrayOfTables, DocumentMut, Item, Table, Value, value};

/// A change of one rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleChange {
    /// The rule that goes.
    pub old: Option<LineRule>,
    /// The rule that comes.
    pub new: Option<LineRule>,
    /// What stands as a comment behind the page of a rule for one page, so that a person knows it: its title.
    pub note: String,
}

impl RuleChange {
    /// Adds a rule, or puts it in the place of one about the same lines.
    pub fn add(rule: LineRule, note: &str) -> Self {
        Self {
            old: None,
            new: Some(rule),
            note: safe::harmless_line(note).into_owned(),
        }
    }

    /// The change that takes this one back.
    #[must_use]
    pub fn reversed(&self) -> Self {
        Self {
            old: self.new.clone(),
            new: self.old.clone(),
            note: self.note.clone(),
        }
    }

    /// The rules that it concerns.
    pub fn rules(&self) -> impl Iterator<Item = &LineRule> {
        self.old.iter().chain(&self.new)
    }
}

/// Why a profile file is not changed.
#[derive(Debug, thiserror::Error)]
pub enum ProfileFileError {
    /// It is wrong itself, so that writing might lose what it says.
    #[error("{0}; it is left as it is: put that right, then correct lines again")]
    Broken(#[from] ProfileError),
    /// Its rules are written as one list, to which no table can be added.
    #[error(
        "its `line` is one list; write each rule under a `[[line]]` of its own, then correct lines again"
    )]
    NoTables,
    /// It says so already.
    #[error("it says so already")]
    NoChange,
    /// The rule that was to be taken back has gone.
    #[error("the rule is no longer there, so there is nothing to take back")]
    Gone,
}

const LINE: &str = "line";

/// A profile file that can be changed.
#[derive(Debug, Clone)]
pub struct ProfileFile {
    document: DocumentMut,
}

impl ProfileFile {
    /// Reads the text of the file; one with mistakes is refused.
    pub fn parse(text: &str) -> Result<Self, ProfileFileError> {
        Profile::parse(text)?;
        // What the other parser has read, this one reads too.
        let document: DocumentMut = text.parse().map_err(|_| ProfileFileError::NoTables)?;
        Ok(Self { document })
    }

    /// The text to be written.
    pub fn to_toml(&self) -> String {
        self.document.to_string()
    }

    /// Makes the change; gives it with the rule that was replaced, so that its reverse takes it back whole.
    pub fn change(&mut self, mut change: RuleChange) -> Result<RuleChange, ProfileFileError> {
        let is_first = self.document.is_empty();
        let tables = self
            .document
            .entry(LINE)
            .or_insert(Item::ArrayOfTables(ArrayOfTables::new()))
            .as_array_of_tables_mut()
            .ok_or(ProfileFileError::NoTables)?;
        match (&change.old, &change.new) {
            (Some(old), new) => {
                let at = position(tables, old, true).ok_or(ProfileFileError::Gone)?;
                match new {
                    None => {
                        tables.remove(at);
                    }
                    Some(new) => rewrite(tables, at, new),
                }
            }
            (None, Some(new)) => match position(tables, new, false) {
                Some(at) if position(tables, new, true) == Some(at) => {
                    return Err(ProfileFileError::NoChange);
                }
                Some(at) => {
                    let old = tables.get(at).and_then(|table| with_result_of(new, table));
                    rewrite(tables, at, new);
                    change.old = old;
                }
                None => tables.push(table_of(new, &change.note, is_first)),
            },
            (None, None) => {}
        }
        if tables.is_empty() {
            self.document.remove(LINE);
        }
        Ok(change)
    }
}

/// Where the last rule about the same lines stands; `whole`: one that says the same of them.
fn position(tables: &ArrayOfTables, rule: &LineRule, whole: bool) -> Option<usize> {
    let names = ["outlet", "page", "number", "text", "pattern", "after", "before"];
    let wanted = fields(rule);
    let is_it = |table: &Table| {
        let same = wanted
            .iter()
            .filter(|(name, _)| whole || names.contains(name))
            .all(|(name, value)| table.get(name).is_some_and(|item| is_same(item, value)));
        let further = table.iter().any(|(name, _)| {
            (whole || names.contains(&name)) && wanted.iter().all(|(known, _)| *known != name)
        });
        same && !further
    };
    (0..tables.len())
        .rev()
        .find(|&at| tables.get(at).is_some_and(is_it))
}

fn is_same(item: &Item, value: &Value) -> bool {
    match value {
        Value::String(text) => item.as_str().map(str::trim) == Some(text.value()),
        Value::Integer(number) => item.as_integer() == Some(*number.value()),
        _ => false,
    }
}

/// The rule with the class and the reason that stand in the file.
fn with_result_of(rule: &LineRule, table: &Table) -> Option<LineRule> {
    use crate::article::reason::Reason;
    use crate::extract::outlets::rules::RuleClass;
    let class = RuleClass::from_name(table.get("class")?.as_str()?)?;
    let reason = table
        .get("reason")
        .and_then(Item::as_str)
        .and_then(Reason::from_name);
    Some(LineRule {
        class,
        reason,
        ..rule.clone()
    })
}

/// Writes another class and reason into a rule; everything else of it stays as it is written.
fn rewrite(tables: &mut ArrayOfTables, at: usize, rule: &LineRule) {
    let Some(table) = tables.get_mut(at) else { return };
    if let Some(old) = table.get_mut("class").and_then(Item::as_value_mut) {
        let decor = old.decor().clone();
        *old = Value::from(rule.class.name());
        *old.decor_mut() = decor;
    }
    match rule.reason {
        Some(reason) => {
            table.insert("reason", value(reason.name()));
        }
        None => {
            table.remove("reason");
        }
    }
}

fn table_of(rule: &LineRule, note: &str, is_first: bool) -> Table {
    let mut table = Table::new();
    for (name, value) in fields(rule) {
        table.insert(name, Item::Value(value));
    }
    if let Some(page) = table.get_mut("page").and_then(Item::as_value_mut)
        && !note.is_empty()
    {
        page.decor_mut().set_suffix(format!("  # {note}"));
    }
    table.decor_mut().set_prefix(if is_first { "" } else { "\n" });
    table
}

/// A rule as it is written, in order.
fn fields(rule: &LineRule) -> Vec<(&'static str, Value)> {
    let mut fields = vec![match &rule.pages {
        RulePages::Outlet(outlet) => ("outlet", Value::from(outlet)),
        RulePages::One(page) => ("page", Value::from(page.to_string())),
    }];
    match &rule.lines {
        RuleLines::Text(text) => fields.push(("text", Value::from(text))),
        RuleLines::Numbered(number, text) => {
            fields.push(("number", Value::from(i64::from(*number))));
            fields.push(("text", Value::from(text)));
        }
        RuleLines::Pattern(pattern) => fields.push(("pattern", Value::from(pattern))),
        RuleLines::After(pattern) => fields.push(("after", Value::from(pattern))),
        RuleLines::Before(pattern) => fields.push(("before", Value::from(pattern))),
    }
    fields.push(("class", Value::from(rule.class.name())));
    fields.extend(rule.reason.map(|reason| ("reason", Value::from(reason.name()))));
    fields
}

/// A rule on one line, as it stands in the file but for its pages: what a person is shown before it is written.
pub fn shown_rule(rule: &LineRule) -> String {
    let shown = fields(rule)
        .into_iter()
        .skip(1)
        .map(|(name, value)| format!("{name} = {value}"));
    shown.collect::<Vec<_>>().join("  ")
}

/// Rules as text of a profile file, each under a comment of one line.
pub fn rules_to_toml<'a>(rules: impl IntoIterator<Item = (&'a LineRule, String)>) -> String {
    let table = |(at, (rule, comment)): (usize, (&LineRule, String))| {
        let mut table = table_of(rule, "", at == 0);
        let blank = if at == 0 { "" } else { "\n" };
        table.decor_mut().set_prefix(format!("{blank}# {comment}\n"));
        table
    };
    let tables: ArrayOfTables = rules.into_iter().enumerate().map(table).collect();
    let mut document = DocumentMut::new();
    document.insert(LINE, Item::ArrayOfTables(tables));
    document.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::outlets::rules::{PageId, RuleClass};

    const FILE: &str = "# my outlets\n\n[[outlet]]\nname = \"Q\" # short\n\n[[line]] # a call\noutlet = \"Q\"\n\
                        text = \"Hoist\"\nclass = \"chrome\"  # really\n\n[[outlet]]\nname = \"R\"\n# the end\n";

    fn rule(text: &str, class: RuleClass) -> LineRule {
        LineRule {
            pages: RulePages::Outlet("Q".to_owned()),
            lines: RuleLines::Text(text.to_owned()),
            class,
            reason: None,
        }
    }

    fn changed(text: &str, change: RuleChange) -> (String, RuleChange) {
        let mut file = ProfileFile::parse(text).unwrap();
        let change = file.change(change).unwrap();
        (file.to_toml(), change)
    }

    #[test]
    fn a_rule_is_added_and_what_is_taken_back_reads_as_before() {
        for before in ["", FILE, "[[outlet]]\nname = \"R\"\n", "# only a comment\n"] {
            let (after, done) = changed(
                before,
                RuleChange::add(rule("Tide \"at\" ^noon", RuleClass::Body), ""),
            );
            let rules = Profile::parse(&after).unwrap().rules;
            assert!(
                rules.contains(&rule("Tide \"at\" ^noon", RuleClass::Body)),
                "{after}"
            );
            assert!(after.contains(before.trim_end().lines().next().unwrap_or("")));
            assert_eq!(changed(&after, done.reversed()).0, before);
        }
    }

    #[test]
    fn a_rule_about_the_same_lines_is_replaced_in_its_place() {
        let (after, done) = changed(FILE, RuleChange::add(rule("Hoist", RuleClass::Caption), ""));
        assert_eq!(
            after,
            FILE.replace("\"chrome\"  # really", "\"caption\"  # really")
        );
        assert_eq!(done.old, Some(rule("Hoist", RuleClass::Chrome)));
        assert_eq!(changed(&after, done.reversed()).0, FILE);
    }

    #[test]
    fn a_rule_for_one_page_says_which_page_that_is() {
        let page = LineRule {
            pages: RulePages::One(PageId::of("text")),
            lines: RuleLines::Numbered(7, "Ada Venn".to_owned()),
            class: RuleClass::Byline,
            reason: None,
        };
        let (after, _) = changed("", RuleChange::add(page.clone(), "The ferry\nstops"));
        assert!(
            after.starts_with("[[line]]\npage = \"") && after.contains("\"  # The ferry"),
            "{after}"
        );
        assert_eq!(Profile::parse(&after).unwrap().rules, [page]);
    }

    #[test]
    fn what_cannot_be_changed_says_why() {
        let add = || RuleChange::add(rule("Hoist", RuleClass::Chrome), "");
        let error = |text: &str, change: RuleChange| {
            let changed = ProfileFile::parse(text).and_then(|mut file| file.change(change));
            changed.unwrap_err().to_string()
        };
        assert!(error("[[line]\n", add()).starts_with("line 1, column"));
        assert!(error("[[line]]\ntext = \"a\"\n", add()).contains("missing field"));
        assert!(error("line = []\n", add()).contains("[[line]]"));
        assert!(error(FILE, add()).contains("already"));
        assert!(error("", add().reversed()).contains("no longer there"));
    }

    #[test]
    fn patterns_come_back_as_they_were() {
        let pattern = LineRule {
            lines: RuleLines::Pattern(r#"^\d+ "comments" '\p{L}+'$"#.to_owned()),
            ..rule("", RuleClass::Chrome)
        };
        let text = rules_to_toml([
            (&pattern, "on 2 pages".to_owned()),
            (&rule("b", RuleClass::Body), String::new()),
        ]);
        assert!(text.starts_with("# on 2 pages\n[[line]]\n"), "{text}");
        assert_eq!(
            Profile::parse(&text).unwrap().rules,
            [pattern, rule("b", RuleClass::Body)]
        );
    }
}
