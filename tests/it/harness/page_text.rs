//! Pages as text, the way a site serves them: an invented article with site furniture around it. Articles that need no
//! cleaning are in `page`.

use std::fmt::Write;

/// The call to readers that all pages of [`town`] contain; it reads like text.
pub const CALL: &str = "Hoist the flag with us and keep our lanterns burning through the winter.";

/// A page under construction; everything but the title and the body has a default.
pub struct PageText {
    menu: &'static str,
    title: String,
    day: usize,
    separator: &'static str,
    body: Vec<String>,
    footer: String,
}

impl PageText {
    pub fn new(title: &str) -> Self {
        Self {
            menu: "Home\nNews\n",
            title: title.to_owned(),
            day: 3,
            separator: "\n",
            body: Vec::new(),
            footer: "Share\n".to_owned(),
        }
    }

    /// The lines above the title, each with its line feed.
    pub fn menu(mut self, menu: &'static str) -> Self {
        self.menu = menu;
        self
    }

    /// The day of May 2024 on which the page was published.
    pub fn day(mut self, day: usize) -> Self {
        self.day = day;
        self
    }

    /// Separates the parts of the page with blank lines.
    pub fn spaced(mut self) -> Self {
        self.separator = "\n\n";
        self
    }

    pub fn paragraph(mut self, text: impl Into<String>) -> Self {
        self.body.push(text.into());
        self
    }

    /// The lines below the body.
    pub fn footer(mut self, footer: impl Into<String>) -> Self {
        self.footer = footer.into();
        self
    }

    pub fn text(&self) -> String {
        let Self {
            menu,
            title,
            day,
            separator,
            body,
            footer,
        } = self;
        let body = body.join(separator);
        format!("{menu}{title}{separator}By Ilka Fenn\n{day} May 2024{separator}{body}{separator}{footer}")
    }
}

/// A page about the harbour of Zelm, closed by `cause`, which no other paragraph mentions.
pub fn harbour(title: &str, day: usize, cause: &str) -> String {
    harbour_page(title, day, cause).text()
}

/// The same page, with the name of its outlet.
pub fn harbour_of(outlet: &str, title: &str, cause: &str) -> String {
    let footer = format!("Share\n© 2024 {outlet}. All rights reserved\n");
    harbour_page(title, 3, cause).footer(footer).text()
}

fn harbour_page(title: &str, day: usize, cause: &str) -> PageText {
    PageText::new(title)
        .day(day)
        .paragraph(format!(
            "The harbour of Zelm opened again on Friday, three days after the {cause} had closed it, the port authority \
             said."
        ))
        .paragraph(
            "Two cranes are still out of order, and ships have to wait for about nine hours before a berth is free.",
        )
}

/// A page with two paragraphs about `thing` and [`CALL`] between them; `last` is the last line.
pub fn town(title: &str, thing: &str, day: usize, last: &str) -> PageText {
    PageText::new(title)
        .menu("Menu\n")
        .day(day)
        .paragraph(format!(
            "The {thing} was the talk of the town on Monday, after two years in which nobody had seen it at work."
        ))
        .paragraph(CALL)
        .paragraph(format!(
            "Hundreds of people came to see the {thing} before noon, and most of them stayed until the evening."
        ))
        .footer(format!("Share this article\n{last}\n"))
}

const WHO: [&str; 8] = [
    "the harbour master",
    "a retired pilot",
    "the mayor of Zelm",
    "two fishermen",
    "the ferry company",
    "a school class",
    "the coast guard",
    "a visitor from Orlin",
];
const WHAT: [&str; 8] = [
    "counted forty ships at anchor",
    "lost a bicycle and found it again",
    "opened the old customs house",
    "measured the tide",
    "asked for longer opening hours",
    "repaired the lamp of the light tower",
    "planted nine lime trees",
    "sold the last tickets",
];
const PLACES: [&str; 8] = [
    "the eastern mole",
    "the fish market",
    "the railway bridge",
    "the salt cellar",
    "the windmill",
    "the new library",
    "the ropewalk",
    "the town gate",
];
const ENDS: [&str; 8] = [
    "nobody had expected it so early in the year",
    "the newspaper of the next day wrote three columns about it",
    "the costs will be shared by the county",
    "rain began soon after",
    "children were the first to notice",
    "the council will talk about it on Monday",
    "the band played until midnight",
    "a plaque is to remember it",
];

/// A page with this number of numbered paragraphs.
pub fn numbered(title: &str, day: usize, paragraphs: usize) -> String {
    let mut page = PageText::new(title)
        .menu("")
        .day(day)
        .spaced()
        .paragraph(format!("{title}, people in Zelm say, and they are glad of it."))
        .footer("Share this article\n");
    for number in 1..=paragraphs {
        let [who, what, place, end] = [number, number / 8 + number, number / 3, number / 5].map(|at| at % 8);
        let mut paragraph = format!("Paragraph {number} says that {} {} ", WHO[who], WHAT[what]);
        let _ = write!(
            paragraph,
            "near {} on day {number}, and that {}.",
            PLACES[place], ENDS[end]
        );
        page = page.paragraph(paragraph);
    }
    page.text()
}
