//! Random resizes while pages are loaded and read.

use super::session::{Session, Start, rows, shows};
use crate::harness::page_text::numbered;
use crate::harness::workspace::Workspace;

/// Pseudo-random sizes (xorshift).
struct Sizes(u32);

impl Sizes {
    fn next(&mut self, most: u16) -> u16 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 17;
        self.0 ^= self.0 << 5;
        1 + (self.0 % u32::from(most)) as u16
    }
}

#[test]
fn five_hundred_sizes_while_loading_and_scrolling() {
    let workspace = Workspace::new();
    for number in 0..1500 {
        let text = numbered(&format!("Report number {number}"), 1 + number % 28, 12);
        workspace.write(format!("{number:05}.txt"), text);
    }
    let mut session = Start::reader(&workspace).size(120, 40).open();
    session.wait_for_text("Outlets");
    let mut sizes = Sizes(2025);
    for round in 0..10 {
        for _ in 0..50 {
            session.resize(sizes.next(200), sizes.next(70));
            session.type_keys(["j", "k", "J", "\x04", "l", "h"][usize::from(sizes.next(6)) - 1]);
        }
        let width = 100 + 7 * round;
        session.resize(width, 30);
        session.wait("a frame of the right size", |session| {
            has_size(session, width, 30)
        });
    }
    // The keys may have selected one outlet.
    session.type_keys("0");
    session.wait_for_text("1,500 articles");
    session.signal(rustix::process::Signal::TERM);
    session.wait_for_end();
    session.assert_restored();
}

/// Returns whether the screen is drawn in this size: the header, which ends with the number of articles, ends before the
/// last column, and the last row shows the hints.
fn has_size(session: &Session, width: u16, height: u16) -> bool {
    let rows = rows(session.screen());
    let header = rows[0].trim_end();
    let ends = header.ends_with("unread") || header.ends_with('%') || header.contains(" of 1,500");
    ends && header.chars().count() == usize::from(width) - 1
        && rows[usize::from(height) - 1].contains("? keys")
}

#[test]
fn the_reading_position_is_kept() {
    let workspace = Workspace::with_reports();
    let mut session = Start::reader(&workspace).size(120, 40).open();
    session.wait_for_text("4 articles");
    session.type_keys("ffrost\r");
    session.wait_for_text("1 of 4");
    session.type_keys("\rz");
    session.wait_until_gone("Outlets");
    session.type_keys("30j\x0430j");
    session.wait_for("a position in the middle", |screen| {
        !shows(screen, "Paragraph 1 says")
    });
    let place = first_paragraph(&session);
    let mut sizes = Sizes(11);
    for _ in 0..50 {
        session.resize(sizes.next(200), sizes.next(70));
    }
    session.resize(119, 40);
    session.wait("the same position", |session| first_paragraph(session) == place);
}

/// The number of the first paragraph that begins on the screen.
fn first_paragraph(session: &Session) -> Option<String> {
    let rows = rows(session.screen());
    let row = rows.iter().find(|row| row.contains("Paragraph "))?;
    row.split_whitespace().nth(1).map(str::to_owned)
}
