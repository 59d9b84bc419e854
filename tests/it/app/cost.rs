//! The cost of a key is that of one window, for any length of the list or the text. Rows are counted, not timed.

use crate::harness::{AppDriver, Start, article};

/// An article with one line of this length.
fn one_line(bytes: usize) -> AppDriver {
    let sentence = "The ferry left the harbour and the tunnel stayed where it was. ";
    let page = format!(
        "date: 2025-03-01\ntitle: One line\ntext: {}",
        sentence.repeat(bytes / sentence.len())
    );
    let mut driver = AppDriver::begin(Start::default());
    driver.arrive(vec![("one.txt", article(&page))]);
    driver.done();
    driver
}

#[test]
fn only_the_visible_part_of_a_long_line_is_laid_out() {
    let mut driver = one_line(5_000_000);
    driver.keys("<Enter>");
    let rows = |driver: &AppDriver| driver.app.reader.open().unwrap().layout().rows_laid_out();
    assert!(rows(&driver) < 1000, "{}", rows(&driver));
    driver.keys("G");
    assert!(driver.app.reader.open().unwrap().is_at_end());
    assert!(rows(&driver) < 2000, "{}", rows(&driver));
    let before = rows(&driver);
    driver.keys("kkkkkjjjjj<C-u><C-d>");
    assert!(rows(&driver) - before < 1000, "{}", rows(&driver) - before);
    driver.resize(60, 20);
    assert!(rows(&driver) < 2000, "{}", rows(&driver));
}

#[test]
fn only_the_visible_part_of_many_lines_is_laid_out() {
    let page = format!("title: Many lines\n{}", "text: A short line.\n".repeat(100_000));
    let mut driver = AppDriver::begin(Start::default());
    driver.arrive(vec![("many.txt", article(&page))]);
    driver.done();
    driver.keys("<Enter>G");
    let open = driver.app.reader.open().unwrap();
    assert!(open.is_at_end());
    assert!(
        open.layout().rows_laid_out() < 2000,
        "{}",
        open.layout().rows_laid_out()
    );
    driver.keys("xGgg");
    let open = driver.app.reader.open().unwrap();
    assert!(
        open.layout().rows_laid_out() < 2000,
        "{}",
        open.layout().rows_laid_out()
    );
}
