//! What a terminal would make of bytes: text, controls and sequences. And what newsprint may send.

/// One thing that a terminal is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Token {
    /// A character to be shown.
    Text(char),
    /// C0 or C1 by itself.
    Control(char),
    /// CSI: parameters and intermediates, with the final byte.
    Csi(String),
    /// OSC, DCS, APC, PM, SOS: the introducing byte as after ESC, and what it says.
    String(char, String),
    /// ESC and another byte.
    Escape(char),
    /// Bytes that are no UTF-8.
    Broken,
}

/// Takes what was written apart, as ECMA-48 has it.
pub fn tokens(bytes: &[u8]) -> Vec<Token> {
    let mut tokens = Vec::new();
    for chunk in bytes.utf8_chunks() {
        let mut characters = chunk.valid().chars().peekable();
        while let Some(c) = characters.next() {
            let introducer = match c {
                '\x1b' => characters.next().unwrap_or('\0'),
                '\u{80}'..='\u{9f}' => char::from(c as u8 - 0x40),
                c if c.is_control() => {
                    tokens.push(Token::Control(c));
                    continue;
                }
                c => {
                    tokens.push(Token::Text(c));
                    continue;
                }
            };
            tokens.push(match introducer {
                '[' => {
                    let mut sequence = String::new();
                    for c in characters.by_ref() {
                        sequence.push(c);
                        if ('@'..='~').contains(&c) {
                            break;
                        }
                    }
                    Token::Csi(sequence)
                }
                ']' | 'P' | '_' | '^' | 'X' => {
                    let mut said = String::new();
                    for c in characters.by_ref() {
                        match c {
                            '\x07' | '\u{9c}' => break,
                            '\\' if said.ends_with('\x1b') => {
                                said.pop();
                                break;
                            }
                            c => said.push(c),
                        }
                    }
                    Token::String(introducer, said)
                }
                other => Token::Escape(other),
            });
        }
        if !chunk.invalid().is_empty() {
            tokens.push(Token::Broken);
        }
    }
    tokens
}

/// Whether the reader itself sends this in a frame or when it takes and gives back the terminal.
pub fn is_ours(token: &Token) -> bool {
    match token {
        Token::Text(c) => is_plain(*c),
        Token::Csi(sequence) => is_our_sequence(sequence),
        _ => false,
    }
}

/// Whether the commands that print may send this to a terminal.
pub fn is_printed(token: &Token) -> bool {
    match token {
        Token::Text(c) => is_plain(*c),
        Token::Control(c) => matches!(c, '\r' | '\n' | '\t'),
        _ => false,
    }
}

/// No control, and nothing that changes the order or hides among letters.
fn is_plain(c: char) -> bool {
    !c.is_control()
        && !matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

fn is_our_sequence(sequence: &str) -> bool {
    const MODES: [&str; 10] = [
        "25", "2026", "1049", "2004", "1000", "1002", "1003", "1005", "1006", "1015",
    ];
    let numbers = |text: &str| text.chars().all(|c| c.is_ascii_digit() || c == ';');
    if let Some(mode) = sequence.strip_prefix('?') {
        return mode
            .strip_suffix(['h', 'l'])
            .is_some_and(|mode| MODES.contains(&mode));
    }
    match sequence {
        // Clear, and the order of cells left alone or not.
        "2J" | "8l" | "8h" => true,
        _ => sequence.strip_suffix(['H', 'm']).is_some_and(numbers),
    }
}

#[test]
fn sequences_are_told_from_text() {
    let all = tokens(b"a\x1b[1;2Hb\x1b]0;t\x07\x1bPq\x1b\\\x1b7\x08\xff\xc2\x9b3J\xc2\x9d8;;u\x1b\\");
    let csi = |text: &str| Token::Csi(text.to_owned());
    let string = |c, text: &str| Token::String(c, text.to_owned());
    let expected = [
        Token::Text('a'),
        csi("1;2H"),
        Token::Text('b'),
        string(']', "0;t"),
        string('P', "q"),
        Token::Escape('7'),
        Token::Control('\x08'),
        Token::Broken,
        csi("3J"),
        string(']', "8;;u"),
    ];
    assert_eq!(all, expected);
    let ours: Vec<bool> = all.iter().map(is_ours).collect();
    assert_eq!(
        ours,
        [true, true, true, false, false, false, false, false, false, false]
    );
}
