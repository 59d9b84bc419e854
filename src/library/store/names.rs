//! The names that articles of a library share, by their numbers: outlets, agencies, sections, languages.

use std::sync::Arc;

/// What stands for an unknown name.
pub(super) const UNKNOWN: i64 = 0;

/// Names by number. The catalogue gives numbers in turn, so each is the place of its name.
#[derive(Debug, Clone, Default)]
pub(super) struct Names(Vec<Option<Arc<str>>>);

impl Names {
    /// The number behind the last one, that of the unknown name among them.
    pub(super) fn end(&self) -> usize {
        self.0.len().max(UNKNOWN as usize + 1)
    }

    /// The name of a number; `None` for unknown.
    pub(super) fn get(&self, number: i64) -> Option<&Arc<str>> {
        self.0.get(usize::try_from(number).ok()?)?.as_ref()
    }

    /// Every number with its name.
    pub(super) fn iter(&self) -> impl Iterator<Item = (i64, &Arc<str>)> {
        let numbered = (0..).zip(&self.0);
        numbered.filter_map(|(number, name)| Some((number, name.as_ref()?)))
    }
}

impl FromIterator<(i64, String)> for Names {
    fn from_iter<T: IntoIterator<Item = (i64, String)>>(names: T) -> Self {
        let mut known = Vec::new();
        for (number, name) in names {
            put(&mut known, number, Arc::from(name));
        }
        Self(known)
    }
}

/// No list of names or folders is longer than this: a larger number is none that was given in turn.
const MOST: usize = 1 << 24;

/// Puts a value where its number says.
pub(super) fn put<T>(values: &mut Vec<Option<T>>, number: i64, value: T) {
    let Some(at) = usize::try_from(number).ok().filter(|at| *at < MOST) else {
        return;
    };
    if at >= values.len() {
        values.resize_with(at + 1, || None);
    }
    values[at] = Some(value);
}
