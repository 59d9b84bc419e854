//! What stands in a text: its harmless form, its folded form, its words, the places where a pattern matches. Not what it means.
