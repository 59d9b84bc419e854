//! Screens: what stands in which cell, and how it looks. Not what keys do: see `tests/app`.
//!
//! The screens in `tests/ui/golden` are written anew by `NEWSPRINT_REGENERATE=1 cargo test --test ui`; read the
//! difference before it is kept.

mod cells;
mod golden;
mod pages;
mod screen;
mod sizes;
mod styles;
