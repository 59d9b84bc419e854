//! The entities of XML: those of HTML, which feeds use without declaring them, and those that a document declares itself. External
//! ones are never read, and what the internal ones become is limited.

use html5ever::data::NAMED_ENTITIES;
use std::collections::HashMap;

/// How deep entities in entities are resolved, in levels.
const MAX_DEPTH: usize = 8;

pub(crate) struct Entities {
    declared: HashMap<String, String>,
    /// The bytes that declared entities may still become.
    left: usize,
}

impl Entities {
    pub(crate) fn new(limit: usize) -> Self {
        Self {
            declared: HashMap::new(),
            left: limit,
        }
    }

    /// Takes the declarations of a document type: `<!ENTITY name "value">`.
    pub(crate) fn declare(&mut self, subset: &str) {
        for declaration in subset.split("<!ENTITY").skip(1) {
            let Some((name, rest)) = declaration.trim_start().split_once(char::is_whitespace) else {
                continue;
            };
            let rest = rest.trim_start();
            // `SYSTEM` and `PUBLIC` are external; `%` is for declarations.
            let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''));
            if let Some(quote) = quote
                && let Some((value, _)) = rest[1..].split_once(quote)
            {
                self.declared
                    .entry(name.to_owned())
                    .or_insert_with(|| value.to_owned());
            }
        }
    }

    /// The text that a reference becomes; the reference itself if it is unknown.
    pub(crate) fn value(&mut self, name: &str) -> String {
        let mut out = String::new();
        self.push(name, 0, &mut out);
        out
    }

    /// A text with its references resolved.
    pub(crate) fn resolved(&mut self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        self.push_text(text, 0, &mut out);
        out
    }

    fn push_text(&mut self, text: &str, depth: usize, out: &mut String) {
        let mut rest = text;
        while let Some(at) = rest.find('&') {
            out.push_str(&rest[..at]);
            rest = &rest[at + 1..];
            let is_name = |c: char| c.is_alphanumeric() || matches!(c, '#' | '_' | '-' | '.' | ':');
            let end = rest.find(|c| !is_name(c)).unwrap_or(rest.len());
            if end > 0 && rest[end..].starts_with(';') {
                self.push(&rest[..end], depth, out);
                rest = &rest[end + 1..];
            } else {
                out.push('&');
            }
        }
        out.push_str(rest);
    }

    fn push(&mut self, name: &str, depth: usize, out: &mut String) {
        if let Some(code) = name.strip_prefix('#') {
            let number = match code.strip_prefix(['x', 'X']) {
                Some(digits) => u32::from_str_radix(digits, 16).ok(),
                None => code.parse().ok(),
            };
            out.push(number.and_then(character).unwrap_or('\u{fffd}'));
        } else if let Some(value) = self.declared.get(name).filter(|_| depth < MAX_DEPTH) {
            let value = value.clone();
            match self.left.checked_sub(value.len()) {
                Some(left) => {
                    self.left = left;
                    self.push_text(&value, depth + 1, out);
                }
                None => self.left = 0,
            }
        } else if let Some(&(first, second)) = NAMED_ENTITIES.get(&format!("{name};")) {
            let characters = [first, second].into_iter().filter(|number| *number != 0);
            out.extend(characters.filter_map(char::from_u32));
        } else {
            out.push('&');
            out.push_str(name);
            out.push(';');
        }
    }
}

/// The character with this number. Numbers of the Windows encoding, which browsers know too, become its characters.
fn character(number: u32) -> Option<char> {
    match number {
        0x80..=0x9F => Some(of_windows(number as u8)),
        number => char::from_u32(number).filter(|c| *c != '\0'),
    }
}

fn of_windows(byte: u8) -> char {
    let bytes = [byte];
    let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(&bytes);
    text.chars().next().unwrap_or('\u{fffd}')
}

/// A text in which control characters that are letters and quotation marks of the Windows encoding are these.
pub(crate) fn without_windows(text: String) -> String {
    if !text.contains(|c: char| matches!(c, '\u{80}'..='\u{9f}')) {
        return text;
    }
    let each = |c: char| match c {
        '\u{80}'..='\u{9f}' => of_windows(c as u32 as u8),
        c => c,
    };
    text.chars().map(each).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_of_all_kinds_are_resolved() {
        let mut entities = Entities::new(100);
        entities.declare("rss [<!ENTITY site \"The &amp; Herald\"><!ENTITY file SYSTEM \"/etc/hosts\">]");
        let text = "&site; &ouml; &omega; &#246; &#x2019; &#146; &unknown; &file; a&b & c";
        assert_eq!(
            entities.resolved(text),
            "The & Herald ö ω ö ’ ’ &unknown; &file; a&b & c"
        );
    }

    #[test]
    fn entities_that_grow_are_cut() {
        let mut entities = Entities::new(1 << 20);
        let mut subset = "x [<!ENTITY a0 \"ha\">".to_owned();
        for level in 1..20 {
            let inner = format!("&a{};", level - 1).repeat(10);
            subset = format!("{subset}<!ENTITY a{level} \"{inner}\">");
        }
        entities.declare(&subset);
        assert!(entities.value("a19").len() < 4 << 20);
    }
}
