//! `config.toml` and the key presets: their contents, and the messages for mistakes.

use super::messages;
use crate::harness::cases;
use newsprint::config::{Action, Context, Group, Key, KeyLookup, Preset, Settings};

/// The default file with every setting uncommented.
fn uncommented() -> String {
    let setting = |line: &str| {
        line.strip_prefix('#')
            .filter(|rest| !rest.starts_with(' '))
            .map(str::to_owned)
    };
    Settings::DEFAULT_FILE
        .lines()
        .map(|line| setting(line).unwrap_or_else(|| line.to_owned()) + "\n")
        .collect()
}

#[test]
fn the_default_file_contains_the_defaults() {
    for text in [Settings::DEFAULT_FILE, &uncommented(), ""] {
        let (settings, diagnostics) = Settings::parse(text);
        assert_eq!(messages(&diagnostics), [""; 0]);
        assert_eq!(settings, Settings::default());
    }
    assert!(
        Settings::DEFAULT_FILE
            .lines()
            .all(|line| line.is_empty() || line.starts_with('#'))
    );
}

#[test]
fn the_default_file_names_every_field_and_every_action() {
    let text = uncommented();
    for name in Settings::field_names() {
        let (table, field) = name.rsplit_once('.').unwrap_or(("", &name));
        assert!(text.contains(&format!("\n{field} = ")), "{name}");
        assert!(
            table.is_empty() || text.contains(&format!("\n[{table}]\n")),
            "{name}"
        );
    }
    for action in Action::ALL {
        assert!(text.contains(&format!(" = \"{action}\"\n")), "{action}");
    }
}

/// Every setting, with a value that is not the default.
const EVERY_SETTING: &str = r#"
theme = "paper"
colors = "256"
keymap = "less"
mouse = true
synchronized-updates = false
welcome = false
sort = "outlet"
[reader]
column-width = 60
bidi = "terminal"
read-after = 3
highlight = false
[panes]
outlets = 30
articles = 50
[loading]
max-file-size = "2 GiB"
threads = 4
[commands]
editor = "vim"
pipe = "wc -w"
[save]
folder = "~/articles"
format = "json"
[keys.main]
"C-x g" = "sort"
"Q" = "none"
"#;

#[test]
fn every_setting_can_be_set() {
    let (settings, diagnostics) = Settings::parse(EVERY_SETTING);
    assert_eq!(messages(&diagnostics), [""; 0]);
    let default = Settings::default();
    assert_ne!(settings.theme, default.theme);
    assert_ne!(settings.colors, default.colors);
    assert!(
        settings.mouse && !settings.synchronized_updates && !settings.welcome && !settings.reader.highlight
    );
    assert_eq!(
        (
            settings.sort.name(),
            settings.save.format.name(),
            settings.reader.bidi.name()
        ),
        ("outlet", "json", "terminal")
    );
    assert_eq!(
        (settings.reader.column_width, settings.reader.read_after),
        (60, 3)
    );
    assert_eq!((settings.panes.outlets, settings.panes.articles), (30, 50));
    assert_eq!(
        (
            settings.loading.max_file_size,
            settings.loading.threads.map(usize::from)
        ),
        (2 << 30, Some(4))
    );
    assert_eq!(
        (
            settings.commands.editor.as_deref(),
            settings.commands.pipe.as_deref()
        ),
        (Some("vim"), Some("wc -w"))
    );
    assert_eq!(settings.save.folder.as_deref(), Some("~/articles"));
    assert_eq!(
        settings.keymap.keys_of(Context::Main, Action::Sort),
        ["C-x g", ","]
    );
    assert_eq!(
        settings.keymap.keys_of(Context::Main, Action::Quit),
        [":q", ":Q", "ZZ", "C-c"]
    );
}

/// A wrong setting is reported with its line and the remedy, and the default is used.
fn wrong_setting(text: &str, message: &str) {
    let (settings, diagnostics) = Settings::parse(text);
    assert_eq!(messages(&diagnostics), [message]);
    assert_eq!(settings, Settings::default());
}

cases! { wrong_setting
    misspelt_field: ("them = \"dark\"", "line 1, column 1: unknown field `them`; did you mean `theme`?");
    unknown_field: ("\n\nwobble = 1", "line 3, column 1: unknown field `wobble`");
    field_outside_its_table: (
        "column-width = 60",
        "line 1, column 1: unknown field `column-width`; move it to `[reader]`",
    );
    field_in_the_wrong_table: (
        "[panes]\ntheme = \"dark\"",
        "line 2, column 1: unknown field `theme` in `[panes]`; move it to the top of the file, before all tables",
    );
    underscore_in_a_field: (
        "[reader]\ncolumn_width = 60",
        "line 2, column 1: unknown field `column_width` in `[reader]`; did you mean `column-width`?",
    );
    misspelt_table: ("[readr]\nx = 1", "line 1, column 2: unknown field `readr`; did you mean `reader`?");
    value_for_a_table: (
        "reader = 3",
        "line 1, column 10: `reader` must be a table, not `3`; write `[reader]` on a separate line",
    );
    text_for_a_switch: (
        "mouse = \"yes\"",
        "line 1, column 9: `mouse` must be `true` or `false`, not `\"yes\"`; the default is used",
    );
    number_for_a_text: (
        "theme = 3",
        "line 1, column 9: `theme` must be a string in quotes, not `3`; the default is used",
    );
    number_for_a_choice: (
        "colors = 256",
        "line 1, column 10: `colors` must be one of `auto`, `truecolor`, `256`, `16`, `none`, not `256`; the default is used",
    );
    misspelt_choice: (
        "keymap = \"vi\"",
        "line 1, column 10: `keymap` must be one of `vim`, `newsboat`, `less`, not `\"vi\"`; did you mean `vim`?",
    );
    number_too_small: (
        "[reader]\ncolumn-width = 7",
        "line 2, column 16: `column-width` must be a whole number from 20 to 400, not `7`; the default is used",
    );
    negative_number: (
        "[reader]\ncolumn-width = -1",
        "line 2, column 16: `column-width` must be a whole number from 20 to 400, not `-1`; the default is used",
    );
    size_without_unit: (
        "[loading]\nmax-file-size = \"64 miles\"",
        "line 2, column 17: `max-file-size` must be a size such as \"64 MiB\", not `\"64 miles\"`; the default is used",
    );
    size_too_large: (
        "[loading]\nmax-file-size = \"99999999999 GiB\"",
        "line 2, column 17: `max-file-size` must be a size such as \"64 MiB\", not `\"99999999999 GiB\"`; the default is used",
    );
}

/// A text that is not TOML gives the defaults and one message.
fn invalid_toml(text: &str, line: usize) {
    let (settings, diagnostics) = Settings::parse(text);
    assert_eq!(diagnostics.len(), 1, "{diagnostics:?}");
    assert_eq!(diagnostics[0].line, line, "{diagnostics:?}");
    let message = &diagnostics[0].message;
    assert!(message.starts_with("not valid TOML: "), "{message}");
    assert_eq!(settings, Settings::default());
}

cases! { invalid_toml
    text_without_quotes: ("theme = dark\nmouse = true", 1);
    table_that_is_not_closed: ("mouse = true\n[reader\n", 2);
    field_twice: ("mouse = true\nmouse = true", 2);
}

#[test]
fn a_wrong_field_does_not_affect_the_others() {
    let (settings, diagnostics) =
        Settings::parse("mouse = true\nsort = 1\nwelcome = false\n[reader]\nbidi = \"me\"\nread-after = 4\n");
    assert_eq!(
        diagnostics
            .iter()
            .map(|diagnostic| diagnostic.line)
            .collect::<Vec<_>>(),
        [2, 5]
    );
    assert!(settings.mouse && !settings.welcome);
    assert_eq!(settings.reader.read_after, 4);
}

/// A wrong binding is reported with its line and the remedy.
fn wrong_binding(text: &str, message: &str) {
    assert_eq!(messages(&Settings::parse(text).1), [message]);
}

cases! { wrong_binding
    misspelt_table: ("[keys.mian]\n", "line 1, column 7: unknown key table `mian`; did you mean `main`?");
    unknown_table: (
        "[keys.everywhere]\n",
        "line 1, column 7: unknown key table `everywhere`; the key tables are `[keys.main]`, `[keys.select]`, `[keys.prompt]`, `[keys.picker]`, `[keys.command]`, `[keys.overlay]`, `[keys.events]`",
    );
    value_for_a_table: (
        "[keys]\nmain = 1",
        "line 2, column 8: `keys.main` must be a table; write `[keys.main]`, followed by lines such as `\"j\" = \"move-down\"`",
    );
    misspelt_action: (
        "[keys.main]\nX = \"mvoe-down\"",
        "line 2, column 5: unknown action `mvoe-down`; did you mean `move-down`?",
    );
    unknown_action: (
        "[keys.main]\nX = \"banana\"",
        "line 2, column 5: unknown action `banana`; `newsprint config print-default` lists all actions",
    );
    number_for_an_action: (
        "[keys.main]\nX = 1",
        "line 2, column 5: `X` must be bound to the name of an action, not `1`; for example `\"j\" = \"move-down\"`",
    );
    misspelt_key: (
        "[keys.main]\n\"Entre\" = \"go-in\"",
        "line 2, column 1: unknown key `Entre`; did you mean `Enter`?",
    );
    misspelt_key_with_control: (
        "[keys.main]\n\"C-Entre\" = \"go-in\"",
        "line 2, column 1: unknown key `C-Entre`; did you mean `C-Enter`?",
    );
    digit: (
        "[keys.main]\n\"5\" = \"zen\"",
        "line 2, column 1: `5` starts with a digit, which begins a count; only `0` can be bound",
    );
    printable_key_in_a_prompt: (
        "[keys.prompt]\n\"j\" = \"prompt-accept\"",
        "line 2, column 1: `j` is text in a text field, so it cannot be bound in `keys.prompt`; add C- or A-, or bind a key that prints nothing",
    );
    key_bound_twice: (
        "[keys.main]\n\"C-x\" = \"zen\"\n\"C-X\" = \"sort\"",
        "line 3, column 1: `C-X` is bound twice; the first one is used",
    );
    start_of_another_binding: (
        "[keys.main]\n\"X\" = \"zen\"\n\"Xa\" = \"sort\"",
        "line 3, column 1: `X` is also the start of `Xa`; `Xa` is ignored",
    );
    start_of_a_preset_binding: (
        "keymap = \"less\"\n[keys.main]\n\"Z\" = \"zen\"",
        "line 3, column 1: `Z` is also the start of `ZZ`, so `ZZ` (quit) no longer works; add `\"ZZ\" = \"none\"` if this is intended",
    );
    continuation_of_a_preset_binding: (
        "[keys.main]\n\"jj\" = \"zen\"",
        "line 2, column 1: `j` is also the start of `jj`, so `j` (move-down) no longer works; add `\"j\" = \"none\"` if this is intended",
    );
}

#[test]
fn a_binding_may_replace_longer_ones_that_are_removed() {
    let (settings, diagnostics) = Settings::parse(
        "keymap = \"less\"\n[keys.main]\nZ = \"zen\"\nZZ = \"none\"\n\" \" = \"page-down\"\n",
    );
    assert_eq!(messages(&diagnostics), [""; 0]);
    assert_eq!(
        settings.keymap.lookup(Context::Main, &[Key::char('Z')]),
        KeyLookup::Action(Action::Zen)
    );
    assert_eq!(
        settings.keymap.lookup(Context::Main, &[Key::char(' ')]),
        KeyLookup::Action(Action::PageDown)
    );
}

#[test]
fn every_preset_reaches_every_action_without_ambiguous_keys() {
    for (name, preset) in Preset::NAMED {
        let keymap = preset.keymap();
        assert_eq!(messages(&preset.diagnostics()), [""; 0], "{name}");
        assert!(keymap.key_of(Context::Main, Action::Palette).is_some(), "{name}");
        for &action in Action::ALL {
            let bound = Context::all().any(|context| keymap.key_of(context, action).is_some());
            assert!(bound || action.in_palette(), "{name}: {action}");
        }
        for context in Context::all() {
            let bindings: Vec<_> = keymap.bindings(context).collect();
            for (at, (keys, action)) in bindings.iter().enumerate() {
                assert_eq!(
                    keymap.lookup(context, keys),
                    KeyLookup::Action(*action),
                    "{name}: {keys:?}"
                );
                let clash = bindings
                    .iter()
                    .skip(at + 1)
                    .find(|(other, _)| other.starts_with(keys) || keys.starts_with(other));
                assert_eq!(clash, None, "{name}: {keys:?}");
            }
        }
    }
}

#[test]
fn keys_that_need_alt_gr_have_an_alternative() {
    let hidden = |key: &String| key.contains(['[', ']', '{', '}', '|', '\\', '@', '~', '#', '$']);
    for (name, preset) in Preset::NAMED {
        let keymap = preset.keymap();
        for context in Context::all() {
            for (_, action) in keymap.bindings(context) {
                assert!(
                    !keymap.keys_of(context, action).iter().all(hidden),
                    "{name}: {action}"
                );
            }
        }
    }
}

#[test]
fn escape_is_bound_in_every_context() {
    for (name, preset) in Preset::NAMED {
        for context in Context::all() {
            let escape = if context.takes_text() {
                Action::PromptCancel
            } else {
                Action::Escape
            };
            let keys = preset.keymap().keys_of(context, escape);
            assert!(keys.contains(&"Esc".to_owned()), "{name}: {context:?}");
        }
    }
    assert!(
        Action::ALL
            .iter()
            .filter(|action| action.group() == Group::TextFields)
            .all(|action| !action.in_palette())
    );
}

#[test]
fn views_change_add_to_and_remove_the_default_ones() {
    let text = "[views]\n\"The border\" = \"border -outlet:rt\"\nToday = \"date:today\"\nNew = \"\"\nUnread = \"is:unread since:7d\"\n";
    let (settings, diagnostics) = Settings::parse(text);
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    let views = settings.views.iter();
    let views: Vec<_> = views
        .map(|view| (view.name.as_str(), view.query.as_str()))
        .collect();
    let wanted = [
        ("Unread", "is:unread since:7d"),
        ("Starred", "is:starred"),
        ("Notes", "is:noted"),
        ("The border", "border -outlet:rt"),
        ("Today", "date:today"),
    ];
    assert_eq!(views, wanted);
    let (settings, diagnostics) = Settings::parse("[views]\nDays = \"\"\n");
    assert_eq!((settings.views.len(), diagnostics.len()), (4, 0));
    let (settings, diagnostics) = Settings::parse("[views]\nUnread = 7\n");
    assert_eq!((settings.views.len(), diagnostics.len()), (4, 1));
}

#[test]
fn a_broken_view_is_reported_with_its_line_and_left_out() {
    let (settings, diagnostics) = Settings::parse("theme = \"dark\"\n[views]\nUnread = \"date:never\"\n");
    assert_eq!(settings.views.len(), 4);
    assert_eq!(settings.views[0].query, "is:unread", "the built-in one stays");
    let message = "line 3, column 10: the view `Unread` is ignored: `never` is not a date";
    assert!(
        diagnostics[0].to_string().starts_with(message),
        "{}",
        diagnostics[0]
    );
}
