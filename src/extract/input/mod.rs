//! From bytes to source lines and records: the table of formats and their decoders, decoding text, splitting files that hold
//! several articles, joining broken lines.

pub mod aliases;
pub(crate) mod decode;
pub mod decoder;
pub mod feed;
pub mod formats;
pub(crate) mod hidden_lines;
pub mod html;
pub(crate) mod join;
pub mod json;
pub(crate) mod json_repair;
mod lookahead;
pub mod mail;
pub mod moving_in;
pub(crate) mod packed;
pub(crate) mod page;
#[cfg(feature = "parquet")]
pub mod parquet_table;
pub(crate) mod part_starts;
pub mod press;
pub mod record;
pub(crate) mod source_lines;
pub(crate) mod split;
pub mod table;
pub(crate) mod text;
pub(crate) mod utf16;
pub mod web_archive;
pub(crate) mod wrap;
