//! The order of arguments: an option before a command is moved after it, so that `newsprint --library DIR list` means
//! `newsprint list --library DIR`. Not their meaning: see `args`.

use crate::cli::args::CommandLine;
use clap::CommandFactory;
use std::ffi::{OsStr, OsString};

/// Returns the arguments with the options before a command after it. The first is the name of the program.
pub fn in_order(arguments: impl IntoIterator<Item = OsString>) -> Vec<OsString> {
    let mut arguments: Vec<OsString> = arguments.into_iter().collect();
    if let Some(at) = place_of_command(&arguments) {
        let command = arguments.remove(at);
        arguments.insert(1, command);
    }
    arguments
}

/// Returns the place of the command, if only options of the program precede it.
fn place_of_command(arguments: &[OsString]) -> Option<usize> {
    let program = CommandLine::command();
    let mut at = 1;
    while let Some(argument) = arguments.get(at) {
        let Some(option) = argument.to_str().and_then(|text| text.strip_prefix("--")) else {
            let is_command = |name: &OsStr| {
                program
                    .get_subcommands()
                    .any(|command| command.get_name() == name)
            };
            return is_command(argument).then_some(at);
        };
        let (name, value) = option
            .split_once('=')
            .map_or((option, None), |(name, value)| (name, Some(value)));
        let known = program
            .get_arguments()
            .find(|known| known.get_long() == Some(name))?;
        let takes_value = known.get_action().takes_values() && value.is_none();
        at += 1 + usize::from(takes_value);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ordered(line: &str) -> String {
        let arguments = in_order(line.split(' ').map(OsString::from));
        arguments.join(OsStr::new(" ")).into_string().unwrap()
    }

    #[test]
    fn options_before_a_command_are_options_of_the_command() {
        assert_eq!(
            ordered("n --library dir list --count"),
            "n list --library dir --count"
        );
        assert_eq!(
            ordered("n --no-library --query=x list"),
            "n list --no-library --query=x"
        );
        assert_eq!(ordered("n list --library dir"), "n list --library dir");
    }

    #[test]
    fn paths_and_unknown_options_stay() {
        for line in [
            "n news list",
            "n --query list",
            "n --query list news",
            "n --unknown list",
            "n --",
            "n -V list",
            "n",
        ] {
            assert_eq!(ordered(line), line);
        }
    }
}
