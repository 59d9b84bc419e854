//! Where sentences of a paragraph end. Not a full segmentation: it knows abbreviations, initials and the marks of many
//! scripts, which is enough to stay within a sentence when looking for words next to a place.

use std::ops::Range;

/// Abbreviations after which a sentence goes on, without their full stop.
const ABBREVIATIONS: &[&str] = &[
    "del", "mr", "mrs", "ms", "dr", "sen", "rep", "reps", "sens", "gov", "gen", "lt", "col", "capt", "sgt",
    "rev", "prof", "st", "jr", "sr", "maj", "vs", "etc", "no", "inc", "corp", "co", "ltd", "jan", "feb",
    "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "u.s", "u.n", "u.k", "d.c", "a.m",
    "p.m", "e.g", "i.e", "ph.d", "st", "mt", "ft", "bzw", "ca", "z.b", "u.a", "str", "mme", "mlle", "sra",
    "srta", "dra", "av", "г", "гг", "ул", "млн", "млрд", "тыс", "руб", "им", "calif", "mass", "conn", "ill",
    "mich", "minn", "pa", "va", "fla", "ariz", "colo", "ga", "ind", "kan", "ky", "la", "md", "mo", "nev",
    "okla", "ore", "tenn", "tex", "vt", "wash", "wis", "wyo", "n.y", "n.j", "n.c", "s.c", "n.h", "r.i",
    "w.va", "n.d", "s.d",
];

/// The sentences of a paragraph, without the blanks between them.
pub fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    while start < text.len() {
        let end = end_of(text, start);
        let trimmed = text[start..end].trim();
        if !trimmed.is_empty() {
            let from = start + (text[start..end].len() - text[start..end].trim_start().len());
            found.push(from..from + trimmed.len());
        }
        start = end;
    }
    found
}

/// The end of the sentence that a place is in: after its last mark and the closing marks that follow.
pub fn end_of(text: &str, from: usize) -> usize {
    let rest = &text[from..];
    let mut chars = rest.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let wide = matches!(c, '。' | '！' | '？' | '।' | '؟');
        if !wide && !matches!(c, '.' | '!' | '?' | '…') {
            continue;
        }
        while chars.peek().is_some_and(|(_, next)| is_closing(*next)) {
            chars.next();
        }
        let end = chars.peek().map_or(rest.len(), |(at, _)| *at);
        if wide || end == rest.len() {
            return from + end;
        }
        let next_is_blank = rest[end..].starts_with(char::is_whitespace);
        if next_is_blank && ends_here(&rest[..at], c, &rest[end..]) {
            return from + end;
        }
    }
    text.len()
}

fn is_closing(c: char) -> bool {
    matches!(
        c,
        '.' | '!' | '?' | '…' | '”' | '"' | '»' | '’' | '\'' | ')' | ']' | '“' | '」' | '』'
    )
}

/// Returns whether a full stop ends a sentence: what precedes it is no abbreviation, and what follows begins one.
fn ends_here(before: &str, mark: char, after: &str) -> bool {
    let next = after.trim_start().chars().next();
    if next.is_some_and(char::is_lowercase) {
        return false;
    }
    if mark != '.' {
        return true;
    }
    let last = before
        .rsplit(|c: char| c.is_whitespace() || matches!(c, '(' | '-' | '“' | '"'))
        .next();
    let last = last.unwrap_or_default().to_lowercase();
    let is_letter = |part: &str| part.chars().count() == 1 && part.chars().all(char::is_alphabetic);
    let is_initial = last.split('.').all(is_letter);
    !is_initial && !ABBREVIATIONS.contains(&last.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn abbreviations_do_not_end_a_sentence() {
        let text =
            "Sen. J. Roe (D-Mo.) left. “Why?” she asked. No. 4 at 7 p.m. was 3.5 m long! 渡轮停。然后走。";
        let found: Vec<&str> = sentences(text).into_iter().map(|range| &text[range]).collect();
        assert_eq!(
            found,
            [
                "Sen. J. Roe (D-Mo.) left.",
                "“Why?” she asked.",
                "No. 4 at 7 p.m. was 3.5 m long!",
                "渡轮停。",
                "然后走。"
            ]
        );
    }
}
