-- The tables of tracing.db as version 1 made them.
CREATE TABLE records (
  kind TEXT NOT NULL CHECK (kind IN ('case', 'request')),
  id TEXT NOT NULL CHECK (id <> ''),
  fields TEXT NOT NULL CHECK (json_valid(fields)),
  file TEXT NOT NULL,
  line INTEGER,
  facts TEXT NOT NULL,
  place INTEGER NOT NULL,
  PRIMARY KEY (kind, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE imports (
  kind TEXT PRIMARY KEY CHECK (kind IN ('case', 'request')),
  mark TEXT NOT NULL,
  lapses TEXT,
  "at" TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE consents (
  n INTEGER PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('case', 'request')),
  id TEXT NOT NULL,
  consent TEXT,
  purpose TEXT,
  until TEXT,
  gone INTEGER NOT NULL DEFAULT 0 CHECK (gone IN (0, 1)),
  "at" TEXT NOT NULL
) STRICT;
CREATE INDEX consents_of ON consents (kind, id);
CREATE TABLE decisions (
  n INTEGER PRIMARY KEY,
  case_id TEXT NOT NULL CHECK (case_id <> ''),
  request_id TEXT NOT NULL CHECK (request_id <> ''),
  decision TEXT NOT NULL CHECK (decision IN ('accept', 'reject', 'ask')),
  "by" TEXT NOT NULL CHECK ("by" <> ''),
  why TEXT NOT NULL CHECK (why <> ''),
  "at" TEXT NOT NULL,
  case_facts TEXT NOT NULL,
  request_facts TEXT NOT NULL
) STRICT;
CREATE INDEX decisions_of ON decisions (case_id, request_id);
CREATE TABLE log (
  n INTEGER PRIMARY KEY,
  "at" TEXT NOT NULL,
  "by" TEXT NOT NULL CHECK ("by" <> ''),
  action TEXT NOT NULL CHECK (action <> ''),
  case_id TEXT,
  request_id TEXT,
  number INTEGER,
  why TEXT NOT NULL CHECK (why <> '')
) STRICT;
CREATE INDEX log_of ON log (case_id);
CREATE TABLE ranked (
  case_id TEXT PRIMARY KEY,
  none REAL NOT NULL CHECK (none BETWEEN 0 AND 1),
  place INTEGER NOT NULL,
  "at" TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE suggestions (
  case_id TEXT NOT NULL REFERENCES ranked (case_id) ON DELETE CASCADE,
  rank INTEGER NOT NULL,
  request_id TEXT NOT NULL,
  probability REAL NOT NULL CHECK (probability BETWEEN 0 AND 1),
  reasons TEXT NOT NULL CHECK (json_valid(reasons)),
  PRIMARY KEY (case_id, rank)
) STRICT, WITHOUT ROWID;
CREATE INDEX suggestions_of ON suggestions (request_id);
CREATE TABLE prepared (
  kind TEXT NOT NULL CHECK (kind IN ('case', 'request')),
  what TEXT NOT NULL,
  piece INTEGER NOT NULL,
  mark TEXT NOT NULL,
  data BLOB NOT NULL,
  PRIMARY KEY (kind, what, piece)
) STRICT;

CREATE TRIGGER consents_stay BEFORE UPDATE ON consents
BEGIN SELECT RAISE(ABORT, 'a consent is never changed: append another'); END;
CREATE TRIGGER consents_remain BEFORE DELETE ON consents
BEGIN SELECT RAISE(ABORT, 'a consent is never deleted: append another'); END;
CREATE TRIGGER consents_hold BEFORE INSERT ON consents
WHEN EXISTS (SELECT 1 FROM consents WHERE n = NEW.n)
BEGIN SELECT RAISE(ABORT, 'a consent is never replaced: append another'); END;

CREATE TRIGGER decisions_stay BEFORE UPDATE ON decisions
BEGIN SELECT RAISE(ABORT, 'a decision is never changed: append another'); END;
CREATE TRIGGER decisions_remain BEFORE DELETE ON decisions
BEGIN SELECT RAISE(ABORT, 'a decision is never deleted: append another'); END;
CREATE TRIGGER decisions_hold BEFORE INSERT ON decisions
WHEN EXISTS (SELECT 1 FROM decisions WHERE n = NEW.n)
BEGIN SELECT RAISE(ABORT, 'a decision is never replaced: append another'); END;

CREATE TRIGGER log_stay BEFORE UPDATE ON log
BEGIN SELECT RAISE(ABORT, 'an entry is never changed: append another'); END;
CREATE TRIGGER log_remain BEFORE DELETE ON log
BEGIN SELECT RAISE(ABORT, 'an entry is never deleted: append another'); END;
CREATE TRIGGER log_hold BEFORE INSERT ON log
WHEN EXISTS (SELECT 1 FROM log WHERE n = NEW.n)
BEGIN SELECT RAISE(ABORT, 'an entry is never replaced: append another'); END;

PRAGMA application_id = 1431196754;
PRAGMA user_version = 1;
