//! The pages that most tests read.

use crate::harness::{AppDriver, Page, article, words};
use newsprint::article::Article;

/// Seven pages of three outlets and of an unknown one, on four days and without a date. In the order of the list: tunnel,
/// bridge, fog, ferry, storm, zoo, note.
pub const NEWS: &[Page] = &[
    (
        "a/tunnel.txt",
        "outlet: Harbour Herald
        date: 2025-03-09 14:05
        -navigation: Home Weather Sport
        title: Tunnel opens early
        byline: Ada Venn
        sub: The last lamp was hung on Friday.
        caption: The tunnel mouth at dawn
        text: The tunnel under the strait opened to lorries. A ferry still runs beside the tunnel.
        -share: Share this page
        text: Drivers praised the lamps in the Tunnel. Nobody missed the ferry.",
    ),
    (
        "b/bridge.txt",
        "outlet: Northern Ledger
        via: Strait Wire
        date: 2025-03-09 08:30
        title: Bridge toll rises
        text: Crossing the bridge costs more from today. The toll pays for paint.",
    ),
    (
        "c/fog.txt",
        "date: 2025-03-08
        title: Fog over the strait
        text: The ferry waited for an hour.",
    ),
    (
        "a/ferry.txt",
        "outlet: Harbour Herald
        date: 2025-03-08 09:00
        title: Ferry stops for winter
        text: The ferry stays in harbour. The tunnel takes its passengers.",
    ),
    (
        "b/storm.txt",
        "outlet: Northern Ledger
        date: 2025-03-01
        title: Storm closes Bridge again
        text: Wind closed the bridge for the third time. Lorries waited.
        text: The keeper of the bridge slept badly.",
    ),
    (
        "d/zoo.txt",
        "outlet: Zeta Post
        date: 2025-02-20 10:00
        title: Zoo counts its owls
        text: There are nine owls. One of them is new.",
    ),
    (
        "c/note.txt",
        "title: Note without a day
        text: Nobody knows who wrote this.",
    ),
];

/// The titles of [`NEWS`], newest first.
pub const TITLES: &[&str] = &[
    "Tunnel opens early",
    "Bridge toll rises",
    "Fog over the strait",
    "Ferry stops for winter",
    "Storm closes Bridge again",
    "Zoo counts its owls",
    "Note without a day",
];

/// A reader of [`NEWS`] at 80x24.
pub fn news() -> AppDriver {
    AppDriver::of(NEWS)
}

/// An article with this title and number of paragraphs of two or three rows; each tenth contains the word `lantern`.
pub fn long_article(title: &str, paragraphs: usize) -> Article {
    let mut page = format!("outlet: Long Reads\ndate: 2025-03-05 07:00\ntitle: {title}\n");
    for number in 0..paragraphs {
        let lead = if number % 10 == 9 { "lantern" } else { "paragraph" };
        page.push_str(&words(&format!("text: {lead} {number}"), 25));
        page.push('\n');
    }
    article(&page)
}

/// A reader of one long article and one short one, the long one open.
pub fn long_reading() -> AppDriver {
    let mut driver = AppDriver::begin(crate::harness::Start::default());
    let short =
        article("outlet: Long Reads\ndate: 2025-03-04\ntitle: Short one\ntext: A lantern and little else.");
    driver.arrive(vec![
        ("l/long.txt", long_article("Long one", 60)),
        ("l/short.txt", short),
    ]);
    driver.done();
    driver.keys("<Enter>");
    driver
}
