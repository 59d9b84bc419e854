//! Configuration as a person meets it: the default file, the presets and the exact words for what is wrong. Not the
//! reading of files, which is the runtime's.

mod any_text;
mod keywords;
mod settings;
mod themes;

use newsprint::config::Complaint;

fn said(complaints: &[Complaint]) -> Vec<String> {
    complaints.iter().map(ToString::to_string).collect()
}
