//! Turns panics into errors while an index is read. The index engine takes its files to be as it wrote them, and panics on
//! many that are damaged.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Once;
use tantivy::TantivyError;

thread_local! {
    /// Whether a panic on this thread becomes an error, so that nothing is printed about it.
    static IS_GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// Runs `work` on this thread, and turns a panic into an error.
pub(crate) fn guarded<T>(work: impl FnOnce() -> tantivy::Result<T>) -> tantivy::Result<T> {
    silence_guarded_panics();
    let before = IS_GUARDED.replace(true);
    let done = catch_unwind(AssertUnwindSafe(work));
    IS_GUARDED.set(before);
    done.unwrap_or_else(|_| Err(TantivyError::InternalError("its files are damaged".to_owned())))
}

/// Puts a hook around the present one that prints nothing about guarded panics.
fn silence_guarded_panics() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let hook = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            // A thread that is ending has no value any more.
            if !IS_GUARDED.try_with(Cell::get).unwrap_or(false) {
                hook(panic);
            }
        }));
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_an_error_and_the_guard_ends() {
        let bytes: [u8; 2] = [1, 2];
        let past = |end: usize| guarded(|| Ok(bytes[..end].len()));
        assert_eq!(past(2).unwrap(), 2);
        assert!(past(bytes.len() + 1).is_err());
        assert!(!IS_GUARDED.get());
    }
}
