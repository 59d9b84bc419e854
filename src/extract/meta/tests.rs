//! Small invented pages whose lines have their classes, and the metadata that must be read from them.

use crate::article::Article;
use crate::article::line::{Line, LineClass};
use crate::article::reason::Reason;
use crate::extract::corpus::hints::Hints;
use crate::extract::meta::collect::collect;
use crate::extract::outlets::directory::OutletDirectory;

/// An article of lines that begin with a mark: `T ` headline, `S ` standfirst, `B ` body, `C ` caption, `. ` chrome.
pub(crate) fn page(lines: &[&str]) -> Article {
    let mut article = Article {
        part: 1,
        ..Article::default()
    };
    for (number, line) in (1..).zip(lines) {
        let (mark, text) = line.split_at(2);
        let start = article.source.len() as u32;
        article.source.push_str(text);
        let end = article.source.len() as u32;
        article.source.push('\n');
        let class = match mark {
            "T " => LineClass::Title,
            "S " => LineClass::Subtitle,
            "B " => LineClass::Paragraph,
            "C " => LineClass::Caption,
            _ => LineClass::Chrome,
        };
        if class == LineClass::Title {
            article.meta.title = Some(text.to_owned());
        }
        let reason = (class == LineClass::Chrome).then_some(Reason::BeforeArticle);
        article.lines.push(Line {
            number,
            start,
            end,
            class,
            reason,
            ..Line::default()
        });
    }
    article
}

fn collected(lines: &[&str]) -> Article {
    let mut article = page(lines);
    collect(&mut article, &Hints::new(&OutletDirectory::builtin()), None);
    article
}

fn date_of(article: &Article) -> String {
    article.meta.date.map_or(String::new(), |date| date.to_string())
}

pub(crate) mod dates;
pub(crate) mod names;
pub(crate) mod outlets;

const BODY: &str = "B The old ferry left the harbour on Monday with forty people on board, and the port said that it would come back at night.";

mod detected {
    use crate::article::line::Fields;
    use crate::extract::cases::cases;
    use crate::extract::meta::detect::detect;

    fn check(line: &str, fields: Fields) {
        assert_eq!(detect(line), fields, "{line}");
    }

    cases! { check:
        date: "Tuesday, 9 July 2024, 06:05", Fields::DATE;
        byline: "By Anna Petrova", Fields::BYLINE;
        byline_with_date: "By Anna PetrovaPublished 9 July 2024", Fields::BYLINE.with(Fields::DATE);
        credit: "SOURCE:SkyNews and agencies", Fields::CREDIT;
        sentence_with_by: "By the time the ferry came back it was night.", Fields::NONE;
        sentence_with_date:
            "The ferry sank on 9 July 2019 after a storm that nobody had seen coming.", Fields::NONE;
        time: "14:39", Fields::NONE;
        empty: "", Fields::NONE;
    }
}
