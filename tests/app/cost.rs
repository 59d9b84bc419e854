//! What a key costs: a window, however long the list or the text is. Counted, not timed.

use crate::harness::{Bench, Start, article};

/// An article of one line of this many bytes.
fn one_line(bytes: usize) -> Bench {
    let sentence = "The ferry left the harbour and the tunnel stayed where it was. ";
    let page = format!(
        "date: 2025-03-01\ntitle: One line\ntext: {}",
        sentence.repeat(bytes / sentence.len())
    );
    let mut bench = Bench::begin(Start::default());
    bench.arrive(vec![("one.txt", article(&page))]);
    bench.done();
    bench
}

#[test]
fn a_line_of_five_megabytes_is_laid_out_where_it_is_seen() {
    let mut bench = one_line(5_000_000);
    bench.keys("<Enter>");
    let rows = |bench: &Bench| bench.app.reader.open().unwrap().layout().rows_laid_out();
    assert!(rows(&bench) < 1000, "{}", rows(&bench));
    bench.keys("G");
    assert!(bench.app.reader.open().unwrap().is_at_end());
    assert!(rows(&bench) < 2000, "{}", rows(&bench));
    let before = rows(&bench);
    bench.keys("kkkkkjjjjj<C-u><C-d>");
    assert!(rows(&bench) - before < 1000, "{}", rows(&bench) - before);
    bench.resize(60, 20);
    assert!(rows(&bench) < 2000, "{}", rows(&bench));
}

#[test]
fn a_hundred_thousand_short_lines_are_laid_out_where_they_are_seen() {
    let page = format!("title: Many lines\n{}", "text: A short line.\n".repeat(100_000));
    let mut bench = Bench::begin(Start::default());
    bench.arrive(vec![("many.txt", article(&page))]);
    bench.done();
    bench.keys("<Enter>G");
    let open = bench.app.reader.open().unwrap();
    assert!(open.is_at_end());
    assert!(
        open.layout().rows_laid_out() < 2000,
        "{}",
        open.layout().rows_laid_out()
    );
    bench.keys("xGgg");
    let open = bench.app.reader.open().unwrap();
    assert!(
        open.layout().rows_laid_out() < 2000,
        "{}",
        open.layout().rows_laid_out()
    );
}
