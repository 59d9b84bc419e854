//! `config.toml` and the key presets: what they say and what is said of mistakes in them.

use super::said;
use newsprint::config::{Action, Context, Group, Key, Lookup, Preset, Settings};

/// The default file with every setting taken out of its comment.
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
fn the_default_file_says_the_defaults() {
    for text in [Settings::DEFAULT_FILE, &uncommented(), ""] {
        let (settings, complaints) = Settings::parse(text);
        assert_eq!(said(&complaints), [""; 0]);
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

#[test]
fn every_setting_can_be_set() {
    let text = r#"
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
    let (settings, complaints) = Settings::parse(text);
    assert_eq!(said(&complaints), [""; 0]);
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

#[test]
fn wrong_settings_are_named_with_their_line_and_what_to_write() {
    let table: &[(&str, &str)] = &[
        (
            "them = \"dark\"",
            "line 1, column 1: unknown field `them`; did you mean `theme`?",
        ),
        ("\n\nwobble = 1", "line 3, column 1: unknown field `wobble`"),
        (
            "column-width = 60",
            "line 1, column 1: unknown field `column-width`; it belongs under `[reader]`",
        ),
        (
            "[panes]\ntheme = \"dark\"",
            "line 2, column 1: unknown field `theme` in `[panes]`; it belongs at the top of the file, above all tables",
        ),
        (
            "[reader]\ncolumn_width = 60",
            "line 2, column 1: unknown field `column_width` in `[reader]`; did you mean `column-width`?",
        ),
        (
            "[readr]\nx = 1",
            "line 1, column 2: unknown field `readr`; did you mean `reader`?",
        ),
        (
            "reader = 3",
            "line 1, column 10: `reader` must be a table, not `3`; write `[reader]` on a line of its own",
        ),
        (
            "mouse = \"yes\"",
            "line 1, column 9: `mouse` must be `true` or `false`, not `\"yes\"`; the default is used",
        ),
        (
            "theme = 3",
            "line 1, column 9: `theme` must be a text in quotes, not `3`; the default is used",
        ),
        (
            "colors = 256",
            "line 1, column 10: `colors` must be one of `auto`, `truecolor`, `256`, `16`, `none`, not `256`; the default is used",
        ),
        (
            "keymap = \"vi\"",
            "line 1, column 10: `keymap` must be one of `vim`, `newsboat`, `less`, not `\"vi\"`; did you mean `vim`?",
        ),
        (
            "[reader]\ncolumn-width = 7",
            "line 2, column 16: `column-width` must be a whole number from 20 to 400, not `7`; the default is used",
        ),
        (
            "[reader]\ncolumn-width = -1",
            "line 2, column 16: `column-width` must be a whole number from 20 to 400, not `-1`; the default is used",
        ),
        (
            "[loading]\nmax-file-size = \"64 miles\"",
            "line 2, column 17: `max-file-size` must be a size such as \"64 MiB\", not `\"64 miles\"`; the default is used",
        ),
        (
            "[loading]\nmax-file-size = \"99999999999 GiB\"",
            "line 2, column 17: `max-file-size` must be a size such as \"64 MiB\", not `\"99999999999 GiB\"`; the default is used",
        ),
    ];
    for (text, message) in table {
        let (settings, complaints) = Settings::parse(text);
        assert_eq!(said(&complaints), [*message], "{text}");
        assert_eq!(settings, Settings::default(), "{text}");
    }
}

#[test]
fn a_text_that_is_no_toml_gives_the_defaults_and_one_message() {
    for (text, line) in [
        ("theme = dark\nmouse = true", 1),
        ("mouse = true\n[reader\n", 2),
        ("mouse = true\nmouse = true", 2),
    ] {
        let (settings, complaints) = Settings::parse(text);
        assert_eq!(complaints.len(), 1, "{text}");
        assert_eq!(complaints[0].line, line, "{complaints:?}");
        assert!(
            complaints[0].message.starts_with("this is no valid TOML: "),
            "{complaints:?}"
        );
        assert_eq!(settings, Settings::default());
    }
}

#[test]
fn one_wrong_field_costs_only_itself() {
    let (settings, complaints) =
        Settings::parse("mouse = true\nsort = 1\nwelcome = false\n[reader]\nbidi = \"me\"\nread-after = 4\n");
    assert_eq!(
        complaints
            .iter()
            .map(|complaint| complaint.line)
            .collect::<Vec<_>>(),
        [2, 5]
    );
    assert!(settings.mouse && !settings.welcome);
    assert_eq!(settings.reader.read_after, 4);
}

#[test]
fn wrong_keys_are_named_with_their_line_and_what_to_write() {
    let table: &[(&str, &str)] = &[
        (
            "[keys.mian]\n",
            "line 1, column 7: unknown table of keys `mian`; did you mean `main`?",
        ),
        (
            "[keys.everywhere]\n",
            "line 1, column 7: unknown table of keys `everywhere`; there are `[keys.main]`, `[keys.select]`, `[keys.prompt]`, `[keys.picker]`, `[keys.overlay]`",
        ),
        (
            "[keys]\nmain = 1",
            "line 2, column 8: `keys.main` must be a table of keys; write `[keys.main]` and then lines such as `\"j\" = \"move-down\"`",
        ),
        (
            "[keys.main]\nX = \"mvoe-down\"",
            "line 2, column 5: unknown action `mvoe-down`; did you mean `move-down`?",
        ),
        (
            "[keys.main]\nX = \"banana\"",
            "line 2, column 5: unknown action `banana`; `newsprint config print-default` lists all actions",
        ),
        (
            "[keys.main]\nX = 1",
            "line 2, column 5: `X` must be bound to the name of an action, not `1`; write for instance `\"j\" = \"move-down\"`",
        ),
        (
            "[keys.main]\n\"Entre\" = \"go-in\"",
            "line 2, column 1: unknown key `Entre`; did you mean `Enter`?",
        ),
        (
            "[keys.main]\n\"C-Entre\" = \"go-in\"",
            "line 2, column 1: unknown key `C-Entre`; did you mean `C-Enter`?",
        ),
        (
            "[keys.main]\n\"5\" = \"zen\"",
            "line 2, column 1: `5` starts with a digit, which starts a count; only `0` can be bound",
        ),
        (
            "[keys.prompt]\n\"j\" = \"prompt-accept\"",
            "line 2, column 1: `j` is text in a text field and cannot be bound in `keys.prompt`; bind it together with C- or A-, or bind a key that prints nothing",
        ),
        (
            "[keys.main]\n\"C-x\" = \"zen\"\n\"C-X\" = \"sort\"",
            "line 3, column 1: `C-X` is bound twice; the first one is used",
        ),
        (
            "[keys.main]\n\"X\" = \"zen\"\n\"Xa\" = \"sort\"",
            "line 3, column 1: `X` is also the start of `Xa`; `Xa` is left out",
        ),
        (
            "[keys.main]\n\"g\" = \"zen\"",
            "line 2, column 1: `g` is also the start of `gg`, so `gg` (move-top) is lost; add `\"gg\" = \"none\"` to say that you mean it",
        ),
        (
            "[keys.main]\n\"jj\" = \"zen\"",
            "line 2, column 1: `j` is also the start of `jj`, so `j` (move-down) is lost; add `\"j\" = \"none\"` to say that you mean it",
        ),
    ];
    for (text, message) in table {
        assert_eq!(said(&Settings::parse(text).1), [*message], "{text}");
    }
    let (settings, complaints) =
        Settings::parse("[keys.main]\ng = \"zen\"\ngg = \"none\"\n\" \" = \"page-down\"\n");
    assert_eq!(said(&complaints), [""; 0]);
    assert_eq!(
        settings.keymap.lookup(Context::Main, &[Key::char('g')]),
        Lookup::Action(Action::Zen)
    );
    assert_eq!(
        settings.keymap.lookup(Context::Main, &[Key::char(' ')]),
        Lookup::Action(Action::PageDown)
    );
}

#[test]
fn every_preset_reaches_every_action_and_no_key_does_two_things() {
    for (name, preset) in Preset::ALL {
        let keymap = preset.keymap();
        assert_eq!(said(&preset.complaints()), [""; 0], "{name}");
        assert!(keymap.key_of(Context::Main, Action::Palette).is_some(), "{name}");
        for &action in Action::ALL {
            let bound = Context::ALL
                .iter()
                .any(|context| keymap.key_of(*context, action).is_some());
            assert!(bound || action.in_palette(), "{name}: {action}");
        }
        for &context in Context::ALL {
            let bindings: Vec<_> = keymap.bindings(context).collect();
            for (at, (keys, action)) in bindings.iter().enumerate() {
                assert_eq!(
                    keymap.lookup(context, keys),
                    Lookup::Action(*action),
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
fn what_hides_behind_alt_gr_has_a_second_key() {
    let hidden = |key: &String| key.contains(['[', ']', '{', '}', '|', '\\', '@', '~', '#', '$']);
    for (name, preset) in Preset::ALL {
        let keymap = preset.keymap();
        for &context in Context::ALL {
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
fn escape_and_the_way_to_help_stand_in_every_context() {
    for (name, preset) in Preset::ALL {
        for &context in Context::ALL {
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
fn views_are_laid_over_those_that_are_there() {
    let text =
        "[views]\n\"The border\" = \"border -outlet:rt\"\nToday = \"\"\nUnread = \"is:unread since:7d\"\n";
    let (settings, complaints) = Settings::parse(text);
    assert!(complaints.is_empty(), "{complaints:?}");
    let views = settings.views.iter();
    let views: Vec<_> = views
        .map(|view| (view.name.as_str(), view.query.as_str()))
        .collect();
    let wanted = [
        ("Unread", "is:unread since:7d"),
        ("Starred", "is:starred"),
        ("The border", "border -outlet:rt"),
    ];
    assert_eq!(views, wanted);
    let (settings, complaints) = Settings::parse("[views]\nUnread = 7\n");
    assert_eq!((settings.views.len(), complaints.len()), (3, 1));
}
