//! A score that falls with the distance of a line from headline or body.

/// The score next to them, and how it falls.
#[derive(Debug, Clone, Copy)]
pub(crate) struct DistanceScore {
    /// The score at distance 0.
    pub(crate) near: f32,
    /// By how much it falls with each line.
    pub(crate) step: f32,
    /// By how much it falls at most.
    pub(crate) most: f32,
}

impl DistanceScore {
    pub(crate) const fn new(near: f32, step: f32, most: f32) -> Self {
        Self { near, step, most }
    }

    /// The score at a distance in lines.
    pub(crate) fn at(self, distance: usize) -> f32 {
        self.near - (distance as f32 * self.step).min(self.most)
    }
}
