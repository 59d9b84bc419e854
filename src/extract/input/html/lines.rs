//! The text of a document as lines, as converters to plain text make it: each block begins a line, and a block with margins
//! is set apart by a blank line. Nothing is judged here; but each line keeps what the markup says of it.

use crate::article::markup::Markup;
use crate::extract::input::html::build::parse;
use crate::extract::input::html::elements::{Display, display, is_hidden};
use crate::extract::input::html::regions::region;
use crate::extract::input::html::tree::{Element, NodeId, Step, Tree, Walk};

/// The text of a document.
#[derive(Debug, Default)]
pub struct HtmlText {
    /// The lines, each ended by `\n`, with blank lines between blocks with margins.
    pub text: String,
    /// What the markup says of each line that is not blank, in order.
    pub markup: Vec<Markup>,
}

/// How a document is written as lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// As a page: list items have bullets or numbers, and controls of forms are left out.
    Page,
    /// As the text of an article: one paragraph a line, without marks that are not in the text.
    Article,
}

/// Writes what is below a node as lines.
pub fn lines(tree: &Tree, below: NodeId, style: Style) -> HtmlText {
    let mut writer = Writer::new(style);
    let mut walk = tree.walk(below);
    while let Some(step) = walk.next() {
        match step {
            Step::Enter(id) => match tree.element(id) {
                Some(element) => writer.enter(element, id, &mut walk),
                None => writer.text(tree.text(id).unwrap_or_default()),
            },
            Step::Leave(id) => {
                if let Some(element) = tree.element(id) {
                    writer.leave(element);
                }
            }
        }
    }
    writer.end_line();
    writer.out
}

/// The text of a fragment on one line, without tags and with its entities resolved.
pub fn plain_text(html: &str) -> String {
    if !html.contains(['<', '&']) {
        return even(html);
    }
    even(&lines(&parse(html), Tree::ROOT, Style::Article).text)
}

/// A text with single blanks.
pub(crate) fn even(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What an open element does to the text in it.
#[derive(Clone, Copy, Default)]
struct Context {
    markup: Markup,
    is_link: bool,
    is_preformatted: bool,
    /// The number of the next item of a numbered list; 0 in other elements.
    item: u32,
}

struct Writer {
    style: Style,
    out: HtmlText,
    line: String,
    open: Vec<Context>,
    /// Whether white space came after the text of the line.
    space: bool,
    /// Whether a blank line comes before the next line.
    blank: bool,
    /// A bullet or number that waits for the first text of its item.
    bullet: Option<u32>,
    /// Characters of the line, in all and in links.
    chars: usize,
    link_chars: usize,
    /// The markup of the first text of the line.
    markup: Markup,
}

impl Writer {
    fn new(style: Style) -> Self {
        Self {
            style,
            out: HtmlText::default(),
            line: String::new(),
            open: vec![Context::default()],
            space: false,
            blank: false,
            bullet: None,
            chars: 0,
            link_chars: 0,
            markup: Markup::default(),
        }
    }

    fn context(&self) -> Context {
        self.open.last().copied().unwrap_or_default()
    }

    fn enter(&mut self, element: &Element, id: NodeId, walk: &mut Walk<'_>) {
        let display = display(element.name());
        let mut context = self.context();
        let is_left_out = match display {
            Display::None => true,
            Display::Control => self.style == Style::Page,
            _ => is_hidden(element),
        };
        context.markup = context.markup.inside(element.name(), region(element));
        context.is_link |= element.name() == "a";
        context.is_preformatted |= matches!(element.name(), "pre" | "listing" | "plaintext");
        let item = match (element.name(), self.open.last_mut()) {
            ("li", Some(list)) if list.item > 0 => {
                list.item += 1;
                list.item - 1
            }
            _ => 0,
        };
        context.item = u32::from(element.name() == "ol");
        self.open.push(context);
        if is_left_out {
            walk.skip_children(id);
            return;
        }
        match display {
            Display::Break => self.end_line(),
            Display::Block { margin } => {
                self.end_line();
                self.blank |= margin;
                if element.name() == "li" && self.style == Style::Page {
                    self.bullet = Some(item);
                }
            }
            Display::Cell => self.space = true,
            _ => {}
        }
    }

    fn leave(&mut self, element: &Element) {
        self.open.pop();
        match display(element.name()) {
            Display::Block { margin } => {
                self.end_line();
                self.blank |= margin;
                if element.name() == "li" {
                    self.bullet = None;
                }
            }
            Display::Cell => self.space = true,
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        let context = self.context();
        if context.is_preformatted {
            for (at, line) in text.split('\n').enumerate() {
                if at > 0 {
                    self.end_line();
                }
                self.words(line, &context);
            }
        } else {
            self.words(text, &context);
        }
    }

    fn words(&mut self, text: &str, context: &Context) {
        let is_space = |c: char| c.is_ascii_whitespace() || c == '\u{a0}';
        self.space |= text.starts_with(is_space);
        for (at, word) in text.split(is_space).filter(|word| !word.is_empty()).enumerate() {
            if self.line.is_empty() {
                self.begin_line(context.markup);
            } else if self.space || at > 0 {
                self.line.push(' ');
            }
            self.space = false;
            self.line.push_str(word);
            self.chars += word.len();
            self.link_chars += if context.is_link { word.len() } else { 0 };
        }
        self.space |= text.ends_with(is_space);
    }

    fn begin_line(&mut self, markup: Markup) {
        self.markup = markup;
        match self.bullet.take() {
            Some(0) => self.line.push_str("• "),
            Some(number) => {
                self.line.push_str(&number.to_string());
                self.line.push_str(". ");
            }
            None => {}
        }
    }

    fn end_line(&mut self) {
        self.space = false;
        if self.line.trim().is_empty() {
            self.line.clear();
            return;
        }
        if std::mem::take(&mut self.blank) && !self.out.text.is_empty() {
            self.out.text.push('\n');
        }
        self.out.text.push_str(self.line.trim());
        self.out.text.push('\n');
        let share = self.link_chars * 100 / self.chars.max(1);
        self.out.markup.push(self.markup.with_links(share));
        self.line.clear();
        (self.chars, self.link_chars) = (0, 0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::markup::Region;

    fn text(html: &str, style: Style) -> String {
        lines(&parse(html), Tree::ROOT, style).text
    }

    #[test]
    fn blocks_become_lines_and_margins_blank_lines() {
        let html = "<title>No</title><h1>The  ferry\nstops</h1><div>By <b>Ana</b> Ferro</div><div>6 May</div>\
                    <p>It stops<br>at noon.<p>Why?<script>x</script><ul><li>Wind<li><p>Ice</ul><ol><li>a<li>b</ol>";
        assert_eq!(
            text(html, Style::Page),
            "The ferry stops\n\nBy Ana Ferro\n6 May\n\nIt stops\nat noon.\n\nWhy?\n\n• Wind\n\n• Ice\n\n1. a\n2. b\n"
        );
        assert_eq!(text("<ul><li>Wind<li>Ice</ul>", Style::Article), "Wind\nIce\n");
    }

    #[test]
    fn lines_know_their_links_and_where_they_are() {
        let page = lines(
            &parse("<nav><a>Home</a></nav><main><p>The ferry <a>stops</a> today.</p></main>"),
            Tree::ROOT,
            Style::Page,
        );
        assert!(page.markup[0].region.has_any(Region::NAVIGATION));
        assert_eq!(page.markup[0].links, 100);
        assert!(page.markup[1].region.has_any(Region::ARTICLE));
        assert!(page.markup[1].links < 50);
    }

    #[test]
    fn preformatted_text_keeps_its_lines() {
        assert_eq!(
            text("<pre>One\nTwo  three</pre>", Style::Article),
            "One\nTwo three\n"
        );
    }
}
