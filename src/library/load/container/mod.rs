//! From the bytes of a file to its records: opens what is packed, in memory and within limits, and gives the bytes of each record
//! to the decoder of its format. Not the formats: see `extract::input`.

pub(crate) mod gzip;
pub(crate) mod item;
pub(crate) mod place;
pub(crate) mod reader;
pub(crate) mod stream;
pub(crate) mod unpack;
