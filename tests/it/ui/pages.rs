//! The pages that the screens show. Not a test itself.

use crate::harness::{Bench, Page, Start, keyword_sets};
use newsprint::app::Size;

/// Pages of all kinds: with everything, without outlet, without date, without title, of other scripts.
pub const PAGES: &[Page] = &[
    (
        "a/tunnel.txt",
        "outlet: Harbour Herald
        via: Strait Wire
        date: 2025-03-09 14:05
        -navigation: Home Weather Sport
        title: Tunnel under the strait opens nine weeks early
        byline: Ada Venn
        sub: The last lamp was hung on Friday.
        caption: The tunnel mouth at dawn
        text: The tunnel under the strait opened to lorries on Sunday, and a ferry still runs beside it for those who \
         would rather see the water. Nobody had expected the lamps to be ready.
        -share: Share this page
        heading: What comes next
        item: The toll stays as it is until the autumn, and after that nobody knows.
        item: The ferry goes on.
        quote: We shall see the tunnel from both ends.
        text: Drivers praised the lamps in the Tunnel.",
    ),
    (
        "b/bridge.txt",
        "outlet: Northern Ledger
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
        "f/nafaq.txt",
        "outlet: رصد الميناء
        date: 2025-03-07 10:00
        language: ar
        title: فتح النفق قبل موعده
        text: فتح النفق تحت المضيق يوم الأحد (9 آذار) أمام الشاحنات.",
    ),
    (
        "g/suido.txt",
        "outlet: 港日報
        date: 2025-03-06 09:00
        language: ja
        title: 海峡トンネルが九週間早く開通
        text: 海峡の下のトンネルが日曜日に開通した。フェリーは運航を続ける。",
    ),
    (
        "c/note.txt",
        "text: Nobody knows who wrote this. It stands here all the same.",
    ),
];

/// Keyword sets of two colours.
pub const SETS: &str = "[[set]]\nname = \"Crossing\"\ncolor = \"blue\"\nwords = [\"ferry\", \"tunnel\"]\n\n\
                        [[set]]\nname = \"Light\"\ncolor = \"yellow\"\non = false\nwords = [\"lamp*\"]\n";

/// A reader of [`PAGES`].
pub fn reader(width: u16, height: u16) -> Bench {
    reader_of(PAGES, width, height)
}

/// A reader of these pages, with keyword sets.
pub fn reader_of(pages: &[Page], width: u16, height: u16) -> Bench {
    Bench::with(
        pages,
        Start {
            size: Size { width, height },
            keywords: keyword_sets(SETS),
            ..Start::default()
        },
    )
}
