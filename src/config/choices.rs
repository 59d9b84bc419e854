//! Settings that are one of a few: each with the name that stands in the configuration. Not what follows from them.

use crate::config::style::ColorDepth;

/// Which theme is used.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum ThemeChoice {
    /// Dark or light, as the terminal is; the dark one where that is unknown.
    #[default]
    Auto,
    /// A theme by its name: a built-in one or a file of the person's own.
    Named(String),
}

/// How many colours are used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ColorChoice {
    /// As many as the terminal says it has.
    #[default]
    Auto,
    /// This many.
    Depth(ColorDepth),
}

macro_rules! choices {
    ($(#[doc = $doc:literal])+ $name:ident { $($(#[$attribute:meta])* $variant:ident = $text:literal,)+ }) => {
        $(#[doc = $doc])+
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
        pub enum $name { $($(#[$attribute])* $variant,)+ }

        impl $name {
            /// Every choice with the name that stands in the configuration.
            pub const ALL: &[(&'static str, Self)] = &[$(($text, Self::$variant)),+];

            /// The name that stands in the configuration.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $text,)+ }
            }
        }
    };
}

choices! {
    /// Who puts right-to-left text in order.
    Bidi {
        /// The reader does, by the Unicode bidirectional algorithm.
        #[default] Reader = "reader",
        /// The terminal does.
        Terminal = "terminal",
    }
}

choices! {
    /// The form of a saved article.
    SaveFormat {
        /// Title, a blank line, one paragraph a line.
        #[default] Text = "text",
        /// Markdown.
        Markdown = "markdown",
        /// What `extract --format json` gives.
        Json = "json",
    }
}
