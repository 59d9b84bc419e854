//! Cleans any bytes and checks the result against the laws of `tests/laws`. It has no pages of its own: it starts from
//! the sample corpus and the golden pages.

#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../../tests/laws/mod.rs"]
#[allow(dead_code)] // each user of the laws uses a part of them
mod laws;

fuzz_target!(|bytes: &[u8]| {
    if let Err(broken) = laws::hold_for(bytes) {
        panic!("{broken}");
    }
});
