//! newsprint: a terminal reader for news that was collected, not subscribed to.
//!
//! The layers, lowest first; each uses only those before it (`tests/it/layers.rs` holds them to it):
//! [`article`]; [`text`], then [`extract`] and [`export`]; [`library`], [`layout`] and [`config`]; [`app`];
//! [`ui`]; [`runtime`] and [`cli`]. ARCHITECTURE.md draws the whole.

pub mod app;
pub mod article;
pub mod cli;
pub mod config;
pub mod export;
pub mod extract;
pub mod layout;
pub mod library;
pub mod runtime;
pub mod text;
pub mod ui;
