//! Adds, replaces and removes rules in the text of the user's profile file. Comments and order are kept, and undoing a
//! change restores the text. What the rules do: see `crate::extract`.

use crate::extract::outlets::profile::{Profile, ProfileError};
use crate::extract::outlets::rules::{LineRule, RuleLines, RulePages};
use crate::text::safe;
use toml_edit::{ArrayOfTables, DocumentMut, Item, Table, Value, value};

/// A change of one rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleChange {
    /// The rule that is removed.
    pub old: Option<LineRule>,
    /// The rule that is added.
    pub new: Option<LineRule>,
    /// The comment after the page of a rule for one page: its title, by which the user recognises it.
    pub note: String,
}

impl RuleChange {
    /// Creates a change that adds a rule or replaces the one for the same lines.
    pub fn add(rule: LineRule, note: &str) -> Self {
        Self {
            old: None,
            new: Some(rule),
            note: safe::harmless_line(note).into_owned(),
        }
    }

    /// Returns the change that undoes this one.
    #[must_use]
    pub fn reversed(&self) -> Self {
        Self {
            old: self.new.clone(),
            new: self.old.clone(),
            note: self.note.clone(),
        }
    }

    /// Returns the rules of the change.
    pub fn rules(&self) -> impl Iterator<Item = &LineRule> {
        self.old.iter().chain(&self.new)
    }
}

/// An error that prevents a change of the profile file.
#[derive(Debug, thiserror::Error)]
pub enum ProfileFileError {
    /// The file contains a mistake, so writing it could lose rules.
    #[error("{0}; the file was not changed; fix it, then correct the line again")]
    Broken(#[from] ProfileError),
    /// The rules are one list, to which no table can be added.
    #[error("`line` is one list; write each rule as a `[[line]]` table, then correct the line again")]
    NoTables,
    /// The rule exists already.
    #[error("the rule already exists")]
    NoChange,
    /// The rule to be removed does not exist.
    #[error("the rule is no longer there, so there is nothing to undo")]
    Gone,
}

const LINE: &str = "line";

/// A profile file that can be changed.
#[derive(Debug, Clone)]
pub struct EditableProfile {
    document: DocumentMut,
}

impl EditableProfile {
    /// Parses the text of the file. Mistakes are an error.
    pub fn parse(text: &str) -> Result<Self, ProfileFileError> {
        Profile::parse(text)?;
        // The other parser has accepted the text, so this one accepts it too.
        let document: DocumentMut = text.parse().map_err(|_| ProfileFileError::NoTables)?;
        Ok(Self { document })
    }

    /// Returns the text to write.
    pub fn to_toml(&self) -> String {
        self.document.to_string()
    }

    /// Makes the change. Returns it with the rule that was replaced, so that its reverse restores that rule.
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

/// Returns the index of the last rule for the same lines. With `whole`, its class and reason must be equal too.
fn position(tables: &ArrayOfTables, rule: &LineRule, whole: bool) -> Option<usize> {
    let names = ["outlet", "page", "number", "text", "pattern", "after", "before"];
    let wanted = fields(rule);
    let matches = |table: &Table| {
        let same = wanted
            .iter()
            .filter(|(name, _)| whole || names.contains(name))
            .all(|(name, value)| table.get(name).is_some_and(|item| is_same(item, value)));
        let has_others = table.iter().any(|(name, _)| {
            (whole || names.contains(&name)) && wanted.iter().all(|(known, _)| *known != name)
        });
        same && !has_others
    };
    (0..tables.len())
        .rev()
        .find(|&at| tables.get(at).is_some_and(matches))
}

fn is_same(item: &Item, value: &Value) -> bool {
    match value {
        Value::String(text) => item.as_str().map(str::trim) == Some(text.value()),
        Value::Integer(number) => item.as_integer() == Some(*number.value()),
        _ => false,
    }
}

/// Returns the rule with the class and the reason of the table.
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

/// Replaces the class and the reason of a rule, and nothing else.
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

/// Returns the fields of a rule, in order.
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

/// Returns a rule on one line, without its pages, to show it to the user.
pub fn shown_rule(rule: &LineRule) -> String {
    let shown = fields(rule)
        .into_iter()
        .skip(1)
        .map(|(name, value)| format!("{name} = {value}"));
    shown.collect::<Vec<_>>().join("  ")
}

/// Returns rules as the text of a profile file, each after a comment of one line.
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
        let mut file = EditableProfile::parse(text).unwrap();
        let change = file.change(change).unwrap();
        (file.to_toml(), change)
    }

    #[test]
    fn a_rule_is_added_and_undoing_restores_the_text() {
        for before in ["", FILE, "[[outlet]]\nname = \"R\"\n", "# only a comment\n"] {
            let (after, done) = changed(
                before,
                RuleChange::add(rule("Tide \"at\" ^noon", RuleClass::Body), ""),
            );
            let profile = Profile::parse(&after).unwrap();
            let added = rule("Tide \"at\" ^noon", RuleClass::Body);
            assert!(profile.line_rules().any(|rule| *rule == added), "{after}");
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
    fn a_rule_for_one_page_names_the_page() {
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
        assert!(Profile::parse(&after).unwrap().line_rules().eq([&page]));
    }

    #[test]
    fn errors_explain_the_reason() {
        let add = || RuleChange::add(rule("Hoist", RuleClass::Chrome), "");
        let error = |text: &str, change: RuleChange| {
            let changed = EditableProfile::parse(text).and_then(|mut file| file.change(change));
            changed.unwrap_err().to_string()
        };
        assert!(error("[[line]\n", add()).starts_with("line 1, column"));
        assert!(error("[[line]]\ntext = \"a\"\n", add()).contains("missing field"));
        assert!(error("line = []\n", add()).contains("[[line]]"));
        assert!(error(FILE, add()).contains("already"));
        assert!(error("", add().reversed()).contains("no longer there"));
    }

    #[test]
    fn patterns_are_read_back_unchanged() {
        let pattern = LineRule {
            lines: RuleLines::Pattern(r#"^\d+ "comments" '\p{L}+'$"#.to_owned()),
            ..rule("", RuleClass::Chrome)
        };
        let text = rules_to_toml([
            (&pattern, "on 2 pages".to_owned()),
            (&rule("b", RuleClass::Body), String::new()),
        ]);
        assert!(text.starts_with("# on 2 pages\n[[line]]\n"), "{text}");
        let profile = Profile::parse(&text).unwrap();
        assert!(profile.line_rules().eq([&pattern, &rule("b", RuleClass::Body)]));
    }
}
