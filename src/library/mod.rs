//! Keeps articles, answers queries, holds marks. Knows no terminal.
