//! Drawing does not panic at any screen size.

use super::pages::reader;
use super::screen::dark;

const SCREENS: &[&str] = &[
    "",
    "h",
    "<Enter>",
    "<Enter>x",
    "z",
    "fdate:2025-99",
    "fout<Tab>",
    "o",
    "d",
    "d<Tab> <Left>",
    "dx<Enter>",
    "?",
    ":",
    "H",
    "Ha",
    "!",
    "<Enter>/ferry<Enter>v",
    "5g",
    ",",
    "3j<Enter>",
    "4j<Enter>vw",
    "<Enter>xc",
    "<Enter>x3jcX",
    "<Enter>x3jcX<Enter>Z",
];

#[test]
fn sizes_from_nothing_to_five_are_drawn() {
    for keys in SCREENS {
        let mut driver = reader(80, 24);
        driver.keys(keys);
        for width in (0..=5).chain([8, 20]) {
            for height in (0..=5).chain([9]) {
                driver.resize(width, height);
                dark(&driver);
            }
        }
        for (width, height) in [(200, 1), (1, 60), (200, 5), (5, 60)] {
            driver.resize(width, height);
            dark(&driver);
        }
        driver.keys("jk").resize(80, 24);
        dark(&driver);
    }
}

#[test]
fn screens_that_start_small_are_drawn() {
    for keys in SCREENS {
        for size in 0..=5 {
            let mut driver = reader(size, size);
            driver.keys(keys);
            dark(&driver);
            driver.resize(80, 24);
            dark(&driver);
        }
    }
}

#[test]
fn a_frame_of_another_size_than_the_app_expects_is_drawn() {
    use ratatui::{Terminal, backend::TestBackend};
    let styles = super::screen::theme("dark", newsprint::config::ColorDepth::Ansi256);
    for (width, height) in [(10, 3), (80, 24), (300, 90)] {
        let driver = reader(80, 24);
        let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
        terminal
            .draw(|frame| newsprint::ui::draw(&driver.app, &styles, frame))
            .unwrap();
    }
}
