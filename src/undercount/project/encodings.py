"""What a project says of encodings: of those that came, and of how its own lists are encoded."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from undercount.project.fields import Table
from undercount.project.linking import GROUPS, check_list_name

# A field from which a record's tokens may be salted.
SALTS: Final = ("none", "year", "birth", "number")
_PATTERN: Final = frozenset("*?[")


@dataclass(frozen=True, slots=True)
class EncodingSettings:
    """One list of one body, as its encodings.

    Attributes:
        name: of the list.
        path: file inside the project.
    """

    name: str
    path: str


@dataclass(frozen=True, slots=True)
class EncodeSettings:
    """How the project's own lists are encoded.

    Attributes:
        strata: fields that may travel in clear.
        spec: what partners have agreed on where it is not the usual, by its name in the spec.
    """

    strata: tuple[str, ...] = ()
    spec: dict[str, Any] = field(default_factory=dict)


def read_encoding(name: str, table: Table) -> EncodingSettings:
    """`[encodings.NAME]`; what is wrong is noted in the table."""
    check_list_name(name, table)
    path = table.text("path", inside=True)
    if _PATTERN & set(path):
        hint = "A list is encoded into one file; name it whole"
        table.problem(f'"{path}" is a pattern', "path", hint)
    if "columns" in table:
        table.value("columns")
        hint = "Leave it out: encodings have no columns; their owner names them"
        table.problem("columns are of a list in clear", "columns", hint)
    table.end()
    return EncodingSettings(name, path)


def read_encode(table: Table) -> EncodeSettings:
    """`[encode]`; what is wrong is noted in the table."""
    strata = table.texts("strata")
    for name in strata:
        if name not in GROUPS:
            hint = f"What may travel in clear: {', '.join(GROUPS)}"
            table.problem(f'"{name}" does not travel in clear', "strata", hint)
    spec: dict[str, Any] = {}
    if "salt" in table:
        salt = table.choice("salt", SALTS, default="none")
        spec["salt"] = None if salt == "none" else salt
    if "flip" in table:
        spec["flip"] = table.fraction("flip", default=0.1)
        if spec["flip"] >= 0.5:
            hint = "At 0.5 a bit says nothing; as in: flip = 0.02"
            table.problem("flip must lie below 0.5", "flip", hint)
    if (epsilon := table.positive("epsilon")) is not None:
        if "flip" in spec:
            hint = "Keep one: flip = 1 / (1 + e^epsilon)"
            table.problem("flip and epsilon are both given", "epsilon", hint)
        spec["epsilon"] = epsilon
    table.end()
    return EncodeSettings(strata, spec)
