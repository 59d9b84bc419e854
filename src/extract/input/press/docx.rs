//! The text of DOCX files: a ZIP archive with the document as XML. Deleted text, notes and looks are left out.

use crate::extract::input::decoder::Limits;
use quick_xml::Reader;
use quick_xml::events::{BytesRef, Event};
use std::io::{BufReader, Cursor, Read};
use zip::ZipArchive;

/// The entry with the text.
const DOCUMENT: &str = "word/document.xml";

/// Returns whether bytes begin like a DOCX file: an archive whose first entries are those of a Word document.
pub(super) fn is_docx(beginning: &[u8], ending: &str) -> bool {
    let has = |name: &[u8]| memchr::memmem::find(beginning, name).is_some();
    beginning.starts_with(b"PK\x03\x04") && (has(b"word/") || ending == "docx" && has(b"[Content_Types].xml"))
}

/// Returns the text of a document, one paragraph a line.
///
/// # Errors
///
/// What is wrong with the file.
pub(super) fn text(bytes: &[u8], limits: &Limits) -> Result<String, String> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| error.to_string())?;
    let document = archive.by_name(DOCUMENT).map_err(|error| error.to_string())?;
    let limit = limits.record_bytes.min(limits.unpacked_bytes);
    Ok(paragraphs(document.take(limit)))
}

/// The paragraphs of the XML. Where it is damaged, the text ends.
fn paragraphs(xml: impl Read) -> String {
    let mut reader = Reader::from_reader(BufReader::new(xml));
    reader.config_mut().check_end_names = false;
    let (mut out, mut buffer) = (String::new(), Vec::new());
    let mut is_text = false;
    // The fallback of an alternative repeats its content.
    let mut skipped = 0_usize;
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(element)) => match element.local_name().as_ref() {
                "Fallback" => skipped += 1,
                "t" => is_text = true,
                _ => {}
            },
            Ok(Event::End(element)) => match element.local_name().as_ref() {
                "Fallback" => skipped = skipped.saturating_sub(1),
                "t" => is_text = false,
                "p" if skipped == 0 => out.push('\n'),
                _ => {}
            },
            Ok(Event::Empty(element)) if skipped == 0 => match element.local_name().as_ref() {
                "p" | "br" | "cr" => out.push('\n'),
                "tab" if is_in_run(&out) => out.push('\t'),
                "noBreakHyphen" => out.push('-'),
                _ => {}
            },
            Ok(Event::Text(text)) if is_text && skipped == 0 => {
                out.push_str(&text);
            }
            Ok(Event::CData(text)) if is_text && skipped == 0 => {
                out.push_str(&text);
            }
            Ok(Event::GeneralRef(name)) if is_text && skipped == 0 => push_reference(&mut out, &name),
            Ok(Event::Eof) | Err(_) => return out,
            Ok(_) => {}
        }
    }
}

/// Returns whether a tab is in a line. The tab stops of a paragraph's looks are elements of this name, too.
fn is_in_run(out: &str) -> bool {
    !out.is_empty() && !out.ends_with('\n')
}

fn push_reference(out: &mut String, name: &BytesRef<'_>) {
    if let Ok(Some(c)) = name.resolve_char_ref() {
        out.push(c);
        return;
    }
    out.push_str(match &**name {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "apos" => "'",
        _ => "",
    });
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use std::io::Write;
    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    /// A DOCX file with these lines.
    pub(in crate::extract::input::press) fn docx(lines: &str) -> Vec<u8> {
        let paragraph = |line: &str| {
            let text = line.replace('&', "&amp;").replace('<', "&lt;");
            format!(
                "<w:p><w:pPr><w:tabs><w:tab w:val=\"left\"/></w:tabs></w:pPr><w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r></w:p>"
            )
        };
        let body: String = lines.lines().map(paragraph).collect();
        packed(&format!(
            "<?xml version=\"1.0\"?><w:document xmlns:w=\"w\"><w:body>{body}</w:body></w:document>"
        ))
    }

    fn packed(xml: &str) -> Vec<u8> {
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        archive
            .start_file(DOCUMENT, SimpleFileOptions::default())
            .unwrap();
        archive.write_all(xml.as_bytes()).unwrap();
        archive.finish().unwrap().into_inner()
    }

    #[test]
    fn paragraphs_are_lines() {
        let text = text(&docx("The quay & the pier\n\nIt is open."), &Limits::default()).unwrap();
        assert_eq!(text, "The quay & the pier\n\nIt is open.\n");
        assert!(is_docx(&docx("x"), ""));
    }

    #[test]
    fn changes_and_fallbacks_are_left_out() {
        let xml = "<d><w:p><w:r><w:t>One</w:t></w:r><w:del><w:r><w:delText>gone</w:delText></w:r></w:del><w:r><w:tab/><w:t>two &#228;</w:t>\
            <w:br/><w:t>three</w:t></w:r><mc:Fallback><w:p><w:t>One</w:t></w:p></mc:Fallback></w:p><w:p/></d>";
        assert_eq!(
            text(&packed(xml), &Limits::default()).unwrap(),
            "One\ttwo ä\nthree\n\n"
        );
    }

    #[test]
    fn bombs_and_damage_end() {
        let limits = Limits {
            record_bytes: 1 << 20,
            ..Limits::default()
        };
        let bomb = packed(&format!("<w:t>{}", " ".repeat(8 << 20)));
        assert!(text(&bomb, &limits).unwrap().len() <= 1 << 20);
        let deep = packed(&"<w:p>".repeat(200_000));
        text(&deep, &limits).unwrap();
        let whole = docx("The quay is open.");
        for length in 0..whole.len() {
            drop(text(&whole[..length], &limits));
        }
        assert!(text(b"PK\x03\x04", &limits).is_err());
    }
}
