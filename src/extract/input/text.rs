//! Plain text: one page, or several with form feeds between them.

use crate::extract::input::decoder::{Format, Head, Reading};
use crate::extract::input::html;

/// Pages as plain text.
pub static FORMAT: Format = Format {
    name: "text",
    label: "page as plain text",
    endings: &["txt", "text"],
    sniff: is_text,
    reading: Reading::Text,
};

/// What is named otherwise is not an article in a folder: source code and tables of numbers are text, too.
fn is_text(head: &Head<'_>) -> bool {
    let endings = [FORMAT.endings, html::FORMAT.endings].concat();
    endings.contains(&head.ending) || head.media_type == Some("text/plain")
}
