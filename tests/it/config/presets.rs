//! The presets: every action has a key, and keys of later actions are free.

use newsprint::config::{Action, Context, Group, Key, KeyLookup, Preset};

/// Actions without a key in the panes: the filter bar, or the command line, has them.
const WITHOUT_KEY: &[Action] = &[Action::SaveView];

#[test]
fn every_action_has_a_key_in_each_preset() {
    for (name, preset) in Preset::NAMED {
        let keymap = preset.keymap();
        let in_panes =
            |action: &&Action| !matches!(action.group(), Group::Select | Group::Lists | Group::TextFields);
        for action in Action::ALL
            .iter()
            .filter(in_panes)
            .filter(|action| !WITHOUT_KEY.contains(action))
        {
            assert!(
                keymap.key_of(Context::Main, *action).is_some(),
                "{name}: {action}"
            );
        }
        assert!(
            keymap.key_of(Context::Prompt, Action::SaveView).is_some(),
            "{name}"
        );
    }
}

#[test]
fn keys_of_later_actions_are_free() {
    let reserved = [
        (Preset::Vim, "w W i I p = & gx"),
        (Preset::Newsboat, ".i .p .= .x w W"),
        (Preset::Less, ".i .p .= .x w B L Eo EO"),
    ];
    for (preset, keys) in reserved {
        let keymap = preset.keymap();
        for keys in keys.split(' ') {
            let sequence = Key::parse_sequence(keys).expect("keys");
            assert_eq!(
                keymap.lookup(Context::Main, &sequence),
                KeyLookup::None,
                "{preset:?}: {keys}"
            );
        }
    }
}
