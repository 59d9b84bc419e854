//! Writes an article as JSON, plain text, Markdown or an explanation: functions from articles to strings. Not where the
//! output goes, and not how a screen shows an article (see `ui`).

mod explain;
mod json;
mod markdown;
mod text;

pub use explain::{Explaining, explain};
pub use json::json;
pub use markdown::markdown;
pub use text::text;
