-- The marks, version 1. Times are seconds since 1970, UTC. Never changed once it is released: what changes is a new
-- version, with a script that leads there from this one.

-- An article that carries, or once carried, a mark. Everything here but `shape` is for people and exports.
CREATE TABLE article (
    id INTEGER PRIMARY KEY,
    title TEXT NOT NULL,
    outlet TEXT,
    date TEXT,
    -- Hashes of title and paragraphs, to know the article again where its page has changed.
    shape BLOB NOT NULL
) STRICT;

-- What stood in it, each version and each copy: hashes of the source text and of the cleaned article.
CREATE TABLE content (
    hash BLOB PRIMARY KEY,
    article INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX content_of_article ON content (article);

-- Where it was found, and the hash of the source text that stood there last.
CREATE TABLE origin (
    path BLOB NOT NULL,
    part INTEGER NOT NULL,
    article INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    source BLOB NOT NULL,
    PRIMARY KEY (path, part)
) STRICT, WITHOUT ROWID;
CREATE INDEX origin_of_article ON origin (article);

CREATE TABLE mark (
    article INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('read', 'starred')),
    since INTEGER NOT NULL,
    PRIMARY KEY (article, kind)
) STRICT, WITHOUT ROWID;

CREATE TABLE tag (
    id INTEGER PRIMARY KEY,
    -- Without case and accents: `Cafe` and `café` are one tag, written as it was written first.
    folded TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL
) STRICT;

CREATE TABLE tagged (
    article INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    tag INTEGER NOT NULL REFERENCES tag (id),
    since INTEGER NOT NULL,
    PRIMARY KEY (article, tag)
) STRICT, WITHOUT ROWID;
CREATE INDEX tagged_with ON tagged (tag);

CREATE TABLE note (
    article INTEGER PRIMARY KEY REFERENCES article (id) ON DELETE CASCADE,
    text TEXT NOT NULL,
    since INTEGER NOT NULL
) STRICT;

-- Where reading stopped: hash of the paragraph, bytes into it, and bytes into the whole text where the paragraph is gone.
CREATE TABLE reading_place (
    article INTEGER PRIMARY KEY REFERENCES article (id) ON DELETE CASCADE,
    paragraph BLOB NOT NULL,
    within INTEGER NOT NULL,
    offset INTEGER NOT NULL,
    since INTEGER NOT NULL
) STRICT;

-- How each corpus was looked at last; the corpus is the paths that were opened, one a line. The outlet is none for all,
-- empty for the unknown one.
CREATE TABLE view (
    corpus TEXT PRIMARY KEY,
    query TEXT NOT NULL,
    outlet TEXT,
    sort TEXT NOT NULL,
    since INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
