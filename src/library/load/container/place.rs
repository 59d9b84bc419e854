//! Where a reader is: in which file, entry and record, for messages and as a hint of the format.

/// Where the reader is.
#[derive(Clone, Default)]
pub(crate) struct Place {
    /// The name of the file or entry, without the extensions of what was unpacked.
    pub(crate) name: String,
    /// The names of the archives' entries around it, for messages.
    pub(crate) path: String,
    /// The media type and charset that a container states.
    pub(crate) media_type: Option<String>,
    pub(crate) charset: Option<String>,
    /// The number of containers around it.
    pub(crate) depth: u8,
}

impl Place {
    /// The place of a file.
    pub(crate) fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            ..Self::default()
        }
    }

    /// The place of an entry of an archive.
    pub(crate) fn entry(&self, name: &str) -> Self {
        Self {
            name: name.to_owned(),
            path: format!("{}{name}: ", self.path),
            depth: self.depth + 1,
            ..Self::default()
        }
    }

    /// The place of a record.
    pub(crate) fn within(&self, at: &str) -> Self {
        Self {
            path: format!("{}{at} ", self.path),
            ..self.clone()
        }
    }

    /// The place of what was unpacked: `a.jsonl.gz` becomes `a.jsonl`, `a.tgz` `a.tar`.
    pub(crate) fn unpacked(&self) -> Self {
        let name = match self.name.rsplit_once('.') {
            Some((stem, ending)) if ending.eq_ignore_ascii_case("tgz") => format!("{stem}.tar"),
            Some((stem, _)) => stem.to_owned(),
            None => self.name.clone(),
        };
        Self {
            name,
            depth: self.depth + 1,
            ..self.clone()
        }
    }

    /// The extension in lower case, without the dot; empty if there is none.
    pub(crate) fn ending(&self) -> String {
        let file = self.name.rsplit(['/', '\\']).next().unwrap_or_default();
        let ending = file.rsplit_once('.').filter(|(stem, _)| !stem.is_empty());
        ending.map_or_else(String::new, |(_, ending)| ending.to_lowercase())
    }
}
