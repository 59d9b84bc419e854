-- Articles that were marked together with very many others: what each is known by, and since when it carries which mark.
-- No more is written down, so that a million of them take seconds; one that is met by itself becomes an `article`.
CREATE TABLE crowd (
    -- Hashes of the source text and of the cleaned article.
    source BLOB PRIMARY KEY,
    cleaned BLOB,
    read INTEGER,
    starred INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX crowd_by_cleaned ON crowd (cleaned) WHERE cleaned IS NOT NULL;
