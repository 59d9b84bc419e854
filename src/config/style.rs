//! Colours and styles as plain values, and how a colour becomes one that a poorer terminal has. Not a terminal's
//! escape sequences: `ui` turns a [`Style`] into cells.

/// How many colours the terminal has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ColorDepth {
    /// None (`NO_COLOR`): bold, dim, italic, underline, reverse and strike only.
    None,
    /// The terminal's own sixteen.
    Ansi16,
    /// The 256 of xterm.
    Ansi256,
    /// Any.
    True,
}

/// A colour of a depth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Color {
    /// The terminal's own foreground or background.
    #[default]
    Default,
    /// One of the terminal's own sixteen, 0 to 15.
    Ansi(u8),
    /// One of xterm's fixed colours, 16 to 255.
    Indexed(u8),
    /// Red, green, blue.
    Rgb(u8, u8, u8),
}

/// A style as it is drawn. Fields that are not set leave what is drawn beneath.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[allow(clippy::struct_excessive_bools)] // these are the attributes of a terminal's cell
pub struct Style {
    /// The colour of the text.
    pub fg: Option<Color>,
    /// The colour behind it.
    pub bg: Option<Color>,
    /// Bold.
    pub bold: bool,
    /// Dim.
    pub dim: bool,
    /// Italic.
    pub italic: bool,
    /// Underlined.
    pub underline: bool,
    /// Foreground and background exchanged.
    pub reverse: bool,
    /// Struck through.
    pub strike: bool,
}

impl Style {
    /// This style with another one drawn over it.
    #[must_use]
    pub fn patch(self, over: Self) -> Self {
        Self {
            fg: over.fg.or(self.fg),
            bg: over.bg.or(self.bg),
            bold: self.bold || over.bold,
            dim: self.dim || over.dim,
            italic: self.italic || over.italic,
            underline: self.underline || over.underline,
            reverse: self.reverse || over.reverse,
            strike: self.strike || over.strike,
        }
    }
}
