//! `newsprint profile`: shows what is known of an outlet, tests its rules on a corpus, and proposes rules. It writes no
//! profile; proposals go to standard output.

pub(crate) mod learn;
pub(crate) mod outlet_pages;
pub(crate) mod preview;
pub(crate) mod show;

use crate::cli::args::{ProfileAction, ProfileArgs};
use crate::cli::failure::Failure;
use crate::cli::output::{Messages, Output};

/// Runs an action.
pub fn run(args: &ProfileArgs, messages: &mut Messages) -> Result<(), Failure> {
    let mut output = Output::new();
    match &args.action {
        ProfileAction::Show(outlet) => show::run(outlet, messages, &mut output)?,
        ProfileAction::Test(outlet) => preview::run(outlet, messages, &mut output)?,
        ProfileAction::Learn(outlet) => learn::run(outlet, messages, &mut output)?,
    }
    Ok(output.flush()?)
}
