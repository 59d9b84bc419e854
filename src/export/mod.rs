//! An article as JSON, plain text, Markdown or an explanation: strings, ready to be written. Not where they go, and not how a screen
//! shows them (see `ui`).

mod explain;
mod json;
mod markdown;
mod text;

pub use explain::{Explaining, explain};
pub use json::json;
pub use markdown::markdown;
pub use text::text;
