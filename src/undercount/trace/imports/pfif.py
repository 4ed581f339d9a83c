"""PFIF 1.4, the People Finder Interchange Format: XML, read without entities and without network.

Each `person` is a child; of a request, `author_name` is who asks. What PFIF has no element for
stands in `description`, one line each, "mother: ...", as `exports` writes it. It knows no consent,
only the day on which a record must be forgotten, which is taken as the last day of consent.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final
from xml.parsers import expat

import pyarrow as pa

from undercount.errors import Problem
from undercount.trace.fields import FIELDS

NAMESPACE: Final = "http://zesty.ca/pfif/1.4"
_DESCRIBED: Final = (
    "father", "nationality", "language", "disputed", "mother", "siblings", "relative", "relation",
    "relative_birth", "relative_age", "last_place", "last_day", "consent", "purpose", "seen",
)  # fmt: skip
# What an element can hold only in its own form stands here as it was written.
_TOLD_TWICE: Final = ("birth", "age", "sex", "place")
LABELS: Final = {name: name.replace("_", " ") for name in (*_DESCRIBED, *_TOLD_TWICE)} | {
    "seen": "told on"
}
"""What begins the line of a field that PFIF has no element for."""

_FIELD_OF: Final = {label: name for name, label in LABELS.items()}
ELEMENTS: Final = {
    "person_record_id": "id",
    "full_name": "name",
    "given_name": "given",
    "family_name": "family",
    "sex": "sex",
    "date_of_birth": "birth",
    "age": "age",
    "source_date": "seen",
    "expiry_date": "until",
}
HOME: Final = ("home_city", "home_state", "home_country")


class _RefusedError(Exception):
    """The file holds what is never read."""


def read_pfif(kind: str, file: Path, problems: list[Problem]) -> pa.Table | None:
    """The persons of a file as text by field, with `file` and `line`; or None."""
    source = str(file)
    people = _People()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = lambda tag, _: people.start(tag, parser.CurrentLineNumber)
    parser.EndElementHandler = lambda _: people.end()
    parser.CharacterDataHandler = people.text
    # Without a document type there are no entities: none to grow, and none to fetch.
    parser.StartDoctypeDeclHandler = _refuse
    try:
        with file.open("rb") as data:
            parser.ParseFile(data)
    except _RefusedError:
        hint = "Take the line that begins with <!DOCTYPE out"
        what = "a document type is not read: it could name other files"
        problems.append(Problem(what, source, parser.CurrentLineNumber, hint=hint))
        return None
    except (LookupError, ValueError) as error:
        hint = "Save it in UTF-8"
        problems.append(Problem(f"an encoding that is not read ({error})", source, 1, hint=hint))
        return None
    except expat.ExpatError as error:
        what = f"not readable as XML: {expat.ErrorString(error.code)}"
        problems.append(Problem(what, source, error.lineno))
        return None
    if people.root != f"{NAMESPACE} pfif":
        told = people.root.replace(" ", "/") if people.root else "nothing"
        hint = "Export it as PFIF 1.4"
        problems.append(Problem(f"this is not PFIF 1.4 but {told}", source, 1, hint=hint))
        return None
    rows = [_fields(kind, person) for person in people.made]
    columns: dict[str, Any] = {
        name: pa.array([row.get(name) for row in rows], pa.string())
        for name in FIELDS
        if name == "id" or any(name in row for row in rows)
    }
    columns["file"] = pa.array([source] * len(rows), pa.string())
    columns["line"] = pa.array([int(person["line"]) for person in people.made], pa.int64())
    return pa.table(columns)


def _refuse(*_: object) -> None:
    raise _RefusedError


class _People:
    """Elements of `person`, as they come by."""

    def __init__(self) -> None:
        self.root = ""
        self.made: list[dict[str, str]] = []
        self._path: list[str] = []
        self._text: list[str] = []

    def start(self, tag: str, line: int) -> None:
        # Some programs close the namespace with a slash.
        tag = tag.replace(f"{NAMESPACE}/ ", f"{NAMESPACE} ")
        if not self._path:
            self.root = tag
        self._path.append(tag.removeprefix(f"{NAMESPACE} "))
        self._text = []
        if self._path == [f"{self._path[0]}", "person"]:
            self.made.append({"line": str(line)})

    def end(self) -> None:
        text = "".join(self._text).strip()
        if text and len(self._path) == 3 and self._path[1] == "person":
            self.made[-1].setdefault(self._path[2], text)
        elif text and len(self._path) == 4 and self._path[1:3] == ["person", "note"]:
            self.made[-1].setdefault(f"note {self._path[3]}", text)
        self._path.pop()
        self._text = []

    def text(self, data: str) -> None:
        self._text.append(data)


def _fields(kind: str, person: dict[str, str]) -> dict[str, str]:
    made = {field: person[name] for name, field in ELEMENTS.items() if name in person}
    for name in ("seen", "until"):
        if name in made:
            made[name] = made[name].partition("T")[0]
    home = [person[name] for name in HOME if name in person]
    if home:
        made["place"] = ", ".join(home)
    if kind == "request" and "author_name" in person:
        made["relative"] = person["author_name"]
    if "note last_known_location" in person:
        made["last_place"] = person["note last_known_location"]
    for line in person.get("description", "").splitlines():
        name, _, text = line.partition(":")
        field, said = _FIELD_OF.get(" ".join(name.lower().split())), text.strip()
        if field and said and (field in _DESCRIBED or field not in made):
            made[field] = said
    _one_name(made)
    return made


def _one_name(made: dict[str, str]) -> None:
    """The whole name, or its parts where they are all of it: both would be read as two names."""
    # Of several lines the first is the name.
    whole = made.get("name", "").partition("\n")[0]
    parts = " ".join(made[part] for part in ("given", "father", "family") if part in made)
    if "given" in made and sorted(parts.split()) == sorted(whole.split()):
        del made["name"]
    elif whole:
        made["name"] = whole.strip()
        made.pop("given", None)
        made.pop("family", None)
