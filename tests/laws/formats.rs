//! What must hold for any bytes that a decoder of the table of formats gets: it ends, a stream makes progress, and every
//! problem names its place. The fuzz targets share these functions. Each returns what was broken; a panic is a fault too.

use newsprint::extract::input::decoder::{CutRecord, Decode, Decoded, Format, Head, Limits, Origin, Reading};
use newsprint::extract::input::formats;
use std::ops::ControlFlow;

/// Web archives.
pub fn web_archives(bytes: &[u8]) -> Result<(), String> {
    decode_as(&["warc", "arc"], bytes)
}

/// Messages, mailboxes and saved pages.
pub fn mail(bytes: &[u8]) -> Result<(), String> {
    decode_as(&["mail", "mbox", "mhtml"], bytes)
}

/// Downloads from press databases.
pub fn press(bytes: &[u8]) -> Result<(), String> {
    decode_as(&["docx", "rtf", "press-html", "press-text"], bytes)
}

/// What other readers export.
pub fn moving_in(bytes: &[u8]) -> Result<(), String> {
    decode_as(&["opml", "urls", "bookmarks", "omnivore"], bytes)
}

/// Decodes bytes as each of these formats, whether they look like it or not.
fn decode_as(names: &[&str], bytes: &[u8]) -> Result<(), String> {
    for name in names {
        let format = formats::named(name).ok_or_else(|| format!("{name} is not a format"))?;
        for ending in [format.endings.first().copied().unwrap_or(""), "txt"] {
            let _ = (format.sniff)(&Head::new(bytes, true, ending));
        }
        decode(format, bytes).map_err(|broken| format!("{name}: {broken}"))?;
    }
    Ok(())
}

/// Decodes bytes as one format.
fn decode(format: &Format, mut bytes: &[u8]) -> Result<(), String> {
    let limits = Limits {
        record_bytes: 1 << 20,
        ..Limits::default()
    };
    match format.reading {
        Reading::Whole(decode) => one(decode, bytes, &limits),
        Reading::Stream { cut, decode } => {
            let (mut cut, mut record) = (cut(), Vec::new());
            let mut idle = 0;
            loop {
                let before = bytes.len() + cut.unread();
                record.clear();
                match cut.next(&mut bytes, &limits, &mut record) {
                    Err(error) => return Err(error.to_string()),
                    Ok(CutRecord::End) => break Ok(()),
                    Ok(CutRecord::Found) => one(decode, &record, &limits)?,
                    Ok(CutRecord::Problem(problem)) if problem.place.is_empty() => {
                        return Err(format!("no place: {problem:?}"));
                    }
                    Ok(CutRecord::Problem(_)) => {}
                }
                // A problem may follow the record that it belongs to.
                idle = if bytes.len() + cut.unread() < before {
                    0
                } else {
                    idle + 1
                };
                if idle > 2 {
                    return Err("the stream makes no progress".to_owned());
                }
            }
        }
        _ => Ok(()),
    }
}

fn one(decode: Decode, bytes: &[u8], limits: &Limits) -> Result<(), String> {
    let mut broken = None;
    let flow = decode(bytes, &Origin::new(limits), &mut |decoded| {
        if let Decoded::Problem(problem) = decoded
            && (problem.place.is_empty() || problem.message.is_empty())
        {
            broken = Some(format!("no place or no message: {problem:?}"));
        }
        ControlFlow::Continue(())
    });
    if flow.is_break() {
        return Err("it stopped although the sink goes on".to_owned());
    }
    broken.map_or(Ok(()), Err)
}
