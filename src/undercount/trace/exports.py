"""Cases and requests for another office: only those who agreed, and the log says so first."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape

import pyarrow as pa

from undercount.errors import InputError, Problem
from undercount.formulas import guarded
from undercount.project.atomic import write_bytes
from undercount.registers.coded import Coded
from undercount.registers.sex import read_sex
from undercount.trace.consent import last_day, who_may
from undercount.trace.fields import FIELDS
from undercount.trace.imports.pfif import LABELS, NAMESPACE
from undercount.trace.imports.primero import NAMES
from undercount.trace.store import Store

FORMATS: Final = ("csv", "primero", "pfif")
# Stands for an office that did not give its own: nobody can own a name under it.
_DOMAIN: Final = "office.invalid"

_Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Exported:
    """What went out.

    Attributes:
        number: cases or requests in the file.
        refused: how many were left out for want of consent, by reason.
        left_out: fields that somebody has and the format has no place for.
    """

    number: int
    refused: Mapping[str, int]
    left_out: tuple[str, ...]


def export_people(
    store: Store,
    kind: str,
    path: Path | str,
    *,
    purpose: str,
    day: date,
    by: str,
    why: str,
    format: str | None = None,
    only: Collection[str] | None = None,
    domain: str = _DOMAIN,
) -> Exported:
    """Write those who agreed to `purpose` and whose consent holds on `day`, mode 0600.

    The log has the entry before there is a file: nothing goes out unlogged.

    Args:
        store: opened for writing.
        kind: "case" or "request".
        path: the file; it is there whole or not at all.
        purpose, day: what consent must be for, and today.
        by, why: for the log.
        format: "csv" (our own fields), "primero" (its flat CSV) or "pfif" (1.4); where it is left
            out, PFIF for .xml and CSV for all else.
        only: numbers of those to export; None for all.
        domain: of the office, for PFIF's numbers.

    Raises:
        InputError: a number that is not there, nobody who may go out, no `by` or `why`.
    """
    path = Path(path)
    chosen = format or ("pfif" if path.suffix.lower() == ".xml" else "csv")
    if chosen not in FORMATS:
        hint = f"Give one of: {', '.join(FORMATS)}"
        raise InputError(Problem(f'"{chosen}" is no format to export', hint=hint))
    table = store.people(kind)
    if only is not None:
        table = _only(table, kind, only)
    rows, refused = who_may(table, purpose=purpose, day=day)
    allowed = [
        {name: text for name, text in row.items() if name in FIELDS and text}
        for row in table.take(pa.array(rows, pa.int64())).to_pylist()
    ]
    if not allowed:
        what = f"no {kind} may be exported: none has consent that holds"
        raise InputError(Problem(what, hint="Ask for consent, record it, and import it"))
    writers: Mapping[str, Callable[[Sequence[_Row]], str]] = {
        "csv": _csv,
        "primero": lambda told: _primero(kind, told),
        "pfif": lambda told: _pfif(kind, told, domain, day),
    }
    text = writers[chosen](allowed)
    one = allowed[0]["id"] if len(allowed) == 1 else None
    store.log(
        f"export: {chosen}",
        by=by,
        why=why,
        case=one if kind == "case" else None,
        request=one if kind == "request" else None,
        number=len(allowed),
    )
    try:
        write_bytes(path, text.encode(), 0o600)
    except OSError as error:
        what = f"cannot be written ({error.strerror})"
        raise InputError(Problem(what, str(path), hint="Name a file you may write")) from error
    there = {name for row in allowed for name in row}
    kept = there if chosen != "primero" else set(NAMES[kind]) | {"purpose"}
    return Exported(len(allowed), refused, tuple(name for name in FIELDS if name in there - kept))


def _only(table: pa.Table, kind: str, only: Collection[str]) -> pa.Table:
    ids = table["id"].to_pylist()
    missing = sorted(set(only) - set(ids))
    if missing:
        hint = f"Give numbers that the file of {kind}s has"
        raise InputError([Problem(f'no {kind} "{name}"', hint=hint) for name in missing])
    return table.filter(pa.array([name in set(only) for name in ids]))


def _csv(rows: Sequence[_Row]) -> str:
    there = {name for row in rows for name in row}
    return _written([name for name in FIELDS if name in there], rows)


def _primero(kind: str, rows: Sequence[_Row]) -> str:
    names = {field: told[0] for field, told in NAMES[kind].items()}
    sexes = _sexes(rows)
    told = [
        {names[field]: text for field, text in row.items() if field in names}
        | {names["sex"]: sexes[at] or "", names["consent"]: "true"}
        for at, row in enumerate(rows)
    ]
    return _written(["id", *dict.fromkeys(names.values())], told)


def _written(header: list[str], rows: Sequence[_Row]) -> str:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, header, restval="")
    writer.writeheader()
    writer.writerows({name: guarded(cell) for name, cell in row.items()} for row in rows)
    return text.getvalue()


_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_DATE: Final = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_AGE: Final = re.compile(r"\d{1,3}(-\d{1,3})?")
# Letters that no XML file may hold, not even written out.
_NEVER: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def _pfif(kind: str, rows: Sequence[_Row], domain: str, day: date) -> str:
    sexes = _sexes(rows)
    people = [_person(kind, row, sexes[at], domain, day) for at, row in enumerate(rows)]
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n<pfif:pfif xmlns:pfif="{NAMESPACE}">\n'
    return head + "".join(people) + "</pfif:pfif>\n"


def _person(kind: str, row: _Row, sex: str | None, domain: str, day: date) -> str:
    """One person: elements in the order of the format, and what has none in the description."""
    told = dict(row)
    name = told.pop("name", "")
    parts = " ".join(told[part] for part in ("given", "father", "family") if part in told)
    until = last_day(told.pop("until", None))
    # A day that could be read in two ways goes out as it was written.
    seen = told["seen"] if _DAY.fullmatch(told.get("seen", "")) else None
    number = told.pop("id")
    elements = {
        "person_record_id": number if "/" in number else f"{domain}/{number}",
        "entry_date": f"{day.isoformat()}T00:00:00Z",
        "expiry_date": f"{until.isoformat()}T00:00:00Z" if until else "",
        "author_name": told.pop("relative", "") if kind == "request" else "",
        "source_date": f"{seen or day.isoformat()}T00:00:00Z",
        "full_name": name or parts,
        "given_name": told.pop("given", ""),
        "family_name": told.pop("family", ""),
        "description": "",
        "sex": sex or "",
        "date_of_birth": told.pop("birth", "") if _DATE.fullmatch(told.get("birth", "")) else "",
        "age": told.pop("age", "") if _AGE.fullmatch(told.get("age", "")) else "",
        "home_city": told.pop("place", ""),
    }
    for field, understood in (("sex", sex), ("seen", seen)):
        if understood:
            told.pop(field, None)
    described = [(field, told[field]) for field in LABELS if field in told]
    elements["description"] = "\n".join(
        f"{LABELS[field]}: {' '.join(text.split())}" for field, text in described
    )
    needed = ("full_name",)
    lines = [
        f"    <pfif:{element}>{escape(_NEVER.sub('', text))}</pfif:{element}>\n"
        for element, text in elements.items()
        if text or element in needed
    ]
    return f"  <pfif:person>\n{''.join(lines)}  </pfif:person>\n"


def _sexes(rows: Sequence[_Row]) -> list[str | None]:
    column, _, _ = read_sex(Coded.of(pa.array([row.get("sex") for row in rows], pa.string())))
    words = {"f": "female", "m": "male", None: None}
    return [words[code] for code in column.arrow().to_pylist()]
