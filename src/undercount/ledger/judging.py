"""Judgements in the ledger's file: appended once each, read as people made them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Final

from undercount.errors import InputError, Problem
from undercount.ledger.corrections import WATCHED, Changes, left_as_read, placed, problems
from undercount.ledger.judgement import ACTS, Act, Judgement
from undercount.ledger.schema import from_row

_AGAIN: Final = "The key belongs to another decision: make a new one"
_LIST: Final = "undercount ledger lists the ids"
_MANY: Final = 500  # ids asked for in one statement; SQLite allows 32,766


@dataclass(frozen=True, slots=True)
class New:
    """A judgement to be appended.

    Attributes:
        decision: what was decided.
        by: who.
        why: in words, or "".
        key: what whoever decided calls it, or None.
        changes: of a correction; empty for all else.
    """

    decision: Act
    by: str
    why: str
    key: str | None = None
    changes: Changes | None = None

    @property
    def told(self) -> str:
        """The changes as the file keeps them."""
        return json.dumps(dict(sorted((self.changes or {}).items())), ensure_ascii=False)


def append(
    connection: sqlite3.Connection, figures: Sequence[str], new: New, file: str
) -> tuple[str, ...]:
    """Append one judgement for each figure, inside the caller's transaction.

    Raises:
        InputError: every problem; nothing is appended then.
    """
    _check(figures, new)
    if new.key is not None and _kept(connection, new.key, figures[0], new):
        return tuple(figures)
    now = datetime.now(UTC).isoformat(timespec="seconds")
    rows, wrong = [], []
    for name in figures:
        row = connection.execute("SELECT * FROM figures WHERE id = ?", (name,)).fetchone()
        if row is None:
            wrong.append(Problem(f'no figure "{name}"', file, hint=_LIST))
            continue
        figure = from_row(row)
        if new.decision == "corrected":
            wrong += problems(figure, new.changes or {}, words_of(connection, figure.document))
        seen = json.dumps(asdict(figure), default=str, ensure_ascii=False)
        rows.append((name, new.decision, new.by, new.why, now, seen, new.told, new.key))
    if wrong:
        raise InputError(wrong)
    connection.executemany(
        'INSERT INTO judgements (figure, decision, "by", why, "at", seen, changes, key) '
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        rows,
    )
    return tuple(figures)


def _check(figures: Sequence[str], new: New) -> None:
    _check_words(new)
    if new.decision not in ACTS or new.decision == "undone":
        what = f'"{new.decision}" is no decision'
        hint = f"It is one of {', '.join(ACTS[:4])}; `undo` takes one back"
        raise InputError(Problem(what, hint=hint))
    if new.changes and new.decision != "corrected":
        raise InputError("only a correction changes fields", hint='Decide "corrected"')
    if new.key is not None and len(figures) != 1:
        raise InputError("a key names one decision on one figure", hint="Give one figure")


def _check_words(new: New) -> None:
    """Who, why and key: of each the file keeps the text as it is."""
    if not new.by.strip():
        raise InputError("a judgement needs the name of who decided", hint="Give --by NAME")
    try:
        f"{new.by}{new.why}{new.key}".encode()
    except UnicodeEncodeError:
        raise InputError("the name or the reason holds what is no text") from None


def _kept(connection: sqlite3.Connection, key: str, figure: str | None, new: New) -> bool:
    """Whether this very judgement was appended before."""
    row = connection.execute("SELECT * FROM judgements WHERE key = ?", (key,)).fetchone()
    if row is None:
        return False
    told = json.loads(row["changes"]) == json.loads(new.told)
    same = (row["decision"], row["by"]) == (new.decision, new.by) and told
    if not same or figure not in (None, row["figure"]):
        raise InputError(Problem("this key was used before", hint=_AGAIN))
    return True


def take_back(connection: sqlite3.Connection, which: str | int, new: New) -> str:
    """Append that a judgement no longer holds; returns its figure.

    Raises:
        InputError: no such judgement, it is somebody else's, or was taken back before.
    """
    _check_words(new)
    column = "key" if isinstance(which, str) else "id"
    row = connection.execute(f"SELECT * FROM judgements WHERE {column} = ?", (which,)).fetchone()
    if row is None or row["decision"] == "undone":
        raise InputError(Problem(f"no decision {which!r} that could be taken back", hint=_HISTORY))
    figure = str(row["figure"])
    if new.key is not None and _kept(connection, new.key, figure, new):
        return figure
    if row["by"] != new.by:
        hint = "Decide otherwise yourself: both decisions are kept"
        raise InputError(Problem(f"{row['by']} decided that, not {new.by}", hint=hint))
    done = connection.execute("SELECT 1 FROM judgements WHERE undoes = ?", (row["id"],)).fetchone()
    if done is not None:
        raise InputError(Problem("that decision was taken back before", hint=_HISTORY))
    connection.execute(
        'INSERT INTO judgements (figure, decision, "by", why, "at", seen, undoes, key) '
        "VALUES (?, 'undone', ?, ?, ?, ?, ?, ?)",
        (figure, new.by, new.why, datetime.now(UTC).isoformat(timespec="seconds"), row["seen"],
         row["id"], new.key),
    )  # fmt: skip
    return figure


_HISTORY: Final = "undercount ledger --history ID shows what was decided"


def words_of(connection: sqlite3.Connection, document: str | None) -> Callable[[int, int], str]:
    """The text of a document between two code points."""

    def words(start: int, end: int) -> str:
        row = connection.execute(
            "SELECT substr(text, ?, ?) FROM documents WHERE path = ?",
            (start + 1, end - start, document),
        ).fetchone()
        return str(row[0]) if row else ""

    return words


# What was decided on, then and now, compared by SQLite itself: thousands of rows are read at once.
_SAME: Final = " + ".join(
    f"(CASE WHEN json_extract(judgements.seen, '$.{name}') IS figures.\"{name}\" "
    f"THEN 0 ELSE {1 << place} END)"
    for place, name in enumerate(WATCHED)
)
_COLUMNS: Final = (
    'judgements.id, judgements.figure, judgements.decision, judgements."by", judgements.why, '
    'judgements."at", judgements.undoes, judgements.key, judgements.changes'
)


def read(
    connection: sqlite3.Connection, figures: Sequence[str] | None = None
) -> Iterator[Judgement]:
    """Every judgement, oldest first, or those of some figures."""
    if figures is None:
        yield from _read(connection, "", ())
        return
    for first in range(0, len(figures), _MANY):
        some = figures[first : first + _MANY]
        marks = ", ".join("?" * len(some))
        yield from _read(connection, f"WHERE judgements.figure IN ({marks})", some)


def _read(connection: sqlite3.Connection, where: str, values: Sequence[str]) -> Iterator[Judgement]:
    cursor = connection.cursor()
    cursor.row_factory = None  # plain tuples: half the time for thousands of rows
    rows = cursor.execute(
        f"""
        SELECT {_COLUMNS}, taken.id IS NOT NULL, figures.id IS NULL, {_SAME}, figures.document,
          figures."start" - json_extract(judgements.seen, '$.start')
        FROM judgements LEFT JOIN figures ON figures.id = judgements.figure
        LEFT JOIN judgements AS taken ON taken.undoes = judgements.id
        {where} ORDER BY judgements.id
        """,
        tuple(values),
    )
    untouched = _weights(frozenset())
    for id_, figure, act, by, why, at, undoes, key, kept, undone, gone, otherwise, *place in rows:
        changes: Changes = {}
        weights = untouched
        if kept != "{}":
            changes = json.loads(kept)
            weights = _weights(frozenset(changes))
            if not gone:
                changes = placed(changes, place[1], words_of(connection, place[0]))
        yield Judgement(
            id_, figure, act, by, why, at, undoes, key, changes, bool(undone),
            bool(gone or otherwise & weights),
        )  # fmt: skip


@cache
def _weights(changed: frozenset[str]) -> int:
    """Which of `_SAME`'s bits end a decision that changed these fields."""
    kept = left_as_read(dict.fromkeys(changed))
    return sum(1 << place for place, name in enumerate(WATCHED) if name in kept)
