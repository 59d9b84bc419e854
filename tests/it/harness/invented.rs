//! Invented pages as text, to be cleaned for real: three of one outlet, one of another and one of none, which all hold the
//! same call to readers. Not a test itself.

#![allow(dead_code)]

/// The line that all pages hold; it reads like text.
pub const CALL: &str = "Hoist the flag with us and keep our lanterns burning through the winter.";

/// The headline of the first page.
pub const BRIDGE: &str = "Old bridge opens again after repairs";
/// That of another page of its outlet.
pub const FERRY: &str = "Ferry returns to Zelm after the winter";
/// That of a page of another outlet.
pub const TRAIN: &str = "Night trains run again between the lakes";
/// That of a page whose outlet nobody knows.
pub const FROST: &str = "A long frost ends with a warm rain";

/// The pages: path and text, the newest first.
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
pub fn page(title: &str, thing: &str, day: u8, last: &str) -> String {
    format!(
        "Menu\nTop story\n{title}\nBy Ilka Fenn\n{day} May 2024\n\
         The {thing} was the talk of the town on Monday, after two years in which nobody had seen it at work.\n\
         {CALL}\n\
         Hundreds of people came to see the {thing} before noon, and most of them stayed until the evening.\n\
         Share this article\n{last}\n"
    )
}
