-- A ledger as undercount made it with version 3 of its tables; all in it is invented.
BEGIN TRANSACTION;
CREATE TABLE derived (
  document TEXT NOT NULL REFERENCES documents (path) ON DELETE CASCADE,
  "start" INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  of_start INTEGER NOT NULL,
  low REAL NOT NULL,
  high REAL NOT NULL,
  rule TEXT NOT NULL,
  period TEXT
) STRICT;
CREATE TABLE documents (
  path TEXT PRIMARY KEY,
  sha256 TEXT NOT NULL,
  text TEXT NOT NULL,
  encoding TEXT NOT NULL,
  language TEXT NOT NULL,
  published TEXT,
  outlet TEXT,
  title TEXT,
  cautions TEXT NOT NULL,
  pages TEXT NOT NULL DEFAULT '[]'
) STRICT;
INSERT INTO "documents" VALUES('a.txt','0000000000000000000000000000000000000000000000000000000000000000','Invented. The prefecture counts 6,901 people and 12 dogs. “Not all,” a group says. On 3 May.','utf-8','en','2016-08-31',NULL,'A title','[]','[]');
CREATE TABLE figures (
  id TEXT PRIMARY KEY,
  "surface" TEXT NOT NULL,
  "value" REAL,
  "low" REAL,
  "high" REAL,
  "kind" TEXT NOT NULL CHECK ("kind" IN ('count', 'range', 'vague', 'percent', 'ratio', 'change', 'rate')),
  "hedge" TEXT,
  "quantifier" TEXT NOT NULL CHECK ("quantifier" IN ('exact', 'approx', 'almost', 'more_than', 'at_least', 'at_most', 'less_than', 'range', 'vague')),
  "unit" TEXT NOT NULL CHECK ("unit" IN ('person', 'household', 'attempt', 'event', 'case', 'vehicle', 'boat', 'place_capacity', 'other')),
  "population" TEXT,
  "measure" TEXT NOT NULL CHECK ("measure" IN ('stock', 'flow', 'cumulative', 'rate', 'change', 'capacity', 'target', 'unknown')),
  "status" TEXT NOT NULL CHECK ("status" IN ('asserted', 'denied', 'hypothetical', 'target')),
  "claimant" TEXT,
  "claimant_class" TEXT NOT NULL CHECK ("claimant_class" IN ('government', 'police_border', 'inspectorate', 'igo', 'ngo', 'academic', 'journalist', 'migrant', 'private', 'unknown')),
  "artefact" TEXT,
  "place" TEXT,
  "period" TEXT,
  "detection" TEXT NOT NULL CHECK ("detection" IN ('detected', 'undetected_estimate', 'total_estimate', 'unknown')),
  "document" TEXT,
  "start" INTEGER,
  "end" INTEGER,
  "sentence_start" INTEGER,
  "sentence_end" INTEGER,
  "origin" TEXT NOT NULL CHECK ("origin" IN ('read', 'hand', 'table', 'model')),
  "quantity" TEXT,
  "source" TEXT,
  "period_start" TEXT,
  "period_end" TEXT,
  "publisher" TEXT,
  "published" TEXT DEFAULT NULL,
  "title" TEXT,
  "url" TEXT,
  "note" TEXT,
  "row" INTEGER,
  "confidence" REAL,
  "relay" TEXT DEFAULT NULL,
  "directness" TEXT NOT NULL DEFAULT 'unsourced' CHECK ("directness" IN ('quoted', 'own', 'reported', 'relayed', 'unsourced')),
  "place_role" TEXT DEFAULT NULL CHECK ("place_role" IN ('at', 'from', 'to', 'via')),
  "country" TEXT DEFAULT NULL,
  "region" TEXT DEFAULT NULL,
  "period_accuracy" TEXT NOT NULL DEFAULT 'unknown' CHECK ("period_accuracy" IN ('day', 'week', 'month', 'quarter', 'year', 'longer', 'unknown')),
  "period_anchor" TEXT NOT NULL DEFAULT 'none' CHECK ("period_anchor" IN ('stated', 'publication', 'document', 'none')),
  "spans" TEXT NOT NULL DEFAULT '{}',
  "confidences" TEXT NOT NULL DEFAULT '{}',
  FOREIGN KEY (document) REFERENCES documents (path) ON DELETE CASCADE
) STRICT;
INSERT INTO "figures" VALUES('583673c77f','6,901',6901.0,6901.0,6901.0,'count',NULL,'exact','person',NULL,'unknown','asserted','prefecture','unknown',NULL,NULL,NULL,'unknown','a.txt',32,37,10,57,'read',NULL,NULL,'2016-08-17',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'unsourced',NULL,NULL,NULL,'unknown','none','{}','{}');
INSERT INTO "figures" VALUES('16628c3bd4','12',12.0,12.0,12.0,'count',NULL,'exact','person',NULL,'unknown','asserted','prefecture','unknown',NULL,NULL,NULL,'unknown','a.txt',49,51,10,57,'read',NULL,NULL,'2016-08-17',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'unsourced',NULL,NULL,NULL,'unknown','none','{}','{}');
INSERT INTO "figures" VALUES('h5c4a5d38e','3',3.0,3.0,3.0,'count',NULL,'exact','person',NULL,'unknown','asserted','a','unknown',NULL,NULL,NULL,'unknown',NULL,NULL,NULL,NULL,NULL,'hand',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,2,NULL,NULL,'unsourced',NULL,NULL,NULL,'unknown','none','{}','{}');
CREATE TABLE judgements (
  id INTEGER PRIMARY KEY,
  figure TEXT NOT NULL,
  decision TEXT NOT NULL CHECK (decision IN ('accepted', 'rejected', 'unsure', 'suggested')),
  "by" TEXT NOT NULL CHECK ("by" <> ''),
  why TEXT NOT NULL,
  "at" TEXT NOT NULL,
  seen TEXT NOT NULL
) STRICT;
INSERT INTO "judgements" VALUES(1,'583673c77f','accepted','A. Tester','seen on the page','2026-11-23T15:42:15+00:00','{"surface": "6,901", "value": 6901.0, "low": 6901.0, "high": 6901.0, "kind": "count", "hedge": null, "quantifier": "exact", "unit": "person", "population": null, "measure": "unknown", "status": "asserted", "claimant": "prefecture", "claimant_class": "unknown", "artefact": null, "place": null, "period": null, "detection": "unknown", "document": "a.txt", "start": 32, "end": 37, "sentence_start": 10, "sentence_end": 57, "origin": "read", "quantity": null, "source": null, "period_start": "2016-08-17", "period_end": null, "publisher": null, "published": null, "title": null, "url": null, "note": null, "row": null, "confidence": null, "relay": null, "directness": "unsourced", "place_role": null, "country": null, "region": null, "period_accuracy": "unknown", "period_anchor": "none", "spans": {}, "confidences": {}}');
INSERT INTO "judgements" VALUES(2,'16628c3bd4','rejected','B. Tester','dogs','2026-11-23T15:42:15+00:00','{"surface": "12", "value": 12.0, "low": 12.0, "high": 12.0, "kind": "count", "hedge": null, "quantifier": "exact", "unit": "person", "population": null, "measure": "unknown", "status": "asserted", "claimant": "prefecture", "claimant_class": "unknown", "artefact": null, "place": null, "period": null, "detection": "unknown", "document": "a.txt", "start": 49, "end": 51, "sentence_start": 10, "sentence_end": 57, "origin": "read", "quantity": null, "source": null, "period_start": "2016-08-17", "period_end": null, "publisher": null, "published": null, "title": null, "url": null, "note": null, "row": null, "confidence": null, "relay": null, "directness": "unsourced", "place_role": null, "country": null, "region": null, "period_accuracy": "unknown", "period_anchor": "none", "spans": {}, "confidences": {}}');
INSERT INTO "judgements" VALUES(3,'583673c77f','unsure','B. Tester','','2026-11-23T15:42:15+00:00','{"surface": "6,901", "value": 6901.0, "low": 6901.0, "high": 6901.0, "kind": "count", "hedge": null, "quantifier": "exact", "unit": "person", "population": null, "measure": "unknown", "status": "asserted", "claimant": "prefecture", "claimant_class": "unknown", "artefact": null, "place": null, "period": null, "detection": "unknown", "document": "a.txt", "start": 32, "end": 37, "sentence_start": 10, "sentence_end": 57, "origin": "read", "quantity": null, "source": null, "period_start": "2016-08-17", "period_end": null, "publisher": null, "published": null, "title": null, "url": null, "note": null, "row": null, "confidence": null, "relay": null, "directness": "unsourced", "place_role": null, "country": null, "region": null, "period_accuracy": "unknown", "period_anchor": "none", "spans": {}, "confidences": {}}');
INSERT INTO "judgements" VALUES(4,'h5c4a5d38e','rejected','A. Tester','','2026-11-23T15:42:15+00:00','{"surface": "3", "value": 3.0, "low": 3.0, "high": 3.0, "kind": "count", "hedge": null, "quantifier": "exact", "unit": "person", "population": null, "measure": "unknown", "status": "asserted", "claimant": "a", "claimant_class": "unknown", "artefact": null, "place": null, "period": null, "detection": "unknown", "document": null, "start": null, "end": null, "sentence_start": null, "sentence_end": null, "origin": "hand", "quantity": null, "source": null, "period_start": null, "period_end": null, "publisher": null, "published": null, "title": null, "url": null, "note": null, "row": 2, "confidence": null, "relay": null, "directness": "unsourced", "place_role": null, "country": null, "region": null, "period_accuracy": "unknown", "period_anchor": "none", "spans": {}, "confidences": {}}');
INSERT INTO "judgements" VALUES(5,'h5c4a5d38e','suggested','A. Tester','a slip','2026-11-23T15:42:15+00:00','{"surface": "3", "value": 3.0, "low": 3.0, "high": 3.0, "kind": "count", "hedge": null, "quantifier": "exact", "unit": "person", "population": null, "measure": "unknown", "status": "asserted", "claimant": "a", "claimant_class": "unknown", "artefact": null, "place": null, "period": null, "detection": "unknown", "document": null, "start": null, "end": null, "sentence_start": null, "sentence_end": null, "origin": "hand", "quantity": null, "source": null, "period_start": null, "period_end": null, "publisher": null, "published": null, "title": null, "url": null, "note": null, "row": 2, "confidence": null, "relay": null, "directness": "unsourced", "place_role": null, "country": null, "region": null, "period_accuracy": "unknown", "period_anchor": "none", "spans": {}, "confidences": {}}');
CREATE TABLE ledger (identity TEXT NOT NULL) STRICT;
INSERT INTO "ledger" VALUES('adf708d1103d0ede');
CREATE TABLE rejected (
  document TEXT NOT NULL REFERENCES documents (path) ON DELETE CASCADE,
  "start" INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  surface TEXT NOT NULL,
  why TEXT NOT NULL CHECK (why IN ('age', 'date', 'year', 'time', 'money', 'id', 'phone', 'legal', 'road', 'ordinal', 'other')),
  PRIMARY KEY (document, "start")
) STRICT;
INSERT INTO "rejected" VALUES('a.txt',86,91,'3 May','date');
CREATE TABLE statements (
  document TEXT NOT NULL REFERENCES documents (path) ON DELETE CASCADE,
  type TEXT NOT NULL,
  "start" INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  speaker TEXT,
  direct INTEGER,
  handle TEXT,
  name TEXT,
  date TEXT,
  role TEXT,
  organisation TEXT, speaker_start INTEGER, speaker_end INTEGER, cue_start INTEGER, cue_end INTEGER,
  PRIMARY KEY (document, type, "start")
) STRICT;
INSERT INTO "statements" VALUES('a.txt','quote',59,67,'a group',1,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "statements" VALUES('a.txt','post',0,9,NULL,NULL,'@h','Name','2016-08-30','ngo',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "statements" VALUES('a.txt','undercount',58,82,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
CREATE INDEX figures_by_document ON figures (document);
CREATE INDEX judgements_by_figure ON judgements (figure);
CREATE TRIGGER judgements_stay BEFORE UPDATE ON judgements
BEGIN SELECT RAISE(ABORT, 'a judgement is never changed: append another'); END;
CREATE TRIGGER judgements_remain BEFORE DELETE ON judgements
BEGIN SELECT RAISE(ABORT, 'a judgement is never deleted: append another'); END;
COMMIT;
PRAGMA user_version = 3;
