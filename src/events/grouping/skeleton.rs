//! Skeletons of names: their consonants in Latin classes, so that a name written in another script or with another ending
//! has the same skeleton. Only for telling that two articles in different languages may name the same.

use crate::text::hash::{WORD_START, end_word, next_char};

/// A skeleton has at least this number of consonants, and at most [`LONGEST`] are kept.
const SHORTEST: usize = 3;
const LONGEST: usize = 4;

/// The hash of a word's skeleton; `None` if it has too few consonants, or its script has no letters.
pub fn skeleton(word: &str) -> Option<u32> {
    let mut classes: Vec<u8> = Vec::new();
    let folded = crate::text::fold::fold(word);
    let letters: Vec<char> = folded.chars().collect();
    for (at, &c) in letters.iter().enumerate() {
        let next = letters.get(at + 1).copied().unwrap_or(' ');
        for class in classes_of(c, next) {
            if *class != 0 && classes.last() != Some(class) {
                classes.push(*class);
            }
        }
    }
    if classes.len() < SHORTEST {
        return None;
    }
    classes.truncate(LONGEST);
    let hash = classes
        .iter()
        .fold(WORD_START, |hash, &class| next_char(hash, class.into()));
    Some((end_word(hash) >> 32) as u32)
}

/// The classes of a letter's sound; 0 separates nothing and stands for no consonant.
fn classes_of(c: char, next: char) -> &'static [u8] {
    match c {
        'b' | 'p' | 'б' | 'п' | 'ب' | 'پ' | 'β' | 'π' | 'ב' | 'פ' => b"B",
        'f' | 'v' | 'w' | 'ф' | 'в' | 'ف' | 'ڤ' | 'φ' => b"F",
        'd' | 't' | 'д' | 'т' | 'د' | 'ت' | 'ط' | 'ض' | 'ث' | 'ذ' | 'δ' | 'τ' | 'θ' | 'ד' | 'ת' | 'ט' => {
            b"T"
        }
        'c' if matches!(next, 'h' | 'e' | 'i' | 'y') => b"S",
        'k' | 'q' | 'c' | 'g' | 'к' | 'г' | 'ґ' | 'ك' | 'ق' | 'غ' | 'گ' | 'κ' | 'γ' | 'ג' | 'כ' | 'ק' => {
            b"K"
        }
        'j' | 'ж' | 'ج' | 's' | 'z' | 'ш' | 'щ' | 'ч' | 'ц' | 'с' | 'з' | 'ش' | 'س' | 'ص' | 'ز' | 'ظ'
        | 'چ' | 'σ' | 'ζ' | 'ס' | 'ש' | 'צ' | 'ז' => b"S",
        'x' | 'ξ' => b"KS",
        'l' | 'л' | 'ل' | 'λ' | 'ל' => b"L",
        'm' | 'м' | 'م' | 'μ' | 'מ' => b"M",
        'n' | 'н' | 'ن' | 'ν' | 'נ' => b"N",
        'r' | 'р' | 'ر' | 'ρ' | 'ר' => b"R",
        _ => b"",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_have_one_skeleton_in_several_scripts() {
        for (a, b) in [
            ("Rosenberg", "Розенберг"),
            ("Salamanca", "Саламанка"),
            ("Lennert", "Леннерт"),
            ("Marston", "مارستون"),
        ] {
            assert_eq!(skeleton(a), skeleton(b), "{a} {b}");
        }
        assert_ne!(skeleton("Lennert"), skeleton("Marston"));
        assert_eq!(skeleton("Oslo"), None);
        assert_eq!(skeleton("渡轮"), None);
    }
}
