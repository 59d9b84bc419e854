//! Reads key tables: the presets, and the user's own tables, which override a preset.

use crate::config::action::Action;
use crate::config::choices::choices;
use crate::config::diagnostic::Diagnostic;
use crate::config::fields::{FieldReader, did_you_mean, in_order};
use crate::config::key::Key;
use crate::config::keymap::{Binding, Context, Keymap};
use std::ops::Range;
use std::sync::LazyLock;
use toml::de::DeTable;

choices! {
    /// A built-in set of keys.
    Preset {
        /// The keys of vim, the default.
        #[default] Vim = "vim",
        /// The keys of newsboat.
        Newsboat = "newsboat",
        /// The keys of less.
        Less = "less",
    }
}

const BASE: &str = include_str!("../../assets/keymaps/base.toml");

static PRESETS: LazyLock<[Keymap; 3]> =
    LazyLock::new(|| [Preset::Vim, Preset::Newsboat, Preset::Less].map(|preset| preset.read().0));

impl Preset {
    /// Returns the keymap of the preset.
    pub fn keymap(self) -> Keymap {
        let [vim, newsboat, less] = &*PRESETS;
        match self {
            Self::Vim => vim.clone(),
            Self::Newsboat => newsboat.clone(),
            Self::Less => less.clone(),
        }
    }

    /// Returns the mistakes in the preset's own file. A test requires that there are none.
    pub fn diagnostics(self) -> Vec<Diagnostic> {
        self.read().1
    }

    fn read(self) -> (Keymap, Vec<Diagnostic>) {
        let mut keymap = Keymap::default();
        let mut diagnostics = Vec::new();
        for text in [BASE, self.text()] {
            let (table, mut reader) = FieldReader::parse(text);
            override_with(&mut keymap, &table, "", &mut reader);
            diagnostics.append(&mut reader.diagnostics);
        }
        (keymap, diagnostics)
    }

    fn text(self) -> &'static str {
        match self {
            Self::Vim => include_str!("../../assets/keymaps/vim.toml"),
            Self::Newsboat => include_str!("../../assets/keymaps/newsboat.toml"),
            Self::Less => include_str!("../../assets/keymaps/less.toml"),
        }
    }
}

/// Overrides bindings of a keymap with tables of bindings, one for each context. `within` is the name of the parent
/// table.
pub(crate) fn override_with(
    keymap: &mut Keymap,
    tables: &DeTable<'_>,
    within: &str,
    reader: &mut FieldReader<'_>,
) {
    let names: Vec<&str> = Context::NAMED.iter().map(|(name, _)| *name).collect();
    for (name, value) in in_order(tables) {
        let written = name.get_ref().as_ref();
        let Some((_, context)) = Context::NAMED.iter().copied().find(|(name, _)| *name == written) else {
            reader.report(&name.span(), format!("unknown key table `{written}`"), {
                let near = did_you_mean(written, &names);
                if near.is_empty() {
                    format!("the key tables are `[keys.{}]`", names.join("]`, `[keys."))
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
            None => reader.report(
                &value.span(),
                format!("`{within}.{written}` must be a table"),
                format!("write `[{within}.{written}]`, followed by lines such as `\"j\" = \"move-down\"`"),
            ),
        }
    }
}

/// One line of a key table. Without an action, the keys are unbound.
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
        // `parse_sequence` splits at spaces, but a single space can only mean the space bar.
        let keys = if written == " " {
            Ok(vec![Key::char(' ')])
        } else {
            Key::parse_sequence(written)
        };
        let keys = match keys {
            Ok(keys) => keys,
            Err(error) => {
                reader.report(&span, error.to_string(), error.advice());
                continue;
            }
        };
        if let Some((message, advice)) = unbindable(context, &keys) {
            reader.report(&span, message, advice);
            continue;
        }
        let Some(action_name) = value.get_ref().as_str() else {
            let shown = reader.written(value);
            reader.report(
                &value.span(),
                format!("`{written}` must be bound to the name of an action, not {shown}"),
                "for example `\"j\" = \"move-down\"`",
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
            reader.report(&value.span(), format!("unknown action `{action_name}`"), advice);
            continue;
        }
        if wanted.iter().any(|earlier| earlier.keys == keys) {
            reader.report(
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

/// Returns why keys cannot be bound in a context, and what to do; `None` if they can.
fn unbindable(context: Context, keys: &[Key]) -> Option<(String, String)> {
    let first = keys.first()?;
    let printed = Key::print_sequence(keys);
    if context.takes_text() && first.text().is_some() {
        let message = format!(
            "`{printed}` is text in a text field, so it cannot be bound in `keys.{}`",
            context.name()
        );
        return Some((
            message,
            "add C- or A-, or bind a key that prints nothing".to_owned(),
        ));
    }
    if !context.takes_text() && first.digit().is_some_and(|digit| digit > 0) {
        let message = format!("`{printed}` starts with a digit, which begins a count");
        return Some((message, "only `0` can be bound".to_owned()));
    }
    None
}

/// Overrides bindings of a context. A new binding wins over an old one; of two new ones that conflict, the first wins.
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
        if let Some(earlier) = over.iter().find(|earlier| conflicts(&earlier.keys, &keys)) {
            let (short, long) = short_and_long(&keys, &earlier.keys);
            reader.report(
                &span,
                format!("`{short}` is also the start of `{long}`"),
                format!("`{printed}` is ignored"),
            );
            continue;
        }
        for hidden in under.extract_if(.., |binding| conflicts(&binding.keys, &keys)) {
            let (short, long) = short_and_long(&keys, &hidden.keys);
            let lost = Key::print_sequence(&hidden.keys);
            reader.report(
                &span,
                format!(
                    "`{short}` is also the start of `{long}`, so `{lost}` ({}) no longer works",
                    hidden.action
                ),
                format!("add `\"{lost}\" = \"none\"` if this is intended"),
            );
        }
        over.push(Binding { keys, action });
    }
    over.append(&mut under);
    keymap.set(context, over);
}

fn conflicts(one: &[Key], other: &[Key]) -> bool {
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
