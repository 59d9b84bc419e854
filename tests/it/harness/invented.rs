//! Invented pages as text, to be cleaned for real: three of one outlet, one of another and one of none, which all
//! contain the same call to readers.

pub use super::page_text::CALL;
use super::page_text::town;

/// The headline of the first page.
pub const BRIDGE: &str = "Old bridge opens again after repairs";
/// The headline of another page of the same outlet.
pub const FERRY: &str = "Ferry returns to Zelm after the winter";
/// The headline of a page of another outlet.
pub const TRAIN: &str = "Night trains run again between the lakes";
/// The headline of a page of an unknown outlet.
pub const FROST: &str = "A long frost ends with a warm rain";

/// The pages, newest first: path and text.
pub fn pages() -> Vec<(&'static str, String)> {
    let courier = "© 2024 The Quay Courier. All rights reserved";
    vec![
        ("a.txt", page(BRIDGE, "bridge", 9, courier)),
        ("b.txt", page(FERRY, "ferry", 8, courier)),
        (
            "c.txt",
            page("Bakers count their loaves before the feast", "bakery", 7, courier),
        ),
        (
            "d.txt",
            page(TRAIN, "train", 6, "© 2024 The Lake Gazette. All rights reserved"),
        ),
        ("e.txt", page(FROST, "frost", 5, "Back to top")),
    ]
}

/// A page: lines 1 to 8 are Menu, Top story, the headline, the byline, the date, a paragraph, the call, a paragraph.
pub fn page(title: &str, thing: &str, day: usize, last: &str) -> String {
    town(title, thing, day, last).menu("Menu\nTop story\n").text()
}
