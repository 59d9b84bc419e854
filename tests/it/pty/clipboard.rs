//! Copying to the clipboard of the terminal.

use super::session::Start;
use super::tokens::{Token, tokens};
use crate::harness::page_text::numbered;
use crate::harness::workspace::Workspace;

/// The texts sent to the clipboard, in base64.
pub fn copied(bytes: &[u8]) -> Vec<String> {
    let clipboard = |token: Token| match token {
        Token::String(']', contents) => contents.strip_prefix("52;c;").map(str::to_owned),
        _ => None,
    };
    tokens(bytes).into_iter().filter_map(clipboard).collect()
}

#[test]
fn the_path_is_copied_with_osc_52() {
    let workspace = Workspace::with_reports();
    let mut session = Start::reader(&workspace).open();
    session.wait_for_text("4 articles");
    session.type_keys("Y");
    session.wait_for_text("Copied the path");
    let path = |name: &str| base64(workspace.path(name).to_str().unwrap().as_bytes());
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
fn a_text_too_long_for_terminals_is_not_sent() {
    let workspace = Workspace::new();
    let ships: Vec<_> = (0..60_000).map(|ship| format!("ship {ship} came in,")).collect();
    let page = numbered("Ships that came in", 3, 3).replace("the mayor of Zelm", &ships.join(" "));
    workspace.write("long.txt", page);
    let mut session = Start::reader(&workspace).size(160, 40).open();
    session.wait_for_text("1 article");
    session.type_keys("y");
    session.wait_for_text("too long for");
    assert!(copied(&session.bytes).is_empty());
}

/// Encodes bytes in base64.
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
