"""The page of formats says what the code does."""

from __future__ import annotations

import re
from pathlib import Path

from undercount.trace.imports.pfif import ELEMENTS, HOME
from undercount.trace.imports.primero import NAMES

PAGE = Path(__file__).parents[2] / "docs" / "trace-formats.md"


def _table(heading: str) -> dict[str, list[tuple[str, ...]]]:
    """Of a section's table, the names in each cell, by the field in the first one."""
    section = PAGE.read_text(encoding="utf-8").split(f"\n## {heading}\n")[1].split("\n## ")[0]
    rows = [line.strip("| ").split("|") for line in section.splitlines() if line.startswith("| `")]
    return {
        re.findall(r"`(\w+)`", row[0])[0]: [tuple(re.findall(r"`(\w+)`", cell)) for cell in row[1:]]
        for row in rows
    }


def test_primeros_names_are_those_that_are_read() -> None:
    told = _table("Primero")
    for column, kind in enumerate(("case", "request")):
        said = {field: cells[column] for field, cells in told.items() if cells[column:]}
        assert {field: names for field, names in said.items() if names} == dict(NAMES[kind])


def test_pfifs_elements_are_those_that_are_read() -> None:
    told = {name: cells[0] for name, cells in _table("PFIF 1.4").items()}
    assert told.pop("place") == HOME
    assert told.pop("relative") == ("author_name",)
    assert told.pop("last_place") == ("last_known_location",)
    assert told.pop("name") == ("full_name", "given_name", "family_name")
    names = ("name", "given", "family")
    assert {field: element for element, field in ELEMENTS.items() if field not in names} == {
        field: element for field, (element,) in told.items()
    }
