//! `newsprint config`: where the configuration is, what the default one says, what is wrong with it.

use crate::cli::args::{Config, ConfigAction};
use crate::cli::failure::Failure;
use crate::cli::output::{Output, eprint_line};
use crate::config::settings::Settings;
use crate::library::problem::shown_path;
use crate::runtime::configuration::{Configuration, settings_file};

/// Shows or checks the configuration.
pub fn run(args: &Config) -> Result<(), Failure> {
    let mut output = Output::new();
    match &args.action {
        ConfigAction::Path => output.line(&settings_file()?.to_string_lossy())?,
        ConfigAction::PrintDefault => output.text(Settings::DEFAULT_FILE)?,
        ConfigAction::Check { file } => {
            let configuration = Configuration::read(file.as_deref())?;
            let path = file.clone().map_or_else(settings_file, Ok)?;
            if let Some((last, others)) = configuration.complaints.split_last() {
                others.iter().for_each(eprint_line);
                return Err(Failure::Usage(last.clone()));
            }
            let state = if path.exists() {
                "in order"
            } else {
                "not there; the defaults are used"
            };
            output.line(&format!("{}: {state}", shown_path(&path)))?;
        }
    }
    Ok(output.flush()?)
}
