"""Which column of a list is which field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from undercount.errors import Problem
from undercount.project.linking import FIELDS
from undercount.registers.fold import fold
from undercount.registers.lexicon import phrases
from undercount.registers.raw import Raw

NAMES: Final = ("name", "given", "father", "family")

_OWN_NAMES: Final = {
    phrase: field for field in FIELDS for phrase in (field, *phrases("headers", field))
}

ColumnMap = Mapping[str, str | Sequence[str]]


def headers_wanted(columns: ColumnMap | None) -> frozenset[str]:
    """Folded headers that tell the header's row: those of a mapping, or those known here."""
    if columns is None:
        return frozenset(_OWN_NAMES)
    return frozenset(fold(name) for given in columns.values() for name in as_list(given))


def resolve(
    columns: ColumnMap | None, raw: Raw, problems: list[Problem], day_seen: bool = False
) -> dict[str, tuple[str, ...]]:
    """The columns of a file for each field; what is wrong is noted, once for each column.

    Args:
        columns: header or headers by field, or None to find them by their own names.
        raw: the file.
        problems: what is wrong is added here.
        day_seen: whether a day `seen` is given for the whole list.
    """
    made = _mapped(columns, raw, problems) if columns is not None else _found(raw, problems)
    there = ", ".join(raw.columns)
    if columns is None and not made:
        hint = f'Name them, as in: columns = {{ name = "..." }}. There are: {there}'
        problems.append(Problem("no column says what it is", raw.file, hint=hint))
        return made
    if not any(field in made or field in (columns or ()) for field in NAMES):
        hint = f"Give name, or given and family. There are: {there}"
        problems.append(Problem("no column holds names", raw.file, hint=hint))
    if "age" in made and not day_seen and "seen" not in made and "seen" not in (columns or ()):
        hint = 'Give seen, a column or the day of the list, as in: seen = "2016-08-31"'
        what = "an age says nothing without the day it was told"
        problems.append(Problem(what, raw.file, column=made["age"][0], hint=hint))
    return made


def _mapped(columns: ColumnMap, raw: Raw, problems: list[Problem]) -> dict[str, tuple[str, ...]]:
    folded: dict[str, list[str]] = {}
    for header in raw.columns:
        folded.setdefault(fold(header), []).append(header)
    made: dict[str, tuple[str, ...]] = {}
    for field, given in columns.items():
        if field not in FIELDS:
            hint = f"Fields are: {', '.join(FIELDS)}"
            problems.append(Problem(f'there is no field "{field}"', raw.file, hint=hint))
            continue
        names = []
        for name in as_list(given):
            near = folded.get(fold(name), []) if fold(name) else []
            if name in raw.twice or (near and near[0] in raw.twice):
                problems.append(_twice(name, raw))
            elif name in raw.columns:
                names.append(name)
            elif len(near) == 1:  # the same header in other case, accents or spaces
                names.append(near[0])
            else:
                hint = f"The columns there are: {', '.join(raw.columns)}"
                problems.append(Problem("no such column", raw.file, None, name, hint))
        if names:
            made[field] = tuple(names)
    return made


def _found(raw: Raw, problems: list[Problem]) -> dict[str, tuple[str, ...]]:
    made: dict[str, tuple[str, ...]] = {}
    plain: dict[str, str] = {}
    meant: dict[str, list[str]] = {}
    for header in raw.columns:
        word = fold(header)
        plain.setdefault(word, header)
        if word in _OWN_NAMES:
            meant.setdefault(_OWN_NAMES[word], []).append(header)
    for field, headers in meant.items():
        # The header that is the field's own word wins over those that only mean it.
        header = plain.get(field, headers[0])
        if header in raw.twice:
            problems.append(_twice(header, raw))
        elif len(headers) > 1 and field not in plain:
            what = f"{' and '.join(headers)} may both be the {field}"
            hint = f'Say which, as in: columns = {{ {field} = "{header}", ... }}'
            problems.append(Problem(what, raw.file, raw.header_line, header, hint))
        made[field] = (header,)
    # "Nom" beside "prénom" is the family name, alone the whole; so is "nombre" by "apellidos".
    if "nom" in plain:
        made.setdefault("family" if "given" in made else "name", (plain["nom"],))
    if "nombre" in plain or "nombres" in plain:
        header = plain.get("nombre") or plain["nombres"]
        made.setdefault("given" if "family" in made else "name", (header,))
    return made


def _twice(name: str, raw: Raw) -> Problem:
    hint = "Give each column its own name"
    return Problem("two columns have this name", raw.file, raw.header_line, name, hint)


def as_list(given: str | Sequence[str]) -> list[str]:
    """One header or several, as a list."""
    return [given] if isinstance(given, str) else list(given)
