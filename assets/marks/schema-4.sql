-- Every marked article becomes a row of `article`. Since when it is read or starred is in that row; NULL means that it is
-- not. A bulk mark stores only content hashes: title, outlet, date and shape stay NULL, and the article has no origin,
-- until it is next opened or imported.
CREATE TABLE new_article (
    id INTEGER PRIMARY KEY,
    read INTEGER,
    starred INTEGER,
    -- For people and exports.
    title TEXT,
    outlet TEXT,
    date TEXT,
    -- Hashes of title and paragraphs, which identify the article after its page has changed.
    shape BLOB
) STRICT;
INSERT INTO new_article
    SELECT id,
           (SELECT since FROM mark WHERE article = id AND kind = 'read'),
           (SELECT since FROM mark WHERE article = id AND kind = 'starred'),
           nullif(title, ''), outlet, date, nullif(shape, zeroblob(8))
    FROM article;
DROP TABLE mark;
DROP TABLE article;
ALTER TABLE new_article RENAME TO article;

-- The hashes of an article are read with those of all articles, sorted, so that no index has to be written with each mark.
DROP INDEX content_of_article;

-- Rows of `crowd` become articles too. Those that share a cleaned article shared their marks, so they become one article.
CREATE TABLE moved AS
    SELECT source, cleaned, read, starred,
           coalesce(
               (SELECT article FROM content WHERE hash = source),
               (SELECT article FROM content WHERE hash = cleaned),
               (SELECT ifnull(max(id), 0) FROM article) + dense_rank() OVER (ORDER BY ifnull(cleaned, source))
           ) AS article
    FROM crowd;
INSERT INTO article (id, read, starred)
    SELECT article, min(read), min(starred) FROM moved WHERE true GROUP BY article
    ON CONFLICT (id) DO UPDATE
        SET read = ifnull(read, excluded.read), starred = ifnull(starred, excluded.starred);
INSERT OR IGNORE INTO content SELECT source, article FROM moved;
INSERT OR IGNORE INTO content SELECT cleaned, article FROM moved WHERE cleaned IS NOT NULL;
DROP TABLE moved;
DROP TABLE crowd;
