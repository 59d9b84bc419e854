//! Stores the articles of any bytes in a library and reads them back. What must hold: see `tests/laws/inputs.rs`.

#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../../tests/laws/inputs.rs"]
#[allow(dead_code)] // each target uses one of the laws
mod inputs;

fuzz_target!(|bytes: &[u8]| {
    if let Err(broken) = inputs::stored_article(bytes) {
        panic!("{broken}");
    }
});
