//! newsprint: a terminal reader for news that was collected, not subscribed to.
//!
//! The layers, lowest first: [`article`], [`text`], [`extract`], [`export`], [`events`], [`library`], [`layout`], [`config`],
//! [`app`], [`ui`], [`runtime`], [`cli`]. Each uses only layers before it, which `tests/it/layers.rs` checks. See
//! ARCHITECTURE.md.

#[cfg(feature = "reader")]
pub mod app;
pub mod article;
#[cfg(feature = "reader")]
pub mod cli;
#[cfg(feature = "reader")]
pub mod config;
pub mod events;
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
