//! Folds text for comparison: case, accents and width do not matter. Not stemming, and no change of meaning: voiced
//! kana and the vowel signs of Indic scripts stay.
//!
//! Folding is compatibility decomposition (Unicode Standard Annex 15) without the marks of Latin, Greek, Cyrillic,
//! Hebrew and Arabic, then lower case. It also folds letters with strokes (`ø`, `ł`, `đ`), `ß`, final sigma, Arabic
//! letter variants, curly quotes, dashes and blanks. [`key`] and [`letters`] are coarser forms of the folded text.

use std::ops::Range;
use std::sync::LazyLock;
use unicode_normalization::char::decompose_compatible;

/// The text with case, accents and width folded.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    fold_into(text, &mut out);
    out
}

/// Appends the folded text.
pub fn fold_into(text: &str, out: &mut String) {
    fold_pieces(text, out, |_, _| {});
}

/// Folds, and reports each character whose folded form has another length: its range in the text and in `out`.
fn fold_pieces(text: &str, out: &mut String, mut changed: impl FnMut(Range<usize>, Range<usize>)) {
    let table = &*TABLE;
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let plain = ascii_length(&bytes[at..]);
        if plain > 0 {
            let start = out.len();
            out.push_str(&text[at..at + plain]);
            if let Some(copied) = out.get_mut(start..) {
                copied.make_ascii_lowercase();
            }
            at += plain;
        }
        for c in text[at..].chars().take_while(|c| !c.is_ascii()) {
            let start = out.len();
            match table.get(c) {
                Some(folded) => out.push(folded),
                None => fold_char(c, &mut |part| out.push(part)),
            }
            if out.len() - start != c.len_utf8() {
                changed(at..at + c.len_utf8(), start..out.len());
            }
            at += c.len_utf8();
        }
    }
}

fn ascii_length(bytes: &[u8]) -> usize {
    let mut length = 0;
    while bytes.get(length..length + 16).is_some_and(<[u8]>::is_ascii) {
        length += 16;
    }
    length + bytes[length..].iter().take_while(|byte| byte.is_ascii()).count()
}

/// Folded forms of the characters below U+0800, which include most letters beyond ASCII of running text.
static TABLE: LazyLock<FoldTable> = LazyLock::new(FoldTable::new);

/// The character that each character folds to; `None` if it is not exactly one.
struct FoldTable(Vec<Option<char>>);

const TABLE_END: u32 = 0x800;

impl FoldTable {
    fn new() -> Self {
        let single = |c: char| {
            let mut folded = String::new();
            fold_char(c, &mut |part| folded.push(part));
            let mut chars = folded.chars();
            chars.next().filter(|_| chars.next().is_none())
        };
        Self(
            (0..TABLE_END)
                .map(|code| char::from_u32(code).and_then(single))
                .collect(),
        )
    }

    fn get(&self, c: char) -> Option<char> {
        self.0.get(u32::from(c) as usize).copied().flatten()
    }
}

fn fold_char(c: char, put: &mut impl FnMut(char)) {
    match c {
        // Ideographs, kana and Hangul syllables have no case, and decomposing them would change their meaning.
        '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' => put(c),
        // Often typed for an apostrophe; decomposed it would be a blank.
        '\u{b4}' => put('\''),
        // Common marks that do not decompose.
        '\u{2013}'..='\u{2015}' | '\u{2018}'..='\u{201f}' | '\u{2022}' => fold_part(c, put),
        _ => decompose_compatible(c, |part| fold_part(part, put)),
    }
}

fn fold_part(part: char, put: &mut impl FnMut(char)) {
    if part.is_ascii() {
        put(part.to_ascii_lowercase());
    } else if is_dropped(part) {
    } else if let Some(plain) = plain_form(part) {
        plain.chars().for_each(put);
    } else {
        for lower in part.to_lowercase().filter(|&c| !is_dropped(c)) {
            match plain_form(lower) {
                Some(plain) => plain.chars().for_each(&mut *put),
                None => put(lower),
            }
        }
    }
}

/// Passes the folded characters of a text to `put`, without allocating.
fn each_folded(text: &str, mut put: impl FnMut(char)) {
    let table = &*TABLE;
    for c in text.chars() {
        if c.is_ascii() {
            put(c.to_ascii_lowercase());
        } else {
            match table.get(c) {
                Some(folded) => put(folded),
                None => fold_char(c, &mut put),
            }
        }
    }
}

/// The text as words are compared: folded, with single blanks between words, without the marks inside abbreviations
/// and times (`a.m.`, `o'clock`, `9:30`).
pub fn key(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    each_of_key(text, |c| key.push(c));
    key
}

/// Passes the characters of a text's [`key`] to `put`, without allocating.
pub fn each_of_key(text: &str, mut put: impl FnMut(char)) {
    let (mut started, mut blank) = (false, false);
    let mut add = |c: char| match key_char(c) {
        None => {}
        Some(' ') => blank = started,
        Some(c) => {
            if std::mem::take(&mut blank) {
                put(' ');
            }
            started = true;
            put(c);
        }
    };
    if text.is_ascii() {
        text.bytes().for_each(|byte| add(char::from(byte)));
    } else {
        each_folded(text, add);
    }
}

/// The character as it appears in a [`key`]: a blank for white space, `None` for marks that are left out.
fn key_char(c: char) -> Option<char> {
    match c {
        '\0' | '.' | '\'' | ':' => None,
        '\t'..='\r' | ' ' => Some(' '),
        '\u{80}'.. if c.is_whitespace() => Some(' '),
        _ => Some(c.to_ascii_lowercase()),
    }
}

/// The text as names are compared: its letters and digits, folded.
pub fn letters(text: &str) -> String {
    let mut letters = String::with_capacity(text.len());
    each_letter(text, |c| letters.push(c));
    letters
}

/// Passes the characters of a text's [`letters`] to `put`, without allocating.
pub fn each_letter(text: &str, mut put: impl FnMut(char)) {
    if text.is_ascii() {
        let letters = text.bytes().filter(u8::is_ascii_alphanumeric);
        letters.for_each(|byte| put(char::from(byte.to_ascii_lowercase())));
    } else {
        let mut add = |c: char| {
            if c.is_alphanumeric() {
                put(c);
            }
        };
        each_folded(text, &mut add);
    }
}

/// Accents, points and invisible characters.
fn is_dropped(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5bd}' | '\u{5bf}'
            | '\u{5c1}' | '\u{5c2}' | '\u{5c4}' | '\u{5c5}' | '\u{5c7}' | '\u{610}'..='\u{61c}' | '\u{640}'
            | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{6d6}'..='\u{6dc}' | '\u{6df}'..='\u{6e4}'
            | '\u{6e7}' | '\u{6e8}' | '\u{6ea}'..='\u{6ed}' | '\u{8d3}'..='\u{8ff}'
            | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{20d0}'..='\u{20ff}'
            | '\u{fe00}'..='\u{fe0f}' | '\u{fe20}'..='\u{fe2f}' | '\u{feff}' | '\u{e0100}'..='\u{e01ef}'
    )
}

/// Letters and signs that do not decompose but are often typed plainly.
fn plain_form(c: char) -> Option<&'static str> {
    Some(match c {
        'ø' | 'Ø' => "o",
        'ł' | 'Ł' => "l",
        'đ' | 'Đ' | 'ð' | 'Ð' => "d",
        'ħ' | 'Ħ' => "h",
        'ŧ' | 'Ŧ' => "t",
        'ı' => "i",
        'ŋ' | 'Ŋ' => "n",
        'ß' | 'ẞ' => "ss",
        'æ' | 'Æ' => "ae",
        'œ' | 'Œ' => "oe",
        'þ' | 'Þ' => "th",
        'ς' => "σ",
        'ى' | 'ی' => "ي",
        'ة' => "ه",
        'ک' => "ك",
        '\u{2018}'..='\u{201b}' | '\u{2032}' | '\u{2bc}' | '\u{2bb}' | '\u{5f3}' => "'",
        '\u{201c}'..='\u{201f}' | '\u{2033}' | '\u{5f4}' | '«' | '»' => "\"",
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{2043}' | '\u{5be}' => "-",
        '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => " ",
        _ => return None,
    })
}

/// Folded text with a map back to the byte offsets of the original.
#[derive(Debug, Clone, Default)]
pub struct Folded {
    text: String,
    /// Places where the distance between the two offsets changes, as offset in the folded text and offset in the
    /// original. Sorted by both; the distance is constant between two steps.
    steps: Vec<(usize, usize)>,
}

impl Folded {
    /// Folds the text and stores the map. ASCII needs no memory for it.
    pub fn new(original: &str) -> Self {
        let mut folded = Self {
            text: String::with_capacity(original.len()),
            steps: Vec::new(),
        };
        let steps = &mut folded.steps;
        fold_pieces(original, &mut folded.text, |from, to| {
            if steps.last() != Some(&(to.start, from.start)) {
                steps.push((to.start, from.start));
            }
            steps.push((to.end, from.end));
        });
        folded
    }

    /// The folded text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The original offset of an offset in the folded text: after anything dropped there, and within the original
    /// character if the offset is within its folded form (so it may not be a character boundary).
    pub fn original(&self, offset: usize) -> usize {
        let next = self.steps.partition_point(|step| step.0 <= offset);
        let Some(&(folded, original)) = next.checked_sub(1).and_then(|last| self.steps.get(last)) else {
            return offset;
        };
        let found = original + (offset - folded);
        self.steps.get(next).map_or(found, |step| found.min(step.1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn case_accents_and_width_do_not_matter() {
        let cases = [
            ("Élysée ÀÇÑ", "elysee acn"),
            ("e\u{301}te\u{301}", "ete"),
            ("Straße STRASSE", "strasse strasse"),
            ("İstanbul Diyarbakır", "istanbul diyarbakir"),
            ("ΟΔΟΣ οδός", "οδοσ οδοσ"),
            ("Ёлка Йод Київ", "елка иод киів"),
            ("مُحَمَّد مـحمد أإآ", "محمد محمد ااا"),
            ("ＮＡＴＯ１２３　ｶﾅ", "nato123 カナ"),
            ("“it’s” – «so»…", "\"it's\" - \"so\"..."),
            ("צה״ל ג׳", "צה\"ל ג'"),
            ("Łódź Ærø Þór Đà", "lodz aero thor da"),
            ("a\u{a0}b\u{ad}c\u{200d}", "a bc"),
            ("ﬁne №½", "fine no1\u{2044}2"),
            ("がぎ 한국 क्षि", "がぎ 한국 क्षि"),
        ];
        for (raw, wanted) in cases {
            assert_eq!(fold(raw), wanted, "{raw}");
        }
    }

    #[test]
    fn keys_have_neither_case_nor_accents() {
        for (text, expected) in [
            ("  By  Jana\u{a0}Vella ", "by jana vella"),
            ("a.m.", "am"),
            ("Août", "aout"),
            ("Й ЙОД", "и иод"),
            ("İzmir ışık", "izmir isik"),
            ("٢ يوليو", "٢ يوليو"),
            ("أغسطس", "اغسطس"),
            ("ม.ค.", "มค"),
            ("記者：", "記者"),
            (" : ", ""),
        ] {
            assert_eq!(key(text), expected);
        }
    }

    #[test]
    fn ascii_has_the_same_key_alone_and_in_other_text() {
        for c in '\x01'..='\x7f' {
            let (short, long) = (key(&format!("a{c}b")), key(&format!("é{c}b")));
            assert_eq!(short.strip_prefix('a'), long.strip_prefix('e'), "{c:?}");
        }
    }

    #[test]
    fn names_are_compared_by_letters_and_digits() {
        assert_eq!(letters("Échos du Port – 24"), "echosduport24");
        assert_eq!(letters("N-TV"), letters("ntv"));
    }

    #[test]
    fn offsets_map_back() {
        let text = "Ça: e\u{301}té ﬁn ß!";
        let folded = Folded::new(text);
        assert_eq!(folded.text(), "ca: ete fin ss!");
        for (word, original) in [
            ("ca", "Ça"),
            ("ete", "e\u{301}té"),
            ("fin", "ﬁn"),
            ("ss", "ß"),
            ("!", "!"),
        ] {
            let at = folded.text().find(word).unwrap();
            let range = folded.original(at)..folded.original(at + word.len());
            assert_eq!(&text[range], original);
        }
    }

    proptest! {
        #[test]
        fn folding_is_idempotent_and_offsets_rise(text in "[a-zA-ZÀ-žΑ-ωЀ-ӿا-ي\u{300}-\u{303}ﬁßİ“”　Ａ-Ｚ가나 ]{0,30}") {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once.as_str());
            let folded = Folded::new(&text);
            prop_assert_eq!(folded.text(), once.as_str());
            let mut last = 0;
            for offset in 0..=once.len() {
                let original = folded.original(offset);
                prop_assert!(original >= last && original <= text.len());
                last = original;
            }
            prop_assert_eq!(folded.original(once.len()), text.len());
        }
    }
}
