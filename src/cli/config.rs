//! `newsprint config`: prints the path of the configuration, prints the default one, or checks it.

use crate::cli::args::{ConfigAction, ConfigArgs};
use crate::cli::failure::Failure;
use crate::cli::output::{Output, eprint_line};
use crate::config::settings::Settings;
use crate::library::problem::shown_path;
use crate::runtime::configuration::{Configuration, settings_file};

/// Runs an action.
pub fn run(args: &ConfigArgs) -> Result<(), Failure> {
    let mut output = Output::new();
    match &args.action {
        ConfigAction::Path => output.path(&settings_file()?)?,
        ConfigAction::PrintDefault => output.text(Settings::DEFAULT_FILE)?,
        ConfigAction::Check { file } => {
            let configuration = Configuration::read(file.as_deref())?;
            let path = file.clone().map_or_else(settings_file, Ok)?;
            if let Some((last, others)) = configuration.diagnostics.split_last() {
                others.iter().for_each(eprint_line);
                return Err(Failure::Usage(last.clone()));
            }
            let state = if path.exists() {
                "no mistakes"
            } else {
                "no such file; the defaults are used"
            };
            output.line(&format!("{}: {state}", shown_path(&path)))?;
        }
    }
    Ok(output.flush()?)
}
