//! Screens of any size: nothing panics.

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
        let mut bench = reader(80, 24);
        bench.keys(keys);
        for width in (0..=5).chain([8, 20]) {
            for height in (0..=5).chain([9]) {
                bench.resize(width, height);
                dark(&bench);
            }
        }
        for (width, height) in [(200, 1), (1, 60), (200, 5), (5, 60)] {
            bench.resize(width, height);
            dark(&bench);
        }
        bench.keys("jk").resize(80, 24);
        dark(&bench);
    }
}

#[test]
fn screens_begun_small_are_drawn_too() {
    for keys in SCREENS {
        for size in 0..=5 {
            let mut bench = reader(size, size);
            bench.keys(keys);
            dark(&bench);
            bench.resize(80, 24);
            dark(&bench);
        }
    }
}

#[test]
fn a_frame_that_is_larger_than_the_app_knows_is_no_harm() {
    use ratatui::{Terminal, backend::TestBackend};
    let styles = super::screen::theme("dark", newsprint::config::ColorDepth::Ansi256);
    for (width, height) in [(10, 3), (80, 24), (300, 90)] {
        let bench = reader(80, 24);
        let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
        terminal
            .draw(|frame| newsprint::ui::draw(&bench.app, &styles, frame))
            .unwrap();
    }
}
