//! Plain text of a message as paragraphs. Mail programs break paragraphs into lines of about 70 characters; some say so
//! (`format=flowed`, RFC 3676), the others do not.

/// The widths of lines that a program breaks. Longer lines are paragraphs of their own.
const WIDTHS: std::ops::RangeInclusive<usize> = 55..=82;
/// A signature of more lines is text after a separator.
const SIGNATURE_LINES: usize = 12;

/// How the lines of a text are broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Breaks {
    /// Not stated.
    Unknown,
    /// A line that ends in a blank goes on; with `delsp`, without that blank.
    Flowed { delsp: bool },
}

/// Returns the paragraphs, one a line, with a blank line where the text has one. The signature is left out.
pub(super) fn paragraphs(text: &str, breaks: Breaks) -> String {
    let text = text.replace("\r\n", "\n");
    let lines: Vec<&str> = text.split('\n').collect();
    let lines = &lines[..signature(&lines)];
    let width = lines
        .iter()
        .map(|line| line.trim_end().chars().count())
        .max()
        .unwrap_or(0);
    let is_wrapped = WIDTHS.contains(&width);
    let mut out = String::with_capacity(text.len());
    for (at, line) in lines.iter().enumerate() {
        let next = lines.get(at + 1).copied().unwrap_or_default();
        match breaks {
            Breaks::Flowed { delsp } if line.ends_with(' ') && *line != "-- " => {
                out.push_str(if delsp { &line[..line.len() - 1] } else { line });
            }
            Breaks::Unknown if is_wrapped && goes_on(line, next, width) => {
                out.push_str(line.trim_end());
                out.push(' ');
            }
            _ => {
                out.push_str(line.trim_end());
                out.push('\n');
            }
        }
    }
    out
}

/// Returns whether the first word of the next line would not have fitted on this one.
fn goes_on(line: &str, next: &str, width: usize) -> bool {
    let line = line.trim_end();
    if line.is_empty()
        || !next.starts_with(char::is_alphanumeric) && !next.starts_with(['"', '“', '«', '„', '(', '‘', '\''])
    {
        return false;
    }
    let word = next.split_whitespace().next().unwrap_or_default().chars().count();
    line.chars().count() + 1 + word > width
}

/// The number of lines before the signature, which begins after a line `-- `. Many programs drop its blank.
fn signature(lines: &[&str]) -> usize {
    let found = lines.iter().rposition(|line| line.trim_end() == "--");
    let is_signature = |at: &usize| *at > 0 && lines.len() - at <= SIGNATURE_LINES;
    found.filter(is_signature).unwrap_or(lines.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn broken_lines_are_joined() {
        let text = "The ferry between Zelm and Orsa stops at noon because the new pier at\n\
            Orsa is not ready, the company said.\n\nMenu\nShort lines stay.\n";
        let joined = "The ferry between Zelm and Orsa stops at noon because the new pier at Orsa is not ready, the \
            company said.\n\nMenu\nShort lines stay.\n\n";
        assert_eq!(paragraphs(text, Breaks::Unknown), joined);
    }

    #[test]
    fn flowed_text_states_its_breaks() {
        let flowed = |text, delsp| paragraphs(text, Breaks::Flowed { delsp });
        assert_eq!(flowed("One \ntwo\nthree", false), "One two\nthree\n");
        assert_eq!(flowed("One \ntwo\nthree", true), "Onetwo\nthree\n");
    }

    #[test]
    fn the_signature_is_left_out() {
        let text = "The quay is open.\n\n-- \nUnsubscribe: https://z.example/u";
        assert_eq!(paragraphs(text, Breaks::Unknown), "The quay is open.\n\n");
        let long = format!("--\n{}", "line\n".repeat(30));
        assert_eq!(paragraphs(&long, Breaks::Unknown).lines().count(), 32);
    }
}
