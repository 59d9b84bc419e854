//! The articles of an index that may be damaged. A segment whose files have their checksums is read as usual. From the
//! store of any other one, articles are read one by one, with limits; the caller must compare them with their hashes.

use crate::article::Article;
use crate::library::store::index::checksums::damaged_files;
use crate::library::store::index::guard::guarded;
use crate::library::store::index::schema::{ArticleIndex, BLOCKS_CACHED, FOLDER};
use std::fmt;
use std::io;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tantivy::directory::{FileHandle, FileSlice, OwnedBytes};
use tantivy::index::{Segment, SegmentComponent};
use tantivy::store::StoreReader;
use tantivy::{DocId, HasLen, SegmentReader, TantivyDocument, TantivyError};

/// The largest block of a damaged store that is decompressed, in bytes. A block holds at least one article, and pages are
/// at most half as large.
const LARGEST_BLOCK: u32 = 128 << 20;
/// The bytes of a store after its blocks and their table.
const STORE_FOOTER: usize = 28;
/// How long the store of one damaged segment may be searched.
const SEARCH_TIME: Duration = Duration::from_secs(30);

/// See the module documentation.
#[derive(Default)]
pub(crate) struct IndexArticles {
    index: Option<ArticleIndex>,
    /// The stores of the sound segments.
    stores: Vec<StoreReader>,
    /// The articles of the sound segments by id: the number of the segment and of the document. An id may occur twice.
    addresses: Vec<(u32, usize, DocId)>,
    damaged: Vec<Segment>,
    /// What is wrong with the files, one line each.
    pub(crate) faults: Vec<String>,
}

impl IndexArticles {
    /// Opens the index of a library as far as possible.
    pub(crate) fn open(library: &Path) -> Self {
        let mut opened = Self::default();
        let segments = ArticleIndex::open(library).and_then(|index| {
            let segments = guarded(|| index.index.searchable_segments());
            let segments = segments.map_err(|error| index.failed(&error))?;
            opened.index = Some(index);
            Ok(segments)
        });
        match segments {
            Ok(segments) => segments.into_iter().for_each(|segment| opened.add(segment)),
            Err(error) => opened
                .faults
                .push(format!("{FOLDER} cannot be opened: {}", error.reason())),
        }
        opened.addresses.sort_unstable();
        opened
    }

    fn add(&mut self, segment: Segment) {
        let damaged = damaged_files(segment.index(), segment.meta());
        let is_sound = damaged.is_empty();
        let faults = damaged
            .iter()
            .map(|file| format!("{FOLDER}/{} is damaged or missing", file.display()));
        self.faults.extend(faults);
        if is_sound {
            match guarded(|| open_sound(&segment)) {
                Ok((store, ids)) => {
                    let number = self.stores.len();
                    self.stores.push(store);
                    self.addresses
                        .extend(ids.into_iter().map(|(id, doc)| (id, number, doc)));
                    return;
                }
                Err(error) => {
                    let name = segment.id().uuid_string();
                    self.faults.push(format!("{FOLDER}/{name}: {error}"));
                }
            }
        }
        self.damaged.push(segment);
    }

    /// Returns the ids of the articles in sound segments, in order.
    pub(crate) fn ids(&self) -> impl Iterator<Item = u32> {
        let mut ids: Vec<u32> = self.addresses.iter().map(|(id, ..)| *id).collect();
        ids.dedup();
        ids.into_iter()
    }

    /// Returns what the sound segments have under an id: one article, if nothing is wrong. `None` stands for one that cannot
    /// be read.
    pub(crate) fn articles(&self, id: u32) -> impl Iterator<Item = Option<Article>> {
        let first = self.addresses.partition_point(|(other, ..)| *other < id);
        let found = self.addresses[first..]
            .iter()
            .take_while(move |(other, ..)| *other == id);
        found.map(|(_, segment, doc)| self.read(&self.stores[*segment], *doc))
    }

    fn read(&self, store: &StoreReader, doc: DocId) -> Option<Article> {
        let document: TantivyDocument = guarded(|| store.get(doc)).ok()?;
        self.index.as_ref()?.article_of(&document)
    }

    /// Calls `each` with the articles that can still be decoded from damaged segments. Their bytes may be wrong.
    pub(crate) fn salvage(&self, mut each: impl FnMut(Article)) {
        for segment in &self.damaged {
            let Ok(store) = guarded(|| open_damaged(segment)) else {
                continue;
            };
            let until = Instant::now() + SEARCH_TIME;
            let docs = (0..segment.meta().max_doc()).take_while(|_| Instant::now() < until);
            docs.filter_map(|doc| self.read(&store, doc)).for_each(&mut each);
        }
    }
}

/// Opens a segment whose files have their checksums. Returns its store, and the id and the number of each document. It is an
/// error if there are other documents than `meta.json` says.
fn open_sound(segment: &Segment) -> tantivy::Result<(StoreReader, Vec<(u32, DocId)>)> {
    let reader = SegmentReader::open(segment)?;
    let ids = reader.fast_fields().u64("id")?;
    let numbered = |doc| Some((u32::try_from(ids.first(doc)?).ok()?, doc));
    let numbered: Option<Vec<(u32, DocId)>> = reader.doc_ids_alive().map(numbered).collect();
    let ids = numbered.filter(|numbered| {
        numbered.len() == segment.meta().num_docs() as usize && ids.num_docs() == segment.meta().max_doc()
    });
    let wrong = || TantivyError::InternalError("meta.json and the files differ".to_owned());
    Ok((reader.get_store_reader(BLOCKS_CACHED)?, ids.ok_or_else(wrong)?))
}

fn open_damaged(segment: &Segment) -> tantivy::Result<StoreReader> {
    let file = segment.open_read(SegmentComponent::Store)?;
    let limited = FileSlice::new(Arc::new(LimitedStore(file)));
    Ok(StoreReader::open(limited, BLOCKS_CACHED)?)
}

/// A damaged store. A block begins with its decompressed size, for which the engine reserves memory.
struct LimitedStore(FileSlice);

impl FileHandle for LimitedStore {
    fn read_bytes(&self, range: Range<usize>) -> io::Result<OwnedBytes> {
        let is_block = range.end + STORE_FOOTER < self.0.len();
        let bytes = self.0.read_bytes_slice(range)?;
        let size = bytes.first_chunk().map_or(0, |size| u32::from_le_bytes(*size));
        if is_block && size > LARGEST_BLOCK {
            return Err(io::Error::new(
                io::ErrorKind::InvalidData,
                "the block is too large",
            ));
        }
        Ok(bytes)
    }
}

impl HasLen for LimitedStore {
    fn len(&self) -> usize {
        self.0.len()
    }
}

impl fmt::Debug for LimitedStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LimitedStore")
    }
}
