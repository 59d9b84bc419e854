//! Bytes and hints to articles. Cannot fail; knows no files, threads or clock.
