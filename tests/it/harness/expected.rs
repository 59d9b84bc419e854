//! Files that hold what a test expects, and the one switch that rewrites them.

use std::fs;
use std::path::PathBuf;

/// A file of the repository.
pub fn repository(path: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// Returns whether expected files are rewritten instead of compared.
pub fn regenerates() -> bool {
    std::env::var_os("NEWSPRINT_REGENERATE").is_some()
}

/// Compares `actual` with the expected file at `path`, or writes it there. Returns the first difference.
pub fn compare(path: &str, actual: &str) -> Result<(), String> {
    let file = repository(path);
    if regenerates() {
        return fs::write(&file, actual).map_err(|error| format!("{path}: {error}"));
    }
    let expected = fs::read_to_string(&file).unwrap_or_default();
    if expected == actual {
        return Ok(());
    }
    let lines = || expected.lines().zip(actual.lines());
    let at = lines()
        .position(|(expected, actual)| expected != actual)
        .unwrap_or_else(|| lines().count());
    Err(format!(
        "{path} differs from line {}:\n- {}\n+ {}",
        at + 1,
        expected.lines().nth(at).unwrap_or_default(),
        actual.lines().nth(at).unwrap_or_default(),
    ))
}

/// Compares `actual` with the expected file at `path`, or writes it there.
pub fn assert_expected(path: &str, actual: &str) {
    assert_all(compare(path, actual).err());
}

/// Fails with all failures of a table, so that one does not hide the others.
pub fn assert_all(failures: impl IntoIterator<Item = String>) {
    let failures: Vec<String> = failures.into_iter().collect();
    assert!(
        failures.is_empty(),
        "{}\nIf this is intended, run: NEWSPRINT_REGENERATE=1 cargo test --test it",
        failures.join("\n")
    );
}
