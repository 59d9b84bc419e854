//! Files in other formats than plain text: found in folders, read by every command, imported, and recognised when they change.

use super::{import, rows};
use crate::harness::workspace::Workspace;
use std::io::Write;

/// A saved page of an invented outlet.
fn page(title: &str, text: &str) -> String {
    format!(
        "<!DOCTYPE html><html lang=en><head><title>{title} | The Quay Courier</title>\
         <meta property=og:site_name content='The Quay Courier'>\
         <meta property=article:published_time content='2024-05-06T10:15:00+02:00'>\
         <link rel=canonical href='https://quay.example/{}'></head><body><nav><a>Home</a><a>Sign in</a></nav>\
         <article><h1>{title}</h1><p>{text} The council met on Monday and found no fault with the gates, its chair said.</p>\
         <p>Boats wait in the outer basin until the wind drops, and the lock keeper opens the gates by hand.</p></article>\
         <footer>Copyright The Quay Courier</footer></body></html>",
        title.replace(' ', "-")
    )
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn lines(articles: &[(&str, &str, &str)]) -> String {
    let line = |(id, title, text): &(&str, &str, &str)| {
        format!(
            "{{\"id\":\"{id}\",\"title\":\"{title}\",\"outlet\":\"The Tern\",\"date\":\"2024-05-06\",\"text\":\"{text}\"}}\n"
        )
    };
    articles.iter().map(line).collect()
}

#[test]
fn a_folder_of_files_in_several_formats_is_read_by_every_command() {
    let workspace = Workspace::new();
    workspace.write(
        "Ferry.html",
        page("Ferry waits for calmer water", "The ferry waits."),
    );
    workspace.write("Ferry_files/frame.html", page("A frame", "Not an article."));
    workspace.write(
        "packed/Lock.htm.gz",
        gzip(page("Lock gates stay shut", "The gates are shut.").as_bytes()),
    );
    workspace.write(
        "tern.jsonl",
        lines(&[
            ("1", "Bakers count loaves", "They count."),
            ("2", "Frost ends", "Rain comes."),
        ]),
    );
    workspace.write(
        "feed.xml",
        "<rss><channel><title>The Gull</title><item><title>Night trains run</title><description>Again.</description></item>\
         </channel></rss>",
    );
    workspace.write(
        "table.csv",
        "title;source;date;text\nSalt is dear;The Eider;2024-05-06;It is.\n",
    );
    workspace.write("settings.json", "{\"name\":\"x\",\"version\":\"1.0\"}");
    workspace.write("picture.jpg", b"\xff\xd8\xff");
    let listed = workspace.succeed(["list", "--no-library", "--format", "json", "news"]);
    assert_eq!(listed.lines().count(), 6, "{listed}");
    assert_eq!(import(&workspace), "6 new");
    let found = rows(&workspace, "title:ferry");
    assert_eq!(found[0]["outlet"], "The Quay Courier");
    assert_eq!(found[0]["date"], "2024-05-06");
    let extracted = workspace.succeed(["extract", "--format", "json", "news/packed/Lock.htm.gz"]);
    let article: serde_json::Value = serde_json::from_str(&extracted).unwrap();
    assert_eq!(article["title"], "Lock gates stay shut");
    assert_eq!(article["url"], "https://quay.example/Lock-gates-stay-shut");
    assert_eq!(article["body"].as_array().unwrap().len(), 2);
    assert_eq!(article["zone"], "+02:00");
}

#[test]
fn a_record_that_moved_in_its_file_keeps_its_article_and_one_that_changed_has_a_version() {
    let workspace = Workspace::new();
    let first = [
        ("1", "Bakers count loaves", "They count."),
        ("2", "Frost ends", "Rain comes."),
    ];
    workspace.write_settled("tern.jsonl", lines(&first));
    assert_eq!(import(&workspace), "2 new");
    let id = |query: &str| rows(&workspace, query)[0]["title"].clone();
    assert_eq!(id("frost"), "Frost ends");
    let second = [
        ("3", "Salt is dear", "It is."),
        ("2", "Frost is over", "Snow melts."),
        ("1", first[0].1, first[0].2),
    ];
    workspace.write_settled("tern.jsonl", lines(&second));
    let report = import(&workspace);
    assert!(report.contains("changed"), "{report}");
    assert_eq!(workspace.succeed(["list", "--count"]).trim(), "3");
    assert_eq!(id("frost"), "Frost is over");
    assert_eq!(rows(&workspace, "title:bakers")[0]["part"], 3);
}

#[test]
fn a_bad_record_is_reported_with_its_place_and_costs_only_itself() {
    let workspace = Workspace::new();
    workspace.write(
        "tern.jsonl",
        format!(
            "{}no record\n",
            lines(&[("1", "Bakers count loaves", "They count.")])
        ),
    );
    let finished = workspace.run(["extract", "--format", "json", "news/tern.jsonl"]);
    let messages = &finished.stderr;
    assert!(
        messages.contains("news/tern.jsonl: line 2 is not JSON"),
        "{messages}"
    );
    assert_eq!(finished.stdout.lines().count(), 1);
    assert_eq!(finished.code, Some(1));
}

#[test]
fn json_of_newsprint_is_read_back_without_loss() {
    let workspace = Workspace::new();
    workspace.write(
        "Ferry.html",
        page("Ferry waits for calmer water", "The ferry waits."),
    );
    workspace.write(
        "tern.jsonl",
        lines(&[("1", "Bakers count loaves", "They  count. They say:")]),
    );
    let fields = |json: &str| -> Vec<serde_json::Value> {
        let parsed = json
            .lines()
            .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
        let dropped = ["path", "part", "lines", "meta", "removed", "evidence", "warnings"];
        parsed
            .map(|mut article| {
                for name in dropped {
                    article.as_object_mut().unwrap().remove(name);
                }
                article
            })
            .collect()
    };
    let first = workspace.succeed(["extract", "--format", "json", "news"]);
    workspace.write("again.jsonl", &first);
    let second = workspace.succeed(["extract", "--format", "json", "news/again.jsonl"]);
    assert_eq!(fields(&second), fields(&first));
}

#[test]
fn an_unknown_column_is_named_in_the_configuration() {
    let workspace = Workspace::new();
    workspace.write("a.csv", "Worum es geht,Was war\nFrost ends,Rain comes.\n");
    std::fs::create_dir_all(workspace.config()).unwrap();
    let settings = "[inputs]\n\"Worum es geht\" = \"title\"\n\"Was war\" = \"body\"\n";
    std::fs::write(workspace.config().join("config.toml"), settings).unwrap();
    let text = workspace.succeed(["extract", "news/a.csv"]);
    assert_eq!(text, "Frost ends\n\nRain comes.\n");
}
