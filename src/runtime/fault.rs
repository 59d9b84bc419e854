//! Failures on purpose, for the tests that show what happens then. In a release build there are none.

/// Panics where a debug build is told to by the variable `NEWSPRINT_FAULT`, which names the place.
pub fn point(place: &str) {
    let wanted = || std::env::var_os("NEWSPRINT_FAULT").is_some_and(|wanted| wanted == place);
    assert!(
        !(cfg!(debug_assertions) && wanted()),
        "a failure on purpose: {place}"
    );
}
