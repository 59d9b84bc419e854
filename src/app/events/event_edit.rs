//! What a correction of events changes, and the reverse of it. Which corrections there are: see `corrections`.

/// Corrections that are made in one step: which articles belong together, and which do not, by their ids.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct EventEdit {
    /// Pairs of articles, each with whether they report the same event.
    pub pairs: Vec<(u32, u32, bool)>,
    /// Whether the corrections of these pairs are removed instead.
    pub is_removal: bool,
}

impl EventEdit {
    /// Returns the edit that undoes this one.
    #[must_use]
    pub fn reversed(&self) -> Self {
        Self {
            is_removal: !self.is_removal,
            ..self.clone()
        }
    }
}
