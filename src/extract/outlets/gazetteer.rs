//! The names of some ten thousand newspapers of the world, as hashes: they tell whether a name may be that of an outlet, not of
//! which page. Generated: `cargo xtask train-outlet --gazetteer`.

use crate::text::hash;

/// The hashes, sorted, four bytes each in little-endian order.
const NAMES: &[u8] = include_bytes!("../../../assets/outlets/names.bin");

/// Returns whether a name is among them; case, accents, spaces and the English article may differ.
pub(crate) fn has(name: &str) -> bool {
    let (names, _) = NAMES.as_chunks::<4>();
    names
        .binary_search_by_key(&hash_of(name), |bytes| u32::from_le_bytes(*bytes))
        .is_ok()
}

/// The hash of a name.
pub(crate) fn hash_of(name: &str) -> u32 {
    let bare = name
        .get(..4)
        .filter(|head| head.eq_ignore_ascii_case("the "))
        .map(|_| &name[4..]);
    (hash::of_letters(bare.unwrap_or(name)) >> 32) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hashes_are_sorted_and_names_are_found() {
        let (names, rest) = NAMES.as_chunks::<4>();
        let numbers: Vec<u32> = names.iter().map(|bytes| u32::from_le_bytes(*bytes)).collect();
        assert!(rest.is_empty() && numbers.len() > 10_000 && numbers.is_sorted());
        assert!(has("The Guardian") && has("GUARDIAN") && !has("The Harbour of Zelm"));
    }
}
