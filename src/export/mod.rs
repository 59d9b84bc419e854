//! Writes an article as JSON, plain text, Markdown or an explanation: functions from articles to strings. Not where the
//! output goes, and not how a screen shows an article (see `ui`).

pub(crate) mod csv;
pub(crate) mod escaped;
pub(crate) mod explain;
pub(crate) mod json;
pub(crate) mod markdown;
pub(crate) mod text;

pub use csv::csv_line;
pub use escaped::{json_text, write_json};
pub use explain::{ExplainOptions, explain};
pub use json::json;
pub use markdown::markdown;
pub use text::text;
