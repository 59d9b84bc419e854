//! The text of RTF files: a small tolerant reader. It follows groups, destinations and code pages, and knows nothing of
//! looks. Cells of a row are separated by tabs, rows and paragraphs by line feeds.

use encoding_rs::{Encoding, WINDOWS_1252};
use std::collections::HashMap;

/// Groups nested deeper than this are read as part of the group around them.
const DEPTH_MAX: usize = 500;
/// Destinations whose text is not that of the document.
const SKIPPED: [&str; 22] = [
    "fonttbl",
    "colortbl",
    "stylesheet",
    "info",
    "pict",
    "object",
    "header",
    "headerl",
    "headerr",
    "headerf",
    "footer",
    "footerl",
    "footerr",
    "footerf",
    "footnote",
    "listtable",
    "listoverridetable",
    "generator",
    "themedata",
    "datastore",
    "xmlnstbl",
    "fldinst",
];
/// Control words that are characters.
const CHARACTERS: [(&str, &str); 22] = [
    ("par", "\n"),
    ("line", "\n"),
    ("sect", "\n"),
    ("page", "\n"),
    ("row", "\n"),
    ("nestrow", "\n"),
    ("tab", "\t"),
    ("cell", "\t"),
    ("nestcell", "\t"),
    ("emdash", "—"),
    ("endash", "–"),
    ("emspace", " "),
    ("enspace", " "),
    ("qmspace", " "),
    ("bullet", "•"),
    ("lquote", "‘"),
    ("rquote", "’"),
    ("ldblquote", "“"),
    ("rdblquote", "”"),
    ("zwj", ""),
    ("zwnj", ""),
    ("softline", "\n"),
];

/// Returns whether bytes are RTF.
pub(super) fn is_rtf(bytes: &[u8]) -> bool {
    bytes.trim_ascii_start().starts_with(b"{\\rtf")
}

/// What a group inherits from the one around it.
#[derive(Clone)]
struct Group {
    is_skipped: bool,
    /// The number of characters after `\u` that stand for it in older programs.
    fallback: usize,
    encoding: &'static Encoding,
    is_font_table: bool,
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
    out: String,
    groups: Vec<Group>,
    too_deep: usize,
    now: Group,
    document_encoding: &'static Encoding,
    fonts: HashMap<i32, &'static Encoding>,
    font: i32,
    /// Bytes of a legacy encoding that are not decoded yet.
    pending: Vec<u8>,
    /// The first half of a character that `\u` writes as two.
    surrogate: Option<u16>,
    /// The number of fallback characters to skip.
    skip: usize,
}

/// Returns the text of a document.
pub(super) fn text(bytes: &[u8]) -> String {
    let mut reader = Reader {
        bytes,
        at: 0,
        out: String::new(),
        groups: Vec::new(),
        too_deep: 0,
        now: Group {
            is_skipped: false,
            fallback: 1,
            encoding: WINDOWS_1252,
            is_font_table: false,
        },
        document_encoding: WINDOWS_1252,
        fonts: HashMap::new(),
        font: 0,
        pending: Vec::new(),
        surrogate: None,
        skip: 0,
    };
    reader.read();
    reader.flush();
    reader.out
}

impl Reader<'_> {
    fn read(&mut self) {
        while let Some(&byte) = self.bytes.get(self.at) {
            self.at += 1;
            match byte {
                b'{' => self.open(),
                b'}' => self.close(),
                b'\\' => self.control(),
                b'\r' | b'\n' | 0 => {}
                _ if self.skip > 0 => self.skip -= 1,
                _ => self.pending.push(byte),
            }
        }
    }

    fn open(&mut self) {
        self.flush();
        self.skip = 0;
        if self.groups.len() < DEPTH_MAX {
            self.groups.push(self.now.clone());
        } else {
            self.too_deep += 1;
        }
    }

    fn close(&mut self) {
        self.flush();
        self.skip = 0;
        if self.too_deep > 0 {
            self.too_deep -= 1;
        } else if let Some(group) = self.groups.pop() {
            self.now = group;
        }
    }

    /// Decodes the bytes that are pending.
    fn flush(&mut self) {
        if self.pending.is_empty() {
            return;
        }
        if !self.now.is_skipped {
            self.surrogate = None;
            let (text, _) = self.now.encoding.decode_without_bom_handling(&self.pending);
            self.out.push_str(&text);
        }
        self.pending.clear();
    }

    fn push(&mut self, text: &str) {
        self.flush();
        if !self.now.is_skipped {
            self.surrogate = None;
            self.out.push_str(text);
        }
    }

    fn control(&mut self) {
        let Some(&byte) = self.bytes.get(self.at) else {
            return;
        };
        if byte.is_ascii_alphabetic() {
            return self.word();
        }
        self.at += 1;
        match byte {
            b'\'' => {
                let digits = self
                    .bytes
                    .get(self.at..self.at + 2)
                    .and_then(|pair| std::str::from_utf8(pair).ok());
                if let Some(code) = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
                    self.at += 2;
                    if self.skip > 0 {
                        self.skip -= 1;
                    } else {
                        self.pending.push(code);
                    }
                }
            }
            b'~' => self.push("\u{a0}"),
            b'_' => self.push("-"),
            b'*' => self.now.is_skipped = true,
            b'\r' | b'\n' => self.push("\n"),
            b'{' | b'}' | b'\\' => {
                if self.skip > 0 {
                    self.skip -= 1;
                } else {
                    self.pending.push(byte);
                }
            }
            _ => {}
        }
    }

    fn word(&mut self) {
        let rest = &self.bytes[self.at..];
        let length = rest.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
        let (name, rest) = rest.split_at(length);
        let sign = usize::from(rest.first() == Some(&b'-'));
        let digits = rest[sign..]
            .iter()
            .take_while(|byte| byte.is_ascii_digit())
            .count();
        let digits = if digits == 0 { 0 } else { sign + digits };
        let number = std::str::from_utf8(&rest[..digits])
            .ok()
            .and_then(|number| number.parse::<i32>().ok());
        self.at += length + digits;
        if self.bytes.get(self.at) == Some(&b' ') {
            self.at += 1;
        }
        let name = std::str::from_utf8(name).unwrap_or_default();
        if let Some((_, text)) = CHARACTERS.iter().find(|(own, _)| *own == name) {
            return self.push(text);
        }
        if SKIPPED.contains(&name) {
            self.flush();
            self.now.is_skipped = true;
            self.now.is_font_table |= name == "fonttbl";
            return;
        }
        match (name, number) {
            ("u", Some(code)) => self.unicode(code),
            ("uc", Some(count)) => self.now.fallback = count.clamp(0, 16) as usize,
            ("bin", Some(length)) => {
                self.at = self
                    .at
                    .saturating_add(length.max(0) as usize)
                    .min(self.bytes.len());
            }
            ("ansicpg", Some(page)) => {
                self.document_encoding = code_page(page);
                self.set_encoding(self.document_encoding);
            }
            ("mac", None) => self.set_encoding(encoding_rs::MACINTOSH),
            ("f", Some(font)) => {
                self.font = font;
                let encoding = self.fonts.get(&font).copied();
                if !self.now.is_font_table {
                    self.set_encoding(encoding.unwrap_or(self.document_encoding));
                }
            }
            ("fcharset", Some(charset)) if self.now.is_font_table => {
                if let Some(page) = charset_page(charset) {
                    self.fonts.insert(self.font, code_page(page));
                }
            }
            ("plain", None) => self.set_encoding(self.document_encoding),
            _ => {}
        }
    }

    fn set_encoding(&mut self, encoding: &'static Encoding) {
        self.flush();
        self.now.encoding = encoding;
    }

    /// A UTF-16 unit as a signed number.
    fn unicode(&mut self, code: i32) {
        self.flush();
        self.skip = self.now.fallback;
        if self.now.is_skipped {
            return;
        }
        let unit = code as u16;
        let first = self.surrogate.take();
        let units = first.into_iter().chain([unit]);
        for decoded in char::decode_utf16(units) {
            match decoded {
                Ok(c) => self.out.push(c),
                // The second half is the next character.
                Err(error) if error.unpaired_surrogate() == unit && (0xD800..0xDC00).contains(&unit) => {
                    self.surrogate = Some(unit);
                }
                Err(_) => self.out.push(char::REPLACEMENT_CHARACTER),
            }
        }
    }
}

/// The encoding of a code page of Windows.
fn code_page(page: i32) -> &'static Encoding {
    let label = match page {
        932 => "shift_jis",
        936 => "gbk",
        949 | 1361 => "euc-kr",
        950 => "big5",
        65001 => "utf-8",
        866 => "ibm866",
        874 => "windows-874",
        10000 => "macintosh",
        1250..=1258 => {
            return Encoding::for_label(format!("windows-{page}").as_bytes()).unwrap_or(WINDOWS_1252);
        }
        _ => return WINDOWS_1252,
    };
    Encoding::for_label(label.as_bytes()).unwrap_or(WINDOWS_1252)
}

/// The code page of the charset of a font.
fn charset_page(charset: i32) -> Option<i32> {
    Some(match charset {
        0 => 1252,
        77 => 10000,
        128 => 932,
        129 => 949,
        134 => 936,
        136 => 950,
        161 => 1253,
        162 => 1254,
        163 => 1258,
        177 => 1255,
        178 => 1256,
        186 => 1257,
        204 => 1251,
        222 => 874,
        238 => 1250,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_read_without_looks() {
        let rtf =
            br"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Times;}{\f1\fcharset204 Arial;}}{\info{\title Sample}}
\pard\b The quay\b0\par {\f1 \'cc\'ee\'f1\'f2}\par J\u246?rg \u8222\'84Zelm\u8220\'93 \{a\}\par
{\*\unknown hidden}{\field{\*\fldinst HYPERLINK x}{\fldrslt link}}\line \u-10179?\u-8704?{\pict ffd8}\par}";
        assert_eq!(text(rtf), "The quay\nМост\nJörg „Zelm“ {a}\nlink\n😀\n");
    }

    #[test]
    fn rows_of_a_table_are_lines() {
        let rtf = br"{\rtf1{\trowd HD\cell The quay opens\cell\row}{\trowd TD\cell It is open.\par Ships are back.\cell\row}}";
        assert_eq!(
            text(rtf),
            "HD\tThe quay opens\t\nTD\tIt is open.\nShips are back.\t\n"
        );
    }

    #[test]
    fn the_number_of_fallback_characters_is_kept_by_groups() {
        assert_eq!(text(br"{\rtf1\uc2 \u246oe{\uc0 \u246}\u246oe!}"), "ööö!");
    }

    #[test]
    fn damage_and_depth_end() {
        let deep = [
            &b"{\\rtf1 a"[..],
            &vec![b'{'; 100_000],
            b"b",
            &vec![b'}'; 100_000],
            b" c}",
        ]
        .concat();
        assert_eq!(text(&deep), "ab c");
        for end in [
            &b"\\"[..],
            b"\\'",
            b"\\'4",
            b"\\u",
            b"\\bin99999999 x",
            b"\\u99999999999 x",
            b"}}}}",
            b"\\-5",
        ] {
            text(&[&b"{\\rtf1 a"[..], end].concat());
        }
    }
}
