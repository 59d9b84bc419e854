//! Counts the work of extraction in tests, to show that it grows no faster than the page. It uses no clock, so a count
//! is the same on every machine. Outside tests nothing is counted.

/// Adds a number of bytes, words or rows that are processed.
#[inline]
pub(crate) fn count(amount: usize) {
    #[cfg(test)]
    tests::DONE.with(|done| done.set(done.get() + amount as u64));
    #[cfg(not(test))]
    let _ = amount;
}

#[cfg(test)]
mod tests {
    use crate::extract::corpus::hints::Hints;
    use crate::extract::outlets::directory::OutletDirectory;
    use crate::extract::pipeline::extract;
    use std::cell::Cell;

    thread_local! {
        pub(crate) static DONE: Cell<u64> = const { Cell::new(0) };
    }

    /// The work for each byte of a page.
    fn work(page: &str) -> f64 {
        let outlets = OutletDirectory::builtin();
        let hints = Hints {
            path: None,
            outlets: &outlets,
            template: None,
        };
        DONE.set(0);
        extract(page.as_bytes(), &hints);
        DONE.get() as f64 / page.len() as f64
    }

    const HEAD: &str = "Old bridge opens again after repairs\n\nBy Jana Vella\n\n9 July 2024\n\n";
    const SENTENCE: &str = "The old bridge over the Lenne opened again on Monday after two years of repairs, the town \
        said, and hundreds of people crossed it on foot before the first bus came over at noon.";

    #[test]
    fn work_grows_no_faster_than_the_page() {
        let shapes: [(&str, String); 9] = [
            ("paragraphs", format!("{SENTENCE}\n\n")),
            ("one line", format!("{SENTENCE} ")),
            ("one line of short words", "it is up as old time ".to_owned()),
            ("one-word lines", SENTENCE.replace(' ', "\n") + "\n"),
            (
                "names between paragraphs",
                format!("{SENTENCE}\nMaria Keller\n\n"),
            ),
            (
                "bylines with dates between paragraphs",
                format!("{SENTENCE}\nBy Maria Keller, 9 July 2024, 06:05\n\n"),
            ),
            (
                "credits between paragraphs",
                format!("{SENTENCE}\nThe old bridge (Maria Keller/AFP)\n\n"),
            ),
            ("menu", "Sign in\nMaria Keller\n3/4/2024\n© Sky News\n".to_owned()),
            ("dates", "9 July 2024\n10/07/2024\n".to_owned()),
        ];
        for (name, piece) in shapes {
            let page = |bytes: usize| {
                let pieces =
                    (0..bytes / piece.len()).map(|at| piece.replacen("old", &format!("old {at}"), 1));
                HEAD.to_owned() + &pieces.collect::<String>()
            };
            let (small, large) = (work(&page(100_000)), work(&page(400_000)));
            assert!(large <= small * 1.1, "{name}: {small} a byte, then {large}");
        }
    }
}
