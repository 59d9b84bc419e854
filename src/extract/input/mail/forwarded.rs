//! A message that was forwarded inside another: the mark, a head of a few fields, then the text.

use crate::extract::input::mail::phrases::{Label, Phrases};

/// The most lines before the mark: what the person who forwarded it wrote.
const NOTE_LINES: usize = 40;
/// The most lines of a head, blank ones included.
const HEAD_LINES: usize = 20;

/// A forwarded message.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Forwarded {
    pub(super) from: Option<String>,
    pub(super) date: Option<String>,
    pub(super) subject: Option<String>,
    pub(super) text: String,
}

/// The subject without the prefix of a forwarded message; `None` if it has none.
pub(super) fn without_prefix(subject: &str) -> Option<&str> {
    let (prefix, rest) = subject.split_once([':', '：'])?;
    let prefix = prefix.trim().to_lowercase();
    let prefixes = &Phrases::builtin().forward_prefixes;
    let rest = rest.trim();
    let is_forward = prefixes.contains(&prefix) && !rest.is_empty();
    is_forward.then(|| without_prefix(rest).unwrap_or(rest))
}

/// Opens the forwarded message in a text.
pub(super) fn open(text: &str) -> Option<Forwarded> {
    let lines: Vec<&str> = text.lines().collect();
    let mark = lines.iter().take(NOTE_LINES).position(|line| is_mark(line))?;
    let mut found = Forwarded::default();
    let mut last = None;
    let mut body = mark + 1;
    for (at, line) in lines.iter().enumerate().skip(mark + 1).take(HEAD_LINES) {
        let line = unquoted(line);
        if line.trim().is_empty() {
            if last.is_some() && found.is_complete() {
                body = at + 1;
                break;
            }
            continue;
        }
        let Some((label, value)) = field(line) else {
            if let (Some(Label::Subject), Some(subject)) = (last, &mut found.subject) {
                // A long subject goes on in the next line.
                subject.push(' ');
                subject.push_str(line.trim());
                continue;
            }
            break;
        };
        last = Some(label);
        body = at + 1;
        let slot = match label {
            Label::From => &mut found.from,
            Label::Date => &mut found.date,
            Label::Subject => &mut found.subject,
            Label::Other => continue,
        };
        slot.get_or_insert_with(|| value.to_owned());
    }
    if !found.is_complete() {
        return None;
    }
    let is_quoted = lines[body..]
        .iter()
        .all(|line| line.trim().is_empty() || line.starts_with('>'));
    let rest = lines[body..]
        .iter()
        .map(|line| if is_quoted { unquoted(line) } else { *line });
    let text = rest.collect::<Vec<_>>().join("\n");
    Some(Forwarded {
        text: text.trim_start_matches('\n').to_owned(),
        ..found
    })
}

impl Forwarded {
    fn is_complete(&self) -> bool {
        self.subject.is_some() && (self.from.is_some() || self.date.is_some())
    }
}

fn is_mark(line: &str) -> bool {
    let bare = unquoted(line)
        .trim()
        .trim_matches(['-', '_', '—', '–', ' ', ':', '*', '='])
        .to_lowercase();
    Phrases::builtin().forward_marks.contains(&bare)
}

fn field(line: &str) -> Option<(Label, &str)> {
    let (label, value) = line.split_once([':', '：'])?;
    let value = value.trim().trim_start_matches('*').trim();
    Some((Phrases::builtin().label(label)?, value))
}

fn unquoted(line: &str) -> &str {
    let rest = line.strip_prefix('>').unwrap_or(line);
    if rest.len() < line.len() {
        rest.strip_prefix(' ').unwrap_or(rest)
    } else {
        rest
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forwarded_messages_are_opened_in_several_languages() {
        for (mark, from, date, subject) in [
            (
                "---------- Forwarded message ---------",
                "From",
                "Date",
                "Subject",
            ),
            (
                "-------- Weitergeleitete Nachricht --------",
                "Von",
                "Datum",
                "Betreff",
            ),
            ("Début du message transféré :", "De", "Date", "Objet"),
            ("_____ Original Message _____", "*From*", "*Sent*", "*Subject*"),
        ] {
            let text = format!(
                "For you\n\n{mark}\n{from}: The Quay Courier <n@q.example>\n{date}: Fri, 3 May 2024 at 09:30\n\
                 {subject}: The quay opens\nTo: Ilka\n\n\nThe quay is open.\nShips are back.\n"
            );
            let found = open(&text).expect(mark);
            assert_eq!(found.from.as_deref(), Some("The Quay Courier <n@q.example>"));
            assert_eq!(found.date.as_deref(), Some("Fri, 3 May 2024 at 09:30"));
            assert_eq!(found.subject.as_deref(), Some("The quay opens"));
            assert_eq!(found.text, "The quay is open.\nShips are back.");
        }
    }

    #[test]
    fn quoted_forwards_lose_their_marks() {
        let text =
            "Begin forwarded message:\n\n> From: A <a@b.example>\n> Subject: Quay\n> \n> It is open.\n";
        assert_eq!(open(text).unwrap().text, "It is open.");
    }

    #[test]
    fn a_text_without_mark_or_head_is_not_forwarded() {
        assert_eq!(open("From: a\nSubject: b\n\ntext"), None);
        assert_eq!(open("Forwarded message\n\nThe quay is open.\n"), None);
        assert_eq!(open(""), None);
        assert_eq!(without_prefix("Fwd: WG: The quay"), Some("The quay"));
        assert_eq!(without_prefix("Re: The quay"), None);
        assert_eq!(without_prefix("The quay: a history"), None);
    }
}
