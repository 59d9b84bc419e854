//! The names that articles of a library share: outlets, agencies, sections and languages, each with a number.

use std::sync::Arc;

/// The number of an unknown name.
pub(crate) const UNKNOWN: i64 = 0;

/// Names by number. The catalogue assigns consecutive numbers, so each number is an index.
#[derive(Debug, Clone, Default)]
pub(crate) struct OutletNames(Vec<Option<Arc<str>>>);

impl OutletNames {
    /// Returns the least number above all numbers in use, including [`UNKNOWN`].
    pub(crate) fn end(&self) -> usize {
        self.0.len().max(UNKNOWN as usize + 1)
    }

    /// Returns the name with this number, or `None` for unknown.
    pub(crate) fn get(&self, number: i64) -> Option<&Arc<str>> {
        self.0.get(usize::try_from(number).ok()?)?.as_ref()
    }

    /// Returns every number with its name.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (i64, &Arc<str>)> {
        let numbered = (0..).zip(&self.0);
        numbered.filter_map(|(number, name)| Some((number, name.as_ref()?)))
    }
}

impl FromIterator<(i64, String)> for OutletNames {
    fn from_iter<T: IntoIterator<Item = (i64, String)>>(names: T) -> Self {
        let mut known = Vec::new();
        for (number, name) in names {
            let Some(at) = usize::try_from(number).ok().filter(|at| *at < MOST) else {
                continue;
            };
            if at >= known.len() {
                known.resize(at + 1, None);
            }
            known[at] = Some(Arc::from(name));
        }
        Self(known)
    }
}

/// The greatest number of names. The catalogue assigns consecutive numbers, so a larger one is not valid.
const MOST: usize = 1 << 24;
