//! Pages for tests, written down in a few lines. Not pages as they are found: see `invented`.

use newsprint::article::{Article, Date, Line, LineClass, Reason, Time};

/// A page: its path, and lines of the form `class: text`. Classes are those of [`class_of`]; `outlet`, `date`, `via`,
/// `section` and `language` only tell something about the page; `-reason` is a line that was removed for that reason.
pub type Page = (&'static str, &'static str);

/// The article of a page written down as [`Page`] says.
pub fn article(text: &str) -> Article {
    let mut article = Article {
        part: 1,
        ..Article::default()
    };
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (class, text) = line.split_once(": ").unwrap_or(("text", line));
        tell(&mut article, class, text);
    }
    article
}

fn tell(article: &mut Article, class: &str, text: &str) {
    let meta = &mut article.meta;
    let own = Some(text.to_owned());
    match class {
        "outlet" => return meta.outlet = own,
        "via" => return meta.via = own,
        "language" => return meta.language = own,
        "date" => {
            let (day, time) = text.split_once(' ').unwrap_or((text, ""));
            meta.date = Some(day.parse::<Date>().expect("a date"));
            meta.time = time
                .split_once(':')
                .and_then(|(hour, minute)| Time::new(hour.parse().ok()?, minute.parse().ok()?));
            return;
        }
        "section" => meta.section = own,
        "byline" => meta.byline = own,
        "title" => meta.title = own,
        "sub" => meta.subtitle = own,
        _ => {}
    }
    let start = article.source.len() as u32;
    article.source.push_str(text);
    let end = article.source.len() as u32;
    article.source.push('\n');
    let (class, reason) = class_of(class);
    article.lines.push(Line {
        number: article.lines.len() as u32 + 1,
        start,
        end,
        class,
        reason,
        confidence: 90,
        ..Line::default()
    });
}

fn class_of(name: &str) -> (LineClass, Option<Reason>) {
    if let Some(reason) = name.strip_prefix('-') {
        return (
            LineClass::Chrome,
            Some(Reason::from_name(reason).expect("a reason")),
        );
    }
    let class = match name {
        "title" => LineClass::Title,
        "sub" => LineClass::Subtitle,
        "byline" => LineClass::Byline,
        "section" => LineClass::Section,
        "caption" => LineClass::Caption,
        "heading" => LineClass::Heading,
        "item" => LineClass::ListItem,
        "quote" => LineClass::Quote,
        _ => LineClass::Paragraph,
    };
    (class, None)
}

/// A paragraph of so many different words, after `lead`.
pub fn words(lead: &str, count: usize) -> String {
    let mut text = lead.to_owned();
    for number in 0..count {
        text.push_str(" word");
        text.push_str(&number.to_string());
    }
    text
}
