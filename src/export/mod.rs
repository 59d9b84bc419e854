//! An article as JSON, Markdown or plain text. Not where it goes.
