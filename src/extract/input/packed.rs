//! Files that hold other files. Unpacking them: see `library::load::container`.

use crate::extract::input::decoder::{Format, Head, Packing, Reading};

/// One stream, compressed.
pub static GZIP: Format = Format {
    name: "gzip",
    label: "any of these, compressed with gzip",
    endings: &["gz", "tgz"],
    sniff: |head: &Head<'_>| head.starts_with(&[b"\x1f\x8b\x08"]),
    reading: Reading::Packed(Packing::Gzip),
};

/// One stream, compressed.
pub static ZSTD: Format = Format {
    name: "zstd",
    label: "any of these, compressed with zstd",
    endings: &["zst", "zstd"],
    sniff: is_zstd,
    reading: Reading::Packed(Packing::Zstd),
};

/// An archive.
pub static ZIP: Format = Format {
    name: "zip",
    label: "ZIP archive of any of these",
    endings: &["zip"],
    sniff: |head: &Head<'_>| head.starts_with(&[b"PK\x03\x04", b"PK\x05\x06"]),
    reading: Reading::Packed(Packing::Zip),
};

/// An archive.
pub static TAR: Format = Format {
    name: "tar",
    label: "tar archive of any of these",
    endings: &["tar"],
    sniff: |head: &Head<'_>| head.bytes.get(257..262) == Some(b"ustar"),
    reading: Reading::Packed(Packing::Tar),
};

/// A frame, or a skippable frame, which may hold the dictionary of what follows.
fn is_zstd(head: &Head<'_>) -> bool {
    let is_skippable = head.bytes.get(1..4) == Some(b"\x2a\x4d\x18") && head.bytes[0] & 0xF0 == 0x50;
    head.starts_with(&[b"\x28\xb5\x2f\xfd"]) || is_skippable
}
