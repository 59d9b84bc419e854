-- The saved query that was listed, by its name, a tag's with # before it; and which keyword sets were on: their names as a
-- JSON object of true and false. Sets that it does not name are as their own file has them.
ALTER TABLE view ADD COLUMN saved TEXT;
ALTER TABLE view ADD COLUMN sets TEXT NOT NULL DEFAULT '{}';
