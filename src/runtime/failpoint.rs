//! Failures that tests provoke. A release build has none.

/// Panics in a debug build if the variable `NEWSPRINT_FAULT` names this place.
pub fn hit(place: &str) {
    let wanted = || std::env::var_os("NEWSPRINT_FAULT").is_some_and(|wanted| wanted == place);
    assert!(
        !(cfg!(debug_assertions) && wanted()),
        "a failure on purpose: {place}"
    );
}
