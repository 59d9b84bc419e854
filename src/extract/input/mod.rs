//! From bytes to source lines: decoding, splitting files that hold several articles, joining broken lines.

pub(crate) mod decode;
pub(crate) mod hidden_lines;
pub(crate) mod join;
pub(crate) mod page;
pub(crate) mod part_starts;
pub(crate) mod record;
pub(crate) mod source_lines;
pub(crate) mod split;
pub(crate) mod utf16;
pub(crate) mod wrap;
