-- The events of a library. All of it is computed from the articles and from the corrections that are kept with the marks, so
-- the file can be deleted; only the numbers of events are lost with it.

-- What is known about the grouping: `next` is the first article id that was not read yet.
CREATE TABLE state (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;

-- An article: its day, what is kept of it, its neighbours, its event, and whether it waits to be grouped (again). `source` is
-- the first half of the hash of its source text.
CREATE TABLE article (
    id INTEGER PRIMARY KEY,
    day INTEGER,
    waits INTEGER NOT NULL,
    event INTEGER,
    source INTEGER NOT NULL,
    features BLOB NOT NULL,
    near BLOB
) STRICT;
CREATE INDEX article_by_day ON article (day, id);
CREATE INDEX article_by_event ON article (event) WHERE event IS NOT NULL;
CREATE INDEX article_waits ON article (day, id) WHERE waits;

-- An event with its story and the article that told it first, if that is known.
CREATE TABLE event (id INTEGER PRIMARY KEY, story INTEGER NOT NULL, first INTEGER) STRICT;
CREATE INDEX event_by_story ON event (story);
-- The strongest names of an event, by which the events of a story are found.
CREATE TABLE event_name (name INTEGER NOT NULL, event INTEGER NOT NULL, PRIMARY KEY (name, event)) STRICT, WITHOUT ROWID;
CREATE INDEX event_name_by_event ON event_name (event);

-- Numbers of events that were merged into another.
CREATE TABLE alias (old INTEGER PRIMARY KEY, new INTEGER NOT NULL) STRICT;

-- Articles whose own text is mostly in another one: that article, and the share.
CREATE TABLE copy (article INTEGER PRIMARY KEY, source INTEGER NOT NULL, share REAL NOT NULL) STRICT;

-- The corrections that the grouping has followed.
CREATE TABLE correction (a BLOB NOT NULL, b BLOB NOT NULL, together INTEGER NOT NULL, PRIMARY KEY (a, b)) STRICT, WITHOUT ROWID;
