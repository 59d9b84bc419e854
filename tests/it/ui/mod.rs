//! Screens: which cell shows what, and in which style. What keys do is tested in `app`.

mod cells;
mod golden;
mod pages;
mod screen;
mod sizes;
mod styles;
