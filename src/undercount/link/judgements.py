"""What people said of pairs of records: appended to a file of its own, never changed.

It holds the ids of records and no word of them.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Final

from undercount.errors import InputError, MissingFileError, Problem
from undercount.link.judged import WORDS, Answer, Judgement, PairKey, held, news
from undercount.project.closed_file import close_to_others, make_closed
from undercount.project.database import in_words as told
from undercount.project.database import marks, transaction, write_ahead

JUDGEMENTS: Final = "judgements.db"
"""Beside the pairs of a linkage."""
_VERSION: Final = 1
_APPLICATION: Final = 0x554E4C4B  # "UNLK"
_in_words: Final = partial(told, kind="file of judgements on links", writing="writing judgements")
_TABLES: Final = f"""
BEGIN IMMEDIATE;
CREATE TABLE IF NOT EXISTS judgements (
  n INTEGER PRIMARY KEY,
  linkage TEXT NOT NULL CHECK (linkage <> ''),
  list_1 TEXT NOT NULL,
  record_1 TEXT NOT NULL,
  list_2 TEXT NOT NULL,
  record_2 TEXT NOT NULL,
  decision TEXT NOT NULL CHECK (decision IN ('yes', 'no', 'unsure', 'undone')),
  "by" TEXT NOT NULL CHECK ("by" <> ''),
  why TEXT NOT NULL,
  "at" TEXT NOT NULL,
  sheet INTEGER NOT NULL CHECK (sheet IN (0, 1)),
  key TEXT UNIQUE CHECK (key <> ''),
  undoes INTEGER UNIQUE REFERENCES judgements (n),
  CHECK ((decision = 'undone') = (undoes IS NOT NULL))
) STRICT;
CREATE INDEX IF NOT EXISTS judgements_of ON judgements (linkage);
CREATE TRIGGER IF NOT EXISTS judgements_stay BEFORE UPDATE ON judgements
BEGIN SELECT RAISE(ABORT, 'a judgement is never changed: append another'); END;
CREATE TRIGGER IF NOT EXISTS judgements_remain BEFORE DELETE ON judgements
BEGIN SELECT RAISE(ABORT, 'a judgement is never deleted: append another'); END;
CREATE TRIGGER IF NOT EXISTS judgements_hold BEFORE INSERT ON judgements
WHEN EXISTS (SELECT 1 FROM judgements WHERE n = NEW.n OR key = NEW.key OR undoes = NEW.undoes)
BEGIN SELECT RAISE(ABORT, 'a judgement is never replaced: append another'); END;
PRAGMA application_id = {_APPLICATION};
PRAGMA user_version = {_VERSION};
COMMIT;
"""


class Judgements:
    """One `judgements.db`, opened for as long as the `with` block lasts.

    Every method that writes is one transaction, acknowledged only when it is on the disk.
    Judgements are of one linkage (`sample.fingerprint`): those of another stay, and are not read.

    Args:
        path: the file, of mode 0600 from its first byte.
        linkage: the fingerprint of the pairs.
        write: False to open what is there and change nothing.

    Raises:
        MissingFileError: nothing is there, and `write` is False.
        InputError: it is another program's file, or damaged.
        BusyError: another process holds it.
    """

    def __init__(self, path: Path, linkage: str, *, write: bool = True) -> None:
        self.path, self.linkage = path, linkage
        with _in_words(str(path)):
            self._connection = _open(path, write=write)

    def __enter__(self) -> Judgements:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with _in_words(str(self.path)), transaction(self._connection) as connection:
            yield connection

    def all(self) -> tuple[Judgement, ...]:
        """Every judgement of the linkage, in the order they were made."""
        with _in_words(str(self.path)):
            rows = self._connection.execute(
                "SELECT * FROM judgements WHERE linkage = ? ORDER BY n", (self.linkage,)
            ).fetchall()
        return tuple(map(_judgement, rows))

    def has(self, key: str) -> bool:
        """Whether something was appended under this key."""
        with _in_words(str(self.path)):
            return _of_key(self._connection, key) is not None

    def judge(self, pair: PairKey, decision: str, *, by: str, why: str, key: str | None) -> None:
        """Append what a person says of a pair; the same under the same key is appended once.

        Raises:
            InputError: no such word, nobody named, or another decision came under this key.
        """
        if decision not in WORDS:
            hint = f"Decide one of: {', '.join(WORDS)}"
            raise InputError(Problem(f'"{decision}" is no decision on a pair', hint=hint))
        if not by.strip():
            raise InputError(Problem("a judgement needs the name of who judges"))
        with self._transaction() as connection:
            if key is not None and (row := _of_key(connection, key)) is not None:
                before = _judgement(row)
                if (before.pair, before.decision, before.by) != (pair, decision, by.strip()):
                    raise InputError(_OTHER)
                return
            self._append(connection, pair, decision, by.strip(), why, key=key)

    def undo(
        self, pair: PairKey, *, by: str, why: str, key: str | None, undoes: str | None = None
    ) -> None:
        """Take back a person's own latest judgement on a pair; the one before it holds again.

        Args:
            pair: the records.
            by, why: who, and what they wrote of it.
            key: of the page that sends it; sent again, it is appended once.
            undoes: the key of the judgement that is meant; None takes the latest.

        Raises:
            InputError: the person has said nothing of it that holds, or something later.
        """
        with self._transaction() as connection:
            if key is not None and (row := _of_key(connection, key)) is not None:
                before = _judgement(row)
                if (before.pair, before.decision, before.by) != (pair, "undone", by):
                    raise InputError(_OTHER)
                return
            standing = [one for one in held(self.all()) if (one.pair, one.by) == (pair, by)]
            if not standing:
                what = f"{by} has said nothing of this pair that holds"
                raise InputError(Problem(what, hint="Only one's own judgement is taken back"))
            if undoes not in (None, standing[-1].key):
                what = "only the latest of one's own judgements on a pair is taken back"
                raise InputError(Problem(what, hint="Take back the later one first"))
            last = standing[-1].n
            self._append(connection, pair, "undone", by, why, key=key, undoes=last)

    def take_in(self, answers: Iterable[Answer]) -> None:
        """Append what a sheet says that it did not say when it was last read.

        Where it names another reader than then, what that one said there is taken back.
        """
        with self._transaction() as connection:
            for answer, before in news(answers, self.all()):
                why = f"the sheet names {answer.reader} now"
                for one in before:
                    self._append(
                        connection, one.pair, "undone", one.by, why, sheet=True, undoes=one.n
                    )
                self._append(connection, answer.pair, answer.word, answer.reader, "", sheet=True)

    def _append(
        self,
        connection: sqlite3.Connection,
        pair: PairKey,
        decision: str,
        by: str,
        why: str,
        *,
        sheet: bool = False,
        key: str | None = None,
        undoes: int | None = None,
    ) -> None:
        at = datetime.now(UTC).isoformat(timespec="seconds")
        connection.execute(
            "INSERT INTO judgements (linkage, list_1, record_1, list_2, record_2, decision, "
            '"by", why, "at", sheet, key, undoes) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
            (self.linkage, *pair, decision, by, why.strip(), at, int(sheet), key, undoes),
        )


def judgements_in(folder: Path, linkage: str) -> tuple[Judgement, ...]:
    """The judgements beside a linkage, or none where nobody made any."""
    path = folder / JUDGEMENTS
    if not path.is_file():
        return ()
    try:
        with Judgements(path, linkage, write=False) as judgements:
            return judgements.all()
    except MissingFileError:  # somebody is making it
        return ()


_OTHER: Final = Problem(
    "another judgement was sent under this key", hint="Load the page anew and judge again"
)


def _of_key(connection: sqlite3.Connection, key: str) -> sqlite3.Row | None:
    row: sqlite3.Row | None = connection.execute(
        "SELECT * FROM judgements WHERE key = ?", (key,)
    ).fetchone()
    return row


def _judgement(row: sqlite3.Row) -> Judgement:
    return Judgement(
        PairKey(row["list_1"], row["record_1"], row["list_2"], row["record_2"]),
        row["decision"],
        row["by"],
        row["why"],
        row["at"],
        bool(row["sheet"]),
        row["key"],
        row["undoes"],
        row["n"],
    )


def _open(path: Path, *, write: bool) -> sqlite3.Connection:
    if write:
        make_closed(path)
    elif not path.is_file():
        raise MissingFileError(Problem("nobody has judged a pair yet", str(path)))
    close_to_others(path)
    uri = f"{path.absolute().as_uri()}?mode=rw"
    connection = sqlite3.connect(uri, uri=True, isolation_level=None)
    connection.row_factory = sqlite3.Row
    try:
        connection.execute("PRAGMA busy_timeout = 10000")
        connection.execute("PRAGMA temp_store = MEMORY")
        application, version, tables = marks(connection)
        if tables and application != _APPLICATION:
            raise InputError(Problem("not a file of judgements on links", str(path)))
        if version > _VERSION:
            what = "made by a newer version of undercount"
            raise InputError(Problem(what, str(path), hint="Update undercount"))
        if write:
            write_ahead(connection)
            if not tables:
                connection.executescript(_TABLES)
        elif not tables:
            raise MissingFileError(Problem("nobody has judged a pair yet", str(path)))
        else:
            connection.execute("PRAGMA query_only = ON")
    except BaseException:
        connection.close()
        raise
    return connection
