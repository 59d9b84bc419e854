//! Colours and styles. `ui` draws them; `palette` converts colours between depths.

/// The number of colours of the terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ColorDepth {
    /// None (`NO_COLOR`): bold, dim, italic, underline, reverse and strike only.
    None,
    /// The sixteen colours of the terminal.
    Ansi16,
    /// The 256 colours of xterm.
    Ansi256,
    /// All 24-bit colours.
    True,
}

/// A colour at some depth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Color {
    /// The terminal's own foreground or background.
    #[default]
    Default,
    /// One of the sixteen colours of the terminal, 0 to 15.
    Ansi(u8),
    /// One of xterm's fixed colours, 16 to 255.
    Indexed(u8),
    /// Red, green, blue.
    Rgb(u8, u8, u8),
}

/// A style. Fields that are not set keep the style beneath.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[allow(clippy::struct_excessive_bools)] // these are the attributes of a terminal's cell
pub struct Style {
    /// The colour of the text.
    pub fg: Option<Color>,
    /// The colour of the background.
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
    /// Returns this style with another one drawn over it.
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
