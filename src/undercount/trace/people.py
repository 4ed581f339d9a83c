"""Cases or requests in the standard form: what tracing compares, however a file was written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from hashlib import blake2b
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from undercount.errors import InputError, Problem
from undercount.registers.build import build
from undercount.registers.coded import Coded
from undercount.registers.columns import ColumnMap, as_list
from undercount.registers.fold import fold
from undercount.registers.frames import read_frame
from undercount.registers.missing import known
from undercount.registers.raw import Raw, join_texts
from undercount.registers.standard import SCHEMA
from undercount.trace.family import NAMES, RELATIVES, TOKENS, family_columns
from undercount.trace.fields import CHILD, CONSENT, FAMILY, FIELDS

CASE: Final = "case"
REQUEST: Final = "request"
KINDS: Final = (CASE, REQUEST)

# Written in names: "Nada" is one.
_NAMES: Final = ("name", "given", "family", "father", "mother", "siblings", "relative")
_NUMBERS: Final = ("birth", "seen", "relative_birth", "last_day")
# Stands for the column of fathers where a register is built.
_FATHER: Final = "\x1ffather"

PEOPLE: Final = pa.schema(
    [
        *SCHEMA,
        ("mother", TOKENS),
        ("father_name", TOKENS),
        ("siblings", NAMES),
        ("relatives", RELATIVES),
        ("relative_low", pa.int16()),
        ("relative_high", pa.int16()),
        ("last_place", pa.string()),
        ("last_low", pa.int32()),
        ("last_high", pa.int32()),
        ("disputed", pa.bool_()),
        ("consent", pa.string()),
        ("purpose", pa.string()),
        ("until", pa.string()),
        ("facts", pa.string()),
    ]
)
"""The standard form of registers, of the child, and beside it what only tracing asks for."""


@dataclass(frozen=True, slots=True, eq=False)
class People:
    """Cases or requests, one row each.

    Attributes:
        kind: "case" or "request".
        table: shape (n,), of `PEOPLE`. Beside the child's columns of `registers.standard.SCHEMA`:

            - `mother`, `father_name`: tokens of the mother's name, and of the father's given name
              where it is told apart; null where not known.
            - `siblings`: the tokens of each brother and sister that is named.
            - `relatives`: whom the child looks for, or who asks: `tokens` (may be empty) and
              `relation`, of `fields.RELATIONS` or null.
            - `relative_low`, `relative_high`: years in which the relative can be born.
            - `last_place`: folded text; `last_low`, `last_high`: days since 1970 between which
              they last were together.
            - `disputed`: whether the child's age is.
            - `consent`, `purpose`, `until`: as written; `consent.allow` alone reads them.
            - `facts`: 16 hex digits, the digest of all that is compared.
    """

    kind: str
    table: pa.Table

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"{self.kind!r} is neither case nor request")
        if self.table.schema.names != PEOPLE.names:
            raise ValueError("the table is not in the standard form of people")

    def __len__(self) -> int:
        """Cases or requests."""
        return int(self.table.num_rows)

    def __repr__(self) -> str:
        """How many, and never who."""
        return f"People({self.kind}, {len(self)})"

    @property
    def register(self) -> pa.Table:
        """The children, in the standard form of registers."""
        return self.table.select(SCHEMA.names)

    @property
    def ids(self) -> list[str]:
        """The office's own numbers."""
        ids: list[str] = self.table["record"].to_pylist()
        return ids

    @property
    def facts(self) -> NDArray[np.str_]:
        """Shape (n,), 16 hex digits each: changes where anything that is compared does."""
        return np.array(self.table["facts"].to_pylist(), dtype="U16")

    def take(self, rows: NDArray[np.integer]) -> People:
        """These rows, in this order."""
        return People(self.kind, self.table.take(pa.array(rows)).combine_chunks())

    def numbers(self, column: str, missing: int = 0) -> NDArray[np.int64]:
        """Shape (n,): a column of whole numbers, with `missing` where it is null."""
        whole = pc.fill_null(self.table[column].cast(pa.int64()), missing)
        return np.asarray(whole.to_numpy(), dtype=np.int64)


def people_of(kind: str, frame: Any, columns: ColumnMap | None = None) -> People:
    """Cases or requests in the standard form.

    Args:
        kind: "case" or "request".
        frame: a `Raw` of one file, or any frame (pandas, polars or pyarrow), one row a child.
        columns: header or headers by field; `seen` may be a day. Where it is left out, columns
            that bear the names of fields are taken.

    Raises:
        InputError: everything that is wrong at once: unknown fields, columns that are not there,
            rows without a number or with one that stands on several rows.

    >>> frame = pa.table({"id": ["c1"], "name": ["Yonas Tesfay"], "relative": ["Saba (aunt)"]})
    >>> people_of("case", frame).table["relatives"].to_pylist()
    [[{'tokens': ['saba'], 'relation': 'aunt'}]]
    """
    raw = frame if isinstance(frame, Raw) else read_frame(frame)
    problems: list[Problem] = []
    chosen = _chosen(raw, columns, problems)
    ids = _ids(raw, chosen, problems)
    if problems:
        raise InputError(problems)
    day = _day(columns)
    register = build(kind, [_without_fathers(raw, chosen)], _of_child(chosen, day), problems)
    if register is None or problems:
        raise InputError(problems)
    texts = {field: _texts(raw, chosen, field) for field in (*FAMILY, *CONSENT, "father", "seen")}
    if day is not None:
        texts["seen"] = Coded((day,), np.zeros(len(raw), np.int32))
    made = {name: register.records[name].combine_chunks() for name in register.records.schema.names}
    made["record"] = ids
    made |= family_columns(texts)
    made |= {field: texts[field].arrow() for field in CONSENT}
    made["facts"] = _facts(raw, chosen, day)
    return People(kind, pa.table({f.name: made[f.name] for f in PEOPLE}, schema=PEOPLE))


def _of_child(chosen: Mapping[str, tuple[str, ...]], day: str | None) -> ColumnMap:
    """The columns of the child in a register."""
    made: dict[str, tuple[str, ...]] = {f: chosen[f] for f in CHILD if f in chosen}
    if "father" in made:
        made["father"] = (_FATHER,)
    if day is not None:
        made["seen"] = (day,)
    return made


def _without_fathers(raw: Raw, chosen: Mapping[str, tuple[str, ...]]) -> Raw:
    """The father's name is a part of the child's only beside a given name.

    Beside a whole name it would take its place, and alone pass for the child's.
    """
    if "father" not in chosen:
        return raw
    father = _texts(raw, chosen, "father").arrow()
    given = _texts(raw, chosen, "given").arrow()
    kept = pc.if_else(pc.is_valid(given), father, pa.scalar(None, pa.string()))
    return replace(raw, columns={**raw.columns, _FATHER: kept})


def _day(columns: ColumnMap | None) -> str | None:
    """The day in `seen`, where it is one and no header."""
    told = as_list((columns or {}).get("seen", ()))
    try:
        return str(date.fromisoformat(told[0])) if len(told) == 1 else None
    except ValueError:
        return None


def _chosen(
    raw: Raw, columns: ColumnMap | None, problems: list[Problem]
) -> dict[str, tuple[str, ...]]:
    """The headers of each field."""
    by_word: dict[str, list[str]] = {}
    for header in raw.columns:
        by_word.setdefault(fold(header), []).append(header)
    if columns is None:
        there = {f: by_word[fold(f)][0] for f in FIELDS if len(by_word.get(fold(f), ())) == 1}
        return {f: (h,) for f, h in there.items() if raw.columns[h].null_count < len(raw)}
    made: dict[str, tuple[str, ...]] = {}
    for field, given in columns.items():
        if field not in FIELDS:
            hint = f"Fields are: {', '.join(FIELDS)}"
            problems.append(Problem(f'there is no field "{field}"', raw.file, hint=hint))
            continue
        if field == "seen" and _day(columns) is not None:
            continue
        headers = []
        for name in as_list(given):
            near = by_word.get(fold(name), []) if fold(name) else []
            if name in raw.twice:
                what, hint = "two columns have this name", "Give each column its own name"
                problems.append(Problem(what, raw.file, raw.header_line, name, hint))
            elif name in raw.columns or len(near) == 1:
                headers.append(name if name in raw.columns else near[0])
            else:
                hint = f"The columns there are: {', '.join(raw.columns)}"
                problems.append(Problem("no such column", raw.file, None, name, hint))
        if headers:
            made[field] = tuple(headers)
    return made


def _ids(
    raw: Raw, chosen: Mapping[str, tuple[str, ...]], problems: list[Problem]
) -> pa.Array | None:
    if "id" not in chosen:
        if not problems:
            hint = f"Map it under `columns`. The columns there are: {', '.join(raw.columns)}"
            problems.append(Problem("no column holds the office's own number (id)", raw.file,
                                    hint=hint))  # fmt: skip
        return None
    ids = _texts(raw, chosen, "id")
    header = " ".join(chosen["id"])
    for line in raw.lines[~ids.known].tolist():
        problems.append(Problem("no number", raw.file, line, header, "Give each its own"))
    many = ids.counts() > 1
    for row in np.flatnonzero(ids.spread(many, False)).tolist():
        what = "this number stands on several rows"
        problems.append(Problem(what, raw.file, int(raw.lines[row]), header, "Give each its own"))
    return ids.arrow()


def _texts(raw: Raw, chosen: Mapping[str, tuple[str, ...]], field: str) -> Coded:
    """What is written in a field, signs for "not known" left out."""
    name, number = field in _NAMES, field in _NUMBERS
    parts = [
        Coded.of(raw.columns[header])
        .mapped(lambda text: known(text, name=name, number=number))
        .arrow()
        for header in chosen.get(field, ())
    ]
    if not parts:
        return Coded.of(pa.nulls(len(raw), pa.string()))
    return Coded.of(parts[0] if len(parts) == 1 else join_texts(parts))


def _facts(raw: Raw, chosen: Mapping[str, tuple[str, ...]], day: str | None) -> pa.Array:
    """A digest of what is written in the fields that are compared, in the order of `FIELDS`."""
    columns = []
    for field in (*CHILD[1:], *FAMILY):
        text = _texts(raw, chosen, field).arrow() if field in chosen else None
        if field == "seen" and day is not None:
            text = pa.array([day] * len(raw))
        columns.append(pa.nulls(len(raw), pa.string()) if text is None else text)
    whole = pc.binary_join_element_wise(*[pc.fill_null(c, "") for c in columns], "\x1f")
    digests = [blake2b(t.encode(), digest_size=8).hexdigest() for t in whole.to_pylist()]
    return pa.array(digests, pa.string())
