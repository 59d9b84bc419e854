//! The fields at the head of a message. Not what the body is: see `body`.

use crate::extract::input::mail::encoded_word;
use mail_parser::DateTime;

/// The fields that nearly every message has; by two of them a message is recognised.
const USUAL: [&str; 10] = [
    "from",
    "subject",
    "date",
    "to",
    "message-id",
    "mime-version",
    "received",
    "return-path",
    "content-type",
    "delivered-to",
];
/// Those of them that only mail programs write.
const TECHNICAL: [&str; 6] = [
    "message-id",
    "mime-version",
    "received",
    "return-path",
    "content-type",
    "delivered-to",
];

/// The fields of a message.
#[derive(Debug, Default)]
pub(super) struct Headers {
    /// Names in lower case, and values with their line ends.
    fields: Vec<(String, Vec<u8>)>,
    /// The offset of the body.
    pub(super) body: usize,
}

/// The person or outlet that sent a message.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Sender {
    /// The name; the address if there is no name.
    pub(super) name: String,
}

impl Headers {
    /// Reads at most `max` fields. Lines that are no field are skipped.
    pub(super) fn read(bytes: &[u8], max: usize) -> Self {
        let mut headers = Self::default();
        let mut at = 0;
        while at < bytes.len() {
            let end = memchr::memchr(b'\n', &bytes[at..]).map_or(bytes.len(), |end| at + end + 1);
            let line = &bytes[at..end];
            at = end;
            if line.trim_ascii().is_empty() {
                break;
            }
            if line.starts_with(b" ") || line.starts_with(b"\t") {
                if let Some((_, value)) = headers.fields.last_mut() {
                    value.extend_from_slice(line);
                }
            } else if headers.fields.len() < max
                && let Some((name, value)) = field(line)
            {
                headers.fields.push((name, value.to_vec()));
            }
        }
        headers.body = at;
        headers
    }

    /// Reads the fields at the beginning of a file; none if its first line is not a field.
    pub(super) fn of_beginning(bytes: &[u8]) -> Self {
        const MAX: usize = 64;
        let line = bytes.split(|&byte| byte == b'\n').next().unwrap_or_default();
        if field(line).is_none() {
            return Self::default();
        }
        Self::read(bytes, MAX)
    }

    /// Returns whether these are the fields of a message, and not a text that begins with `Title: …`.
    pub(super) fn are_of_message(&self) -> bool {
        let count = |names: &[&str]| names.iter().filter(|name| self.has(name)).count();
        let has_sender = self
            .raw("from")
            .is_some_and(|from| memchr::memchr(b'@', from).is_some());
        count(&USUAL) >= 2 && (count(&TECHNICAL) >= 1 || has_sender && self.has("subject"))
    }

    /// Returns whether there are none.
    pub(super) fn is_empty(&self) -> bool {
        self.fields.is_empty()
    }

    /// Returns whether a field is there; its name is in lower case.
    pub(super) fn has(&self, name: &str) -> bool {
        self.raw(name).is_some()
    }

    /// The value of a field as it is written.
    pub(super) fn raw(&self, name: &str) -> Option<&[u8]> {
        self.all(name).next()
    }

    fn all(&self, name: &str) -> impl Iterator<Item = &[u8]> {
        let own = self.fields.iter().filter(move |(own, _)| own == name);
        own.map(|(_, value)| value.as_slice())
    }

    /// The text of a field.
    pub(super) fn text(&self, name: &str) -> Option<String> {
        let text = encoded_word::decode(self.raw(name)?);
        Some(text).filter(|text| !text.is_empty())
    }

    /// An address or an id, without its angle brackets.
    pub(super) fn id(&self, name: &str) -> Option<String> {
        let text = self.text(name)?;
        let id = text.trim_start_matches('<').trim_end_matches('>');
        Some(id.trim().to_owned()).filter(|id| !id.is_empty())
    }

    /// The time at which the message was sent: of several fields, the first that is a time.
    pub(super) fn date(&self) -> Option<String> {
        let valid = self.all("date").find_map(|date| {
            let date = DateTime::parse_rfc822(&String::from_utf8_lossy(date))?;
            (date.is_valid() && date.year > 1970).then(|| date.to_rfc3339())
        });
        valid.or_else(|| self.text("date"))
    }

    /// The first sender.
    pub(super) fn sender(&self, name: &str) -> Option<Sender> {
        sender(self.raw(name)?)
    }

    /// The name of the mailing list: the phrase before its id.
    pub(super) fn list_name(&self) -> Option<String> {
        let value = self.raw("list-id")?;
        let end = memchr::memchr(b'<', value)?;
        let name = encoded_word::decode(&value[..end]);
        Some(name.trim_matches(['"', ' ']).to_owned()).filter(|name| !name.is_empty())
    }
}

/// Splits a line into the name and the value of a field.
fn field(line: &[u8]) -> Option<(String, &[u8])> {
    let colon = memchr::memchr(b':', line)?;
    let name = line[..colon].trim_ascii_end();
    let is_name = !name.is_empty() && name.iter().all(u8::is_ascii_graphic);
    is_name.then(|| {
        (
            String::from_utf8_lossy(name).to_ascii_lowercase(),
            &line[colon + 1..],
        )
    })
}

/// Reads `Name <address>`, `"Name" <address>`, `address (Name)`, or what programs make of it.
fn sender(value: &[u8]) -> Option<Sender> {
    let value = first_address(value);
    let open = memchr::memchr(b'<', value);
    let comment = memchr::memchr(b'(', value).filter(|_| open.is_none());
    let name = match (open, comment) {
        (Some(open), _) => &value[..open],
        (None, Some(start)) => {
            let end = memchr::memrchr(b')', value).unwrap_or(value.len());
            value.get(start + 1..end).unwrap_or_default()
        }
        (None, None) => value,
    };
    let text = encoded_word::decode(name)
        .replace("\\\"", "\"")
        .replace("\\\\", "\\");
    let name = text.trim().trim_matches(['"', '\'']).trim();
    let name = if name.is_empty() {
        let address = value.get(open.map_or(0, |open| open + 1)..).unwrap_or_default();
        let address = encoded_word::decode(address);
        address.split('>').next().unwrap_or_default().trim().to_owned()
    } else {
        name.to_owned()
    };
    (!name.is_empty()).then_some(Sender { name })
}

/// The bytes up to the first comma that is not quoted.
fn first_address(value: &[u8]) -> &[u8] {
    let mut is_quoted = false;
    let mut is_escaped = false;
    for (at, &byte) in value.iter().enumerate() {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' => is_escaped = true,
            b'"' => is_quoted = !is_quoted,
            b',' if !is_quoted && !value[..at].trim_ascii().is_empty() => return &value[..at],
            _ => {}
        }
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn senders_are_read_in_every_form() {
        for (from, name) in [
            ("The Quay Courier <news@quay.example>", "The Quay Courier"),
            ("\"Fenn, Ilka\" <ilka@quay.example>, b@c.example", "Fenn, Ilka"),
            ("=?utf-8?Q?J=C3=B6rg?= <j@quay.example>", "Jörg"),
            ("ilka@quay.example (Ilka Fenn)", "Ilka Fenn"),
            ("<ilka@quay.example>", "ilka@quay.example"),
            ("ilka@quay.example", "ilka@quay.example"),
            ("Ilka Fenn", "Ilka Fenn"),
        ] {
            assert_eq!(sender(from.as_bytes()).unwrap().name, name, "{from:?}");
        }
        assert_eq!(sender(b"  "), None);
    }

    #[test]
    fn the_first_time_that_is_one_is_taken() {
        let headers = Headers::read(b"Date: soon\nDate: Fri, 3 May 2024 09:30:00 +0200\n\nText", 100);
        assert_eq!(headers.date().as_deref(), Some("2024-05-03T09:30:00+02:00"));
        let headers = Headers::read(b"Date: soon\n\n", 100);
        assert_eq!(headers.date().as_deref(), Some("soon"));
    }

    #[test]
    fn texts_with_labels_are_no_messages() {
        let is_message = |text: &str| Headers::read(text.as_bytes(), 100).are_of_message();
        assert!(is_message("Received: by z\nSubject: Quay\n\n"));
        assert!(is_message("From: a@b.example\nSubject: Quay\n\n"));
        assert!(!is_message(
            "Subject: Quay\nFrom: the harbour\nDate: 3 May 2024\n\n"
        ));
        assert!(!is_message("Title: Quay\nDate: 3 May 2024\n\nText"));
        assert!(!is_message("Zelm: the quay is open: at last\n"));
    }
}
