//! What goes to the terminal's clipboard.

use super::invented;
use super::session::Start;
use super::tokens::{Token, tokens};
use std::fs;

/// What was sent to the clipboard, as it was sent.
pub fn copied(bytes: &[u8]) -> Vec<String> {
    let clipboard = |token: Token| match token {
        Token::String(']', said) => said.strip_prefix("52;c;").map(str::to_owned),
        _ => None,
    };
    tokens(bytes).into_iter().filter_map(clipboard).collect()
}

#[test]
fn the_path_is_copied_in_the_form_of_osc_52() {
    let folder = invented::folder();
    let mut session = Start::program(&[folder.path().to_str().unwrap()]).open();
    session.wait_for_text("4 articles");
    session.type_keys("Y");
    session.wait_for_text("copied the path");
    let path = |name: &str| base64(folder.path().join(name).to_str().unwrap().as_bytes());
    let copied = copied(&session.bytes);
    assert_eq!(copied.len(), 1);
    assert!(
        ["a.txt", "b.txt", "c.txt", "d.txt"]
            .map(path)
            .contains(&copied[0]),
        "{copied:?}"
    );
}

#[test]
fn what_no_terminal_takes_is_not_sent() {
    let folder = tempfile::tempdir().unwrap();
    let ships: Vec<_> = (0..60_000).map(|ship| format!("ship {ship} came in,")).collect();
    let page =
        invented::page("Ships that came in", "3 May 2024", 3).replace("the mayor of Zelm", &ships.join(" "));
    fs::write(folder.path().join("long.txt"), page).unwrap();
    let mut session = Start::program(&[folder.path().to_str().unwrap()])
        .size(160, 40)
        .open();
    session.wait_for_text("1 article");
    session.type_keys("y");
    session.wait_for_text("too long for");
    assert!(copied(&session.bytes).is_empty());
}

/// Bytes in base64.
pub fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for three in bytes.chunks(3) {
        let word = (0..3).fold(0, |word, at| {
            word << 8 | usize::from(*three.get(at).unwrap_or(&0))
        });
        for digit in 0..4 {
            let value = word >> (18 - 6 * digit) & 63;
            text.push(if digit <= three.len() {
                char::from(DIGITS[value])
            } else {
                '='
            });
        }
    }
    text
}
