"""Rows of `tracing.db` as cases and requests, and what an import changes."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

import pyarrow as pa

from undercount.trace.consent import last_day, reason_of, reasons_of
from undercount.trace.fields import CONSENT, FIELDS
from undercount.trace.imports.incoming import PLACE, Incoming
from undercount.trace.people import PEOPLE, People, people_of

# Making an encoder costs more than using it.
_ENCODER: Final = json.JSONEncoder(ensure_ascii=False, sort_keys=True)
_NOT_COMPARED: Final = frozenset(("id", *CONSENT, *PLACE))


@dataclass(frozen=True, slots=True)
class Change:
    """What an import brought.

    Attributes:
        new, changed, gone, same: cases or requests.
        withheld: of all that are there now, those without consent, by reason; nothing of them is
            kept but the number and what they answered.
    """

    new: int = 0
    changed: int = 0
    gone: int = 0
    same: int = 0
    withheld: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Row:
    """One case or request, as it is kept."""

    id: str
    fields: Mapping[str, str]
    file: str
    line: int | None
    reason: str

    @property
    def facts(self) -> str:
        """16 hex digits: changes where anything that is compared does; "" where nothing is kept."""
        return facts_of(self.fields) if self.reason == "allowed" else ""

    @property
    def kept(self) -> str:
        """The fields as JSON."""
        return _ENCODER.encode(self.fields)


def facts_of(fields: Mapping[str, str]) -> str:
    """Digest of what is compared, as it was written; other spaces are no new fact.

    >>> facts_of({"id": "1", "name": "Yonas  Hile"}) == facts_of({"id": "2", "name": "Yonas Hile"})
    True
    """
    skipped = _NOT_COMPARED
    if any(map(str.isdigit, fields.get("birth", ""))):
        # Beside a birth an age is not compared, and goes up by itself.
        skipped = _NOT_COMPARED | {"age", "seen"}
    said = [
        f"{name}\x1f{' '.join(text.split())}"
        for name, text in sorted(fields.items())
        if name not in skipped
    ]
    whole = unicodedata.normalize("NFC", "\x1e".join(said))
    return hashlib.sha256(whole.encode()).hexdigest()[:16]


def rows_of(incoming: Incoming, *, purpose: str, day: date) -> list[Row]:
    """The rows to keep; of people without consent, the number and the answer alone."""
    names = [name for name in incoming.table.schema.names if name not in PLACE]
    told = incoming.table.to_pylist()
    answers = ([row.get(name) for row in told] for name in CONSENT)
    reasons = reasons_of(*answers, purpose=purpose, day=day)
    rows = []
    for row, reason in zip(told, reasons, strict=True):
        kept = names if reason == "allowed" else ("id", *CONSENT)
        fields = {name: text for name in kept if (text := row.get(name))}
        rows.append(Row(row["id"] or "", fields, row.get("file") or "", row.get("line"), reason))
    return rows


def reason_why(row: sqlite3.Row, purpose: str, day: date) -> str:
    """Why a kept case or request may be used, or may not: a word of `consent.REASONS`."""
    fields: dict[str, str] = json.loads(row["fields"])
    return reason_of(*(fields.get(name) for name in CONSENT), wanted=purpose, day=day)


def lapses(rows: Iterable[Row]) -> str | None:
    """The first day on which a consent that holds now will end."""
    until = {row.fields.get("until") for row in rows if row.reason == "allowed"}
    return min((day.isoformat() for day in map(last_day, until) if day), default=None)


def put(connection: sqlite3.Connection, kind: str, rows: list[Row], at: str) -> Change:
    """Keep these people in place of those kept before; answers are appended where they changed."""
    before = {
        row["id"]: (row["fields"], row["file"], row["line"], row["place"])
        for row in connection.execute("SELECT * FROM records WHERE kind = ?", (kind,))
    }
    now = {row.id for row in rows}
    gone = [name for name in before if name not in now]
    told = [(row.kept, row.file, row.line, place) for place, row in enumerate(rows)]
    put_down = [
        (kind, row.id, *kept[:3], row.facts, kept[3])
        for row, kept in zip(rows, told, strict=True)
        if before.get(row.id) != kept
    ]
    connection.executemany(
        "DELETE FROM records WHERE kind = ? AND id = ?", [(kind, name) for name in gone]
    )
    connection.executemany("INSERT OR REPLACE INTO records VALUES (?, ?, ?, ?, ?, ?, ?)", put_down)
    _answers(connection, kind, rows, gone, at)
    new = sum(row.id not in before for row in rows)
    changed = sum(
        row.id in before and before[row.id][0] != kept[0]
        for row, kept in zip(rows, told, strict=True)
    )
    withheld = Counter(row.reason for row in rows if row.reason != "allowed")
    return Change(new, changed, len(gone), len(rows) - new - changed, dict(withheld))


def _answers(
    connection: sqlite3.Connection, kind: str, rows: list[Row], gone: list[str], at: str
) -> None:
    last = {
        row["id"]: (row["consent"], row["purpose"], row["until"], row["gone"])
        for row in connection.execute(
            "SELECT * FROM consents WHERE n IN (SELECT max(n) FROM consents WHERE kind = ? "
            "GROUP BY id)",
            (kind,),
        )
    }
    told = [(row.id, (*(row.fields.get(name) for name in CONSENT), 0)) for row in rows]
    told += [(name, (None, None, None, 1)) for name in gone]
    connection.executemany(
        'INSERT INTO consents (kind, id, consent, purpose, until, gone, "at") '
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        [(kind, name, *answer, at) for name, answer in told if last.get(name) != answer],
    )


def table_of(rows: Iterable[sqlite3.Row]) -> pa.Table:
    """Kept rows as text by field, with `file` and `line`; fields nobody has are left out."""
    kept = list(rows)
    fields: list[dict[str, Any]] = [json.loads(row["fields"]) for row in kept]
    there = {name for one in fields for name in one} | {"id", *CONSENT}
    columns: dict[str, Any] = {
        name: pa.array([one.get(name) for one in fields], pa.string())
        for name in FIELDS
        if name in there
    }
    columns["file"] = pa.array([row["file"] for row in kept], pa.string())
    columns["line"] = pa.array([row["line"] for row in kept], pa.int64())
    return pa.table(columns)


def standard(kind: str, table: pa.Table) -> People:
    """Kept cases or requests in the standard form, where nothing is kept of anybody as well."""
    told = [name for name in table.schema.names if name not in _NOT_COMPARED]
    if any(table[name].null_count < len(table) for name in told):
        return people_of(kind, table)
    # A register in which nobody has a name is a mistake; here it is what nobody's consent means.
    known = {"list": pa.array([kind] * len(table), pa.string()), "record": table["id"]}
    known |= {name: table[name] for name in CONSENT}
    known["facts"] = pa.array([""] * len(table), pa.string())
    columns = [known.get(one.name, pa.nulls(len(table), one.type)) for one in PEOPLE]
    return People(kind, pa.table(columns, schema=PEOPLE).combine_chunks())
