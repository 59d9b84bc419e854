//! A row of a list as one line of JSON. Written by hand: a million of them take a second, of which half would be what a
//! general writer does for each field.

use super::Row;
use crate::article::{Date, Time};
use std::io::Write;

/// Writes the row behind what is there.
pub(super) fn write(row: &Row<'_>, line: &mut Vec<u8>) {
    line.extend_from_slice(b"{\"path\":\"");
    for part in row.path_parts() {
        put_escaped(line, part);
    }
    line.extend_from_slice(b"\",\"part\":");
    put_number(line, row.part);
    put_text(line, "title", row.title.as_deref());
    line.extend_from_slice(b",\"date\":");
    put_quoted(line, row.date, put_date);
    line.extend_from_slice(b",\"time\":");
    put_quoted(line, row.time, put_time);
    for (name, value) in [
        ("outlet", &row.outlet),
        ("via", &row.via),
        ("section", &row.section),
        ("byline", &row.byline),
        ("language", &row.language),
    ] {
        put_text(line, name, value.as_deref());
    }
    line.extend_from_slice(b",\"words\":");
    put_number(line, row.words);
    line.push(b'}');
}

fn put_text(line: &mut Vec<u8>, name: &str, value: Option<&str>) {
    line.extend_from_slice(b",\"");
    line.extend_from_slice(name.as_bytes());
    line.extend_from_slice(b"\":");
    put_quoted(line, value, put_escaped);
}

fn put_quoted<T>(line: &mut Vec<u8>, value: Option<T>, put: impl FnOnce(&mut Vec<u8>, T)) {
    match value {
        Some(value) => {
            line.push(b'"');
            put(line, value);
            line.push(b'"');
        }
        None => line.extend_from_slice(b"null"),
    }
}

fn put_escaped(line: &mut Vec<u8>, text: &str) {
    // Without a way out of the loop, many bytes are looked at together.
    let is_special = |byte: u8| byte < b' ' || byte == b'"' || byte == b'\\';
    let is_plain = text.bytes().fold(true, |plain, byte| plain & !is_special(byte));
    if is_plain {
        line.extend_from_slice(text.as_bytes());
    } else if let Ok(quoted) = serde_json::to_vec(text) {
        line.extend_from_slice(&quoted[1..quoted.len() - 1]);
    }
}

fn put_number(line: &mut Vec<u8>, number: u32) {
    // Writing into memory cannot fail.
    drop(serde_json::to_writer(line, &number));
}

fn put_date(line: &mut Vec<u8>, date: Date) {
    match u16::try_from(date.year) {
        Ok(year) if year < 10_000 => {
            put_two(line, (year / 100) as u8);
            put_two(line, (year % 100) as u8);
            line.push(b'-');
            put_two(line, date.month);
            line.push(b'-');
            put_two(line, date.day);
        }
        _ => drop(write!(line, "{date}")),
    }
}

fn put_time(line: &mut Vec<u8>, time: Time) {
    put_two(line, time.hour);
    line.push(b':');
    put_two(line, time.minute);
}

/// A number below 100 in two digits.
fn put_two(line: &mut Vec<u8>, number: u8) {
    line.extend_from_slice(&[b'0' + number / 10 % 10, b'0' + number % 10]);
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::borrow::Cow;

    fn written(row: &Row<'_>) -> String {
        let mut line = Vec::new();
        write(row, &mut line);
        String::from_utf8(line).unwrap()
    }

    #[test]
    fn what_is_unknown_is_null_and_fields_have_their_order() {
        let row = Row {
            name: "a.txt".into(),
            part: 1,
            ..Row::default()
        };
        assert_eq!(
            written(&row),
            "{\"path\":\"a.txt\",\"part\":1,\"title\":null,\"date\":null,\"time\":null,\"outlet\":null,\"via\":null,\
             \"section\":null,\"byline\":null,\"language\":null,\"words\":0}"
        );
    }

    #[test]
    fn any_text_is_read_back_as_it_was() {
        let texts = [
            "",
            "plain",
            "\"quoted\" \\ and / more",
            "tab\tline\nbell\u{7}\u{1f}",
            "caf\u{e9} \u{5317}\u{4eac} \u{1f600}\u{2028}\u{7f}",
        ];
        for text in texts {
            let row = Row {
                folder: Cow::Borrowed("/news"),
                name: Cow::Borrowed(text),
                part: 7,
                title: Some(text.into()),
                date: Some("0987-01-09".parse().unwrap()),
                time: Time::new(6, 5),
                outlet: Some(text.into()),
                via: Some(text.into()),
                section: Some(text.into()),
                byline: Some(text.into()),
                language: Some(text.into()),
                words: 4_294_967_295,
                ..Row::default()
            };
            let expected = serde_json::json!({
                "path": format!("/news/{text}"), "part": 7, "title": text, "date": "0987-01-09", "time": "06:05",
                "outlet": text, "via": text, "section": text, "byline": text, "language": text, "words": 4_294_967_295_u32,
            });
            assert_eq!(written(&row), expected.to_string());
        }
    }
}
