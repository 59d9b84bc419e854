//! Rows of the catalogue in few bytes, one behind the other: as they come from the database, until they are told of in
//! another order. Not which rows those are: see `rows`.

use super::names::Names;
use super::paths;
use super::rows::RowView;
use crate::library::Order;
use std::hint::black_box;
use std::path::Path;

/// See above.
#[derive(Default)]
pub(super) struct Packing {
    bytes: Vec<u8>,
    /// The place of each article among those that are wanted; where there are none, every article is wanted.
    wanted: Vec<u32>,
    /// Number, start and whether it is gone of the row that was packed last.
    last: Option<(u32, usize, bool)>,
}

/// A row as it is read from a packing.
pub(super) struct Packed<'a> {
    moment: Option<i64>,
    /// Outlet, via, section, language.
    names: [i64; 4],
    words: u32,
    title: &'a str,
    has_title: bool,
    byline: Option<&'a str>,
    part: u32,
    is_gone: bool,
    pub(super) folder: i64,
    name: &'a [u8],
}

/// Bytes that a processor fetches at least; most rows take two of these.
const CACHE_LINE: usize = 64;

/// The signs of a row, one bit each.
const HAS_MOMENT: u64 = 1;
const HAS_TITLE: u64 = 2;
const HAS_BYLINE: u64 = 4;
const IS_GONE: u64 = 8;

impl Packing {
    /// Stands for an article that is not wanted.
    pub(super) const NOWHERE: u32 = u32::MAX;

    /// Room for so many bytes costs nothing until they are there, and spares copying them as they become more.
    pub(super) fn wanting(wanted: Vec<u32>, bytes: usize) -> Self {
        Self {
            bytes: Vec::with_capacity(bytes),
            wanted,
            ..Self::default()
        }
    }

    pub(super) fn clear(&mut self) {
        self.bytes.clear();
        self.last = None;
    }

    /// Packs a row, its columns in the order of `ROWS`; gives its place among those that are wanted and where it starts.
    /// Where an article was found in several places, that of one which is still there.
    pub(super) fn take(&mut self, row: &rusqlite::Row<'_>) -> rusqlite::Result<Option<(usize, usize)>> {
        let id: u32 = row.get(0)?;
        let place = if self.wanted.is_empty() {
            0
        } else {
            self.wanted.get(id as usize).copied().unwrap_or(Self::NOWHERE)
        };
        if place == Self::NOWHERE {
            return Ok(None);
        }
        let is_gone: bool = row.get(11)?;
        let start = match self.last {
            Some((last, start, was_gone)) if last == id => {
                if is_gone || !was_gone {
                    return Ok(None);
                }
                self.bytes.truncate(start);
                start
            }
            _ => self.bytes.len(),
        };
        self.last = Some((id, start, is_gone));
        self.put_row(row, is_gone)?;
        Ok(Some((place as usize, start)))
    }

    fn put_row(&mut self, row: &rusqlite::Row<'_>, is_gone: bool) -> rusqlite::Result<()> {
        let moment: Option<i64> = row.get(1)?;
        let byline = row.get_ref(9)?.as_str_or_null()?;
        let sign = |is_so: bool, sign: u64| if is_so { sign } else { 0 };
        self.put(
            sign(moment.is_some(), HAS_MOMENT)
                | sign(!row.get::<_, bool>(8)?, HAS_TITLE)
                | sign(byline.is_some(), HAS_BYLINE)
                | sign(is_gone, IS_GONE),
        );
        if let Some(moment) = moment {
            // Times before 1970 take more bytes than others; few articles are from then.
            self.put(moment.cast_unsigned());
        }
        // Outlet, via, section, language, words; part, folder.
        for column in [2, 3, 4, 5, 6, 10, 12] {
            self.put(row.get::<_, i64>(column)?.cast_unsigned());
        }
        self.put_text(row.get_ref(7)?.as_bytes()?);
        self.put_text(row.get_ref(13)?.as_bytes()?);
        if let Some(byline) = byline {
            self.put_text(byline.as_bytes());
        }
        Ok(())
    }

    /// Seven bits a byte, the lowest first; the highest bit of a byte says that another one follows.
    fn put(&mut self, mut number: u64) {
        while number >= 0x80 {
            self.bytes.push(number as u8 | 0x80);
            number >>= 7;
        }
        self.bytes.push(number as u8);
    }

    fn put_text(&mut self, text: &[u8]) {
        self.put(text.len() as u64);
        self.bytes.extend_from_slice(text);
    }

    /// Has the processor fetch the rows that start there, all at the same time: they lie in no order, and waiting for each
    /// by itself takes longer than all else that is done with it.
    pub(super) fn fetch(&self, starts: &[usize]) {
        let touch = |at: usize| self.bytes.get(at).copied().unwrap_or_default();
        let lines = starts
            .iter()
            .map(|start| touch(*start) ^ touch(start.saturating_add(CACHE_LINE)));
        black_box(lines.fold(0, |all, line| all ^ line));
    }

    /// The row that was packed there; `None` where none was.
    pub(super) fn row(&self, start: usize) -> Option<Packed<'_>> {
        let mut rest = Unpacking(self.bytes.get(start..)?);
        let signs = rest.number()?;
        let has = |sign: u64| signs & sign != 0;
        Some(Packed {
            has_title: has(HAS_TITLE),
            is_gone: has(IS_GONE),
            moment: if has(HAS_MOMENT) {
                Some(rest.number()?.cast_signed())
            } else {
                None
            },
            names: [rest.signed()?, rest.signed()?, rest.signed()?, rest.signed()?],
            words: rest.number()? as u32,
            part: rest.number()? as u32,
            folder: rest.signed()?,
            title: std::str::from_utf8(rest.text()?).ok()?,
            name: rest.text()?,
            byline: if has(HAS_BYLINE) {
                Some(std::str::from_utf8(rest.text()?).ok()?)
            } else {
                None
            },
        })
    }
}

impl<'a> Packed<'a> {
    /// The row, its numbers told by what they stand for.
    pub(super) fn view(&self, id: u32, names: &'a Names, folder: &'a Path) -> RowView<'a> {
        let moment = self.moment.map(Order::of_moment);
        let [outlet, via, section, language] = self.names.map(|number| names.get(number));
        RowView {
            id,
            folder,
            name: paths::borrowed(self.name),
            part: self.part,
            title: self.title,
            has_title: self.has_title,
            date: moment.map(|(date, _)| date),
            time: moment.and_then(|(_, time)| time),
            outlet,
            via,
            section,
            byline: self.byline,
            language,
            words: self.words,
            is_gone: self.is_gone,
        }
    }
}

/// What is left of a packing behind what was read.
struct Unpacking<'a>(&'a [u8]);

impl<'a> Unpacking<'a> {
    fn number(&mut self) -> Option<u64> {
        let (mut number, mut shift) = (0, 0);
        loop {
            let (byte, rest) = self.0.split_first()?;
            self.0 = rest;
            number |= u64::from(byte & 0x7f).checked_shl(shift)?;
            if *byte < 0x80 {
                return Some(number);
            }
            shift += 7;
        }
    }

    fn signed(&mut self) -> Option<i64> {
        Some(self.number()?.cast_signed())
    }

    fn text(&mut self) -> Option<&'a [u8]> {
        let length = usize::try_from(self.number()?).ok()?;
        let (text, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_texts_come_back() {
        let mut packing = Packing::default();
        let numbers = [0, 1, 127, 128, 40_000_000, u64::MAX, (-1_i64).cast_unsigned()];
        for number in numbers {
            packing.put(number);
            packing.put_text(b"grain");
        }
        let mut rest = Unpacking(&packing.bytes);
        for number in numbers {
            assert_eq!((rest.number(), rest.text()), (Some(number), Some(&b"grain"[..])));
        }
        assert_eq!((rest.number(), rest.text()), (None, None));
        assert!(Unpacking(&[0xff; 12]).number().is_none(), "no number is so long");
        assert!(Unpacking(&[9, b'x']).text().is_none());
    }
}
