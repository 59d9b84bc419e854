//! Columns of small numbers, one row for each unit, and the scales that make numbers small. Not which columns there
//! are: see `features` and `headline`.

/// Rows of zeros before the first unit and after the last, so that a tree can look beyond the ends.
pub const PADDING: usize = 8;
/// The largest value.
pub const MOST: u8 = 63;
/// Number of values that are processed together.
pub const BLOCK: usize = 32;

/// Space for this many columns is allocated at once.
const ABOUT: usize = 82;

/// Columns of values from 0 to [`MOST`], one row for each unit.
#[derive(Default)]
pub struct Columns {
    rows: usize,
    count: usize,
    /// One column after the other, then zeros: space for more, and for a block that begins in the last column.
    data: Vec<u8>,
}

impl Columns {
    /// Columns with this number of rows, without a column yet.
    pub fn new(rows: usize) -> Self {
        Self {
            rows,
            count: 0,
            data: vec![0; (rows + 2 * PADDING) * ABOUT + BLOCK],
        }
    }

    /// The number of rows without the padding.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// The number of columns.
    #[cfg_attr(not(feature = "training"), allow(dead_code))]
    pub fn len(&self) -> usize {
        self.count
    }

    /// Returns whether there is no column.
    #[cfg_attr(not(feature = "training"), allow(dead_code))]
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// A column with its padding: row `n` is at `n + PADDING`.
    #[cfg_attr(not(feature = "training"), allow(dead_code))]
    pub fn column(&self, at: usize) -> &[u8] {
        let stride = self.rows + 2 * PADDING;
        self.data.get(at * stride..(at + 1) * stride).unwrap_or_default()
    }

    /// The index of a column's first value, or of the value `offset` rows away; see [`values`](Self::values).
    pub fn place(&self, column: usize, offset: i8) -> usize {
        let stride = self.rows + 2 * PADDING;
        (column * stride + PADDING).wrapping_add_signed(isize::from(offset))
    }

    /// `count` values from an index on, which may run into the next columns; `None` beyond the end.
    pub fn values(&self, place: usize, count: usize) -> Option<&[u8]> {
        self.data.get(place..)?.get(..count)
    }

    /// Adds a column, one value for each row.
    pub fn push(&mut self, values: impl Iterator<Item = u8>) {
        let stride = self.rows + 2 * PADDING;
        let start = self.count * stride;
        self.count += 1;
        if self.data.len() < start + stride + BLOCK {
            self.data.resize(start + stride * ABOUT + BLOCK, 0);
        }
        let rows = &mut self.data[start + PADDING..start + PADDING + self.rows];
        for (into, value) in rows.iter_mut().zip(values) {
            *into = value.min(MOST);
        }
    }
}

/// A count on a scale that is fine for small numbers and coarse for large ones: 0 to 8, then four steps for each
/// doubling.
pub fn coarse(count: u32) -> u8 {
    // Most counts are small, and a table is faster than counting bits.
    match COARSE.get(count as usize) {
        Some(&coarse) => coarse,
        None => coarse_of(count),
    }
}

const COARSE: [u8; 256] = {
    let mut table = [0; 256];
    let mut count = 0;
    while count < 256 {
        table[count] = coarse_of(count as u32);
        count += 1;
    }
    table
};

const fn coarse_of(count: u32) -> u8 {
    if count < 8 {
        return count as u8;
    }
    let power = count.ilog2();
    let quarter = (count >> (power - 2)) & 3;
    let scaled = power * 4 + quarter - 4;
    if scaled < MOST as u32 { scaled as u8 } else { MOST }
}

/// A share from 0 to 1 in 64ths.
pub(crate) fn share(part: u32, whole: u32) -> u8 {
    // The division is the cost here, and dividing small numbers is cheaper.
    let share = match part.checked_mul(u32::from(MOST)) {
        Some(part) => part / whole.max(1),
        None => (u64::from(part) * u64::from(MOST) / u64::from(whole.max(1))).min(u64::from(MOST)) as u32,
    };
    share.min(u32::from(MOST)) as u8
}
