//! Defines an article: its source text, what each line of it is, and what is known about it.
//!
//! This is layer 0: plain data with no behaviour beyond reading itself. It does not know where a text came from, how it
//! was cleaned or how it is shown, and it uses only the standard library and serde's derives.

pub(crate) mod cleaned;
pub(crate) mod date;
pub(crate) mod document;
pub(crate) mod joint;
pub(crate) mod kind;
pub(crate) mod line;
pub(crate) mod markup;
pub(crate) mod meta;
pub(crate) mod reason;

pub use cleaned::{Article, LineGroup};
pub use date::{Date, Moment, Time, Weekday, Zone};
pub use document::{Block, BlockKind, Document};
pub use joint::{continues_word, join_lines};
pub use kind::Kind;
pub use line::{Fields, Line, LineClass};
pub use markup::{Markup, MarkupBlock, Region};
pub use meta::{Author, Evidence, Field, Metadata, Warning};
pub use reason::Reason;
