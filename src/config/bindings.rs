//! Key tables as they are written down: the presets, and a person's own table laid over one. Not what happens when a
//! key is pressed.

use crate::config::action::Action;
use crate::config::diagnostic::Diagnostic;
use crate::config::fields::{FieldReader, did_you_mean, in_order};
use crate::config::key::Key;
use crate::config::keymap::{Binding, Context, Keymap};
use std::ops::Range;
use std::sync::LazyLock;
use toml::de::DeTable;

/// A set of keys that comes with the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Preset {
    /// vim's keys, the default.
    #[default]
    Vim,
    /// newsboat's keys.
    Newsboat,
    /// less's keys.
    Less,
}

const BASE: &str = include_str!("../../assets/keymaps/base.toml");

static PRESETS: LazyLock<[Keymap; 3]> =
    LazyLock::new(|| [Preset::Vim, Preset::Newsboat, Preset::Less].map(|preset| preset.read().0));

impl Preset {
    /// Every preset with the name that stands in the configuration.
    pub const ALL: &[(&'static str, Self)] = &[
        ("vim", Self::Vim),
        ("newsboat", Self::Newsboat),
        ("less", Self::Less),
    ];

    /// The keymap of the preset.
    pub fn keymap(self) -> Keymap {
        let [vim, newsboat, less] = &*PRESETS;
        match self {
            Self::Vim => vim.clone(),
            Self::Newsboat => newsboat.clone(),
            Self::Less => less.clone(),
        }
    }

    /// What is wrong with the preset's own file: nothing, as a test makes sure.
    pub fn complaints(self) -> Vec<Diagnostic> {
        self.read().1
    }

    fn read(self) -> (Keymap, Vec<Diagnostic>) {
        let mut keymap = Keymap::default();
        let mut complaints = Vec::new();
        for text in [BASE, self.text()] {
            let (table, mut reader) = FieldReader::parse(text);
            lay_over(&mut keymap, &table, "", &mut reader);
            complaints.append(&mut reader.complaints);
        }
        (keymap, complaints)
    }

    fn text(self) -> &'static str {
        match self {
            Self::Vim => include_str!("../../assets/keymaps/vim.toml"),
            Self::Newsboat => include_str!("../../assets/keymaps/newsboat.toml"),
            Self::Less => include_str!("../../assets/keymaps/less.toml"),
        }
    }
}

/// Lays tables of bindings, one a context, over a keymap. `within` is the name of the table that holds them.
pub(crate) fn lay_over(
    keymap: &mut Keymap,
    tables: &DeTable<'_>,
    within: &str,
    reader: &mut FieldReader<'_>,
) {
    let names: Vec<&str> = Context::ALL.iter().map(|context| context.name()).collect();
    for (name, value) in in_order(tables) {
        let written = name.get_ref().as_ref();
        let Some(context) = Context::ALL
            .iter()
            .copied()
            .find(|context| context.name() == written)
        else {
            reader.complain(&name.span(), format!("unknown table of keys `{written}`"), {
                let near = did_you_mean(written, &names);
                if near.is_empty() {
                    format!("there are `[keys.{}]`", names.join("]`, `[keys."))
                } else {
                    near
                }
            });
            continue;
        };
        match value.get_ref().as_table() {
            Some(table) => {
                let wanted = read_table(context, table, reader);
                merge(keymap, context, wanted, reader);
            }
            None => reader.complain(
                &value.span(),
                format!("`{within}.{written}` must be a table of keys"),
                format!("write `[{within}.{written}]` and then lines such as `\"j\" = \"move-down\"`"),
            ),
        }
    }
}

/// One line of a key table; no action takes the key away.
struct WantedBinding {
    keys: Vec<Key>,
    action: Option<Action>,
    span: Range<usize>,
}

fn read_table(context: Context, table: &DeTable<'_>, reader: &mut FieldReader<'_>) -> Vec<WantedBinding> {
    let mut wanted: Vec<WantedBinding> = Vec::new();
    for (name, value) in in_order(table) {
        let span = name.span();
        let written = name.get_ref().as_ref();
        // A TOML key must not be split at blanks, but the space bar written as itself is clear enough.
        let keys = if written == " " {
            Ok(vec![Key::char(' ')])
        } else {
            Key::parse_sequence(written)
        };
        let keys = match keys {
            Ok(keys) => keys,
            Err(error) => {
                reader.complain(&span, error.to_string(), error.advice());
                continue;
            }
        };
        if let Some((message, advice)) = not_to_be_bound(context, &keys) {
            reader.complain(&span, message, advice);
            continue;
        }
        let Some(action_name) = value.get_ref().as_str() else {
            let shown = reader.written(value);
            reader.complain(
                &value.span(),
                format!("`{written}` must be bound to the name of an action, not {shown}"),
                "write for instance `\"j\" = \"move-down\"`",
            );
            continue;
        };
        let action = Action::from_name(action_name);
        if action.is_none() && action_name != "none" {
            let mut names: Vec<&str> = Action::ALL.iter().map(|action| action.name()).collect();
            names.push("none");
            let near = did_you_mean(action_name, &names);
            let advice = if near.is_empty() {
                "`newsprint config print-default` lists all actions".to_owned()
            } else {
                near
            };
            reader.complain(&value.span(), format!("unknown action `{action_name}`"), advice);
            continue;
        }
        if wanted.iter().any(|earlier| earlier.keys == keys) {
            reader.complain(
                &span,
                format!("`{written}` is bound twice"),
                "the first one is used",
            );
            continue;
        }
        wanted.push(WantedBinding { keys, action, span });
    }
    wanted
}

/// Why keys cannot be bound in a context, and what to do.
fn not_to_be_bound(context: Context, keys: &[Key]) -> Option<(String, String)> {
    let first = keys.first()?;
    let printed = Key::print_sequence(keys);
    if context.takes_text() && first.text().is_some() {
        let message = format!(
            "`{printed}` is text in a text field and cannot be bound in `keys.{}`",
            context.name()
        );
        return Some((
            message,
            "bind it together with C- or A-, or bind a key that prints nothing".to_owned(),
        ));
    }
    if !context.takes_text() && first.digit().is_some_and(|digit| digit > 0) {
        let message = format!("`{printed}` starts with a digit, which starts a count");
        return Some((message, "only `0` can be bound".to_owned()));
    }
    None
}

/// Lays bindings over those of a context. What is laid over wins; of two that exclude each other the first one does.
fn merge(keymap: &mut Keymap, context: Context, wanted: Vec<WantedBinding>, reader: &mut FieldReader<'_>) {
    let mut under: Vec<Binding> = keymap
        .bindings(context)
        .map(|(keys, action)| Binding {
            keys: keys.to_vec(),
            action,
        })
        .filter(|binding| wanted.iter().all(|over| over.keys != binding.keys))
        .collect();
    let mut over: Vec<Binding> = Vec::new();
    for WantedBinding { keys, action, span } in wanted {
        let Some(action) = action else { continue };
        let printed = Key::print_sequence(&keys);
        if let Some(earlier) = over.iter().find(|earlier| clash(&earlier.keys, &keys)) {
            let (short, long) = short_and_long(&keys, &earlier.keys);
            reader.complain(
                &span,
                format!("`{short}` is also the start of `{long}`"),
                format!("`{printed}` is left out"),
            );
            continue;
        }
        for hidden in under.extract_if(.., |binding| clash(&binding.keys, &keys)) {
            let (short, long) = short_and_long(&keys, &hidden.keys);
            let lost = Key::print_sequence(&hidden.keys);
            reader.complain(
                &span,
                format!(
                    "`{short}` is also the start of `{long}`, so `{lost}` ({}) is lost",
                    hidden.action
                ),
                format!("add `\"{lost}\" = \"none\"` to say that you mean it"),
            );
        }
        over.push(Binding { keys, action });
    }
    over.append(&mut under);
    keymap.set(context, over);
}

fn clash(one: &[Key], other: &[Key]) -> bool {
    one.starts_with(other) || other.starts_with(one)
}

fn short_and_long(one: &[Key], other: &[Key]) -> (String, String) {
    let (short, long) = if one.len() < other.len() {
        (one, other)
    } else {
        (other, one)
    };
    (Key::print_sequence(short), Key::print_sequence(long))
}
