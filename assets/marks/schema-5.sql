-- What the person said about two articles: that they report the same event, or that they never do. The articles are named by
-- the hashes of their source texts, the smaller one first.
CREATE TABLE event_correction (
    a BLOB NOT NULL,
    b BLOB NOT NULL,
    together INTEGER NOT NULL,
    since INTEGER NOT NULL,
    PRIMARY KEY (a, b)
) STRICT, WITHOUT ROWID;
