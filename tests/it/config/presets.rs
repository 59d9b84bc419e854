//! The presets: every action has a key.

use newsprint::config::{Action, Context, Group, Preset};

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
            let has_key = |context| keymap.key_of(context, *action).is_some();
            assert!(
                has_key(Context::Main) || has_key(Context::Events),
                "{name}: {action}"
            );
        }
        assert!(
            keymap.key_of(Context::Prompt, Action::SaveView).is_some(),
            "{name}"
        );
    }
}
