"""From a list as it was written to the standard form."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from undercount.errors import Problem
from undercount.project.linking import FIELDS
from undercount.registers.births.births import AgeSpans, Births, join_births, read_ages
from undercount.registers.births.dates import Dates, read_dates
from undercount.registers.births.tell import clash_problems
from undercount.registers.cells import read_field
from undercount.registers.coded import Coded
from undercount.registers.columns import NAMES, ColumnMap, as_list, resolve
from undercount.registers.fold import digits_and_letters, folded
from undercount.registers.impossible import impossible
from undercount.registers.language import read_language
from undercount.registers.measure import measure
from undercount.registers.merge import Merge
from undercount.registers.name_parts import NameParts
from undercount.registers.nationality import read_nationality
from undercount.registers.raw import Raw
from undercount.registers.sex import read_sex
from undercount.registers.standard import SCHEMA, Register
from undercount.results import Caution

_TEXTS: Mapping[str, Callable[[str], str | None]] = {
    "place": folded,
    "language": read_language,
    "address": folded,
    "phone": digits_and_letters,
    "number": digits_and_letters,
}


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """All rows of a list, understood.

    Attributes:
        files: the files they are from.
        file: shape (rows,), the file each row is of.
        lines: shape (rows,), the line of each row in its file.
        fields: the fields that the list has.
        headers: the header of each of them.
        texts: what is written, by field; every field is there.
        names: of people.
        dates: of birth, as written.
        seen: days on which people were seen.
        ages: on those days.
        births: joined of dates and ages.
        sex: "f" and "m".
        nationality: ISO 3166 alpha-3.
        unknown: by field, values that are not understood and their rows.
        latest: the last year in which anybody on the list can be born.
        cautions: what had to be settled by the column.
    """

    files: tuple[Raw, ...]
    file: NDArray[np.int16]
    lines: NDArray[np.int64]
    fields: frozenset[str]
    headers: Mapping[str, str]
    texts: Mapping[str, Coded]
    names: NameParts
    dates: Dates
    seen: Dates
    ages: AgeSpans
    births: Births
    sex: Coded
    nationality: Coded
    unknown: Mapping[str, Mapping[str, int]]
    latest: int
    cautions: tuple[Caution, ...]


def build(
    name: str, raws: Sequence[Raw], columns: ColumnMap | None, problems: list[Problem]
) -> Register | None:
    """One list in the standard form, or None where problems are noted.

    Args:
        name: of the list.
        raws: its files.
        columns: header or headers by field, or None to find them by their own names.
        problems: what is wrong is added here.
    """
    before = len(problems)
    columns, day_seen = _without_day(columns, raws)
    chosen = [resolve(columns, raw, problems, day_seen is not None) for raw in raws]
    for raw in raws:
        if not len(raw):
            problems.append(Problem("there is no row below the header", raw.file, hint=_EMPTY))
    if len(problems) > before:
        return None
    rows = _understand(raws, chosen, day_seen, problems)
    merge = Merge.by_id(rows.texts["id"].codes)
    problems += impossible(rows, merge)
    if len(problems) > before:
        return None
    return _register(name, rows, merge)


_EMPTY = "Name the list itself; was it saved with its rows?"


def _without_day(
    columns: ColumnMap | None, raws: Sequence[Raw]
) -> tuple[ColumnMap | None, str | None]:
    """`seen` may be a day instead of a column."""
    if columns is None or len(headers := as_list(columns.get("seen", ()))) != 1:
        return columns, None
    (seen,) = headers
    try:
        day = date.fromisoformat(seen)
    except ValueError:
        return columns, None
    if any(seen in raw.columns for raw in raws):
        return columns, None
    return {field: given for field, given in columns.items() if field != "seen"}, str(day)


def _understand(
    raws: Sequence[Raw],
    chosen: Sequence[Mapping[str, tuple[str, ...]]],
    day_seen: str | None,
    problems: list[Problem],
) -> Rows:
    file = np.repeat(np.arange(len(raws), dtype=np.int16), [len(raw) for raw in raws])
    lines = np.concatenate([raw.lines for raw in raws])
    texts = {field: read_field(field, raws, chosen) for field in FIELDS}
    if day_seen is not None:
        texts["seen"] = Coded((day_seen,), np.zeros(len(lines), dtype=np.int32))
    headers = {field: " ".join(names) for picked in chosen for field, names in picked.items()}
    today = date.today().year
    seen = read_dates(texts["seen"], file, today)
    latest = int(seen.year.max(initial=0)) or today
    dates = read_dates(texts["birth"], file, latest)
    ages = read_ages(texts["age"], seen)
    names = [raw.file for raw in raws]
    for field, found in (("birth", dates), ("seen", seen)):
        header = headers.get(field, field)
        problems += clash_problems(found, texts[field], lines, file, names, header)
    sex, unknown_sex, told = read_sex(texts["sex"], headers.get("sex", ""))
    nationality, unknown_nationality = read_nationality(texts["nationality"])
    return Rows(
        files=tuple(raws),
        file=file,
        lines=lines,
        fields=frozenset(headers) | ({"seen"} if day_seen else frozenset()),
        headers=headers,
        texts=texts,
        names=NameParts.of({field: texts[field] for field in NAMES}),
        dates=dates,
        seen=seen,
        ages=ages,
        births=join_births(dates, ages, nationality),
        sex=sex,
        nationality=nationality,
        unknown={"sex": unknown_sex, "nationality": unknown_nationality},
        latest=latest,
        cautions=told,
    )


def _register(name: str, rows: Rows, merge: Merge) -> Register:
    births = rows.births.take(merge.first(rows.births.known))
    names = rows.names.take({f: merge.first(rows.texts[f].known) for f in NAMES})
    sex = rows.sex.take(merge.first(rows.sex.known))
    nationality = rows.nationality.take(merge.first(rows.nationality.known))
    columns = {
        "list": pa.repeat(name, merge.n_records),
        "record": _record_names(rows, merge),
        **names.columns(),
        **births.columns(),
        "sex": sex.arrow(),
        "nationality": nationality.arrow(),
    }
    for field, understand in _TEXTS.items():
        text = rows.texts[field].mapped(understand)
        columns[field] = text.take(merge.first(text.known)).arrow()
    records = pa.table({field.name: columns[field.name] for field in SCHEMA}, schema=SCHEMA)
    return Register(name, records, measure(name, rows, merge, names, records))


def _record_names(rows: Rows, merge: Merge) -> pa.Array:
    """The register's own ids; where there is none, where the row stands."""
    first = merge.first(np.ones(len(rows.lines), dtype=np.bool_))
    ids = rows.texts["id"].take(first)
    where = [str(line) for line in rows.lines[first]]
    if len(rows.files) > 1:
        files = [str(raw.file) for raw in rows.files]
        if len({Path(file).name for file in files}) == len(files):
            files = [Path(file).name for file in files]
        where = [f"{files[f]}:{line}" for f, line in zip(rows.file[first], where, strict=True)]
    elif "id" in rows.fields:
        where = [f"line {line}" for line in where]
    own = ids.arrow()
    return pc.coalesce(own, pa.array(where, pa.string()))
