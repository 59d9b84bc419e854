//! Lists of saved addresses as HTML: the exports of Pocket and Instapaper, and the bookmarks of browsers. Each link is an
//! article without text; the day on which it was saved is not its date.

use crate::extract::input::decoder::{Decoded, Format, Head, Origin, Reading, Sink};
use crate::extract::input::html::{Tree, charset, tree_of};
use crate::extract::input::record::Record;
use std::ops::ControlFlow;

/// Saved addresses.
pub static FORMAT: Format = Format {
    name: "bookmarks",
    label: "saved addresses (Pocket, Instapaper, bookmarks)",
    endings: &[],
    sniff,
    reading: Reading::Whole(decode),
};

/// What is in the first bytes of such a list, in lower case.
const MARKS: [&[u8]; 3] = [
    b"<!doctype netscape-bookmark-file",
    b"<title>pocket export",
    b"<title>instapaper: export",
];

fn sniff(head: &Head<'_>) -> bool {
    head.trimmed().starts_with(b"<") && MARKS.iter().any(|mark| head.contains(mark, 1024))
}

fn decode(bytes: &[u8], origin: &Origin<'_>, sink: &mut Sink<'_>) -> ControlFlow<()> {
    let (html, _) = charset::decode(bytes, origin.charset);
    let tree = tree_of(&html);
    for link in tree.elements(Tree::ROOT, "a") {
        let Some(url) = tree.element(link).and_then(|element| element.attribute("href")) else {
            continue;
        };
        if !url.starts_with("http://") && !url.starts_with("https://") {
            continue;
        }
        let title = tree.text_content(link);
        let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
        // A page whose title was not known has its address instead.
        let is_title = !title.is_empty() && !title.starts_with("http://") && !title.starts_with("https://");
        sink(Decoded::Record(Box::new(Record {
            url: Some(url.to_owned()),
            title: is_title.then_some(title),
            ..Record::default()
        })))?;
    }
    ControlFlow::Continue(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::input::decoder::Limits;

    #[test]
    fn links_are_articles_without_text_and_date() {
        for list in [
            "<!DOCTYPE html>\n<html><head><title>Pocket Export</title></head><body><h1>Unread</h1><ul>\
             <li><a href=\"https://q.example/1\" time_added=\"1714700000\" tags=\"sea\">The quay\nopens</a></li>\
             <li><a href=\"https://q.example/2\" time_added=\"1714700000\">https://q.example/2</a></li></ul></body></html>",
            "<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<TITLE>Bookmarks</TITLE><DL><p><DT><A HREF=\"https://q.example/1\" \
             ADD_DATE=\"1714700000\">The quay opens</A><DT><A HREF=\"javascript:x\">x</A><DT><A HREF=\"https://q.example/2\"></A></DL>",
        ] {
            assert!(sniff(&Head::new(list.as_bytes(), true, "html")));
            let mut found = Vec::new();
            let limits = Limits::default();
            let whole = decode(list.as_bytes(), &Origin::new(&limits), &mut |decoded| {
                let Decoded::Record(record) = decoded else {
                    panic!("a record")
                };
                found.push(*record);
                ControlFlow::Continue(())
            });
            assert!(whole.is_continue());
            let wanted = |url: &str, title: Option<&str>| Record {
                url: Some(url.to_owned()),
                title: title.map(str::to_owned),
                ..Record::default()
            };
            assert_eq!(
                found,
                [
                    wanted("https://q.example/1", Some("The quay opens")),
                    wanted("https://q.example/2", None)
                ]
            );
        }
    }
}
