//! The message of a panic on a background thread.

use std::any::Any;

/// Returns the message of a panic, in one line.
pub(crate) fn panic_message(panic: &(dyn Any + Send)) -> String {
    let message = panic
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    format!(
        "a background task failed: {}",
        message.unwrap_or("no reason was given")
    )
}
