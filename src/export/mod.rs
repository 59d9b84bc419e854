//! An article as JSON, plain text or Markdown: strings, ready to be written. Not where they go, and not how a screen
//! shows them (see `ui`).

mod json;
mod markdown;
mod text;

pub use json::json;
pub use markdown::markdown;
pub use text::text;
