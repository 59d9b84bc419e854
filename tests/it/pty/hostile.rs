//! Pages, names and profiles that attack the terminal; every byte that the program writes is checked.

use super::session::{Session, Start};
use super::tokens::{Token, is_ours, is_printed, tokens};
use crate::harness::workspace::Workspace;
use std::fmt::Write;
use std::fs;
use std::path::PathBuf;

/// Sequences that newsprint itself never sends, in 7 and 8 bits, finished and unfinished, and characters that reorder or
/// hide text.
const ATTACKS: [&str; 18] = [
    "\x1b]52;c;ZXZpbA==\x07",
    "\x1b]52;c;ZXZpbA==\x1b\\",
    "\x1b]8;;http://evil.example/\x1b\\link\x1b]8;;\x1b\\",
    "\x1b]0;evil\x07",
    "\x1b[3J\x1b[999;998H\x1b[38;2;1;2;3m",
    "\x1b[?1047h\x1b[?69h\x1b[5i\x1b[6n\x1b[c",
    "\x1bP$q\"p\x1b\\\x1bP1;1|17/evil\x1b\\",
    "\x1b_Gi=1;evil\x1b\\\x1b^evil\x1b\\\x1bXevil\x1b\\",
    "\x1bc\x1b(0\x1b#8\x1b7\x1b8",
    "\u{9b}3J\u{9b}6n",
    "\u{9d}0;evil\u{9c}",
    "\u{90}evil\u{9c}\u{85}\u{84}",
    "\x07\x08\x0b\x0c\x0e\x0f\x7f\r",
    "\u{202e}desrever\u{202c}\u{202d}\u{202a}\u{202b}",
    "\u{2066}\u{2067}\u{2068}isolated\u{2069}\u{61c}\u{200e}\u{200f}",
    "hi\u{200b}d\u{2060}den\u{feff}\u{ad}\u{e0041}",
    "\x1b[\x1b]0;\x1b[31",
    "\x1b",
];

/// A folder of pages in which the name, the files, the lines, the outlet and the problems attack.
struct Trap {
    _workspace: Workspace,
    folder: PathBuf,
}

fn trap() -> Trap {
    let workspace = Workspace::new();
    let folder = workspace.path("news\x1b]0;evil\x07\u{202e}folder");
    fs::create_dir(&folder).unwrap();
    let all = ATTACKS.concat();
    let mut page = format!("Home{all}\n\nHarbour{all} opens\n\nBy Ilka{all} Fenn\n3 May 2024{all}\n\n");
    for (number, attack) in ATTACKS.iter().enumerate() {
        let _ = write!(
            page,
            "Paragraph {number} says {attack} that the harbour of Zelm has been quiet since the {attack} {}, and \
             that the {} have gone down to the quay.\n\n",
            ["morning", "storm", "market", "vote", "strike"][number % 5],
            [
                "people", "pilots", "cooks", "clerks", "singers", "masons", "children"
            ][number % 7]
        );
    }
    let _ = write!(page, "Source: Zelm{all} Post\nShare{all}\n");
    fs::write(folder.join("page\x1b]0;evil\x07\u{9b}3J\u{202e}.txt"), &page).unwrap();
    fs::write(folder.join("other.txt"), page.replace('3', "4")).unwrap();
    fs::write(folder.join("empty\x1b]0;evil\x07\u{2066}.txt"), "").unwrap();
    let profile = "[[outlet]]\nname = \"Zelm\\u001b]0;evil\\u0007\\u202e Post\"\nsignatures = [\"Zelm\"]\n";
    fs::write(folder.join("outlets.toml"), profile).unwrap();
    Trap {
        _workspace: workspace,
        folder,
    }
}

fn assert_harmless(session: &Session, allowed: fn(&Token) -> bool) {
    let all = tokens(&session.bytes);
    for (place, token) in all.iter().enumerate() {
        let around = &all[place.saturating_sub(20)..all.len().min(place + 20)];
        assert!(allowed(token), "{token:?} was written, in {around:?}");
    }
}

#[test]
fn the_reader_writes_no_control_sequence_of_a_page() {
    let trap = trap();
    let mut session = Start::program(&[trap.folder.to_str().unwrap(), "--highlight", "harbour"])
        .size(120, 40)
        .open();
    session.wait_for_text("2 articles");
    session.wait_for_text("Paragraph 0 says");
    session.type_keys("\r");
    session.wait_for_text("n next hit");
    session.type_keys("G");
    session.wait_for_text("Paragraph 17 says");
    session.type_keys("gg");
    session.type_keys("x");
    session.wait_for_text("Home");
    session.type_keys("xz");
    session.wait_until_gone("Outlets");
    session.type_keys("z!");
    session.wait_for_text("empty");
    session.type_keys("q");
    session.type_keys("o");
    session.wait_for_text("type to search");
    session.type_keys("\x1b");
    session.wait_until_gone("type to search");
    session.type_keys("foutlet:z\t");
    session.wait_for_text("filter outlet:");
    session.type_keys("\x15harbour");
    session.wait_for_text("filter harbour");
    session.type_keys("\re");
    session.wait_for_text(".clean.");
    session.type_keys("\x1b");
    session.wait_until_gone("save as");
    session.type_keys("?");
    session.wait_for_text("half a page down, up");
    session.type_keys("\x1b");
    session.wait_until_gone("half a page down, up");
    session.type_keys("/quay\r");
    // The answer to this key shows that all earlier keys were handled; the terminal would echo a later one.
    session.type_keys("?");
    session.wait_for_text("half a page down, up");
    session.signal(rustix::process::Signal::TERM);
    session.wait_for_end();
    assert_harmless(&session, is_ours);
    session.assert_restored();
    let left = tokens(&session.bytes)
        .iter()
        .filter(|token| **token == Token::Csi("?1049l".to_owned()))
        .count();
    assert_eq!(left, 1);
}

#[test]
fn commands_print_no_control_sequence_of_a_page() {
    let trap = trap();
    let folder = trap.folder.to_str().unwrap();
    let commands: [&[&str]; 5] = [
        &["extract", folder],
        &["extract", "--format", "json", folder],
        &["extract", "--format", "markdown", folder],
        &["list", folder],
        &["list", "--format", "json", folder],
    ];
    for arguments in commands {
        let mut session = Start::program(arguments).size(120, 40).open();
        session.wait_for_end();
        assert!(session.bytes.len() > 100, "{arguments:?} printed nothing");
        assert_harmless(&session, is_printed);
    }
}
