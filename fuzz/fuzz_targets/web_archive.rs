//! Decodes any bytes as web archives. What must hold: see `tests/laws/formats.rs`.

#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../../tests/laws/formats.rs"]
#[allow(dead_code)] // each target uses one of the laws
mod formats;

fuzz_target!(|bytes: &[u8]| {
    if let Err(broken) = formats::web_archives(bytes) {
        panic!("{broken}");
    }
});
