//! A score that falls with the distance of a line from headline or body.

/// The score next to them, and how it falls.
#[derive(Debug, Clone, Copy)]
pub(super) struct DistanceScore {
    /// The score at distance 0.
    pub(super) near: f32,
    /// By how much it falls with each line.
    pub(super) step: f32,
    /// By how much it falls at most.
    pub(super) most: f32,
}

impl DistanceScore {
    pub(super) const fn new(near: f32, step: f32, most: f32) -> Self {
        Self { near, step, most }
    }

    /// The score at a distance in lines.
    pub(super) fn at(self, distance: usize) -> f32 {
        self.near - (distance as f32 * self.step).min(self.most)
    }
}
