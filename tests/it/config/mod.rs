//! Configuration: the default file, the presets and the exact messages for mistakes. Reading files is left to the
//! runtime.

mod any_text;
mod keywords;
mod presets;
mod settings;
mod themes;

use newsprint::config::Diagnostic;

fn messages(diagnostics: &[Diagnostic]) -> Vec<String> {
    diagnostics.iter().map(ToString::to_string).collect()
}
