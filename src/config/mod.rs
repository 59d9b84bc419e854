//! What a person may set: raw text to settings, keymap, theme, keyword sets. Reads no files; is given text.
