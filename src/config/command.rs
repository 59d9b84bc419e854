//! The commands of the command line: every action by its name, and actions with an argument. How they run: see `app`.

use crate::config::action::Action;
use crate::config::diagnostic::nearest;
use crate::library::query::sort::SortOrder;

/// A command, ready to run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// An action without an argument.
    Action(Action),
    /// Sorts the list.
    Sort(SortOrder),
    /// Replaces the filter.
    Filter(String),
    /// Saves the article to a file.
    Export(String),
    /// Changes the colours.
    Theme(String),
    /// Marks the articles that a query finds as read.
    MarkRead(String),
    /// Stars the articles that a query finds.
    Star(String),
    /// Adds a tag to the articles that a query finds.
    Tag {
        /// The tag.
        tag: String,
        /// The query.
        query: String,
    },
    /// Saves what is listed as a view.
    SaveView(String),
    /// Removes a saved view.
    RemoveView(String),
    /// Ends the find.
    EndFind,
}

/// A command with an argument, as the list of the command line shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CommandForm {
    /// The name.
    pub name: &'static str,
    /// The argument, in capitals.
    pub argument: &'static str,
    /// What it does.
    pub help: &'static str,
}

const fn form(name: &'static str, argument: &'static str, help: &'static str) -> CommandForm {
    CommandForm { name, argument, help }
}

/// The commands with an argument.
pub const FORMS: &[CommandForm] = &[
    form("sort", "ORDER", "order the list"),
    form("filter", "QUERY", "filter the list"),
    form("export", "FILE", "save the article: .txt, .md or .json"),
    form("theme", "NAME", "colours: dark, light, terminal or a file"),
    form("read", "QUERY", "mark what the query finds as read"),
    form("star", "QUERY", "star what the query finds"),
    form("tag", "NAME QUERY", "tag what the query finds"),
    form("view", "NAME", "save what is listed as a view"),
    form("remove-view", "NAME", "remove a saved view"),
    form("noh", "", "end the find"),
];

/// Other names for commands, from editors and pagers.
const ALIASES: &[(&str, &str)] = &[
    ("q", "quit"),
    ("w", "export"),
    ("nohlsearch", "noh"),
    ("h", "help"),
    ("colorscheme", "theme"),
];

/// Other words by which people look for an action.
const SYNONYMS: &[(Action, &str)] = &[
    (Action::Narrower, "width smaller column"),
    (Action::Wider, "width larger column"),
    (Action::Zen, "focus distraction fullscreen"),
    (Action::SourceView, "raw original html chrome"),
    (Action::FilterBar, "search query"),
    (Action::Find, "search"),
    (Action::ToggleStar, "favourite favorite bookmark flag"),
    (Action::EditTags, "label"),
    (Action::EditNote, "comment annotate"),
    (Action::Save, "export write"),
    (Action::Pipe, "shell"),
    (Action::KeywordSets, "words colours highlight"),
    (Action::MarkAllRead, "catch up"),
    (Action::Problems, "errors log messages"),
    (Action::Reload, "refresh import update"),
    (Action::ShowChanges, "diff versions history"),
    (Action::DatePicker, "calendar days"),
    (Action::OutletPicker, "publisher feed"),
    (Action::Sort, "order"),
    (Action::Quit, "exit"),
    (Action::Help, "keys bindings"),
    (Action::JumpBack, "history"),
];

/// Returns other words by which people look for an action.
pub fn synonyms(action: Action) -> &'static str {
    SYNONYMS
        .iter()
        .find(|(known, _)| *known == action)
        .map_or("", |(_, words)| words)
}

impl Command {
    /// Parses a line. The error says what to write instead.
    pub fn parse(line: &str) -> Result<Self, String> {
        let line = line.trim().trim_start_matches(':').trim_start();
        let (name, argument) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        let argument = argument.trim();
        let name = ALIASES
            .iter()
            .find(|(alias, _)| *alias == name)
            .map_or(name, |(_, name)| name);
        if argument.is_empty()
            && let Some(action) = Action::from_name(name).filter(|action| action.in_palette())
        {
            return Ok(Self::Action(action));
        }
        let Some(form) = FORMS.iter().find(|form| form.name == name) else {
            return Err(unknown(name, argument));
        };
        if argument.is_empty() && !form.argument.is_empty() {
            return Err(format!("{name} needs an argument: {name} {}", form.argument));
        }
        Self::with_argument(name, argument)
    }

    fn with_argument(name: &str, argument: &str) -> Result<Self, String> {
        let text = argument.to_owned();
        Ok(match name {
            "sort" => Self::Sort(SortOrder::from_name(argument).ok_or_else(|| {
                let names = SortOrder::ALL.map(SortOrder::name);
                format!("no order `{argument}`; the orders are {}", names.join(", "))
            })?),
            "filter" => Self::Filter(text),
            "export" => Self::Export(text),
            "theme" => Self::Theme(text),
            "view" => Self::SaveView(text),
            "remove-view" => Self::RemoveView(text),
            "read" => Self::MarkRead(text),
            "star" => Self::Star(text),
            "tag" => {
                let (tag, query) = argument
                    .split_once(char::is_whitespace)
                    .ok_or("tag needs a query after the tag; `tag old until:2024`")?;
                Self::Tag {
                    tag: tag.to_owned(),
                    query: query.trim().to_owned(),
                }
            }
            _ => Self::EndFind,
        })
    }
}

fn unknown(name: &str, argument: &str) -> String {
    if Action::from_name(name).is_some() && !argument.is_empty() {
        return format!("{name} takes no argument");
    }
    let actions = Action::ALL.iter().map(|action| action.name());
    let names: Vec<&str> = actions.chain(FORMS.iter().map(|form| form.name)).collect();
    match nearest(name, names) {
        Some(near) => format!("no command `{name}`; did you mean `{near}`?"),
        None => format!("no command `{name}`"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_become_commands() {
        let parse = |line: &str| Command::parse(line);
        assert_eq!(parse("next-outlet"), Ok(Command::Action(Action::NextOutlet)));
        assert_eq!(parse(":q"), Ok(Command::Action(Action::Quit)));
        assert_eq!(parse("sort"), Ok(Command::Action(Action::Sort)));
        assert_eq!(parse("sort title"), Ok(Command::Sort(SortOrder::Title)));
        assert_eq!(
            parse(" filter  outlet:rt ferry "),
            Ok(Command::Filter("outlet:rt ferry".to_owned()))
        );
        assert_eq!(parse("w a b.md"), Ok(Command::Export("a b.md".to_owned())));
        let tag = Command::Tag {
            tag: "old".to_owned(),
            query: "until:2024 x".to_owned(),
        };
        assert_eq!(parse("tag old until:2024 x"), Ok(tag));
        assert_eq!(parse("noh"), Ok(Command::EndFind));
    }

    #[test]
    fn mistakes_say_what_to_write() {
        let error = |line: &str| Command::parse(line).unwrap_err();
        assert_eq!(
            error("nxt-outlet"),
            "no command `nxt-outlet`; did you mean `next-outlet`?"
        );
        assert_eq!(error("theme"), "theme needs an argument: theme NAME");
        assert!(error("sort size").starts_with("no order `size`; the orders are newest,"));
        assert_eq!(error("quit now"), "quit takes no argument");
        assert!(error("tag old").contains("query"));
    }

    #[test]
    fn no_form_hides_an_action() {
        for form in FORMS.iter().filter(|form| form.name != "sort") {
            assert_eq!(Action::from_name(form.name), None, "{}", form.name);
        }
    }
}
