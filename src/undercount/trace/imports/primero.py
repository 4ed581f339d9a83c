"""Exports of Primero (version 2): its CSV of flat records, and JSON with what lies within them.

The headers are the names of its fields: those of the forms "Basic Identity", "Data
Confidentiality", "Other Identity Details" and "Tracing" of a case, and "Inquirer" of a tracing
request. Its CSV leaves out what a record holds many of: the family of a case, and the children of
a tracing request; the JSON of its API has them. A CSV with one row for each child asked for is
read as well, with the names of both forms beside each other.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import pyarrow as pa

from undercount.errors import Problem
from undercount.formulas import unguarded
from undercount.registers.raw import Raw, cell_text
from undercount.trace.fields import FIELDS

# Of each field the names in Primero, the first one that is there. What it asks of the inquirer (the
# nationality, the language) is not taken for the child's.
_CHILD: Final[Mapping[str, tuple[str, ...]]] = {
    "name": ("name",),
    "birth": ("date_of_birth",),
    "age": ("age",),
    "sex": ("sex",),
    "last_place": ("location_separation",),
    "last_day": ("date_of_separation",),
}
_CASE: Final[Mapping[str, tuple[str, ...]]] = {
    "id": ("case_id_display", "short_id", "case_id", "id"),
    **_CHILD,
    "seen": ("registration_date",),
    "nationality": ("nationality",),
    "language": ("language",),
    "place": ("address_last", "location_last"),
    "relative": ("relation_name",),
    "relation": ("relation",),
    "consent": ("consent_for_tracing",),
}
_REQUEST: Final[Mapping[str, tuple[str, ...]]] = {
    "id": ("unique_id", "short_id", "tracing_request_id", "id"),
    **_CHILD,
    "seen": ("inquiry_date",),
    "relative": ("relation_name",),
    "relation": ("relation",),
    "relative_birth": ("relation_date_of_birth",),
    "relative_age": ("relation_age",),
    "consent": ("consent_for_tracing",),
}
NAMES: Final = {"case": _CASE, "request": _REQUEST}
FAMILY: Final = "family_details_section"
TRACES: Final = "tracing_request_subform_section"

_CENSORED: Final = re.compile(r"\*+")
# Chosen from lists whose words are joined: "sierra_leone", "other_family".
_CHOSEN: Final = frozenset(("nationality", "language", "relation"))
# Several choices in one cell, as its CSV writes them: ["tigrinya", "arabic"].
_LIST: Final = re.compile(r'\[(?:"[^"]*"(?:, )?)*\]')
_ITEM: Final = re.compile(r'"([^"]*)"')


def primero_columns(kind: str, raw: Raw) -> dict[str, str]:
    """The header of each field, of those that are there."""
    there = {name.strip(): name for name in raw.columns}
    found = {
        field: next((there[name] for name in names if name in there), None)
        for field, names in NAMES[kind].items()
    }
    return {field: header for field, header in found.items() if header}


def understood(table: pa.Table, purpose: str) -> pa.Table:
    """Values as people write them; what Primero hides is not known."""
    for at, name in enumerate(table.schema.names):
        if name in FIELDS:
            values = [_plain(value, name) for value in table[name].to_pylist()]
            table = table.set_column(at, name, pa.array(values, pa.string()))
    return _for_tracing(table, purpose)


def _for_tracing(table: pa.Table, purpose: str) -> pa.Table:
    # Its one question of consent to be searched for is of tracing.
    if "consent" in table.schema.names and "purpose" not in table.schema.names:
        return table.append_column("purpose", pa.array([purpose] * len(table), pa.string()))
    return table


def read_primero_json(
    kind: str, file: Path, purpose: str, problems: list[Problem]
) -> pa.Table | None:
    """Records of its JSON: family members are named, each child asked for is a row of its own."""
    try:
        told = json.loads(file.read_text(encoding="utf-8-sig"))
    except (ValueError, RecursionError) as error:
        problems.append(Problem(f"not readable as JSON: {error}", str(file)))
        return None
    records = told.get("data") if isinstance(told, dict) else told
    if not isinstance(records, list) or not all(isinstance(one, dict) for one in records):
        hint = "Export cases or tracing requests from Primero as JSON"
        problems.append(Problem("no list of records", str(file), hint=hint))
        return None
    rows: list[dict[str, Any]] = []
    for number, record in enumerate(records, 1):
        inner = record.get("data")
        flat = {**record, **inner} if isinstance(inner, dict) else record
        parts = [_case(flat)] if kind == "case" else _requests(flat)
        rows += [part | {"file": str(file), "line": number} for part in parts]
    there = {name for row in rows for name in row}
    columns: dict[str, Any] = {
        name: pa.array([row.get(name) for row in rows], pa.string())
        for name in (*FIELDS, "file")
        if name in there or name in ("id", "file")
    }
    columns["line"] = pa.array([row["line"] for row in rows], pa.int64())
    return _for_tracing(pa.table(columns), purpose)


def _case(flat: Mapping[str, Any]) -> dict[str, Any]:
    made = _fields(_CASE, flat)
    family = _several(flat, FAMILY)
    looked_for = []
    for member in family:
        name, relation = (
            _text(member.get("relation_name")),
            _text(member.get("relation"), "relation"),
        )
        if relation in ("mother", "father") and name:
            made.setdefault(relation, name)
        if relation in ("brother", "sister") and name:
            made["siblings"] = "; ".join(filter(None, (made.get("siblings"), name)))
        if (name or relation) and member.get("relation_is_alive") not in ("dead", "deceased"):
            looked_for.append(f"{name or ''} ({relation})" if relation else name)
    if looked_for:
        made["relative"] = "; ".join(str(one).strip() for one in looked_for)
        made.pop("relation", None)
    return made


def _requests(flat: Mapping[str, Any]) -> list[dict[str, Any]]:
    traces = _several(flat, TRACES)
    if not traces:
        return [_fields(_REQUEST, flat)]
    own = {name: value for name, value in flat.items() if name not in ("unique_id", "id", TRACES)}
    made = []
    for number, trace in enumerate(traces, 1):
        said = {name: value for name, value in trace.items() if value not in (None, "", [])}
        one = _fields(_REQUEST, {**own, **said})
        if not said.get("unique_id") and len(traces) > 1 and one.get("id"):
            one["id"] = f"{one['id']}-{number}"
        made.append(one)
    return made


def _several(flat: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    told = flat.get(name)
    return [one for one in told if isinstance(one, dict)] if isinstance(told, list) else []


def _fields(names: Mapping[str, tuple[str, ...]], flat: Mapping[str, Any]) -> dict[str, Any]:
    made = {
        field: next((text for name in given if (text := _text(flat.get(name), field))), None)
        for field, given in names.items()
    }
    # A field that Primero asks and nobody answered is there, and empty.
    asked = {field for field, given in names.items() if any(name in flat for name in given)}
    return {field: text for field, text in made.items() if text or field in asked}


def _text(value: Any, field: str = "") -> str | None:
    if isinstance(value, list):
        return "; ".join(text for one in value if (text := _text(one, field))) or None
    if isinstance(value, bool):
        return "yes" if value else "no"
    return None if isinstance(value, dict) else _plain(cell_text(value), field)


def _plain(value: str | None, field: str) -> str | None:
    if value is None or _CENSORED.fullmatch(value):
        return None
    if _LIST.fullmatch(value):
        value = "; ".join(_ITEM.findall(value))
    if field in _CHOSEN:
        value = value.replace("_", " ")
    return unguarded(value).replace(" ||| ", "; ").strip() or None
