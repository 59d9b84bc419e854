//! Files in JSON Lines: each line that is not blank is one record. Not what a record's fields mean: see
//! `extract::input::record`.

use crate::article::Article;
use crate::extract::input::record::Record;
use crate::extract::pipeline::extract_record;
use crate::library::problem::{Problem, ProblemKind};
use serde::Deserialize;
use std::path::Path;

/// The articles of a file, numbered by their lines. Lines that are not records give none; see [`problems`].
pub(crate) fn articles(bytes: &[u8]) -> Vec<Article> {
    let records = records(bytes).filter_map(|(_, line)| read(line).ok());
    let numbered = (1..).zip(records);
    numbered
        .map(|(part, record)| Article {
            part,
            ..extract_record(record)
        })
        .collect()
}

/// What is wrong with the lines of a file that are not records: one problem, which names the first of them.
pub(crate) fn problems(path: &Path, bytes: &[u8]) -> Vec<Problem> {
    let mut wrong = records(bytes).filter_map(|(number, line)| Some((number, read(line).err()?)));
    let Some((number, error)) = wrong.next() else {
        return Vec::new();
    };
    let more = wrong.count();
    let more = if more > 0 {
        format!(" ({more} more)")
    } else {
        String::new()
    };
    let message = format!("line {number} is not a record{more}: {error}");
    vec![Problem::new(path, ProblemKind::Malformed, message)]
}

fn read(line: &[u8]) -> Result<Record, serde_json::Error> {
    let mut from = serde_json::Deserializer::from_slice(line);
    let record = Record::deserialize(&mut from)?;
    from.end()?;
    Ok(record)
}

/// The lines that are not blank, with their numbers.
fn records(bytes: &[u8]) -> impl Iterator<Item = (usize, &[u8])> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let lines = (1..).zip(bytes.split(|&byte| byte == b'\n'));
    lines.filter(|(_, line)| !line.trim_ascii().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &[u8] =
        b"{\"id\":\"a\",\"title\":\"One\"}\n\nno record\n{\"id\":\"b\",\"body\":\"Two.\\n\",\"more\":[1]}\n";

    #[test]
    fn each_line_is_an_article_and_a_bad_line_a_problem() {
        let ids: Vec<_> = articles(FILE)
            .into_iter()
            .map(|article| (article.part, article.id))
            .collect();
        assert_eq!(ids, [(1, Some("a".to_owned())), (2, Some("b".to_owned()))]);
        let problems = problems(Path::new("news.jsonl"), FILE);
        assert_eq!(problems.len(), 1);
        assert!(
            problems[0]
                .to_string()
                .starts_with("news.jsonl: line 3 is not a record: expected")
        );
    }
}
