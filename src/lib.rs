//! newsprint: a terminal reader for news that was collected, not subscribed to.
//!
//! The layers, lowest first; each uses only those before it (`tests/it/layers.rs` holds them to it):
//! [`article`]; [`text`], then [`extract`] and [`export`]; [`library`], [`layout`] and [`config`]; [`app`];
//! [`ui`]; [`runtime`] and [`cli`]. ARCHITECTURE.md draws the whole.

#[cfg(feature = "reader")]
pub mod app;
pub mod article;
#[cfg(feature = "reader")]
pub mod cli;
#[cfg(feature = "reader")]
pub mod config;
pub mod export;
pub mod extract;
#[cfg(feature = "reader")]
pub mod layout;
#[cfg(feature = "library")]
pub mod library;
#[cfg(feature = "reader")]
pub mod runtime;
pub mod text;
#[cfg(feature = "reader")]
pub mod ui;
