//! The names that articles of a library share, by their numbers: outlets, agencies, sections, languages.

use std::collections::HashMap;
use std::sync::Arc;

/// What stands for an unknown name.
pub(super) const UNKNOWN: i64 = 0;

/// Names by number.
#[derive(Debug, Clone, Default)]
pub(super) struct Names(HashMap<i64, Arc<str>>);

impl Names {
    /// The name of a number; `None` for unknown.
    pub(super) fn get(&self, number: i64) -> Option<&Arc<str>> {
        self.0.get(&number)
    }

    /// Every number with its name.
    pub(super) fn iter(&self) -> impl Iterator<Item = (i64, &Arc<str>)> {
        self.0.iter().map(|(number, name)| (*number, name))
    }
}

impl FromIterator<(i64, String)> for Names {
    fn from_iter<T: IntoIterator<Item = (i64, String)>>(names: T) -> Self {
        Self(
            names
                .into_iter()
                .map(|(number, name)| (number, Arc::from(name)))
                .collect(),
        )
    }
}
