//! The marks and letters by which sentences are recognised in any script. Not where a text is divided into sentences.

/// Returns whether a mark ends a sentence, also without a blank after it.
pub fn ends_sentence(c: char) -> bool {
    is_sentence_mark(c) || matches!(c, '。' | '！' | '？' | '．' | '｡')
}

/// Returns whether a mark ends a sentence before a blank, in any script: European, Arabic, Urdu, Devanagari, Armenian,
/// Tibetan, Burmese, Ethiopic, Khmer, Mongolian.
pub fn is_sentence_mark(c: char) -> bool {
    matches!(
        c,
        '.' | '!'
            | '?'
            | '؟'
            | '।'
            | '॥'
            | '۔'
            | '։'
            | '՞'
            | '՜'
            | '།'
            | '༎'
            | '။'
            | '\u{1362}'
            | '፧'
            | '፨'
            | '\u{17d4}'
            | '៕'
            | '\u{1803}'
            | '\u{1809}'
            | '‼'
            | '⁇'
            | '⁈'
            | '⁉'
    )
}

/// Closing quotation marks and brackets after a sentence. German and Polish texts close with `“` and `”`, Danish ones with
/// `«`.
pub const CLOSING: [char; 14] = [
    '"', '”', '»', '«', '’', '‘', '\'', ')', ']', '“', '」', '』', '）', '›',
];

/// Returns whether a letter belongs to a script without blanks between words.
pub fn is_dense(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}'
        | '\u{20000}'..='\u{2FFFF}' | '\u{E00}'..='\u{E4E}' | '\u{E80}'..='\u{EDF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}')
}

/// Returns whether a letter belongs to a script whose sentences often end without a mark: Thai, Lao, Tibetan.
pub fn is_unmarked(c: char) -> bool {
    matches!(c, '\u{E00}'..='\u{E4E}' | '\u{E80}'..='\u{EDF}' | '\u{F40}'..='\u{FBC}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_script_has_its_full_stop() {
        for mark in [".", "。", "؟", "।", "۔", "։", "།", "။", "\u{1362}", "\u{17d4}"] {
            assert!(mark.chars().all(ends_sentence), "{mark}");
        }
        assert!(!",:;-–་".contains(ends_sentence));
    }
}
