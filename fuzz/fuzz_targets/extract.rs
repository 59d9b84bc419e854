//! Any bytes are cleaned, and what comes out is held to the laws of `tests/laws`. It has no pages of its own: the sample
//! corpus and the golden pages are what it starts from.

#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../../tests/laws/mod.rs"]
#[allow(dead_code)] // each user of the laws takes what it needs
mod laws;

fuzz_target!(|bytes: &[u8]| {
    if let Err(broken) = laws::hold_for(bytes) {
        panic!("{broken}");
    }
});
