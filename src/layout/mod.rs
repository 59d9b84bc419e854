//! Text offsets to rows of cells for a width, and back. Knows no terminal library and no app.
