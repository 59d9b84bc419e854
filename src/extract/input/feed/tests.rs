//! Tests of feeds: dialects, broken markup, and what counts as a feed.

use super::*;
use crate::extract::input::decoder::Limits;
use crate::extract::input::record::{Content, Record};

fn records(text: &str) -> Vec<Record> {
    let limits = Limits::default();
    let mut found = Vec::new();
    let _ = decode(text.as_bytes(), &Origin::new(&limits), &mut |decoded| {
        if let Decoded::Record(record) = decoded {
            found.push(*record);
        }
        ControlFlow::Continue(())
    });
    found
}

fn rss(items: &str) -> Vec<Record> {
    let text = format!(
        "<?xml version='1.0'?><rss version='2.0'><channel><title>The Herald</title><link>https://h.example/</link>\
         <language>en-gb</language>{items}</channel></rss>"
    );
    records(&text)
}

#[test]
fn an_entry_of_rss_has_all_its_fields() {
    let found = rss(
        "<item><title>Ferry &amp;amp; bus</title><link>/a</link><guid isPermaLink='false'>7</guid><author>a@h.example (Ana)</author>\
         <pubDate>Mon, 06 May 2024 10:00:00 GMT</pubDate><category>Harbour</category>\
         <description>&lt;p&gt;It stops.&lt;/p&gt;</description></item>",
    );
    let record = &found[0];
    assert_eq!(record.title.as_deref(), Some("Ferry & bus"));
    assert_eq!(record.url.as_deref(), Some("https://h.example/a"));
    assert_eq!(record.id.as_deref(), Some("7"));
    assert_eq!(record.feed_title.as_deref(), Some("The Herald"));
    assert_eq!(record.section.as_deref(), Some("Harbour"));
    assert_eq!(record.content, Content::Html("<p>It stops.</p>".to_owned()));
    assert_eq!(record.language.as_deref(), Some("en-gb"));
}

#[test]
fn titles_of_atom_are_read_by_their_type() {
    let entry = |kind: &str, title: &str| {
        let text = format!(
            "<feed xmlns='http://www.w3.org/2005/Atom'><entry><title {kind}>{title}</title></entry></feed>"
        );
        records(&text).remove(0).title.unwrap()
    };
    assert_eq!(entry("", "Use &lt;b&gt; well"), "Use <b> well");
    assert_eq!(
        entry("type='html'", "AT&amp;amp;T &amp;lt;x> &lt;b>y&lt;/b>"),
        "AT&T <x> y"
    );
    assert_eq!(
        entry(
            "type='xhtml'",
            "<div xmlns='http://www.w3.org/1999/xhtml'>A <i>b</i></div>"
        ),
        "A b"
    );
}

#[test]
fn what_a_feed_says_after_its_entries_counts() {
    let text =
        "<feed><entry><title>One</title></entry><title>Late</title><author><name>Ana</name></author></feed>";
    let record = records(text).remove(0);
    assert_eq!(record.feed_title.as_deref(), Some("Late"));
    assert_eq!(record.authors, ["Ana"]);
}

#[test]
fn broken_markup_costs_only_its_entry() {
    let found = rss(
        "<item><title>Fish & chips</title><description>One <br> two</description></item>\
         <item><title>No end<item><title a=<b>Odd</title></item><item><title>Last</title></item>",
    );
    let titles: Vec<_> = found
        .iter()
        .filter_map(|record| record.title.as_deref())
        .collect();
    assert_eq!(titles.first(), Some(&"Fish & chips"));
    assert_eq!(titles.last(), Some(&"Last"));
    assert_eq!(found.len(), 4);
}

#[test]
fn a_summary_that_is_not_the_beginning_is_the_standfirst() {
    let item = |description: &str| {
        rss(&format!(
            "<item><description>{description}</description>\
             <content:encoded>&lt;p>The ferry stops at noon.&lt;/p>&lt;p>More.&lt;/p></content:encoded></item>"
        ))
        .remove(0)
    };
    assert_eq!(item("The ferry stops…").subtitle, None);
    assert_eq!(item("No boats today").subtitle.as_deref(), Some("No boats today"));
}

#[test]
fn feeds_are_recognised_by_their_first_element() {
    let is = |text: &str| is_feed(&Head::new(text.as_bytes(), true, ""));
    assert!(is(
        "<!-- x --><?xml version='1.0'?><!DOCTYPE rss [<!ENTITY a 'b'>]><rss>"
    ));
    assert!(is("<rdf:RDF xmlns='x'>"));
    assert!(is("Warning: x\n<a:feed>"));
    assert!(!is("<html><rss>"));
    assert!(!is("<opml>"));
}
