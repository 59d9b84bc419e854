//! How the elements of HTML are displayed: a table of names. Not what a page uses them for: see `markup`.

use crate::extract::input::html::tree::Element;

/// How an element is displayed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Display {
    /// It has no text: code, data, replaced content.
    None,
    /// A control of a form or a drawing, with text that is not the page's.
    Control,
    /// It ends the line.
    Break,
    /// It is on lines of its own, perhaps set apart by margins.
    Block {
        /// Whether browsers set it apart.
        margin: bool,
    },
    /// A cell of a table: apart from its neighbours, on their line.
    Cell,
    /// A part of the line.
    Inline,
}

/// Returns how browsers display an element.
pub fn display(name: &str) -> Display {
    match name {
        "script" | "style" | "noscript" | "template" | "iframe" | "object" | "embed" | "applet"
        | "canvas" | "audio" | "video" | "head" | "title" | "map" | "noframes" | "noembed" | "rp" | "rt"
        | "param" | "link" | "meta" | "base" | "datalist" => Display::None,
        "button" | "svg" | "select" | "option" | "optgroup" | "textarea" | "input" => Display::Control,
        "br" => Display::Break,
        "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "ul" | "ol" | "dl" | "blockquote" | "pre"
        | "figure" | "table" | "hr" | "fieldset" | "menu" | "dir" | "listing" | "plaintext" => {
            Display::Block { margin: true }
        }
        "address" | "article" | "aside" | "body" | "caption" | "center" | "dd" | "details" | "dialog"
        | "div" | "dt" | "figcaption" | "footer" | "form" | "frameset" | "header" | "hgroup" | "html"
        | "legend" | "li" | "main" | "nav" | "section" | "summary" | "search" | "tr" | "thead" | "tbody"
        | "tfoot" => Display::Block { margin: false },
        "td" | "th" => Display::Cell,
        _ => Display::Inline,
    }
}

/// Returns whether an element is marked as not displayed.
pub fn is_hidden(element: &Element) -> bool {
    element
        .attribute("hidden")
        .is_some_and(|value| !value.eq_ignore_ascii_case("until-found"))
}
