//! The neighbours of an article: how alike the nearest are, and how alike it is to anything. A pair is judged by its place
//! among the neighbours of both articles, since no likeness means the same for a headline and a long text.

use crate::events::grouping::features::ArticleFeatures;

/// The similarities of the nearest neighbours that are kept.
const NEAREST: usize = 24;
/// The neighbours that make up the background of an article: this many after the first ones.
const FIRST: usize = 5;
const FAR: usize = 55;
/// The number of unseen neighbours that are added to a background, with the similarity that articles usually have. A folder
/// of few articles has no background of its own; that of a large set hardly changes.
const UNSEEN: f32 = 12.0;
/// The similarity to an unseen neighbour by the length of an article, for each doubling of its words from 16 on: the means
/// of the sets that the forest is trained on.
const USUAL: [f32; 6] = [0.12, 0.10, 0.09, 0.09, 0.09, 0.09];
/// The steps of a stored similarity.
const STEPS: f32 = 255.0;
/// The bytes of a stored neighbourhood.
pub const STORED: usize = NEAREST + 3;

/// The neighbours of an article.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Neighbourhood {
    /// The similarities of the nearest, largest first, in 255ths.
    nearest: Vec<u8>,
    /// The mean similarity of the neighbours after the first ones, in 255ths.
    far: u8,
    /// The number of neighbours.
    crowd: u16,
}

fn stored(similarity: f32) -> u8 {
    (similarity.clamp(0.0, 1.0) * STEPS).round() as u8
}

impl Neighbourhood {
    /// The neighbourhood with these similarities.
    pub fn new(similarities: &[f32]) -> Self {
        let mut all: Vec<u8> = similarities
            .iter()
            .map(|&similarity| stored(similarity))
            .collect();
        all.sort_unstable_by(|a, b| b.cmp(a));
        let crowd = u16::try_from(all.len()).unwrap_or(u16::MAX);
        let far = all.iter().skip(FIRST).take(FAR);
        let (sum, count) = far.fold((0_u32, 0_u32), |(sum, count), &value| {
            (sum + u32::from(value), count + 1)
        });
        all.truncate(NEAREST);
        Self {
            nearest: all,
            far: (sum / count.max(1)) as u8,
            crowd,
        }
    }

    /// Adds a neighbour that appeared later.
    pub fn add(&mut self, similarity: f32) {
        let similarity = stored(similarity);
        let at = self.nearest.partition_point(|&other| other >= similarity);
        // What is pushed out of the first ones becomes a part of the background.
        let pushed = match self.nearest.get(FIRST - 1) {
            Some(&last) if at < FIRST => Some(last),
            _ if at >= FIRST => Some(similarity),
            _ => None,
        };
        if let Some(pushed) = pushed.filter(|&pushed| self.far_count() < FAR || pushed > self.far) {
            let count = self.far_count().min(FAR - 1) as u32;
            self.far = ((u32::from(self.far) * count + u32::from(pushed)) / (count + 1)) as u8;
        }
        self.nearest.insert(at, similarity);
        self.nearest.truncate(NEAREST);
        self.crowd = self.crowd.saturating_add(1);
    }

    fn far_count(&self) -> usize {
        usize::from(self.crowd).saturating_sub(FIRST).min(FAR)
    }

    /// The number of neighbours.
    pub fn crowd(&self) -> usize {
        usize::from(self.crowd)
    }

    /// The number of neighbours that are nearer, estimated for those that are not among the nearest.
    pub fn rank(&self, similarity: f32) -> usize {
        let similarity = stored(similarity);
        let nearer = self.nearest.partition_point(|&other| other > similarity);
        let last = self.nearest.last().copied().unwrap_or(0);
        if nearer < NEAREST || last == 0 {
            return nearer;
        }
        let rest = self.crowd().saturating_sub(NEAREST);
        nearer + rest * usize::from(last - similarity) / usize::from(last)
    }

    /// The similarity of the nearest neighbour.
    pub fn best(&self) -> f32 {
        self.nearest.first().map_or(0.0, |&best| f32::from(best) / STEPS)
    }

    /// The similarity that this article has to the neighbours of its background, with some unseen ones.
    pub fn background(&self, article: &ArticleFeatures) -> f32 {
        let doublings = usize::from(article.length / 4).saturating_sub(4);
        let usual = USUAL[doublings.min(USUAL.len() - 1)];
        let count = self.far_count() as f32;
        (f32::from(self.far) / STEPS * count + UNSEEN * usual) / (count + UNSEEN)
    }

    /// Appends the bytes that [`from_bytes`](Self::from_bytes) reads.
    pub fn write(&self, bytes: &mut Vec<u8>) {
        bytes.push(self.far);
        bytes.extend(self.crowd.to_le_bytes());
        bytes.extend(&self.nearest);
        bytes.extend(std::iter::repeat_n(0, NEAREST - self.nearest.len()));
    }

    /// Reads what [`write`](Self::write) wrote.
    pub fn from_bytes(bytes: &[u8; STORED]) -> Self {
        let crowd = u16::from_le_bytes([bytes[1], bytes[2]]);
        Self {
            nearest: bytes[3..][..NEAREST.min(usize::from(crowd))].to_vec(),
            far: bytes[0],
            crowd,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_that_come_one_by_one_make_about_the_same_neighbourhood() {
        let similarities: Vec<f32> = (1..80).map(|nth| 1.0 / nth as f32).collect();
        let whole = Neighbourhood::new(&similarities);
        let mut grown = Neighbourhood::new(&similarities[..30]);
        similarities[30..].iter().for_each(|&later| grown.add(later));
        assert_eq!((whole.crowd(), whole.best()), (grown.crowd(), grown.best()));
        assert_eq!(whole.rank(0.2), grown.rank(0.2));
        assert!(whole.far.abs_diff(grown.far) < 12);
    }

    #[test]
    fn it_is_read_back() {
        for count in [0, 3, 70] {
            let similarities: Vec<f32> = (0..count).map(|nth| nth as f32 / 100.0).collect();
            let near = Neighbourhood::new(&similarities);
            let mut bytes = Vec::new();
            near.write(&mut bytes);
            assert_eq!(Neighbourhood::from_bytes(&bytes.try_into().unwrap()), near);
        }
    }
}
