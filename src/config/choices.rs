//! Settings with a fixed set of values, each with its name in the configuration.

use crate::config::style::ColorDepth;

/// The choice of the theme.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum ThemeChoice {
    /// Dark or light, like the terminal; dark if that is unknown.
    #[default]
    Auto,
    /// A built-in theme or a file of the user, by its name.
    Named(String),
}

/// The choice of the number of colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ColorChoice {
    /// As many as the terminal reports.
    #[default]
    Auto,
    /// A fixed depth.
    Depth(ColorDepth),
}

macro_rules! choices {
    ($(#[doc = $doc:literal])+ $name:ident { $($(#[$attribute:meta])* $variant:ident = $text:literal,)+ }) => {
        $(#[doc = $doc])+
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
        pub enum $name { $($(#[$attribute])* $variant,)+ }

        impl $name {
            /// All values with their names in the configuration.
            pub const NAMED: &[(&'static str, Self)] = &[$(($text, Self::$variant)),+];

            /// Returns the name in the configuration.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $text,)+ }
            }
        }
    };
}

pub(crate) use choices;

choices! {
    /// Which program reorders right-to-left text.
    Bidi {
        /// The reader, by the Unicode bidirectional algorithm.
        #[default] Reader = "reader",
        /// The terminal.
        Terminal = "terminal",
    }
}

choices! {
    /// The form of a saved article.
    SaveFormat {
        /// The title, a blank line, then one paragraph on each line.
        #[default] Text = "text",
        /// Markdown.
        Markdown = "markdown",
        /// The JSON of `extract --format json`.
        Json = "json",
    }
}
