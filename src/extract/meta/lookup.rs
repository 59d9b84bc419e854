//! Words as they are looked up: folded, and hashed in the same pass, so that asking costs no allocation. Not what the
//! words mean.

use crate::extract::phrases::{HashTable, WORD_START, end_word, next_char};
use unicode_normalization::UnicodeNormalization;

/// Words or phrases with what is known of them. They are kept as 64-bit hashes of their keys: of the few thousand that
/// the data holds no two are alike, and a text that is not among them has one of their hashes once in 10^15.
#[derive(Debug, Clone)]
pub(super) struct Lookup<V> {
    table: HashTable<V>,
    /// How its words begin: most texts that are asked about begin like none of them.
    starts: Beginnings,
}

/// Words without anything to be said of them.
pub(super) type WordSet = Lookup<()>;

impl<V> Default for Lookup<V> {
    fn default() -> Self {
        Self {
            table: HashTable::default(),
            starts: Beginnings::default(),
        }
    }
}

impl<V> Lookup<V> {
    pub(super) fn get(&self, text: &str) -> Option<&V> {
        if !self.starts.may_have(text) {
            return None;
        }
        self.table.get(&hash(text))
    }

    /// Whether one of the words may be the first of a text: cheap, to be asked first.
    pub(super) fn may_open(&self, text: &str) -> bool {
        self.starts.may_have(text)
    }

    pub(super) fn contains(&self, text: &str) -> bool {
        self.get(text).is_some()
    }

    /// Whether a word of that [`hash`] is among them.
    pub(super) fn has(&self, hash: u64) -> bool {
        self.table.contains_key(&hash)
    }

    pub(super) fn insert(&mut self, text: &str, value: V) {
        self.starts.add(text);
        self.table.insert(hash(text), value);
    }

    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.table.len()
    }
}

impl<V: Default> Lookup<V> {
    /// The value of a word, a new one where it has none.
    pub(super) fn entry(&mut self, text: &str) -> &mut V {
        self.starts.add(text);
        self.table.entry(hash(text)).or_default()
    }
}

impl<S: AsRef<str>> FromIterator<S> for WordSet {
    fn from_iter<I: IntoIterator<Item = S>>(words: I) -> Self {
        let mut set = Self::default();
        for word in words {
            set.insert(word.as_ref(), ());
        }
        set
    }
}

/// How words begin, by two letters, to leave most others alone without making their keys.
#[derive(Debug, Clone, Default)]
pub(super) struct Beginnings {
    /// A bit for each two letters, which are a number in base 26.
    pairs: [u64; (26 * 26_usize).div_ceil(64)],
}

impl Beginnings {
    pub(super) fn add(&mut self, word: &str) {
        if let Some(pair) = Self::pair(&key(word)) {
            self.pairs[pair / 64] |= 1 << (pair % 64);
        }
    }

    /// Whether a text may be one of the words or begin with one.
    pub(super) fn may_have(&self, text: &str) -> bool {
        Self::pair(text).is_none_or(|pair| self.pairs[pair / 64] & (1 << (pair % 64)) != 0)
    }

    /// The first two letters of a text, where they are letters of ASCII.
    fn pair(text: &str) -> Option<usize> {
        let &[first, second] = text.as_bytes().first_chunk()?;
        let letter = |byte: u8| {
            byte.is_ascii_alphabetic()
                .then(|| usize::from((byte | 32) - b'a'))
        };
        Some(letter(first)? * 26 + letter(second)?)
    }
}

/// How words begin or end, by three letters, to leave most texts of ASCII alone without taking them apart. Shorter words may
/// be glued to any other.
#[derive(Debug, Clone)]
pub(super) struct Edges {
    /// A bit for each three letters or blanks, which are a number in base 27.
    threes: [u64; (27 * 27 * 27_usize).div_ceil(64)],
}

impl Default for Edges {
    fn default() -> Self {
        Self {
            threes: [0; (27 * 27 * 27_usize).div_ceil(64)],
        }
    }
}

impl Edges {
    /// Adds the beginning of a word.
    pub(super) fn add_start(&mut self, word: &str) {
        self.add(key(word).bytes());
    }

    /// Adds the beginning of a word to which no other is glued.
    pub(super) fn add_word(&mut self, word: &str) {
        self.add(key(word).bytes().chain([b' ']));
    }

    /// Adds the end of a word; ends are asked about backwards.
    pub(super) fn add_end(&mut self, word: &str) {
        self.add(key(word).bytes().rev());
    }

    fn add(&mut self, mut word: impl Iterator<Item = u8>) {
        let letters = [word.next(), word.next(), word.next()];
        let possible = |letter: Option<u8>| match letter.map(Self::letter) {
            Some(Some(letter)) => letter..letter + 1,
            // No text of ASCII has such a letter.
            Some(None) => 0..0,
            None => 0..27,
        };
        for first in possible(letters[0]) {
            for second in possible(letters[1]) {
                for third in possible(letters[2]) {
                    let three = (first * 27 + second) * 27 + third;
                    self.threes[three / 64] |= 1 << (three % 64);
                }
            }
        }
    }

    /// Whether a text may begin with one of the words.
    pub(super) fn may_open(&self, text: &str) -> bool {
        let first = text.as_bytes().first_chunk();
        first.is_none_or(|&letters| self.may_have(letters))
    }

    /// Whether one of the words may stand in a text: behind a character that is no letter, or from a capital on. Of text
    /// beyond ASCII nothing is known, but for the marks that stand in all scripts.
    pub(super) fn may_open_word(&self, text: &str) -> bool {
        let mut rest = text.as_bytes();
        while let [byte, behind @ ..] = rest {
            if byte.is_ascii_alphabetic() {
                if self.may_have(first_three(rest)) {
                    return true;
                }
                // Behind a letter only a capital begins a word.
                let within = behind.iter().position(|byte| !byte.is_ascii_lowercase());
                rest = &behind[within.unwrap_or(behind.len())..];
            } else {
                match mark_length(rest) {
                    Some(length) => rest = rest.get(length..).unwrap_or_default(),
                    None => return true,
                }
            }
        }
        false
    }

    /// Whether one of the words may have these letters at its edge. A mark may be left out of a word, so nothing is known of
    /// words beside one.
    #[inline]
    pub(super) fn may_have(&self, letters: [u8; 3]) -> bool {
        let [Some(first), Some(second), Some(third)] = letters.map(Self::letter) else {
            return true;
        };
        let three = (first * 27 + second) * 27 + third;
        self.threes[three / 64] & (1 << (three % 64)) != 0
    }

    /// The number of a letter of ASCII or a blank.
    #[inline]
    fn letter(byte: u8) -> Option<usize> {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' => Some(usize::from((byte | 32) - b'a')),
            b' ' => Some(26),
            _ => None,
        }
    }
}

/// The bytes of the mark, digit or blank that a text begins with, where it is one of those that stand in texts of all
/// scripts.
fn mark_length(text: &[u8]) -> Option<usize> {
    match text {
        [0..=0x7F, ..] => Some(1),
        // No-break space, `©`, `«`, `®`, `·`, `»`.
        [0xC2, 0xA0 | 0xA9 | 0xAB | 0xAE | 0xB7 | 0xBB, ..] => Some(2),
        // Dashes, quotation marks, bullets and the like.
        [0xE2, 0x80, ..] => Some(3),
        _ => None,
    }
}

/// The first three bytes of a text, blanks behind its end.
pub(super) fn first_three(text: &[u8]) -> [u8; 3] {
    [0, 1, 2].map(|at| text.get(at).copied().unwrap_or(b' '))
}

/// A word as it is compared: letters and digits with single blanks, lower case, without the accents of alphabets that
/// can do without (the vowel signs of Indic scripts and Thai are no accents).
pub(super) fn key(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    fold(text, |c| key.push(c));
    key
}

/// The hash of a text's [`key`].
pub(super) fn hash(text: &str) -> u64 {
    let mut hash = WORD_START;
    fold(text, |c| hash = next_char(hash, c as u32));
    end_word(hash)
}

/// Hands over the characters of a text's key, one by one.
fn fold(text: &str, mut put: impl FnMut(char)) {
    let mut started = false;
    let mut blank = false;
    if text.is_ascii() {
        for byte in text.bytes() {
            match ASCII[usize::from(byte)] {
                0 => {}
                b' ' => blank = started,
                small => {
                    if std::mem::take(&mut blank) {
                        put(' ');
                    }
                    started = true;
                    put(char::from(small));
                }
            }
        }
        return;
    }
    let mut each = |c: char| match small(c) {
        Some(' ') => blank = started,
        Some(c) => {
            if blank {
                put(' ');
                blank = false;
            }
            started = true;
            put(c);
        }
        None => {}
    };
    if text.chars().all(is_plain) {
        text.chars().map(lower).for_each(each);
    } else {
        let letters = text.nfkd().filter(|&c| !is_accent(c));
        letters.flat_map(char::to_lowercase).for_each(&mut each);
    }
}

/// What [`small`] and [`lower`] make of the ASCII characters; 0 for those that are left out.
const ASCII: [u8; 256] = {
    let mut table = [0; 256];
    let mut byte = 1;
    while byte < 128 {
        table[byte as usize] = match byte {
            b'.' | b'\'' | b':' => 0,
            b'\t'..=b'\r' => b' ',
            _ => byte.to_ascii_lowercase(),
        };
        byte += 1;
    }
    table
};

/// A small letter as it stands in a key, a blank for white space; marks inside of short forms are left out.
fn small(c: char) -> Option<char> {
    match c {
        'ı' => Some('i'),
        // The first is what `İ` leaves behind in lower case.
        '\u{307}' | '.' | '\'' | '’' | '\u{200c}' | ':' => None,
        c if c.is_whitespace() => Some(' '),
        c => Some(c),
    }
}

fn is_accent(c: char) -> bool {
    matches!(u32::from(c), 0x0300..=0x036F | 0x0591..=0x05C7 | 0x0610..=0x061A | 0x064B..=0x065F | 0x0670)
}

/// Whether [`lower`] says all of a character: most of what is asked for.
pub(super) fn is_plain(c: char) -> bool {
    c.is_ascii()
        || matches!(c, 'А'..='я' | 'א'..='ת' | '\u{627}'..='\u{64A}' | 'ก'..='า' | '\u{4E00}'..='\u{9FFF}')
        || matches!(c, '’' | '–' | '—' | '“' | '”' | '„' | '«' | '»' | '•' | '·')
        || matches!(c, 'À'..='ž' if !matches!(c, 'Ĳ' | 'ĳ' | 'Ŀ' | 'ŀ' | 'ŉ'))
}

/// The small letter of a plain character, without accent.
pub(super) fn lower(c: char) -> char {
    match c {
        'Й' | 'й' => 'и',
        'А'..='Я' => char::from_u32(u32::from(c) + 32).unwrap_or(c),
        'À'..='ž' => latin(c),
        c => c.to_ascii_lowercase(),
    }
}

/// The small letter of a letter of Western and Central Europe, without accent.
fn latin(c: char) -> char {
    match c {
        'À'..='Å' | 'à'..='å' | 'Ā'..='ą' => 'a',
        'Ç' | 'ç' | 'Ć'..='č' => 'c',
        'Ď' | 'ď' => 'd',
        'È'..='Ë' | 'è'..='ë' | 'Ē'..='ě' => 'e',
        'Ĝ'..='ģ' => 'g',
        'Ĥ' | 'ĥ' => 'h',
        'Ì'..='Ï' | 'ì'..='ï' | 'Ĩ'..='İ' => 'i',
        'Ĵ' | 'ĵ' => 'j',
        'Ķ' | 'ķ' => 'k',
        'Ĺ'..='ľ' => 'l',
        'Ñ' | 'ñ' | 'Ń'..='ň' => 'n',
        'Ò'..='Ö' | 'ò'..='ö' | 'Ō'..='ő' => 'o',
        'Ŕ'..='ř' => 'r',
        'Ś'..='š' => 's',
        'Ţ'..='ť' => 't',
        'Ù'..='Ü' | 'ù'..='ü' | 'Ũ'..='ų' => 'u',
        'Ŵ' | 'ŵ' => 'w',
        'Ý' | 'ý' | 'ÿ' | 'Ŷ'..='Ÿ' => 'y',
        'Ź'..='ž' => 'z',
        c => c.to_lowercase().next().unwrap_or(c),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
    fn ascii_folds_as_all_other_text_does() {
        for c in '\x01'..='\x7f' {
            let (short, long) = (key(&format!("a{c}b")), key(&format!("é{c}b")));
            assert_eq!(short.strip_prefix('a'), long.strip_prefix('e'), "{c:?}");
        }
    }

    #[test]
    fn plain_letters_fold_as_all_others_do() {
        for c in ('\0'..='\u{FFFF}').filter(|&c| is_plain(c)) {
            let decomposed = c.to_string();
            let slow: String = decomposed
                .nfkd()
                .filter(|&c| !is_accent(c))
                .flat_map(char::to_lowercase)
                .collect();
            assert_eq!(lower(c).to_string(), slow);
        }
    }
}
